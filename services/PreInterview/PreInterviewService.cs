using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;
using Labelling.Web;

namespace Labelling.PreInterview;

/// <summary>The talk between holder and expert before any committee: slots, interviews, conclusions, the waiver.</summary>
public static class PreInterviewService
{
    public static readonly LabellingService Service =
        new(EventCatalogue.PreInterview, Register, Listen, Map, typeof(PreInterviewService).Assembly, Invariants());

    static void Register(IServiceCollection services, Database database)
    {
        var known = new KnownStore(database);
        services.AddPages();
        services.AddSingleton(ExportPerson.Data);
        services.AddSingleton(known);
        services.AddSingleton<InterviewMails>();
        services.AddSingleton(provider => new InterviewStore(database, known, provider.GetRequiredService<InterviewMails>()));
        services.AddSingleton(new SlotStore(database));
        services.AddSingleton(new CalendarFeeds(database));
        services.AddSingleton(provider => new InterviewTrail(database, provider.GetRequiredService<InterviewStore>(), known));
        services.AddSingleton(new ConflictCheck(known));
        services.AddSingleton<InterviewViews>();
        services.AddSingleton<InterviewReader>();
        services.AddSingleton<SuggestExperts>();
        services.AddSingleton<IHostedService>(provider => new RemindOfInterviews(
            database, provider.GetRequiredService<InterviewStore>(), database.Clock, provider.GetRequiredService<ILogger<RemindOfInterviews>>()));
    }

    static void Listen(Listeners listeners)
    {
        listeners.On<PersonRegistered, KnowPerson>();
        listeners.On<PersonChanged, KnowPerson>();
        listeners.On<AccountDisabled, RetireExpert>();
        listeners.On<AccountEnabled, RetireExpert>();
        listeners.On<PersonErased, ForgetPerson>();
        listeners.On<ProgrammePublished, KnowProgramme>();
        listeners.On<CallPublished, KnowCall>();
        listeners.On<VocabularyChanged, KnowVocabularyValue>();
        listeners.On<DossierSubmitted, KnowDossier>();
        listeners.On<DossierAdmitted, OpenInterview>();
        listeners.On<DossierRefusedAdmission, CancelInterview>();
        listeners.On<DossierWithdrawn, CancelInterview>();
        listeners.On<CorrectionRequested, HoldBackConclusion>();
        listeners.On<ExpertProfileChanged, KnowExpert>();
        listeners.On<ExpertAssigned, NoteReviewBegun>();
        listeners.On<LabelIssued, RecordDecision>();
        listeners.On<LabelRefused, RecordDecision>();
        listeners.On<SupportLetterIssued, RecordDecision>();
    }

    static void Map(IEndpointRouteBuilder app)
    {
        var slots = app.MapGroup("/api/slots").WithTags("Slots");
        slots.MapPost("/", OfferSlots.Handle).For(Roles.Expert).WithSummary("Offer times for interviews");
        slots.MapGet("/", ListSlots.Handle).For(Roles.Expert, Roles.Office, Roles.Administrator).Limited(Limits.List).WithSummary("Your slots; for the office, everybody's");
        slots.MapDelete("/{id:guid}", RemoveSlot.Handle).For(Roles.Expert).WithSummary("Take back a free slot of yours");

        var interviews = app.MapGroup("/api/interviews").WithTags("Interviews");
        interviews.MapGet("/", ListInterviews.Handle).ForAnyone().Limited(Limits.List).WithSummary("The interviews you may see");
        interviews.MapGet("/{id:guid}", ShowInterview.Handle).ForAnyone().WithSummary("One interview, with the slots you may book and the conclusion as you may read it");
        interviews.MapGet("/{id:guid}/access", ExplainInterviewAccess.Handle).ForAnyone().WithSummary("Why one may do something with an interview or not; for the office also ?person=");
        interviews.MapPost("/{id:guid}/propose", ProposeExperts.Handle).For(Roles.Office).WithSummary("Propose experts to the holder");
        interviews.MapPost("/{id:guid}/book", BookSlot.Handle).ForAnyone().WithSummary("Book a slot of a proposed expert, or move to another one (holder)");
        interviews.MapPost("/{id:guid}/cancel-booking", CancelBooking.Handle).ForAnyone().WithSummary("Give the booked slot back (holder or office)");
        interviews.MapPost("/{id:guid}/no-show", RecordNoShow.Handle).For(Roles.Expert, Roles.Office).WithSummary("Record that the holder did not come (interviewing expert or office)");
        interviews.MapPost("/{id:guid}/hold", HoldInterview.Handle).For(Roles.Expert, Roles.Office).WithSummary("Record that the interview took place (interviewing expert or office)");
        interviews.MapPost("/{id:guid}/conclude", ConcludeInterview.Handle).For(Roles.Expert).WithSummary("Conclude (interviewing expert)");
        interviews.MapPost("/{id:guid}/reply", ReplyToConclusion.Handle).ForAnyone().WithSummary("Answer the conclusion, once (holder)");
        interviews.MapPost("/{id:guid}/waive", WaiveInterview.Handle).For(Roles.Office).WithSummary("Do without the interview, with a reason");
        interviews.MapGet("/{id:guid}/trail", ShowInterviewTrail.Handle).ForAnyone().WithSummary("What happened to an interview, line by line: all for the office, its part for the holder");
        app.MapGet("/fragments/pre-interview/trail", ShowInterviewTrail.Fragment).ForAnyone().ExcludeFromDescription();
        interviews.MapGet("/{id:guid}/calendar", ShowCalendar.Handle).ForAnyone().WithSummary("The calendar entry (iCalendar), also of a cancelled booking");

        var pages = app.MapGroup("").ExcludeFromDescription();
        pages.MapGet("/interviews", ListInterviews.Page).ForAnyone().Limited(Limits.List);
        pages.MapGet("/interviews/figures", ShowInterviewFigures.Page).For(Roles.Office, Roles.Administrator).Limited(Limits.List);
        pages.MapGet("/interviews/{id:guid}", ShowInterview.Page).ForAnyone();
        pages.MapGet("/interviews/{id:guid}/propose", ProposeExperts.Page).For(Roles.Office);
        pages.MapPost("/interviews/{id:guid}/propose", ProposeExperts.HandleForm).For(Roles.Office);
        pages.MapPost("/interviews/{id:guid}/book", BookSlot.HandleForm).ForAnyone();
        pages.MapPost("/interviews/{id:guid}/cancel-booking", CancelBooking.HandleForm).ForAnyone();
        pages.MapPost("/interviews/{id:guid}/no-show", RecordNoShow.HandleForm).For(Roles.Expert, Roles.Office);
        pages.MapPost("/interviews/{id:guid}/hold", HoldInterview.HandleForm).For(Roles.Expert, Roles.Office);
        pages.MapGet("/interviews/{id:guid}/conclude", ConcludeInterviewForm.Page).For(Roles.Expert);
        pages.MapPost("/interviews/{id:guid}/conclude", ConcludeInterviewForm.HandleForm).For(Roles.Expert);
        pages.MapPost("/interviews/{id:guid}/draft", ConcludeInterviewForm.Keep).For(Roles.Expert);
        pages.MapPost("/interviews/{id:guid}/reply", ReplyToConclusion.HandleForm).ForAnyone();
        pages.MapPost("/interviews/{id:guid}/waive", WaiveInterview.HandleForm).For(Roles.Office);
        pages.MapGet("/slots", SlotPages.Page).For(Roles.Expert);
        pages.MapPost("/slots", SlotPages.OfferOne).For(Roles.Expert);
        pages.MapPost("/slots/weekly", SlotPages.OfferWeekly).For(Roles.Expert);
        pages.MapPost("/slots/{id:guid}/remove", SlotPages.Remove).For(Roles.Expert);
        pages.MapGet("/calendar", ShowCalendarFeed.Page).ForAnyone();
        pages.MapPost("/calendar/renew", ShowCalendarFeed.Renew).ForAnyone();
        pages.MapPost("/calendar/close", ShowCalendarFeed.Close).ForAnyone();
        pages.MapGet("/calendar/{secret}.ics", ShowCalendarFeed.Feed).AllowAnonymous().Limited(Limits.List);
        pages.MapGet("/fragments/pre-interview/access", ExplainInterviewAccess.Fragment).ForAnyone();
        pages.MapGet("/fragments/pre-interview/interview", ShowInterviewsOfDossier.Handle).ForAnyone();
        pages.MapGet("/fragments/pre-interview/timeline", ShowInterviewsOfDossier.Timeline).ForAnyone();
        pages.MapGet("/fragments/pre-interview/dossiers", ListDossiersInterviewed.Handle).ForAnyone();
        pages.MapGet("/fragments/pre-interview/waits", ShowWaits.Handle).ForAnyone();
    }

