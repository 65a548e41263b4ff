using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission;

public static class ShowDossierHistory
{
    public static async Task<Results<Ok<IReadOnlyList<HistoryLine>>, NotFoundProblem>> Handle(Guid id, DossierStore dossiers, Caller caller, CancellationToken stop) =>
        await dossiers.Find(id, Viewer.Of(caller), stop) is { } seen
            ? TypedResults.Ok(await dossiers.History(id, forHolder: !seen.Stance.May(Act.ReadOfficeMarks), stop))
            : Problems.NotFound();
}
