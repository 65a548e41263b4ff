using Labelling.Contracts;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.PreInterview;

public static class ListSlots
{
    public static async Task<Results<Ok<PageOf<SlotView>>, ValidationProblem>> Handle(
        Caller caller, SlotStore store, KnownStore known, CancellationToken stop, Guid? expertId = null, int? page = null, int? pageSize = null)
    {
        var asked = PageAsked.Of(page, pageSize);
        if (new PageAsked.Rules().Validate(asked) is { IsValid: false } broken) return Problems.Invalid(broken);
        // An expert's diary is for the expert and the office: for colleagues it is empty.
        var seesAll = caller.IsAny(Roles.Office, Roles.Administrator);
        if (!seesAll && expertId is { } other && other != caller.PersonId)
            return TypedResults.Ok(new PageOf<SlotView>([], asked.Page, asked.PageSize, 0));
        var (slots, total) = await store.List(seesAll ? expertId : caller.PersonId, asked.Page, asked.PageSize, stop);
        var names = await known.Persons([.. slots.Select(slot => slot.ExpertId).Distinct()], stop);
        return TypedResults.Ok(new PageOf<SlotView>(
            [.. slots.Select(slot => SlotView.Of(slot, names.GetValueOrDefault(slot.ExpertId)?.Name ?? ""))], asked.Page, asked.PageSize, total));
    }
}
