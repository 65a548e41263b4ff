using Labelling.Contracts;
using Labelling.ExpertReview.Assignment;
using Labelling.ExpertReview.Experts;
using Labelling.ExpertReview.Reviews;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;
using Microsoft.AspNetCore.Http;

namespace Labelling.ExpertReview.Tests.Reviews;

/// <summary>What an answer was: its status, the code of a problem, the value of a success.</summary>
sealed record Answer(int Status, string? Code, object? Value)
{
    public static Answer Of(IResult result) => result switch
    {
        INestedHttpResult nested => Of(nested.Result),
        Problem problem => new(problem.StatusCode ?? 0, (string?)problem.Details.Extensions["code"], null),
        IValueHttpResult value and IStatusCodeHttpResult status => new(status.StatusCode ?? 0, status.StatusCode == 400 ? "invalid" : null, value.Value),
        _ => throw new ArgumentException($"{result.GetType()} says neither."),
    };

    public T As<T>() => (T)Value!;

    public InvitationView View => As<InvitationView>();
}

/// <summary>A dossier that may be reviewed, a pool of three experts, and the people of the committee; all of it heard or saved as in life.</summary>
sealed class Scene : IAsyncDisposable
{
    public static readonly Guid Dossier = Guid.Parse("00000000-0000-7000-8000-00000000d001");

    public static readonly Caller Office = Caller(1, Roles.Office), Chair = Caller(2, Roles.Chair), ViceChair = Caller(3, Roles.ViceChair),
        Member = Caller(4, Roles.Member), Ann = Caller(5, Roles.Expert), Bob = Caller(6, Roles.Expert), Cleo = Caller(7, Roles.Expert),
        Holder = new(Given.HolderId, new HashSet<string> { Roles.Holder }, "test");

    Scene(TestDatabase db, TestClock clock) => (Db, Clock) = (db, clock);

    public TestDatabase Db { get; }
    public TestClock Clock { get; }

    static CancellationToken Stop => CancellationToken.None;

    public static Caller Caller(int number, params string[] roles) =>
        new(new Guid(number, 0x7777, 0, new byte[8]), roles.ToHashSet(StringComparer.Ordinal), "test");

    public static async Task<Scene> Set(Dialect dialect, bool digital = false, int largestLoad = 5)
    {
        var clock = new TestClock("2026-03-12T09:00:00Z");
        var scene = new Scene(await TestDatabase.Create(dialect, ExpertReviewService.Service, clock), clock);
        await scene.Hear(
            Given.Programme(), Given.Submitted(Dossier, digital: digital), Given.Admitted(Dossier), Given.Waived(Dossier, 1),
            Given.Person(Office.PersonId, "Olga Office", [Roles.Office]), Given.Person(Chair.PersonId, "Carl Chair", [Roles.Chair]),
            Given.Person(ViceChair.PersonId, "Vera Vice", [Roles.ViceChair]), Given.Person(Member.PersonId, "Mina Member", [Roles.Member]),
            Given.Person(Given.HolderId, "Hugo Holder", [Roles.Holder], Given.Of(Given.LeadSiren)));
        foreach (var (expert, name, profile) in new[]
                 {
                     (Ann, "Ann Academic", ExpertProfile.Academic), (Bob, "Bob Business", ExpertProfile.Industry), (Cleo, "Cleo Clinic", ExpertProfile.Clinician),
                 })
        {
            await scene.Hear(Given.Person(expert.PersonId, name, [Roles.Expert], Given.Of(Given.StrangerSiren)));
            await scene.Describe(expert, expert.PersonId, 0, profile, largestLoad);
        }
        return scene;
    }

    public async Task Hear(params object[] events)
    {
        foreach (var happened in events)
            await Db.Hear(happened);
    }

    public async Task<Answer> Describe(
        Caller caller, Guid personId, long revision, ExpertProfile profile = ExpertProfile.Academic, int largestLoad = 5, string[]? sirens = null) =>
        Answer.Of(await DescribeExpert.Handle(
            personId, new(revision, ["medtech"], [], [], ["heart"], profile, true, [], sirens ?? [], largestLoad), caller,
            Db.Get<ExpertStore>(), Db.Get<PersonStore>(), Clock, Stop));

    public async Task<Answer> Assign(Caller caller, Caller expert, Guid? dossierId = null, DateOnly? dueOn = null) =>
        Answer.Of(await AssignExpert.Handle(
            new(dossierId ?? Dossier, expert.PersonId, dueOn), caller, Db.Get<DossierStore>(), Db.Get<InvitationStore>(), Db.Get<ExpertStore>(),
            Db.Get<PersonStore>(), Db.Get<ConflictStore>(), Db.Get<InvitationReader>(), Clock, Stop));

    public async Task<Answer> Accept(Caller caller, Guid id, long revision, bool noConflict = true) =>
        Answer.Of(await AcceptInvitation.Handle(
            id, new(revision, noConflict), caller, Db.Get<InvitationStore>(), Db.Get<DossierStore>(), Db.Get<ConflictStore>(),
            Db.Get<InvitationReader>(), Clock, Stop));

    public async Task<Answer> Decline(Caller caller, Guid id, long revision) =>
        Answer.Of(await DeclineInvitation.Handle(
            id, new(revision, "No time."), caller, Db.Get<InvitationStore>(), Db.Get<InvitationReader>(), Clock, Stop));

