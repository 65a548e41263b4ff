using Labelling.Hosting;
using Labelling.Web;

namespace Labelling.Accounts;

/// <summary>
/// The same for a form of another service, where scripts are off: the password is checked here and goes no further; a page then sends the
/// other fields on, with the confirmation, to where they are acted on.
/// </summary>
public static class ConfirmActForm
{
    const string Password = "password", Next = "next", Confirmation = "confirmation", Forgery = "forgery";

    public static async Task<IResult> Handle(HttpContext context, Caller caller, Door door, ActConfirmation confirmation, TimeProvider clock, CancellationToken stop)
    {
        if (!caller.MayBind)
            return Problems.Forbidden(PersonalTokens.MayNotBind);
        var form = await SentForm.Of(context.Request, stop);
        var next = $"{form[Next]}";
        if (!Pages.IsLocal(next))
            return Problems.Invalid(Next, "Begin again from the page you came from.", "Recommencez depuis la page d'où vous veniez.");
        List<(string Name, string Value)> fields =
        [
            .. from field in form
               where field.Key is not (Password or Next or Confirmation or Forgery)
               from value in field.Value
               select (field.Key, value ?? ""),
        ];
        var (account, errors) = await AccountPages.Known(form, caller, door, clock, stop);
        if (account is null)
            return Pages.Show<ConfirmActPage>(new { Next = next, Fields = fields, Errors = errors }, 400);
        fields.Add((Confirmation, confirmation.Give(caller.PersonId)));
        return Pages.Show<ConfirmActPage>(new { Next = next, Fields = fields, Confirmed = true });
    }
}
