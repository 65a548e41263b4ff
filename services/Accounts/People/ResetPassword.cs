using FluentValidation;
using Labelling.Hosting;
using Labelling.Web;

namespace Labelling.Accounts.People;

/// <summary>The link of a forgotten password: another one is chosen, and everybody who is signed in as this person is out.</summary>
public static class ResetPassword
{
    public sealed record Request(string Code, string Password);

    sealed class Rules : AbstractValidator<Request>
    {
        public Rules() => Passwords.Chosen(RuleFor(request => request.Password));
    }

    public static async Task<IResult> Page(PasswordResetStore resets, CancellationToken stop, string? code = null) =>
        code is not null && await resets.Opens(code, stop)
            ? Pages.Show<ChoosePasswordPage>(new { Kind = ChoosePasswordKind.Reset, Code = code })
            : LinkOver.Answer();

    public static async Task<IResult> HandleForm(HttpRequest http, Caller caller, PasswordResetStore resets, Passwords passwords, CancellationToken stop)
    {
        var form = await Typed.Of(http, stop);
        var request = new Request(form.Text("code"), form.AsTyped("password"));
        if (!await resets.Opens(request.Code, stop))
            return LinkOver.Answer();
        if (new Rules().Validate(request) is { IsValid: false } broken)
            return Pages.Show<ChoosePasswordPage>(new { Kind = ChoosePasswordKind.Reset, request.Code, Errors = FieldErrors.Of(broken) }, 400);
        return await resets.Set(request.Code, passwords.Hash(request.Password), caller.Address, stop)
            ? Pages.SeeOther("/sign-in", Text.Reset_Note)
            : LinkOver.Answer();
    }
}
