using Labelling.Contracts;
using Labelling.ExpertReview.Sessions.Live;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.ExpertReview.Sessions;

public static class SessionRoutes
{
    public static void Register(IServiceCollection services, Database database)
    {
        services.AddSingleton(new MeetingStore(database));
        services.AddSingleton<DetectRecusals>();
        services.AddSingleton<SessionReader>();
        services.AddSingleton(new SessionCalendar(database));
        services.AddSingleton<AgendaProposal>();
        services.AddSingleton<SessionMails>();
        services.AddSingleton<LiveReader>();
        services.AddSingleton<LiveRenderer>();
        services.AddSingleton<ActInSession>();
        services.AddSingleton<MinutesReader>();
        services.AddSingleton<DocumentsReader>();
        services.AddSingleton<ComponentText>();
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        var sessions = app.MapGroup("/api/sessions").WithTags("Sessions");
        sessions.MapPost("/", PlanSession.Handle).For(Roles.Office).WithSummary("Plan a session with its members");
        sessions.MapGet("/", ReadSession.List).For(Committee).Limited(Limits.List).WithSummary("Sessions: all for the office, else those one sits in");
        sessions.MapGet("/{id:guid}", ReadSession.Handle).For(Committee).WithSummary("A session as the caller may see it");
        sessions.MapPut("/{id:guid}", ChangeSession.Handle).For(Roles.Office).WithSummary("Change a session that was not opened");
        sessions.MapPost("/{id:guid}/cancel", CancelSession.Handle).For(Roles.Office).WithSummary("Cancel a session that was not opened: its members are told, its dossiers are free again");
        sessions.MapPost("/{id:guid}/agenda", PublishAgenda.Handle).For(Roles.Office).WithSummary("Publish the next version of the agenda");
        sessions.MapPost("/{id:guid}/open", OpenSession.Handle).For(Committee).WithSummary("Open the session");
        sessions.MapPost("/{id:guid}/attendance", RecordAttendance.Handle).For(Committee).WithSummary("Record an arrival or a departure");
        sessions.MapPost("/{id:guid}/close", CloseSession.Handle).For(Committee).WithSummary("Close the session; what is undecided is free again");
        sessions.MapGet("/{id:guid}/minutes", ReadMinutes.Handle).For(Committee).WithSummary("The minutes, draft or final");
        sessions.MapPost("/{id:guid}/minutes/final", FinaliseMinutes.Handle).For(Roles.Office).WithSummary("Make the minutes final, and hash them");

        sessions.MapPost("/{id:guid}/minutes/corrections", CorrectMinutes.Handle).For(Committee).WithSummary("Write into the minutes by hand, of an item or of the session; each time stays visible");

        var items = sessions.MapGroup("/{id:guid}/items/{itemId:guid}");
        items.MapPost("/recuse", RecuseMember.Handle).For(Committee).WithSummary("Recuse oneself, or for the office a member, with a reason");
        items.MapPost("/open", OpenItem.Handle).For(Committee).WithSummary("Take the item up: conflicts are looked for again, reviews are closed");
        items.MapPost("/timer", SetTimer.Of).For(Committee).WithSummary("Set the clock of the hearing or of the discussion");
        items.MapPost("/elect", ElectPresiding.Handle).For(Members).WithSummary("Choose who presides when neither chair nor vice-chair can");
        items.MapPost("/propose", ProposeDecision.Handle).For(Members).WithSummary("Put a decision to the vote");
        items.MapPost("/vote", CastVote.Handle).For(Members).WithSummary("Vote, or change one's vote");
        items.MapPost("/close-ballot", CloseBallot.Handle).For(Members).WithSummary("Close the ballot and count");

        var pages = app.MapGroup("/sessions").ExcludeFromDescription();
        pages.MapGet("/", ListSessions.Page).For(Committee).Limited(Limits.List);
        pages.MapGet("/new", PlanSessionForm.Page).For(Roles.Office);
        pages.MapPost("/new", PlanSessionForm.HandleForm).For(Roles.Office);
        pages.MapGet("/{id:guid}", ShowSession.Page).For(Committee);
        pages.MapGet("/{id:guid}/edit", PlanSessionForm.PageOfChange).For(Roles.Office);
        pages.MapPost("/{id:guid}/edit", PlanSessionForm.HandleChange).For(Roles.Office);
        pages.MapGet("/{id:guid}/cancel", CancelSession.Page).For(Roles.Office);
        pages.MapPost("/{id:guid}/cancel", CancelSession.HandleForm).For(Roles.Office);
        pages.MapGet("/{id:guid}/agenda", BuildAgenda.Page).For(Roles.Office);
        pages.MapPost("/{id:guid}/agenda", BuildAgenda.HandleForm).For(Roles.Office);
        pages.MapGet("/{id:guid}/documents", ShowDocuments.Page).For(Committee);
        pages.MapGet("/{id:guid}/documents/pdf", ShowDocuments.Pdf).For(Committee).Limited(Limits.List);
        pages.MapGet("/{id:guid}/minutes", ShowMinutes.Page).For(Committee);
        pages.MapGet("/{id:guid}/minutes/pdf", ShowMinutes.Pdf).For(Committee).Limited(Limits.List);
        pages.MapPost("/{id:guid}/minutes/corrections", CorrectMinutes.HandleForm).For(Committee);
        pages.MapPost("/{id:guid}/minutes/final", ShowMinutes.Finalise).For(Roles.Office);
        pages.MapGet("/{id:guid}/live", ShowLiveSession.Page).For(Committee);
        app.MapGet("/fragments/expert-review/sessions/{id:guid}/live", FollowSession.Handle).For(Committee).Limited(Limits.List).ExcludeFromDescription();
        pages.MapPost("/{id:guid}/open", ActInSession.Open).For(Committee);
        pages.MapPost("/{id:guid}/close", ActInSession.Close).For(Committee);
        pages.MapPost("/{id:guid}/attendance", ActInSession.Attend).For(Committee);
        pages.MapPost("/{id:guid}/items/{itemId:guid}/open", ActInSession.TakeUp).For(Committee);
        pages.MapPost("/{id:guid}/items/{itemId:guid}/recuse", ActInSession.Recuse).For(Committee);
        pages.MapPost("/{id:guid}/items/{itemId:guid}/timer", ActInSession.Time).For(Committee);
        pages.MapPost("/{id:guid}/items/{itemId:guid}/elect", ActInSession.Elect).For(Members);
        pages.MapPost("/{id:guid}/items/{itemId:guid}/propose", ActInSession.Propose).For(Members);
        pages.MapPost("/{id:guid}/items/{itemId:guid}/vote", ActInSession.Vote).For(Members);
        pages.MapPost("/{id:guid}/items/{itemId:guid}/close-ballot", ActInSession.CloseBallot).For(Members);
    }

