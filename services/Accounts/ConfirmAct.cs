using FluentValidation;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Accounts;

/// <summary>The password or a passkey again, for an act that binds: a confirmation that lasts two minutes and is good for one act.</summary>
public static class ConfirmAct
{
    public sealed record Request(string? Password = null, PasskeyAnswer? Passkey = null);

    public sealed record Answer(string Confirmation);

    sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(request => request.Password).NotEmpty().When(request => request.Passkey is null);
            RuleFor(request => request.Password).MaximumLength(200);
            RuleFor(request => request.Passkey).Null().When(request => request.Password is not null)
                .Says("Give the password or a passkey, not both.", "Donnez le mot de passe ou une clé d'accès, pas les deux.");
            RuleFor(request => request.Passkey).SetValidator(new PasskeyAnswer.Rules()!);
        }
    }

    public static async Task<Results<Ok<Answer>, ValidationProblem, SignInRefused, ForbiddenProblem, TooManyTries>> Handle(
        Request request, HttpContext context, Caller caller, Door door, Passkeys passkeys, ActConfirmation confirmation, TimeProvider clock, CancellationToken stop)
    {
        if (!caller.MayBind)
            return Problems.Forbidden(PersonalTokens.MayNotBind);
        if (new Rules().Validate(request) is { IsValid: false } broken)
            return Problems.Invalid(broken);
        if (request.Passkey is { } answer)
            return (await passkeys.Check(context, answer, stop))?.Id == caller.PersonId
                ? TypedResults.Ok(new Answer(confirmation.Give(caller.PersonId)))
                : SignInRefused.Because(SignInRefused.WrongPasskey);
        return await door.PasswordOf(caller.PersonId, request.Password ?? "", caller.Address, stop) switch
        {
            Entry.Known => TypedResults.Ok(new Answer(confirmation.Give(caller.PersonId))),
            Entry.Wait { Until: var until } => TooManyTries.Until(until, clock.GetUtcNow()),
            _ => SignInRefused.Because(SignInRefused.WrongPassword),
        };
    }
}
