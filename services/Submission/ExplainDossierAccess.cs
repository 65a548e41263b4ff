using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission;

public static class ExplainDossierAccess
{
    static readonly Act[] Acts =
    [
        Act.ReadDossier, Act.ReadAnnex, Act.ReadOfficeMarks, Act.EditDossier, Act.WritePart, Act.InviteCoHolders,
        Act.SubmitDossier, Act.WithdrawDossier, Act.AdmitDossier, Act.AskCorrection, Act.MarkDuplicate, Act.ReadTrail, Act.ReadOwnTrail,
    ];

    public static Task<Results<Ok<AccessAnswer>, ForbiddenProblem>> Handle(
        Guid id, DossierStore dossiers, Standings standings, Caller caller, CancellationToken stop, Guid? person = null) =>
        ExplainAccess.Of(
            caller, person, standings, Act.AskAboutOthers, Acts,
            async (somebody, roles) => (await dossiers.Find(id, new Viewer(somebody, roles), stop))?.Stance, stop);

    public static async Task<Piece> Fragment(Guid dossier, DossierStore dossiers, Standings standings, Caller caller, CancellationToken stop, Guid? person = null) =>
        AccessLines.Piece(Text.Access_Title, await Handle(dossier, dossiers, standings, caller, stop, person));
}
