using System.Collections.Frozen;

namespace Labelling.Contracts;

/// <summary>One line of the catalogue: an event, who publishes it, who hears it.</summary>
/// <param name="Name">The record's name; the name under which it is kept and sent.</param>
/// <param name="Type">The record.</param>
/// <param name="Publisher">The one service that publishes it.</param>
/// <param name="HeardBy">The services that hear it.</param>
/// <param name="SubjectOf">Its subject's id: a dossier, a person, a call, a session.</param>
/// <param name="EventIdOf">Its own id.</param>
/// <param name="SequenceOf">Its place among the publishing service's events of that subject.</param>
/// <param name="Numbered">The same event with that place.</param>
public sealed record EventKind(
    string Name, Type Type, string Publisher, IReadOnlyList<string> HeardBy,
    Func<object, Guid> SubjectOf, Func<object, Guid> EventIdOf, Func<object, long> SequenceOf, Func<object, long, object> Numbered);

/// <summary>
/// The one table of events: queues and bindings are declared from it, a service that listens to something else does not start.
/// </summary>
public static class EventCatalogue
{
    /// <summary>Names of the services, as they stand in queues, connection strings and this table.</summary>
    public const string Accounts = "Accounts", Submission = "Submission", PreInterview = "PreInterview",
        ExpertReview = "ExpertReview", FundingOutcome = "FundingOutcome";

