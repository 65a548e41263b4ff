using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission;

/// <summary>A programme at its version in force, or at the version a dossier kept.</summary>
public static class ShowProgramme
{
    public static async Task<Results<Ok<ProgrammeView>, NotFoundProblem>> Handle(Guid id, ProgrammeStore programmes, CancellationToken stop, int? version = null) =>
        await programmes.Find(id, stop, version) is { } programme
            ? TypedResults.Ok(ProgrammeView.Of(programme))
            : Problems.NotFound();

    public static async Task<Results<RazorComponentResult<ShowProgrammePage>, NotFoundProblem>> Page(
        Guid id, ProgrammeStore programmes, VocabularyStore vocabularies, Caller caller, CancellationToken stop, int? version = null) =>
        await programmes.Find(id, stop, version) is { } programme && await programmes.Find(id, stop) is { } inForce
            ? Pages.Show<ShowProgrammePage>(new
            {
                Programme = programme,
                InForce = inForce.Version,
                Administers = caller.Is(Roles.Administrator),
                Versions = await programmes.Versions(id, stop),
                Words = VocabularyWords.Of(await vocabularies.All(stop)),
            })
            : Problems.NotFound();
}
