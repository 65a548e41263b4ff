using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.Submission;

/// <summary>A decision was released: the dossier is decided.</summary>
public sealed class RecordDecision : IListener<LabelIssued>, IListener<LabelRefused>, IListener<SupportLetterIssued>
{
    public Task<Heard> Hear(LabelIssued happened, Transaction transaction) => Decide(
        transaction, happened.DossierId, happened.Sequence,
        new Decision(
            happened.WithReservations ? DecisionOutcome.LabelledWithReservations : DecisionOutcome.Labelled,
            happened.Version, happened.At, happened.LabelId, happened.Number, null));

    public Task<Heard> Hear(LabelRefused happened, Transaction transaction) => Decide(
        transaction, happened.DossierId, happened.Sequence,
        new Decision(DecisionOutcome.Refused, happened.Version, happened.At, null, null, null));

    public Task<Heard> Hear(SupportLetterIssued happened, Transaction transaction) => Decide(
        transaction, happened.DossierId, happened.Sequence,
        new Decision(DecisionOutcome.SupportLetter, happened.Version, happened.At, null, null, null));

    static async Task<Heard> Decide(Transaction transaction, Guid dossierId, long sequence, Decision decision)
    {
        await DossierStore.Follow(
            transaction, dossierId, DossierAction.Decided, EventCatalogue.ExpertReview,
            dossier => dossier.Decide(decision, sequence) is { } decided ? (decided, []) : null);
        return Heard.Applied;
    }
}