    /// <summary>Every event there is.</summary>
    public static readonly IReadOnlyList<EventKind> All =
    [
        // Every service hears who may come in: the host keeps it for them, listener or not.
        Kind<PersonRegistered>(Accounts, [Submission, PreInterview, ExpertReview, FundingOutcome], e => e.PersonId, e => e.EventId, e => e.Sequence, (e, n) => e with { Sequence = n }),
        Kind<PersonChanged>(Accounts, [Submission, PreInterview, ExpertReview, FundingOutcome], e => e.PersonId, e => e.EventId, e => e.Sequence, (e, n) => e with { Sequence = n }),
        Kind<AccountDisabled>(Accounts, [Submission, PreInterview, ExpertReview, FundingOutcome], e => e.PersonId, e => e.EventId, e => e.Sequence, (e, n) => e with { Sequence = n }),
        Kind<AccountEnabled>(Accounts, [Submission, PreInterview, ExpertReview, FundingOutcome], e => e.PersonId, e => e.EventId, e => e.Sequence, (e, n) => e with { Sequence = n }),
        Kind<SessionsEnded>(Accounts, [Submission, PreInterview, ExpertReview, FundingOutcome], e => e.PersonId, e => e.EventId, e => e.Sequence, (e, n) => e with { Sequence = n }),
        Kind<PersonErased>(Accounts, [Submission, PreInterview, ExpertReview, FundingOutcome], e => e.PersonId, e => e.EventId, e => e.Sequence, (e, n) => e with { Sequence = n }),
        Kind<ExpectedExpertFound>(Accounts, [ExpertReview], e => e.ExpectationId, e => e.EventId, e => e.Sequence, (e, n) => e with { Sequence = n }),
        Kind<OrganisationChanged>(Accounts, [Submission], e => e.OrganisationId, e => e.EventId, e => e.Sequence, (e, n) => e with { Sequence = n }),

        Kind<ProgrammePublished>(Submission, [PreInterview, ExpertReview, FundingOutcome], e => e.ProgrammeId, e => e.EventId, e => e.Sequence, (e, n) => e with { Sequence = n }),
        Kind<CallPublished>(Submission, [PreInterview, FundingOutcome], e => e.CallId, e => e.EventId, e => e.Sequence, (e, n) => e with { Sequence = n }),
        Kind<VocabularyChanged>(Submission, [Accounts, PreInterview, ExpertReview, FundingOutcome], e => e.ValueId, e => e.EventId, e => e.Sequence, (e, n) => e with { Sequence = n }),
        Kind<DossierSubmitted>(Submission, [PreInterview, ExpertReview, FundingOutcome], e => e.DossierId, e => e.EventId, e => e.Sequence, (e, n) => e with { Sequence = n }),
        Kind<DossierAdmitted>(Submission, [PreInterview, ExpertReview, FundingOutcome], e => e.DossierId, e => e.EventId, e => e.Sequence, (e, n) => e with { Sequence = n }),
        Kind<DossierRefusedAdmission>(Submission, [PreInterview, ExpertReview, FundingOutcome], e => e.DossierId, e => e.EventId, e => e.Sequence, (e, n) => e with { Sequence = n }),
        Kind<CorrectionRequested>(Submission, [PreInterview, ExpertReview], e => e.DossierId, e => e.EventId, e => e.Sequence, (e, n) => e with { Sequence = n }),
        Kind<DossierWithdrawn>(Submission, [PreInterview, ExpertReview, FundingOutcome], e => e.DossierId, e => e.EventId, e => e.Sequence, (e, n) => e with { Sequence = n }),
        Kind<DuplicateConfirmed>(Submission, [FundingOutcome], e => e.DossierId, e => e.EventId, e => e.Sequence, (e, n) => e with { Sequence = n }),
        Kind<DuplicateDismissed>(Submission, [FundingOutcome], e => e.DossierId, e => e.EventId, e => e.Sequence, (e, n) => e with { Sequence = n }),

        Kind<InterviewBooked>(PreInterview, [ExpertReview], e => e.DossierId, e => e.EventId, e => e.Sequence, (e, n) => e with { Sequence = n }),
        Kind<InterviewHeld>(PreInterview, [ExpertReview, FundingOutcome], e => e.DossierId, e => e.EventId, e => e.Sequence, (e, n) => e with { Sequence = n }),
        Kind<InterviewConcluded>(PreInterview, [Submission, ExpertReview], e => e.DossierId, e => e.EventId, e => e.Sequence, (e, n) => e with { Sequence = n }),
        Kind<InterviewCancelled>(PreInterview, [ExpertReview], e => e.DossierId, e => e.EventId, e => e.Sequence, (e, n) => e with { Sequence = n }),
        Kind<InterviewWaived>(PreInterview, [Submission, ExpertReview], e => e.DossierId, e => e.EventId, e => e.Sequence, (e, n) => e with { Sequence = n }),

        Kind<ExpertProfileChanged>(ExpertReview, [PreInterview], e => e.PersonId, e => e.EventId, e => e.Sequence, (e, n) => e with { Sequence = n }),
        Kind<ExpertExpected>(ExpertReview, [Accounts], e => e.ExpectationId, e => e.EventId, e => e.Sequence, (e, n) => e with { Sequence = n }),
        Kind<ExpertAssigned>(ExpertReview, [Submission, PreInterview], e => e.DossierId, e => e.EventId, e => e.Sequence, (e, n) => e with { Sequence = n }),
        Kind<ExpertDeclined>(ExpertReview, [], e => e.DossierId, e => e.EventId, e => e.Sequence, (e, n) => e with { Sequence = n }),
        Kind<ReviewSubmitted>(ExpertReview, [], e => e.DossierId, e => e.EventId, e => e.Sequence, (e, n) => e with { Sequence = n }),
        Kind<SessionScheduled>(ExpertReview, [], e => e.SessionId, e => e.EventId, e => e.Sequence, (e, n) => e with { Sequence = n }),
        Kind<DossierAdjourned>(ExpertReview, [Submission, FundingOutcome], e => e.DossierId, e => e.EventId, e => e.Sequence, (e, n) => e with { Sequence = n }),
        Kind<LabelRefused>(ExpertReview, [Submission, PreInterview, FundingOutcome], e => e.DossierId, e => e.EventId, e => e.Sequence, (e, n) => e with { Sequence = n }),
        Kind<SupportLetterIssued>(ExpertReview, [Submission, PreInterview, FundingOutcome], e => e.DossierId, e => e.EventId, e => e.Sequence, (e, n) => e with { Sequence = n }),
        Kind<ReconsiderationAdmitted>(ExpertReview, [], e => e.DossierId, e => e.EventId, e => e.Sequence, (e, n) => e with { Sequence = n }),
        Kind<LabelIssued>(ExpertReview, [Submission, PreInterview, FundingOutcome], e => e.DossierId, e => e.EventId, e => e.Sequence, (e, n) => e with { Sequence = n }),
        Kind<ReservationLifted>(ExpertReview, [], e => e.DossierId, e => e.EventId, e => e.Sequence, (e, n) => e with { Sequence = n }),
        Kind<LabelRevoked>(ExpertReview, [Submission], e => e.DossierId, e => e.EventId, e => e.Sequence, (e, n) => e with { Sequence = n }),
        Kind<DossierCoLabelled>(ExpertReview, [FundingOutcome], e => e.DossierId, e => e.EventId, e => e.Sequence, (e, n) => e with { Sequence = n }),

        Kind<FundingApplicationFiled>(FundingOutcome, [], e => e.DossierId, e => e.EventId, e => e.Sequence, (e, n) => e with { Sequence = n }),
        Kind<FundingResultRecorded>(FundingOutcome, [], e => e.DossierId, e => e.EventId, e => e.Sequence, (e, n) => e with { Sequence = n }),
        Kind<HistoryImported>(FundingOutcome, [Submission, ExpertReview], e => e.ImportId, e => e.EventId, e => e.Sequence, (e, n) => e with { Sequence = n }),
    ];

    static readonly FrozenDictionary<Type, EventKind> ByType = All.ToFrozenDictionary(kind => kind.Type);
    static readonly FrozenDictionary<string, EventKind> ByName = All.ToFrozenDictionary(kind => kind.Name, StringComparer.Ordinal);

    /// <summary>The line of an event.</summary>
    /// <exception cref="ArgumentException">It is in no line: add it above.</exception>
    public static EventKind Of(Type type) =>
        ByType.TryGetValue(type, out var kind) ? kind : throw new ArgumentException($"{type} is not in the catalogue of events.", nameof(type));

    /// <summary>The line of that name; null when a newer or foreign program wrote it.</summary>
    public static EventKind? Named(string name) => ByName.GetValueOrDefault(name);

    /// <summary>What a service hears.</summary>
    public static IReadOnlyList<EventKind> HeardBy(string service) => [.. All.Where(kind => kind.HeardBy.Contains(service))];

    static EventKind Kind<T>(
        string publisher, string[] heardBy, Func<T, Guid> subject, Func<T, Guid> eventId, Func<T, long> sequence, Func<T, long, T> numbered)
        where T : class => new(
        typeof(T).Name, typeof(T), publisher, heardBy,
        happened => subject((T)happened), happened => eventId((T)happened), happened => sequence((T)happened),
        (happened, number) => numbered((T)happened, number));
}
