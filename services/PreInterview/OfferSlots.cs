using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.PreInterview;

public static class OfferSlots
{
    public sealed record Request(IReadOnlyList<Time> Slots);

    public sealed record Time(DateTimeOffset StartsAt, DateTimeOffset EndsAt);

    public sealed record Response(IReadOnlyList<SlotView> Slots);

    sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(request => request.Slots)
                .Must(slots => slots.Count is >= 1 and <= 100).Says("Offer 1 to 100 slots at once.", "Proposez de 1 à 100 créneaux à la fois.");
            RuleForEach(request => request.Slots).NotNull();
            RuleForEach(request => request.Slots).ChildRules(slot =>
            {
                slot.RuleFor(time => time.StartsAt).SensibleInstant();
                slot.RuleFor(time => time.EndsAt).SensibleInstant();
            });
        }
    }

    public static async Task<Results<Created<Response>, ValidationProblem, UnprocessableProblem>> Handle(
        Request request, Caller caller, SlotStore store, KnownStore known, TimeProvider clock, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken) return Problems.Invalid(broken);
        var now = clock.GetUtcNow();
        Slot[] slots = [.. request.Slots.Select(time => Slot.Offer(caller.PersonId, time.StartsAt, time.EndsAt, now))];
        if (await store.Offer(caller.PersonId, slots, caller.Actor(Roles.Expert), stop) is { } refusal)
            return Problems.Unprocessable(refusal);
        var name = (await known.Persons([caller.PersonId], stop)).GetValueOrDefault(caller.PersonId)?.Name ?? "";
        return TypedResults.Created("/api/slots", new Response([.. slots.Select(slot => SlotView.Of(slot, name))]));
    }
}
