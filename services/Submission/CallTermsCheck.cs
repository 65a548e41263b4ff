using Labelling.Hosting;

namespace Labelling.Submission;

/// <summary>What must be true of a call's terms beyond their shape.</summary>
public static class CallTermsCheck
{
    /// <summary>The first contradiction, as the answer to give; null when the terms hold together.</summary>
    public static UnprocessableProblem? FirstContradiction(CallTerms terms, IReadOnlyList<VocabularyValue> vocabularies)
    {
        if (!vocabularies.Any(value => value.Vocabulary == VocabularyValue.FundingBody && value.Code == terms.FundingBody))
        {
            return Problems.Unprocessable(
                "call.unknown-funding-body",
                $"fundingBody: \"{terms.FundingBody}\" is not in the vocabulary funding-body: choose one of its values, or add it first.",
                $"fundingBody : « {terms.FundingBody} » n'est pas dans le vocabulaire funding-body : choisissez une de ses valeurs, ou ajoutez-la d'abord.");
        }

        if (Zone(terms.TimeZone) is not { } zone)
        {
            return Problems.Unprocessable(
                "call.unknown-time-zone",
                $"timeZone: \"{terms.TimeZone}\" is no IANA time zone: give one as Europe/Paris.",
                $"timeZone : « {terms.TimeZone} » n'est pas un fuseau IANA : donnez-en un comme Europe/Paris.");
        }

        DateTimeOffset[] instants = [terms.OpensAt, .. terms.CutOffs, terms.ClosesAt];
        foreach (var instant in instants)
        {
            // In UTC an instant is never ambiguous; with another offset it has to be the one the zone has on that day.
            if (instant.Offset != TimeSpan.Zero && instant.Offset != zone.GetUtcOffset(instant))
            {
                var meant = TimeZoneInfo.ConvertTime(instant, zone);
                return Problems.Unprocessable(
                    "call.offset-not-of-zone",
                    $"{instant:yyyy-MM-dd'T'HH:mmzzz} is not an instant as {terms.TimeZone} writes it (it would be {meant:yyyy-MM-dd'T'HH:mmzzz}): mind summer time, or give it in UTC.",
                    $"{instant:yyyy-MM-dd'T'HH:mmzzz} n'est pas un instant tel que {terms.TimeZone} l'écrit (ce serait {meant:yyyy-MM-dd'T'HH:mmzzz}) : attention à l'heure d'été, ou donnez-le en UTC.");
            }
        }

        if (instants.Zip(instants.Skip(1)).Any(pair => pair.First >= pair.Second))
        {
            return Problems.Unprocessable(
                "call.out-of-order",
                "opensAt, cutOffs, closesAt: a call opens, then come its cut-offs in their order, then it closes.",
                "opensAt, cutOffs, closesAt : un appel ouvre, puis viennent ses relèves dans l'ordre, puis il ferme.");
        }

        return EligibilityRulesCheck.FirstContradiction("call", terms.Rules, vocabularies);
    }

    static TimeZoneInfo? Zone(string name) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) && zone.HasIanaId ? zone : null;
}
