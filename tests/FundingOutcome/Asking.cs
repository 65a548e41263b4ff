using Labelling.Contracts;
using Labelling.FundingOutcome.Applications;
using Labelling.FundingOutcome.Asking;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Tests;

public sealed class Schedules
{
    // Announced on 1 January 2026 unless the decision came later.
    [TestCase("2025-11-01", "2025-12-31", 0, null)]
    [TestCase("2025-11-01", "2026-01-01", 0, 1)]
    [TestCase("2025-11-01", "2026-01-01", 1, null)]
    [TestCase("2025-11-01", "2026-03-31", 1, null)]
    [TestCase("2025-11-01", "2026-04-01", 1, 2)]
    [TestCase("2025-11-01", "2026-06-29", 2, null)]
    [TestCase("2025-11-01", "2026-06-30", 2, 3)]
    [TestCase("2025-11-01", "2026-06-30", 3, null)]
    [TestCase("2025-11-01", "2026-06-30", 0, 3, Description = "of three that are over one is asked")]
    [TestCase("2026-02-01", "2026-01-31", 0, null)]
    [TestCase("2026-02-01", "2026-02-01", 0, 1)]
    [TestCase("2025-11-01", "2027-01-01", 0, 3)]
    [TestCase("2025-11-01", "2027-01-02", 0, null, Description = "too long ago")]
    public void A_round_is_due_at_the_announcement_then_after_90_and_180_days(string decided, string today, int asked, int? due) =>
        Assert.That(FundingSchedule.Due(new DateOnly(2026, 1, 1), DateOnly.Parse(decided), DateOnly.Parse(today), asked), Is.EqualTo(due));

    [Test]
    public void A_link_has_expired_before_the_next_round() =>
        Assert.That(FundingSchedule.After.Zip(FundingSchedule.After.Skip(1), (one, next) => next - one), Has.All.GreaterThan(FundingSchedule.LinkHolds.TotalDays));
}

