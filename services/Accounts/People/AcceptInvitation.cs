using FluentValidation;
using Labelling.Hosting;
using Labelling.Storage;
using Labelling.Web;

namespace Labelling.Accounts.People;

/// <summary>The link of an invitation: the invited person gives name and password, and has an account.</summary>
public static class AcceptInvitation
{
    public sealed record Request(string Code, string Name, string Password, string Email, string Language, IReadOnlyList<string> Roles) : IPersonShape
    {
        IReadOnlyList<AffiliationPeriod>? IPersonShape.Affiliations => null;
    }

    sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            Include(new PersonShapeRules());
            Passwords.Chosen(RuleFor(request => request.Password));
        }
    }

    public static async Task<IResult> Page(InvitationStore invitations, CancellationToken stop, string? code = null) =>
        code is not null && await invitations.ByCode(code, stop) is { } invitation
            ? Pages.Show<ChoosePasswordPage>(new { Kind = ChoosePasswordKind.Invitation, Code = code, invitation.Email, invitation.Roles })
            : LinkOver.Answer();

    public static async Task<IResult> HandleForm(HttpRequest http, Caller caller, InvitationStore invitations, Passwords passwords, TimeProvider clock, CancellationToken stop)
    {
        var form = await Typed.Of(http, stop);
        var code = form.Text("code");
        if (await invitations.ByCode(code, stop) is not { } invitation)
            return LinkOver.Answer();
        var request = new Request(code, form.Text("name"), form.AsTyped("password"), invitation.Email, invitation.Language, invitation.Roles);
        if (new Rules().Validate(request) is { IsValid: false } broken)
            return Pages.Show<ChoosePasswordPage>(new { Kind = ChoosePasswordKind.Invitation, Code = code, request.Name, request.Email, request.Roles, Errors = FieldErrors.Of(broken) }, 400);
        var person = Person.Register(request.Name, invitation.Email, invitation.Language, invitation.Roles, [], clock.GetUtcNow());
        return await invitations.Accept(code, person, passwords.Hash(request.Password), new Actor(person.Id, "invited", caller.Address), stop) == PersonSaved.Saved
            ? Pages.SeeOther("/sign-in", Text.Registered_Note)
            : LinkOver.Answer();
    }
}
