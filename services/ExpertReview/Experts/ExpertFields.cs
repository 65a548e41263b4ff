using Labelling.Hosting;

namespace Labelling.ExpertReview.Experts;

/// <summary>What a list says of an expert; null: it does not say, and what is known stays.</summary>
public sealed record ExpertFields(
    IReadOnlyList<string>? Sectors, IReadOnlyList<string>? TherapeuticAreas, IReadOnlyList<string>? TechnologyAxes, IReadOnlyList<string>? Keywords,
    ExpertProfile? Profile, bool? Digital, int? LargestLoad, IReadOnlyList<string>? DeclaredSirens)
{
    /// <summary>The entry with what the list says; null: there is none yet, and the list does not say enough to make one.</summary>
    public Expert? On(Expert? was, Guid personId, DateOnly today)
    {
        if ((Profile ?? was?.Profile) is not { } profile)
            return null;
        var sirens = DeclaredSirens ?? was?.Declaration.Organisations ?? [];
        return new()
        {
            PersonId = personId,
            Sectors = Sectors ?? was?.Sectors ?? [],
            TherapeuticAreas = TherapeuticAreas ?? was?.TherapeuticAreas ?? [],
            TechnologyAxes = TechnologyAxes ?? was?.TechnologyAxes ?? [],
            Keywords = Keywords ?? was?.Keywords ?? [],
            Profile = profile,
            Digital = Digital ?? was?.Digital ?? false,
            LargestLoad = LargestLoad ?? was?.LargestLoad ?? Expert.UsualLoad,
            Absences = was?.Absences ?? [],
            // A list declares nothing again: the day moves only when it names other organisations.
            Declaration = was is not null && was.Declaration.Organisations.SequenceEqual(sirens) ? was.Declaration : new(today, was?.Declaration.Text, sirens),
            Revision = (was?.Revision ?? 0) + 1,
        };
    }
}

/// <summary>Somebody on the list of experts who has no account yet.</summary>
public sealed record ExpectedExpert
{
    public required Guid Id { get; init; }
    public required string Email { get; init; }
    public required ExpertFields Fields { get; init; }
    public required Guid ExpectedBy { get; init; }
    public required DateTimeOffset ExpectedAt { get; init; }
    public required long Revision { get; init; }
}