/// <summary>Holders are asked by themselves, and what their links answer is recorded.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public sealed class Asking(Dialect dialect)
{
    Base known = null!;
    Live dossier = null!;
    readonly Guid coHolder = Guid.CreateVersion7(), office = Guid.CreateVersion7();

    QuestionStore Questions => known.Test.Get<QuestionStore>();

    [SetUp]
    public async Task Create()
    {
        known = await Base.Create(dialect);
        await Live.PublishProgrammes(known);
        await Announce("2026-03-12");
        dossier = new Live(known, "2026-0001");
        await Register(dossier.Holder, "holder@alpha.example", "fr");
        await Register(coHolder, "second@beta.example", "en");
        await Register(office, "office@cluster.example", "fr", Roles.Office);
        await known.Test.Hear(dossier.Submission(coHolders: [coHolder]));
        await known.Test.Hear(dossier.Label());
    }

    [TearDown]
    public async Task Delete() => await known.DisposeAsync();

    int calls;

    Task Announce(string? day) => known.Test.Hear(new CallPublished(
        Guid.CreateVersion7(), Call, ++calls, known.Clock.GetUtcNow(), "ANR-2026", "ANR", null,
        DateTimeOffset.Parse("2025-09-01T10:00:00Z"), DateTimeOffset.Parse("2026-02-01T11:00:00Z"), "Europe/Paris", [], day is null ? null : DateOnly.Parse(day)));

    static readonly Guid Call = Guid.CreateVersion7();

    Task Register(Guid person, string email, string language, params string[] roles) => known.Test.Hear(new PersonRegistered(
        Guid.CreateVersion7(), person, 1, known.Clock.GetUtcNow(), email.Split('@')[0], email, language, roles.Length == 0 ? [Roles.Holder] : roles, []));

    sealed record Written
    {
        public required string Kind { get; init; }
        public required string Address { get; init; }
        public required string Subject { get; init; }
        public required string TextBody { get; init; }

        public string Code => Uri.UnescapeDataString(TextBody.Split("code=")[1].Split('\n', '\r', ' ')[0]);
    }

    Task<IReadOnlyList<Written>> Mails() => known.Database.Query<Written>("select Kind, Address, Subject, TextBody from Mail order by Position", null, CancellationToken.None);

    async Task<string[]> Addresses(int skip = 0) => [.. (await Mails()).Skip(skip).Select(mail => $"{mail.Kind} {mail.Address}")];

    Task Tick() => Questions.AskDue(CancellationToken.None);

    Task<Taken> Answer(string code, FundingAnswer answer, decimal? amount = null, Named? named = null) =>
        Questions.Answer(code, answer, amount, named, "test", CancellationToken.None);

    async Task<string> Applications() => string.Join(", ", (await known.Test.Get<ApplicationStore>().ApplicationsOf(dossier.Id, CancellationToken.None))
        .Select(one => $"{one.FundingBody} {one.Stage} {one.Known.Result} {one.Known.AmountGrantedEur} {one.Known.HowKnown} {one.FiledOn:yyyy-MM-dd}"));

    [Test]
    public async Task The_holder_is_asked_once_on_the_day_then_all_who_hold_it_and_at_last_the_office_is_told()
    {
        await Announce("2026-03-13");
        await Tick();
        Assert.That(await Mails(), Is.Empty, "not announced yet");

        known.Clock.Advance(TimeSpan.FromDays(1));
        // As several processes do.
        await Task.WhenAll(Tick(), Tick(), Tick());
        Assert.That(await Addresses(), Is.EqualTo(new[] { "funding-question holder@alpha.example" }));
        var first = (await Mails()).Single();
        Assert.That(first.Subject, Is.EqualTo("Qu’est devenu «\u202fTitle of 2026-0001\u202f»\u202f?"));
        Assert.That(first.TextBody, Does.Contain("Title of 2026-0001").And.Contains("ANR-2026").And.Contains("/answer?code="));
        Assert.That(first.TextBody, Does.Not.Contain("Summary").And.Not.Contain("ACRONYM").And.Not.Contain("Lead"));

        known.Clock.Advance(TimeSpan.FromDays(89));
        await Tick();
        Assert.That(await Addresses(1), Is.Empty);
        known.Clock.Advance(TimeSpan.FromDays(1));
        await Tick();
        await Tick();
        Assert.That(await Addresses(1), Is.EqualTo(new[] { "funding-question holder@alpha.example", "funding-question second@beta.example" }));
        Assert.That((await Mails())[2].Subject, Is.EqualTo("Reminder: what became of “Title of 2026-0001”?"));

        known.Clock.Advance(TimeSpan.FromDays(90));
        await Tick();
        await Tick();
        Assert.That(await Addresses(3), Is.EqualTo(new[] { "funding-question holder@alpha.example", "funding-question second@beta.example", "funding-question.silent office@cluster.example" }));
        known.Clock.Advance(TimeSpan.FromDays(200));
        await Tick();
        Assert.That(await Addresses(6), Is.Empty);
        Assert.That(await known.Count("AuditLine where Action = 'funding-result.asked'"), Is.EqualTo(3));
    }

    [TestCase(FundingAnswer.NotYet)]
    [TestCase(FundingAnswer.Funded)]
    public async Task A_link_that_was_used_says_that_it_was_answered(FundingAnswer answer)
    {
        await Tick();
        var code = (await Mails()).Single().Code;
        Assert.That(await Answer(code, answer), Is.EqualTo(Taken.Yes));
        Assert.That((await Questions.Find(code, CancellationToken.None))!.State(known.Clock.GetUtcNow()), Is.EqualTo(LinkState.Answered));
        Assert.That(await Answer(code, FundingAnswer.Refused), Is.EqualTo(Taken.No));
    }

    [Test]
    public async Task A_dossier_redirected_to_another_call_is_asked_about_that_one_too()
    {
        await Tick();
        known.Clock.Advance(TimeSpan.FromDays(1));
        await known.Test.Hear(new CallPublished(
            Guid.CreateVersion7(), Guid.CreateVersion7(), 1, known.Clock.GetUtcNow(), "BPI-2026", "Bpifrance", null,
            DateTimeOffset.Parse("2025-09-01T10:00:00Z"), DateTimeOffset.Parse("2026-02-01T11:00:00Z"), "Europe/Paris", [], new DateOnly(2026, 3, 13)));
        await known.Test.Hear(dossier.Submission(body: "Bpifrance", call: "BPI-2026", coHolders: [coHolder]));
        await known.Test.Hear(dossier.Label());
        await Tick();
        await Tick();

        Assert.That(await Addresses(), Is.EqualTo(new[] { "funding-question holder@alpha.example", "funding-question holder@alpha.example" }));
        Assert.That((await Mails())[1].TextBody, Does.Contain("BPI-2026"));
        await Answer((await Mails())[1].Code, FundingAnswer.SomebodyElse, named: new Named("Zoé", "zoe@gamma.example"));
        await Answer((await Mails())[0].Code, FundingAnswer.SomebodyElse, named: new Named("Zoé", "zoe@gamma.example"));
        Assert.That((await Addresses(2)).Where(mail => mail.EndsWith("zoe@gamma.example", StringComparison.Ordinal)), Has.Exactly(2).Items, "of either call");
    }

    [Test]
    public async Task Nobody_is_asked_before_the_decision_nor_about_what_is_known_withdrawn_or_a_duplicate()
    {
        var undecided = new Live(known, "2026-0002") { Holder = dossier.Holder };
        await known.Test.Hear(undecided.Submission());
        var answered = new Live(known, "2026-0003") { Holder = dossier.Holder };
        await known.Test.Hear(answered.Submission());
        await known.Test.Hear(answered.Label());
        await answered.Apply("ANR", result: FundingResult.Refused);
        var withdrawn = new Live(known, "2026-0004") { Holder = dossier.Holder };
        await known.Test.Hear(withdrawn.Submission());
        await known.Test.Hear(withdrawn.Label());
        await known.Test.Hear(withdrawn.Withdrawal());
        var twice = new Live(known, "2026-0005") { Holder = dossier.Holder };
        await known.Test.Hear(twice.Submission());
        await known.Test.Hear(twice.Label());
        await known.Test.Hear(twice.DuplicateOf("2026-0001"));
        var elsewhere = new Live(known, "2026-0006") { Holder = dossier.Holder };
        await known.Test.Hear(elsewhere.Submission(call: "NOBODY-KNOWS"));
        await known.Test.Hear(elsewhere.Label());
        // A pre-proposal settles nothing, and a dossier the committee refused may be funded all the same.
        var refused = new Live(known, "2026-0007") { Holder = dossier.Holder };
        await known.Test.Hear(refused.Submission());
        await known.Test.Hear(refused.Refusal());
        await refused.Apply("ANR", ApplicationStage.PreProposal, FundingResult.Funded);

        await Tick();
        Assert.That((await Mails()).Select(mail => mail.TextBody.Split('«', '»')[1].Trim('\u202f', '\u00a0', ' ')).Order(), Is.EqualTo(new[] { "Title of 2026-0001", "Title of 2026-0007" }));
    }

    [Test]
    public async Task A_link_answers_once_and_the_figures_follow()
    {
        await Tick();
        var code = (await Mails()).Single().Code;
        Assert.That(await known.Total(), Is.EqualTo("1 1 0 1"));
        Assert.That(await Answer(code, FundingAnswer.Funded, 250_000.5m), Is.EqualTo(Taken.Yes));
        Assert.That(await Applications(), Is.EqualTo("ANR Full Funded 250000.5 DeclaredByHolder 2026-02-01"));
        Assert.That(await known.Total(), Is.EqualTo("1 1 1 0"));

        Assert.That(await Answer(code, FundingAnswer.Refused), Is.EqualTo(Taken.No));
        Assert.That(await known.Total(), Is.EqualTo("1 1 1 0"));
        Assert.That((await known.Test.Events()).Select(happened => happened.GetType().Name), Is.EqualTo(new[] { nameof(FundingApplicationFiled), nameof(FundingResultRecorded) }));
        Assert.That(await known.Count("AuditLine where Action = 'funding-question.answered'"), Is.EqualTo(1));
    }

    [Test]
    public async Task Two_answers_at_once_are_one()
    {
        await Tick();
        var code = (await Mails()).Single().Code;
        var taken = await Task.WhenAll(Answer(code, FundingAnswer.Funded), Answer(code, FundingAnswer.Refused), Answer(code, FundingAnswer.Withdrawn));
        Assert.That(taken.Count(one => one is Taken.Yes), Is.EqualTo(1));
        Assert.That(await known.Count("FundingApplication"), Is.EqualTo(1));
        Assert.That(await known.Count("FundingApplicationHistory"), Is.EqualTo(2));
    }

    [TestCase(FundingAnswer.ReserveList, "ANR Full ReserveList  DeclaredByHolder 2026-02-01", "1 1 0 1")]
    [TestCase(FundingAnswer.Refused, "ANR Full Refused  DeclaredByHolder 2026-02-01", "1 1 0 0")]
    [TestCase(FundingAnswer.Withdrawn, "ANR Full Withdrawn  DeclaredByHolder 2026-02-01", "1 1 0 0")]
    [TestCase(FundingAnswer.NotYet, "", "1 1 0 1")]
    public async Task Every_answer_says_what_it_says_and_no_more(FundingAnswer answer, string applications, string total)
    {
        await Tick();
        Assert.That(await Answer((await Mails()).Single().Code, answer), Is.EqualTo(Taken.Yes));
        Assert.That(await Applications(), Is.EqualTo(applications));
        Assert.That(await known.Total(), Is.EqualTo(total));
        known.Clock.Advance(TimeSpan.FromDays(90));
        await Tick();
        Assert.That(await Addresses(1), Has.Length.EqualTo(answer is FundingAnswer.NotYet or FundingAnswer.ReserveList ? 2 : 0), "asked again while nothing final is known");
    }

    [Test]
    public async Task An_answer_goes_to_the_application_that_is_recorded_already()
    {
        await dossier.Apply("ANR", ApplicationStage.PreProposal, FundingResult.Funded);
        await dossier.Apply("ANR", result: FundingResult.ReserveList);
        await Tick();
        var code = (await Mails()).Single().Code;
        Assert.That(await Answer(code, FundingAnswer.ReserveList), Is.EqualTo(Taken.Yes), "the same again is an answer too");
        known.Clock.Advance(TimeSpan.FromDays(90));
        await Tick();
        Assert.That(await Answer((await Mails())[1].Code, FundingAnswer.Funded, 10), Is.EqualTo(Taken.Yes));
        Assert.That(await known.Count("FundingApplication"), Is.EqualTo(2));
        Assert.That(await Applications(), Does.Contain("ANR Full Funded 10 DeclaredByHolder"));
    }

    [Test]
    public async Task What_is_known_from_elsewhere_closes_the_link()
    {
        await Tick();
        var code = (await Mails()).Single().Code;
        await dossier.Apply("ANR", result: FundingResult.Refused);
        Assert.That((await Questions.Find(code, CancellationToken.None))!.State(known.Clock.GetUtcNow()), Is.EqualTo(LinkState.Over));
        Assert.That(await Answer(code, FundingAnswer.Funded), Is.EqualTo(Taken.No));
        Assert.That(await Applications(), Does.StartWith("ANR Full Refused"));
    }

    [Test]
    public async Task An_expired_link_answers_nothing_and_a_new_one_goes_where_it_went_at_a_pace()
    {
        await Tick();
        var code = (await Mails()).Single().Code;
        await Questions.Renew(code, "test", CancellationToken.None);
        Assert.That(await Addresses(1), Is.Empty, "it answers still");

        known.Clock.Advance(FundingSchedule.LinkHolds);
        Assert.That(await Answer(code, FundingAnswer.Funded), Is.EqualTo(Taken.No));
        await Questions.Renew(code, "test", CancellationToken.None);
        await Questions.Renew(code, "test", CancellationToken.None);
        Assert.That(await Addresses(1), Is.EqualTo(new[] { "funding-question holder@alpha.example" }));
        Assert.That(await Answer((await Mails())[1].Code, FundingAnswer.Funded), Is.EqualTo(Taken.Yes));
        await Questions.Renew(code, "test", CancellationToken.None);
        known.Clock.Advance(QuestionStore.RenewalPace * 2);
        await Questions.Renew(code, "test", CancellationToken.None);
        Assert.That(await Addresses(2), Is.Empty, "it is known by now");
    }

    [Test]
    public async Task A_changed_link_is_none()
    {
        await Tick();
        var code = (await Mails()).Single().Code;
        foreach (var changed in new[] { code[..^1], code + "A", (code[0] == 'A' ? "B" : "A") + code[1..], code.ToLowerInvariant() == code ? code.ToUpperInvariant() : code.ToLowerInvariant() })
        {
            Assert.That(await Questions.Find(changed, CancellationToken.None), Is.Null);
            Assert.That(await Answer(changed, FundingAnswer.Funded), Is.EqualTo(Taken.Unknown));
        }
        Assert.That(await known.Count("FundingApplication"), Is.Zero);
        Assert.That(await known.Count($"FundingQuestion where SecretDigest = '{code}'"), Is.Zero, "the database holds no link");
    }

    [Test]
    public async Task Somebody_else_is_asked_in_turn_and_the_office_is_told()
    {
        await Tick();
        await Answer((await Mails()).Single().Code, FundingAnswer.SomebodyElse, named: new("Dr Else\r\nBcc: all", "else@gamma.example"));
        Assert.That(await Addresses(1), Is.EqualTo(new[] { "funding-question else@gamma.example", "funding-question.named office@cluster.example" }));
        var told = (await Mails())[2];
        Assert.That(told.TextBody, Does.Contain("Dr Else  Bcc: all").And.Not.Contain("code="), "the office is told who, and gets no link");

        // The next round asks who was named, and not who named them.
        known.Clock.Advance(TimeSpan.FromDays(90));
        await Tick();
        Assert.That(await Addresses(3), Is.EquivalentTo(new[] { "funding-question else@gamma.example", "funding-question second@beta.example" }));
        var code = (await Mails()).Last(mail => mail.Address == "else@gamma.example").Code;
        Assert.That(await Answer(code, FundingAnswer.Funded, 5), Is.EqualTo(Taken.Yes));
        Assert.That(await Applications(), Does.StartWith("ANR Full Funded 5 DeclaredByHolder"));
        Assert.That((await known.Test.Get<ApplicationStore>().HistoryOf((await known.Test.Get<ApplicationStore>().ApplicationsOf(dossier.Id, CancellationToken.None)).Single().Id, CancellationToken.None))[1].RecordedAs,
            Is.EqualTo(RecordedBy.Named));
    }

    [Test]
    public async Task The_board_shows_who_kept_silent_until_something_is_known()
    {
        var board = known.Test.Get<SilentHolders>();
        var reader = new Reader(office, Who.Office);
        async Task<string[]> Silent(string? search = null, int? round = null, Reader? by = null) =>
            [.. (await board.Page(search, round, by ?? reader, 0, 50, CancellationToken.None)).Page.Select(row => $"{row.Reference} {row.Holder} {row.Call} {row.Round}")];

        Assert.That(await Silent(), Is.Empty, "nobody was asked");
        await Tick();
        Assert.That(await Silent(), Is.EqualTo(new[] { "2026-0001 holder ANR-2026 1" }));
        Assert.That(await Silent("HOLDER", 1), Has.Length.EqualTo(1));
        Assert.That(await Silent("nothing like it"), Is.Empty);
        Assert.That(await Silent(round: 2), Is.Empty);
        Assert.That(await Silent(by: new Reader(Guid.CreateVersion7(), Who.Member)), Is.Empty, "a member sees nobody's");

        await Answer((await Mails()).Single().Code, FundingAnswer.SomebodyElse, named: new("Else", "else@gamma.example"));
        Assert.That(await Silent(), Has.Length.EqualTo(1), "who was named has not answered");
        await Answer((await Mails())[1].Code, FundingAnswer.NotYet);
        Assert.That(await Silent(), Is.Empty, "not yet is an answer");
        known.Clock.Advance(TimeSpan.FromDays(90));
        await Tick();
        Assert.That(await Silent(), Is.EqualTo(new[] { "2026-0001 holder ANR-2026 2" }));
        await dossier.Apply("ANR", result: FundingResult.Refused);
        Assert.That(await Silent(), Is.Empty);
    }

    [Test]
    public async Task Whoever_was_named_is_forgotten_a_year_after_they_were_asked_and_their_answer_stays()
    {
        var retention = new Retention(known.Database, [NamedPeople.Category]);
        async Task<int> Due() => (await retention.Lines(CancellationToken.None)).Single().Due;
        await Tick();
        await Answer((await Mails()).Single().Code, FundingAnswer.SomebodyElse, named: new("Zoé Else", "zoe@gamma.example"));
        Assert.That(await Answer((await Mails())[1].Code, FundingAnswer.NotYet), Is.EqualTo(Taken.Yes));
        known.Clock.Advance(TimeSpan.FromDays(364));
        Assert.That(await Due(), Is.Zero);
        Assert.That(await retention.Delete(NamedPeople.Category, Actor.Service("test"), CancellationToken.None), Is.Zero);
        known.Clock.Advance(TimeSpan.FromDays(2));
        Assert.That(await Due(), Is.EqualTo(1), "a dry run");

        Assert.That(await retention.Delete(NamedPeople.Category, Actor.Service("test"), CancellationToken.None), Is.EqualTo(1));

        Assert.That(await Due(), Is.Zero);
        var questions = await Questions.Of(dossier.Id, CancellationToken.None);
        Assert.That(questions.Select(one => $"{one.Name} {one.Address} {one.Answer}").Order(StringComparer.Ordinal), Is.EqualTo(new[] { "  NotYet", "holder holder@alpha.example SomebodyElse" }));
        Assert.That(questions.Select(one => one.Recipient), Has.None.EqualTo(DigestOf("ZOE@GAMMA.EXAMPLE")));
        Assert.That(await known.Database.Query<string>("select Address from Mail where Kind = 'funding-question' and Address is not null", null, CancellationToken.None), Is.EqualTo(new[] { "holder@alpha.example" }));
        Assert.That(await Questions.AskNow(dossier.Id, "ANR-2026", "ANR", new Actor(office, Roles.Office, "test"), CancellationToken.None), Is.EqualTo(1), "only who has an account is asked again");

        static string DigestOf(string address) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(address)));
    }

    [Test]
    public async Task The_office_asks_now_and_the_same_person_once_a_day()
    {
        await Announce(null);
        await Tick();
        Assert.That(await Mails(), Is.Empty);
        Task<int> Ask() => Questions.AskNow(dossier.Id, "ANR-2026", "ANR", new Actor(office, Roles.Office, "test"), CancellationToken.None);
        Assert.That(await Ask(), Is.EqualTo(1));
        Assert.That(await Ask(), Is.Zero);
        known.Clock.Advance(QuestionStore.AskingPace);
        Assert.That(await Ask(), Is.EqualTo(1));
        Assert.That(await Addresses(), Has.All.EqualTo("funding-question holder@alpha.example"));
    }

    [Test]
    public async Task Who_is_erased_or_disabled_is_not_asked_and_no_address_stays()
    {
        await Tick();
        await known.Test.Hear(new PersonErased(Guid.CreateVersion7(), dossier.Holder, 2, known.Clock.GetUtcNow()));
        await known.Test.Hear(new AccountDisabled(Guid.CreateVersion7(), coHolder, 2, known.Clock.GetUtcNow()));
        Assert.That(await known.Count("FundingQuestion where Address is not null or Name is not null"), Is.Zero);
        Assert.That(await known.Count("Person where Email = 'holder@alpha.example'"), Is.Zero);
        known.Clock.Advance(TimeSpan.FromDays(90));
        await Tick();
        Assert.That((await known.Count("Mail"), await known.Count("Mail where Address is not null")), Is.EqualTo((1, 0)));
        Assert.That(await known.Count("FundingQuestion"), Is.EqualTo(1), "nobody can be asked any more");
    }
}
