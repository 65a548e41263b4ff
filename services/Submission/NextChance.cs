namespace Labelling.Submission;

/// <summary>Where a dossier that comes too late can still go: the next cut-off or closing of a call.</summary>
public sealed record NextChance(Call Call, DateTimeOffset At)
{
    public bool IsCutOff => At != Call.Terms.ClosesAt;

    /// <summary>The next instant by which this call collects dossiers; null once it is closed.</summary>
    public static DateTimeOffset? DeadlineOf(CallTerms terms, DateTimeOffset at) =>
        terms.CutOffs.Append(terms.ClosesAt).Where(deadline => deadline > at).Order().Select(deadline => (DateTimeOffset?)deadline).FirstOrDefault();

    /// <summary>The soonest of the same funding body, else the soonest of all; null when no call is left.</summary>
    public static NextChance? After(Call late, IReadOnlyList<Call> calls, DateTimeOffset at) => calls
        .Where(call => call.Id != late.Id)
        .Select(call => DeadlineOf(call.Terms, at) is { } deadline ? new NextChance(call, deadline) : null)
        .OfType<NextChance>()
        .OrderByDescending(next => next.Call.FundingBody == late.FundingBody).ThenBy(next => next.At).ThenBy(next => next.Call.Code, StringComparer.Ordinal)
        .FirstOrDefault();

    public string English => IsCutOff
        ? $"The next cut-off is that of the call {Call.Code} ({Call.FundingBody}), on {Refusals.InParis(At).English}."
        : $"The next call to close is {Call.Code} ({Call.FundingBody}), on {Refusals.InParis(At).English}.";

    public string French => IsCutOff
        ? $"La prochaine relève est celle de l'appel {Call.Code} ({Call.FundingBody}), le {Refusals.InParis(At).French}."
        : $"Le prochain appel à fermer est {Call.Code} ({Call.FundingBody}), le {Refusals.InParis(At).French}.";
}
