using Labelling.Hosting;
using Labelling.Storage;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Accounts.People;

/// <summary>Somebody forgot their password and asks for a link.</summary>
public static class ForgetPassword
{
    public static RazorComponentResult<ForgottenPage> Page() => Pages.Show<ForgottenPage>();

    /// <summary>The same answer whether or not the address has an account.</summary>
    public static async Task<RazorComponentResult<ForgottenPage>> HandleForm(HttpRequest http, Caller caller, PasswordResetStore resets, CancellationToken stop)
    {
        var email = (await Typed.Of(http, stop)).Text("email");
        if (!PersonShapeRules.IsEmail(email))
            return Pages.Show<ForgottenPage>(new { Email = email, Errors = FieldErrors.One("email", PersonShapeRules.EmailWanted()) }, 400);
        await resets.Ask(email, Words.Language, new Actor(null, "password reset", caller.Address), stop);
        return Pages.Show<ForgottenPage>(new { Email = email, Sent = true });
    }
}
