using Labelling.Contracts;
using Labelling.Storage;

namespace Labelling.Fuzz.Tests;

/// <summary>
/// Who may have done what, as the trail tells it: written by hand. An act that stands in no line of its role is nobody's of that role,
/// and an act about something is of those who stand in the relation to it that the second table asks.
/// </summary>
static class Rights
{
    static readonly string[] OwnAccount =
    [
        "session.begun", "sessions.ended", "password.changed", "second-factor.set", "second-factor.removed", "recovery-codes.made", "recovery-code.used",
        "second-factor.begun", "passkey.added", "passkey.renamed", "passkey.removed", "email.change-asked", "email.removed", "erasure.asked", "erasure.taken-back", "person.changed",
        "calendar.renewed", "calendar.closed", "deadline-feed.renewed", "deadline-feed.removed",
    ];

    static readonly string[] Sitting =
    [
        "session.opened", "session.closed", "session.attendance", "item.recused", "item.opened", "item.presiding-chosen", "item.proposed", "item.voted",
        "item.ballot-closed", "item.timed", "decision.released",
    ];

    /// <summary>What whoever signs for the committee does outside of a sitting, the vice-chair in the chair's place.</summary>
    static readonly string[] Signing = ["minutes.corrected", "label.revoked", "label.reservation-lifted", "label.co-labelled"];

    static readonly IReadOnlyDictionary<string, string[]> ByRole = new Dictionary<string, string[]>
    {
        [Roles.Holder] =
        [
            "dossier.started", "dossier.edited", "dossier.confirmation-shown", "dossier.submitted", "dossier.withdrawn", "attachment.added", "attachment.removed",
            "dossier.co-holder-invited", "dossier.co-holder-invitation-withdrawn", "dossier.co-holder-part-changed", "dossier.co-holder-joined", "dossier.co-holder-removed",
            "message.sent", "message.removed", "label.reservation-answered",
            "interview.booked", "interview.moved", "interview.booking-cancelled", "interview.replied", "reconsideration.asked", "funding-application.filed", "funding-result.recorded", .. OwnAccount,
        ],
        [Roles.Expert] =
        [
            "slot.offered", "slot.removed", "interview.no-show", "interview.held", "interview.concluded", "interview.opened", "invitation.accepted", "invitation.declined",
            "invitation.conflict-declared", "review.written", "review.submitted", "expert.joined", "expert.changed", "service.stated", .. OwnAccount,
        ],
        [Roles.Member] = [.. Sitting, .. OwnAccount],
        [Roles.ViceChair] = [.. Sitting, .. Signing, .. OwnAccount],
        [Roles.Chair] = [.. Sitting, .. Signing, .. OwnAccount],
        [Roles.Office] =
        [
            "dossier.admitted", "dossier.admission-refused", "dossier.correction-requested", "dossier.duplicate-confirmed", "dossier.duplicate-dismissed",
            "duplicate.confirmed", "duplicate.dismissed", "duplicate.reopened", "message.sent", "message.removed",
            "call.published", "call.changed", "interview.experts-proposed", "interview.booking-cancelled", "interview.no-show", "interview.held", "interview.waived",
            "invitation.made", "invitation.cancelled", "review.reopened", "expert.joined", "expert.changed", "expert.expected", "expert.expected-changed", "expert.expected-withdrawn",
            "session.planned", "session.changed", "session.cancelled", "session.agenda-published",
            "session.opened", "session.closed", "session.attendance", "session.minutes-final", "item.recused", "item.opened", "item.timed", "minutes.corrected",
            "assignment.proposed", "assignment.changed", "assignment.sent", "assignment.dropped", "reconsideration.admitted", "reconsideration.declined",
            "organisation.added", "organisation.changed", "person.invited", "person.invited-again", "invitation.withdrawn", "history.imported", "funding-application.filed", "funding-application.taken-back", "funding-application.day-corrected", "funding-result.recorded", "funding-result.asked",
            "funding-list.uploaded", "funding-list.matched", "funding-list.line-decided", "funding-list.undone",
            "edition.started", "edition.written", "edition.table-added", "edition.table-removed", "edition.published",
            "value.meaning-said", "value.meaning-undone", .. OwnAccount,
        ],
        [Roles.Administrator] =
        [
            "person.registered", "person.changed", "person.invited", "person.invited-again", "invitation.withdrawn", "person.erased", "account.disabled", "account.enabled", "organisation.added", "organisation.changed", "programme.published",
            "call.published", "call.changed", "vocabulary.value-added", "history.imported", "retention.set", "retention.deleted",
            "value.meaning-said", "value.meaning-undone", .. OwnAccount,
        ],
        // Asked for by whoever says to be somebody; a mail with a link goes to the address, and only the link does anything.
        [""] = ["registration.asked", "password.forgotten"],
    };

