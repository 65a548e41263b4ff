using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.Submission;

/// <summary>An interview that ended with "aim at another call" makes a new version for that call.</summary>
public sealed class RedirectDossier : IListener<InterviewConcluded>
{
    public async Task<Heard> Hear(InterviewConcluded happened, Transaction transaction)
    {
        await InterviewHeard.Keep(transaction, happened.DossierId, InterviewHeard.Of(happened.Recommendation), happened.At, happened.Sequence, happened.ReplanTo);
        // Calls are published here: one that is not here will never come.
        if (happened is not { Recommendation: InterviewRecommendation.Redirect, RedirectToCallId: { } callId }
            || await CallStore.Find(transaction, callId) is not { } call)
        {
            return Heard.Applied;
        }

        // The new version is deposited here and now, by this service's clock.
        var at = transaction.Clock.Now();
        await DossierStore.Follow(
            transaction, happened.DossierId, DossierAction.Redirected, EventCatalogue.PreInterview,
            dossier => dossier.Redirect(call, happened.Version, at) is var (redirected, submitted, admitted) ? (redirected, [submitted, admitted]) : null);
        return Heard.Applied;
    }
}
