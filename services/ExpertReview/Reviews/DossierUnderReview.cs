using Labelling.Contracts;
using Labelling.Hosting;

namespace Labelling.ExpertReview.Reviews;

/// <summary>What lets a dossier through to expert review.</summary>
public enum GateOpenedBy
{
    /// <summary>The interview ended with "proceed".</summary>
    Proceed,

    /// <summary>The interview ended with "proceed with advice".</summary>
    ProceedWithAdvice,

    /// <summary>The office waived the interview.</summary>
    Waiver,

    /// <summary>The programme asks for no interview.</summary>
    NoInterviewRequired,
}

/// <summary>The latest word of the preliminary interview on a dossier.</summary>
public enum InterviewWord
{
    /// <summary>Go on.</summary>
    Proceed,

    /// <summary>Go on, with advice.</summary>
    ProceedWithAdvice,

    /// <summary>Come back later: closes the gate.</summary>
    Replan,

    /// <summary>Aim at another call: closes the gate.</summary>
    Redirect,

    /// <summary>No interview needed: the office said so.</summary>
    Waived,
}

/// <summary>An expert met in interviews of this dossier.</summary>
/// <param name="ExpertId">The expert.</param>
/// <param name="BookedSequence">PreInterview's number of the latest booking with them; 0 for none heard.</param>
/// <param name="HeldSequence">PreInterview's number of the latest interview they held or concluded; 0 for none heard.</param>
/// <param name="CancelledSequence">PreInterview's number of the last booking of theirs that came to nothing; 0 for none.</param>
public sealed record Interviewer(Guid ExpertId, long BookedSequence, long HeldSequence, long CancelledSequence = 0);

/// <summary>
/// What expert review knows of a dossier, from events alone. Every fact is kept with the highest sequence number of its
/// publisher that said it, so the same events in any order, twice or late, end in the same state.
/// </summary>
public sealed record DossierUnderReview
{
    public required Guid Id { get; init; }
    public required string Reference { get; init; }
    public required string Title { get; init; }
    public required string Acronym { get; init; }
    public required string Summary { get; init; }
    public required DossierKind Kind { get; init; }
    public required bool Digital { get; init; }
    public required Guid ProgrammeId { get; init; }
    public required int ProgrammeVersion { get; init; }
    public required Guid CallId { get; init; }
    public required string Call { get; init; }
    public required string FundingBody { get; init; }

    /// <summary>The latest version deposited; everything above and below is as it stands there.</summary>
    public required int Version { get; init; }
    public required DateTimeOffset FirstSubmittedAt { get; init; }
    public required Guid HolderId { get; init; }
    public required IReadOnlyList<Guid> CoHolderIds { get; init; }
    public required Party Lead { get; init; }
    public required IReadOnlyList<Party> Partners { get; init; }
    public required IReadOnlyList<string> Sectors { get; init; }
    public required IReadOnlyList<string> TherapeuticAreas { get; init; }
    public required IReadOnlyList<string> TechnologyAxes { get; init; }
    public required IReadOnlyList<Guid> ChallengedPersonIds { get; init; }
    public required Guid? ResubmitsDossierId { get; init; }

    /// <summary>The settings of <see cref="ProgrammeVersion"/>; null until they were heard, and then nothing may begin.</summary>
    public ProgrammeSettings? Programme { get; init; }

    public required long SubmittedSequence { get; init; }
    public long AdmittedSequence { get; init; }
    public long RefusedSequence { get; init; }
    public long CorrectionSequence { get; init; }

    /// <summary>The version admitted last; null for none.</summary>
    public int? AdmittedVersion { get; init; }
    public bool Withdrawn { get; init; }

    /// <summary>PreInterview's number of <see cref="LastWord"/>; 0 for none.</summary>
    public long GateSequence { get; init; }
    public InterviewWord? LastWord { get; init; }

