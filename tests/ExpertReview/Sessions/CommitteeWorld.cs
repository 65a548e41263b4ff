using Labelling.Contracts;
using Labelling.ExpertReview.Experts;
using Labelling.ExpertReview.Labels;
using Labelling.ExpertReview.Sessions;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Labelling.ExpertReview.Tests.Sessions;

/// <summary>What a handler answered.</summary>
sealed record Answer(int Status, object? Value)
{
    public string? Code => Value is ProblemDetails problem ? problem.Extensions["code"] as string : null;

    /// <summary>The body, as it would be sent.</summary>
    public string Body => Value is null ? "" : Json.Write(Value);

    public T As<T>() => Value is T value ? value : throw new AssertionException($"{Status} {Body}");

    public static Answer Of(INestedHttpResult results) => new(
        (results.Result as IStatusCodeHttpResult)?.StatusCode ?? 200, (results.Result as IValueHttpResult)?.Value);
}

/// <summary>A committee of five with the office, a holder and reviewed dossiers, over a database, with the handlers as they are called.</summary>
sealed class CommitteeWorld : IAsyncDisposable
{
    public static readonly Guid Office = Committee.Person(6), Holder = Committee.Person(7), CoHolder = Committee.Person(8);

    readonly string keys = Directory.CreateTempSubdirectory("labelling-keys-").FullName;

    CommitteeWorld(TestDatabase database, TestClock clock)
    {
        Db = database;
        Clock = clock;
        Confirmations = new ActConfirmation(new SigningKey(keys), clock);
        Keys = new LabelKeys(keys);
    }

    public TestDatabase Db { get; }
    public TestClock Clock { get; }
    public ActConfirmation Confirmations { get; }
    public LabelKeys Keys { get; }
    MeetingStore Meetings => Db.Get<MeetingStore>();
    SessionMails Mails => Db.Get<SessionMails>();
    SessionReader Reader => Db.Get<SessionReader>();
    LabelStore Labels => Db.Get<LabelStore>();

    public static async Task<CommitteeWorld> Create(Dialect dialect)
    {
        var clock = new TestClock("2026-03-12T12:00:00Z");
        var world = new CommitteeWorld(await TestDatabase.Create(dialect, ExpertReviewService.Service, clock), clock);
        await world.Seed.People();
        return world;
    }

    CommitteeSeed Seed => new(Heard, Db.Database, Clock);

    public Task Heard(object happened) => Db.Hear(happened);

    public Task Register(Guid person, params string[] roles) => Seed.Register(person, roles);

    /// <summary>A dossier that was admitted and, unless said otherwise, reviewed.</summary>
    public Task<Guid> Dossier(int number, bool reviewed = true, Guid? holderId = null, Guid[]? challenged = null, int version = 1) =>
        Seed.Dossier(number, reviewed, holderId, challenged, version);

    public Task Withdraw(int number) =>
        Heard(new DossierWithdrawn(Guid.CreateVersion7(), Committee.Dossier(number), 3, Clock.GetUtcNow()));

    /// <summary>SQL as it stands: for rows that the handlers would never write.</summary>
    public Task<int> Run(string sql, object? parameters = null) => Seed.Run(sql, parameters);

    public static Caller As(Guid person, params string[] roles) => new(person, roles.ToHashSet(), "test");

    /// <summary>Somebody in the role they have in this world.</summary>
    public static Caller As(Guid person) => As(person,
        person == Committee.Chair ? Roles.Chair
        : person == Committee.ViceChair ? Roles.ViceChair
        : person == Office ? Roles.Office
        : person == Holder || person == CoHolder ? Roles.Holder
        : Roles.Member);

    public async Task<Answer> Plan(string title = "March", DateTimeOffset? startsAt = null, IReadOnlyList<Seat>? members = null) => Answer.Of(await PlanSession.Handle(
        new(title, startsAt ?? Clock.GetUtcNow().AddDays(7), "Lyon", members ?? Committee.Seats),
        Meetings, Db.Get<PersonStore>(), Reader, Mails, As(Office), Clock, default));

