using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Accounts.People;

/// <summary>Everything Accounts holds on a person, and where the other services say what they hold.</summary>
public static class ExportPerson
{
    /// <summary>Accounts' part, and the addresses of the others' parts: no service reads another's database.</summary>
    public sealed record Answer(Held Accounts, IReadOnlyList<string> Elsewhere);

    public static readonly PersonalData Data = new(EventCatalogue.Accounts,
    [
        new("Account", "Compte",
            """
            select Id, Name, Email, Language, RegisteredAt, DisabledAt, ErasedAt
            from Person
            where Id = @Person
            """),
        new("Roles", "Rôles",
            """
            select Role
            from PersonRole
            where PersonId = @Person
            order by Role
            """),
        new("E-mail addresses", "Adresses électroniques",
            """
            select Email, ConfirmedAt
            from PersonEmail
            where PersonId = @Person
            order by NormalizedEmail
            """),
        new("Changes of address", "Changements d’adresse",
            """
            select OldEmail, NewEmail, BecomesMain, RequestedAt, OldConfirmedAt, NewConfirmedAt, AppliedAt
            from EmailChange
            where PersonId = @Person
            order by RequestedAt
            """),
        new("Affiliations", "Appartenances",
            """
            select O.Name as Organisation, O.Siren, A.FromDay, A.ToDay
            from Affiliation A
            inner join Organisation O on O.Id = A.OrganisationId
            where A.PersonId = @Person
            order by A.FromDay
            """),
        new("Sign-ins", "Connexions",
            """
            select Kind, Name, Scopes, MadeAt, LastSeenAt, Address, UserAgent, EndsAt, EndedAt
            from Session
            where PersonId = @Person
            order by MadeAt
            """),
        new("Passkeys", "Clés d’accès",
            """
            select Name, MadeAt, LastUsedAt
            from Passkey
            where PersonId = @Person
            order by MadeAt
            """),
        new("Authenticator app", "Application d’authentification",
            """
            select MadeAt, ConfirmedAt
            from SecondFactor
            where PersonId = @Person
            """),
        new("Invitations sent by the person", "Invitations envoyées par la personne",
            """
            select InvitedAt, Roles
            from Invitation
            where InvitedBy = @Person
            order by InvitedAt
            """),
    ]);

    static readonly IReadOnlyList<string> Others =
        [EventCatalogue.Submission, EventCatalogue.PreInterview, EventCatalogue.ExpertReview, EventCatalogue.FundingOutcome];

    /// <summary>Where the others give their parts, as fragments.</summary>
    public static IEnumerable<string> Fragments(Guid person) => Others.Select(service => $"{PersonalData.Fragment(service)}?person={person}");

    public static async Task<Results<Ok<Answer>, NotFoundProblem>> Me(Caller caller, Databases databases, CancellationToken stop) =>
        caller.MayBind ? TypedResults.Ok(await Of(caller.PersonId, themselves: true, databases, stop)) : Problems.NotFound();

    public static async Task<Results<Ok<Answer>, NotFoundProblem>> Handle(Guid id, Caller caller, PersonStore people, Databases databases, CancellationToken stop) =>
        caller.MayBind && await people.Get(id, stop) is not null ? TypedResults.Ok(await Of(id, id == caller.PersonId, databases, stop)) : Problems.NotFound();

    static async Task<Answer> Of(Guid person, bool themselves, Databases databases, CancellationToken stop) => new(
        await Data.Of(databases[EventCatalogue.Accounts], person, themselves, stop),
        [.. Others.Select(service => $"{PersonalData.Address(service)}?person={person}")]);
}
