using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.Accounts.People;

/// <summary>Registering, addresses, administration, export, erasure, retention.</summary>
public static class PeopleRoutes
{
    public static void Register(IServiceCollection services, Database database)
    {
        services.AddSingleton<AccountMails>();
        services.AddSingleton(provider => new InvitationStore(database, provider.GetRequiredService<PersonStore>(), provider.GetRequiredService<AccountMails>()));
        services.AddSingleton(provider => new RegistrationStore(database, provider.GetRequiredService<PersonStore>(), provider.GetRequiredService<AccountMails>()));
        services.AddSingleton(provider => new PasswordResetStore(database, provider.GetRequiredService<AccountMails>()));
        services.AddSingleton(provider => new EmailStore(database, provider.GetRequiredService<AccountMails>()));
        services.AddSingleton(new ErasureStore(database));
        services.AddSingleton(new PeopleList(database));
        services.AddSingleton(provider => new ShowPerson.Parts(
            database, provider.GetRequiredService<PersonStore>(), provider.GetRequiredService<EmailStore>(), provider.GetRequiredService<OrganisationStore>(), provider.GetRequiredService<ErasureStore>()));
        services.AddSingleton(ExportPerson.Data);
        foreach (var category in AccountRetention.Categories)
            services.AddSingleton(category);
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        var outside = app.MapGroup("").AllowAnonymous().ExcludeFromDescription();
        outside.MapGet("/register", RegisterYourself.Page);
        outside.MapPost("/register", RegisterYourself.HandleForm).Limited(Limits.Register);
        outside.MapGet("/register/confirm", ConfirmRegistration.Page);
        outside.MapPost("/register/confirm", ConfirmRegistration.HandleForm).Limited(Limits.SignIn);
        outside.MapGet("/invitations/accept", AcceptInvitation.Page);
        outside.MapPost("/invitations/accept", AcceptInvitation.HandleForm).Limited(Limits.SignIn);
        outside.MapGet("/password/forgotten", ForgetPassword.Page);
        outside.MapPost("/password/forgotten", ForgetPassword.HandleForm).Limited(Limits.Register);
        outside.MapGet("/password/reset", ResetPassword.Page);
        outside.MapPost("/password/reset", ResetPassword.HandleForm).Limited(Limits.SignIn);
        outside.MapGet("/account/email/confirm", ConfirmEmail.Page);
        outside.MapPost("/account/email/confirm", ConfirmEmail.HandleForm).Limited(Limits.SignIn);
        outside.MapGet("/account/email/veto", ConfirmEmail.VetoPage);
        outside.MapPost("/account/email/veto", ConfirmEmail.HandleVeto).Limited(Limits.SignIn);

        app.MapGet("/account/email", AccountEmail.Page).ForAnyone().ExcludeFromDescription();
        app.MapPost("/account/email", AccountEmail.HandleForm).ForAnyone().ExcludeFromDescription();
        app.MapGet("/account/profile", Profile.Page).ForAnyone().ExcludeFromDescription();
        app.MapPost("/account/profile", Profile.HandleForm).ForAnyone().ExcludeFromDescription();
        app.MapGet("/account/my-data", MyData.Page).ForAnyone().ExcludeFromDescription();
        app.MapPost("/account/my-data", MyData.HandleForm).ForAnyone().ExcludeFromDescription();

        app.MapGet("/people", ListPeople.Page).For(Roles.Office, Roles.Administrator).ExcludeFromDescription();
        app.MapGet("/people/invite", InvitePerson.Page).For(Roles.Office, Roles.Administrator).ExcludeFromDescription();
        app.MapPost("/people/invite", InvitePerson.HandleForm).For(Roles.Office, Roles.Administrator).ExcludeFromDescription();
        app.MapPost("/people/invitations/{id:guid}", InvitePerson.HandleOpen).For(Roles.Office, Roles.Administrator).ExcludeFromDescription();
        app.MapGet("/people/{id:guid}", ShowPerson.Page).For(Roles.Office, Roles.Administrator).ExcludeFromDescription();
        app.MapPost("/people/{id:guid}", ShowPerson.HandleForm).For(Roles.Administrator).ExcludeFromDescription();
        app.MapPost("/people/{id:guid}/disable", ShowPerson.HandleDisable).For(Roles.Administrator).ExcludeFromDescription();
        app.MapPost("/people/{id:guid}/enable", ShowPerson.HandleEnable).For(Roles.Administrator).ExcludeFromDescription();
        app.MapGet("/people/{id:guid}/erase", ErasePerson.Page).For(Roles.Administrator).ExcludeFromDescription();
        app.MapPost("/people/{id:guid}/erase", ErasePerson.HandleForm).For(Roles.Administrator).ExcludeFromDescription();

        var organisations = app.MapGroup("/organisations").For(Roles.Office, Roles.Administrator).ExcludeFromDescription();
        organisations.MapGet("/", OrganisationPages.List);
        organisations.MapGet("/new", OrganisationPages.New);
        organisations.MapPost("/new", OrganisationPages.HandleNew);
        organisations.MapGet("/{id:guid}", OrganisationPages.Page);
        organisations.MapPost("/{id:guid}", OrganisationPages.HandleForm);

        app.MapGet("/fragments/accounts/waits", ShowWaits.Handle).ForAnyone().ExcludeFromDescription();

        app.MapGet("/mail", OfEveryService.Mail).For(Roles.Office, Roles.Administrator).ExcludeFromDescription();
        app.MapGet("/retention", OfEveryService.Kept).For(Roles.Administrator).ExcludeFromDescription();

        app.MapGet("/api/me/export", ExportPerson.Me).ForAnyone().WithTags("My data").WithSummary("Everything Accounts holds on me, and where the other services say what they hold");
        app.MapGet("/api/people/{id:guid}/export", ExportPerson.Handle).For(Roles.Administrator).WithTags("My data").WithSummary("Everything Accounts holds on a person");
        app.MapGet("/api/people/invitations", InvitePerson.All).For(Roles.Office, Roles.Administrator).WithTags("People").WithSummary("Open invitations");
        app.MapPost("/api/people/invitations", InvitePerson.Handle).For(Roles.Office, Roles.Administrator).WithTags("People").WithSummary("Invite somebody to make an account, with roles");
    }
}
