using Labelling.Hosting;
using Labelling.Submission.Attachments;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission;

/// <summary>What confirms a deposit: the page after it, and for as long as the version is there.</summary>
public static class ShowReceipt
{
    public static async Task<Results<RazorComponentResult<ShowReceiptPage>, NotFoundProblem>> Page(
        Guid id, int version, DossierStore dossiers, CallStore calls, AttachmentStore attachments, Caller caller, CancellationToken stop)
    {
        var viewer = Viewer.Of(caller);
        return await dossiers.Find(id, viewer, stop) is { } seen && await dossiers.FindVersion(id, version, viewer, stop) is { } deposited
            ? Pages.Show<ShowReceiptPage>(new
            {
                seen.Dossier.Id,
                Reference = seen.Dossier.Reference ?? "",
                Acronym = seen.Shown.Acronym,
                Version = deposited,
                Call = await calls.Find(deposited.CallId, stop),
                Attachments = await attachments.OfVersion(seen, version, stop),
                seen.Held,
                Awaits = seen.Dossier.Status is DossierStatus.Submitted && seen.Dossier.Version == version,
            })
            : Problems.NotFound();
    }
}
