using Labelling.ExpertReview.Sessions;
using static Labelling.ExpertReview.Sessions.SessionStatus;

namespace Labelling.ExpertReview.Tests.Sessions;

public sealed class SessionTable
{
    static readonly string[] Actions = ["change", "publish agenda", "open", "close", "finalise minutes", "cancel"];

    /// <summary>Every status times every action; null: refused.</summary>
    static readonly Dictionary<SessionStatus, SessionStatus?[]> Table = new()
    {
        //                 change           publish agenda   open   close   finalise minutes   cancel
        [Planned] = [Planned, AgendaPublished, null, null, null, Cancelled],
        [AgendaPublished] = [AgendaPublished, AgendaPublished, Open, null, null, Cancelled],
        [Open] = [null, null, null, Closed, null, null],
        [Closed] = [null, null, null, null, MinutesFinal, null],
        [MinutesFinal] = [null, null, null, null, null, null],
        [Cancelled] = [null, null, null, null, null, null],
    };

    static IEnumerable<TestCaseData> Cases() =>
        from status in Enum.GetValues<SessionStatus>()
        from action in Actions.Index()
        select new TestCaseData(status, action.Item, Table[status][action.Index]);

    [TestCaseSource(nameof(Cases))]
    public void Every_status_answers_every_action(SessionStatus status, string action, SessionStatus? expected)
    {
        var session = Committee.Planned() with { Status = status };

        var after = action switch
        {
            "change" => session.Change("April", session.StartsAt.AddDays(30), "Paris", Committee.Seats, Committee.Noon)?.Item1,
            "publish agenda" => session.PublishAgenda([Committee.Dossier(1)], Committee.Noon),
            "open" => session.Open(Committee.Noon),
            "close" => session.Close(Committee.Noon),
            "cancel" => session.Cancel("The hall is flooded.", Committee.Noon),
            _ => session.FinaliseMinutes("text", "hash"),
        };

        Assert.That(after?.Status, Is.EqualTo(expected));
        if (after is not null)
            Assert.That(after.Revision, Is.EqualTo(session.Revision + 1));
    }

    [Test]
    public void A_session_needs_three_members_one_chair_and_nobody_twice()
    {
        Seat chair = new(Committee.Chair, SeatRole.Chair), vice = new(Committee.ViceChair, SeatRole.ViceChair);
        Seat ada = new(Committee.Ada, SeatRole.Member), blaise = new(Committee.Blaise, SeatRole.Member);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Session.CanSit([chair, ada, blaise]), Is.True);
            Assert.That(Session.CanSit([chair, vice, ada]), Is.True);
            Assert.That(Session.CanSit([chair, ada]), Is.False, "two members");
            Assert.That(Session.CanSit([vice, ada, blaise]), Is.False, "no chair");
            Assert.That(Session.CanSit([chair, ada, ada with { Role = SeatRole.ViceChair }]), Is.False, "one person twice");
            Assert.That(Session.CanSit([chair, chair with { PersonId = Committee.Claire }, ada]), Is.False, "two chairs");
            Assert.That(Session.CanSit([chair, vice, vice with { PersonId = Committee.Claire }]), Is.False, "two vice-chairs");
        }
    }

    [Test]
    public void A_session_that_is_moved_says_so_and_one_whose_room_changes_does_not()
    {
        var session = Committee.Planned();

        var (_, moved) = session.Change(session.Title, session.StartsAt.AddDays(1), session.Place, session.Members, Committee.Noon)!.Value;
        var (_, elsewhere) = session.Change(session.Title, session.StartsAt, "Paris", session.Members, Committee.Noon)!.Value;

        Assert.That(moved?.StartsAt, Is.EqualTo(session.StartsAt.AddDays(1)));
        Assert.That(elsewhere, Is.Null);
    }

    [Test]
    public void Versions_of_the_agenda_are_lettered_and_say_what_changed()
    {
        Guid one = Committee.Dossier(1), two = Committee.Dossier(2), three = Committee.Dossier(3);

        var session = Committee.Planned()
            .PublishAgenda([one, two], Committee.Noon)!
            .PublishAgenda([three, one], Committee.Noon)!
            .PublishAgenda([one, three], Committee.Noon)!;

        Assert.That(session.Agendas.Select(agenda => agenda.Letter), Is.EqualTo(new[] { "A", "B", "C" }));
        Assert.That(session.Agendas[1].Added, Is.EqualTo(new[] { three }));
        Assert.That(session.Agendas[1].Removed, Is.EqualTo(new[] { two }));
        Assert.That(session.Agendas.Select(agenda => agenda.Reordered), Is.EqualTo(new[] { false, false, true }));
        Assert.That(session.PublishAgenda([], Committee.Noon), Is.Null);
        Assert.That(session.PublishAgenda([one, one], Committee.Noon), Is.Null);
    }

    [TestCase(1, "A")]
    [TestCase(26, "Z")]
    [TestCase(27, "AA")]
    [TestCase(53, "BA")]
    [TestCase(703, "AAA")]
    public void Letters_go_on_after_Z(int number, string letters) => Assert.That(Agenda.LetterOf(number), Is.EqualTo(letters));
}
