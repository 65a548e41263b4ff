using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;
using Labelling.Web;

namespace Labelling.Accounts;

/// <summary>Who may come in: people, organisations, roles, passwords, tokens.</summary>
public static class AccountsService
{
    public static readonly LabellingService Service =
        new(EventCatalogue.Accounts, Register, Listen, Map, typeof(AccountsService).Assembly, Invariants);

    static void Register(IServiceCollection services, Database database)
    {
        services.AddSingleton(new PersonStore(database));
        services.AddSingleton(new OrganisationStore(database));
        services.AddSingleton<Passwords>();
        services.AddPages();
        services.AddHostedService<MakeFirstAdministrator.Announcement>();
    }

    /// <summary>Nothing: the others hear Accounts.</summary>
    static void Listen(Listeners listeners)
    {
    }

    static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/", ShowHouse.Start).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/home", ShowHouse.Home).ForAnyone().ExcludeFromDescription();
        app.MapGet("/privacy", ShowHouse.Privacy).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/accessibility", ShowAccessibility.Page).AllowAnonymous().ExcludeFromDescription();
        app.MapPost("/language", ChooseLanguage.Handle).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/first-administrator", MakeFirstAdministrator.Page).AllowAnonymous().ExcludeFromDescription();
        app.MapPost("/first-administrator", MakeFirstAdministrator.HandleForm).AllowAnonymous().ExcludeFromDescription();

        var tokens = app.MapGroup("/api").WithTags("Sign-in");
        tokens.MapPost("/tokens", GiveToken.Handle).AllowAnonymous().WithSummary("A bearer token for an e-mail address and a password");
        tokens.MapPost("/confirmations", ConfirmAct.Handle).ForAnyone().WithSummary("The password again, for one act that binds");
        tokens.MapPost("/first-administrator", MakeFirstAdministrator.Handle).AllowAnonymous().WithSummary("The first administrator, with the one-time code printed at the start");
        tokens.MapGet("/me", ReadPeople.Me).ForAnyone().WithSummary("Who I am");

        var people = app.MapGroup("/api/people").WithTags("People");
        people.MapGet("/", ReadPeople.All).For(Roles.Administrator, Roles.Office).WithSummary("Everybody with an account");
        people.MapGet("/{id:guid}", ReadPeople.One).For(Roles.Administrator, Roles.Office).WithSummary("One person");
        people.MapPost("/", RegisterPerson.Handle).For(Roles.Administrator).WithSummary("Register a person");
        people.MapPut("/{id:guid}", ChangePerson.Handle).For(Roles.Administrator).WithSummary("Change a person's name, address, roles or affiliations");
        people.MapPost("/{id:guid}/disable", DisableAccount.Handle).For(Roles.Administrator).WithSummary("Disable an account");

        var organisations = app.MapGroup("/api/organisations").WithTags("Organisations");
        organisations.MapGet("/", ReadOrganisations.All).ForAnyone().WithSummary("All organisations");
        organisations.MapPost("/", AddOrganisation.Handle).For(Roles.Administrator, Roles.Office).WithSummary("Add an organisation");
        organisations.MapPut("/{id:guid}", ChangeOrganisation.Handle).For(Roles.Administrator, Roles.Office).WithSummary("Change an organisation");
    }

    static IReadOnlyList<Invariant> Invariants =>
    [
        new("everybody has a role", "select concat('person ', P.Id) as Found from Person P where not exists (select 1 from PersonRole R where R.PersonId = P.Id)"),
    ];
}