    /// <summary>True once the interview's gate was opened by a conclusion or a waiver, even when it was closed again since.</summary>
    public bool GateWasOpened { get; init; }
    public IReadOnlyList<Interviewer> Interviewers { get; init; } = [];

    /// <summary>From here on no review is invited, submitted or reopened: the committee has them before it.</summary>
    public DateTimeOffset? ReviewsClosedAt { get; init; }
    public required long Revision { get; init; }

    /// <summary>The day version 1 was deposited, in Europe/Paris.</summary>
    public DateOnly RegisteredOn => Paris.Day(FirstSubmittedAt);

    public bool Inadmissible => RefusedSequence > AdmittedSequence;

    public bool CorrectionPending => CorrectionSequence > Math.Max(SubmittedSequence, AdmittedSequence);

    /// <summary>Lead and partners.</summary>
    public IEnumerable<Party> Consortium => [Lead, .. Partners];

    /// <summary>Null: the gate is closed.</summary>
    public GateOpenedBy? GateOpenedBy => Programme switch
    {
        null => null,
        { InterviewRequired: false } => Reviews.GateOpenedBy.NoInterviewRequired,
        { InterviewRequired: true } => LastWord switch
        {
            InterviewWord.Proceed => Reviews.GateOpenedBy.Proceed,
            InterviewWord.ProceedWithAdvice => Reviews.GateOpenedBy.ProceedWithAdvice,
            InterviewWord.Waived => Reviews.GateOpenedBy.Waiver,
            InterviewWord.Replan or InterviewWord.Redirect or null => null,
        },
    };

    public bool ReviewMayBegin =>
        AdmittedVersion == Version && !Withdrawn && !Inadmissible && !CorrectionPending && GateOpenedBy is not null;

    public bool IsHeldBy(Guid personId) => HolderId == personId || CoHolderIds.Contains(personId);

    /// <summary>Held or concluded an interview, or has the one booked last. A booking that was moved to somebody else or given back leaves nothing behind.</summary>
    public bool WasInterviewedBy(Guid personId)
    {
        var lastBooking = Interviewers.Select(interviewer => interviewer.BookedSequence).DefaultIfEmpty().Max();
        return Interviewers.Any(interviewer => interviewer.ExpertId == personId
            && (interviewer.HeldSequence > 0 || (interviewer.BookedSequence == lastBooking && interviewer.CancelledSequence < lastBooking)));
    }

    public static DossierUnderReview From(DossierSubmitted submitted) => new()
    {
        Id = submitted.DossierId,
        Reference = submitted.Reference,
        Title = submitted.Title,
        Acronym = submitted.Acronym,
        Summary = submitted.Summary,
        Kind = submitted.Kind,
        Digital = submitted.Digital,
        ProgrammeId = submitted.ProgrammeId,
        ProgrammeVersion = submitted.ProgrammeVersion,
        CallId = submitted.CallId,
        Call = submitted.Call,
        FundingBody = submitted.FundingBody,
        Version = submitted.Version,
        FirstSubmittedAt = submitted.FirstSubmittedAt,
        HolderId = submitted.HolderId,
        CoHolderIds = submitted.CoHolderIds,
        Lead = submitted.Lead,
        Partners = submitted.Partners,
        Sectors = submitted.Sectors,
        TherapeuticAreas = submitted.TherapeuticAreas,
        TechnologyAxes = submitted.TechnologyAxes,
        ChallengedPersonIds = submitted.ChallengedPersonIds,
        ResubmitsDossierId = submitted.ResubmitsDossierId,
        SubmittedSequence = submitted.Sequence,
        Revision = 1,
    };

