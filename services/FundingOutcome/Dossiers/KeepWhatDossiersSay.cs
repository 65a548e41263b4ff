using Labelling.Contracts;
using Labelling.FundingOutcome.Facts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Dossiers;

/// <summary>Every version is kept: which one the committee will decide on is not known yet.</summary>
public sealed class KeepDossierVersion : IListener<DossierSubmitted>
{
    public async Task<Heard> Hear(DossierSubmitted happened, Transaction transaction)
    {
        await DossierStore.KeepVersion(transaction, happened, Classify(happened));
        return Heard.Applied;
    }

    /// <summary>Programme and award are filled in at the decision, from the version of the programme it was submitted under.</summary>
    public static Classification Classify(DossierSubmitted submitted) => new(
        Paris.Day(submitted.FirstSubmittedAt), submitted.Kind, AimsAtProjectLabel: false, Programme: null,
        submitted.Sectors, submitted.TherapeuticAreas, submitted.TechnologyAxes,
        submitted.Lead.Type, submitted.Partners.Length > 0, submitted.Lead.Region, submitted.Call, submitted.FundingBody);
}

/// <summary>Where a dossier stands beside its decision. None of this changes a rate.</summary>
public sealed class RecordStanding : IListener<DossierWithdrawn>, IListener<DossierRefusedAdmission>, IListener<DossierAdjourned>
{
    public Task<Heard> Hear(DossierWithdrawn happened, Transaction transaction) =>
        WhenKnown(transaction, happened.DossierId, () => DossierStore.MarkWithdrawn(transaction, happened.DossierId, Paris.Day(happened.At)));

    public Task<Heard> Hear(DossierRefusedAdmission happened, Transaction transaction) =>
        WhenKnown(transaction, happened.DossierId, () => DossierStore.MarkInadmissible(transaction, happened.DossierId, Paris.Day(happened.At)));

    public Task<Heard> Hear(DossierAdjourned happened, Transaction transaction) =>
        WhenKnown(transaction, happened.DossierId, () => DossierStore.MarkAdjourned(transaction, happened.DossierId, Paris.Day(happened.At)));

    static async Task<Heard> WhenKnown(Transaction transaction, Guid dossier, Func<Task> mark)
    {
        if (!await DossierStore.IsKnown(transaction, dossier))
            return Heard.NotYet;

        await mark();
        return Heard.Applied;
    }
}

/// <summary>
/// A released decision, together with what the version decided on was, becomes known on the day of its release.
/// A later decision is a later fact; which one counts is decided by when they were released, not by when they were heard.
/// </summary>
public sealed class RecordDecision : IListener<LabelIssued>, IListener<LabelRefused>, IListener<SupportLetterIssued>
{
    public Task<Heard> Hear(LabelIssued happened, Transaction transaction) =>
        Record(transaction, happened.DossierId, happened.At, happened.Sequence, Of(happened), happened);

    public Task<Heard> Hear(LabelRefused happened, Transaction transaction) =>
        Record(transaction, happened.DossierId, happened.At, happened.Sequence, Of(happened), happened);

    public Task<Heard> Hear(SupportLetterIssued happened, Transaction transaction) =>
        Record(transaction, happened.DossierId, happened.At, happened.Sequence, Of(happened), happened);

    public static Decision Of(LabelIssued label) => new(label.WithReservations ? Outcome.LabelledWithReservations : Outcome.Labelled, label.Version, label.Number);

    public static Decision Of(LabelRefused refusal) => new(Outcome.Refused, refusal.Version, null);

    public static Decision Of(SupportLetterIssued letter) => new(Outcome.SupportLetter, letter.Version, null);

    /// <summary>What a released decision tells.</summary>
    public static IReadOnlyList<Fact> FactsOf(Guid dossier, DateTimeOffset at, long sequence, Decision decision, Classification classification)
    {
        var day = Paris.Day(at);
        return [Fact.Of(dossier, classification, day, at, sequence), Fact.Of(dossier, decision, day, at, sequence)];
    }

    static async Task<Heard> Record(Transaction transaction, Guid dossier, DateTimeOffset at, long sequence, Decision decision, object happened)
    {
        if (await DossierStore.ClassificationOf(transaction, dossier, decision.Version!.Value) is not { } classification)
            return Heard.NotYet;

        await FactStore.Add(transaction, at, FactsOf(dossier, at, sequence, decision, classification));
        await KeptEvents.Keep(transaction, dossier, happened);
        return Heard.Applied;
    }
}

/// <summary>A confirmed duplicate does not count, a dismissed one counts again, each from its day on.</summary>
public sealed class RecordDuplicate : IListener<DuplicateConfirmed>, IListener<DuplicateDismissed>
{
    public Task<Heard> Hear(DuplicateConfirmed happened, Transaction transaction) => Record(transaction, FactOf(happened), happened);

    public Task<Heard> Hear(DuplicateDismissed happened, Transaction transaction) => Record(transaction, FactOf(happened), happened);

    public static Fact FactOf(DuplicateConfirmed happened) =>
        Fact.Of(happened.DossierId, new Duplicate(happened.OriginalReference), Paris.Day(happened.At), happened.At, happened.Sequence);

    public static Fact FactOf(DuplicateDismissed happened) => Fact.Of(happened.DossierId, (Duplicate?)null, Paris.Day(happened.At), happened.At, happened.Sequence);

    static async Task<Heard> Record(Transaction transaction, Fact fact, object happened)
    {
        if (!await DossierStore.IsKnown(transaction, fact.DossierId))
            return Heard.NotYet;

        await FactStore.Add(transaction, fact.RecordedAt, [fact]);
        await KeptEvents.Keep(transaction, fact.DossierId, happened);
        return Heard.Applied;
    }
}
