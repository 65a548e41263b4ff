using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission;

public static class ExplainDossierAccess
{
    static readonly Act[] Acts =
    [
        Act.ReadDossier, Act.ReadAnnex, Act.ReadOfficeMarks, Act.EditDossier, Act.SubmitDossier, Act.WithdrawDossier, Act.AdmitDossier,
        Act.AskCorrection, Act.MarkDuplicate, Act.ReadTrail, Act.ReadOwnTrail,
    ];

    public static Task<Results<Ok<AccessAnswer>, ForbiddenProblem>> Handle(
        Guid id, DossierStore dossiers, Standings standings, Caller caller, CancellationToken stop, Guid? person = null) =>
        ExplainAccess.Of(
            caller, person, standings, Act.AskAboutOthers, Acts,
            async (somebody, roles) => (await dossiers.Find(id, new Viewer(somebody, roles), stop))?.Stance, stop);
}
