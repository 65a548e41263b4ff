using Labelling.FundingOutcome.Facts;
using Labelling.FundingOutcome.Statistics;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.FundingOutcome.Applications;

public static class ExplainOutcomeAccess
{
    static readonly Act[] Acts = [Act.SeeOutcome, Act.RecordOutcome, Act.CheckOutcome, Act.AskForOutcome];

    public static Task<Results<Ok<AccessAnswer>, ForbiddenProblem>> Handle(
        Guid dossierId, ApplicationStore applications, FactStore facts, Standings standings, Caller caller, CancellationToken stop, Guid? person = null) =>
        ExplainAccess.Of(
            caller, person, standings, Act.AskAboutOthers, Acts,
            async (somebody, roles) =>
            {
                if (await applications.Dossier(dossierId, new Reader(somebody, roles), stop) is not { } dossier)
                    return null;
                var known = KnownDossier.From(await facts.KnownOf([dossier.Id], stop)).SingleOrDefault();
                var decided = known is not null && SuccessRates.IsExpertised(known.Outcome);
                return dossier.Stance with { Phase = decided ? Phase.Decided : Phase.None };
            },
            stop);

    public static async Task<Piece> Fragment(
        Guid dossier, ApplicationStore applications, FactStore facts, Standings standings, Caller caller, CancellationToken stop, Guid? person = null) =>
        AccessLines.Piece(Text.Access_Title, await Handle(dossier, applications, facts, standings, caller, stop, person));
}
