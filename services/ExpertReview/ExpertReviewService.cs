using Labelling.Contracts;
using Labelling.ExpertReview.Assignment;
using Labelling.ExpertReview.Experts;
using Labelling.ExpertReview.Labels;
using Labelling.ExpertReview.Reconsiderations;
using Labelling.ExpertReview.Reviews;
using Labelling.ExpertReview.Sessions;
using Labelling.Hosting;
using Labelling.Storage;
using Labelling.Web;

namespace Labelling.ExpertReview;

/// <summary>The pool of experts, assignment, reviews, the committee's sessions, labels. What it registers, hears, answers and holds true.</summary>
public static class ExpertReviewService
{
    public static readonly LabellingService Service = new(
        EventCatalogue.ExpertReview, Register, Listen, Map, typeof(ExpertReviewService).Assembly, [.. ReviewInvariants.All, .. SessionRoutes.Invariants, .. LabelRoutes.Invariants]);

    static void Register(IServiceCollection services, Database database)
    {
        RegisterReviews(services, database);
        AssignmentRoutes.Register(services, database);
        SessionRoutes.Register(services, database);
        LabelRoutes.Register(services, database);
        services.AddSingleton(new ReconsiderationStore(database));
    }

    static void RegisterReviews(IServiceCollection services, Database database) => services
        .AddPages()
        .AddSingleton(ExportPerson.Data)
        .AddSingleton(new ConflictStore(database))
        .AddSingleton(new DossierStore(database))
        .AddSingleton(new ExpectedExpertStore(database))
        .AddSingleton(new ExpertStore(database))
        .AddSingleton<ReviewMails>()
        .AddSingleton(provider => new InvitationStore(database, provider.GetRequiredService<ReviewMails>()))
        .AddSingleton(new PersonStore(database))
        .AddSingleton(new ProgrammeStore(database))
        .AddSingleton(new SeverityReader(database))
        .AddSingleton(new Experts.Service.ServiceStore(database))
        .AddSingleton(new SelectionStore(database))
        .AddSingleton<InvitationReader>()
        .AddSingleton<ReviewAccess>()
        .AddSingleton(provider => new RemindOfDeclarations(
            database, provider.GetRequiredService<ExpertStore>(), provider.GetRequiredService<PageLinks>(), database.Clock, provider.GetRequiredService<ILogger<RemindOfDeclarations>>()))
        .AddSingleton<IHostedService>(provider => provider.GetRequiredService<RemindOfDeclarations>())
        .AddSingleton<IHostedService>(provider => new RemindOfReviews(
            database, provider.GetRequiredService<InvitationStore>(), database.Clock, provider.GetRequiredService<ILogger<RemindOfReviews>>()))
        .AddSingleton(provider => new ReviewTrail(database, provider.GetRequiredService<ReviewAccess>()));

    static void Listen(Listeners listeners)
    {
        listeners.On<PersonRegistered, KeepPerson>();
        listeners.On<PersonChanged, KeepPerson>();
        listeners.On<AccountDisabled, DisablePerson>();
        listeners.On<AccountEnabled, DisablePerson>();
        listeners.On<PersonErased, ForgetPerson>();
        listeners.On<ExpectedExpertFound, WelcomeExpected>();
        listeners.On<HistoryImported, KeepPastDossiers>();
        listeners.On<ProgrammePublished, KeepProgramme>();
        listeners.On<VocabularyChanged, KnowVocabularyValue>();
        listeners.On<DossierSubmitted, KeepDossierVersion>();
        listeners.On<DossierAdmitted, RecordAdmission>();
        listeners.On<DossierRefusedAdmission, RecordRefusedAdmission>();
        listeners.On<CorrectionRequested, RecordCorrectionRequest>();
        listeners.On<DossierWithdrawn, RecordWithdrawal>();
        listeners.On<InterviewBooked, RecordInterviewBooking>();
        listeners.On<InterviewCancelled, RecordInterviewCancelled>();
        listeners.On<InterviewHeld, RecordInterviewHeld>();
        listeners.On<InterviewConcluded, MoveGate>();
        listeners.On<InterviewWaived, OpenGateByWaiver>();
    }

    static void Map(IEndpointRouteBuilder app)
    {
        ExpertRoutes.Map(app);
        AssignmentRoutes.Map(app);
        ReviewRoutes.Map(app);
        SessionRoutes.Map(app);
        LabelRoutes.Map(app);

        var reconsiderations = app.MapGroup("/api/reconsiderations").WithTags("Decisions");
        reconsiderations.MapGet("/", AnswerReconsideration.All).For(Roles.Office).Limited(Limits.List).WithSummary("Requests that the committee decide once more, the latest first");
        reconsiderations.MapGet("/dossiers/{dossierId:guid}", AskReconsideration.Read).ForAnyone().WithSummary("Of one's own dossier: the decision, until when it can be asked, and what was asked");
        reconsiderations.MapPost("/", AskReconsideration.Of).ForAnyone().WithSummary("Ask once, within thirty days, that the committee decide anew");
        reconsiderations.MapPost("/{id:guid}/answer", AnswerReconsideration.Handle).For(Roles.Office).WithSummary("Admit a request, or not, with a reason");

        var pages = app.MapGroup("").ExcludeFromDescription();
        pages.MapGet("/review/dossiers/{id:guid}", ShowDossierInReview.Page).For(Roles.Expert, Roles.Office, Roles.Member, Roles.Chair, Roles.ViceChair);
        pages.MapGet("/review/dossiers/{id:guid}/reconsideration", AskReconsideration.Page).ForAnyone();
        pages.MapPost("/review/dossiers/{id:guid}/reconsideration", AskReconsideration.HandleForm).ForAnyone();
        pages.MapGet("/review/reconsiderations", AnswerReconsideration.List).For(Roles.Office);
        pages.MapPost("/review/reconsiderations/{id:guid}", AnswerReconsideration.HandleForm).For(Roles.Office);
        pages.MapGet("/fragments/expert-review/access", ExplainReviewAccess.Fragment).ForAnyone();
        pages.MapGet("/fragments/expert-review/decision", ShowDecisionOfDossier.Handle).ForAnyone();
        pages.MapGet("/fragments/expert-review/timeline", ShowDecisionOfDossier.Timeline).ForAnyone();
        pages.MapGet("/fragments/expert-review/dossiers", ListDossiersInReview.Handle).ForAnyone();
        pages.MapGet("/fragments/expert-review/waits", ShowWaits.Handle).ForAnyone();
    }
}
