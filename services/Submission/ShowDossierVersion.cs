using Labelling.Hosting;
using Labelling.Storage;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission;

public static class ShowDossierVersion
{
    public sealed record View(
        Guid DossierId, int Version, DateTimeOffset SubmittedAt, bool Late, Guid ProgrammeId, int ProgrammeVersion, Guid CallId, string Sha256, DossierContent Content);

    public static async Task<Results<Ok<View>, NotFoundProblem>> Handle(Guid id, int version, DossierStore dossiers, Caller caller, CancellationToken stop) =>
        await dossiers.FindVersion(id, version, Viewer.Of(caller), stop) is { } deposited
            ? TypedResults.Ok(new View(
                id, deposited.Version, deposited.SubmittedAt, deposited.Late, deposited.ProgrammeId, deposited.ProgrammeVersion,
                deposited.CallId, deposited.Sha256, Json.Read<DossierContent>(deposited.Content)))
            : Problems.NotFound();

    public static async Task<Results<RazorComponentResult<ShowDossierVersionPage>, NotFoundProblem>> Page(
        Guid id, int version, DossierStore dossiers, VocabularyStore vocabularies, ProgrammeStore programmes, CallStore calls, Caller caller, CancellationToken stop) =>
        (await Handle(id, version, dossiers, caller, stop)).Result is Ok<View> { Value: { } view }
            ? Pages.Show<ShowDossierVersionPage>(new
            {
                View = view,
                Words = VocabularyWords.Of(await vocabularies.All(stop)),
                Programme = await programmes.Find(view.ProgrammeId, stop, view.ProgrammeVersion),
                Call = await calls.Find(view.CallId, stop),
            })
            : Problems.NotFound();
}
