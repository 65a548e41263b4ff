using Labelling.Ground;
using Labelling.Storage;

namespace Labelling.Accounts.Tests;

[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public class SignInTriesTests(Dialect dialect)
{
    static readonly CancellationToken Stop = CancellationToken.None;

    readonly TestClock clock = new("2026-03-12T09:00:00Z");
    TestDatabase test = null!;
    SignInTries tries = null!;

    [SetUp]
    public async Task Create()
    {
        test = await TestDatabase.Create(dialect, AccountsService.Service, clock);
        tries = test.Get<SignInTries>();
    }

    [TearDown]
    public async Task Delete() => await test.DisposeAsync();

    async Task<TimeSpan?> Fail(string account, string address) => await tries.Begin(TriedWith.Account, account, address, Stop) is { } until ? until - clock.GetUtcNow() : null;

    [Test]
    public async Task Five_failures_are_free_then_the_wait_doubles_up_to_a_quarter_of_an_hour()
    {
        var waits = new List<double>();
        for (var failure = 0; failure < 5; failure++)
            Assert.That(await Fail("A", $"192.0.2.{failure}"), Is.Null);
        for (var more = 0; more < 9; more++)
        {
            var wait = await Fail("A", "192.0.2.9") ?? throw new AssertionException("no wait");
            waits.Add(wait.TotalSeconds);
            clock.Advance(wait);
            Assert.That(await Fail("A", $"198.51.100.{more}"), Is.Null, "the wait is over");
        }
        Assert.That(waits, Is.EqualTo(new double[] { 15, 30, 60, 120, 240, 480, 900, 900, 900 }));
    }

    [Test]
    public async Task Trying_during_a_wait_neither_helps_nor_lengthens_it()
    {
        for (var failure = 0; failure < 5; failure++)
            await Fail("A", "192.0.2.1");
        clock.Advance(TimeSpan.FromSeconds(10));
        for (var again = 0; again < 50; again++)
            Assert.That(await Fail("A", "192.0.2.2"), Is.EqualTo(TimeSpan.FromSeconds(5)));
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.That(await Fail("A", "192.0.2.2"), Is.Null);
    }

    [Test]
    public async Task Many_accounts_from_one_place_wait_too()
    {
        for (var failure = 0; failure < SignInTries.FreeFromOnePlace; failure++)
            Assert.That(await Fail($"A{failure}", "192.0.2.1"), Is.Null);
        Assert.That(await Fail("B", "192.0.2.1"), Is.EqualTo(SignInTries.ShortestWait));
        Assert.That(await Fail("B", "192.0.2.2"), Is.Null, "another place");
    }

    [Test]
    public async Task What_was_right_begins_anew_and_does_not_clear_the_place()
    {
        for (var failure = 0; failure < 4; failure++)
            await Fail("A", "192.0.2.1");
        await Fail("A", "192.0.2.1");
        await tries.Right(TriedWith.Account, "A", "192.0.2.1", Stop);
        for (var failure = 0; failure < 5; failure++)
            Assert.That(await Fail("A", "192.0.2.1"), Is.Null);
        // Four failures before and five now; the right one is not counted.
        for (var failure = 9; failure < SignInTries.FreeFromOnePlace; failure++)
            Assert.That(await Fail($"C{failure}", "192.0.2.1"), Is.Null);
        Assert.That(await Fail("D", "192.0.2.1"), Is.Not.Null);
    }

    [Test]
    public async Task After_a_day_all_is_forgotten()
    {
        for (var failure = 0; failure < 5; failure++)
            await Fail("A", "192.0.2.1");
        clock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromSeconds(1));
        for (var failure = 0; failure < 5; failure++)
            Assert.That(await Fail("A", "192.0.2.1"), Is.Null);
    }

    [Test]
    public async Task Tries_that_come_together_gain_nothing()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(number => Task.Run(() => Fail("A", $"192.0.2.{number}"))));
        Assert.That(answers.Count(wait => wait is null), Is.EqualTo(SignInTries.FreeForOne));
    }
}
