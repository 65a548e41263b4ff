using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Accounts.People;

/// <summary>Somebody is invited to make an account. The office gives every role but the administrator's, which only an administrator gives.</summary>
public static class InvitePerson
{
    public sealed record Request(string Email, string Language, IReadOnlyList<string> Roles) : IPersonShape
    {
        string IPersonShape.Name => "-";

        IReadOnlyList<AffiliationPeriod>? IPersonShape.Affiliations => null;
    }

    sealed class Rules : AbstractValidator<Request>
    {
        public Rules() => Include(new PersonShapeRules());
    }

    static readonly Refusal
        HasAccount = new("person.email-taken", "Another account has this e-mail address.", "Un autre compte a cette adresse électronique."),
        Invited = new("invitation.open", "This address is invited already: send that invitation again, or withdraw it.", "Cette adresse est déjà invitée : renvoyez cette invitation, ou retirez-la."),
        TooSoon = new("invitation.too-soon", "This address got an invitation a moment ago. Wait five minutes.", "Cette adresse vient de recevoir une invitation. Attendez cinq minutes."),
        NotYours = new("invitation.administrator", "Only an administrator makes administrators.", "Seul un administrateur nomme des administrateurs.");

    public static async Task<Results<Created<Invitation>, ValidationProblem, ForbiddenProblem, ConflictProblem>> Handle(
        Request request, Caller caller, InvitationStore invitations, TimeProvider clock, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken)
            return Problems.Invalid(broken);
        if (!MayGive(caller, request.Roles))
            return Problems.Forbidden(NotYours.Code, NotYours.English, NotYours.French);
        var invitation = Invitation.Send(request.Email.Trim(), request.Language, request.Roles, caller.PersonId, clock.GetUtcNow());
        return Refused(await invitations.Send(invitation, caller.Actor(AddOrganisation.Acting(caller)), stop)) is { } refusal
            ? Problems.Conflict(refusal)
            : TypedResults.Created($"/api/people/invitations/{invitation.Id}", invitation);
    }

    public static async Task<Ok<IReadOnlyList<Invitation>>> All(InvitationStore invitations, CancellationToken stop) => TypedResults.Ok(await invitations.Open(stop));

    public static RazorComponentResult<InvitePage> Page(Caller caller) =>
        Pages.Show<InvitePage>(new { Filled = new Request("", Words.Language, []), Roles = Offered(caller) });

    public static async Task<IResult> HandleForm(HttpRequest http, Caller caller, InvitationStore invitations, TimeProvider clock, CancellationToken stop)
    {
        var form = await Typed.Of(http, stop);
        var request = new Request(form.Text("email"), form.Text("language"), form.All("roles"));
        if (new Rules().Validate(request) is { IsValid: false } broken)
            return Again(FieldErrors.Of(broken), 400);
        if (!MayGive(caller, request.Roles))
            return Again(FieldErrors.One("roles", Words.Say(NotYours.English, NotYours.French)), 403);
        var invitation = Invitation.Send(request.Email, request.Language, request.Roles, caller.PersonId, clock.GetUtcNow());
        return Refused(await invitations.Send(invitation, caller.Actor(AddOrganisation.Acting(caller)), stop)) is { } refusal
            ? Again(FieldErrors.One("email", Words.Say(refusal.English, refusal.French)), 409)
            : Pages.SeeOther("/people", string.Format(System.Globalization.CultureInfo.CurrentCulture, Text.Invite_Sent, request.Email));

        IResult Again(FieldErrors errors, int status) => Pages.Show<InvitePage>(new { Filled = request, Roles = Offered(caller), Errors = errors }, status);
    }

    /// <summary>Sends an open invitation again, or withdraws it.</summary>
    public static async Task<IResult> HandleOpen(Guid id, HttpRequest http, Caller caller, InvitationStore invitations, TimeProvider clock, CancellationToken stop)
    {
        var form = await Typed.Of(http, stop);
        if (await invitations.Get(id, stop) is not { } invitation)
            return Problems.NotFound();
        if (invitation.Revision != form.Revision())
            return Problems.Stale();
        if (!MayGive(caller, invitation.Roles))
            return Problems.Forbidden(NotYours.Code, NotYours.English, NotYours.French);
        var who = caller.Actor(AddOrganisation.Acting(caller));
        if (form.Text("act") == "withdraw")
            return await invitations.Withdraw(invitation, who, stop) ? Pages.SeeOther("/people", Text.Invitation_Withdrawn) : Problems.Stale();
        return await invitations.SendAgain(invitation, invitation.Again(caller.PersonId, clock.GetUtcNow()), who, stop) switch
        {
            InvitationSaved.Stale => Problems.Stale(),
            var saved => Refused(saved) is { } refusal
                ? Problems.Conflict(refusal)
                : Pages.SeeOther("/people", string.Format(System.Globalization.CultureInfo.CurrentCulture, Text.Invite_Sent, invitation.Email)),
        };
    }

    static Refusal? Refused(InvitationSaved saved) => saved switch
    {
        InvitationSaved.Saved => null,
        InvitationSaved.HasAccount => HasAccount,
        InvitationSaved.Invited or InvitationSaved.Stale => Invited,
        InvitationSaved.TooSoon => TooSoon,
    };

    static bool MayGive(Caller caller, IEnumerable<string> roles) => caller.Is(Roles.Administrator) || !roles.Contains(Roles.Administrator);

    static IReadOnlyList<Option> Offered(Caller caller) => [.. RoleWords.Options.Where(role => MayGive(caller, [role.Value]))];
}
