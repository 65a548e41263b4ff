using Labelling.Contracts;
using Labelling.FundingOutcome.Applications;
using Labelling.FundingOutcome.Asking;
using Labelling.FundingOutcome.Dossiers;
using Labelling.FundingOutcome.Editions;
using Labelling.FundingOutcome.Facts;
using Labelling.FundingOutcome.History;
using Labelling.FundingOutcome.Lists;
using Labelling.FundingOutcome.Outcomes;
using Labelling.FundingOutcome.Quality;
using Labelling.FundingOutcome.Statistics;
using Labelling.FundingOutcome.Tables;
using Labelling.Hosting;
using Labelling.Storage;
using Labelling.Web;
using Microsoft.AspNetCore.Mvc;

namespace Labelling.FundingOutcome;

public static class FundingOutcomeService
{
    public static readonly LabellingService Service = new(
        EventCatalogue.FundingOutcome, Register, Listen, Map, typeof(FundingOutcomeService).Assembly, Invariants.All);

    static void Register(IServiceCollection services, Database database) => services
        .AddSingleton(new EditionStore(database))
        .AddSingleton<Barometer>()
        .AddSingleton<BarometerPdf>()
        .AddSingleton<EditionPages>()
        .AddPages()
        .AddSingleton(ExportPerson.Data)
        .AddSingleton(NamedPeople.Category)
        .AddSingleton(new FactStore(database))
        .AddSingleton(new ApplicationStore(database))
        .AddSingleton(new ApplicationTrail(database, new ApplicationStore(database)))
        .AddSingleton(new OutcomeList(database))
        .AddSingleton(new SilentHolders(database))
        .AddSingleton(new ListStore(database))
        .AddSingleton<QuestionMails>()
        .AddSingleton(provider => new QuestionStore(database, provider.GetRequiredService<FactStore>(), provider.GetRequiredService<QuestionMails>()))
        .AddSingleton<IHostedService>(provider => new AskForResults(
            database, provider.GetRequiredService<QuestionStore>(), database.Clock, provider.GetRequiredService<ILogger<AskForResults>>()))
        .AddSingleton(new Rates(database))
        .AddSingleton(new FurtherFigures(database))
        .AddSingleton(new CountedStore(database))
        .AddSingleton(new ValueNames(database))
        .AddSingleton(new RebuildFacts(database))
        .AddSingleton(new MeaningStore(database))
        .AddSingleton(provider => new FindingStore(database, provider.GetRequiredService<FactStore>()))
        .AddSingleton(new Import(database));

    static void Listen(Listeners listeners)
    {
        listeners.On<PersonRegistered, KnowPerson>();
        listeners.On<PersonChanged, KnowPerson>();
        listeners.On<PersonErased, ForgetPerson>();
        listeners.On<ProgrammePublished, KeepProgramme>();
        listeners.On<CallPublished, KeepCall>();
        listeners.On<VocabularyChanged, KeepVocabularyValue>();
        listeners.On<DossierSubmitted, KeepDossierVersion>();
        listeners.On<DossierAdmitted, RecordStanding>();
        listeners.On<InterviewHeld, RecordStanding>();
        listeners.On<DossierWithdrawn, RecordStanding>();
        listeners.On<DossierRefusedAdmission, RecordStanding>();
        listeners.On<DossierAdjourned, RecordStanding>();
        listeners.On<DuplicateConfirmed, RecordDuplicate>();
        listeners.On<DuplicateDismissed, RecordDuplicate>();
        listeners.On<LabelIssued, RecordDecision>();
        listeners.On<DossierCoLabelled, RecordCoLabel>();
        listeners.On<LabelRefused, RecordDecision>();
        listeners.On<SupportLetterIssued, RecordDecision>();
    }

