namespace Labelling.Contracts;

/// <summary>ExpertReview: an expert was invited to review a dossier. Subject: the dossier. For services only: no page of a holder shows it.</summary>
/// <param name="EventId">Identity of this event; the inbox drops by it.</param>
/// <param name="DossierId">The dossier.</param>
/// <param name="Sequence">1, 2, 3... without gaps per publishing service and subject.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="ExpertId">The expert.</param>
public sealed record ExpertAssigned(Guid EventId, Guid DossierId, long Sequence, DateTimeOffset At, Guid ExpertId);

/// <summary>ExpertReview: an invited expert will not review the dossier (declined, conflict, or replaced). Subject: the dossier.</summary>
/// <inheritdoc cref="ExpertAssigned" path="/param"/>
public sealed record ExpertDeclined(Guid EventId, Guid DossierId, long Sequence, DateTimeOffset At, Guid ExpertId);

/// <summary>ExpertReview: a review is in. Subject: the dossier. Neither scores nor comments travel.</summary>
/// <inheritdoc cref="ExpertAssigned" path="/param"/>
public sealed record ReviewSubmitted(Guid EventId, Guid DossierId, long Sequence, DateTimeOffset At, Guid ExpertId);

/// <summary>Days on which an expert takes nothing on.</summary>
/// <param name="From">First day, included.</param>
/// <param name="To">Last day, included.</param>
public sealed record ExpertAbsence(DateOnly From, DateOnly To);

/// <summary>
/// ExpertReview: an expert's entry in the pool is new or changed; carries the whole new state, so far as it says what the expert is suited
/// for. Declared interests do not travel. Subject: the person.
/// </summary>
/// <param name="EventId">Identity of this event; the inbox drops by it.</param>
/// <param name="PersonId">The expert.</param>
/// <param name="Sequence">1, 2, 3... without gaps per publishing service and subject.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="Sectors">Values of the vocabulary "sector".</param>
/// <param name="TherapeuticAreas">Values of the vocabulary "therapeutic-area".</param>
/// <param name="TechnologyAxes">Values of the vocabulary "technology-axis".</param>
/// <param name="Keywords">In the expert's words.</param>
/// <param name="Digital">True: knows digital and AI dossiers.</param>
/// <param name="Absences">Days on which they take nothing on.</param>
public sealed record ExpertProfileChanged(
    Guid EventId, Guid PersonId, long Sequence, DateTimeOffset At,
    string[] Sectors, string[] TherapeuticAreas, string[] TechnologyAxes, string[] Keywords, bool Digital, ExpertAbsence[] Absences);

/// <summary>
/// ExpertReview: the office put somebody on the list of experts of whom no account is known here; whoever makes accounts invites them.
/// Subject: the expectation.
/// </summary>
/// <param name="EventId">Identity of this event; the inbox drops by it.</param>
/// <param name="ExpectationId">What is waited for.</param>
/// <param name="Sequence">1, 2, 3... without gaps per publishing service and subject.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="Email">Where the invitation goes.</param>
/// <param name="Language">"fr" or "en".</param>
/// <param name="ExpectedBy">Who of the office did it.</param>
public sealed record ExpertExpected(Guid EventId, Guid ExpectationId, long Sequence, DateTimeOffset At, string Email, string Language, Guid ExpectedBy);

/// <summary>ExpertReview: a session of the committee is planned or moved. Subject: the session.</summary>
/// <param name="EventId">Identity of this event; the inbox drops by it.</param>
/// <param name="SessionId">The session.</param>
/// <param name="Sequence">1, 2, 3... without gaps per publishing service and subject.</param>
/// <param name="At">When it was planned, in UTC.</param>
/// <param name="Title">Its title.</param>
/// <param name="StartsAt">When it starts.</param>
public sealed record SessionScheduled(Guid EventId, Guid SessionId, long Sequence, DateTimeOffset At, string Title, DateTimeOffset StartsAt);

/// <summary>ExpertReview: the adjournment of a dossier was released. Subject: the dossier.</summary>
/// <param name="EventId">Identity of this event; the inbox drops by it.</param>
/// <param name="DossierId">The dossier.</param>
/// <param name="Sequence">1, 2, 3... without gaps per publishing service and subject.</param>
/// <param name="At">When it was released, in UTC.</param>
/// <param name="Version">The version decided on.</param>
/// <param name="ToSessionId">The session that takes it up again.</param>
public sealed record DossierAdjourned(Guid EventId, Guid DossierId, long Sequence, DateTimeOffset At, int Version, Guid ToSessionId);

