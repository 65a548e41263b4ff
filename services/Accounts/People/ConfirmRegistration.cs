using FluentValidation;
using Labelling.Hosting;
using Labelling.Web;

namespace Labelling.Accounts.People;

/// <summary>The link of a registration: whoever opens it owns the address, and chooses the password. Looking at the page uses nothing up.</summary>
public static class ConfirmRegistration
{
    public sealed record Request(string Code, string Password);

    sealed class Rules : AbstractValidator<Request>
    {
        public Rules() => Passwords.Chosen(RuleFor(request => request.Password));
    }

    public static async Task<IResult> Page(RegistrationStore registrations, CancellationToken stop, string? code = null) =>
        code is not null && await registrations.ByCode(code, stop) is { } registration
            ? Pages.Show<ChoosePasswordPage>(new { Kind = ChoosePasswordKind.Registration, Code = code, registration.Email })
            : LinkOver.Answer();

    public static async Task<IResult> HandleForm(HttpRequest http, Caller caller, RegistrationStore registrations, Passwords passwords, CancellationToken stop)
    {
        var form = await Typed.Of(http, stop);
        var request = new Request(form.Text("code"), form.AsTyped("password"));
        if (await registrations.ByCode(request.Code, stop) is not { } registration)
            return LinkOver.Answer();
        if (new Rules().Validate(request) is { IsValid: false } broken)
            return Pages.Show<ChoosePasswordPage>(new { Kind = ChoosePasswordKind.Registration, request.Code, registration.Email, Errors = FieldErrors.Of(broken) }, 400);
        return await registrations.Confirm(request.Code, registration, passwords.Hash(request.Password), caller.Address, stop) == PersonSaved.Saved
            ? Pages.SeeOther("/sign-in", Text.Registered_Note)
            : LinkOver.Answer();
    }
}

/// <summary>A link that is none, was used, or whose time is over: the same page for all of them.</summary>
static class LinkOver
{
    public static IResult Answer() => Pages.Show<LinkOverPage>(null, 404);
}
