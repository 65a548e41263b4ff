using Labelling.Contracts;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.PreInterview.Tests;

/// <summary>A refusal as its reader gets it.</summary>
sealed record Answer(int Status, string? Code);

/// <summary>A database with people, a programme and calls, and the acts of people as they come over HTTP.</summary>
sealed class World : IAsyncDisposable
{
    public static readonly DateTimeOffset Morning = Samples.Instant("2026-03-12T09:00:00Z");

    readonly TestDatabase database;

    World(TestDatabase database, TestClock clock) => (this.database, Clock) = (database, clock);

    public TestClock Clock { get; }
    public Guid Holder { get; } = Guid.CreateVersion7();
    public Guid CoHolder { get; } = Guid.CreateVersion7();
    public Guid Expert { get; } = Guid.CreateVersion7();
    public Guid Colleague { get; } = Guid.CreateVersion7();
    public Guid Office { get; } = Guid.CreateVersion7();
    public Guid Administrator { get; } = Guid.CreateVersion7();
    public Guid Stranger { get; } = Guid.CreateVersion7();

    public Caller AsHolder => As(Holder, Roles.Holder);
    public Caller AsExpert => As(Expert, Roles.Expert);
    public Caller AsColleague => As(Colleague, Roles.Expert);
    public Caller AsOffice => As(Office, Roles.Office);

    public static Caller As(Guid person, params string[] roles) => new(person, roles.ToHashSet(StringComparer.Ordinal), "127.0.0.1");

    public Database Database => database.Database;
    public InterviewStore Interviews => database.Get<InterviewStore>();
    public SlotStore Slots => database.Get<SlotStore>();
    public KnownStore Known => database.Get<KnownStore>();
    public SuggestExperts Suggestions => database.Get<SuggestExperts>();
    public PageLinks Links => database.Get<PageLinks>();
    public CalendarFeeds Feeds => database.Get<CalendarFeeds>();
    InterviewViews Views => database.Get<InterviewViews>();
    ConflictCheck Conflicts => database.Get<ConflictCheck>();

    public static async Task<World> Empty(Dialect dialect)
    {
        var clock = new TestClock("2026-03-12T09:00:00Z");
        return new World(await TestDatabase.Create(dialect, PreInterviewService.Service, clock), clock);
    }

    public static async Task<World> Create(Dialect dialect)
    {
        var world = await Empty(dialect);
        await world.Hear(Samples.ProgrammePublished());
        await world.Hear(Samples.CallPublished(Samples.Call, "i-Démo"));
        await world.Hear(Samples.CallPublished(Samples.OtherCall, "RHU"));
        await world.Hear(Samples.Person(world.Holder, "Hugo Holder", [Roles.Holder], Samples.At(Samples.LeadSiren, group: Samples.GroupSiren)));
        await world.Hear(Samples.Person(world.Expert, "Anne Expert", [Roles.Expert], Samples.At(Samples.OtherSiren)));
        await world.Hear(Samples.Person(world.Colleague, "Carl Colleague", [Roles.Expert]));
        return world;
    }

    public Task<Heard> Hear(object happened) => database.Hear(happened);

    public Task<IReadOnlyList<object>> Events() => database.Events();

    public Task<IReadOnlyList<string>> Violations() => database.Violations();

    /// <summary>A dossier admitted in version 1; Submission's events so far are 1 and 2.</summary>
    public async Task<Guid> Admitted(Guid? holder = null, Guid[]? challenged = null, string reference = "2026-0042")
    {
        var dossier = Guid.CreateVersion7();
        await Hear(Samples.Submitted(dossier, 1, 1, holder ?? Holder, [CoHolder], challenged, reference: reference));
        await Hear(Samples.Admitted(dossier, 2, 1));
        return dossier;
    }

    /// <summary>The latest round, as the office sees it.</summary>
    public async Task<InterviewView> Of(Guid dossier) => Page(await List(AsOffice, dossier)).Items.MaxBy(view => view.Round)!;

    public async Task<InterviewView> Proposed(Guid? dossier = null, params Guid[] experts)
    {
        var view = await Of(dossier ?? await Admitted());
        return Seen(await Propose(AsOffice, view, experts.Length == 0 ? [Expert] : experts));
    }

    public async Task<InterviewView> Booked(Guid? dossier = null)
    {
        var view = await Proposed(dossier);
        return Seen(await Book(AsHolder, view, await Offered(Expert)));
    }

    public async Task<InterviewView> Held(Guid? dossier = null) => Seen(await Hold(AsOffice, await Booked(dossier)));

    public async Task<InterviewView> Concluded(InterviewRecommendation recommendation, Guid? dossier = null) =>
        Seen(await Conclude(AsExpert, await Held(dossier), recommendation));

    int offered;

    /// <summary>A free slot that begins now, an hour after the last one given out here.</summary>
    public async Task<Guid> Offered(Guid expert, DateTimeOffset? startsAt = null)
    {
        var from = startsAt ?? Clock.GetUtcNow();
        if (startsAt is null && offered++ > 0) Clock.Advance(TimeSpan.FromHours(1));
        if (startsAt is null) from = Clock.GetUtcNow();
        var slot = Slot.Offer(expert, from, from.AddMinutes(45), Clock.GetUtcNow());
        Assert.That(await Slots.Offer(expert, [slot], As(expert, Roles.Expert).Actor(Roles.Expert), default), Is.Null);
        return slot.Id;
    }

