using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.PreInterview;

/// <summary>What the committee decided, once released.</summary>
public enum ReleasedDecision
{
    Labelled,
    LabelledWithReservations,
    Refused,
    SupportLetter,
}

/// <summary>Keeps what became of a dossier after its interview, for the figures of the office.</summary>
public sealed class RecordDecision : IListener<LabelIssued>, IListener<LabelRefused>, IListener<SupportLetterIssued>
{
    public Task<Heard> Hear(LabelIssued happened, Transaction transaction) => Keep(
        transaction, happened.DossierId, happened.WithReservations ? ReleasedDecision.LabelledWithReservations : ReleasedDecision.Labelled, happened.Sequence);

    public Task<Heard> Hear(LabelRefused happened, Transaction transaction) => Keep(transaction, happened.DossierId, ReleasedDecision.Refused, happened.Sequence);

    public Task<Heard> Hear(SupportLetterIssued happened, Transaction transaction) =>
        Keep(transaction, happened.DossierId, ReleasedDecision.SupportLetter, happened.Sequence);

    static async Task<Heard> Keep(Transaction transaction, Guid dossierId, ReleasedDecision decision, long sequence) =>
        await KnownStore.RecordDecision(transaction, dossierId, decision, sequence) ? Heard.Applied : Heard.NotYet;
}
