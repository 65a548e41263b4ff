using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Accounts.People;

/// <summary>A holder registers by themselves: name and address here, the password once the link of the mail was opened.</summary>
public static class RegisterYourself
{
    public sealed record Request(string Name, string Email, string Language) : IPersonShape
    {
        IReadOnlyList<string> IPersonShape.Roles => [Roles.Holder];

        IReadOnlyList<AffiliationPeriod>? IPersonShape.Affiliations => null;
    }

    sealed class Rules : AbstractValidator<Request>
    {
        public Rules() => Include(new PersonShapeRules());
    }

    public static RazorComponentResult<RegisterPage> Page() => Pages.Show<RegisterPage>(new { Filled = new Request("", "", Words.Language) });

    /// <summary>The same answer whether or not the address has an account; the mail says which.</summary>
    public static async Task<RazorComponentResult<RegisterPage>> HandleForm(HttpRequest http, Caller caller, RegistrationStore registrations, CancellationToken stop)
    {
        var form = await Typed.Of(http, stop);
        var request = new Request(form.Text("name"), form.Text("email"), Words.Language);
        if (new Rules().Validate(request) is { IsValid: false } broken)
            return Pages.Show<RegisterPage>(new { Filled = request, Errors = FieldErrors.Of(broken) }, 400);
        await registrations.Ask(request.Name, request.Email, request.Language, new Actor(null, "registration", caller.Address), stop);
        return Pages.Show<RegisterPage>(new { Filled = request, Sent = true });
    }
}
