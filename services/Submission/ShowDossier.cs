using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission;

public static class ShowDossier
{
    public static async Task<Results<Ok<DossierView>, NotFoundProblem>> Handle(Guid id, DossierStore dossiers, Caller caller, CancellationToken stop) =>
        await dossiers.Find(id, Viewer.Of(caller), stop) is { } seen
            ? TypedResults.Ok(DossierView.Of(seen))
            : Problems.NotFound();

    public static async Task<Results<RazorComponentResult<ShowDossierPage>, NotFoundProblem>> Page(Guid id, DossierReader reader, Caller caller, CancellationToken stop) =>
        await reader.Read(id, caller, stop) is { } shown
            ? Pages.Show<ShowDossierPage>(new { Shown = shown })
            : Problems.NotFound();
}
