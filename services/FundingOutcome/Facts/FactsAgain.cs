using Labelling.Contracts;
using Labelling.FundingOutcome.Dossiers;
using Labelling.FundingOutcome.History;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Facts;

/// <summary>A line that a history file gave of a dossier.</summary>
public sealed record KeptLine(HistoryLine Line, DateTimeOffset ImportedAt);

/// <summary>Everything that is kept of a dossier and tells its facts.</summary>
/// <param name="DossierId">The dossier.</param>
/// <param name="Older">Facts from before the rest was kept, in their order.</param>
/// <param name="Events">As they were heard.</param>
/// <param name="Lines">The first first.</param>
/// <param name="Versions">What it was, by version, with what its programme awards.</param>
public sealed record KeptOfDossier(
    Guid DossierId, IReadOnlyList<Fact> Older, IReadOnlyList<object> Events, IReadOnlyList<KeptLine> Lines, IReadOnlyDictionary<int, Classification> Versions)
{
    public bool Nothing => Older.Count + Events.Count + Lines.Count == 0;

    /// <summary>The facts of the dossier, in the order in which they were recorded; those of one subject and instant in the order they were told.</summary>
    public IReadOnlyList<Fact> Facts()
    {
        var facts = Older.ToList();
        foreach (var happened in Events)
            facts.AddRange(FactsOf(happened, facts));
        // The first line tells everything, unless there were lines before that were not kept: then their facts are among the older ones.
        var before = Older.Any(IsOfLine) ? Lines.FirstOrDefault()?.Line : null;
        foreach (var (line, at) in before is null ? Lines : Lines.Skip(1))
        {
            facts.AddRange(before is null ? line.Facts(DossierId, at) : line.FactsSince(before, DossierId, at, Paris.Day(at)));
            before = line;
        }

        return [.. facts
            .Select(fact => fact with { RecordedAt = fact.RecordedAt.AsKept() })
            .OrderBy(fact => fact.RecordedAt).ThenBy(fact => fact.Sequence)];
    }

    bool IsOfLine(Fact fact) => Lines.Count > 0
        && (!Subjects.IsApplication(fact.Subject) || fact.Subject == Subjects.Application(HistoryLine.ApplicationId(DossierId)));

    IReadOnlyList<Fact> FactsOf(object happened, IReadOnlyList<Fact> soFar)
    {
        switch (happened)
        {
            case LabelIssued label:
                return RecordDecision.FactsOf(DossierId, label.At, label.Sequence, RecordDecision.Of(label), Version(label.Version));
            case LabelRefused refusal:
                return RecordDecision.FactsOf(DossierId, refusal.At, refusal.Sequence, RecordDecision.Of(refusal), Version(refusal.Version));
            case SupportLetterIssued letter:
                return RecordDecision.FactsOf(DossierId, letter.At, letter.Sequence, RecordDecision.Of(letter), Version(letter.Version));
            case DossierCoLabelled labelled:
                return RecordCoLabel.FactsOf(labelled, soFar)
                    ?? throw new InvalidOperationException($"Label {labelled.Number} of dossier {DossierId} was labelled by others too, and is not kept itself.");
            case VersionDeposited deposited:
                return Versions.TryGetValue(deposited.Version, out var known) ? [RecordDeposit.FactOf(DossierId, deposited, known)] : [];
            case StepRecorded step:
                return [RecordStanding.FactOf(DossierId, step)];
            case DuplicateConfirmed confirmed:
                return [RecordDuplicate.FactOf(confirmed)];
            case DuplicateDismissed dismissed:
                return [RecordDuplicate.FactOf(dismissed)];
            case FundingApplicationFiled filed:
                return
                [
                    Fact.Of(DossierId, filed.ApplicationId,
                        new Application(filed.FundingBody, filed.Call, filed.Stage, FundingResult.Pending, filed.AmountRequestedEur, null), Paris.Day(filed.At), filed.At, 1),
                ];
            case FundingResultRecorded recorded:
                var was = Last(recorded.ApplicationId);
                return
                [
                    Fact.Of(DossierId, recorded.ApplicationId,
                        Json.Read<Application>(was.Value!) with { Result = recorded.Result, AmountGrantedEur = recorded.AmountGrantedEur, ResultOn = recorded.ResultOn },
                        Paris.Day(recorded.At), recorded.At, was.Sequence + 1),
                ];
            case ApplicationTakenBack back:
                return [Fact.Of(DossierId, back.ApplicationId, null, Paris.Day(back.At), back.At, Last(back.ApplicationId).Sequence + 1)];
            default:
                throw new InvalidOperationException($"{happened.GetType().Name} tells no fact.");
        }

        Fact Last(Guid application) => soFar.Last(fact => fact.Subject == Subjects.Application(application));
    }

    Classification Version(int version) => Versions.TryGetValue(version, out var known)
        ? known
        : throw new InvalidOperationException($"Version {version} of dossier {DossierId} was decided on and is not kept.");
}
