using System.Data.Common;
using Labelling.ExpertReview.Sessions;
using Labelling.Ground;
using Labelling.Storage;
using static Labelling.ExpertReview.Tests.Sessions.CommitteeWorld;

namespace Labelling.ExpertReview.Tests.Sessions;

/// <summary>What the database itself refuses. Each row is whole but for the one thing its name says.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public sealed class IllegalRows(Dialect dialect)
{
    CommitteeWorld world = null!;
    SessionView session = null!;
    Guid itemId;

    /// <summary>An item open with a ballot running, Claire recused, Ada voted.</summary>
    [SetUp]
    public async Task Begin()
    {
        world = await Create(dialect);
        session = await world.Opened([await world.Dossier(1), await world.Dossier(2)]);
        itemId = session.Items[0].Id;
        await world.Recuse(session.Id, itemId, Committee.Claire);
        await world.OpenItem(session.Id, itemId);
        await world.Propose(session.Id, itemId, Committee.Label);
        await world.Vote(session.Id, itemId, Committee.Ada, Choice.For);
    }

    [TearDown]
    public async Task End() => await world.Discard();

    const string Vote =
        """
        insert into Vote (BallotId, ItemId, PersonId, Recused, Choice, At)
        select Id, ItemId, @Person, @Recused, @Choice, @Now from Ballot
        """;

    [TestCase(4, 0, "For", true, Description = "an entitled member votes")]
    [TestCase(5, 0, "For", false, Description = "a recused member, said not to be")]
    [TestCase(5, 1, "For", false, Description = "a recused member")]
    [TestCase(3, 0, "For", false, Description = "a second vote of one member")]
    [TestCase(99, 0, "For", false, Description = "somebody without a seat")]
    [TestCase(4, 0, "Maybe", false, Description = "an unknown choice")]
    public Task Votes(int person, int recused, string choice, bool allowed) =>
        Try(Vote, new { Person = Committee.Person(person), Recused = recused, Choice = choice, Now = world.Clock.GetUtcNow() }, allowed);

    [Test]
    public Task Nobody_is_recused_while_their_vote_stands() =>
        Try("update Entitlement set Recused = 1 where ItemId = @Item and PersonId = @Person", new { Item = itemId, Person = Committee.Ada }, allowed: false);

    [Test]
    public Task Nobody_recused_hears() =>
        Try("update Entitlement set Heard = 1 where ItemId = @Item and PersonId = @Person", new { Item = itemId, Person = Committee.Claire }, allowed: false);

    const string Decide =
        """
        update AgendaItem
        set Status = @Status, Decision = @Decision, Reasons = @Reasons, Reservations = @Reservations, ReservationCount = @Count, ToSessionId = @To,
            DecidedAt = @At, PresidedBy = @By, ReleasedAt = @ReleasedAt, ReleasedBy = @ReleasedBy
        where Id = @Item
        """;

    [TestCase("Decided", "Label", null, 0, false, true, null, true, Description = "a label")]
    [TestCase("Decided", null, null, 0, false, true, null, false, Description = "decided without a decision")]
    [TestCase("Open", "Label", null, 0, false, true, null, false, Description = "a decision while open")]
    [TestCase("Decided", "Label", null, 0, false, false, null, false, Description = "decided by nobody")]
    [TestCase("Decided", "Refuse", "Too early.", 0, false, true, null, true, Description = "a refusal")]
    [TestCase("Decided", "Refuse", null, 0, false, true, null, false, Description = "a refusal without reasons")]
    [TestCase("Decided", "Refuse", "  ", 0, false, true, null, false, Description = "a refusal with blank reasons")]
    [TestCase("Decided", "LabelWithReservations", null, 1, false, true, null, true, Description = "with a reservation")]
    [TestCase("Decided", "LabelWithReservations", null, 0, false, true, null, false, Description = "with reservations, but none")]
    [TestCase("Decided", "Label", null, 1, false, true, null, false, Description = "a label with a reservation")]
    [TestCase("Decided", "Adjourn", null, 0, true, true, null, true, Description = "an adjournment")]
    [TestCase("Decided", "Adjourn", null, 0, false, true, null, false, Description = "an adjournment to nowhere")]
    [TestCase("Decided", "Maybe", null, 0, false, true, null, false, Description = "an unknown decision")]
    [TestCase("Decided", "Label", null, 0, false, true, "both", true, Description = "released")]
    [TestCase("Decided", "Label", null, 0, false, true, "at", false, Description = "released by nobody")]
    [TestCase("Decided", "Label", null, 0, false, true, "by", false, Description = "released at no time")]
    [TestCase("Left", null, null, 0, false, false, "both", false, Description = "released without being decided")]
    public Task Decisions(string status, string? decision, string? reasons, int reservations, bool to, bool by, string? released, bool allowed) =>
        Try(Decide, new
        {
            Status = status,
            Decision = decision,
            Reasons = reasons,
            Reservations = reservations > 0 ? "[]" : null,
            Count = reservations,
            To = to ? session.Id : (Guid?)null,
            At = decision is null && status != "Decided" ? (DateTimeOffset?)null : world.Clock.GetUtcNow(),
            By = by ? Committee.Chair : (Guid?)null,
            ReleasedAt = released is "both" or "at" ? world.Clock.GetUtcNow() : (DateTimeOffset?)null,
            ReleasedBy = released is "both" or "by" ? Committee.Chair : (Guid?)null,
            Item = itemId,
        }, allowed);

    const string Count =
        """
        update Ballot
        set Status = @Status, ClosedAt = @Now, ClosedBy = @By, ForCount = @For, AgainstCount = @Against, AbstainCount = 0, TieBroken = @Tie,
            QuorumEntitled = @Entitled, QuorumPresent = @Present, QuorumNeeded = @Needed
        """;

    [TestCase("Carried", 2, 1, 0, 4, 4, 3, true, Description = "a majority")]
    [TestCase("Carried", 2, 2, 1, 4, 4, 3, true, Description = "a tie that was broken")]
    [TestCase("Carried", 2, 2, 0, 4, 4, 3, false, Description = "a tie that nobody broke")]
    [TestCase("Carried", 1, 2, 0, 4, 4, 3, false, Description = "a minority")]
    [TestCase("Carried", 0, 0, 1, 4, 4, 3, false, Description = "nobody for")]
    [TestCase("Carried", 3, 0, 0, 7, 3, 4, false, Description = "below quorum")]
    [TestCase("NotCarried", 0, 3, 0, 7, 3, 4, false, Description = "refused below quorum")]
    [TestCase("Carried", 2, 0, 0, 2, 2, 2, false, Description = "a quorum of two")]
    [TestCase("Carried", 3, 2, 0, 4, 4, 3, false, Description = "more votes than members present")]
    [TestCase("Carried", null, null, null, 4, 4, 3, false, Description = "not counted")]
    public Task Ballots(string status, int? inFavour, int? against, int? tie, int entitled, int present, int needed, bool allowed) =>
        Try(Count, new
        {
            Status = status,
            Now = world.Clock.GetUtcNow(),
            By = Committee.Chair,
            For = inFavour,
            Against = against,
            Tie = tie,
            Entitled = entitled,
            Present = present,
            Needed = needed,
        }, allowed);

    [Test]
    public Task One_ballot_of_an_item_runs_at_a_time() => Try(
        """
        insert into Ballot (Id, ItemId, Number, Decision, Reservations, ReservationCount, PutBy, PutAt, Status)
        values (@Id, @Item, 2, 'Label', '[]', 0, @By, @Now, 'Open')
        """,
        new { Id = Guid.CreateVersion7(), Item = itemId, By = Committee.Chair, Now = world.Clock.GetUtcNow() }, allowed: false);

    [Test]
    public Task One_item_of_a_session_is_open_at_a_time() => Try("update AgendaItem set Status = 'Open'", new { }, allowed: false);

    [Test]
    public async Task A_dossier_is_before_one_session_at_a_time()
    {
        var other = (await world.Plan("April")).As<SessionView>();
        await Try(
            """
            insert into AgendaItem (Id, SessionId, DossierId, Dossier, Position, Status, ReservationCount)
            select @Id, @Session, DossierId, Dossier, 1, 'Waiting', 0 from AgendaItem where Id = @Item
            """,
            new { Id = Guid.CreateVersion7(), Session = other.Id, Item = itemId }, allowed: false);
    }

    [TestCase("Chair", false)]
    [TestCase("ViceChair", false)]
    [TestCase("Secretary", false)]
    [TestCase("Member", true)]
    public Task Seats(string role, bool allowed) => Try(
        "insert into SessionMember (SessionId, PersonId, Role, Place) values (@Session, @Person, @Role, 9)",
        new { Session = session.Id, Person = Office, Role = role }, allowed);

    [TestCase("Closed", false, Description = "closed at no time")]
    [TestCase("Planned", false, Description = "planned, and opened")]
    [TestCase("Over", false, Description = "an unknown status")]
    [TestCase("Open", true)]
    public Task Sessions(string status, bool allowed) => Try("update Session set Status = @Status", new { Status = status }, allowed);

    async Task Try(string sql, object parameters, bool allowed)
    {
        DbException? refused = null;
        try
        {
            await world.Run(sql, parameters);
        }
        catch (DbException exception)
        {
            refused = exception;
        }
        Assert.That(refused is null, Is.EqualTo(allowed), refused?.Message);
    }
}