    static IReadOnlyList<Invariant> Invariants() =>
    [
        new("a booked interview has its booked slot",
            """
            select concat('interview ', i.Id) as Found
            from Interview i
            where i.Status in ('Booked', 'Held', 'Concluded')
              and not exists (
                select 1
                from Slot s
                where s.Id = i.SlotId and s.InterviewId = i.Id and s.ExpertId = i.ExpertId and s.StartsAt = i.StartsAt and s.EndsAt = i.EndsAt)
            """),
        new("a booked slot has its interview",
            """
            select concat('slot ', s.Id) as Found
            from Slot s
            where s.InterviewId is not null
              and not exists (select 1 from Interview i where i.Id = s.InterviewId and i.SlotId = s.Id)
            """),
        new("the booked slots of an expert do not overlap",
            """
            select concat('slots ', a.Id, ' and ', b.Id) as Found
            from Slot a
            join Slot b on b.ExpertId = a.ExpertId and b.Id > a.Id and b.StartsAt < a.EndsAt and a.StartsAt < b.EndsAt
            where a.InterviewId is not null and b.InterviewId is not null
            """),
        new("a concluded interview has a recommendation",
            """
            select concat('interview ', i.Id) as Found
            from Interview i
            where i.Status = 'Concluded' and i.Recommendation is null
            """),
        new("a dossier has one open interview at most",
            """
            select concat('dossier ', i.DossierId) as Found
            from Interview i
            where i.Status in ('ToSchedule', 'SlotsProposed', 'Booked', 'Held')
            group by i.DossierId
            having count(*) > 1
            """),
        new("an admitted dossier that was not withdrawn has an interview",
            """
            select concat('dossier ', d.Id) as Found
            from DossierToInterview d
            where d.AdmittedVersion is not null and d.Withdrawn = 0 and d.RefusedSequence < d.AdmittedSequence
              and not exists (select 1 from Interview i where i.DossierId = d.Id)
            """),
        new("a withdrawn or inadmissible dossier has no open interview",
            """
            select concat('dossier ', d.Id) as Found
            from DossierToInterview d
            where (d.Withdrawn = 1 or d.RefusedSequence > d.AdmittedSequence)
              and exists (
                select 1
                from Interview i
                where i.DossierId = d.Id and i.Status in ('ToSchedule', 'SlotsProposed', 'Booked', 'Held'))
            """),
        new("the last line of an interview's history is what the interview is",
            """
            select concat('interview ', i.Id) as Found
            from Interview i
            where not exists (
                select 1
                from InterviewHistory h
                where h.InterviewId = i.Id and h.Revision = i.Revision and h.Status = i.Status and h.Version = i.Version)
            """),
    ];
}
