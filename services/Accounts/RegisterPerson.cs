using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Accounts;

public static class RegisterPerson
{
    public sealed record Request(
        string Name, string Email, string Password, string Language, IReadOnlyList<string> Roles, IReadOnlyList<AffiliationPeriod>? Affiliations = null) : IPersonShape;

    sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            Include(new PersonShapeRules());
            Passwords.Chosen(RuleFor(request => request.Password));
        }
    }

    public static async Task<Results<Created<PersonView>, ValidationProblem, ConflictProblem, UnprocessableProblem>> Handle(
        Request request, Caller caller, PersonStore people, Passwords passwords, TimeProvider clock, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken)
            return Problems.Invalid(broken);
        var person = Person.Register(request.Name.Trim(), request.Email.Trim(), request.Language, request.Roles, request.Affiliations ?? [], clock.GetUtcNow());
        return await people.Register(person, passwords.Hash(request.Password), caller.Actor(Roles.Administrator), stop) switch
        {
            PersonSaved.Saved => TypedResults.Created($"/api/people/{person.Id}", PersonView.Of(person)),
            PersonSaved.EmailTaken => PersonRefusals.EmailTaken(),
            PersonSaved.OrganisationUnknown => PersonRefusals.OrganisationUnknown(),
            PersonSaved.Stale or PersonSaved.LastAdministrator => Problems.Stale(),
        };
    }
}
