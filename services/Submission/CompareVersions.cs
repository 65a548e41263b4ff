using Labelling.Hosting;
using Labelling.Storage;
using Labelling.Submission.Attachments;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission;

/// <summary>What a holder changed between any two deposited versions; read by the holder, and by the office when it admits a correction.</summary>
public static class CompareVersions
{
    public static async Task<Results<RazorComponentResult<CompareVersionsPage>, NotFoundProblem>> Page(
        Guid id, int a, int b, DossierStore dossiers, DossierComparison comparison, Caller caller, CancellationToken stop)
    {
        var viewer = Viewer.Of(caller);
        return await dossiers.Find(id, viewer, stop) is { } seen
            && await dossiers.FindVersion(id, a, viewer, stop) is { } old && await dossiers.FindVersion(id, b, viewer, stop) is { } now
            ? Pages.Show<CompareVersionsPage>(new
            {
                seen.Dossier.Id,
                Acronym = seen.Shown.Acronym ?? seen.Dossier.Reference ?? Text.Dossier_Tab,
                Old = old,
                Now = now,
                Versions = await dossiers.Versions(id, stop),
                Sections = await comparison.Of(await comparison.SideOf(seen, old, stop), await comparison.SideOf(seen, now, stop), stop),
            })
            : Problems.NotFound();
    }
}

/// <summary>Two contents with the names that stand in them, as one reader may see them.</summary>
public sealed class DossierComparison(AttachmentStore attachments, VocabularyStore vocabularies, PeopleStore people, CallStore calls, ProgrammeStore programmes)
{
    /// <summary>A deposited version: without the annex and what is restricted for whoever does not read it.</summary>
    public async Task<ContentDifference.Side> SideOf(DossierSeen seen, DepositedVersion version, CancellationToken stop) =>
        new(ForReader(seen, Json.Read<DossierContent>(version.Content)), await attachments.OfVersion(seen, version.Version, stop));

    /// <summary>What this reader is shown of it now.</summary>
    public async Task<ContentDifference.Side> SideOf(DossierSeen seen, CancellationToken stop) =>
        new(ForReader(seen, seen.Shown), await attachments.Of(seen, stop));

    public async Task<IReadOnlyList<SectionDifference>> Of(ContentDifference.Side old, ContentDifference.Side now, CancellationToken stop)
    {
        var named = old.Content.CoHolderIds.Concat(old.Content.ChallengedPersonIds).Concat(now.Content.CoHolderIds).Concat(now.Content.ChallengedPersonIds).Distinct().ToList();
        return ContentDifference.Of(old, now, new ContentDifference.Names(
            VocabularyWords.Of(await vocabularies.All(stop)),
            await people.Names(named, stop),
            (await calls.Names(stop)).ToDictionary(call => call.Id, call => call.Code),
            (await programmes.Names(stop)).ToDictionary(programme => programme.Id, programme => programme.Said)));
    }

    static DossierContent ForReader(DossierSeen seen, DossierContent content) => seen.Stance.May(Act.ReadAnnex) ? content : content with { ConfidentialAnnex = null };
}
