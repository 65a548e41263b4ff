using Labelling.Contracts;
using Labelling.Hosting;
using static Labelling.Submission.DossierStatus;

namespace Labelling.Submission;

public enum DossierStatus
{
    Draft,
    Submitted,
    CorrectionRequested,
    Admissible,
    Inadmissible,
    Withdrawn,
    Decided,
}

public enum CorrectionReason
{
    Incomplete,
    Incorrect,
    Outdated,
}

public sealed record Correction(CorrectionReason Reason, string Text, DateOnly DueOn, int Version);

public enum DecisionOutcome
{
    Labelled,
    LabelledWithReservations,
    Refused,
    SupportLetter,
}

public sealed record Decision(DecisionOutcome Outcome, int Version, DateTimeOffset At, Guid? LabelId, string? LabelNumber, DateTimeOffset? RevokedAt);

/// <summary>A deposit before and after it has its reference, which only the transaction that writes it can give without gaps.</summary>
public sealed record Deposit(Dossier Dossier, DossierSubmitted Happened)
{
    public Deposit Numbered(string reference) => new(Dossier with { Reference = reference }, Happened with { Reference = reference });
}

/// <summary>
/// The state machine of a dossier. Null: not allowed from here; the caller has to answer that.
/// What the holder edits is <see cref="Content"/>; what was deposited is a version, and never changes.
/// </summary>
public sealed record Dossier
{
    public required Guid Id { get; init; }
    public required long Revision { get; init; }
    public required DossierStatus Status { get; init; }
    public required Guid HolderId { get; init; }
    public required DossierContent Content { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>The latest deposited version; 0 before the first deposit.</summary>
    public int Version { get; init; }

    public string? Reference { get; init; }
    public int? ProgrammeVersion { get; init; }

    /// <summary>The version of its call's rules that the latest deposit was judged by; a correction for the same call keeps it.</summary>
    public int? CallRulesVersion { get; init; }

    /// <summary>The call of the latest deposited version.</summary>
    public Guid? DepositedFor { get; init; }

    public DateTimeOffset? FirstSubmittedAt { get; init; }
    public DateTimeOffset? SubmittedAt { get; init; }

    /// <summary>Deposited within the grace period; a correction for the same call does not wash it off.</summary>
    public bool Late { get; init; }

    /// <summary>When the server first showed the confirmation page of exactly this content.</summary>
    public DateTimeOffset? ConfirmationShownAt { get; init; }

    public IReadOnlyList<string> RefusalReasons { get; init; } = [];
    public Correction? Correction { get; init; }
    public string? WithdrawalReason { get; init; }
    public string? DuplicateOf { get; init; }

    /// <summary>An expert was assigned. Not for holders.</summary>
    public DateTimeOffset? ReviewsBeganAt { get; init; }

    public DateTimeOffset? AdjournedAt { get; init; }
    public Decision? Decision { get; init; }

    /// <summary>ExpertReview's number of the decision heard: an older one never overwrites it.</summary>
    public long DecisionSequence { get; init; }

    public bool IsHeldBy(Guid person) => HolderId == person || Content.CoHolderIds.Contains(person);

    /// <summary>Where it stands, as far as it decides who may do what.</summary>
    public Phase Phase() => (Version > 0 ? Hosting.Phase.Deposited : Hosting.Phase.None) | Status switch
    {
        Draft => Hosting.Phase.Draft,
        Submitted => Hosting.Phase.Submitted,
        DossierStatus.CorrectionRequested => Hosting.Phase.CorrectionRequested,
        Admissible => Hosting.Phase.Admissible,
        Inadmissible => Hosting.Phase.Inadmissible,
        Withdrawn => Hosting.Phase.Withdrawn,
        Decided => Hosting.Phase.Decided,
    };

    public bool IsWritable => Status is Draft or DossierStatus.CorrectionRequested;

    public static Dossier Start(Guid holder, DossierContent content, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(),
        Revision = 1,
        Status = Draft,
        HolderId = holder,
        Content = content.Keyed(),
        StartedAt = at,
        ChangedAt = at,
    };

    /// <summary>Another content needs another look at the confirmation page.</summary>
    public Dossier? Edit(DossierContent content, DateTimeOffset at) => IsWritable
        ? Changed(at) with { Content = content.Keyed(), ConfirmationShownAt = null }
        : null;

    /// <summary>No new revision: the page was only shown. The first showing counts.</summary>
    public Dossier? ShowConfirmation(DateTimeOffset at) => IsWritable
        ? this with { ConfirmationShownAt = ConfirmationShownAt ?? at }
        : null;

    /// <summary>The programme's version is the one of the first deposit; the reference is given by the store (<see cref="Deposit"/>).</summary>
    public Deposit? Submit(Call call, int programmeVersion, bool late, DateTimeOffset at)
    {
        if (!IsWritable)
        {
            return null;
        }

        var deposited = Changed(at) with
        {
            Status = Submitted,
            Version = Version + 1,
            ProgrammeVersion = ProgrammeVersion ?? programmeVersion,
            DepositedFor = call.Id,
            CallRulesVersion = DepositedFor == call.Id ? CallRulesVersion ?? call.RulesVersion : call.RulesVersion,
            FirstSubmittedAt = FirstSubmittedAt ?? at,
            SubmittedAt = at,
            Late = late,
            ConfirmationShownAt = null,
            Correction = null,
        };
        return new Deposit(deposited, deposited.Told(call, at));
    }

    public (Dossier, DossierAdmitted)? Admit(DateTimeOffset at) => Status is Submitted
        ? (Changed(at) with { Status = Admissible }, new DossierAdmitted(Guid.CreateVersion7(), Id, 0, at, Version))
        : null;

    public (Dossier, DossierRefusedAdmission)? RefuseAdmission(IReadOnlyList<string> reasons, DateTimeOffset at) => Status is Submitted && reasons.Count > 0
        ? (Changed(at) with { Status = Inadmissible, RefusalReasons = reasons },
            new DossierRefusedAdmission(Guid.CreateVersion7(), Id, 0, at, Version))
        : null;

    /// <summary>Once experts read a version, it is not taken from under their eyes.</summary>
    public (Dossier, CorrectionRequested)? RequestCorrection(CorrectionReason reason, string text, DateOnly dueOn, DateTimeOffset at) =>
        Status is Submitted || (Status is Admissible && ReviewsBeganAt is null)
            ? (Changed(at) with { Status = DossierStatus.CorrectionRequested, Correction = new Correction(reason, text, dueOn, Version), ConfirmationShownAt = null },
                new CorrectionRequested(Guid.CreateVersion7(), Id, 0, at, Version, dueOn))
            : null;

    /// <summary>
    /// The interview sent the dossier to another call that does not take it as it stands: it goes back to its holder, aimed there. Null
    /// where <see cref="Redirect"/> is, and once its reviews began.
    /// </summary>
    public (Dossier, CorrectionRequested)? RedirectForCorrection(Call to, int talkedAbout, string text, DateOnly dueOn, DateTimeOffset at) =>
        Status is Admissible && talkedAbout == Version && DepositedFor != to.Id && RequestCorrection(CorrectionReason.Outdated, text, dueOn, at) is var (asked, requested)
            ? (asked with { Content = asked.Content with { CallId = to.Id } }, requested)
            : null;

    /// <summary>A draft that was never deposited is nobody else's business: no event.</summary>
    public (Dossier, DossierWithdrawn?)? Withdraw(string reason, DateTimeOffset at) => Status is Draft or Submitted or DossierStatus.CorrectionRequested or Admissible or Decided
        ? (Changed(at) with { Status = Withdrawn, WithdrawalReason = reason, ConfirmationShownAt = null, Correction = null },
            Version == 0 ? null : new DossierWithdrawn(Guid.CreateVersion7(), Id, 0, at))
        : null;

    /// <summary>A marker beside the status: a withdrawn or decided dossier can be a duplicate too.</summary>
    public (Dossier, DuplicateConfirmed)? ConfirmDuplicate(string originalReference, DateTimeOffset at) =>
        Version > 0 && DuplicateOf is null && originalReference != Reference
            ? (Changed(at) with { DuplicateOf = originalReference }, new DuplicateConfirmed(Guid.CreateVersion7(), Id, 0, at, originalReference))
            : null;

    public (Dossier, DuplicateDismissed)? DismissDuplicate(DateTimeOffset at) => DuplicateOf is not null
        ? (Changed(at) with { DuplicateOf = null }, new DuplicateDismissed(Guid.CreateVersion7(), Id, 0, at))
        : null;

    /// <summary>
    /// The interview sent the dossier to another call: the same content becomes a new version, admissible at once.
    /// Null too when the interview was about an older version or the dossier aims at that call already.
    /// </summary>
    public (Dossier, DossierSubmitted, DossierAdmitted)? Redirect(Call to, int talkedAbout, DateTimeOffset at)
    {
        if (Status is not Admissible || talkedAbout != Version || DepositedFor == to.Id)
        {
            return null;
        }

        var redirected = Changed(at) with
        {
            Version = Version + 1,
            Content = Content with { CallId = to.Id },
            DepositedFor = to.Id,
            CallRulesVersion = to.RulesVersion,
            SubmittedAt = at,
            Late = false,
        };
        return (redirected, redirected.Told(to, at), new DossierAdmitted(Guid.CreateVersion7(), Id, 0, at, redirected.Version));
    }

    /// <summary>No new revision: the holder must not see by its number that an expert was assigned.</summary>
    public Dossier? BeginReviews(DateTimeOffset at) => ReviewsBeganAt is null && Status is Submitted or DossierStatus.CorrectionRequested or Admissible or Decided
        ? this with { ReviewsBeganAt = at }
        : null;

    /// <summary>
    /// A released decision is a fact of ExpertReview's: it holds even where a correction was asked for meanwhile.
    /// A withdrawn or inadmissible dossier stays what it is.
    /// </summary>
    public Dossier? Decide(Decision decision, long sequence) => sequence > DecisionSequence && Status is Submitted or DossierStatus.CorrectionRequested or Admissible or Decided
        ? Changed(decision.At) with
        {
            Status = Decided,
            Decision = decision,
            DecisionSequence = sequence,
            AdjournedAt = AdjournedAt > decision.At ? AdjournedAt : null,
            ConfirmationShownAt = null,
            Correction = null,
        }
        : null;

    /// <summary>Adjourned is not decided: the status stays, an earlier decision too.</summary>
    public Dossier? Adjourn(DateTimeOffset at, long sequence) =>
        sequence > DecisionSequence && !(AdjournedAt >= at) && Status is Submitted or DossierStatus.CorrectionRequested or Admissible or Decided
            ? Changed(at) with { AdjournedAt = at }
            : null;

    /// <summary>An event about a label came before the event that issues it.</summary>
    public bool AwaitsLabel(Guid labelId, long sequence) =>
        sequence > DecisionSequence && Decision?.LabelId != labelId && Status is Submitted or DossierStatus.CorrectionRequested or Admissible or Decided;

    public Dossier? RevokeLabel(Guid labelId, DateTimeOffset at) => Decision is { RevokedAt: null } decision && decision.LabelId == labelId
        ? Changed(at) with { Decision = decision with { RevokedAt = at } }
        : null;

    Dossier Changed(DateTimeOffset at) => this with { Revision = Revision + 1, ChangedAt = at };

    DossierSubmitted Told(Call call, DateTimeOffset at) => new(
        Guid.CreateVersion7(), Id, 0, at, FirstSubmittedAt ?? at, Version, Reference ?? "",
        Needed(Content.Title), Needed(Content.Acronym), Needed(Content.Summary), Content.Kind ?? throw Incomplete(), Content.Digital,
        Content.ProgrammeId ?? throw Incomplete(), ProgrammeVersion ?? throw Incomplete(), call.Id, call.Code, call.FundingBody,
        HolderId, [.. Content.CoHolderIds], (Content.Lead ?? throw Incomplete()).AsParty(), [.. Content.Partners.Select(partner => partner.AsParty())],
        [.. Content.Sectors], [.. Content.TherapeuticAreas], [.. Content.TechnologyAxes],
        [.. Content.ChallengedPersonIds], Content.TotalBudgetEur ?? throw Incomplete(), Content.ResubmitsDossierId);

    static string Needed(string? text) => text ?? throw Incomplete();

    static InvalidOperationException Incomplete() => new("An incomplete dossier was submitted: ask Completeness first.");
}
