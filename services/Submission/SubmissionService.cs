using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Labelling.Submission;

/// <summary>Programmes, calls, vocabularies, and dossiers from draft to deposit, admission and withdrawal.</summary>
public static class SubmissionService
{
    public static readonly LabellingService Service =
        new(EventCatalogue.Submission, Register, Listen, Map, typeof(SubmissionService).Assembly, SubmissionInvariants.All);

    static void Register(IServiceCollection services, Database database)
    {
        services.AddSingleton(new DossierStore(database));
        services.AddSingleton(new VocabularyStore(database));
        services.AddSingleton(new ProgrammeStore(database));
        services.AddSingleton(new CallStore(database));
        services.AddSingleton(new PeopleStore(database));
        services.AddSingleton<NamedThings>();
        services.AddSingleton<IHostedService>(new SeedPlanting(database));
    }

    static void Listen(Listeners listeners)
    {
        listeners.On<PersonRegistered, RememberPerson>();
        listeners.On<PersonChanged, RememberPerson>();
        listeners.On<OrganisationChanged, RememberOrganisation>();
        listeners.On<HistoryImported, RememberHistory>();
        listeners.On<InterviewConcluded, RedirectDossier>();
        listeners.On<ExpertAssigned, NoteReviewsBegan>();
        listeners.On<DossierAdjourned, NoteAdjournment>();
        listeners.On<LabelIssued, RecordDecision>();
        listeners.On<LabelRefused, RecordDecision>();
        listeners.On<SupportLetterIssued, RecordDecision>();
        listeners.On<LabelRevoked, NoteRevocation>();
    }

    static void Map(IEndpointRouteBuilder app)
    {
        var vocabularies = app.MapGroup("/api/vocabularies").WithTags("Vocabularies");
        vocabularies.MapGet("/", ListVocabularies.Handle).ForAnyone().WithSummary("All vocabularies with their values");
        vocabularies.MapPost("/{vocabulary}/values", AddVocabularyValue.Handle).For(Roles.Administrator).WithSummary("Add a value to a vocabulary");

        var programmes = app.MapGroup("/api/programmes").WithTags("Programmes");
        programmes.MapGet("/", ListProgrammes.Handle).ForAnyone().WithSummary("All programmes at their version in force");
        programmes.MapGet("/{id:guid}", ShowProgramme.Handle).ForAnyone().WithSummary("A programme at its version in force, or at ?version=");
        programmes.MapPost("/", PublishProgramme.Handle).For(Roles.Administrator).WithSummary("Publish a new programme");
        programmes.MapPost("/{id:guid}/versions", ReviseProgramme.Handle).For(Roles.Administrator).WithSummary("Publish a new version of a programme's settings");

        var calls = app.MapGroup("/api/calls").WithTags("Calls");
        calls.MapGet("/", ListCalls.Handle).ForAnyone().WithSummary("All calls, by closing");
        calls.MapGet("/{id:guid}", ShowCall.Handle).ForAnyone().WithSummary("A call with its rules");
        calls.MapPost("/", PublishCall.Handle).For(Roles.Administrator, Roles.Office).WithSummary("Publish a call");
        calls.MapPut("/{id:guid}", ChangeCall.Handle).For(Roles.Administrator, Roles.Office).WithSummary("Change a call");

        var dossiers = app.MapGroup("/api/dossiers").WithTags("Dossiers");
        dossiers.MapPost("/", StartDossier.Handle).For(Roles.Holder).WithSummary("Start a draft");
        dossiers.MapGet("/", ListDossiers.Handle).ForAnyone().WithSummary("The dossiers this person may see, newest first");
        dossiers.MapGet("/{id:guid}", ShowDossier.Handle).ForAnyone().WithSummary("A dossier");
        dossiers.MapPut("/{id:guid}", EditDossier.Handle).For(Roles.Holder).WithSummary("Save what is written");
        dossiers.MapGet("/{id:guid}/versions/{version:int}", ShowDossierVersion.Handle).ForAnyone().WithSummary("A deposited version, with its SHA-256");
        dossiers.MapGet("/{id:guid}/history", ShowDossierHistory.Handle).ForAnyone().WithSummary("What happened to a dossier");
        dossiers.MapGet("/{id:guid}/access", ExplainDossierAccess.Handle).ForAnyone().WithSummary("Why one may do something with a dossier or not; for the office also ?person=");
        dossiers.MapGet("/{id:guid}/eligibility", ExplainEligibility.Handle).ForAnyone().WithSummary("The call's rules, line by line");
        dossiers.MapPost("/{id:guid}/prepare-submission", PrepareSubmission.Handle).For(Roles.Holder).WithSummary("Show the confirmation page of a deposit");
        dossiers.MapPost("/{id:guid}/submit", SubmitDossier.Handle).For(Roles.Holder).WithSummary("Deposit a version");
        dossiers.MapPost("/{id:guid}/withdraw", WithdrawDossier.Handle).For(Roles.Holder).WithSummary("Withdraw a dossier");
        dossiers.MapPost("/{id:guid}/admit", AdmitDossier.Handle).For(Roles.Office).WithSummary("Admit a dossier");
        dossiers.MapPost("/{id:guid}/refuse-admission", RefuseAdmission.Handle).For(Roles.Office).WithSummary("Find a dossier inadmissible, with reasons");
        dossiers.MapPost("/{id:guid}/request-correction", RequestCorrection.Handle).For(Roles.Office).WithSummary("Send a dossier back for a correction");
        dossiers.MapPost("/{id:guid}/confirm-duplicate", ConfirmDuplicate.Handle).For(Roles.Office).WithSummary("Confirm that a dossier repeats another");
        dossiers.MapPost("/{id:guid}/dismiss-duplicate", DismissDuplicate.Handle).For(Roles.Office).WithSummary("A marked dossier is no duplicate after all");
    }
}
