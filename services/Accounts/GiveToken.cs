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

    public static async Task<Results<Ok<Answer>, ValidationProblem, SignInRefused, TooManyTries>> Handle(
        Request request, HttpContext context, Caller caller, Door door, TimeProvider clock, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken)
            return Problems.Invalid(broken);
        var entry = await door.Password(request.Email, request.Password, caller.Address, stop);
        if (entry is Entry.Known { Account: { SecondFactor: true } guarded })
        {
            if (string.IsNullOrWhiteSpace(request.Code))
                return SignInRefused.Because(SignInRefused.SecondFactor);
            entry = await door.Code(guarded, request.Code, caller.Address, stop);
        }
        switch (entry)
        {
            case Entry.Known { Account: var account }:
                var (token, ends) = await door.EnterByToken(context, account, stop);
                return TypedResults.Ok(new Answer(token, ends, account.Id, account.Name, account.Roles));
            case Entry.Wait { Until: var until }:
                return TooManyTries.Until(until, clock.GetUtcNow());
            default:
                return SignInRefused.Because(SignInRefused.Wrong);
        }
    }
}
