using FluentValidation;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Accounts;

public static class GiveToken
{
    public sealed record Request(string Email, string Password, string? Code = null);

    public sealed record Answer(string Token, DateTimeOffset ExpiresAt, Guid PersonId, string Name, IReadOnlyList<string> Roles);

    sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(request => request.Email).NotEmpty().MaximumLength(254);
            RuleFor(request => request.Password).NotEmpty().MaximumLength(200);
            RuleFor(request => request.Code).MaximumLength(20);
        }
    }

    public static async Task<Results<Ok<Answer>, ValidationProblem, SignInRefused>> Handle(
        Request request, PersonStore people, Passwords passwords, SigningKey key, TimeProvider clock, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken)
            return Problems.Invalid(broken);
        var account = await people.ByEmail(request.Email, stop);
        if (!passwords.Fits(account?.PasswordHash, request.Password) || account is not { Person: var person })
            return SignInRefused.Because();
        var now = clock.GetUtcNow();
        return TypedResults.Ok(new Answer(SignIn.Token(key, person.Id, person.Roles, now), now + SignIn.TokenLasts, person.Id, person.Name, person.Roles));
    }
}
