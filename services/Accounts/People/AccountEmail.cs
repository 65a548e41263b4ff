using Labelling.Hosting;
using Labelling.Web;

namespace Labelling.Accounts.People;

/// <summary>One's own addresses: add one, use another as the main one, remove one.</summary>
public static class AccountEmail
{
    public const string Role = "self";

    public static async Task<IResult> Page(Caller caller, EmailStore emails, CancellationToken stop) =>
        await Show(caller, emails, "", FieldErrors.None, 200, stop);

    public static async Task<IResult> HandleForm(HttpRequest http, Caller caller, EmailStore emails, CancellationToken stop)
    {
        var form = await Typed.Of(http, stop);
        var email = form.Text("email");
        if (form.Text("act") == "remove")
            return await emails.Remove(caller.PersonId, email, caller.Actor(Role), stop)
                ? Pages.SeeOther("/account/email", Text.Email_Removed)
                : await Show(caller, emails, "", FieldErrors.One("", Text.Email_NotRemoved), 409, stop);
        if (!PersonShapeRules.IsEmail(email))
            return await Show(caller, emails, email, FieldErrors.One("email", PersonShapeRules.EmailWanted()), 400, stop);
        return await emails.Ask(caller.PersonId, email, form.Text("main") == "yes", caller.Actor(Role), stop) switch
        {
            EmailAsked.Asked => Pages.SeeOther("/account/email", string.Format(System.Globalization.CultureInfo.CurrentCulture, Text.Email_Asked, email)),
            EmailAsked.AlreadyMain => await Show(caller, emails, email, FieldErrors.One("email", Text.Email_Already), 409, stop),
            EmailAsked.TooMany => await Show(caller, emails, email, FieldErrors.One("email", Text.Email_TooMany), 409, stop),
            EmailAsked.TooSoon => await Show(caller, emails, email, FieldErrors.One("email", Text.Email_TooSoon), 409, stop),
        };
    }

    static async Task<IResult> Show(Caller caller, EmailStore emails, string typed, FieldErrors errors, int status, CancellationToken stop) =>
        Pages.Show<EmailPage>(new { Emails = await emails.Of(caller.PersonId, stop), Waiting = await emails.Waiting(caller.PersonId, stop), Typed = typed, Errors = errors }, status);
}

/// <summary>The links of a change of address: one at each end that confirms, one at the old end that takes it back.</summary>
public static class ConfirmEmail
{
    public static async Task<IResult> Page(EmailStore emails, CancellationToken stop, string? code = null) =>
        code is not null && await emails.ByCode(code, stop) is { } change ? Pages.Show<EmailLinkPage>(new { Code = code, Change = change }) : LinkOver.Answer();

    public static async Task<IResult> HandleForm(HttpRequest http, Caller caller, EmailStore emails, CancellationToken stop) =>
        await emails.Confirm((await Typed.Of(http, stop)).Text("code"), caller.Address, stop) switch
        {
            EmailConfirmed.Done => Pages.Show<EmailLinkPage>(new { Said = Text.EmailLink_Done }),
            EmailConfirmed.OtherMissing => Pages.Show<EmailLinkPage>(new { Said = Text.EmailLink_OtherMissing }),
            EmailConfirmed.Nothing => LinkOver.Answer(),
        };

    public static async Task<IResult> VetoPage(EmailStore emails, CancellationToken stop, string? code = null) =>
        code is not null && await emails.ByVeto(code, stop) is { } change ? Pages.Show<EmailLinkPage>(new { Code = code, Change = change, Veto = true }) : LinkOver.Answer();

    public static async Task<IResult> HandleVeto(HttpRequest http, Caller caller, EmailStore emails, CancellationToken stop) =>
        await emails.Veto((await Typed.Of(http, stop)).Text("code"), caller.Address, stop)
            ? Pages.Show<EmailLinkPage>(new { Said = Text.EmailLink_Vetoed })
            : LinkOver.Answer();
}