    /// <summary>
    /// What is no person's act, or of whoever has a link that was mailed: services by themselves and on what they heard, the command line, an
    /// address that is confirmed or refused, the answer of a mailed question.
    /// </summary>
    static readonly string[] OfNobodySignedIn =
    [
        "account.credentials-erased", "attachment.scanned", "message.scanned", "label.evidence-scanned", "label.signed", "label.expiry-reminded", "review.reminded",
        "expert.arrived", "expert.reminded", "dossier.redirected", "dossier.reviews-began", "dossier.adjourned", "dossier.decided", "dossier.label-revoked",
        "interview.cancelled", "interview.version-taken", "interview.correction-awaited", "facts.rebuilt", "first-administrator.code-given",
        "email.half-confirmed", "email.changed", "email.change-vetoed", "funding-question.answered", "funding-question.renewed",
    ];

    /// <summary>Every act that has a line.</summary>
    public static IReadOnlySet<string> Known { get; } = ByRole.Values.SelectMany(acts => acts).Concat(OfNobodySignedIn).ToHashSet(StringComparer.Ordinal);

    /// <summary>Beginnings of acts, and who stands in the relation to what they are about: people, one a row.</summary>
    static readonly (string Action, string Role, string Service, string Sql)[] Relations =
    [
        ("dossier.", Roles.Holder, "Submission", "select HolderId from Dossier where Id = @Subject union select PersonId from DossierCoHolder where DossierId = @Subject"),
        ("attachment.", Roles.Holder, "Submission", "select HolderId from Dossier where Id = @Subject union select PersonId from DossierCoHolder where DossierId = @Subject"),
        ("interview.", Roles.Holder, "PreInterview", "select H.PersonId from DossierHolder H join Interview I on I.DossierId = H.DossierId where I.Id = @Subject"),
        ("interview.", Roles.Expert, "PreInterview", "select ExpertId from InterviewHistory where ExpertId is not null and InterviewId in (select Other.Id from Interview I join Interview Other on Other.DossierId = I.DossierId where I.Id = @Subject)"),
        ("invitation.", Roles.Expert, "ExpertReview", "select ExpertId from Invitation where Id = @Subject"),
        ("review.", Roles.Expert, "ExpertReview", "select ExpertId from Invitation where Id = @Subject"),
        ("expert.", Roles.Expert, "ExpertReview", "select @Subject"),
        ("session.", Roles.Member, "ExpertReview", "select PersonId from SessionMember where SessionId = @Subject"),
        ("item.", Roles.Member, "ExpertReview", "select PersonId from SessionMember where SessionId = @Subject"),
        ("message.", Roles.Holder, "Submission", "select HolderId from Dossier where Id = @Subject union select PersonId from DossierCoHolder where DossierId = @Subject"),
        ("label.", Roles.Holder, "ExpertReview", "select H.PersonId from DossierHolder H join Label L on L.DossierId = H.DossierId where L.Id = @Subject"),
        ("service.", Roles.Expert, "ExpertReview", "select @Subject"),
        ("minutes.", Roles.Member, "ExpertReview", "select PersonId from SessionMember where SessionId = @Subject"),
        ("reconsideration.", Roles.Holder, "ExpertReview", "select PersonId from DossierHolder where DossierId = @Subject"),
        ("funding-", Roles.Holder, "FundingOutcome", "select H.PersonId from DossierHolder H join FundingApplication A on A.DossierId = H.DossierId where A.Id = @Subject"),
    ];

    /// <summary>The committee's roles act in each other's place: who chairs records an attendance as a member.</summary>
    static readonly string[] Committee = [Roles.Member, Roles.ViceChair, Roles.Chair];

    public sealed record Act
    {
        public required long Position { get; init; }
        public required Guid? PersonId { get; init; }
        public required string ActorRole { get; init; }
        public required string Action { get; init; }
        public required Guid SubjectId { get; init; }
    }

    /// <summary>A sentence when an act of this person, or of nobody, was not theirs to do.</summary>
    public static async Task<string?> WhyNot(Act act, Guid? person, string role, Database database)
    {
        if (act.PersonId is null && act.ActorRole == "service")
            return null;
        if (act is { PersonId: null, ActorRole: "registration" or "password reset" } && ByRole[""].Contains(act.Action))
            return null;
        if (act.PersonId != person)
            return $"{act} was done while only {(role.Length == 0 ? "nobody" : role)} {person} asked for anything";
        if (!ByRole[role].Contains(act.Action))
            return $"{act} is no act of {(role.Length == 0 ? "nobody" : role)}";
        // With one's own account one acts as oneself, and about oneself.
        if (act.ActorRole == "self" && OwnAccount.Contains(act.Action))
            return act.SubjectId == person ? null : $"{act} is about another account";
        if (act.ActorRole != role && !(Committee.Contains(act.ActorRole) && Committee.Contains(role)))
            return $"{act} was done as {act.ActorRole} by somebody who is {role}";
        foreach (var (beginning, ofRole, service, sql) in Relations)
            if (service == database.Name && act.Action.StartsWith(beginning, StringComparison.Ordinal)
                && (ofRole == role || ofRole == Roles.Member && Committee.Contains(role)) && !OwnAccount.Contains(act.Action)
                && !(await database.Query<Guid>(sql, new { Subject = act.SubjectId }, CancellationToken.None)).Contains(person!.Value))
                return $"{act} was done by somebody who has nothing to do with it";
        return null;
    }
}
