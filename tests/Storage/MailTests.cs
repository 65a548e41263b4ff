using Labelling.Ground;

namespace Labelling.Storage.Tests;

[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public class MailTests(Dialect dialect)
{
    static readonly TimeSpan Lease = TimeSpan.FromMinutes(6);
    static readonly CancellationToken Stop = CancellationToken.None;
    static readonly Guid Zoe = Guid.Parse("019a0000-0000-7000-8000-000000000001");

    readonly TestClock clock = new("2026-03-12T09:00:00Z");
    TestDatabase test = null!;

    [SetUp]
    public async Task Create() => test = await Measuring.Create(dialect, clock);

    [TearDown]
    public async Task Delete() => await test.DisposeAsync();

    static OutgoingMail To(string address, string key, string subject = "Bonjour") => new("test.greeting", key, address, "fr", subject, "Bonjour,\nà demain.") { PersonId = Zoe, Name = "Zoé" };

    async Task<bool> Write(OutgoingMail mail)
    {
        await using var transaction = await test.Database.Begin(Stop);
        var written = await Mail.Add(transaction, mail);
        await transaction.Commit();
        return written;
    }

    Task<IReadOnlyList<MailToSend>> Claim(string relay, int count = 100) => Mail.Claim(test.Database, relay, count, Lease, Stop);

    async Task<IReadOnlyList<MailLine>> Log() => (await Mail.Log(test.Database, 1, 50, Stop)).Lines;

    Task<string?> Text(string key) => test.Database.QuerySingleOrDefault<string>("select TextBody from Mail where DedupKey = @Key", new { Key = key }, Stop);

    [Test]
    public async Task A_mail_comes_back_as_written_with_its_files()
    {
        await Write(To("zoe@alpha.example", "one") with { Html = "<p>à demain</p>", Attachments = [new("rendez-vous.ics", "text/calendar", [1, 2, 3]), new("b.pdf", "application/pdf", [4])] });
        var mail = (await Claim("relay")).Single();
        Assert.That((mail.Address, mail.RecipientName, mail.Language, mail.Subject, mail.TextBody, mail.HtmlBody),
            Is.EqualTo(("zoe@alpha.example", "Zoé", "fr", "Bonjour", "Bonjour,\nà demain.", "<p>à demain</p>")));
        Assert.That(mail.Attachments.Select(file => (file.Name, file.ContentType, Convert.ToHexString(file.Content))),
            Is.EqualTo(new[] { ("rendez-vous.ics", "text/calendar", "010203"), ("b.pdf", "application/pdf", "04") }));
    }

    [Test]
    public async Task A_mail_whose_cause_is_taken_back_was_never_written()
    {
        await using (var transaction = await test.Database.Begin(Stop))
            Assert.That(await Mail.Add(transaction, To("zoe@alpha.example", "one")), Is.True);
        Assert.That(await Log(), Is.Empty);
        Assert.That(await Claim("relay"), Is.Empty);
    }

    [Test]
    public async Task The_same_key_is_written_once_even_after_it_left()
    {
        Assert.That(await Write(To("zoe@alpha.example", "one")), Is.True);
        Assert.That(await Write(To("other@alpha.example", "one")), Is.False);
        await Mail.MarkSent(test.Database, (await Claim("relay")).Single(), Stop);
        Assert.That(await Write(To("zoe@alpha.example", "one")), Is.False);
        Assert.That(await Log(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task What_one_relay_has_leased_another_does_not_get_until_the_lease_is_over()
    {
        await Write(To("zoe@alpha.example", "one"));
        Assert.That(await Claim("first"), Has.Count.EqualTo(1));
        Assert.That(await Claim("second"), Is.Empty);
        clock.Advance(Lease + TimeSpan.FromSeconds(1));
        Assert.That(await Claim("second"), Has.Count.EqualTo(1), "a relay that dies gives its mails back");
    }

    [Test]
    public async Task What_is_given_back_is_claimed_at_once()
    {
        await Write(To("zoe@alpha.example", "one"));
        await Claim("first");
        await Mail.GiveBack(test.Database, "second", Stop);
        Assert.That(await Claim("second"), Is.Empty, "nobody gives back what another has");
        await Mail.GiveBack(test.Database, "first", Stop);
        Assert.That(await Claim("second"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task What_failed_is_put_off_with_its_reason_and_counts_its_attempts()
    {
        await Write(To("zoe@alpha.example", "one"));
        await Mail.PutOff(test.Database, (await Claim("relay")).Single(), TimeSpan.FromMinutes(1), "no server", Stop);
        Assert.That(await Claim("relay"), Is.Empty);
        Assert.That((await Log()).Select(line => (line.Attempts, line.LastError)), Is.EqualTo(new[] { (1, "no server") }));
        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.That((await Claim("relay")).Select(mail => mail.Attempts), Is.EqualTo(new[] { 1 }));
    }

    [Test]
    public async Task What_is_refused_for_good_is_never_claimed_again_and_shows()
    {
        await Write(To("zoe@alpha.example", "one"));
        await Mail.MarkRefused(test.Database, (await Claim("relay")).Single(), "550 no such user", Stop);
        var refused = clock.GetUtcNow();
        clock.Advance(TimeSpan.FromDays(30));
        Assert.That(await Claim("relay"), Is.Empty);
        Assert.That((await Log()).Single().RefusedAt, Is.EqualTo(refused));
    }

    [Test]
    public async Task A_secret_text_goes_with_the_mail_and_any_other_stays()
    {
        await Write(To("zoe@alpha.example", "secret") with { Confidential = true });
        await Write(To("zoe@alpha.example", "plain"));
        foreach (var mail in await Claim("relay"))
            await Mail.MarkSent(test.Database, mail, Stop);
        Assert.That((await Text("secret"), await Text("plain")), Is.EqualTo(((string?)null, (string?)"Bonjour,\nà demain.")));
    }

    [TestCase("Bonjour\r\nBcc: victim@example.org", "Bonjour  Bcc: victim@example.org")]
    [TestCase("Bonjour\u2028Bcc: victim@example.org", "Bonjour Bcc: victim@example.org")]
    [TestCase("\0\tBonjour", "Bonjour")]
    public async Task A_subject_is_one_line(string given, string kept)
    {
        await Write(To("zoe@alpha.example", "one", given) with { Name = given });
        var mail = (await Claim("relay")).Single();
        Assert.That((mail.Subject, mail.RecipientName), Is.EqualTo((kept, kept)));
    }

    [Test]
    public async Task A_long_subject_is_cut_between_characters()
    {
        await Write(To("zoe@alpha.example", "one", new string('a', 299) + "😀😀"));
        Assert.That((await Log()).Single().Subject, Is.EqualTo(new string('a', 299)));
    }

    [TestCase("zoe@alpha.example\r\nBcc: victim@example.org")]
    [TestCase("zoe@alpha.example,victim@example.org")]
    [TestCase("zoe@alpha.example;victim@example.org")]
    [TestCase("Zoé <zoe@alpha.example>")]
    [TestCase("zoe(comment)@alpha.example")]
    [TestCase("\"zoe x\"@alpha.example")]
    [TestCase("zoe")]
    [TestCase("")]
    public async Task An_address_that_is_not_one_plain_address_is_refused(string address)
    {
        await using var transaction = await test.Database.Begin(Stop);
        Assert.That(() => Mail.Add(transaction, To(address, "one")), Throws.ArgumentException);
    }

    [Test]
    public async Task A_file_name_holds_no_path()
    {
        await Write(To("zoe@alpha.example", "one") with { Attachments = [new("../etc/\"passwd\r\n", "text/plain", [1])] });
        Assert.That((await Claim("relay")).Single().Attachments.Single().Name, Is.EqualTo("..-etc--passwd"));
    }

    async Task<bool> AtPace(string address, string kind = "test.greeting")
    {
        await using var transaction = await test.Database.Begin(Stop);
        var written = await Mail.AddAtPace(transaction, To(address, "") with { Kind = kind }, TimeSpan.FromMinutes(15));
        await transaction.Commit();
        return written;
    }

    [Test]
    public async Task An_address_gets_one_mail_of_a_kind_in_a_while()
    {
        Assert.That(await AtPace("zoe@alpha.example"), Is.True);
        Assert.That(await AtPace("zoe@alpha.example"), Is.False);
        Assert.That(await AtPace("zoe@alpha.example", "test.other"), Is.True, "another kind");
        Assert.That(await AtPace("other@alpha.example"), Is.True, "another address");
        clock.Advance(TimeSpan.FromMinutes(14));
        Assert.That(await AtPace("zoe@alpha.example"), Is.False);
        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.That(await AtPace("zoe@alpha.example"), Is.True);
    }

    [Test]
    public async Task A_forgotten_person_leaves_lines_without_address_subject_or_text_and_what_waited_never_leaves()
    {
        await Write(To("zoe@alpha.example", "sent", "Au sujet de Zoé"));
        await Mail.MarkSent(test.Database, (await Claim("relay")).Single(), Stop);
        await Write(To("zoe@alpha.example", "waiting", "Au sujet de Zoé") with { Attachments = [new("a.txt", "text/plain", [1])] });
        await Write(To("other@alpha.example", "other") with { PersonId = null });
        await using (var transaction = await test.Database.Begin(Stop))
        {
            Assert.That(await Mail.Forget(transaction, Zoe), Is.EqualTo(2));
            await transaction.Commit();
        }
        Assert.That((await Claim("relay")).Select(mail => mail.Address), Is.EqualTo(new[] { "other@alpha.example" }));
        var lines = await Log();
        Assert.That(lines.Select(line => (line.Address, line.Subject, line.SentAt is null, line.RefusedAt is null)), Is.EqualTo(new[]
        {
            ("other@alpha.example", "Bonjour", true, true), (null, "test.greeting", true, false), ((string?)null, "test.greeting", false, true),
        }));
        Assert.That(await test.Database.QuerySingleOrDefault<int>("select count(*) from Mail where PersonId = @Zoe and (TextBody is not null or RecipientName is not null or DedupKey in ('sent', 'waiting'))", new { Zoe }, Stop), Is.Zero);
        Assert.That(await test.Database.QuerySingleOrDefault<int>("select count(*) from MailAttachment", null, Stop), Is.Zero);
    }

    [Test]
    public async Task Old_texts_are_deleted_and_the_lines_stay()
    {
        await Write(To("zoe@alpha.example", "old") with { Attachments = [new("a.txt", "text/plain", [1])] });
        await Mail.MarkSent(test.Database, (await Claim("relay")).Single(), Stop);
        clock.Advance(TimeSpan.FromDays(10));
        await Write(To("zoe@alpha.example", "new"));
        await Mail.MarkSent(test.Database, (await Claim("relay")).Single(), Stop);
        await Write(To("zoe@alpha.example", "waiting"));
        var limit = clock.GetUtcNow().AddDays(-5);
        Assert.That(await Mail.TextsEndedBefore(test.Database, limit, Stop), Is.EqualTo((1, (DateTimeOffset?)clock.GetUtcNow().AddDays(-10))));
        await using (var transaction = await test.Database.Begin(Stop))
        {
            Assert.That(await Mail.DeleteTextsEndedBefore(transaction, limit), Is.EqualTo(1));
            await transaction.Commit();
        }
        Assert.That((await Text("old"), await Text("new") is not null, await Text("waiting") is not null), Is.EqualTo(((string?)null, true, true)));
        Assert.That(await Log(), Has.Count.EqualTo(3));
        Assert.That(await Mail.TextsEndedBefore(test.Database, limit, Stop), Is.EqualTo((0, (DateTimeOffset?)null)));
    }
}