/// <summary>ExpertReview: the refusal of a dossier was released. Subject: the dossier. The reasons stay with ExpertReview.</summary>
/// <param name="EventId">Identity of this event; the inbox drops by it.</param>
/// <param name="DossierId">The dossier.</param>
/// <param name="Sequence">1, 2, 3... without gaps per publishing service and subject.</param>
/// <param name="At">When it was released, in UTC.</param>
/// <param name="Version">The version decided on.</param>
public sealed record LabelRefused(Guid EventId, Guid DossierId, long Sequence, DateTimeOffset At, int Version);

/// <summary>ExpertReview: a support letter was released, which is not a label. Subject: the dossier.</summary>
/// <inheritdoc cref="LabelRefused" path="/param"/>
public sealed record SupportLetterIssued(Guid EventId, Guid DossierId, long Sequence, DateTimeOffset At, int Version);

/// <summary>ExpertReview: the office admitted a holder's request that a released decision be taken again. Subject: the dossier. The reasons stay with ExpertReview.</summary>
/// <param name="EventId">Identity of this event; the inbox drops by it.</param>
/// <param name="DossierId">The dossier.</param>
/// <param name="Sequence">1, 2, 3... without gaps per publishing service and subject.</param>
/// <param name="At">When it was admitted, in UTC.</param>
/// <param name="Version">The dossier's version then.</param>
public sealed record ReconsiderationAdmitted(Guid EventId, Guid DossierId, long Sequence, DateTimeOffset At, int Version);

/// <summary>ExpertReview: a label was released. Subject: the dossier.</summary>
/// <param name="EventId">Identity of this event; the inbox drops by it.</param>
/// <param name="DossierId">The dossier.</param>
/// <param name="Sequence">1, 2, 3... without gaps per publishing service and subject.</param>
/// <param name="At">When it was released, in UTC.</param>
/// <param name="Version">The version decided on.</param>
/// <param name="LabelId">The label.</param>
/// <param name="Number">"L-2026-0017".</param>
/// <param name="WithReservations">True: labelled with reservations.</param>
/// <param name="ValidUntil">Last day it is valid, in Europe/Paris.</param>
public sealed record LabelIssued(
    Guid EventId, Guid DossierId, long Sequence, DateTimeOffset At,
    int Version, Guid LabelId, string Number, bool WithReservations, DateOnly ValidUntil);

/// <summary>ExpertReview: a reservation of a label was lifted. Subject: the dossier. Changes no success rate.</summary>
/// <param name="EventId">Identity of this event; the inbox drops by it.</param>
/// <param name="DossierId">The dossier.</param>
/// <param name="Sequence">1, 2, 3... without gaps per publishing service and subject.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="LabelId">The label.</param>
/// <param name="Number">"L-2026-0017".</param>
/// <param name="Left">How many reservations are not lifted yet.</param>
/// <param name="CertificateVersion">The version of the certificate that counts from now on.</param>
public sealed record ReservationLifted(
    Guid EventId, Guid DossierId, long Sequence, DateTimeOffset At, Guid LabelId, string Number, int Left, int CertificateVersion);

/// <summary>ExpertReview: a label was revoked. Subject: the dossier. Changes no success rate.</summary>
/// <param name="EventId">Identity of this event; the inbox drops by it.</param>
/// <param name="DossierId">The dossier.</param>
/// <param name="Sequence">1, 2, 3... without gaps per publishing service and subject.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="LabelId">The label.</param>
/// <param name="Number">"L-2026-0017".</param>
public sealed record LabelRevoked(Guid EventId, Guid DossierId, long Sequence, DateTimeOffset At, Guid LabelId, string Number);

/// <summary>
/// ExpertReview: another cluster labelled the dossier of a label too, by its own decision; the certificate names it. Subject: the dossier.
/// Changes no success rate.
/// </summary>
/// <param name="EventId">Identity of this event; the inbox drops by it.</param>
/// <param name="DossierId">The dossier.</param>
/// <param name="Sequence">1, 2, 3... without gaps per publishing service and subject.</param>
/// <param name="At">When it was recorded, in UTC.</param>
/// <param name="LabelId">The label.</param>
/// <param name="Number">"L-2026-0017".</param>
/// <param name="Clusters">All other clusters that have labelled the dossier by now.</param>
public sealed record DossierCoLabelled(
    Guid EventId, Guid DossierId, long Sequence, DateTimeOffset At, Guid LabelId, string Number, string[] Clusters);
