using Labelling.Contracts;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Accounts;

public static class DisableAccount
{
    public sealed record Request(long Revision);

    public static async Task<Results<Ok<PersonView>, NotFoundProblem, ConflictProblem>> Handle(
        Guid id, Request request, Caller caller, PersonStore people, TimeProvider clock, CancellationToken stop)
    {
        if (await people.Get(id, stop) is not { } person)
            return Problems.NotFound();
        if (person.Revision != request.Revision)
            return Problems.Stale();
        if (person.Id == caller.PersonId)
            return Problems.Conflict("account.own", "You cannot disable your own account: ask another administrator.", "Vous ne pouvez pas désactiver votre propre compte : demandez à un autre administrateur.");
        if (person.Disable(clock.GetUtcNow()) is not { } disabled)
            return PersonRefusals.Disabled();
        return await people.Disable(person, disabled, caller.Actor(Roles.Administrator), stop) switch
        {
            PersonSaved.Saved => TypedResults.Ok(PersonView.Of(disabled)),
            PersonSaved.LastAdministrator => PersonRefusals.LastAdministrator(),
            PersonSaved.Stale or PersonSaved.EmailTaken or PersonSaved.OrganisationUnknown => Problems.Stale(),
        };
    }
}
