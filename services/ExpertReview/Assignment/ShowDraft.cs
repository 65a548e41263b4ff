using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Assignment;

public static class ShowDraft
{
    public static async Task<Results<Ok<DraftView>, NotFoundProblem>> Handle(
        Caller caller, DraftStore drafts, AssignmentPools pools, CancellationToken stop) =>
        await drafts.Open(stop) is { } draft ? TypedResults.Ok(DraftReader.View(draft, await pools.For(caller, stop))) : Problems.NotFound();

    public static Task<RazorComponentResult<DraftPage>> Page(Caller caller, DraftStore drafts, AssignmentPools pools, CancellationToken stop) =>
        Show(caller, drafts, pools, null, [], stop);

    /// <summary>With why what was asked was not done, and who could not be invited, a sentence each.</summary>
    internal static async Task<RazorComponentResult<DraftPage>> Show(
        Caller caller, DraftStore drafts, AssignmentPools pools, FormRefusal? refusal, IReadOnlyList<string> unsent, CancellationToken stop)
    {
        var pool = await pools.For(caller, stop);
        return Pages.Show<DraftPage>(
            new
            {
                View = await drafts.Open(stop) is { } draft ? DraftReader.View(draft, pool) : null,
                Asking = pool.Dossiers.Where(dossier => dossier.Needed > 0).OrderBy(dossier => dossier.Dossier.Reference, StringComparer.Ordinal).ToList(),
                Errors = refusal?.Errors ?? FieldErrors.None,
                Unsent = unsent,
            },
            refusal?.Status ?? 200);
    }
}
