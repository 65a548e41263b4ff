using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Labels;

/// <summary>Those who hold the dossier say how a reservation was met, and where in the dossier that is shown. The chair decides whether it is lifted.</summary>
public static class AnswerReservation
{
    public sealed record Request(int Place, string Text, string? Address = null);

    sealed class Rules : AbstractValidator<Request>
    {
        public Rules(string dossier)
        {
            RuleFor(request => request.Place).GreaterThan(0);
            RuleFor(request => request.Text).NotEmpty().MaximumLength(5000);
            RuleFor(request => request.Address).MaximumLength(500)
                .Must(address => address is null || (address.StartsWith(dossier, StringComparison.Ordinal) && Pages.IsLocal(address)))
                .Says($"Give an address of this dossier here: one that begins with {dossier}.", $"Donnez une adresse de ce dossier ici : une adresse qui commence par {dossier}.");
        }
    }

    public static async Task<Results<NoContent, ValidationProblem, NotFoundProblem, ForbiddenProblem, ConflictProblem>> Handle(
        string number, Request request, LabelStore labels, LabelAccess access, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        if (await labels.Find(number, stop) is not { } label)
            return Problems.NotFound();
        if (!await access.May(Act.AnswerReservation, label, caller, stop))
            return await access.MayRead(label, caller, stop) ? Problems.Forbidden(NotHolder) : Problems.NotFound();
        if (new Rules($"/dossiers/{label.DossierId}").Validate(request) is { IsValid: false } broken)
            return Problems.Invalid(broken);
        var at = clock.GetUtcNow();
        if (!label.IsOpen(request.Place, Paris.Day(at)))
            return Problems.Conflict(LiftReservation.NotOpen);
        await labels.Answer(label, new Evidence
        {
            Id = Guid.CreateVersion7(at),
            Place = request.Place,
            PersonId = caller.PersonId,
            At = at,
            Text = request.Text.Trim(),
            Address = request.Address,
        }, caller.Actor(Roles.Holder), stop);
        return TypedResults.NoContent();
    }

    static readonly Refusal NotHolder = new("reservation.not-yours",
        "Those who hold the dossier say how a reservation was met.", "Ceux qui portent le dossier disent comment une réserve a été satisfaite.");

    public static async Task<IResult> HandleForm(
        string number, Typed typed, LabelStore labels, LabelAccess access, Experts.PersonStore people, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        var place = typed.Whole("place") ?? 0;
        var refused = FormRefusal.Of(typed);
        if (refused is null)
        {
            var answer = await Handle(number, new(place, typed.Text("text"), typed["address"]), labels, access, caller, clock, stop);
            if (answer.Result is NoContent)
                return Pages.SeeOther($"/labels/{number}/reservations", Text.Reservation_Answered);
            if (answer.Result is NotFoundProblem nothing)
                return nothing;
            refused = FormRefusal.Of(answer);
        }
        return await ShowReservations.Show(number, labels, access, people, caller, stop, refused, typed);
    }
}
