using Labelling.Contracts;
using Labelling.Ground;

namespace Labelling.Storage.Tests;

/// <summary>Who may come in, as a service keeps it from what it hears.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public class AccessTests(Dialect dialect)
{
    static readonly Guid Person = Guid.CreateVersion7(), Session = Guid.CreateVersion7();

    readonly TestClock clock = new("2026-03-12T09:00:00Z");
    TestDatabase test = null!;

    [SetUp]
    public async Task Create() => test = await Measuring.Create(dialect, clock);

    [TearDown]
    public async Task Delete() => await test.DisposeAsync();

    async Task Hear(object happened)
    {
        await using var transaction = await test.Database.Begin(CancellationToken.None);
        await Access.Keep(transaction, happened);
        transaction.WithoutTrail("a test writes past the program");
        await transaction.Commit();
    }

    PersonRegistered Registered(long sequence, params string[] roles) => new(Guid.CreateVersion7(), Person, sequence, clock.GetUtcNow(), "Zoé", "z@example.org", "fr", roles, []);

    PersonChanged Changed(long sequence, params string[] roles) => new(Guid.CreateVersion7(), Person, sequence, clock.GetUtcNow(), "Zoé", "z@example.org", "fr", roles, []);

    Task<Standing?> Standing(Guid? session = null) => Access.Of(test.Database, Person, session ?? Session, CancellationToken.None);

    [Test]
    public async Task Of_somebody_never_heard_of_nothing_is_known() => Assert.That(await Standing(), Is.Null);

    [Test]
    public async Task The_newest_roles_are_kept()
    {
        await Hear(Registered(1, Roles.Holder));
        await Hear(Changed(2, Roles.Expert, Roles.Member));
        var standing = await Standing();
        Assert.That((standing?.MayComeIn, standing?.Sequence), Is.EqualTo((true, 2L)));
        Assert.That(standing?.Roles, Is.EqualTo(new[] { Roles.Expert, Roles.Member }));
    }

    [Test]
    public async Task An_older_event_never_overwrites_a_newer()
    {
        await Hear(Changed(3, Roles.Expert));
        await Hear(Changed(2, Roles.Administrator));
        await Hear(Registered(1, Roles.Holder));
        Assert.That((await Standing())?.Roles, Is.EqualTo(new[] { Roles.Expert }));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Who_is_disabled_or_erased_stays_out_whatever_comes_before_or_after(bool erased)
    {
        await Hear(erased
            ? new PersonErased(Guid.CreateVersion7(), Person, 2, clock.GetUtcNow())
            : new AccountDisabled(Guid.CreateVersion7(), Person, 2, clock.GetUtcNow()));
        Assert.That((await Standing())?.MayComeIn, Is.False);
        await Hear(Registered(1, Roles.Holder));
        await Hear(Changed(3, Roles.Holder));
        Assert.That((await Standing())?.MayComeIn, Is.False);
    }

    [Test]
    public async Task Who_is_enabled_again_comes_in_whichever_was_heard_last()
    {
        await Hear(Registered(1, Roles.Holder));
        await Hear(new AccountDisabled(Guid.CreateVersion7(), Person, 2, clock.GetUtcNow()));
        await Hear(new AccountEnabled(Guid.CreateVersion7(), Person, 3, clock.GetUtcNow()));
        Assert.That(((await Standing())?.MayComeIn, (await Standing())?.Roles), Is.EqualTo((true, new[] { Roles.Holder })));
        await Hear(new AccountDisabled(Guid.CreateVersion7(), Person, 5, clock.GetUtcNow()));
        await Hear(new AccountEnabled(Guid.CreateVersion7(), Person, 4, clock.GetUtcNow()));
        Assert.That((await Standing())?.MayComeIn, Is.False);
        await Hear(new AccountEnabled(Guid.CreateVersion7(), Person, 7, clock.GetUtcNow()));
        await Hear(new AccountDisabled(Guid.CreateVersion7(), Person, 6, clock.GetUtcNow()));
        Assert.That((await Standing())?.MayComeIn, Is.True);
    }

    [Test]
    public async Task A_known_person_is_disabled()
    {
        await Hear(Registered(1, Roles.Holder));
        await Hear(new AccountDisabled(Guid.CreateVersion7(), Person, 2, clock.GetUtcNow()));
        Assert.That((await Standing())?.MayComeIn, Is.False);
    }

    [Test]
    public async Task An_ended_sign_in_is_out_and_the_persons_others_are_not([Values] bool known)
    {
        if (known)
            await Hear(Registered(1, Roles.Holder));
        await Hear(new SessionsEnded(Guid.CreateVersion7(), Person, 2, clock.GetUtcNow(), [Guid.CreateVersion7(), Session]));
        await Hear(new SessionsEnded(Guid.CreateVersion7(), Person, 3, clock.GetUtcNow(), [Session]));
        Assert.That((await Standing())?.MayComeIn, Is.False);
        Assert.That((await Standing(Guid.CreateVersion7()))?.MayComeIn, Is.EqualTo(known ? true : null));
    }

    [Test]
    public async Task Ends_are_forgotten_when_no_sign_in_can_be_as_old()
    {
        await Hear(new SessionsEnded(Guid.CreateVersion7(), Person, 1, clock.GetUtcNow(), [Session]));
        clock.Advance(TimeSpan.FromDays(399));
        await Hear(new SessionsEnded(Guid.CreateVersion7(), Guid.CreateVersion7(), 1, clock.GetUtcNow(), [Guid.CreateVersion7()]));
        Assert.That((await Standing())?.MayComeIn, Is.False);
        clock.Advance(TimeSpan.FromDays(2));
        await Hear(new SessionsEnded(Guid.CreateVersion7(), Guid.CreateVersion7(), 1, clock.GetUtcNow(), [Guid.CreateVersion7()]));
        Assert.That(await Standing(), Is.Null);
    }

    [Test]
    public async Task What_is_committed_about_a_person_is_told_and_what_is_taken_back_is_not()
    {
        var told = new List<Guid>();
        test.Database.AccessTouched += told.Add;
        await using (var abandoned = await test.Database.Begin(CancellationToken.None))
            await Outbox.Add(abandoned, new AccountDisabled(Guid.CreateVersion7(), Guid.CreateVersion7(), 0, clock.GetUtcNow()));
        Assert.That(told, Is.Empty);
        await using (var transaction = await test.Database.Begin(CancellationToken.None))
        {
            await Outbox.Add(transaction, new DossierWithdrawn(Guid.CreateVersion7(), Guid.CreateVersion7(), 0, clock.GetUtcNow()));
            await Outbox.Add(transaction, Changed(0, Roles.Holder));
            transaction.WithoutTrail("a test writes past the program");
            await transaction.Commit();
        }
        Assert.That(told, Is.EqualTo(new[] { Person }), "by the one who publishes");
        await Hear(Registered(1, Roles.Holder));
        Assert.That(told, Is.EqualTo(new[] { Person, Person }), "by the one who hears");
    }
}
