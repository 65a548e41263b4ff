using FluentValidation;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Sessions;

public static class ProposeDecision
{
    public sealed record Request(Decision Decision, string? Reasons = null, IReadOnlyList<Reservation>? Reservations = null, Guid? ToSessionId = null);

    sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(request => request.Reasons).MaximumLength(10_000);
            RuleFor(request => request.Reservations)
                .Must(reservations => reservations is null || reservations.Count <= 20 && !reservations.Contains(null!))
                .Says("Give at most 20 reservations.", "Donnez au plus 20 réserves.");
            RuleForEach(request => request.Reservations).ChildRules(reservation =>
            {
                reservation.RuleFor(each => each.Text).NotEmpty().MaximumLength(2000);
                reservation.RuleFor(each => each.Owner).NotEmpty().MaximumLength(200);
                reservation.RuleFor(each => each.DueOn).SensibleDay();
            });
        }
    }

    public static async Task<Results<Ok<BallotView>, ValidationProblem, NotFoundProblem, ForbiddenProblem, ConflictProblem, UnprocessableProblem>> Handle(
        Guid id, Guid itemId, Request request, MeetingStore meetings, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken)
            return Problems.Invalid(broken);
        await using var transaction = await meetings.Begin(stop);
        if (await MeetingStore.Take(transaction, id) is not { } meeting || !SessionReader.MaySee(meeting, caller)
            || meeting.Find(itemId) is not { } item)
            return Problems.NotFound();
        if (Floor.WhyNot(Act.PutDecision, meeting, item, caller) is { } refused)
            return refused;
        var proposal = new Proposal(request.Decision, request.Reasons, request.Reservations ?? [], request.ToSessionId);
        if (!proposal.IsWhole)
            return NotWhole(proposal);
        if (proposal.ToSessionId is { } to
            && (to == id
                || await MeetingStore.FindTarget(transaction, to) is not { Status: SessionStatus.Planned or SessionStatus.AgendaPublished } target
                || target.StartsAt <= meeting.Session.StartsAt))
            return NotALaterSession();
        if (HeldDossier.WhyNot(await HeldDossier.Take(transaction, item.DossierId), item) is { } moved)
            return Problems.Conflict(moved);
        if (await AllGiven(transaction, meeting, item, proposal, caller) is { } allGiven)
            return allGiven;
        if (meeting.Propose(itemId, caller.PersonId, proposal, clock.GetUtcNow()) is not { } after || after.OpenBallot(itemId) is not { } ballot)
            return meeting.OpenBallot(itemId) is not null
                ? Problems.Conflict("item.ballot-running",
                    "A proposal is being voted on: close that ballot first.",
                    "Une proposition est au vote : closez d'abord ce scrutin.")
                : NotOpen();
        await MeetingStore.Save(
            transaction, meeting, after, caller.Actor(Floor.RoleOf(meeting, caller)), "item.proposed",
            after: new { ItemId = itemId, ballot.Number, proposal.Decision });
        return TypedResults.Ok(BallotView.Of(after, ballot, caller.PersonId));
    }

    /// <summary>
    /// An award that only so many win is not put to the vote once they have it, as far as whoever presides may know: what was decided where
    /// they were recused is not told by a refusal. The release counts them all.
    /// </summary>
    static async Task<ConflictProblem?> AllGiven(Storage.Transaction transaction, Meeting meeting, Item item, Proposal proposal, Caller caller)
    {
        if (!Labels.Release.Awards(proposal.Decision) || item.Dossier.Winners is not { } winners)
            return null;
        var known = meeting.Items.Count(other => other is { Status: ItemStatus.Decided, IsReleased: false, Decision: { } decided }
            && Labels.Release.Awards(decided.Decision) && other.Heard.Contains(caller.PersonId) && other.Dossier.CompetesWith(item.Dossier));
        return known + await Labels.LabelStore.Given(Storage.Reading.In(transaction), item.Dossier) < winners ? null : Problems.Conflict("proposal.all-given",
            $"{item.Dossier.ProgrammeEnglish}, {item.Dossier.Call}: all {winners} are given. Put another decision to the vote.",
            $"{item.Dossier.ProgrammeFrench}, {item.Dossier.Call} : les {winners} sont attribués. Mettez une autre décision au vote.");
    }

    internal static ConflictProblem NotOpen() => Problems.Conflict("item.not-open",
        "This item is not open for a decision.",
        "Ce point n'est pas ouvert à la décision.");

    static UnprocessableProblem NotALaterSession() => Problems.Unprocessable("proposal.session",
        "Adjourn to a later session that was planned and has not begun.",
        "Ajournez à une séance ultérieure, planifiée et pas encore commencée.");

    static UnprocessableProblem NotWhole(Proposal proposal) => proposal.Decision switch
    {
        Decision.Refuse when string.IsNullOrWhiteSpace(proposal.Reasons) => Problems.Unprocessable("proposal.reasons",
            "A refusal needs its reasons.",
            "Un refus doit être motivé."),
        Decision.LabelWithReservations when proposal.Reservations.Count == 0 => Problems.Unprocessable("proposal.reservations",
            "A label with reservations needs at least one, with its owner and due date.",
            "Un label sous réserve demande au moins une réserve, avec son responsable et son échéance."),
        Decision.Adjourn when proposal.ToSessionId is null => NotALaterSession(),
        Decision.Label or Decision.LabelWithReservations or Decision.Adjourn or Decision.Refuse or Decision.SupportLetter => Problems.Unprocessable("proposal.too-much",
            "Reservations belong to a label with reservations, a session to an adjournment, and to no other decision.",
            "Les réserves vont avec un label sous réserve, une séance avec un ajournement, et avec aucune autre décision."),
    };
}