    /// <summary>Another version: the highest one stands. What other events said is kept.</summary>
    public DossierUnderReview Hear(DossierSubmitted submitted) => submitted.Version <= Version
        ? this
        : From(submitted) with
        {
            Programme = submitted.ProgrammeId == ProgrammeId && submitted.ProgrammeVersion == ProgrammeVersion ? Programme : null,
            AdmittedSequence = AdmittedSequence,
            RefusedSequence = RefusedSequence,
            CorrectionSequence = CorrectionSequence,
            AdmittedVersion = AdmittedVersion,
            Withdrawn = Withdrawn,
            GateSequence = GateSequence,
            LastWord = LastWord,
            GateWasOpened = GateWasOpened,
            Interviewers = Interviewers,
            ReviewsClosedAt = ReviewsClosedAt,
            Revision = Revision,
        };

    public DossierUnderReview Hear(DossierAdmitted admitted) => admitted.Sequence <= AdmittedSequence
        ? this
        : this with { AdmittedSequence = admitted.Sequence, AdmittedVersion = admitted.Version };

    public DossierUnderReview Hear(DossierRefusedAdmission refused) =>
        this with { RefusedSequence = Math.Max(RefusedSequence, refused.Sequence) };

    public DossierUnderReview Hear(CorrectionRequested requested) =>
        this with { CorrectionSequence = Math.Max(CorrectionSequence, requested.Sequence) };

    /// <summary>A withdrawal is for good.</summary>
    public DossierUnderReview Hear(DossierWithdrawn _) => this with { Withdrawn = true };

    public DossierUnderReview Hear(InterviewBooked booked) => this with
    {
        Interviewers = Met(booked.ExpertId, bookedSequence: booked.Sequence, heldSequence: 0),
    };

    public DossierUnderReview Hear(InterviewCancelled cancelled) => this with
    {
        Interviewers = Met(cancelled.ExpertId, bookedSequence: 0, heldSequence: 0, cancelledSequence: cancelled.Sequence),
    };

    public DossierUnderReview Hear(InterviewHeld held) => this with
    {
        Interviewers = Met(held.ExpertId, bookedSequence: 0, heldSequence: held.Sequence),
    };

    public DossierUnderReview Hear(InterviewConcluded concluded) => (this with
    {
        Interviewers = Met(concluded.ExpertId, bookedSequence: 0, heldSequence: concluded.Sequence),
    }).Hear(concluded.Sequence, concluded.Recommendation switch
    {
        InterviewRecommendation.Proceed => InterviewWord.Proceed,
        InterviewRecommendation.ProceedWithAdvice => InterviewWord.ProceedWithAdvice,
        InterviewRecommendation.Replan => InterviewWord.Replan,
        InterviewRecommendation.Redirect => InterviewWord.Redirect,
    });

    public DossierUnderReview Hear(InterviewWaived waived) => Hear(waived.Sequence, InterviewWord.Waived);

    DossierUnderReview Hear(long sequence, InterviewWord word)
    {
        var opens = word switch
        {
            InterviewWord.Proceed or InterviewWord.ProceedWithAdvice or InterviewWord.Waived => true,
            InterviewWord.Replan or InterviewWord.Redirect => false,
        };
        var heard = this with { GateWasOpened = GateWasOpened || opens };
        return sequence <= GateSequence ? heard : heard with { GateSequence = sequence, LastWord = word };
    }

    /// <summary>In the order of the experts' ids, so that the order of hearing leaves no trace.</summary>
    IReadOnlyList<Interviewer> Met(Guid expertId, long bookedSequence, long heldSequence, long cancelledSequence = 0)
    {
        var known = Interviewers.FirstOrDefault(interviewer => interviewer.ExpertId == expertId) ?? new Interviewer(expertId, 0, 0);
        return
        [
            .. Interviewers.Where(interviewer => interviewer.ExpertId != expertId)
                .Append(known with
                {
                    BookedSequence = Math.Max(known.BookedSequence, bookedSequence),
                    HeldSequence = Math.Max(known.HeldSequence, heldSequence),
                    CancelledSequence = Math.Max(known.CancelledSequence, cancelledSequence),
                })
                .OrderBy(interviewer => interviewer.ExpertId),
        ];
    }
}
