using System.Text.Json.Serialization;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Facts;

/// <summary>
/// What became known of a dossier, and from which day on. Facts are only ever added: what was known at the end of day D
/// is, for each dossier and subject, the last one recorded among those that hold from D or earlier.
/// </summary>
/// <param name="DossierId">The dossier, live or imported.</param>
/// <param name="Subject">What it is about, see <see cref="Subjects"/>.</param>
/// <param name="Value">JSON of the record that belongs to the subject; null: what was said before does not hold any more.</param>
/// <param name="HoldsFrom">First day, in Europe/Paris, at whose end it was known.</param>
/// <param name="RecordedAt">When it happened (live) or was imported; orders the facts of a subject.</param>
/// <param name="Sequence">Orders facts of the same instant: the publisher's number of the event, 0 for an import.</param>
public sealed record Fact(
    Guid DossierId, string Subject, string? Value, DateOnly HoldsFrom, DateTimeOffset RecordedAt, long Sequence)
{
    public static Fact Of(Guid dossier, Classification value, DateOnly holdsFrom, DateTimeOffset at, long sequence) =>
        new(dossier, Subjects.Classification, Json.Write(value), holdsFrom, at, sequence);

    public static Fact Of(Guid dossier, Decision? value, DateOnly holdsFrom, DateTimeOffset at, long sequence) =>
        new(dossier, Subjects.Decision, value is null ? null : Json.Write(value), holdsFrom, at, sequence);

    public static Fact Of(Guid dossier, Duplicate? value, DateOnly holdsFrom, DateTimeOffset at, long sequence) =>
        new(dossier, Subjects.Duplicate, value is null ? null : Json.Write(value), holdsFrom, at, sequence);

    /// <summary>What a live dossier is as it was last deposited: until a decision says which version counts.</summary>
    public static Fact OfDeposit(Guid dossier, Classification value, DateTimeOffset at, long sequence) =>
        new(dossier, Subjects.Deposit, Json.Write(value), Paris.Day(at), at, sequence);

    public static Fact Of(Guid dossier, Step step, StepTaken? value, DateOnly holdsFrom, DateTimeOffset at, long sequence) =>
        new(dossier, Subjects.Of(step), value is null ? null : Json.Write(value), holdsFrom, at, sequence);

    public static Fact Of(Guid dossier, Guid application, Application? value, DateOnly holdsFrom, DateTimeOffset at, long sequence) =>
        new(dossier, Subjects.Application(application), value is null ? null : Json.Write(value), holdsFrom, at, sequence);
}

public static class Subjects
{
    public const string Classification = "classification", Deposit = "deposit", Decision = "decision", Duplicate = "duplicate",
        ApplicationPrefix = "application/", StepPrefix = "step/";

    static readonly IReadOnlyDictionary<Step, string> Steps = Enum.GetValues<Step>().ToDictionary(step => step, step => StepPrefix + step.ToString().ToLowerInvariant());

    static readonly IReadOnlyDictionary<string, Step> StepsBySubject = Steps.ToDictionary(pair => pair.Value, pair => pair.Key);

    public static string Of(Step step) => Steps[step];

    public static Step StepOf(string subject) => StepsBySubject[subject];

    public static bool IsStep(string subject) => subject.StartsWith(StepPrefix, StringComparison.Ordinal);

    public static bool IsApplication(string subject) => subject.StartsWith(ApplicationPrefix, StringComparison.Ordinal);

    public static string Application(Guid id) => ApplicationPrefix + id.ToString("D");
}

/// <summary>What a dossier is, as of the version decided on or as its history line says.</summary>
/// <param name="RegisteredOn">The day it was first submitted, in Europe/Paris.</param>
/// <param name="Kind">Project or platform.</param>
/// <param name="AimsAtProjectLabel">Its programme awards a project label, in the version it was submitted under; true for imported dossiers.</param>
/// <param name="Programme">Code of the programme; null for imported dossiers.</param>
/// <param name="Sectors">Values of the vocabulary.</param>
/// <param name="TherapeuticAreas">Values of the vocabulary.</param>
/// <param name="TechnologyAxes">Values of the vocabulary.</param>
/// <param name="OrganisationType">The lead organisation's type; null when not known.</param>
/// <param name="Collaborative">Whether it has partners; null when not known.</param>
/// <param name="Region">The lead organisation's region; null when not known.</param>
/// <param name="Call">Code of the call aimed at; null when not known.</param>
/// <param name="FundingBody">The body aimed at; null when not known.</param>
/// <param name="TotalBudgetEur">Its total budget in EUR; null when not known, as for imported dossiers.</param>
/// <param name="Resubmits">The dossier it resubmits; null for none, or when not known.</param>
/// <param name="JointlyWith">Other clusters that labelled it too; null for none, or when not known.</param>
public sealed record Classification(
    DateOnly RegisteredOn, DossierKind Kind, bool AimsAtProjectLabel, string? Programme,
    IReadOnlyList<string> Sectors, IReadOnlyList<string> TherapeuticAreas, IReadOnlyList<string> TechnologyAxes,
    string? OrganisationType, bool? Collaborative, string? Region, string? Call, string? FundingBody,
    // Facts from before these were known stay as they are written.
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? TotalBudgetEur = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? Resubmits = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? JointlyWith = null);

/// <summary>How a dossier ended. Live dossiers only have the four released by the committee, a history line has any.</summary>
public enum Outcome
{
    Labelled,
    LabelledWithReservations,
    Refused,
    SupportLetter,
    Adjourned,
    Withdrawn,
    Inadmissible,
}

/// <param name="Outcome">What was decided.</param>
/// <param name="Version">The version decided on; null for imported dossiers.</param>
/// <param name="LabelNumber">The label's number; null without a label, or when a history line lacks it.</param>
/// <param name="On">The day of its release, or that a history line gives; null when that has none.</param>
public sealed record Decision(
    Outcome Outcome, int? Version, string? LabelNumber, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateOnly? On = null);

/// <summary>What happens to a dossier on its way, beside its deposit, decision and applications.</summary>
public enum Step
{
    /// <summary>The office found it admissible.</summary>
    Admitted,

    /// <summary>The office found it inadmissible.</summary>
    Inadmissible,

    /// <summary>An interview was held.</summary>
    Interviewed,

    /// <summary>The committee put it off.</summary>
    Adjourned,

    /// <summary>Its holder withdrew it.</summary>
    Withdrawn,
}

/// <param name="On">The day it happened, in Europe/Paris.</param>
public sealed record StepTaken(DateOnly On);

/// <param name="Of">Reference of the original.</param>
public sealed record Duplicate(string Of);

/// <param name="FundingBody">The body applied to; null when a history line does not say.</param>
/// <param name="Call">Code of the call; null when not known.</param>
/// <param name="Stage">Pre-proposal, full or appeal.</param>
/// <param name="Result">What the body answered.</param>
/// <param name="AmountRequestedEur">In EUR; null when not known.</param>
/// <param name="AmountGrantedEur">In EUR, with Funded; null when not known.</param>
/// <param name="ResultOn">The day of the answer; null when not known.</param>
public sealed record Application(
    string? FundingBody, string? Call, ApplicationStage Stage, FundingResult Result, decimal? AmountRequestedEur, decimal? AmountGrantedEur,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateOnly? ResultOn = null);
