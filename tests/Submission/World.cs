using Labelling.Contracts;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;
using Microsoft.AspNetCore.Http;

namespace Labelling.Submission.Tests;

/// <summary>A database with its seeds, its people and a call, and everybody's hands on the handlers.</summary>
sealed class World : IAsyncDisposable
{
    World(TestDatabase database, TestClock clock)
    {
        Database = database;
        Clock = clock;
    }

    public static readonly Caller Holder = Caller(Sample.Holder, Roles.Holder);
    public static readonly Caller CoHolder = Caller(Sample.CoHolder, Roles.Holder);
    public static readonly Caller Stranger = Caller(Sample.Stranger, Roles.Holder);
    public static readonly Caller Officer = Caller(Sample.Officer, Roles.Office);
    public static readonly Caller Administrator = Caller(Sample.Administrator, Roles.Administrator);
    public static readonly Caller Committee = Caller(Sample.Expert, Roles.Expert, Roles.Member, Roles.Chair, Roles.ViceChair);

    public TestDatabase Database { get; }

    public TestClock Clock { get; }

    public Guid Programme { get; private set; }

    public Call Call { get; private set; } = Sample.Call();

    public DossierStore Dossiers => Database.Get<DossierStore>();

    public static async Task<World> Create(Dialect dialect, string now = "2026-03-12T12:00:00Z")
    {
        var clock = new TestClock(now);
        var world = new World(await TestDatabase.Create(dialect, SubmissionService.Service, clock), clock);
        await Seeds.Plant(world.Database.Database, default);
        foreach (var (person, at) in new[] { Sample.Holder, Sample.CoHolder, Sample.Stranger, Sample.Officer, Sample.Expert }.Select((person, at) => (person, at)))
        {
            await world.Database.Hear(new PersonRegistered(Guid.CreateVersion7(), person, 1, clock.GetUtcNow(), $"Person {at}", $"p{at}@example.org", "fr", [Roles.Holder], []));
        }

        world.Programme = (await world.Database.Get<ProgrammeStore>().All(default)).Single(programme => programme.Code == "project-label").Id;
        world.Call = await world.Publish(Sample.Terms());
        return world;
    }

    public static Caller Caller(Guid person, params string[] roles) => new(person, roles.ToHashSet(), "test");

    public async Task<Call> Publish(CallTerms terms)
    {
        var (call, happened) = Submission.Call.Publish(terms, Clock.GetUtcNow());
        Assert.That(await Database.Get<CallStore>().Publish(call, happened, Officer.Actor(Roles.Office), default), Is.True);
        return call;
    }

    public DossierContent Content() => Sample.Content(Programme, Call.Id);

    public Task<IResult> Start(Caller caller, DossierContent content) =>
        Answer(StartDossier.Handle(new(content), Dossiers, Database.Get<NamedThings>(), caller, Clock, default));

    public Task<IResult> Edit(Caller caller, Guid id, long revision, DossierContent content) =>
        Answer(EditDossier.Handle(id, new(revision, content), Dossiers, Database.Get<NamedThings>(), caller, Clock, default));

    public Task<IResult> Show(Caller caller, Guid id) => Answer(ShowDossier.Handle(id, Dossiers, caller, default));

    public Task<IResult> ShowVersion(Caller caller, Guid id, int version) => Answer(ShowDossierVersion.Handle(id, version, Dossiers, caller, default));

    public Task<IResult> History(Caller caller, Guid id) => Answer(ShowDossierHistory.Handle(id, Dossiers, caller, default));

    public Task<IResult> Eligibility(Caller caller, Guid id) => Answer(ExplainEligibility.Handle(id, Dossiers, Database.Get<CallStore>(), caller, default));

    public Task<IResult> List(Caller caller, DossierStatus? status = null, int page = 1, int pageSize = 25) =>
        Answer(ListDossiers.Handle(Dossiers, caller, default, status, page, pageSize));

    public Task<IResult> Prepare(Caller caller, Guid id, long revision) =>
        Answer(PrepareSubmission.Handle(id, new(revision), Dossiers, Database.Get<CallStore>(), caller, Clock, default));

    public Task<IResult> Submit(Caller caller, Guid id, long revision) =>
        Answer(SubmitDossier.Handle(id, new(revision), Dossiers, Database.Get<CallStore>(), Database.Get<ProgrammeStore>(), Database.Get<DepositReceipts>(), caller, Clock, default));

    public Task<IResult> Admit(Caller caller, Guid id, long revision) => Answer(AdmitDossier.Handle(id, new(revision), Dossiers, Database.Get<AdmissibilityMails>(), caller, Clock, default));

    public Task<IResult> Refuse(Caller caller, Guid id, long revision, params string[] reasons) =>
        Answer(RefuseAdmission.Handle(id, new(revision, reasons), Dossiers, Database.Get<AdmissibilityMails>(), caller, Clock, default));

    public Task<IResult> Correct(Caller caller, Guid id, long revision, DateOnly dueOn) =>
        Answer(RequestCorrection.Handle(id, new(revision, CorrectionReason.Incomplete, "Le budget manque.", dueOn), Dossiers, Database.Get<CorrectionMails>(), caller, Clock, default));

    public Task<IResult> Withdraw(Caller caller, Guid id, long revision) =>
        Answer(WithdrawDossier.Handle(id, new(revision, "Nous renonçons."), Dossiers, caller, Clock, default));

    public Task<IResult> Confirm(Caller caller, Guid id, long revision, string original) =>
        Answer(ConfirmDuplicate.Handle(id, new(revision, original), Dossiers, caller, Clock, default));

    public Task<IResult> Dismiss(Caller caller, Guid id, long revision) => Answer(DismissDuplicate.Handle(id, new(revision), Dossiers, caller, Clock, default));

    /// <summary>A draft of the holder's.</summary>
    public async Task<DossierView> Draft(DossierContent? content = null, Caller? by = null) => Value<DossierView>(await Start(by ?? Holder, content ?? Content()));

    public async Task<DossierView> Submitted(DossierContent? content = null, Caller? by = null)
    {
        var draft = await Draft(content, by);
        return Value<DossierView>(await Submit(by ?? Holder, draft.Id, draft.Revision));
    }

    public async Task<DossierView> Admissible()
    {
        var submitted = await Submitted();
        return Value<DossierView>(await Admit(Officer, submitted.Id, submitted.Revision));
    }

    public async Task<DossierView> View(Guid id, Caller? caller = null) => Value<DossierView>(await Show(caller ?? Officer, id));

    public async Task<IReadOnlyList<T>> Told<T>() => [.. (await Database.Events()).OfType<T>()];

    public static T Value<T>(IResult result) => result is IValueHttpResult { Value: T value }
        ? value
        : throw new AssertionException($"Expected {typeof(T).Name}, got {Code(result)}: {((result as Problem)?.Details.Title)}");

    /// <summary>The status and the stable code of a refusal: "409 stale".</summary>
    public static string Code(IResult result) => result switch
    {
        Problem problem => $"{problem.StatusCode} {problem.Details.Extensions["code"]}",
        IStatusCodeHttpResult other => $"{other.StatusCode}",
        _ => result.GetType().Name,
    };

    public async ValueTask DisposeAsync() => await Database.EndSound();

    static async Task<IResult> Answer<T>(Task<T> answer) where T : INestedHttpResult => (await answer).Result;
}
