using System.Text;
using Labelling.Contracts;
using Labelling.ExpertReview.Sessions;
using Labelling.Ground;
using Labelling.Storage;
using static Labelling.ExpertReview.Tests.Sessions.CommitteeWorld;

namespace Labelling.ExpertReview.Tests.Sessions;

[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public sealed class SessionMailsTests(Dialect dialect)
{
    CommitteeWorld world = null!;

    [SetUp]
    public async Task Begin() => world = await Create(dialect);

    [TearDown]
    public async Task End() => await world.DisposeAsync();

    sealed record Sent
    {
        public required string Kind { get; init; }
        public required Guid PersonId { get; init; }
        public required string Subject { get; init; }
        public required string TextBody { get; init; }
        public required string ContentType { get; init; }
        public required byte[] Content { get; init; }

        public string Entry => Encoding.UTF8.GetString(Content).Replace("\r\n ", "", StringComparison.Ordinal);
    }

    int read;

    /// <summary>What was written since the last time.</summary>
    async Task<IReadOnlyList<Sent>> Mails()
    {
        var all = await world.Db.Database.Query<Sent>(
            """
            select Mail.Kind, Mail.PersonId, Mail.Subject, Mail.TextBody, MailAttachment.ContentType, MailAttachment.Content
            from Mail
            join MailAttachment on MailAttachment.MailPosition = Mail.Position
            order by Mail.Position
            """, null, default);
        IReadOnlyList<Sent> fresh = [.. all.Skip(read)];
        read = all.Count;
        return fresh;
    }

    static string Told(IEnumerable<Sent> mails) => string.Join(' ', mails.Select(mail => $"{mail.PersonId.ToString()[^1]}:{mail.Kind}").Order(StringComparer.Ordinal));

    [Test]
    public async Task Members_are_told_of_their_seat_of_each_agenda_of_each_change_and_of_its_end_with_one_calendar_entry()
    {
        var dossier = await world.Dossier(1);
        var session = (await world.Plan()).As<SessionView>();
        var invited = await Mails();
        Assert.That(Told(invited), Is.EqualTo("1:session.invited 2:session.invited 3:session.invited 4:session.invited 5:session.invited"));
        Assert.That(invited[0].ContentType, Is.EqualTo("text/calendar; charset=utf-8; method=REQUEST"));
        Assert.That(invited[0].Entry, Does.Contain($"UID:session-{session.Id:D}@labelling").And.Contain("SEQUENCE:0").And.Contain("METHOD:REQUEST").And.Contain("LOCATION:Lyon")
            .And.Contain("DTSTART;TZID=Europe/Paris:20260319T130000"));

        session = (await world.Publish(session.Id, session.Revision, dossier)).As<SessionView>();
        var convened = await Mails();
        Assert.That(Told(convened), Is.EqualTo("1:session.convocation 2:session.convocation 3:session.convocation 4:session.convocation 5:session.convocation"));
        Assert.That(convened[0].Entry, Does.Contain("SEQUENCE:1"));
        Assert.That(convened[0].Subject, Does.StartWith("Convocation et ordre du jour (version A)"));
        Assert.That(convened.Select(mail => mail.TextBody + mail.Entry), Has.All.Not.Contain("2026-0001").And.All.Not.Contain("Imaging").And.All.Not.Contain("Optica"), "nothing of the dossiers");

        session = (await world.Change(session.Id, session.Revision, session.StartsAt.AddDays(1))).As<SessionView>();
        var moved = await Mails();
        Assert.That(Told(moved), Is.EqualTo("1:session.moved 2:session.moved 3:session.moved 4:session.moved 5:session.moved"));
        Assert.That(moved[0].Entry, Does.Contain("SEQUENCE:2").And.Contain("DTSTART;TZID=Europe/Paris:20260320T130000"));

        var fresh = Committee.Person(9);
        await world.Register(fresh, Roles.Member);
        await world.Change(session.Id, session.Revision, session.StartsAt, [.. Committee.Seats.Where(seat => seat.PersonId != Committee.Claire), new Seat(fresh, SeatRole.Member)]);
        var replaced = await Mails();
        Assert.That(Told(replaced), Is.EqualTo("5:session.seat-ended 9:session.invited"));
        var ended = replaced.Single(mail => mail.PersonId == Committee.Claire);
        Assert.That(ended.ContentType, Does.EndWith("method=CANCEL"));
        Assert.That(ended.Entry, Does.Contain("METHOD:CANCEL").And.Contain("STATUS:CANCELLED").And.Contain($"UID:session-{session.Id:D}@labelling").And.Contain("SEQUENCE:3"));
    }

    [Test]
    public async Task Who_sits_in_a_session_that_is_cancelled_is_told_and_the_entry_goes_from_their_calendar()
    {
        var session = await world.Agenda(await world.Dossier(1));
        await Mails();
        Assert.That((await world.Cancel(session.Id, session.Revision)).As<SessionView>().Status, Is.EqualTo(SessionStatus.Cancelled));
        var cancelled = await Mails();
        Assert.That(Told(cancelled), Is.EqualTo("1:session.cancelled 2:session.cancelled 3:session.cancelled 4:session.cancelled 5:session.cancelled"));
        Assert.That(cancelled[0].ContentType, Does.EndWith("method=CANCEL"));
        Assert.That(cancelled[0].Entry, Does.Contain("METHOD:CANCEL").And.Contain("STATUS:CANCELLED").And.Contain($"UID:session-{session.Id:D}@labelling").And.Contain("SEQUENCE:2"));
        Assert.That(cancelled[0].TextBody, Does.Contain("The hall is flooded."));
        Assert.That((await world.Cancel(session.Id, session.Revision + 1)).Code, Is.EqualTo("session.not-cancellable"));
        Assert.That(await Mails(), Is.Empty);
    }

    [Test]
    public async Task What_is_refused_sends_nothing()
    {
        var session = (await world.Plan()).As<SessionView>();
        await Mails();
        Assert.That((await world.Publish(session.Id, session.Revision, Committee.Dossier(1))).Status, Is.EqualTo(422));
        Assert.That((await world.Change(session.Id, 7, session.StartsAt.AddDays(1))).Code, Is.EqualTo("stale"));
        Assert.That(await Mails(), Is.Empty);
    }
}
