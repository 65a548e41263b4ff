using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission;

public static class ListProgrammes
{
    public static async Task<Ok<IReadOnlyList<ProgrammeView>>> Handle(ProgrammeStore programmes, CancellationToken stop) =>
        TypedResults.Ok<IReadOnlyList<ProgrammeView>>([.. (await programmes.All(stop)).Select(ProgrammeView.Of)]);
}