    public async Task<Answer> Change(Guid id, long revision, DateTimeOffset startsAt, IReadOnlyList<Seat>? members = null) => Answer.Of(await ChangeSession.Handle(
        id, new(revision, "March", startsAt, "Lyon", members ?? Committee.Seats),
        Meetings, Db.Get<PersonStore>(), Db.Get<DetectRecusals>(), Reader, Mails, As(Office), Clock, default));

    public async Task<Answer> Cancel(Guid id, long revision, string reason = "The hall is flooded.") => Answer.Of(await CancelSession.Handle(
        id, new(revision, reason), Meetings, Reader, Mails, As(Office), Clock, default));

    public async Task<Answer> Publish(Guid id, long revision, params Guid[] dossierIds) => Answer.Of(await PublishAgenda.Handle(
        id, new(revision, dossierIds), Meetings, Db.Get<DetectRecusals>(), Reader, Mails, As(Office), Clock, default));

    public async Task<Answer> Open(Guid id, long revision, Caller? caller = null) =>
        Answer.Of(await OpenSession.Handle(id, new(revision), Meetings, Reader, caller ?? As(Office), Clock, default));

    public async Task<Answer> Close(Guid id, long revision, Caller? caller = null) =>
        Answer.Of(await CloseSession.Handle(id, new(revision), Meetings, Reader, caller ?? As(Office), Clock, default));

    public async Task<Answer> Attend(Guid id, Guid person, Presence presence = Presence.Present, Caller? caller = null) =>
        Answer.Of(await RecordAttendance.Handle(id, new(person, presence), Meetings, Reader, caller ?? As(Office), Clock, default));

    public async Task<Answer> Recuse(Guid id, Guid itemId, Guid person, Caller? caller = null) =>
        Answer.Of(await RecuseMember.Handle(id, itemId, new(person, "A friend."), Meetings, Reader, caller ?? As(person), Clock, default));

    public async Task<Answer> OpenItem(Guid id, Guid itemId, Caller? caller = null) => Answer.Of(await Labelling.ExpertReview.Sessions.OpenItem.Handle(
        id, itemId, Meetings, Db.Get<DetectRecusals>(), Reader, caller ?? As(Committee.Chair), Clock, default));

    public async Task<Answer> Propose(Guid id, Guid itemId, Proposal proposal, Guid? by = null) => Answer.Of(await ProposeDecision.Handle(
        id, itemId, new(proposal.Decision, proposal.Reasons, proposal.Reservations, proposal.ToSessionId), Meetings, As(by ?? Committee.Chair), Clock, default));

    public async Task<Answer> Vote(Guid id, Guid itemId, Guid person, Choice choice) =>
        Answer.Of(await CastVote.Handle(id, itemId, new(choice), Meetings, As(person), Clock, default));

    public async Task<Answer> CloseBallot(Guid id, Guid itemId, Guid? by = null) =>
        Answer.Of(await Labelling.ExpertReview.Sessions.CloseBallot.Handle(id, itemId, Meetings, As(by ?? Committee.Chair), Clock, default));

    public async Task<Answer> Elect(Guid id, Guid itemId, Guid elector, Guid candidate) =>
        Answer.Of(await ElectPresiding.Handle(id, itemId, new(candidate), Meetings, Reader, As(elector), default));

    public async Task<Answer> Read(Guid id, Caller caller) => Answer.Of(await ReadSession.Handle(id, Reader, caller, default));

    public async Task<Answer> List(Caller caller) => Answer.Of(await ReadSession.List(Meetings, caller, default));

    public async Task<Answer> Minutes(Guid id, Caller caller) => Answer.Of(await ReadMinutes.Handle(id, Meetings, Reader, caller, default));

    public async Task<Answer> Finalise(Guid id, long revision) => Answer.Of(await FinaliseMinutes.Handle(id, new(revision), Meetings, As(Office), default));

    public async Task<Answer> Correct(Guid id, Guid? itemId, long seen, string text, Caller caller) =>
        Answer.Of(await CorrectMinutes.Handle(id, new(seen, text, itemId), Meetings, Reader, caller, Clock, default));

