using FluentValidation;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Accounts;

/// <summary>The password again, for an act that binds: a confirmation that lasts two minutes and is good for one act.</summary>
public static class ConfirmAct
{
    public sealed record Request(string Password);

    public sealed record Answer(string Confirmation);

    sealed class Rules : AbstractValidator<Request>
    {
        public Rules() => RuleFor(request => request.Password).NotEmpty().MaximumLength(200);
    }

    public static async Task<Results<Ok<Answer>, ValidationProblem, SignInRefused>> Handle(
        Request request, Caller caller, PersonStore people, Passwords passwords, ActConfirmation confirmation, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken)
            return Problems.Invalid(broken);
        return passwords.Fits(await people.PasswordHash(caller.PersonId, stop), request.Password)
            ? TypedResults.Ok(new Answer(confirmation.Give(caller.PersonId)))
            : SignInRefused.Because();
    }
}
