using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;
using Microsoft.AspNetCore.Mvc;

namespace Labelling.ExpertReview.Labels;

public static class LabelRoutes
{
    public static void Register(IServiceCollection services, Database database) => services
        .AddSingleton(new LabelStore(database))
        .AddSingleton(provider => new LabelKeys(provider.GetRequiredService<Settings>().Keys))
        .AddSingleton<LabelAccess>()
        .AddSingleton<DecisionMails>()
        .AddSingleton(new EvidenceFileStore(database))
        .AddSingleton<EvidenceFolder>()
        .AddSingleton(provider => ClamAv.Of(provider.GetRequiredService<IConfiguration>(), provider.GetRequiredService<ILogger<ClamAv>>()))
        .AddHostedService<EvidenceSweep>()
        .AddHostedService<SignLabels>()
        .AddHostedService(provider => new RemindOfExpiry(
            database, provider.GetRequiredService<LabelStore>(), provider.GetRequiredService<PageLinks>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<RemindOfExpiry>>()));

    public static void Map(IEndpointRouteBuilder app)
    {
        var releases = app.MapGroup("/api/releases").WithTags("Decisions");
        releases.MapGet("/", ReadReleases.Handle).For(Roles.Office, Roles.Chair, Roles.ViceChair, Roles.Member)
            .WithSummary("Decisions that wait for their release, for those who may know them");
        releases.MapPost("/", ReleaseDecisions.Handle).For(Roles.Chair, Roles.ViceChair, Roles.Member)
            .WithSummary("Release decisions, all or none, with the password given again");
        app.MapGet("/api/decisions", ReadDecisions.Handle).ForAnyone().Limited(Limits.List).WithTags("Decisions")
            .WithSummary("Released decisions: of one's own dossiers, for office and chairs of all");

        var labels = app.MapGroup("/api/labels").WithTags("Labels");
        labels.MapGet("/", ReadLabels.Register).AllowAnonymous().Limited(Limits.List).WithSummary("The public register: labels in force");
        labels.MapGet("/{number}", ReadLabels.Check).AllowAnonymous().WithSummary("Check a label by its number");
        labels.MapPost("/{number}/revoke", RevokeLabel.Handle).For(Roles.Chair, Roles.ViceChair)
            .WithSummary("Revoke a label with a reason, with the password given again");
        labels.MapPost("/{number}/evidence", AnswerReservation.Handle).ForAnyone()
            .WithSummary("Say how a reservation was met");
        labels.MapPost("/{number}/lift", LiftReservation.Handle).For(Roles.Chair, Roles.ViceChair)
            .WithSummary("Lift a reservation, with the password given again: the certificate is issued again");
        labels.MapPost("/{number}/clusters", CoLabel.Handle).For(Roles.Chair, Roles.ViceChair)
            .WithSummary("Record what another cluster decided, with the password given again: the certificate names those who labelled");

        var pages = app.MapGroup("/labels").ExcludeFromDescription();
        pages.MapGet("/", ReadLabels.RegisterPage).AllowAnonymous().Limited(Limits.List);
        pages.MapGet("/feed", ReadLabels.Feed).AllowAnonymous().Limited(Limits.List);
        pages.MapGet("/check", ReadLabels.Typed).AllowAnonymous();
        pages.MapGet("/keys", ShowKeys.Page).AllowAnonymous();
        pages.MapGet("/keys/{id}.pem", ShowKeys.File).AllowAnonymous();
        pages.MapGet("/{number}", ReadLabels.CheckPage).AllowAnonymous();
        pages.MapGet("/{number}/certificate", ShowCertificate.Page).ForAnyone();
        pages.MapGet("/{number}/certificate.pdf", ShowCertificate.Pdf).ForAnyone();
        pages.MapGet("/{number}/certificate.json", ShowCertificate.Content).ForAnyone();
        pages.MapGet("/{number}/certificate.sig", ShowCertificate.Signature).ForAnyone();
        pages.MapGet("/{number}/reservations", ShowReservations.Page).ForAnyone();
        pages.MapPost("/{number}/evidence", AnswerReservation.HandleForm).ForAnyone().Limited(Limits.Upload).WithMetadata(new RequestSizeLimitAttribute(Upload.LargestRequest));
        pages.MapGet("/{number}/evidence/{id:guid}", DownloadEvidence.Handle).ForAnyone();
        pages.MapPost("/{number}/lift", LiftReservation.HandleForm).For(Roles.Chair, Roles.ViceChair);
        pages.MapGet("/{number}/clusters", CoLabel.Page).ForAnyone();
        pages.MapPost("/{number}/clusters", CoLabel.HandleForm).For(Roles.Chair, Roles.ViceChair);
        pages.MapGet("/{number}/revoke", RevokeLabel.Page).ForAnyone();
        pages.MapPost("/{number}/revoke", RevokeLabel.HandleForm).For(Roles.Chair, Roles.ViceChair);

        var waiting = app.MapGroup("/releases").ExcludeFromDescription();
        waiting.MapGet("/", ShowReleases.Page).For(Roles.Office, Roles.Chair, Roles.ViceChair, Roles.Member);
        waiting.MapPost("/", ShowReleases.HandleForm).For(Roles.Chair, Roles.ViceChair, Roles.Member);

        var decided = app.MapGroup("/decisions").ForAnyone().ExcludeFromDescription();
        decided.MapGet("/", ShowDecisions.Page).Limited(Limits.List);
        decided.MapGet("/{itemId:guid}", ShowDecisions.Letter);
        decided.MapGet("/{itemId:guid}/letter.pdf", ShowDecisions.Pdf);
    }

    public static IReadOnlyList<Invariant> Invariants { get; } =
    [
        new("a released labelling decision has a label",
            """
            select concat('item ', I.Id) as Found
            from AgendaItem I
            where I.ReleasedAt is not null and I.Decision in ('Label', 'LabelWithReservations')
              and not exists (select 1 from Label L where L.ItemId = I.Id)
            """),
        new("a label comes from a released labelling decision",
            """
            select concat('label ', L.Number) as Found
            from Label L
            where not exists (
                select 1
                from AgendaItem I
                where I.Id = L.ItemId and I.DossierId = L.DossierId and I.ReleasedAt is not null and I.Decision in ('Label', 'LabelWithReservations'))
            """),
        new("labels are numbered without gaps within a year",
            """
            select concat('year ', Y.Year) as Found
            from LabelYear Y
            where Y.LastSerial <> (select count(*) from Label L where L.Year = Y.Year)
               or Y.LastSerial <> (select coalesce(max(L.Serial), 0) from Label L where L.Year = Y.Year)
            """),
        new("a year with labels is counted",
            """
            select concat('label ', L.Number) as Found
            from Label L
            where not exists (select 1 from LabelYear Y where Y.Year = L.Year)
            """),
        new("the certificates of a label are numbered without gaps",
            """
            select concat('label ', L.Number) as Found
            from Label L
            where (select count(*) from Certificate C where C.LabelId = L.Id) <> (select coalesce(max(C.Version), 0) from Certificate C where C.LabelId = L.Id)
            """),
        new("a released adjournment is on the list of its session",
            """
            select concat('item ', I.Id) as Found
            from AgendaItem I
            where I.ReleasedAt is not null and I.Decision = 'Adjourn'
              and not exists (select 1 from CarriedOver C where C.FromItemId = I.Id and C.SessionId = I.ToSessionId)
            """),
    ];
}
