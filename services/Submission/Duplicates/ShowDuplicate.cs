using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission.Duplicates;

/// <summary>One of two dossiers, as it is compared. What an imported one does not tell is null.</summary>
public sealed record Side(
    string Reference, string? Address, string? State, string? Title, string? Acronym, DateOnly? RegisteredOn, string? Holder, string? Call,
    Organisation? Lead, IReadOnlyList<Organisation> Partners, string? Summary, string? Objectives, decimal? TotalBudgetEur, string? Sectors)
{
    public bool Has(Organisation organisation) => Likeness.KeyOf(organisation.Siren, organisation.Name) is { } key
        && Partners.Append(Lead).OfType<Organisation>().Any(one => Likeness.KeyOf(one.Siren, one.Name) == key);
}

public static class ShowDuplicate
{
    public static async Task<Results<Ok<DuplicateView>, NotFoundProblem>> Handle(Guid id, DuplicateStore duplicates, Caller caller, CancellationToken stop) =>
        await duplicates.Find(id, Viewer.Of(caller), stop) is { } line ? TypedResults.Ok(DuplicateView.Of(line)) : Problems.NotFound();

    public static async Task<Results<RazorComponentResult<ShowDuplicatePage>, NotFoundProblem>> Page(Guid id, DuplicateReader reader, Caller caller, CancellationToken stop) =>
        await reader.Read(id, caller, stop) is var (line, one, other)
            ? Pages.Show<ShowDuplicatePage>(new { Line = line, One = one, Other = other })
            : Problems.NotFound();
}

/// <summary>Puts the two dossiers of a pair side by side.</summary>
public sealed class DuplicateReader(DuplicateStore duplicates, DossierStore dossiers, CallStore calls, VocabularyStore vocabularies)
{
    /// <summary>Null: there is no such pair, or not for this caller.</summary>
    public async Task<(DuplicateLine Line, Side One, Side Other)?> Read(Guid id, Caller caller, CancellationToken stop)
    {
        var viewer = Viewer.Of(caller);
        if (await duplicates.Find(id, viewer, stop) is not { } line || await Of(line.DossierId, viewer, stop) is not { } one)
        {
            return null;
        }

        var other = line.OtherId is { } otherId ? await Of(otherId, viewer, stop)
            : await duplicates.Past(line.OtherReference, stop) is { } past ? Of(past)
            : null;
        return other is null ? null : (line, one, other);
    }

    async Task<Side?> Of(Guid id, Viewer viewer, CancellationToken stop)
    {
        if (await dossiers.Find(id, viewer, stop) is not { } seen)
        {
            return null;
        }

        var (dossier, content) = (seen.Dossier, seen.Shown);
        return new Side(
            dossier.Reference ?? "", $"/dossiers/{id}", DossierWords.Name(dossier.Status, dossier.Decision?.Outcome), content.Title, content.Acronym,
            dossier.FirstSubmittedAt is { } at ? Paris.Day(at) : null, seen.HolderName,
            dossier.DepositedFor is { } call ? (await calls.Find(call, stop))?.Terms.Code : null,
            content.Lead, content.Partners, content.Summary, content.Objectives, content.TotalBudgetEur,
            VocabularyWords.Of(await vocabularies.All(stop)).List(VocabularyValue.Sector, content.Sectors));
    }

    static Side Of(PastSeen past) => new(
        past.Reference, null, null, past.Title, null, past.RegisteredOn, null, null,
        past.LeadOrganisation is null && past.LeadSiren is null ? null : new Organisation(Name: past.LeadOrganisation, Siren: past.LeadSiren), [], null, null, null, null);
}
