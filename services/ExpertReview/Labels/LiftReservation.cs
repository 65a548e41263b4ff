using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Labels;

/// <summary>The chair lifts a reservation on what the holder has shown; the certificate is issued again, as its next version.</summary>
public static class LiftReservation
{
    public sealed record Request(int Place, long Revision, string Confirmation);

    sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(request => request.Place).GreaterThan(0);
            RuleFor(request => request.Revision).GreaterThan(0);
            RuleFor(request => request.Confirmation).NotEmpty().MaximumLength(4000);
        }
    }

    public static readonly Refusal NotOpen = new("reservation.not-open",
        "This reservation was lifted before, or the label is not in force.", "Cette réserve a déjà été levée, ou le label n'est pas en vigueur.");

    public static async Task<Results<Ok<LabelCheck>, ValidationProblem, NotFoundProblem, ForbiddenProblem, ConflictProblem>> Handle(
        string number, Request request, LabelStore labels, LabelAccess access, Experts.PersonStore people, ActConfirmation confirmations, LabelKeys keys,
        Caller caller, TimeProvider clock, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken)
            return Problems.Invalid(broken);
        if (await labels.Find(number, stop) is not { } label || await access.StandingOn(label, caller, stop) is not { } standing)
            return Problems.NotFound();
        if (standing.WhyNot(Act.LiftReservation) is { } notYours)
            return notYours;
        if (label.Revision != request.Revision)
            return Problems.Stale();
        var at = clock.GetUtcNow();
        var before = await labels.Certificates(label.Id, stop);
        if (before.Count == 0 || label.Lift(request.Place, before[0].Version + 1, at) is not var (lifted, happened))
            return Problems.Conflict(NotOpen);
        if (await confirmations.Read(request.Confirmation, caller.PersonId) is not { } confirmationId || await labels.IsUsed(confirmationId, stop))
            return ReleaseDecisions.NotConfirmed();
        var role = caller.Is(Roles.Chair) ? Roles.Chair : Roles.ViceChair;
        var signatory = new Signatory((await people.Find(caller.PersonId, stop))?.Name ?? "", role);
        var certificate = Certificate.After(before[0], lifted, signatory, keys, at);
        return await labels.Lift(label, lifted, request.Place, certificate, happened, confirmationId, caller.PersonId, caller.Actor(role), stop)
            ? TypedResults.Ok(ReadLabels.View(lifted, [certificate, .. before], Paris.Day(at)))
            : Problems.Stale();
    }

    public static async Task<IResult> HandleForm(
        string number, Typed typed, LabelStore labels, LabelAccess access, Experts.PersonStore people, EvidenceFileStore evidence, ActConfirmation confirmations, LabelKeys keys,
        Caller caller, TimeProvider clock, CancellationToken stop)
    {
        var place = typed.Whole("place") ?? 0;
        var refused = FormRefusal.Of(typed);
        if (refused is null)
        {
            var answer = await Handle(number, new(place, typed.Revision(), typed.Text("confirmation")), labels, access, people, confirmations, keys, caller, clock, stop);
            if (answer.Result is Ok<LabelCheck> { Value: { } lifted })
                return Pages.SeeOther($"/labels/{number}/reservations", LabelWords.Said(Text.Reservation_Lifted, lifted.Certificate?.Version ?? 0));
            if (answer.Result is NotFoundProblem nothing)
                return nothing;
            refused = FormRefusal.Of(answer);
        }
        return await ShowReservations.Show(number, labels, access, people, evidence, caller, stop, refused, typed);
    }
}
