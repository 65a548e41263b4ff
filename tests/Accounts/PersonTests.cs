using System.Data.Common;
using Labelling.Contracts;
using Labelling.Ground;
using Labelling.Storage;
using Microsoft.AspNetCore.DataProtection;

namespace Labelling.Accounts.Tests;

[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public class PersonTests(Dialect dialect)
{
    static readonly Actor Administrator = new(Guid.CreateVersion7(), Roles.Administrator, "192.0.2.1");
    static readonly CancellationToken Stop = CancellationToken.None;

    readonly TestClock clock = new("2026-03-12T09:00:00Z");
    TestDatabase test = null!;
    PersonStore people = null!;
    OrganisationStore organisations = null!;

    /// <summary>What an address or an id opens, as signing in finds it.</summary>
    AccountStore Opened => new(test.Database, new EphemeralDataProtectionProvider());

    [SetUp]
    public async Task Create()
    {
        test = await TestDatabase.Create(dialect, AccountsService.Service, clock);
        people = test.Get<PersonStore>();
        organisations = test.Get<OrganisationStore>();
    }

    [TearDown]
    public async Task Delete() => await test.EndSound();

    async Task<Organisation> Add(string name, string? siren)
    {
        var organisation = new Organisation { Id = Guid.CreateVersion7(), Name = name, Siren = siren, Type = "sme", Region = null, GroupSiren = null, Revision = 1 };
        Assert.That(await organisations.Add(organisation, Administrator, Stop), Is.EqualTo(OrganisationSaved.Saved));
        return organisation;
    }

    async Task<Person> Register(string email, params AffiliationPeriod[] affiliations)
    {
        var person = Person.Register("Zoé Martin", email, "fr", [Roles.Holder, Roles.Expert, Roles.Holder], affiliations, clock.GetUtcNow());
        Assert.That(await people.Register(person, "hash", Administrator, Stop), Is.EqualTo(PersonSaved.Saved));
        return person;
    }

    [Test]
    public async Task A_person_comes_back_as_registered_and_the_others_are_told()
    {
        var organisation = await Add("Alpha", "732829320");
        var person = await Register("zoe@alpha.example", new AffiliationPeriod(organisation.Id, new DateOnly(2020, 1, 1)));
        var back = await people.Get(person.Id, Stop);
        Assert.That(back?.Roles, Is.EquivalentTo(new[] { Roles.Expert, Roles.Holder }));
        Assert.That(back?.Affiliations, Is.EqualTo(person.Affiliations));
        var told = (await test.Events()).OfType<PersonRegistered>().Single();
        Assert.That((told.PersonId, told.Sequence, told.Email), Is.EqualTo((person.Id, 1L, "zoe@alpha.example")));
        Assert.That(told.Affiliations.Single().Siren, Is.EqualTo("732829320"));
    }

    [Test]
    public async Task An_address_belongs_to_one_account_however_it_is_written()
    {
        await Register("zoe@alpha.example");
        var second = Person.Register("Zoé", " ZOE@alpha.EXAMPLE ", "fr", [Roles.Holder], [], clock.GetUtcNow());
        Assert.That(await people.Register(second, "hash", Administrator, Stop), Is.EqualTo(PersonSaved.EmailTaken));
        Assert.That(await people.All(Stop), Has.Count.EqualTo(1));
        Assert.That(await test.Events(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task An_unknown_organisation_is_refused_and_nothing_stays()
    {
        var person = Person.Register("Zoé", "zoe@alpha.example", "fr", [Roles.Holder], [new AffiliationPeriod(Guid.CreateVersion7(), new DateOnly(2020, 1, 1))], clock.GetUtcNow());
        Assert.That(await people.Register(person, "hash", Administrator, Stop), Is.EqualTo(PersonSaved.OrganisationUnknown));
        Assert.That(await people.All(Stop), Is.Empty);
        Assert.That(await test.Events(), Is.Empty);
    }

    [Test]
    public async Task The_second_of_two_changes_at_once_is_stale()
    {
        var person = await Register("zoe@alpha.example");
        var first = person.Change("Zoé A", person.Email, "fr", [Roles.Holder], [])!;
        var second = person.Change("Zoé B", person.Email, "fr", [Roles.Holder], [])!;
        Assert.That(await people.Change(person, first, Administrator, Stop), Is.EqualTo(PersonSaved.Saved));
        Assert.That(await people.Change(person, second, Administrator, Stop), Is.EqualTo(PersonSaved.Stale));
        Assert.That((await people.Get(person.Id, Stop))?.Name, Is.EqualTo("Zoé A"));
        Assert.That((await people.Get(person.Id, Stop))?.Roles, Is.EqualTo(new[] { Roles.Holder }));
        Assert.That((await test.Events()).OfType<PersonChanged>().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_disabled_account_signs_in_no_more_and_is_not_changed()
    {
        var person = await Register("zoe@alpha.example");
        Assert.That(await Opened.ByEmail("Zoe@alpha.example", Stop), Is.Not.Null);
        var disabled = person.Disable(clock.GetUtcNow())!;
        Assert.That(await people.Disable(person, disabled, Administrator, Stop), Is.EqualTo(PersonSaved.Saved));
        Assert.That(await Opened.ByEmail("zoe@alpha.example", Stop), Is.Null);
        Assert.That(await Opened.ById(person.Id, Stop), Is.Null);
        Assert.That(disabled.Change("Zoé", person.Email, "fr", [Roles.Holder], []), Is.Null);
        Assert.That(disabled.Disable(clock.GetUtcNow()), Is.Null);
        Assert.That((await test.Events()).OfType<AccountDisabled>().Single().PersonId, Is.EqualTo(person.Id));
    }

    [Test]
    public async Task A_disabled_account_is_enabled_again_once_and_what_was_signed_in_before_stays_out()
    {
        var person = await Register("zoe@alpha.example");
        var session = Session.Begin(person.Id, SessionKind.Browser, clock.GetUtcNow(), TimeSpan.FromDays(7), "192.0.2.7", "a browser");
        await new SessionStore(test.Database).Begin(session, Administrator, Stop);
        Assert.That(person.Enable(), Is.Null, "it is not disabled");
        var disabled = person.Disable(clock.GetUtcNow())!;
        await people.Disable(person, disabled, Administrator, Stop);
        var enabled = disabled.Enable()!;
        Assert.That(await people.Enable(person, enabled, Administrator, Stop), Is.EqualTo(PersonSaved.Stale));
        Assert.That(await people.Enable(disabled, enabled, Administrator, Stop), Is.EqualTo(PersonSaved.Saved));
        Assert.That(await people.Enable(disabled, enabled, Administrator, Stop), Is.EqualTo(PersonSaved.Stale));
        Assert.That((await Opened.ByEmail("zoe@alpha.example", Stop))?.Id, Is.EqualTo(person.Id));
        var access = new OwnAccess(test.Database);
        Assert.That((await access.Of(person.Id, session.Id, Stop))?.MayComeIn, Is.False);
        Assert.That((await access.Of(person.Id, Guid.Empty, Stop))?.MayComeIn, Is.True);
        // As the other services hear it: enabled, then who they are now.
        var told = (await test.Events()).Skip(1).ToList();
        Assert.That(told.Select(happened => happened.GetType().Name), Is.EqualTo(new[] { "AccountDisabled", "SessionsEnded", "AccountEnabled", "PersonChanged" }));
    }

    [Test]
    public async Task An_erased_person_is_not_enabled_again()
    {
        var person = await Register("zoe@alpha.example");
        Assert.That(await test.Get<People.ErasureStore>().Erase(person, Administrator, Stop), Is.EqualTo(People.Erased.Done));
        var erased = (await people.Get(person.Id, Stop))!;
        Assert.That((erased.Erased, erased.Enable()), Is.EqualTo((true, (Person?)null)));
        Assert.That(await people.Enable(erased, erased with { DisabledAt = null, Revision = erased.Revision + 1 }, Administrator, Stop), Is.EqualTo(PersonSaved.Stale));
    }

    [Test]
    public async Task The_last_administrator_keeps_the_role_and_the_account()
    {
        var (first, second) = (await Administers("first@alpha.example"), await Administers("second@alpha.example"));
        var without = second.Change(second.Name, second.Email, "fr", [Roles.Office], [])!;
        Assert.That(await people.Change(second, without, Administrator, Stop), Is.EqualTo(PersonSaved.Saved));
        Assert.That(await people.Change(first, first.Change(first.Name, first.Email, "fr", [Roles.Office], [])!, Administrator, Stop), Is.EqualTo(PersonSaved.LastAdministrator));
        Assert.That(await people.Disable(first, first.Disable(clock.GetUtcNow())!, Administrator, Stop), Is.EqualTo(PersonSaved.LastAdministrator));
        Assert.That((await people.Get(first.Id, Stop))?.Roles, Is.EqualTo(new[] { Roles.Administrator }));
        Assert.That(await people.Change(first, first.Change("Renamed", first.Email, "fr", [Roles.Administrator], [])!, Administrator, Stop), Is.EqualTo(PersonSaved.Saved));

        async Task<Person> Administers(string email)
        {
            var person = Person.Register("Zoé Martin", email, "fr", [Roles.Administrator], [], clock.GetUtcNow());
            Assert.That(await people.Register(person, "hash", Administrator, Stop), Is.EqualTo(PersonSaved.Saved));
            return person;
        }
    }

    [Test]
    public async Task When_an_organisation_joins_a_group_the_others_hear_it_of_its_people()
    {
        var organisation = await Add("Alpha", "732829320");
        var person = await Register("zoe@alpha.example", new AffiliationPeriod(organisation.Id, new DateOnly(2020, 1, 1)));
        var joined = organisation with { GroupSiren = "384574943", Revision = 2 };
        Assert.That(await organisations.Change(organisation, joined, Administrator, Stop), Is.EqualTo(OrganisationSaved.Saved));
        Assert.That(await organisations.Change(organisation, joined, Administrator, Stop), Is.EqualTo(OrganisationSaved.Stale));
        var told = (await test.Events()).OfType<PersonChanged>().Single();
        Assert.That((told.PersonId, told.Affiliations.Single().GroupSiren), Is.EqualTo((person.Id, "384574943")));
    }

    [Test]
    public async Task A_siren_belongs_to_one_organisation()
    {
        await Add("Alpha", "732829320");
        var other = await Add("Bêta", null);
        Assert.That(await organisations.Add(other with { Id = Guid.CreateVersion7(), Siren = "732829320" }, Administrator, Stop), Is.EqualTo(OrganisationSaved.SirenTaken));
        Assert.That(await organisations.Change(other, other with { Siren = "732829320", Revision = 2 }, Administrator, Stop), Is.EqualTo(OrganisationSaved.SirenTaken));
        await Add("Gamma", null);
    }

    [Test]
    public async Task The_first_administrator_is_made_once_and_by_the_last_code()
    {
        Assert.That(await people.LacksAdministrator(Stop), Is.True);
        await people.KeepFirstAdministratorCode("old", Stop);
        await people.KeepFirstAdministratorCode("new", Stop);
        Assert.That(await people.RegisterFirstAdministrator("old", Root("a@a.example"), "hash", Administrator, Stop), Is.Null);
        Assert.That(await people.RegisterFirstAdministrator("new", Root("a@a.example"), "hash", Administrator, Stop), Is.EqualTo(PersonSaved.Saved));
        Assert.That(await people.RegisterFirstAdministrator("new", Root("b@a.example"), "hash", Administrator, Stop), Is.Null);
        Assert.That(await people.LacksAdministrator(Stop), Is.False);

        Person Root(string email) => Person.Register("Root", email, "en", [Roles.Administrator], [], clock.GetUtcNow());
    }

    [TestCase("update Person set Language = 'de'")]
    [TestCase("update Person set Revision = 0")]
    [TestCase("update PersonRole set Role = 'king'")]
    [TestCase("update Affiliation set ToDay = '2019-12-31'")]
    [TestCase("update Organisation set Siren = '12'")]
    public async Task The_database_refuses_what_may_not_be(string spoil)
    {
        var organisation = await Add("Alpha", "732829320");
        await Register("zoe@alpha.example", new AffiliationPeriod(organisation.Id, new DateOnly(2020, 1, 1)));
        await using var transaction = await test.Database.Begin(Stop);
        Assert.That(() => transaction.Execute(spoil), Throws.InstanceOf<DbException>());
    }
}

public class PasswordTests
{
    readonly Passwords passwords = new();

    [Test]
    public void A_password_fits_its_own_hash_and_no_other()
    {
        var hash = passwords.Hash("une phrase de passe");
        Assert.That(passwords.Fits(hash, "une phrase de passe"), Is.True);
        Assert.That(passwords.Fits(hash, "une autre phrase"), Is.False);
        Assert.That(passwords.Fits(null, "une phrase de passe"), Is.False);
    }

    [Test]
    public void The_same_password_is_hashed_differently_each_time()
    {
        var (first, second) = (passwords.Hash("une phrase de passe"), passwords.Hash("une phrase de passe"));
        Assert.That(first, Is.Not.EqualTo(second));
    }
}