    public async Task<Answer> Release(Guid person, params Guid[] itemIds) => await Release(person, Confirmations.Give(person), itemIds);

    public async Task<Answer> Release(Guid person, string confirmation, params Guid[] itemIds) => Answer.Of(await ReleaseDecisions.Handle(
        new(itemIds, confirmation), Meetings, Reader, Confirmations, Keys, Db.Get<DecisionMails>(), As(person), Clock, default));

    public async Task<Answer> Waiting(Caller caller) => new(200, (await ReadReleases.Handle(Meetings, Reader, caller, default)).Value);

    public async Task<Answer> Decisions(Caller caller, Guid? dossierId = null) => Answer.Of(await ReadDecisions.Handle(Labels, caller, default, dossierId));

    public async Task<Answer> Trail(Caller caller, Guid dossierId) =>
        Answer.Of(await Labelling.ExpertReview.Reviews.ShowReviewTrail.Handle(dossierId, Db.Get<Labelling.ExpertReview.Reviews.ReviewTrail>(), caller, default));

    public async Task<Answer> Register(string? query = null) => Answer.Of(await ReadLabels.Register(Labels, Clock, default, query));

    public async Task<Answer> Check(string number) => Answer.Of(await ReadLabels.Check(number, Labels, Clock, default));

    public async Task<IReadOnlyList<Certificate>> Certificates(string number) =>
        await Labels.Certificates((await Labels.Find(number, default))!.Id, default);

    public async Task<Answer> Revoke(string number, long revision, Caller caller, string? confirmation = null) => Answer.Of(await RevokeLabel.Handle(
        number, new(revision, "Misuse.", confirmation ?? Confirmations.Give(caller.PersonId)), Labels, Db.Get<LabelAccess>(), Confirmations, caller, Clock, default));

    /// <summary>A session with these dossiers on its agenda, in their order.</summary>
    public async Task<SessionView> Agenda(params Guid[] dossierIds)
    {
        var planned = (await Plan()).As<SessionView>();
        return (await Publish(planned.Id, planned.Revision, dossierIds)).As<SessionView>();
    }

    /// <summary>An open session in which these persons are present; everybody when none is named.</summary>
    public async Task<SessionView> Opened(Guid[] dossierIds, params Guid[] present)
    {
        var session = await Agenda(dossierIds);
        session = (await Open(session.Id, session.Revision)).As<SessionView>();
        foreach (var person in present.Length == 0 ? Committee.Everybody : present)
            session = (await Attend(session.Id, person)).As<SessionView>();
        return session;
    }

    /// <summary>Opens the item, puts the proposal, lets everybody named vote for it and closes the ballot.</summary>
    public async Task<BallotView> Decide(Guid id, Guid itemId, Proposal proposal, Guid? by = null, params Guid[] voters)
    {
        (await OpenItem(id, itemId, As(Office))).As<ItemView>();
        (await Propose(id, itemId, proposal, by)).As<BallotView>();
        foreach (var voter in voters.Length == 0 ? [by ?? Committee.Chair] : voters)
            (await Vote(id, itemId, voter, Choice.For)).As<BallotView>();
        var ballot = (await CloseBallot(id, itemId, by)).As<BallotView>();
        Assert.That(ballot.Carried, Is.True);
        return ballot;
    }

    public async Task<int> Count(string table) => await Db.Database.QuerySingleOrDefault<int?>(table switch
    {
        "Label" => "select count(*) from Label",
        "Vote" => "select count(*) from Vote",
        "CarriedOver" => "select count(*) from CarriedOver",
        "UsedConfirmation" => "select count(*) from UsedConfirmation",
        _ => throw new ArgumentOutOfRangeException(nameof(table)),
    }, null, default) ?? 0;

    /// <summary>Ends it without looking at what a test spoilt on purpose.</summary>
    public ValueTask Discard()
    {
        Directory.Delete(keys, recursive: true);
        return Db.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Directory.Delete(keys, recursive: true);
        await Db.EndSound();
    }
}
