using Labelling.Accounts.People;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;
using Labelling.Web;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection.Extensions;

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
        services.AddSingleton(new Vocabularies(database));
        AddIdentity(services, database);
        services.AddPages();
        PeopleRoutes.Register(services, database);
        services.AddHostedService<MakeFirstAdministrator.Announcement>();
    }

    /// <summary>The framework's managers over our stores.</summary>
    static void AddIdentity(IServiceCollection services, Database database)
    {
        services.AddSingleton<Passwords>();
        services.AddSingleton(new SessionStore(database));
        services.AddSingleton(new SignInTries(database));
        services.AddSingleton<IAccess>(new OwnAccess(database));
        services.AddSingleton(provider => new AccountStore(database, provider.GetRequiredService<IDataProtectionProvider>()));
        services.AddSingleton<IUserStore<Credentials>>(provider => provider.GetRequiredService<AccountStore>());
        services.AddIdentityCore<Credentials>().AddTokenProvider<AuthenticatorCodes>(TokenOptions.DefaultAuthenticatorProvider);
        // The shapes of people and passwords are ours: see PersonShape and Passwords.
        services.RemoveAll<IUserValidator<Credentials>>();
        services.RemoveAll<IPasswordValidator<Credentials>>();
        services.AddSingleton<IPasswordValidator<Credentials>>(provider => provider.GetRequiredService<Passwords>());
        services.AddScoped<IPasskeyHandler<Credentials>, PasskeyHandler<Credentials>>();
        services.AddOptions<IdentityPasskeyOptions>().Configure<Settings>((passkey, settings) =>
        {
            // Alone it opens the door: it has to be found without a name, and woken by its owner.
            passkey.ResidentKeyRequirement = "required";
            passkey.UserVerificationRequirement = "required";
            // The framework compares with the header Origin, which whoever passes an answer on writes as they like.
            passkey.ValidateOrigin = asked => ValueTask.FromResult(
                !asked.CrossOrigin && asked.Origin == $"{(settings.Https || asked.HttpContext.Request.IsHttps ? "https" : "http")}://{asked.HttpContext.Request.Host}");
        });
        services.AddScoped<Passkeys>();
        services.AddScoped<Door>();
    }

    /// <summary>The others hear Accounts; what organisations are described with is Submission's.</summary>
    static void Listen(Listeners listeners)
    {
        listeners.On<VocabularyChanged, KeepVocabularyValue>();
        listeners.On<ExpertExpected, InviteExpert>();
    }

    static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/", ShowHouse.Start).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/home", ShowHouse.Home).ForAnyone().ExcludeFromDescription();
        app.MapGet("/privacy", ShowHouse.Privacy).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/site-map", ShowHouse.Map).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/why", AskWhy.Page).ForAnyone().ExcludeFromDescription();
        app.MapGet("/accessibility", ShowAccessibility.Page).AllowAnonymous().ExcludeFromDescription();
        app.MapPost("/language", ChooseLanguage.Handle).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/first-administrator", MakeFirstAdministrator.Page).AllowAnonymous().ExcludeFromDescription();
        app.MapPost("/first-administrator", MakeFirstAdministrator.HandleForm).AllowAnonymous().Limited(Limits.SignIn).ExcludeFromDescription();

        MapSignIn(app);

        var tokens = app.MapGroup("/api").WithTags("Sign-in");
        tokens.MapPost("/tokens", GiveToken.Handle).AllowAnonymous().Limited(Limits.SignIn, (GiveToken.Request request) => request.Email).WithSummary("A bearer token for an e-mail address and a password");
        tokens.MapPost("/confirmations", ConfirmAct.Handle).ForAnyone().Limited(Limits.SignIn).WithSummary("The password again, for one act that binds");
        tokens.MapPost("/first-administrator", MakeFirstAdministrator.Handle).AllowAnonymous().Limited(Limits.SignIn).WithSummary("The first administrator, with the one-time code printed at the start");
        tokens.MapGet("/sign-in/passkey/question", SignInPages.AskPasskey).AllowAnonymous().Limited(Limits.SignIn).Limited(Limits.SignIn).WithSummary("A question for the browser's passkey");
        tokens.MapPost("/sign-in/passkey", SignInPages.HandlePasskey).AllowAnonymous().Limited(Limits.SignIn).Limited(Limits.SignIn).WithSummary("Sign this browser in with a passkey");
        tokens.MapPost("/account/passkeys/question", AccountPages.AskForPasskey).ForAnyone().Limited(Limits.SignIn).WithSummary("A question for a new passkey");
        tokens.MapPost("/account/passkeys", AccountPages.AddPasskey).ForAnyone().WithSummary("Keep a new passkey");
        tokens.MapGet("/account/tokens", PersonalTokens.All).ForAnyone().WithSummary("My personal tokens");
        tokens.MapPost("/account/tokens", PersonalTokens.Make).ForAnyone().Limited(Limits.SignIn).WithSummary("Make a personal token; it is shown once");
        tokens.MapDelete("/account/tokens/{id:guid}", PersonalTokens.Revoke).ForAnyone().WithSummary("Revoke a personal token");
        tokens.MapGet("/session", SignInEnd.Ask).ForAnyone().WithSummary("How long this browser stays signed in");
        tokens.MapPost("/session", SignInEnd.Extend).ForAnyone().WithSummary("Stay signed in with this browser");
        tokens.MapGet("/me", ReadPeople.Me).ForAnyone().WithSummary("Who I am");

        var people = app.MapGroup("/api/people").WithTags("People");
        people.MapGet("/", ReadPeople.All).For(Roles.Administrator, Roles.Office).Limited(Limits.List).WithSummary("Everybody with an account");
        people.MapGet("/{id:guid}", ReadPeople.One).For(Roles.Administrator, Roles.Office).WithSummary("One person");
        people.MapPost("/", RegisterPerson.Handle).For(Roles.Administrator).WithSummary("Register a person");
        people.MapPut("/{id:guid}", ChangePerson.Handle).For(Roles.Administrator).WithSummary("Change a person's name, address, roles or affiliations");
        people.MapPost("/{id:guid}/disable", DisableAccount.Handle).For(Roles.Administrator).WithSummary("Disable an account");
        people.MapPost("/{id:guid}/enable", EnableAccount.Handle).For(Roles.Administrator).WithSummary("Enable a disabled account again");

        PeopleRoutes.Map(app);

        var organisations = app.MapGroup("/api/organisations").WithTags("Organisations");
        organisations.MapGet("/", ReadOrganisations.All).ForAnyone().Limited(Limits.List).WithSummary("All organisations");
        organisations.MapPost("/", AddOrganisation.Handle).For(Roles.Administrator, Roles.Office).WithSummary("Add an organisation");
        organisations.MapPut("/{id:guid}", ChangeOrganisation.Handle).For(Roles.Administrator, Roles.Office).WithSummary("Change an organisation");
    }

    /// <summary>The pages of signing in, and of one's own account.</summary>
    static void MapSignIn(IEndpointRouteBuilder app)
    {
        var door = app.MapGroup("/sign-in").AllowAnonymous().ExcludeFromDescription();
        door.MapGet("/", SignInPages.Page);
        door.MapPost("/", SignInPages.HandleForm).Limited(Limits.SignIn);
        door.MapGet("/second-factor", SignInPages.SecondFactor);
        door.MapPost("/second-factor", SignInPages.HandleSecondFactor).Limited(Limits.SignIn);
        door.MapGet("/recovery-code", SignInPages.RecoveryCode);
        door.MapPost("/recovery-code", SignInPages.HandleRecoveryCode).Limited(Limits.SignIn);
        app.MapPost("/sign-out", SignInPages.Out).AllowAnonymous().ExcludeFromDescription();

        var account = app.MapGroup("/account").ForAnyone().ExcludeFromDescription();
        account.MapGet("/", AccountPages.Overview);
        account.MapPost("/confirm", ConfirmActForm.Handle).Limited(Limits.SignIn);
        account.MapGet("/password", AccountPages.Password);
        account.MapPost("/password", AccountPages.ChangePassword).Limited(Limits.SignIn);
        account.MapGet("/second-factor", AccountPages.SecondFactor);
        account.MapPost("/second-factor", AccountPages.BeginSecondFactor).Limited(Limits.SignIn);
        account.MapPost("/second-factor/confirm", AccountPages.ConfirmSecondFactor).Limited(Limits.SignIn);
        account.MapPost("/second-factor/codes", AccountPages.NewRecoveryCodes).Limited(Limits.SignIn);
        account.MapPost("/second-factor/off", AccountPages.TurnOffSecondFactor).Limited(Limits.SignIn);
        account.MapGet("/passkeys", AccountPages.PasskeyList);
        account.MapPost("/passkeys/{id}/rename", AccountPages.RenamePasskey);
        account.MapPost("/passkeys/{id}/remove", AccountPages.RemovePasskey);
        account.MapGet("/sessions", AccountPages.Sessions);
        account.MapPost("/sessions/{id:guid}/end", AccountPages.EndSession);
        account.MapPost("/sessions/end-others", AccountPages.EndOtherSessions);
        account.MapGet("/tokens", AccountPages.Tokens);
        account.MapPost("/tokens", AccountPages.MakeToken).Limited(Limits.SignIn);
        account.MapPost("/tokens/{id:guid}/revoke", AccountPages.RevokeToken);
    }

    static IReadOnlyList<Invariant> Invariants =>
    [
        new("everybody's main address is among their addresses, unless they were erased", """
            select concat('person ', P.Id) as Found
            from Person P
            where P.ErasedAt is null and not exists (select 1 from PersonEmail E where E.PersonId = P.Id and E.NormalizedEmail = P.NormalizedEmail)
            """),
        new("of an erased person nothing is left that says who they are", """
            select concat('person ', P.Id) as Found
            from Person P
            where P.ErasedAt is not null and (P.PasswordHash <> '' or P.DisabledAt is null
                or exists (select 1 from PersonEmail E where E.PersonId = P.Id)
                or exists (select 1 from Affiliation A where A.PersonId = P.Id))
            """),
        new("everybody has a role", "select concat('person ', P.Id) as Found from Person P where not exists (select 1 from PersonRole R where R.PersonId = P.Id)"),
        new("who has recovery codes has a second factor",
            "select concat('person ', C.PersonId) as Found from RecoveryCode C inner join SecondFactor F on F.PersonId = C.PersonId where F.ConfirmedAt is null"),
    ];
}
