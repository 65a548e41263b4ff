using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;
using Labelling.Submission.Admissibility;
using Labelling.Submission.Attachments;
using Labelling.Submission.Duplicates;
using Labelling.Submission.Messages;
using Labelling.Submission.Planning;
using Labelling.Submission.Writing;
using Labelling.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
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
        services.AddPages();
        services.AddSingleton(new DossierStore(database));
        services.AddSingleton(new VocabularyStore(database));
        services.AddSingleton(new ProgrammeStore(database));
        services.AddSingleton(new CallStore(database));
        services.AddSingleton(new PeopleStore(database));
        services.AddSingleton(new DeadlineFeedStore(database));
        services.AddSingleton<PlanReader>();
        services.AddSingleton(ExportPerson.Data);
        services.AddSingleton(DraftRetention.Category);
        services.AddSingleton<NamedThings>();
        services.AddSingleton<DossierReader>();
        services.AddSingleton<WritingDesk>();
        services.AddSingleton<CoHolderMails>();
        services.AddSingleton(provider => new CoHolderStore(database, provider.GetRequiredService<CoHolderMails>()));
        // A budget by partner and work package is a form of many fields.
        services.Configure<FormOptions>(forms => forms.ValueCountLimit = 8192);
        services.AddSingleton<DepositReceipts>();
        services.AddSingleton<RedirectionMails>();
        services.AddSingleton<CorrectionMails>();
        services.AddSingleton<AdmissibilityMails>();
        services.AddSingleton<DossierComparison>();
        services.AddSingleton<DossierPrinting>();
        services.AddSingleton(provider => new DossierTrail(database, provider.GetRequiredService<DossierStore>(), provider.GetRequiredService<PeopleStore>()));
        services.AddSingleton<IHostedService>(new SeedPlanting(database));
        services.AddSingleton(new AttachmentStore(database));
        services.AddSingleton(provider => new AttachmentFiles(provider.GetRequiredService<Settings>().Uploads));
        services.AddSingleton(provider => ClamAv.Of(provider.GetRequiredService<IConfiguration>(), provider.GetRequiredService<ILogger<ClamAv>>()));
        services.AddSingleton<IHostedService, AttachmentSweep>();
        services.AddSingleton(new DuplicateStore(database));
        services.AddSingleton<DuplicateReader>();
        services.AddSingleton<IHostedService, DuplicateSweep>();
        services.AddSingleton(new AdmissionQueue(database));
        services.AddSingleton(new MessageStore(database));
        services.AddSingleton<MessageMail>();
        services.AddSingleton(MessageRetention.Category);
    }

    static void Listen(Listeners listeners)
    {
        listeners.On<PersonRegistered, RememberPerson>();
        listeners.On<PersonChanged, RememberPerson>();
        listeners.On<PersonErased, ForgetPerson>();
        listeners.On<OrganisationChanged, RememberOrganisation>();
        listeners.On<HistoryImported, RememberHistory>();
        listeners.On<InterviewConcluded, RedirectDossier>();
        listeners.On<InterviewWaived, NoteWaiver>();
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
        calls.MapGet("/", ListCalls.Handle).ForAnyone().Limited(Limits.List).WithSummary("All calls, by closing");
        calls.MapGet("/{id:guid}", ShowCall.Handle).ForAnyone().WithSummary("A call with its rules");
        calls.MapPost("/", PublishCall.Handle).For(Roles.Administrator, Roles.Office).WithSummary("Publish a call");
        calls.MapPut("/{id:guid}", ChangeCall.Handle).For(Roles.Administrator, Roles.Office).WithSummary("Change a call");

        var dossiers = app.MapGroup("/api/dossiers").WithTags("Dossiers");
        dossiers.MapPost("/", StartDossier.Handle).For(Roles.Holder).WithSummary("Start a draft");
        dossiers.MapGet("/", ListDossiers.Handle).ForAnyone().Limited(Limits.List).WithSummary("The dossiers this person may see, newest first");
        dossiers.MapGet("/{id:guid}", ShowDossier.Handle).ForAnyone().WithSummary("A dossier");
        dossiers.MapPut("/{id:guid}", EditDossier.Handle).For(Roles.Holder).WithSummary("Save what is written");
        dossiers.MapPatch("/{id:guid}/fields", SaveFields.Handle).For(Roles.Holder).WithSummary("Save changed fields, each with the value it was changed from; what somebody else changed meanwhile comes back");
        dossiers.MapGet("/{id:guid}/versions/{version:int}", ShowDossierVersion.Handle).ForAnyone().WithSummary("A deposited version, with its SHA-256");
        dossiers.MapGet("/{id:guid}/history", ShowDossierHistory.Handle).ForAnyone().WithSummary("What happened to a dossier");
        dossiers.MapGet("/{id:guid}/access", ExplainDossierAccess.Handle).ForAnyone().WithSummary("Why one may do something with a dossier or not; for the office also ?person=");
        dossiers.MapGet("/{id:guid}/trail", ShowDossierTrail.Handle).ForAnyone().WithSummary("What happened to a dossier, line by line: all for the office, its part for the holder");
        app.MapGet("/dossiers/{id:guid}/trail", ShowDossierTrail.Page).ForAnyone().ExcludeFromDescription();
        app.MapGet("/fragments/submission/trail", ShowDossierTrail.Fragment).ForAnyone().ExcludeFromDescription();
        dossiers.MapGet("/{id:guid}/eligibility", ExplainEligibility.Handle).ForAnyone().WithSummary("The call's rules, line by line");
        dossiers.MapGet("/{id:guid}/calls", ShowFittingCalls.Handle).ForAnyone().WithSummary("Which open calls accept a dossier, which would after one change, and which do not");
        dossiers.MapGet("/{id:guid}/plan", ShowPlan.Handle).ForAnyone().WithSummary("Until when each step has to be done for the dossier's call");
        dossiers.MapGet("/{id:guid}/attachments", ShowAttachments.Handle).ForAnyone().WithSummary("The attachments: the holder's as they are now, for others those deposited last");
        dossiers.MapPost("/{id:guid}/attachments", AttachFile.Handle).For(Roles.Holder).Limited(Limits.Upload)
            .WithMetadata(new RequestSizeLimitAttribute(AttachFile.LargestRequest))
            .WithSummary("Attach a file (multipart/form-data: file, restricted): PDF, DOCX, ODT, XLSX, PNG or JPEG, 20 MB at most");
        dossiers.MapGet("/{id:guid}/attachments/{attachmentId:guid}", DownloadAttachment.Handle).ForAnyone().WithSummary("The content of an attachment");
        dossiers.MapDelete("/{id:guid}/attachments/{attachmentId:guid}", RemoveAttachment.Handle).For(Roles.Holder).WithSummary("Remove an attachment; deposited versions keep it");
        dossiers.MapGet("/{id:guid}/versions/{version:int}/attachments", ShowAttachments.HandleVersion).ForAnyone().WithSummary("The attachments of a deposited version");
        dossiers.MapGet("/{id:guid}/versions/{version:int}/attachments/{attachmentId:guid}", DownloadAttachment.HandleVersion).ForAnyone().WithSummary("The content of an attachment of a deposited version");
        dossiers.MapPost("/{id:guid}/prepare-submission", PrepareSubmission.Handle).For(Roles.Holder).WithSummary("Show the confirmation page of a deposit");
        dossiers.MapPost("/{id:guid}/submit", SubmitDossier.Handle).For(Roles.Holder).Limited(Limits.Deposit).WithSummary("Deposit a version");
        dossiers.MapPost("/{id:guid}/copy", CopyDossier.Handle).For(Roles.Holder).WithSummary("Start another draft from a dossier, its attachments included; with resubmits as a resubmission of it");
        dossiers.MapPost("/{id:guid}/withdraw", WithdrawDossier.Handle).For(Roles.Holder).WithSummary("Withdraw a dossier");
        dossiers.MapPost("/{id:guid}/admit", AdmitDossier.Handle).For(Roles.Office).WithSummary("Admit a dossier");
        dossiers.MapPost("/{id:guid}/refuse-admission", RefuseAdmission.Handle).For(Roles.Office).WithSummary("Find a dossier inadmissible, with reasons");
        dossiers.MapPost("/{id:guid}/request-correction", RequestCorrection.Handle).For(Roles.Office).WithSummary("Send a dossier back for a correction");
        dossiers.MapPost("/{id:guid}/confirm-duplicate", ConfirmDuplicate.Handle).For(Roles.Office).WithSummary("Confirm that a dossier repeats another");
        dossiers.MapPost("/{id:guid}/dismiss-duplicate", DismissDuplicate.Handle).For(Roles.Office).WithSummary("A marked dossier is no duplicate after all");

        dossiers.MapGet("/{id:guid}/messages", ShowMessages.Handle).ForAnyone().WithSummary("What the holders of a dossier and the office wrote to each other");
        dossiers.MapPost("/{id:guid}/messages", SendMessage.Handle).For(Roles.Holder, Roles.Office).Limited(Limits.Message)
            .WithMetadata(new RequestSizeLimitAttribute(SendMessage.LargestRequest))
            .WithSummary("Write to the other side (multipart/form-data: text, revision, up to three files)");
        dossiers.MapPost("/{id:guid}/messages/read", ReadMessages.Handle).For(Roles.Holder, Roles.Office).WithSummary("Everything up to this message was read");
        dossiers.MapPost("/{id:guid}/messages/{messageId:guid}/remove", RemoveMessage.Handle).For(Roles.Holder, Roles.Office).WithSummary("Take a message back within 15 minutes; that it was stays");
        dossiers.MapGet("/{id:guid}/messages/{messageId:guid}/files/{fileId:guid}", DownloadMessageFile.Handle).ForAnyone().WithSummary("The content of a file of a message");

        var duplicates = app.MapGroup("/api/duplicates").WithTags("Dossiers");
        duplicates.MapGet("/", ListDuplicates.Handle).For(Roles.Office).Limited(Limits.List).WithSummary("Dossiers that may be one: open, confirmed or dismissed, the most alike first");
        duplicates.MapGet("/{id:guid}", ShowDuplicate.Handle).For(Roles.Office).WithSummary("Two dossiers that may be one, and why");
        duplicates.MapPost("/{id:guid}/confirm", DecideDuplicate.Confirm).For(Roles.Office).WithSummary("They are one: the later one is marked as a duplicate of the other");
        duplicates.MapPost("/{id:guid}/dismiss", DecideDuplicate.Dismiss).For(Roles.Office).WithSummary("They are two projects");
        duplicates.MapPost("/{id:guid}/undo", DecideDuplicate.Undo).For(Roles.Office).WithSummary("Take back what was said of two dossiers");

        MapPages(app);
    }

    static void MapPages(IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("").ExcludeFromDescription();
        pages.MapGet("/dossiers", ListDossiers.Page).ForAnyone().Limited(Limits.List);
        pages.MapGet("/dossiers/{id:guid}", ShowDossier.Page).ForAnyone();
        pages.MapGet("/dossiers/new", StartDossierForm.Page).For(Roles.Holder);
        pages.MapPost("/dossiers", StartDossierForm.HandleForm).For(Roles.Holder);
        pages.MapGet("/dossiers/join", JoinDossier.Page).ForAnyone();
        pages.MapPost("/dossiers/join", JoinDossier.HandleForm).For(Roles.Holder);
        pages.MapGet("/dossiers/{id:guid}/co-holders", CoHolders.Page).For(Roles.Holder);
        pages.MapPost("/dossiers/{id:guid}/co-holders", CoHolders.Invite).For(Roles.Holder);
        pages.MapPost("/dossiers/{id:guid}/co-holders/part", CoHolders.GivePart).For(Roles.Holder);
        pages.MapPost("/dossiers/{id:guid}/co-holders/remove", CoHolders.Remove).For(Roles.Holder);
        pages.MapPost("/dossiers/{id:guid}/co-holders/withdraw-invitation", CoHolders.Withdraw).For(Roles.Holder);
        pages.MapGet("/dossiers/{id:guid}/write/{step}", WriteDossier.Page).For(Roles.Holder);
        pages.MapPost("/dossiers/{id:guid}/write/{step}", WriteDossier.HandleForm).For(Roles.Holder);
        pages.MapGet("/dossiers/{id:guid}/versions/{version:int}", ShowDossierVersion.Page).ForAnyone();
        pages.MapGet("/dossiers/{id:guid}/versions/{version:int}/receipt", ShowReceipt.Page).ForAnyone();
        pages.MapGet("/dossiers/{id:guid}/preview", PreviewDossier.Page).ForAnyone();
        pages.MapGet("/dossiers/{id:guid}/preview/pdf", PreviewDossier.Pdf).ForAnyone().Limited(Limits.List);
        pages.MapGet("/fragments/submission/under-review", ReadUnderReview.Handle).ForAnyone();
        pages.MapGet("/fragments/submission/under-review/files/{attachmentId:guid}", ReadUnderReview.Attachment).ForAnyone();
        pages.MapGet("/dossiers/{id:guid}/versions/{a:int}/compare/{b:int}", CompareVersions.Page).ForAnyone();
        pages.MapGet("/dossiers/{id:guid}/attachments", ShowAttachments.Page).ForAnyone();
        pages.MapPost("/dossiers/{id:guid}/attachments", AttachFile.HandleForm).For(Roles.Holder).Limited(Limits.Upload)
            .WithMetadata(new RequestSizeLimitAttribute(AttachFile.LargestRequest));
        pages.MapPost("/dossiers/{id:guid}/attachments/{attachmentId:guid}/remove", RemoveAttachment.HandleForm).For(Roles.Holder);
        pages.MapGet("/dossiers/{id:guid}/calls", ShowFittingCalls.Page).ForAnyone();
        pages.MapPost("/dossiers/{id:guid}/calls", ShowFittingCalls.Choose).For(Roles.Holder);
        pages.MapPost("/dossiers/{id:guid}/prepare-submission", PrepareSubmission.HandleForm).For(Roles.Holder);
        pages.MapPost("/dossiers/{id:guid}/submit", SubmitDossier.HandleForm).For(Roles.Holder).Limited(Limits.Deposit);
        pages.MapPost("/dossiers/{id:guid}/copy", CopyDossier.HandleForm).For(Roles.Holder);
        pages.MapGet("/dossiers/{id:guid}/resubmission", ExplainResubmission.Page).ForAnyone();
        pages.MapPost("/dossiers/{id:guid}/resubmission", ExplainResubmission.HandleForm).For(Roles.Holder);
        pages.MapPost("/dossiers/{id:guid}/withdraw", WithdrawDossier.HandleForm).For(Roles.Holder);
        pages.MapPost("/dossiers/{id:guid}/admit", AdmitDossier.HandleForm).For(Roles.Office);
        pages.MapPost("/dossiers/{id:guid}/refuse-admission", RefuseAdmission.HandleForm).For(Roles.Office);
        pages.MapPost("/dossiers/{id:guid}/request-correction", RequestCorrection.HandleForm).For(Roles.Office);

        pages.MapGet("/programmes", ListProgrammes.Page).ForAnyone();
        pages.MapGet("/programmes/{id:guid}", ShowProgramme.Page).ForAnyone();
        pages.MapGet("/programmes/new", PublishProgramme.Page).For(Roles.Administrator);
        pages.MapPost("/programmes", PublishProgramme.HandleForm).For(Roles.Administrator);
        pages.MapGet("/programmes/{id:guid}/revise", ReviseProgramme.Page).For(Roles.Administrator);
        pages.MapPost("/programmes/{id:guid}/versions", ReviseProgramme.HandleForm).For(Roles.Administrator);

        pages.MapGet("/calls", ListCalls.Page).ForAnyone();
        pages.MapGet("/calls/{id:guid}", ShowCall.Page).ForAnyone();
        pages.MapGet("/calls/new", PublishCall.Page).For(Roles.Administrator, Roles.Office);
        pages.MapPost("/calls", PublishCall.HandleForm).For(Roles.Administrator, Roles.Office);
        pages.MapGet("/calls/{id:guid}/edit", ChangeCall.Page).For(Roles.Administrator, Roles.Office);
        pages.MapPost("/calls/{id:guid}", ChangeCall.HandleForm).For(Roles.Administrator, Roles.Office);

        pages.MapGet("/planning", ListPlans.Page).For(Roles.Office).Limited(Limits.List);
        pages.MapGet("/deadlines", ShowDeadlines.Page).For(Roles.Holder, Roles.Office);
        pages.MapPost("/deadlines", ShowDeadlines.Renew).For(Roles.Holder, Roles.Office);
        pages.MapPost("/deadlines/remove", ShowDeadlines.Remove).For(Roles.Holder, Roles.Office);
        pages.MapGet("/deadlines/calendar", ShowDeadlines.Feed).AllowAnonymous().Limited(Limits.List);

        pages.MapGet("/vocabularies", ListVocabularies.Page).ForAnyone();
        pages.MapPost("/vocabularies/{vocabulary}/values", AddVocabularyValue.HandleForm).For(Roles.Administrator);

        pages.MapGet("/dossiers/{id:guid}/messages", ShowMessages.Page).ForAnyone();
        pages.MapPost("/dossiers/{id:guid}/messages", SendMessage.HandleForm).For(Roles.Holder, Roles.Office).Limited(Limits.Message).WithMetadata(new RequestSizeLimitAttribute(SendMessage.LargestRequest));
        pages.MapPost("/dossiers/{id:guid}/messages/{messageId:guid}/remove", RemoveMessage.HandleForm).For(Roles.Holder, Roles.Office);
        pages.MapGet("/fragments/submission/messages", ShowMessages.Fragment).ForAnyone();
        pages.MapGet("/fragments/submission/duplicates", ListDuplicates.Fragment).ForAnyone();

        pages.MapGet("/admissibility", ShowAdmissibility.Queue).For(Roles.Office).Limited(Limits.List);
        pages.MapPost("/admissibility", DecideAdmissibility.AdmitSelected).For(Roles.Office);
        pages.MapGet("/admissibility/{id:guid}", ShowAdmissibility.Page).For(Roles.Office);
        pages.MapPost("/admissibility/{id:guid}/admit", DecideAdmissibility.Admit).For(Roles.Office);
        pages.MapPost("/admissibility/{id:guid}/refuse-admission", DecideAdmissibility.Refuse).For(Roles.Office);
        pages.MapPost("/admissibility/{id:guid}/request-correction", DecideAdmissibility.AskCorrection).For(Roles.Office);

        pages.MapGet("/duplicates", ListDuplicates.Page).For(Roles.Office).Limited(Limits.List);
        pages.MapGet("/duplicates/{id:guid}", ShowDuplicate.Page).For(Roles.Office);
        pages.MapPost("/duplicates/{id:guid}/confirm", DecideDuplicate.ConfirmForm).For(Roles.Office);
        pages.MapPost("/duplicates/{id:guid}/dismiss", DecideDuplicate.DismissForm).For(Roles.Office);
        pages.MapPost("/duplicates/{id:guid}/undo", DecideDuplicate.UndoForm).For(Roles.Office);

        pages.MapGet("/fragments/submission/waits", ShowWaits.Handle).ForAnyone();
        pages.MapGet("/fragments/submission/access", ExplainDossierAccess.Fragment).ForAnyone();
        pages.MapGet("/fragments/submission/eligibility", ExplainEligibility.Fragment).ForAnyone();
        pages.MapGet("/fragments/submission/plan", ShowPlan.Fragment).ForAnyone();
        pages.MapGet("/fragments/submission/timeline", ShowTimeline.Handle).ForAnyone();
    }
}