    public async Task<Answer> Declare(Caller caller, Guid id, long revision) =>
        Answer.Of(await DeclareConflict.Handle(
            id, new(revision, "My sister works there."), caller, Db.Get<InvitationStore>(), Db.Get<InvitationReader>(), Clock, Stop));

    public async Task<Answer> Write(Caller caller, Guid id, long revision, Review review) =>
        Answer.Of(await WriteReview.Handle(
            id, new(revision, review.Scores, review.Recommendation, review.Confidence), caller, Db.Get<InvitationStore>(),
            Db.Get<DossierStore>(), Db.Get<ConflictStore>(), Db.Get<InvitationReader>(), Stop));

    public async Task<Answer> Submit(Caller caller, Guid id, long revision) =>
        Answer.Of(await SubmitReview.Handle(
            id, new(revision), caller, Db.Get<InvitationStore>(), Db.Get<DossierStore>(), Db.Get<ConflictStore>(),
            Db.Get<InvitationReader>(), Clock, Stop));

    public async Task<Answer> Reopen(Caller caller, Guid id, long revision) =>
        Answer.Of(await ReopenReview.Handle(
            id, new(revision, "A figure is wrong."), caller, Db.Get<InvitationStore>(), Db.Get<DossierStore>(), Db.Get<ReviewAccess>(),
            Db.Get<InvitationReader>(), Stop));

    public async Task<Answer> Cancel(Caller caller, Guid id, long revision) =>
        Answer.Of(await CancelInvitation.Handle(
            id, new(revision, "No answer."), caller, Db.Get<InvitationStore>(), Db.Get<ReviewAccess>(), Db.Get<InvitationReader>(), Clock, Stop));

    public async Task<Answer> Show(Caller caller, Guid id) =>
        Answer.Of(await ShowInvitation.Handle(
            id, caller, Db.Get<InvitationStore>(), Db.Get<InvitationReader>(), Db.Get<ReviewAccess>(), Stop));

    public async Task<IReadOnlyList<InvitationLine>> List(Caller caller, Guid? dossierId = null) =>
        (await ListInvitations.Handle(caller, Db.Get<InvitationStore>(), Stop, dossierId)).Value!;

    public async Task<Answer> Others(Caller caller, Guid id) =>
        Answer.Of(await ShowOtherReviews.Handle(
            id, caller, Db.Get<InvitationStore>(), Db.Get<DossierStore>(), Db.Get<InvitationReader>(), Stop));

    public async Task<Answer> Synthesis(Caller caller, Guid? dossierId = null) =>
        Answer.Of(await ShowSynthesis.Handle(
            dossierId ?? Dossier, caller, Db.Get<DossierStore>(), Db.Get<InvitationStore>(), Db.Get<PersonStore>(), Db.Get<InvitationReader>(),
            Db.Get<ReviewAccess>(), Stop));

    public async Task<Answer> Assignment(Caller caller) =>
        Answer.Of(await ShowAssignment.Handle(
            Dossier, caller, Db.Get<DossierStore>(), Db.Get<InvitationStore>(), Db.Get<ExpertStore>(), Db.Get<PersonStore>(),
            Db.Get<ConflictStore>(), Stop));

    public async Task<IReadOnlyList<ListDossiersUnderReview.View>> Dossiers(Caller caller, bool open = false) =>
        (await ListDossiersUnderReview.Handle(caller, Db.Get<DossierStore>(), Db.Get<InvitationStore>(), Db.Get<ConflictStore>(), Stop, open)).Value!;

    public async Task<Answer> ConflictsOf(Caller caller, Guid personId) =>
        Answer.Of(await ShowConflicts.Handle(
            Dossier, personId, caller, Db.Get<ConflictStore>(), Db.Get<DossierStore>(), Db.Get<PersonStore>(), Stop));

    public async Task CloseReviews()
    {
        await using var transaction = await Db.Database.Begin(Stop);
        await DossierStore.CloseReviews(transaction, Dossier, Clock.GetUtcNow());
        transaction.WithoutTrail("a test writes past the program");
        await transaction.Commit();
    }

    public static Review Complete(decimal industrial = 4, decimal scientific = 3.5m, decimal success = 3) => new(
        [
            new("industrial-interest", industrial, "Well argued.", "Between us: strong."),
            new("scientific-quality", scientific, "Say more.", null),
            new("probability-of-success", success, "Say who pays.", null),
        ],
        ReviewRecommendation.Label, 2);

    /// <summary>Invited, accepted.</summary>
    public async Task<InvitationView> Accepted(Caller expert)
    {
        // Later than the one before: experts are numbered in the order of inviting.
        Clock.Advance(TimeSpan.FromMinutes(1));
        var invited = await Assign(Office, expert);
        return (await Accept(expert, invited.View.Id, 1)).View;
    }

    /// <summary>Invited, accepted, written, submitted.</summary>
    public async Task<InvitationView> Submitted(Caller expert, Review? review = null)
    {
        var accepted = await Accepted(expert);
        var written = (await Write(expert, accepted.Id, accepted.Revision, review ?? Complete())).View;
        return (await Submit(expert, written.Id, written.Revision)).View;
    }

    public async ValueTask DisposeAsync() => await Db.EndSound();
}
