using Labelling.Contracts;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Accounts;

/// <summary>A disabled account may be used again, with the password, second factor and roles it had.</summary>
public static class EnableAccount
{
    public sealed record Request(long Revision);

    public static async Task<Results<Ok<PersonView>, NotFoundProblem, ConflictProblem>> Handle(
        Guid id, Request request, Caller caller, PersonStore people, CancellationToken stop)
    {
        if (await people.Get(id, stop) is not { } person)
            return Problems.NotFound();
        if (person.Revision != request.Revision)
            return Problems.Stale();
        if (person.Enable() is not { } enabled)
            return person.Erased
                ? Problems.Conflict("account.erased", "What was known of this person was erased: invite them anew.", "Ce qui était connu de cette personne a été effacé : invitez-la à nouveau.")
                : Problems.Conflict("account.not-disabled", "This account is not disabled.", "Ce compte n'est pas désactivé.");
        return await people.Enable(person, enabled, caller.Actor(Roles.Administrator), stop) == PersonSaved.Saved
            ? TypedResults.Ok(PersonView.Of(enabled))
            : Problems.Stale();
    }
}
