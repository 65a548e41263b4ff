using System.Globalization;
using Labelling.Contracts;
using Labelling.ExpertReview.Reviews;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Experts;

/// <summary>A declaration of interests as it was made once. By: the expert themselves, or the office for them.</summary>
public sealed record PastDeclaration
{
    public required long Revision { get; init; }
    public required DateOnly DeclaredOn { get; init; }
    public required string? Text { get; init; }
    public required string Organisations { get; init; }
    public required bool Own { get; init; }
}

/// <summary>An expert's page and its form: their own, or anybody's for the office.</summary>
public static class ExpertPages
{
    /// <summary>From the menu: one's own.</summary>
    public static SeeOther Mine(Caller caller) => Pages.SeeOther($"/experts/{caller.PersonId}");

    public static async Task<Results<RazorComponentResult<ExpertPage>, NotFoundProblem>> Page(
        Guid personId, Caller caller, ExpertStore experts, PersonStore people, SelectionStore selection, TimeProvider clock, CancellationToken stop)
    {
        if (await Seen(personId, caller, people, stop) is not { } person)
            return Problems.NotFound();
        return Pages.Show<ExpertPage>(new
        {
            Person = person,
            Expert = await experts.Find(personId, stop),
            Words = await experts.Words(stop),
            History = await experts.Declarations(personId, stop),
            Own = caller.PersonId == personId,
            Asked = caller.Is(Roles.Office) && caller.PersonId != personId
                ? (await selection.Invitations(caller.PersonId, Stance.Roles(caller.Roles), stop)).Where(row => row.ExpertId == personId).OrderByDescending(row => row.InvitedAt).ToList()
                : [],
            Today = Paris.Day(clock.GetUtcNow()),
        });
    }

    public static async Task<Results<RazorComponentResult<DescribeExpertPage>, NotFoundProblem>> Form(
        Guid personId, Caller caller, ExpertStore experts, PersonStore people, CancellationToken stop)
    {
        if (await Seen(personId, caller, people, stop) is not { } person)
            return Problems.NotFound();
        var expert = await experts.Find(personId, stop);
        return Pages.Show<DescribeExpertPage>(new { Person = person, Words = await experts.Words(stop), Typed = Typed.Of(Fields(expert)), Own = caller.PersonId == personId });
    }

    public static async Task<IResult> HandleForm(
        Guid personId, Typed typed, Caller caller, ExpertStore experts, PersonStore people, TimeProvider clock, CancellationToken stop)
    {
        if (await Seen(personId, caller, people, stop) is not { } person)
            return Problems.NotFound();
        var (profile, load) = (typed.Choice<ExpertProfile>("profile"), typed.Whole("largestLoad"));
        if (profile is null && typed.Unreadable.Of("profile") is null)
            typed.Missing("profile");
        if (load is null && typed.Unreadable.Of("largestLoad") is null)
            typed.Missing("largestLoad");
        var absences = new List<Absence>();
        foreach (var line in typed.Lines("absences"))
        {
            if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var from, .. var rest] && rest.Length <= 1 && Day(from) is { } first && Day(rest.Length == 1 ? rest[0] : from) is { } last)
                absences.Add(new(first, last));
            else if (typed.Unreadable.Of("absences") is null)
                typed.Wrong("absences", "Give two days a line, as 2026-08-01 2026-08-15.", "Donnez deux jours par ligne, comme 2026-08-01 2026-08-15.");
        }
        var refusal = FormRefusal.Of(typed);
        if (refusal is null)
        {
            var answer = await DescribeExpert.Handle(
                personId,
                new(typed.Revision(), Several(typed, "sectors"), Several(typed, "therapeuticAreas"), Several(typed, "technologyAxes"), typed.Lines("keywords"), profile!.Value, typed.Checked("digital"), absences,
                    [.. typed.Lines("declaredSirens").Select(line => line.Replace(" ", "", StringComparison.Ordinal))], load!.Value, typed["declaration"]),
                caller, experts, people, clock, stop);
            refusal = FormRefusal.Of(answer) is { } refused ? refused with { Errors = new([.. refused.Errors.All.Select(error => error with { Field = error.Field.Split('[', '.')[0] })]) } : null;
        }
        return refusal is null
            ? Pages.SeeOther($"/experts/{personId}", Text.Expert_Saved)
            : Pages.Show<DescribeExpertPage>(new { Person = person, Words = await experts.Words(stop), Typed = typed, Errors = refusal.Errors, Own = caller.PersonId == personId }, refusal.Status);
    }

    /// <summary>Values that were ticked or, where no vocabulary is known yet, typed one a line.</summary>
    public static IReadOnlyList<string> Several(Typed typed, string field) =>
        [.. typed.All(field).SelectMany(text => text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Distinct()];

    static async Task<PersonInReview?> Seen(Guid personId, Caller caller, PersonStore people, CancellationToken stop) =>
        (caller.PersonId == personId || caller.Is(Roles.Office)) && await people.Find(personId, stop) is { } person && person.Roles.Contains(Roles.Expert) ? person : null;

    static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, ["yyyy-MM-dd", "d/M/yyyy", "dd/MM/yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    static Dictionary<string, string?> Fields(Expert? expert) => new()
    {
        ["revision"] = (expert?.Revision ?? 0).ToString(CultureInfo.InvariantCulture),
        ["sectors"] = Lines(expert?.Sectors),
        ["therapeuticAreas"] = Lines(expert?.TherapeuticAreas),
        ["technologyAxes"] = Lines(expert?.TechnologyAxes),
        ["keywords"] = Lines(expert?.Keywords),
        ["profile"] = expert?.Profile.ToString(),
        ["digital"] = expert is { Digital: true } ? "yes" : null,
        ["largestLoad"] = (expert?.LargestLoad ?? Expert.UsualLoad).ToString(CultureInfo.InvariantCulture),
        ["absences"] = Lines(expert?.Absences.Select(absence => $"{absence.From:yyyy-MM-dd} {absence.To:yyyy-MM-dd}")),
        ["declaredSirens"] = Lines(expert?.Declaration.Organisations),
        ["declaration"] = expert?.Declaration.Text,
    };

    static string? Lines(IEnumerable<string>? values) => values is null ? null : string.Join('\n', values);
}
