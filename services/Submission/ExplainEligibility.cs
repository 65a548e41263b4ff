using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission;

/// <summary>The call's and the programme's rules, line by line, while the holder writes; afterwards for the office too.</summary>
public static class ExplainEligibility
{
    public sealed record View(Guid DossierId, Guid? CallId, bool Eligible, IReadOnlyList<EligibilityLine> Lines)
    {
        public int? CallRulesVersion { get; init; }

        public Guid? ProgrammeId { get; init; }

        public int? ProgrammeVersion { get; init; }
    }

    public static async Task<Results<Ok<View>, NotFoundProblem>> Handle(Guid id, DossierStore dossiers, CallStore calls, Caller caller, CancellationToken stop)
    {
        if (await dossiers.Find(id, Viewer.Of(caller), stop) is not { } seen)
        {
            return Problems.NotFound();
        }

        return TypedResults.Ok(await Of(seen, calls, stop));
    }

    public static async Task<Piece> Fragment(Guid? dossier, DossierStore dossiers, CallStore calls, Caller caller, CancellationToken stop) =>
        dossier is { } id && await dossiers.Find(id, Viewer.Of(caller), stop) is { } seen
            ? Piece.Of<EligibilityPiece>(Text.Prepare_Rules, new { Shown = await Of(seen, calls, stop), Holder = seen.Stance.May(Act.EditDossier) })
            : Piece.None(Text.Prepare_Rules);

    /// <summary>What this reader is shown of the dossier, against the versions of the rules that count for it.</summary>
    public static async Task<View> Of(DossierSeen seen, CallStore calls, CancellationToken stop)
    {
        var call = seen.Shown.CallId is { } callId ? await calls.Find(callId, stop) : null;
        var asked = await calls.RulesFor(seen.Dossier, seen.Shown, call, stop);
        var eligibility = Eligibility.Of(seen.Shown, asked);
        return new View(seen.Dossier.Id, call?.Id, eligibility.Eligible, eligibility.Lines)
        {
            CallRulesVersion = asked.CallRulesVersion,
            ProgrammeId = asked.ProgrammeId,
            ProgrammeVersion = asked.ProgrammeVersion,
        };
    }
}