    static readonly string[] Members = [Roles.Member, Roles.Chair, Roles.ViceChair];

    static readonly string[] Committee = [Roles.Office, .. Members];

    public static IReadOnlyList<Invariant> Invariants { get; } =
    [
        new("no vote is of a recused member",
            """
            select concat('ballot ', V.BallotId, ' person ', V.PersonId) as Found
            from Vote V
            join Ballot B on B.Id = V.BallotId
            join AgendaItem I on I.Id = B.ItemId
            join Recusal R on R.SessionId = I.SessionId and R.DossierId = I.DossierId and R.PersonId = V.PersonId
            """),
        new("a counted vote is of a member who was there when the ballot was closed",
            """
            select concat('ballot ', V.BallotId, ' person ', V.PersonId) as Found
            from Vote V
            join Ballot B on B.Id = V.BallotId
            join AgendaItem I on I.Id = B.ItemId
            where V.Counted = 1 and not exists (
                select 1
                from Attendance A
                where A.SessionId = I.SessionId and A.PersonId = V.PersonId and A.Presence in ('Present', 'Remote') and A.At <= B.ClosedAt
                  and not exists (
                      select 1
                      from Attendance Later
                      where Later.SessionId = A.SessionId and Later.PersonId = A.PersonId and Later.Number > A.Number and Later.At < B.ClosedAt))
            """),
        new("the votes of a closed ballot are as many as were counted",
            """
            select concat('ballot ', B.Id) as Found
            from Ballot B
            where B.Status = 'Carried'
              and B.ForCount + B.AgainstCount + B.AbstainCount <> (select count(*) from Vote V where V.BallotId = B.Id and V.Counted = 1)
            """),
        new("a decision has its quorum recorded, and was reached with it",
            """
            select concat('item ', I.Id) as Found
            from AgendaItem I
            where I.Status = 'Decided' and not exists (
                select 1
                from Ballot B
                where B.ItemId = I.Id and B.Status = 'Carried' and B.Decision = I.Decision
                  and B.QuorumPresent >= B.QuorumNeeded and B.QuorumNeeded >= 3)
            """),
        new("a carried ballot decided its item",
            """
            select concat('item ', B.ItemId) as Found
            from Ballot B
            join AgendaItem I on I.Id = B.ItemId
            where B.Status = 'Carried' and I.Status <> 'Decided'
            """),
        new("an item is decided at most once",
            """
            select concat('item ', ItemId) as Found
            from Ballot
            where Status = 'Carried'
            group by ItemId
            having count(*) > 1
            """),
        new("only who was not recused heard a decision",
            """
            select concat('item ', E.ItemId, ' person ', E.PersonId) as Found
            from Entitlement E
            join AgendaItem I on I.Id = E.ItemId
            join Recusal R on R.SessionId = I.SessionId and R.DossierId = I.DossierId and R.PersonId = E.PersonId
            where E.Heard = 1 or E.Recused = 0
            """),
        new("no item of a session that is over is undecided and not left",
            """
            select concat('item ', I.Id) as Found
            from AgendaItem I
            join Session S on S.Id = I.SessionId
            where (S.Status in ('Closed', 'MinutesFinal') or S.CancelledAt is not null) and I.Status in ('Waiting', 'Open')
            """),
    ];
}
