namespace Labelling.ExpertReview.Experts;

public sealed record ExpertView(
    Guid PersonId, string Name, long Revision, IReadOnlyList<string> Sectors, IReadOnlyList<string> TherapeuticAreas,
    IReadOnlyList<string> TechnologyAxes, IReadOnlyList<string> Keywords, ExpertProfile Profile, bool Digital, int LargestLoad,
    IReadOnlyList<Absence> Absences, DateOnly DeclaredOn, string? Declaration, IReadOnlyList<string> DeclaredSirens, bool Disabled)
{
    public static ExpertView Of(Expert expert, PersonInReview person) => new(
        expert.PersonId, person.Name, expert.Revision, expert.Sectors, expert.TherapeuticAreas, expert.TechnologyAxes, expert.Keywords,
        expert.Profile, expert.Digital, expert.LargestLoad, expert.Absences, expert.Declaration.DeclaredOn, expert.Declaration.Text,
        expert.Declaration.Organisations, person.Disabled);
}
