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
        await KeptEvents.Keep(transaction, happened.DossierId, new VersionDeposited(happened.Version, happened.At, happened.Sequence));
        await RecordDeposit.Tell(transaction, happened.DossierId, happened.Version);
        return Heard.Applied;
    }

    /// <summary>Programme and award are filled in at the decision, from the version of the programme it was submitted under.</summary>
    public static Classification Classify(DossierSubmitted submitted) => new(
        Paris.Day(submitted.FirstSubmittedAt), submitted.Kind, AimsAtProjectLabel: false, Programme: null,
        submitted.Sectors, submitted.TherapeuticAreas, submitted.TechnologyAxes,
        submitted.Lead.Type, submitted.Partners.Length > 0, submitted.Lead.Region, submitted.Call, submitted.FundingBody,
        submitted.TotalBudgetEur, submitted.ResubmitsDossierId);
}

/// <summary>What a version was becomes known on the day it was deposited, or once its programme has been heard of, as of that day.</summary>
public static class RecordDeposit
{
    public static Fact FactOf(Guid dossier, VersionDeposited deposited, Classification classification) =>
        Fact.OfDeposit(dossier, classification, deposited.At, deposited.Sequence);

    /// <summary>Nothing is told while the programme has not been heard of: what it awards decides whether the dossier counts.</summary>
    public static async Task Tell(Transaction transaction, Guid dossier, int version)
    {
        if (await DossierStore.ClassificationOf(transaction, dossier, version) is not { } classification)
            return;
        foreach (var deposited in (await KeptEvents.Of<VersionDeposited>(transaction, dossier)).Where(one => one.Version == version))
            await FactStore.Add(transaction, deposited.At, [FactOf(dossier, deposited, classification)]);
    }
}

/// <summary>Where a dossier stands beside its decision, and on which day it came there. None of this changes a rate.</summary>
public sealed class RecordStanding :
    IListener<DossierAdmitted>, IListener<InterviewHeld>, IListener<DossierWithdrawn>, IListener<DossierRefusedAdmission>, IListener<DossierAdjourned>
{
    public Task<Heard> Hear(DossierAdmitted happened, Transaction transaction) =>
        Record(transaction, happened.DossierId, new StepRecorded(Step.Admitted, Paris.Day(happened.At), happened.At, happened.Sequence));

    public Task<Heard> Hear(InterviewHeld happened, Transaction transaction) =>
        Record(transaction, happened.DossierId, new StepRecorded(Step.Interviewed, happened.HeldOn, happened.At, happened.Sequence));

    public Task<Heard> Hear(DossierWithdrawn happened, Transaction transaction) =>
        Record(transaction, happened.DossierId, new StepRecorded(Step.Withdrawn, Paris.Day(happened.At), happened.At, happened.Sequence));

    public Task<Heard> Hear(DossierRefusedAdmission happened, Transaction transaction) =>
        Record(transaction, happened.DossierId, new StepRecorded(Step.Inadmissible, Paris.Day(happened.At), happened.At, happened.Sequence));

    public Task<Heard> Hear(DossierAdjourned happened, Transaction transaction) =>
        Record(transaction, happened.DossierId, new StepRecorded(Step.Adjourned, Paris.Day(happened.At), happened.At, happened.Sequence));

    public static Fact FactOf(Guid dossier, StepRecorded step) =>
        Fact.Of(dossier, step.Step, new StepTaken(step.On), Paris.Day(step.At), step.At, step.Sequence);

    static async Task<Heard> Record(Transaction transaction, Guid dossier, StepRecorded step)
    {
        if (!await DossierStore.IsKnown(transaction, dossier))
            return Heard.NotYet;

        await (step.Step switch
        {
            Step.Withdrawn => DossierStore.MarkWithdrawn(transaction, dossier, step.On),
            Step.Inadmissible => DossierStore.MarkInadmissible(transaction, dossier, step.On),
            Step.Adjourned => DossierStore.MarkAdjourned(transaction, dossier, step.On),
            Step.Admitted or Step.Interviewed => Task.CompletedTask,
        });
        await FactStore.Add(transaction, step.At, [FactOf(dossier, step)]);
        await KeptEvents.Keep(transaction, dossier, step);
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

    public static Decision Of(LabelIssued label) => new(label.WithReservations ? Outcome.LabelledWithReservations : Outcome.Labelled, label.Version, label.Number, Paris.Day(label.At));

    public static Decision Of(LabelRefused refusal) => new(Outcome.Refused, refusal.Version, null, Paris.Day(refusal.At));

    public static Decision Of(SupportLetterIssued letter) => new(Outcome.SupportLetter, letter.Version, null, Paris.Day(letter.At));

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

/// <summary>
/// Other clusters labelled a dossier too: what it is is told again with them, from the day on which that was recorded. They belong to one
/// label; a later decision is told without them.
/// </summary>
public sealed class RecordCoLabel : IListener<DossierCoLabelled>
{
    public async Task<Heard> Hear(DossierCoLabelled happened, Transaction transaction)
    {
        if (FactsOf(happened, await FactStore.Of(transaction, happened.DossierId)) is not { } facts)
            return Heard.NotYet;

        await FactStore.Add(transaction, happened.At, facts);
        await KeptEvents.Keep(transaction, happened.DossierId, happened);
        return Heard.Applied;
    }

    /// <summary>What it tells: nothing of a label that another decision had taken the place of. Null: its label has not been heard of.</summary>
    /// <param name="happened">Who labelled too.</param>
    /// <param name="known">The facts of the dossier, in any order.</param>
    public static IReadOnlyList<Fact>? FactsOf(DossierCoLabelled happened, IEnumerable<Fact> known)
    {
        var decisions = known.Where(fact => fact.Subject == Subjects.Decision).ToList();
        if (!decisions.Any(fact => NumberOf(fact) == happened.Number))
            return null;

        var at = (happened.At.AsKept(), happened.Sequence);
        return InForce(decisions) is { } decision && NumberOf(decision) == happened.Number
            ? [Fact.Of(
                happened.DossierId, Json.Read<Classification>(InForce(known.Where(fact => fact.Subject == Subjects.Classification))!.Value!) with { JointlyWith = happened.Clusters },
                Paris.Day(happened.At), happened.At, happened.Sequence)]
            : [];

        Fact? InForce(IEnumerable<Fact> facts) => facts.Where(fact => Place(fact).CompareTo(at) < 0).MaxBy(Place);
    }

    static (DateTimeOffset, long) Place(Fact fact) => (fact.RecordedAt.AsKept(), fact.Sequence);

    static string? NumberOf(Fact decision) => decision.Value is null ? null : Json.Read<Decision>(decision.Value).LabelNumber;
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
