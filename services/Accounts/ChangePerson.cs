using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Accounts;

public static class ChangePerson
{
    public sealed record Request(
        long Revision, string Name, string Email, string Language, IReadOnlyList<string> Roles, IReadOnlyList<AffiliationPeriod>? Affiliations = null) : IPersonShape;

    sealed class Rules : AbstractValidator<Request>
    {
        public Rules() => Include(new PersonShapeRules());
    }

    public static async Task<Results<Ok<PersonView>, ValidationProblem, NotFoundProblem, ConflictProblem, UnprocessableProblem>> Handle(
        Guid id, Request request, Caller caller, PersonStore people, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken)
            return Problems.Invalid(broken);
        if (await people.Get(id, stop) is not { } person)
            return Problems.NotFound();
        if (person.Revision != request.Revision)
            return Problems.Stale();
        if (person.Change(request.Name.Trim(), request.Email.Trim(), request.Language, request.Roles, request.Affiliations ?? []) is not { } changed)
            return PersonRefusals.Disabled();
        return await people.Change(person, changed, caller.Actor(Roles.Administrator), stop) switch
        {
            PersonSaved.Saved => TypedResults.Ok(PersonView.Of(changed)),
            PersonSaved.EmailTaken => PersonRefusals.EmailTaken(),
            PersonSaved.OrganisationUnknown => PersonRefusals.OrganisationUnknown(),
            PersonSaved.LastAdministrator => PersonRefusals.LastAdministrator(),
            PersonSaved.Stale => Problems.Stale(),
        };
    }
}
