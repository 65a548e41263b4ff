using System.Globalization;
using System.Text.RegularExpressions;
using Labelling.Accounts.People;
using Labelling.Contracts;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;
using Microsoft.AspNetCore.DataProtection;

namespace Labelling.Accounts.Tests;

/// <summary>Coming in by invitation or by oneself, addresses, forgotten passwords, erasure, retention: over the stores, in both dialects.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public partial class PeopleStoreTests(Dialect dialect)
{
    static readonly Actor Administrator = new(Guid.CreateVersion7(), Roles.Administrator, "192.0.2.1"), Nobody = new(null, "registration", "192.0.2.7");
    static readonly CancellationToken Stop = CancellationToken.None;

    TestClock clock = null!;
    TestDatabase test = null!;
    PersonStore people = null!;
    InvitationStore invitations = null!;
    RegistrationStore registrations = null!;
    PasswordResetStore resets = null!;
    EmailStore emails = null!;
    ErasureStore erasures = null!;

    /// <summary>What an address or an id opens, as signing in finds it.</summary>
    AccountStore Opened => new(test.Database, new EphemeralDataProtectionProvider());

    [SetUp]
    public async Task Create()
    {
        clock = new TestClock("2026-03-12T09:00:00Z");
        test = await TestDatabase.Create(dialect, AccountsService.Service, clock);
        people = test.Get<PersonStore>();
        invitations = test.Get<InvitationStore>();
        registrations = test.Get<RegistrationStore>();
        resets = test.Get<PasswordResetStore>();
        emails = test.Get<EmailStore>();
        erasures = test.Get<ErasureStore>();
    }

    [TearDown]
    public async Task Delete() => await test.EndSound();

    async Task<Person> Register(string email, string name = "Zoé Martin", string language = "fr", params string[] roles)
    {
        var person = Person.Register(name, email, language, roles is [] ? [Roles.Holder] : roles, [], clock.GetUtcNow());
        Assert.That(await people.Register(person, "hash", Administrator, Stop), Is.EqualTo(PersonSaved.Saved));
        return person;
    }

    sealed record Letter
    {
        public required string Kind { get; init; }
        public required string? Address { get; init; }
        public required string Language { get; init; }
        public required string Subject { get; init; }
        public required string? TextBody { get; init; }

        /// <summary>The code of the link to a page.</summary>
        public string Code(string path) => Regex.Match(TextBody!, Regex.Escape(path) + @"\?code=([\w-]+)").Groups[1].Value is { Length: > 20 } code
            ? code
            : throw new AssertionException($"no link to {path} in: {TextBody}");
    }

    async Task<IReadOnlyList<Letter>> Letters() =>
        await test.Database.Query<Letter>("select Kind, Address, Language, Subject, TextBody from Mail order by Position", null, Stop);

    async Task<Letter> Last() => (await Letters())[^1];

    Task<int> Count(string table) => test.Database.QuerySingleOrDefault<int>($"select count(*) from {table}", null, Stop);

    // Invitations

    async Task<(InvitationSaved Saved, Invitation Invitation)> Invite(string email, string language = "fr", params string[] roles)
    {
        var by = await Register($"{Guid.CreateVersion7():N}@office.example", roles: [Roles.Office]);
        var invitation = Invitation.Send(email, language, roles is [] ? [Roles.Expert] : roles, by.Id, clock.GetUtcNow());
        return (await invitations.Send(invitation, Administrator, Stop), invitation);
    }

    Person Accepting(Invitation invitation) => Person.Register("Ali Benali", invitation.Email, invitation.Language, invitation.Roles, [], clock.GetUtcNow());

    [Test]
    public async Task An_invitation_becomes_an_account_with_its_roles_once()
    {
        var (saved, invitation) = await Invite("ali@beta.example", "fr", Roles.Expert, Roles.Member);
        Assert.That(saved, Is.EqualTo(InvitationSaved.Saved));
        var code = (await Last()).Code("/invitations/accept");
        Assert.That((await invitations.ByCode(code, Stop))?.Id, Is.EqualTo(invitation.Id));
        var person = Accepting(invitation);
        Assert.That(await invitations.Accept(code, person, "hash", Administrator, Stop), Is.EqualTo(PersonSaved.Saved));
        Assert.That((await people.Get(person.Id, Stop))?.Roles, Is.EquivalentTo(new[] { Roles.Expert, Roles.Member }));
        Assert.That(await invitations.Accept(code, Accepting(invitation), "hash", Administrator, Stop), Is.Null, "a second time");
        Assert.That(await invitations.Open(Stop), Is.Empty);
        Assert.That((await test.Events()).OfType<PersonRegistered>().Count(told => told.Email == "ali@beta.example"), Is.EqualTo(1));
    }

    [Test]
    public async Task The_link_of_an_invitation_lasts_fourteen_days_and_the_database_does_not_know_it()
    {
        await Invite("ali@beta.example");
        var code = (await Last()).Code("/invitations/accept");
        Assert.That(await test.Database.Query<string>("select CodeDigest from Invitation", null, Stop), Has.None.Contains(code));
        clock.Advance(TimeSpan.FromDays(14) - TimeSpan.FromSeconds(1));
        Assert.That(await invitations.ByCode(code, Stop), Is.Not.Null);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(await invitations.ByCode(code, Stop), Is.Null);
        Assert.That(await invitations.Accept(code, Person.Register("Ali", "ali@beta.example", "fr", [Roles.Expert], [], clock.GetUtcNow()), "hash", Administrator, Stop), Is.Null);
        Assert.That(await Opened.ByEmail("ali@beta.example", Stop), Is.Null);
    }

    [Test]
    public async Task An_invitation_sent_again_closes_the_link_before_and_not_every_minute()
    {
        var (_, invitation) = await Invite("ali@beta.example");
        var first = (await Last()).Code("/invitations/accept");
        Assert.That(await invitations.SendAgain(invitation, invitation.Again(invitation.InvitedBy, clock.GetUtcNow()), Administrator, Stop), Is.EqualTo(InvitationSaved.TooSoon));
        Assert.That(await invitations.ByCode(first, Stop), Is.Not.Null, "what was refused changed nothing");
        clock.Advance(TimeSpan.FromMinutes(6));
        Assert.That(await invitations.SendAgain(invitation, invitation.Again(invitation.InvitedBy, clock.GetUtcNow()), Administrator, Stop), Is.EqualTo(InvitationSaved.Saved));
        Assert.That(await invitations.ByCode(first, Stop), Is.Null);
        Assert.That(await invitations.ByCode((await Last()).Code("/invitations/accept"), Stop), Is.Not.Null);
        clock.Advance(TimeSpan.FromMinutes(6));
        Assert.That(await invitations.SendAgain(invitation, invitation.Again(invitation.InvitedBy, clock.GetUtcNow()), Administrator, Stop), Is.EqualTo(InvitationSaved.Stale));
    }

    [Test]
    public async Task Who_has_an_account_or_an_invitation_is_not_invited()
    {
        await Register("zoe@alpha.example");
        Assert.That((await Invite("ZOE@alpha.example")).Saved, Is.EqualTo(InvitationSaved.HasAccount));
        Assert.That((await Invite("ali@beta.example")).Saved, Is.EqualTo(InvitationSaved.Saved));
        clock.Advance(TimeSpan.FromMinutes(6));
        Assert.That((await Invite("Ali@beta.example")).Saved, Is.EqualTo(InvitationSaved.Invited));
        Assert.That((await Letters()).Count, Is.EqualTo(1));
    }

    [Test]
    public async Task Who_is_put_on_a_list_of_experts_is_invited_once_as_an_expert()
    {
        var officer = await Register("olga@office.example", roles: [Roles.Office]);
        ExpertExpected Expected(string email) => new(Guid.CreateVersion7(), Guid.CreateVersion7(), 1, clock.GetUtcNow(), email, "en", officer.Id);
        var listed = Expected("ali@beta.example");
        await test.Hear(listed);
        await test.Hear(listed);
        await test.Hear(Expected("ALI@beta.example"));
        await Register("zoe@alpha.example");
        var zoe = (await test.Events()).OfType<PersonRegistered>().Single(person => person.Email == "zoe@alpha.example").PersonId;
        await using (var transaction = await test.Database.Begin(Stop))
        {
            await transaction.Execute("insert into PersonEmail (NormalizedEmail, PersonId, Email, ConfirmedAt) values (@Normalized, @Zoe, 'zoe@home.example', @Now)",
                new { Normalized = Mail.Normalized("zoe@home.example"), Zoe = zoe, Now = clock.GetUtcNow() });
            transaction.WithoutTrail("A second address, as if confirmed.");
            await transaction.Commit();
        }
        ExpertExpected[] known = [Expected("Zoe@alpha.example"), Expected("ZOE@home.example")];
        foreach (var one in known)
            await test.Hear(one);
        Assert.That((await test.Events()).OfType<ExpectedExpertFound>().Select(found => (found.ExpectationId, found.PersonId)),
            Is.EqualTo(known.Select(one => (one.ExpectationId, zoe))), "whose they are, by any address, and no address is told");
        var invitation = (await invitations.Open(Stop)).Single();
        Assert.That((invitation.Email, invitation.Language, string.Join(' ', invitation.Roles), invitation.InvitedBy), Is.EqualTo(("ali@beta.example", "en", Roles.Expert, listed.ExpectedBy)));
        Assert.That((await Letters()).Count, Is.EqualTo(1));
        Assert.That(await invitations.ByCode((await Last()).Code("/invitations/accept"), Stop), Is.Not.Null);
        // Withdrawn a moment ago and listed again: not twice within the pace, but later.
        await invitations.Withdraw(invitation, Administrator, Stop);
        Assert.That(await test.Hear(Expected("ali@beta.example")), Is.EqualTo(Heard.NotYet));
        clock.Advance(TimeSpan.FromMinutes(6));
        Assert.That(await test.TryAllWaiting(), Is.EqualTo(1));
        Assert.That((await Letters()).Count, Is.EqualTo(2));
    }

    [Test]
    public async Task A_withdrawn_invitation_opens_nothing()
    {
        var (_, invitation) = await Invite("ali@beta.example");
        Assert.That(await invitations.Withdraw(invitation with { Revision = 2 }, Administrator, Stop), Is.False, "somebody sent it again meanwhile");
        Assert.That(await invitations.Withdraw(invitation, Administrator, Stop), Is.True);
        Assert.That(await invitations.ByCode((await Last()).Code("/invitations/accept"), Stop), Is.Null);
    }

    [TestCase("fr", "Vous êtes invité à rejoindre Labelling")]
    [TestCase("en", "You are invited to Labelling")]
    public async Task A_mail_is_in_its_recipients_language_whatever_the_senders(string language, string subject)
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language == "fr" ? "en" : "fr");
            await Invite("ali@beta.example", language);
            Assert.That(CultureInfo.CurrentUICulture.Name, Is.Not.EqualTo(language), "the sender's language is put back");
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
        var letter = await Last();
        Assert.That((letter.Subject, letter.Language), Is.EqualTo((subject, language)));
        Assert.That(letter.TextBody, Does.Contain($"lang={language}").And.Contains(language == "fr" ? "26 mars 2026" : "26 March 2026").And.Not.Contains("\\n"));
    }

    // Registering by oneself

    [Test]
    public async Task Somebody_registers_and_is_a_holder_once_the_link_was_opened()
    {
        await registrations.Ask("Ali Benali", "ali@beta.example", "en", Nobody, Stop);
        Assert.That(await Opened.ByEmail("ali@beta.example", Stop), Is.Null, "no account before the link");
        Assert.That(await test.Events(), Is.Empty, "and nobody hears of one");
        var code = (await Last()).Code("/register/confirm");
        var registration = await registrations.ByCode(code, Stop);
        Assert.That(await registrations.Confirm(code, registration!, "hash", "192.0.2.7", Stop), Is.EqualTo(PersonSaved.Saved));
        var account = await Opened.ByEmail("ali@beta.example", Stop);
        Assert.That((account?.Name, account?.Language, account?.Roles), Is.EqualTo(("Ali Benali", "en", account?.Roles)));
        Assert.That(account?.Roles, Is.EqualTo(new[] { Roles.Holder }));
        Assert.That(await registrations.Confirm(code, registration!, "hash", "192.0.2.7", Stop), Is.Null, "a second time");
    }

    [Test]
    public async Task The_link_of_a_registration_lasts_two_days()
    {
        await registrations.Ask("Ali", "ali@beta.example", "en", Nobody, Stop);
        var code = (await Last()).Code("/register/confirm");
        var registration = await registrations.ByCode(code, Stop);
        clock.Advance(Registration.Lasts);
        Assert.That(await registrations.ByCode(code, Stop), Is.Null);
        Assert.That(await registrations.Confirm(code, registration!, "hash", "192.0.2.7", Stop), Is.Null);
    }

    [Test]
    public async Task A_known_address_gets_a_mail_that_says_so_in_the_owners_language_and_nothing_else_happens()
    {
        await Register("zoe@alpha.example", language: "fr");
        await registrations.Ask("Mallory", "Zoe@Alpha.example", "en", Nobody, Stop);
        var letter = await Last();
        Assert.That((letter.Kind, letter.Address, letter.Subject), Is.EqualTo(("account.registration", "zoe@alpha.example", "Vous avez déjà un compte")));
        Assert.That(letter.TextBody, Does.Not.Contain("code="));
        Assert.That(await Count("Registration"), Is.Zero);
    }

    [Test]
    public async Task An_address_is_not_flooded_whoever_asks()
    {
        for (var time = 0; time < 20; time++)
        {
            await registrations.Ask("Ali", "ali@beta.example", "en", Nobody, Stop);
            await resets.Ask("nobody@beta.example", "en", Nobody, Stop);
        }
        Assert.That((await Letters()).Select(letter => letter.Address), Is.EquivalentTo(new[] { "ali@beta.example", "nobody@beta.example" }));
        clock.Advance(AccountMails.Pace + TimeSpan.FromSeconds(1));
        await registrations.Ask("Ali", "ali@beta.example", "en", Nobody, Stop);
        Assert.That((await Letters()).Count, Is.EqualTo(3));
    }

    [Test]
    public async Task A_registration_that_the_pace_holds_back_leaves_the_link_sent_before_open()
    {
        await registrations.Ask("Ali", "ali@beta.example", "en", Nobody, Stop);
        var code = (await Last()).Code("/register/confirm");
        await registrations.Ask("Mallory", "ali@beta.example", "en", Nobody, Stop);
        Assert.That((await registrations.ByCode(code, Stop))?.Name, Is.EqualTo("Ali"));
    }

    // Forgotten passwords

    async Task<int> OpenSessions(Guid person) => await test.Database.QuerySingleOrDefault<int>(
        "select count(*) from Session where PersonId = @Person and EndedAt is null", new { Person = person }, Stop);

    async Task SignIn(Person person) => await new SessionStore(test.Database).Begin(
        Session.Begin(person.Id, SessionKind.Browser, clock.GetUtcNow(), TimeSpan.FromDays(1), "192.0.2.1", "a browser"), Administrator, Stop);

    [Test]
    public async Task A_forgotten_password_is_set_once_and_everybody_is_out()
    {
        var person = await Register("zoe@alpha.example");
        await SignIn(person);
        await resets.Ask("zoe@alpha.example", "en", Nobody, Stop);
        var code = (await Last()).Code("/password/reset");
        Assert.That((await Last()).Language, Is.EqualTo("fr"), "the owner's language, not the asker's");
        Assert.That(await resets.Opens(code, Stop), Is.True);
        Assert.That(await resets.Set(code, "new hash", "192.0.2.7", Stop), Is.True);
        Assert.That((await Opened.ById(person.Id, Stop))?.PasswordHash, Is.EqualTo("new hash"));
        Assert.That(await OpenSessions(person.Id), Is.Zero);
        Assert.That((await test.Events()).OfType<SessionsEnded>().Single().PersonId, Is.EqualTo(person.Id));
        Assert.That((await Last()).Kind, Is.EqualTo("account.password-changed"));
        Assert.That(await resets.Set(code, "third hash", "192.0.2.7", Stop), Is.False, "a second time");
        Assert.That((await Opened.ById(person.Id, Stop))?.PasswordHash, Is.EqualTo("new hash"));
    }

    [Test]
    public async Task The_link_of_a_forgotten_password_lasts_an_hour()
    {
        var person = await Register("zoe@alpha.example");
        await resets.Ask("zoe@alpha.example", "en", Nobody, Stop);
        var code = (await Last()).Code("/password/reset");
        clock.Advance(TimeSpan.FromHours(1));
        Assert.That(await resets.Opens(code, Stop), Is.False);
        Assert.That(await resets.Set(code, "new hash", "192.0.2.7", Stop), Is.False);
        Assert.That((await Opened.ById(person.Id, Stop))?.PasswordHash, Is.EqualTo("hash"));
    }

    [Test]
    public async Task A_disabled_account_gets_no_link_and_one_sent_before_opens_nothing()
    {
        var person = await Register("zoe@alpha.example");
        await resets.Ask("zoe@alpha.example", "en", Nobody, Stop);
        var code = (await Last()).Code("/password/reset");
        await people.Disable(person, person.Disable(clock.GetUtcNow())!, Administrator, Stop);
        Assert.That(await resets.Opens(code, Stop), Is.False);
        Assert.That(await resets.Set(code, "new hash", "192.0.2.7", Stop), Is.False);
        clock.Advance(TimeSpan.FromMinutes(6));
        await resets.Ask("zoe@alpha.example", "en", Nobody, Stop);
        Assert.That((await Last()).TextBody, Does.Not.Contain("code="));
    }

    // Addresses

    async Task<(string Old, string New, string Veto)> Ask(Person person, string email, bool becomesMain)
    {
        clock.Advance(TimeSpan.FromMinutes(6));
        Assert.That(await emails.Ask(person.Id, email, becomesMain, Administrator, Stop), Is.EqualTo(EmailAsked.Asked));
        var letters = await Letters();
        var (old, fresh) = (letters.Last(letter => letter.Kind == "account.email-old"), letters[^1]);
        return (old.Code("/account/email/confirm"), fresh.Kind == "account.email-new" ? fresh.Code("/account/email/confirm") : "", old.Code("/account/email/veto"));
    }

    async Task<string> Main(Person person) => (await emails.Of(person.Id, Stop)).Single(email => email.IsMain).Email;

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_new_address_is_theirs_once_both_ends_said_yes_in_either_order(bool oldFirst)
    {
        var person = await Register("zoe@alpha.example");
        var (old, fresh, _) = await Ask(person, "zoe@home.example", becomesMain: true);
        Assert.That(await emails.Confirm(oldFirst ? old : fresh, "192.0.2.7", Stop), Is.EqualTo(EmailConfirmed.OtherMissing));
        Assert.That(await emails.Confirm(oldFirst ? old : fresh, "192.0.2.7", Stop), Is.EqualTo(EmailConfirmed.OtherMissing), "the same end twice is one end");
        Assert.That(await Opened.ByEmail("zoe@home.example", Stop), Is.Null);
        Assert.That(await emails.Confirm(oldFirst ? fresh : old, "192.0.2.7", Stop), Is.EqualTo(EmailConfirmed.Done));
        Assert.That(await Main(person), Is.EqualTo("zoe@home.example"));
        Assert.That((await Opened.ByEmail("zoe@home.example", Stop))?.Id, Is.EqualTo(person.Id));
        Assert.That((await Opened.ByEmail("zoe@alpha.example", Stop))?.Id, Is.EqualTo(person.Id), "one signs in with any of them");
        Assert.That((await test.Events()).OfType<PersonChanged>().Last().Email, Is.EqualTo("zoe@home.example"));
        Assert.That((await Last()).Address, Is.EqualTo("zoe@alpha.example"), "the old end hears of it");
    }

    [Test]
    public async Task A_further_address_leaves_the_main_one()
    {
        var person = await Register("zoe@alpha.example");
        var (old, fresh, _) = await Ask(person, "zoe@home.example", becomesMain: false);
        await emails.Confirm(old, "192.0.2.7", Stop);
        await emails.Confirm(fresh, "192.0.2.7", Stop);
        Assert.That((await emails.Of(person.Id, Stop)).Select(email => (email.Email, email.IsMain)), Is.EqualTo(new[] { ("zoe@alpha.example", true), ("zoe@home.example", false) }));
        Assert.That(await emails.Remove(person.Id, "zoe@alpha.example", Administrator, Stop), Is.False, "the main one is not removed");
        Assert.That(await emails.Remove(person.Id, "zoe@home.example", Administrator, Stop), Is.True);
        Assert.That(await Opened.ByEmail("zoe@home.example", Stop), Is.Null);
    }

    [Test]
    public async Task The_old_end_takes_a_change_back_for_seven_days_and_everybody_is_out()
    {
        var person = await Register("zoe@alpha.example");
        var (old, fresh, veto) = await Ask(person, "mallory@evil.example", becomesMain: true);
        await emails.Confirm(old, "192.0.2.7", Stop);
        await emails.Confirm(fresh, "192.0.2.7", Stop);
        clock.Advance(EmailChange.VetoLasts - TimeSpan.FromSeconds(1));
        await SignIn(person);
        Assert.That(await emails.Veto(veto, "192.0.2.7", Stop), Is.True);
        Assert.That((await emails.Of(person.Id, Stop)).Select(email => email.Email), Is.EqualTo(new[] { "zoe@alpha.example" }));
        Assert.That(await OpenSessions(person.Id), Is.Zero);
        Assert.That(await emails.Veto(veto, "192.0.2.7", Stop), Is.False, "a second time");
    }

    [Test]
    public async Task After_seven_days_nothing_is_taken_back()
    {
        var person = await Register("zoe@alpha.example");
        var (old, fresh, veto) = await Ask(person, "zoe@home.example", becomesMain: true);
        await emails.Confirm(old, "192.0.2.7", Stop);
        await emails.Confirm(fresh, "192.0.2.7", Stop);
        clock.Advance(EmailChange.VetoLasts);
        Assert.That(await emails.Veto(veto, "192.0.2.7", Stop), Is.False);
        Assert.That(await Main(person), Is.EqualTo("zoe@home.example"));
    }

    [Test]
    public async Task A_change_taken_back_before_it_was_made_cannot_be_confirmed()
    {
        var person = await Register("zoe@alpha.example");
        var (old, fresh, veto) = await Ask(person, "mallory@evil.example", becomesMain: true);
        Assert.That(await emails.Veto(veto, "192.0.2.7", Stop), Is.True);
        Assert.That((await emails.Confirm(old, "192.0.2.7", Stop), await emails.Confirm(fresh, "192.0.2.7", Stop)), Is.EqualTo((EmailConfirmed.Nothing, EmailConfirmed.Nothing)));
        Assert.That(await Main(person), Is.EqualTo("zoe@alpha.example"));
    }

    [Test]
    public async Task An_address_of_somebody_else_gets_no_link_and_the_asker_is_told_nothing()
    {
        var person = await Register("zoe@alpha.example");
        await Register("ali@beta.example", "Ali");
        var (old, _, _) = await Ask(person, "ali@beta.example", becomesMain: true);
        Assert.That((await Last()).TextBody, Does.Not.Contain("code="));
        Assert.That(await emails.Confirm(old, "192.0.2.7", Stop), Is.EqualTo(EmailConfirmed.OtherMissing));
        Assert.That((await Opened.ByEmail("ali@beta.example", Stop))?.Name, Is.EqualTo("Ali"));
    }

    [Test]
    public async Task An_address_that_got_an_account_meanwhile_is_not_taken_from_it()
    {
        var person = await Register("zoe@alpha.example");
        var (old, fresh, _) = await Ask(person, "ali@beta.example", becomesMain: false);
        await emails.Confirm(old, "192.0.2.7", Stop);
        var ali = await Register("ali@beta.example", "Ali");
        Assert.That(await emails.Confirm(fresh, "192.0.2.7", Stop), Is.EqualTo(EmailConfirmed.Nothing));
        Assert.That((await Opened.ByEmail("ali@beta.example", Stop))?.Id, Is.EqualTo(ali.Id));
    }

    [Test]
    public async Task An_address_belongs_to_one_person_also_as_a_further_one()
    {
        var person = await Register("zoe@alpha.example");
        var (old, fresh, _) = await Ask(person, "zoe@home.example", becomesMain: false);
        await emails.Confirm(old, "192.0.2.7", Stop);
        await emails.Confirm(fresh, "192.0.2.7", Stop);
        var other = Person.Register("Ali", "Zoe@Home.example", "fr", [Roles.Holder], [], clock.GetUtcNow());
        Assert.That(await people.Register(other, "hash", Administrator, Stop), Is.EqualTo(PersonSaved.EmailTaken));
        var ali = await Register("ali@beta.example");
        Assert.That(await people.Change(ali, ali.Change("Ali", "zoe@home.example", "fr", [Roles.Holder], [])!, Administrator, Stop), Is.EqualTo(PersonSaved.EmailTaken));
    }

    [Test]
    public async Task The_administrators_address_stands_instead_of_the_old_one()
    {
        var person = await Register("zoe@alpha.example");
        await resets.Ask("zoe@alpha.example", "en", Nobody, Stop);
        var code = (await Last()).Code("/password/reset");
        Assert.That(await people.Change(person, person.Change("Zoé", "zoe@gamma.example", "fr", [Roles.Holder], [])!, Administrator, Stop), Is.EqualTo(PersonSaved.Saved));
        Assert.That((await emails.Of(person.Id, Stop)).Select(email => email.Email), Is.EqualTo(new[] { "zoe@gamma.example" }));
        Assert.That(await resets.Opens(code, Stop), Is.False, "a link sent to the old one opens nothing");
    }

    // Erasure

    [Test]
    public async Task An_erased_person_leaves_a_pseudonym_and_a_trail_that_holds()
    {
        await Register("root@alpha.example", "Root", roles: [Roles.Administrator]);
        await registrations.Ask("Zoé Martin", "zoe@alpha.example", "fr", Nobody, Stop);
        var registered = (await Last()).Code("/register/confirm");
        await registrations.Confirm(registered, (await registrations.ByCode(registered, Stop))!, "hash", "192.0.2.7", Stop);
        var person = (await people.Get((await Opened.ByEmail("zoe@alpha.example", Stop))!.Id, Stop))!;
        var (old, fresh, _) = await Ask(person, "zoe@home.example", becomesMain: true);
        await emails.Confirm(old, "192.0.2.7", Stop);
        await emails.Confirm(fresh, "192.0.2.7", Stop);
        await SignIn(person);
        await erasures.Ask(person.Id, Administrator, Stop);
        var plan = await erasures.Plan(person.Id, Stop);
        Assert.That((plan.Addresses, plan.SignIns, plan.LastAdministrator, plan.AskedAt is null), Is.EqualTo((2, 1, false, false)));
        Assert.That((plan.Mails, plan.PersonalValues), Is.EqualTo((3, 4)), "registered, asked, changed, signed in");

        var now = await people.Get(person.Id, Stop);
        Assert.That(await erasures.Erase(person, Administrator, Stop), Is.EqualTo(Erased.Stale), "changed since it was read");
        Assert.That(await erasures.Erase(now!, Administrator, Stop), Is.EqualTo(Erased.Done));

        var erased = await people.Get(person.Id, Stop);
        Assert.That((erased?.Name, erased?.DisabledAt is null), Is.EqualTo(($"Erased person {person.Id.ToString("N")[^4..]}", false)));
        Assert.That((await test.Events())[^1], Is.TypeOf<PersonErased>().With.Property(nameof(PersonErased.PersonId)).EqualTo(person.Id));
        // Nothing anywhere in the database says who they were; read as text, so that a table added later is looked at too.
        Assert.That(await Everything(), Has.None.Contains("zoe").IgnoreCase.And.None.Contains("Martin").And.None.Contains("zo\u00e9").IgnoreCase);
        Assert.That(await erasures.Erase(erased!, Administrator, Stop), Is.EqualTo(Erased.Stale), "a second time");
        var after = await erasures.Plan(person.Id, Stop);
        Assert.That((after.Addresses, after.SignIns, after.Mails, after.PersonalValues), Is.EqualTo((0, 0, 0, 0)));
        Assert.That(await Count("AuditLine"), Is.GreaterThan(8), "the lines stay");
    }

    /// <summary>Every cell of every table, as text.</summary>
    async Task<IReadOnlyList<string>> Everything()
    {
        var tables = await test.Database.Query<string>(dialect == Dialect.Sqlite
            ? "select name from sqlite_master where type = 'table' and name not like 'sqlite%' and name <> 'SchemaScript'"
            : "select TABLE_NAME from INFORMATION_SCHEMA.TABLES where TABLE_TYPE = 'BASE TABLE' and TABLE_NAME <> 'SchemaScript'", null, Stop);
        var cells = new List<string>();
        foreach (var table in tables)
            foreach (var row in await test.Database.Query<dynamic>($"select * from {table}", null, Stop))
                cells.AddRange(((IDictionary<string, object?>)row).Values.OfType<string>());
        Assert.That(cells, Is.Not.Empty);
        return cells;
    }

    [Test]
    public async Task The_last_administrator_is_not_erased()
    {
        var first = await Register("root@alpha.example", roles: [Roles.Administrator]);
        var second = await Register("admin@alpha.example", roles: [Roles.Administrator]);
        Assert.That(await erasures.Erase(second, Administrator, Stop), Is.EqualTo(Erased.Done));
        Assert.That((await erasures.Plan(first.Id, Stop)).LastAdministrator, Is.True);
        Assert.That(await erasures.Erase(first, Administrator, Stop), Is.EqualTo(Erased.LastAdministrator));
        Assert.That((await people.Get(first.Id, Stop))?.Name, Is.EqualTo("Zoé Martin"), "nothing was changed");
    }

    [Test]
    public async Task Asking_to_be_erased_can_be_taken_back()
    {
        var person = await Register("zoe@alpha.example");
        Assert.That(await erasures.Ask(person.Id, Administrator, Stop), Is.True);
        Assert.That(await erasures.Ask(person.Id, Administrator, Stop), Is.False);
        Assert.That((await erasures.Asked(Stop)).Select(asking => asking.Person), Is.EquivalentTo(new[] { person.Id }));
        Assert.That(await erasures.TakeBack(person.Id, Administrator, Stop), Is.True);
        Assert.That(await erasures.TakeBack(person.Id, Administrator, Stop), Is.False);
        Assert.That(await erasures.Asked(Stop), Is.Empty);
    }

    // Retention

    Retention Kept() => new(test.Database, [.. AccountRetention.Categories]);

    async Task<Dictionary<string, int>> Due() => (await Kept().Lines(Stop)).ToDictionary(line => line.Category, line => line.Due);

    [Test]
    public async Task What_is_over_is_shown_before_it_goes_and_goes_only_where_it_is_switched_on()
    {
        await Register("root@alpha.example", roles: [Roles.Administrator]);
        var person = await Register("zoe@alpha.example");
        await Invite("late@beta.example");
        await registrations.Ask("Never", "never@beta.example", "en", Nobody, Stop);
        await SignIn(person);
        await Ask(person, "zoe@home.example", becomesMain: false);
        Assert.That(await people.Disable(person, person.Disable(clock.GetUtcNow())!, Administrator, Stop), Is.EqualTo(PersonSaved.Saved));
        Assert.That((await Due()).Values, Is.All.Zero);

        clock.Advance(TimeSpan.FromDays(4000));
        var expected = new Dictionary<string, int> { ["registrations"] = 1, ["invitations"] = 1, ["sign-ins"] = 1, ["address-changes"] = 1, ["disabled-accounts"] = 1 };
        Assert.That(await Due(), Is.EqualTo(expected));
        Assert.That(await Kept().DeleteWhatIsActive(Stop), Is.Zero, "nothing is switched on");
        Assert.That(await Due(), Is.EqualTo(expected));

        var accounts = Kept().Named("disabled-accounts")!;
        Assert.That(await Kept().Set(Kept().Named("registrations")!, 30, false, 0, Administrator, Stop), Is.EqualTo(RetentionSaved.Saved));
        Assert.That(await Kept().DeleteWhatIsActive(Stop), Is.Zero, "set, and not switched on");
        Assert.That(await Kept().Set(accounts, 5000, true, 0, Administrator, Stop), Is.EqualTo(RetentionSaved.Saved));
        Assert.That(await Kept().DeleteWhatIsActive(Stop), Is.Zero, "not due for a thousand days");
        Assert.That(await Kept().Set(accounts, 30, true, 0, Administrator, Stop), Is.EqualTo(RetentionSaved.Stale));
        Assert.That(await Kept().Set(accounts, 30, true, 1, Administrator, Stop), Is.EqualTo(RetentionSaved.Saved));
        Assert.That(await Kept().DeleteWhatIsActive(Stop), Is.EqualTo(1));
        Assert.That((await test.Events())[^1], Is.TypeOf<PersonErased>());

        foreach (var code in new[] { "registrations", "invitations" })
            Assert.That(await Kept().Delete(Kept().Named(code)!, Administrator, Stop), Is.EqualTo(1));
        Assert.That((await Due()).Values, Is.All.Zero, "sign-ins and changes went with the person");
        Assert.That((await people.All(Stop)).Count(one => one.DisabledAt is null), Is.EqualTo(2), "nobody else was touched");
    }

    // The list

    [Test]
    public async Task People_are_found_by_name_and_by_any_address_filtered_and_sorted()
    {
        var zoe = await Register("zoe@alpha.example", "Zoé Martin", roles: [Roles.Expert]);
        var ali = await Register("ali@beta.example", "Ali 100% Benali", roles: [Roles.Holder]);
        var (old, fresh, _) = await Ask(zoe, "z@home.example", becomesMain: false);
        await emails.Confirm(old, "192.0.2.7", Stop);
        await emails.Confirm(fresh, "192.0.2.7", Stop);
        await people.Disable(ali, ali.Disable(clock.GetUtcNow())!, Administrator, Stop);
        var list = new PeopleList(test.Database);

        Assert.That(await Found(search: "MARTIN"), Is.EqualTo(new[] { "Zoé Martin" }));
        Assert.That(await Found(search: "home.example"), Is.EqualTo(new[] { "Zoé Martin" }));
        Assert.That(await Found(search: "100%"), Is.EqualTo(new[] { "Ali 100% Benali" }));
        Assert.That(await Found(search: "zo%"), Is.Empty, "what is typed is no pattern");
        Assert.That(await Found(search: "0%"), Is.EqualTo(new[] { "Ali 100% Benali" }));
        Assert.That(await Found(role: Roles.Expert), Is.EqualTo(new[] { "Zoé Martin" }));
        Assert.That(await Found(state: PersonState.Disabled), Is.EqualTo(new[] { "Ali 100% Benali" }));
        Assert.That(await Found(sort: "email", descending: true), Is.EqualTo(new[] { "Zoé Martin", "Ali 100% Benali" }));
        var (lines, total) = await list.Page(new PeopleAsked(null, null, null, null, false), 1, 1, Stop);
        Assert.That((lines.Single().Name, total), Is.EqualTo(("Zoé Martin", 2)));

        async Task<IEnumerable<string>> Found(string? search = null, string? role = null, PersonState? state = null, string? sort = null, bool descending = false) =>
            (await list.Everybody(new PeopleAsked(search, role, state, sort, descending), Stop)).Select(line => line.Name);
    }
}
