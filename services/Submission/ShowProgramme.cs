using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission;

/// <summary>A programme at its version in force, or at the version a dossier kept.</summary>
public static class ShowProgramme
{
    public static async Task<Results<Ok<ProgrammeView>, NotFoundProblem>> Handle(Guid id, ProgrammeStore programmes, CancellationToken stop, int? version = null) =>
        await programmes.Find(id, stop, version) is { } programme
            ? TypedResults.Ok(ProgrammeView.Of(programme))
            : Problems.NotFound();
}