    static void Map(IEndpointRouteBuilder app)
    {
        var statistics = app.MapGroup("/api/statistics").WithTags("Success rates");
        statistics.MapGet("/success-rates", ShowSuccessRates.Handle).ForAnyone().Limited(Limits.List)
            .WithSummary("Success rates by one breakdown or two crossed, as JSON or (Accept: text/csv) as CSV");

        statistics.MapGet("/tables/{name}", ShowTable.Handle).For(Roles.Office, Roles.Chair, Roles.ViceChair, Roles.Administrator).Limited(Limits.List)
            .WithSummary($"A further table ({string.Join(", ", FurtherTables.All.Select(table => table.Name))}), with its definition; a parameter with the name of a breakdown keeps one value of it; with ETag");

        var rates = app.MapGroup("/rates").ExcludeFromDescription();
        rates.MapGet("/", AskRates.Page).For(Roles.Office, Roles.Chair, Roles.ViceChair, Roles.Administrator).Limited(Limits.List);
        rates.MapGet("/dossiers", AskRates.Dossiers).For(Roles.Office, Roles.Chair, Roles.ViceChair, Roles.Administrator).Limited(Limits.List);
        app.MapGet("/tables/{name}/dossiers", AskTable.Dossiers).For(Roles.Office, Roles.Chair, Roles.ViceChair, Roles.Administrator).Limited(Limits.List).ExcludeFromDescription();
        app.MapGet("/tables/{name}", AskTable.Page).For(Roles.Office, Roles.Chair, Roles.ViceChair, Roles.Administrator).Limited(Limits.List).ExcludeFromDescription();

        statistics.MapGet("/published", ShowBarometer.Feed).AllowAnonymous().Limited(Limits.List)
            .WithSummary("A table of the latest barometer edition that holds it, masked as it was published; with ETag");

        var barometer = app.MapGroup("/barometer").ExcludeFromDescription();
        barometer.MapGet("/", ShowBarometer.Latest).AllowAnonymous().Limited(Limits.List);
        barometer.MapGet("/{edition:int}", ShowBarometer.One).AllowAnonymous().Limited(Limits.List);
        barometer.MapGet("/{edition:int}.pdf", ShowBarometer.Pdf).AllowAnonymous().Limited(Limits.List);

        var editions = app.MapGroup("/editions").ExcludeFromDescription();
        editions.MapGet("/", MakeEdition.List).For(Roles.Office);
        editions.MapPost("/", MakeEdition.Start).For(Roles.Office);
        editions.MapGet("/{id:guid}", MakeEdition.Page).For(Roles.Office);
        editions.MapPost("/{id:guid}", MakeEdition.Write).For(Roles.Office);
        editions.MapPost("/{id:guid}/tables", MakeEdition.AddTable).For(Roles.Office);
        editions.MapPost("/{id:guid}/tables/{table:int}/remove", MakeEdition.RemoveTable).For(Roles.Office);
        editions.MapPost("/{id:guid}/publish", MakeEdition.Publish).For(Roles.Office);

        var history = app.MapGroup("/api/history").WithTags("History");
        history.MapPost("/", ImportHistory.Handle).For(Roles.Office, Roles.Administrator).Limited(Limits.Upload)
            .WithMetadata(new RequestSizeLimitAttribute(ImportHistory.LargestFile))
            .WithSummary("Import a history file (CSV): all of it, or nothing and the list of bad lines");

        var applications = app.MapGroup("/api/funding-applications").WithTags("Funding applications");
        applications.MapPost("/", FileFundingApplication.Handle).ForAnyone()
            .WithSummary("Record that a decided dossier was put before a funding body");
        applications.MapGet("/", ShowFundingApplications.OfDossier).ForAnyone()
            .WithSummary("The funding applications of a dossier");
        applications.MapGet("/access", ExplainOutcomeAccess.Handle).ForAnyone()
            .WithSummary("Why one may see what became of a dossier or not; for the office also ?person=");
        applications.MapGet("/trail", ShowApplicationTrail.Handle).ForAnyone()
            .WithSummary("What was recorded about a dossier's funding, line by line: all for the office, their part for holders");
        applications.MapGet("/{id:guid}", ShowFundingApplications.One).ForAnyone()
            .WithSummary("A funding application, with all that was known of its result and when");
        applications.MapPost("/{id:guid}/result", RecordFundingResult.Handle).ForAnyone()
            .WithSummary("Record or correct the result of a funding application");

        app.MapGet("/fragments/funding-outcome/trail", ShowApplicationTrail.Fragment).ForAnyone().ExcludeFromDescription();
        app.MapGet("/api/outcomes", ShowOutcomes.Handle).ForAnyone().Limited(Limits.List).WithTags("Funding applications")
            .WithSummary("What became of dossiers, and as what each stands in the success rates now");

        var pages = app.MapGroup("").ExcludeFromDescription();
        pages.MapGet("/outcomes", ListOutcomes.Page).For(Roles.Office).Limited(Limits.List);
        pages.MapGet("/outcomes/silent", ListSilentHolders.Page).For(Roles.Office).Limited(Limits.List);
        pages.MapGet("/outcomes/coverage", ShowCoverage.Page).For(Roles.Office).Limited(Limits.List);
        pages.MapGet("/outcomes/imports", ImportList.Page).For(Roles.Office).Limited(Limits.List);
        pages.MapPost("/outcomes/imports", ImportList.Upload).For(Roles.Office).Limited(Limits.Upload)
            .WithMetadata(new RequestSizeLimitAttribute(PublishedFile.LargestFile + (1 << 20)));
        pages.MapGet("/outcomes/imports/{id:guid}", ImportList.One).For(Roles.Office);
        pages.MapPost("/outcomes/imports/{id:guid}/columns", ImportList.Map).For(Roles.Office);
        pages.MapPost("/outcomes/imports/{id:guid}/decide", ImportList.Decide).For(Roles.Office);
        pages.MapPost("/outcomes/imports/{id:guid}/undo", ImportList.Undo).For(Roles.Office);
        pages.MapGet("/answer", AnswerFromLink.Page).AllowAnonymous().Limited(Limits.SignIn);
        pages.MapPost("/answer", AnswerFromLink.HandleForm).AllowAnonymous().Limited(Limits.SignIn);
        pages.MapPost("/answer/renew", AnswerFromLink.Renew).AllowAnonymous().Limited(Limits.Register);
        pages.MapGet("/funding/dossiers/{id:guid}", ShowDossierFunding.Page).ForAnyone();
        pages.MapPost("/funding/dossiers/{id:guid}/applications", ShowDossierFunding.HandleForm).ForAnyone();
        pages.MapPost("/funding/dossiers/{id:guid}/ask", ShowDossierFunding.Ask).ForAnyone();
        pages.MapGet("/funding/applications/{id:guid}", ShowApplication.Page).ForAnyone();
        pages.MapPost("/funding/applications/{id:guid}/result", ShowApplication.HandleForm).ForAnyone();
        pages.MapPost("/funding/applications/{id:guid}/filed-on", CorrectFiledOn.HandleForm).ForAnyone();

        var quality = app.MapGroup("/quality").ExcludeFromDescription();
        quality.MapGet("/", ShowQuality.Page).For(Roles.Office, Roles.Administrator).Limited(Limits.List);
        quality.MapGet("/values", ShowValues.Page).For(Roles.Office, Roles.Administrator).Limited(Limits.List);
        quality.MapPost("/values", ShowValues.Say).For(Roles.Office, Roles.Administrator);
        quality.MapPost("/values/{id:guid}/undo", ShowValues.Undo).For(Roles.Office, Roles.Administrator);
        quality.MapGet("/lines/{id:guid}", CorrectLine.Page).For(Roles.Office);
        quality.MapPost("/lines/{id:guid}", CorrectLine.HandleForm).For(Roles.Office);

        var pieces = app.MapGroup("/fragments/funding-outcome").ExcludeFromDescription();
        pieces.MapGet("/access", ExplainOutcomeAccess.Fragment).ForAnyone();
        pieces.MapGet("/applications", ShowApplicationsOfDossier.Handle).ForAnyone();
        pieces.MapGet("/timeline", ShowApplicationsOfDossier.Timeline).ForAnyone();
        pieces.MapGet("/waits", ShowWaits.Handle).ForAnyone();
        pieces.MapGet("/like-yours", LikeYours.Handle).ForAnyone().Limited(Limits.List);
    }
}
