using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.Submission;

/// <summary>
/// An interview that ended with "aim at another call": a dossier that the call accepts as it stands becomes a new version for that call.
/// One that it does not accept goes back to its holder, aimed at that call, with what to change.
/// </summary>
public sealed class RedirectDossier(CallStore calls, RedirectionMails mails) : IListener<InterviewConcluded>
{
    /// <summary>Days to correct a dossier that does not fit, unless the call closes before.</summary>
    public const int DaysToCorrect = 30;

    public async Task<Heard> Hear(InterviewConcluded happened, Transaction transaction)
    {
        await InterviewHeard.Keep(transaction, happened.DossierId, InterviewHeard.Of(happened.Recommendation), happened.At, happened.Sequence, happened.ReplanTo);
        // Calls are published here: one that is not here will never come.
        if (happened is not { Recommendation: InterviewRecommendation.Redirect, RedirectToCallId: { } callId }
            || await CallStore.Find(transaction, callId) is not { } call
            || await DossierStore.Find(transaction, happened.DossierId) is not { } talkedAbout)
        {
            return Heard.Applied;
        }

        // The new version is deposited here and now, by this service's clock.
        var at = transaction.Clock.Now();
        var content = talkedAbout.Content with { CallId = call.Id };
        var missing = Eligibility.Of(content, await calls.RulesFor(talkedAbout, content, call, transaction.Stop)).Lines
            .Where(line => line is { Result: RuleResult.Missing, Source: RuleSource.Call }).ToList();
        var open = call.Terms.OpensAt <= at && at < call.Terms.ClosesAt;
        if (missing.Count == 0 && open)
        {
            await DossierStore.Follow(
                transaction, happened.DossierId, DossierAction.Redirected, EventCatalogue.PreInterview,
                dossier => dossier.Redirect(call, happened.Version, at) is var (redirected, submitted, admitted) ? (redirected, [submitted, admitted]) : null);
        }
        else
        {
            var lastDay = Paris.Day(at).AddDays(DaysToCorrect);
            var dueOn = open && Paris.Day(call.Terms.ClosesAt) < lastDay ? Paris.Day(call.Terms.ClosesAt) : lastDay;
            await DossierStore.Follow(
                transaction, happened.DossierId, DossierAction.CorrectionRequested, EventCatalogue.PreInterview,
                dossier => dossier.RedirectForCorrection(call, happened.Version, Because(call, open, missing), dueOn, at) is var (asked, requested) ? (asked, [requested]) : null);
        }

        if (await DossierStore.Find(transaction, happened.DossierId) is { } now && now.Revision != talkedAbout.Revision)
        {
            await mails.Write(transaction, now, call);
        }

        return Heard.Applied;
    }

    // A correction has one text for all who read it: both languages stand in it.
    static string Because(Call call, bool open, IReadOnlyList<EligibilityLine> missing) => string.Join('\n',
    [
        $"Le pré-entretien oriente ce dossier vers {call.Code}. Pour l'y déposer\u202f:",
        .. open ? Array.Empty<string>() : ["– cet appel n'est pas ouvert\u202f: choisissez-en un autre, ou attendez son ouverture\u202f;"],
        .. missing.Select(line => $"– {Words.Set(line.French)}"),
        "",
        $"The interview sends this dossier to {call.Code}. To deposit it there:",
        .. open ? Array.Empty<string>() : ["– this call is not open: choose another one, or wait for its opening;"],
        .. missing.Select(line => $"– {line.English}"),
    ]);
}