    public Task<InterviewView> Show(Caller caller, Guid id) => ShowOrNot(caller, id).ContinueWith(task => Seen(task.Result), TaskScheduler.Default);

    public async Task<INestedHttpResult> ShowOrNot(Caller caller, Guid id) => await ShowInterview.Handle(id, caller, Interviews, Views, default);

    public async Task<INestedHttpResult> List(Caller caller, Guid? dossier = null, InterviewStatus? status = null, int? page = null, int? pageSize = null) =>
        await ListInterviews.Handle(caller, Interviews, Views, default, dossier, status, page, pageSize);

    public async Task<INestedHttpResult> Calendar(Caller caller, Guid id) => await ShowCalendar.Handle(id, caller, Interviews, default);

    public async Task<INestedHttpResult> Propose(Caller caller, InterviewView view, params Guid[] experts) =>
        await ProposeExperts.Handle(view.Id, new(view.Revision, experts), caller, Interviews, Conflicts, Views, default);

    public async Task<INestedHttpResult> Book(Caller caller, InterviewView view, Guid slot) =>
        await BookSlot.Handle(view.Id, new(view.Revision, slot), caller, Interviews, Conflicts, Views, Clock, default);

    public async Task<INestedHttpResult> Cancel(Caller caller, InterviewView view) =>
        await CancelBooking.Handle(view.Id, new(view.Revision, "A train was cancelled."), caller, Interviews, Views, default);

    public async Task<INestedHttpResult> Miss(Caller caller, InterviewView view) =>
        await RecordNoShow.Handle(view.Id, new(view.Revision), caller, Interviews, Views, Clock, default);

    public async Task<INestedHttpResult> Hold(Caller caller, InterviewView view, DateOnly? heldOn = null) =>
        await HoldInterview.Handle(view.Id, new(view.Revision, heldOn), caller, Interviews, Views, Clock, default);

    public static ConcludeInterview.Request Conclusion(long revision, InterviewRecommendation recommendation) => new(
        revision, recommendation, [new("scientific-quality", 3.5m, "Sound.")], "A strong team.", "No regulatory plan.", "See a notified body early.",
        "The holder hesitates about the budget.",
        recommendation is InterviewRecommendation.Replan ? new DateOnly(2026, 6, 1) : null,
        recommendation is InterviewRecommendation.Redirect ? Samples.OtherCall : null);

    public Task<INestedHttpResult> Conclude(Caller caller, InterviewView view, InterviewRecommendation recommendation) =>
        Conclude(caller, view, Conclusion(view.Revision, recommendation));

    public async Task<INestedHttpResult> Conclude(Caller caller, InterviewView view, ConcludeInterview.Request request) =>
        await ConcludeInterview.Handle(view.Id, request, caller, Interviews, Known, Conflicts, Views, Clock, default);

    public async Task<INestedHttpResult> Reply(Caller caller, InterviewView view) =>
        await ReplyToConclusion.Handle(view.Id, new(view.Revision, "Thank you."), caller, Interviews, Views, Clock, default);

    public async Task<INestedHttpResult> Waive(Caller caller, InterviewView view) =>
        await WaiveInterview.Handle(view.Id, new(view.Revision, "Labelled last year."), caller, Interviews, Views, Clock, default);

    public async Task<INestedHttpResult> ListSlotsOf(Caller caller, Guid? expert = null) => await ListSlots.Handle(caller, Slots, Known, default, expert);

    public async Task<INestedHttpResult> Offer(Caller caller, params OfferSlots.Time[] times) =>
        await OfferSlots.Handle(new(times), caller, Slots, Known, Clock, default);

    public async Task<INestedHttpResult> Remove(Caller caller, Guid slot) => await RemoveSlot.Handle(slot, caller, Slots, default);

    public static InterviewView Seen(INestedHttpResult answer)
    {
        Assert.That(answer.Result, Is.InstanceOf<Ok<InterviewView>>(), () => Refused(answer).ToString());
        return ((Ok<InterviewView>)answer.Result).Value!;
    }

    public static PageOf<InterviewView> Page(INestedHttpResult answer) => ((Ok<PageOf<InterviewView>>)answer.Result).Value!;

    public static PageOf<SlotView> SlotPage(INestedHttpResult answer) => ((Ok<PageOf<SlotView>>)answer.Result).Value!;

    public static Answer Refused(INestedHttpResult answer) => answer.Result switch
    {
        Problem problem => new(problem.StatusCode!.Value, problem.Details.Extensions["code"] as string),
        ValidationProblem invalid => new(invalid.StatusCode, invalid.ProblemDetails.Extensions["code"] as string),
        IStatusCodeHttpResult other => new(other.StatusCode ?? 200, null),
        var odd => throw new InvalidOperationException($"{odd.GetType()} has no status."),
    };

    /// <summary>Ends it without looking at what a test spoilt on purpose.</summary>
    public ValueTask Discard() => database.DisposeAsync();

    public async ValueTask DisposeAsync() => await database.EndSound();
}
