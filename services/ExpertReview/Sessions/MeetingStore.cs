using Labelling.ExpertReview.Reviews;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.ExpertReview.Sessions;

/// <summary>
/// All the SQL of sessions. A session is one thing to change: whoever acts in it takes it first (see <see cref="Take"/>), so acts
/// happen one after the other and two votes in the same second both count.
/// </summary>
public sealed class MeetingStore(Database database)
{
    public const int PageSize = 50;

    public Task<Transaction> Begin(CancellationToken stop) => database.Begin(stop);

    public async Task Plan(Session session, object happened, SessionMails mails, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        await transaction.Execute(
            """
            insert into Session (Id, Title, StartsAt, Place, Status, Revision, Turn)
            values (@Id, @Title, @StartsAt, @Place, @Status, @Revision, 1)
            """,
            new { session.Id, session.Title, session.StartsAt, session.Place, Status = session.Status.ToString(), session.Revision });
        await InsertMembers(transaction, session);
        await mails.Write(transaction, null, session);
        await Outbox.Add(transaction, happened);
        await AuditTrail.Add(transaction, who, "session.planned", session.Id, after: new { session.StartsAt, session.Members });
        await transaction.Commit();
    }

    /// <summary>
    /// The meeting, and nobody else's to change until the transaction ends. Null: there is no such session.
    /// Several are taken in the order of their ids.
    /// </summary>
    public static async Task<Meeting?> Take(Transaction transaction, Guid sessionId)
    {
        var taken = await transaction.Execute(
            """
            update Session
            set Turn = Turn + 1
            where Id = @Id
            """,
            new { Id = sessionId });
        return taken == 0 ? null : (await Load(Reading.In(transaction), sessionId))?.Meeting;
    }

    /// <summary>The meeting at one moment: read again when somebody acted while it was read.</summary>
    public async Task<Meeting?> Read(Guid sessionId, CancellationToken stop)
    {
        while (await Load(Reading.From(database, stop), sessionId) is var (meeting, turn))
        {
            if (await Turn(sessionId, stop) == turn)
                return meeting;
        }
        return null;
    }

    /// <summary>Grows with every act in the session, and with nothing else; null: there is no such session.</summary>
    public Task<long?> Turn(Guid sessionId, CancellationToken stop) =>
        database.QuerySingleOrDefault<long?>("select Turn from Session where Id = @Id", new { Id = sessionId }, stop);

    /// <summary>Writes what an act changed. The meeting was taken in the same transaction.</summary>
    public static async Task Write(Transaction transaction, Meeting was, Meeting now)
    {
        if (now.Session.Revision != was.Session.Revision)
            await UpdateSession(transaction, was.Session, now.Session);
        await DeleteVotes(transaction, was, now);
        await WriteItems(transaction, was, now);
        await WriteRecusals(transaction, was, now);
        await WriteEntitlements(transaction, was, now);
        await WriteAttendance(transaction, was, now);
        await WriteElections(transaction, was, now);
        await WriteBallots(transaction, was, now);
        await WriteVotes(transaction, was, now);
        await WriteTimers(transaction, was, now);
        await WriteCorrections(transaction, was, now);
    }

    /// <summary>Writes what an act changed, with its line in the audit trail and its event, and ends the transaction.</summary>
    public static async Task Save(
        Transaction transaction, Meeting was, Meeting now, Actor who, string action,
        object? before = null, object? after = null, object? personal = null, object? happened = null)
    {
        await Write(transaction, was, now);
        if (happened is not null)
            await Outbox.Add(transaction, happened);
        await AuditTrail.Add(transaction, who, action, now.Session.Id, before, after, personal);
        await transaction.Commit();
    }

    /// <summary>A decided dossier, or one on the agenda of a session that is not over, and of which session; null for a free one.</summary>
    public static Task<Guid?> SessionHolding(Transaction transaction, Guid dossierId, Guid exceptSessionId) => transaction.QuerySingleOrDefault<Guid?>(
        """
        select SessionId
        from AgendaItem
        where DossierId = @DossierId and SessionId <> @ExceptSessionId and ReleasedAt is null and Status <> 'Left'
        """,
        new { DossierId = dossierId, ExceptSessionId = exceptSessionId });

    /// <summary>True when a decision that is no adjournment was released, and no reconsideration of it admitted: the committee is done with the dossier.</summary>
    public static async Task<bool> IsSettled(Transaction transaction, Guid dossierId) => await transaction.QuerySingleOrDefault<int?>(
        """
        select count(*)
        from AgendaItem
        where DossierId = @DossierId and ReleasedAt is not null and Decision <> 'Adjourn'
          and not exists (select 1 from Reconsideration where Reconsideration.ItemId = AgendaItem.Id and Reconsideration.Status = 'Admitted')
        """,
        new { DossierId = dossierId }) > 0;

    public static async Task<int> SubmittedReviews(Transaction transaction, Guid dossierId) => await transaction.QuerySingleOrDefault<int?>(
        """
        select count(*)
        from Invitation
        where DossierId = @DossierId and Status = 'Submitted'
        """,
        new { DossierId = dossierId }) ?? 0;

    /// <summary>Status and time of a session that a decision points at; null when there is none.</summary>
    public static Task<Target?> FindTarget(Transaction transaction, Guid sessionId) => transaction.QuerySingleOrDefault<Target>(
        """
        select Id, Title, StartsAt, case when CancelledAt is null then Status else 'Cancelled' end as Status
        from Session
        where Id = @Id
        """,
        new { Id = sessionId });

    public async Task<IReadOnlyDictionary<Guid, string>> Titles(IReadOnlyCollection<Guid> sessionIds, CancellationToken stop)
    {
        if (sessionIds.Count == 0)
            return new Dictionary<Guid, string>();
        var rows = await database.Query<Target>(
            """
            select Id, Title, StartsAt, case when CancelledAt is null then Status else 'Cancelled' end as Status
            from Session
            where Id in @Ids
            """,
            new { Ids = sessionIds }, stop);
        return rows.ToDictionary(row => row.Id, row => row.Title);
    }

    /// <summary>Sessions by their start, the latest first: all of them for the office, else those the person sits in.</summary>
    public Task<IReadOnlyList<Line>> List(Guid personId, Who roles, int page, CancellationToken stop) => database.Query<Line>(
        $"""
        select Session.Id, Session.Title, Session.StartsAt, Session.Place,
               case when Session.CancelledAt is null then Session.Status else 'Cancelled' end as Status, Session.Revision,
               (select max(Agenda.Number) from Agenda where Agenda.SessionId = Session.Id) as AgendaNumber,
               (select count(*) from AgendaItem where AgendaItem.SessionId = Session.Id) as Items
        from Session
        where {Relations.ToSession.For(Act.SeeSession, roles)}
        order by Session.StartsAt desc, Session.Title
        {database.Dialect.Paging()}
        """,
        new { PersonId = personId, Take = PageSize, Skip = (page - 1) * PageSize }, stop);

    /// <summary>Dossiers that came back to a session by a released adjournment.</summary>
    public Task<IReadOnlyList<CarriedOver>> CarriedOverTo(Guid sessionId, CancellationToken stop) => database.Query<CarriedOver>(
        """
        select CarriedOver.DossierId, Dossier.Reference, Dossier.Title, AgendaItem.SessionId as FromSessionId, CarriedOver.At
        from CarriedOver
        join AgendaItem on AgendaItem.Id = CarriedOver.FromItemId
        join Dossier on Dossier.Id = CarriedOver.DossierId
        where CarriedOver.SessionId = @SessionId
        order by CarriedOver.At, Dossier.Reference
        """,
        new { SessionId = sessionId }, stop);

    /// <summary>The dossiers this person acts on as a party or an expert, where no other role lets them see more.</summary>
    public async Task<IReadOnlySet<Guid>> ActsOn(Guid personId, CancellationToken stop) => (await database.Query<Guid>(
        """
        select distinct DossierId
        from ActsOn
        where PersonId = @PersonId
        """,
        new { PersonId = personId }, stop)).ToHashSet();

    public async Task<IReadOnlyDictionary<Guid, string>> Names(IReadOnlyCollection<Guid> personIds, CancellationToken stop)
    {
        if (personIds.Count == 0)
            return new Dictionary<Guid, string>();
        var rows = await database.Query<NameRow>(
            """
            select Id, Name
            from Person
            where Id in @Ids
            """,
            new { Ids = personIds }, stop);
        return rows.ToDictionary(row => row.Id, row => row.Name);
    }

    /// <summary>Which dossiers of a session were withdrawn.</summary>
    public async Task<IReadOnlySet<Guid>> Withdrawn(Guid sessionId, CancellationToken stop) => (await database.Query<Guid>(
        """
        select Dossier.Id
        from Dossier
        join AgendaItem on AgendaItem.DossierId = Dossier.Id
        where AgendaItem.SessionId = @SessionId and Dossier.Withdrawn = 1
        """,
        new { SessionId = sessionId }, stop)).ToHashSet();

    /// <summary>The session a dossier was put before last; null for none.</summary>
    public async Task<Guid?> LastSessionOf(Guid dossierId, CancellationToken stop) => (await database.Query<Guid?>(
        """
        select AgendaItem.SessionId
        from AgendaItem
        join Session on Session.Id = AgendaItem.SessionId
        where AgendaItem.DossierId = @DossierId
        order by Session.StartsAt desc
        """,
        new { DossierId = dossierId }, stop)).FirstOrDefault();

    /// <summary>Dossiers that a session has before it, or decided on.</summary>
    public async Task<IReadOnlySet<Guid>> OnAgendas(CancellationToken stop) => (await database.Query<Guid>(
        """
        select distinct DossierId
        from AgendaItem
        where Status <> 'Left' and (ReleasedAt is null or Decision <> 'Adjourn')
          and not exists (select 1 from Reconsideration where Reconsideration.ItemId = AgendaItem.Id and Reconsideration.Status = 'Admitted')
        """,
        null, stop)).ToHashSet();

    public async Task<IReadOnlyList<Guid>> SessionsOf(IReadOnlyCollection<Guid> itemIds, CancellationToken stop) => await database.Query<Guid>(
        """
        select distinct SessionId
        from AgendaItem
        where Id in @Ids
        """,
        new { Ids = itemIds }, stop);

    /// <summary>Sessions with decisions that wait for their release.</summary>
    public Task<IReadOnlyList<Guid>> SessionsWithUnreleased(CancellationToken stop) => database.Query<Guid>(
        """
        select distinct SessionId
        from AgendaItem
        where Status = 'Decided' and ReleasedAt is null
        """,
        null, stop);

    static async Task<(Meeting Meeting, long Turn)?> Load(Reading reading, Guid id)
    {
        var row = await reading.QuerySingleOrDefault<SessionRow>(
            """
            select Id, Title, StartsAt, Place, Status, OpenedAt, ClosedAt, MinutesText, MinutesHash, CancelledReason, CancelledAt, Revision, Turn
            from Session
            where Id = @Id
            """,
            new { Id = id });
        if (row is null)
            return null;
        var members = await reading.Query<MemberRow>(
            """
            select PersonId, Role
            from SessionMember
            where SessionId = @Id
            order by Place
            """,
            new { Id = id });
        var agendas = await reading.Query<AgendaRow>(
            """
            select Number, PublishedAt, DossierIds, Added, Removed, Reordered
            from Agenda
            where SessionId = @Id
            order by Number
            """,
            new { Id = id });
        var items = await reading.Query<ItemRow>(
            """
            select Id, DossierId, Dossier, Position, Status, Decision, Reasons, Reservations, ToSessionId, DecidedAt, PresidedBy,
                   ReleasedAt, ReleasedBy
            from AgendaItem
            where SessionId = @Id
            order by Position
            """,
            new { Id = id });
        var heard = (await reading.Query<HeardRow>(
            """
            select Entitlement.ItemId, Entitlement.PersonId
            from Entitlement
            join AgendaItem on AgendaItem.Id = Entitlement.ItemId
            join SessionMember on SessionMember.SessionId = AgendaItem.SessionId and SessionMember.PersonId = Entitlement.PersonId
            where AgendaItem.SessionId = @Id and Entitlement.Heard = 1
            order by SessionMember.Place
            """,
            new { Id = id })).ToLookup(mark => mark.ItemId, mark => mark.PersonId);
        var recusals = await reading.Query<RecusalRow>(
            """
            select DossierId, PersonId, Kind, Reason, ReasonInFrench, At
            from Recusal
            where SessionId = @Id
            order by At, PersonId
            """,
            new { Id = id });
        var attendance = await reading.Query<AttendanceRow>(
            """
            select PersonId, Presence, At
            from Attendance
            where SessionId = @Id
            order by Number
            """,
            new { Id = id });
        var elections = await reading.Query<ElectionRow>(
            """
            select ElectionVote.ItemId, ElectionVote.ElectorId, ElectionVote.CandidateId
            from ElectionVote
            join AgendaItem on AgendaItem.Id = ElectionVote.ItemId
            where AgendaItem.SessionId = @Id
            """,
            new { Id = id });
        var ballots = await reading.Query<BallotRow>(
            """
            select Ballot.Id, Ballot.ItemId, Ballot.Number, Ballot.Decision, Ballot.Reasons, Ballot.Reservations, Ballot.ToSessionId,
                   Ballot.PutBy, Ballot.PutAt, Ballot.Status, Ballot.ClosedBy, Ballot.ClosedAt, Ballot.ForCount, Ballot.AgainstCount,
                   Ballot.AbstainCount, Ballot.TieBroken, Ballot.QuorumEntitled, Ballot.QuorumPresent, Ballot.QuorumNeeded
            from Ballot
            join AgendaItem on AgendaItem.Id = Ballot.ItemId
            where AgendaItem.SessionId = @Id
            order by AgendaItem.Position, Ballot.Number
            """,
            new { Id = id });
        var votes = await reading.Query<VoteRow>(
            """
            select Vote.BallotId, Vote.PersonId, Vote.Choice, Vote.At, Vote.Counted
            from Vote
            join AgendaItem on AgendaItem.Id = Vote.ItemId
            where AgendaItem.SessionId = @Id
            order by Vote.At
            """,
            new { Id = id });
        var timers = await reading.Query<TimerRow>(
            """
            select ItemTimer.ItemId, ItemTimer.Kind, ItemTimer.EndsAt
            from ItemTimer
            join AgendaItem on AgendaItem.Id = ItemTimer.ItemId
            where AgendaItem.SessionId = @Id
            """,
            new { Id = id });
        var corrections = await reading.Query<CorrectionRow>(
            """
            select Number, ItemId, TextBefore, TextAfter, CorrectedBy, At
            from MinutesCorrection
            where SessionId = @Id
            order by Number
            """,
            new { Id = id });
        var meeting = new Meeting
        {
            Corrections = [.. corrections.Select(row => new Correction(row.Number, row.ItemId, row.TextBefore, row.TextAfter, row.CorrectedBy, row.At))],
            Session = row.With(members, agendas),
            Timers = [.. timers.Select(timer => new ItemTimer(timer.ItemId, timer.Kind, timer.EndsAt))],
            Items = [.. items.Select(item => item.With([.. heard[item.Id]]))],
            Recusals = [.. recusals.Select(recusal => new Recusal(recusal.DossierId, recusal.PersonId, recusal.Kind, recusal.Reason, recusal.ReasonInFrench, recusal.At))],
            Attendance = [.. attendance.Select(line => new Attendance(line.PersonId, line.Presence, line.At))],
            Elections = [.. elections.Select(vote => new ElectionVote(vote.ItemId, vote.ElectorId, vote.CandidateId))],
            Ballots = [.. ballots.Select(ballot => ballot.ToBallot())],
            Votes = [.. votes.Select(vote => new Vote(vote.BallotId, vote.PersonId, vote.Choice, vote.At, vote.Counted))],
        };
        return (meeting, row.Turn);
    }

    static async Task UpdateSession(Transaction transaction, Session was, Session now)
    {
        var changed = await transaction.Execute(
            """
            update Session
            set Title = @Title, StartsAt = @StartsAt, Place = @Place, Status = case when @Status = 'Cancelled' then Status else @Status end,
                OpenedAt = @OpenedAt, ClosedAt = @ClosedAt, MinutesText = @MinutesText, MinutesHash = @MinutesHash,
                CancelledReason = @CancelledReason, CancelledAt = @CancelledAt, Revision = @Revision
            where Id = @Id and Revision = @Expected
            """,
            new
            {
                now.Id,
                now.Title,
                now.StartsAt,
                now.Place,
                Status = now.Status.ToString(),
                now.OpenedAt,
                now.ClosedAt,
                now.MinutesText,
                now.MinutesHash,
                CancelledReason = now.Cancellation?.Reason,
                CancelledAt = now.Cancellation?.At,
                now.Revision,
                Expected = was.Revision,
            });
        if (changed != 1)
            throw new InvalidOperationException($"Session {now.Id} was changed by somebody who had not taken it.");
        if (!was.Members.SequenceEqual(now.Members))
        {
            await transaction.Execute(
                """
                delete from Entitlement
                where ItemId in (select Id from AgendaItem where SessionId = @Id)
                """,
                new { now.Id });
            await transaction.Execute("delete from SessionMember where SessionId = @Id", new { now.Id });
            await InsertMembers(transaction, now);
        }
        foreach (var agenda in now.Agendas.Skip(was.Agendas.Count))
        {
            await transaction.Execute(
                """
                insert into Agenda (SessionId, Number, PublishedAt, DossierIds, Added, Removed, Reordered)
                values (@SessionId, @Number, @PublishedAt, @DossierIds, @Added, @Removed, @Reordered)
                """,
                new
                {
                    SessionId = now.Id,
                    agenda.Number,
                    agenda.PublishedAt,
                    DossierIds = Json.Write(agenda.DossierIds),
                    Added = Json.Write(agenda.Added),
                    Removed = Json.Write(agenda.Removed),
                    agenda.Reordered,
                });
        }
    }

    static async Task InsertMembers(Transaction transaction, Session session)
    {
        foreach (var (place, seat) in session.Members.Index())
        {
            await transaction.Execute(
                """
                insert into SessionMember (SessionId, PersonId, Role, Place)
                values (@SessionId, @PersonId, @Role, @Place)
                """,
                new { SessionId = session.Id, seat.PersonId, Role = seat.Role.ToString(), Place = place });
        }
    }

    /// <summary>First of all: a recusal that comes with it could not be written while the vote points at the entitlement.</summary>
    static async Task DeleteVotes(Transaction transaction, Meeting was, Meeting now)
    {
        var kept = now.Votes.Select(vote => (vote.BallotId, vote.PersonId)).ToHashSet();
        foreach (var gone in was.Votes.Where(vote => !kept.Contains((vote.BallotId, vote.PersonId))))
        {
            await transaction.Execute(
                """
                delete from Vote
                where BallotId = @BallotId and PersonId = @PersonId
                """,
                new { gone.BallotId, gone.PersonId });
        }
        foreach (var gone in was.Elections.Except(now.Elections))
        {
            await transaction.Execute(
                """
                delete from ElectionVote
                where ItemId = @ItemId and ElectorId = @ElectorId
                """,
                new { gone.ItemId, gone.ElectorId });
        }
    }

    static async Task WriteItems(Transaction transaction, Meeting was, Meeting now)
    {
        var before = was.Items.ToDictionary(item => item.Id);
        var after = now.Items.Select(item => item.Id).ToHashSet();
        foreach (var gone in was.Items.Where(item => !after.Contains(item.Id)))
        {
            await transaction.Execute("delete from Entitlement where ItemId = @Id", new { gone.Id });
            await transaction.Execute("delete from AgendaItem where Id = @Id", new { gone.Id });
        }
        // Whoever stops being open goes first: one item of a session is open at a time.
        foreach (var item in now.Items.OrderBy(item => item.Status is ItemStatus.Open))
        {
            if (!before.TryGetValue(item.Id, out var known))
            {
                await transaction.Execute(
                    """
                    insert into AgendaItem (Id, SessionId, DossierId, Dossier, Position, Status, ReservationCount)
                    values (@Id, @SessionId, @DossierId, @Dossier, @Position, @Status, 0)
                    """,
                    new { item.Id, SessionId = now.Session.Id, item.DossierId, Dossier = Json.Write(item.Dossier), item.Position, Status = item.Status.ToString() });
            }
            else if (known != item)
            {
                await UpdateItem(transaction, known, item);
            }
        }
    }

    static async Task UpdateItem(Transaction transaction, Item was, Item now)
    {
        var changed = await transaction.Execute(
            """
            update AgendaItem
            set Dossier = @Dossier, Position = @Position, Status = @Status, Decision = @Decision, Reasons = @Reasons,
                Reservations = @Reservations, ReservationCount = @ReservationCount, ToSessionId = @ToSessionId, DecidedAt = @DecidedAt,
                PresidedBy = @PresidedBy, ReleasedAt = @ReleasedAt, ReleasedBy = @ReleasedBy
            where Id = @Id and Status = @Expected and ReleasedAt is null
            """,
            new
            {
                now.Id,
                Dossier = Json.Write(now.Dossier),
                now.Position,
                Status = now.Status.ToString(),
                Decision = now.Decision?.Decision.ToString(),
                now.Decision?.Reasons,
                Reservations = now.Decision is null ? null : Json.Write(now.Decision.Reservations),
                ReservationCount = now.Decision?.Reservations.Count ?? 0,
                now.Decision?.ToSessionId,
                now.DecidedAt,
                now.PresidedBy,
                now.ReleasedAt,
                now.ReleasedBy,
                Expected = was.Status.ToString(),
            });
        if (changed != 1)
            throw new InvalidOperationException($"Item {now.Id} was changed by somebody who had not taken its session.");
    }

    static async Task WriteRecusals(Transaction transaction, Meeting was, Meeting now)
    {
        foreach (var recusal in now.Recusals.Skip(was.Recusals.Count))
        {
            await transaction.Execute(
                """
                insert into Recusal (SessionId, DossierId, PersonId, Kind, Reason, ReasonInFrench, At)
                values (@SessionId, @DossierId, @PersonId, @Kind, @Reason, @ReasonInFrench, @At)
                """,
                new { SessionId = now.Session.Id, recusal.DossierId, recusal.PersonId, Kind = recusal.Kind.ToString(), recusal.Reason, recusal.ReasonInFrench, recusal.At });
        }
    }

    static async Task WriteEntitlements(Transaction transaction, Meeting was, Meeting now)
    {
        var before = was.Session.Members.SequenceEqual(now.Session.Members)
            ? Entitlements(was).ToDictionary(mark => (mark.ItemId, mark.PersonId))
            : [];
        foreach (var mark in Entitlements(now))
        {
            if (!before.TryGetValue((mark.ItemId, mark.PersonId), out var known))
            {
                await transaction.Execute(
                    """
                    insert into Entitlement (ItemId, PersonId, Recused, Heard)
                    values (@ItemId, @PersonId, @Recused, @Heard)
                    """,
                    mark);
            }
            else if (known != mark)
            {
                await transaction.Execute(
                    """
                    update Entitlement
                    set Recused = @Recused, Heard = @Heard
                    where ItemId = @ItemId and PersonId = @PersonId
                    """,
                    mark);
            }
        }
    }

    static IEnumerable<Entitlement> Entitlements(Meeting meeting) =>
        from item in meeting.Items
        from seat in meeting.Session.Members
        select new Entitlement(item.Id, seat.PersonId, meeting.IsRecused(item, seat.PersonId), item.Heard.Contains(seat.PersonId));

    static async Task WriteAttendance(Transaction transaction, Meeting was, Meeting now)
    {
        foreach (var (index, line) in now.Attendance.Index().Skip(was.Attendance.Count))
        {
            await transaction.Execute(
                """
                insert into Attendance (SessionId, Number, PersonId, Presence, At)
                values (@SessionId, @Number, @PersonId, @Presence, @At)
                """,
                new { SessionId = now.Session.Id, Number = index + 1, line.PersonId, Presence = line.Presence.ToString(), line.At });
        }
    }

    static async Task WriteElections(Transaction transaction, Meeting was, Meeting now)
    {
        foreach (var vote in now.Elections.Except(was.Elections))
        {
            await transaction.Execute(
                """
                insert into ElectionVote (ItemId, ElectorId, CandidateId, Recused)
                values (@ItemId, @ElectorId, @CandidateId, @Recused)
                """,
                new { vote.ItemId, vote.ElectorId, vote.CandidateId, Recused = false });
        }
    }

    static async Task WriteBallots(Transaction transaction, Meeting was, Meeting now)
    {
        var before = was.Ballots.ToDictionary(ballot => ballot.Id);
        foreach (var ballot in now.Ballots)
        {
            if (!before.TryGetValue(ballot.Id, out var known))
            {
                await transaction.Execute(
                    """
                    insert into Ballot (Id, ItemId, Number, Decision, Reasons, Reservations, ReservationCount, ToSessionId, PutBy, PutAt, Status)
                    values (@Id, @ItemId, @Number, @Decision, @Reasons, @Reservations, @ReservationCount, @ToSessionId, @PutBy, @PutAt, @Status)
                    """,
                    new
                    {
                        ballot.Id,
                        ballot.ItemId,
                        ballot.Number,
                        Decision = ballot.Proposal.Decision.ToString(),
                        ballot.Proposal.Reasons,
                        Reservations = Json.Write(ballot.Proposal.Reservations),
                        ReservationCount = ballot.Proposal.Reservations.Count,
                        ballot.Proposal.ToSessionId,
                        ballot.PutBy,
                        ballot.PutAt,
                        Status = ballot.Status.ToString(),
                    });
            }
            else if (known.Status != ballot.Status)
            {
                await transaction.Execute(
                    """
                    update Ballot
                    set Status = @Status, ClosedBy = @ClosedBy, ClosedAt = @ClosedAt, ForCount = @For, AgainstCount = @Against,
                        AbstainCount = @Abstain, TieBroken = @TieBroken, QuorumEntitled = @Entitled, QuorumPresent = @Present,
                        QuorumNeeded = @Needed
                    where Id = @Id and Status = @Expected
                    """,
                    new
                    {
                        ballot.Id,
                        Status = ballot.Status.ToString(),
                        ballot.ClosedBy,
                        ballot.ClosedAt,
                        ballot.Count?.For,
                        ballot.Count?.Against,
                        ballot.Count?.Abstain,
                        ballot.Count?.TieBroken,
                        ballot.Count?.Quorum.Entitled,
                        ballot.Count?.Quorum.Present,
                        ballot.Count?.Quorum.Needed,
                        Expected = known.Status.ToString(),
                    });
            }
        }
    }

    static async Task WriteVotes(Transaction transaction, Meeting was, Meeting now)
    {
        var before = was.Votes.ToDictionary(vote => (vote.BallotId, vote.PersonId));
        var itemOf = now.Ballots.ToDictionary(ballot => ballot.Id, ballot => ballot.ItemId);
        foreach (var vote in now.Votes)
        {
            if (!before.TryGetValue((vote.BallotId, vote.PersonId), out var known))
            {
                await transaction.Execute(
                    """
                    insert into Vote (BallotId, ItemId, PersonId, Recused, Choice, At)
                    values (@BallotId, @ItemId, @PersonId, @Recused, @Choice, @At)
                    """,
                    new { vote.BallotId, ItemId = itemOf[vote.BallotId], vote.PersonId, Recused = false, Choice = vote.Choice.ToString(), vote.At });
            }
            else if (known != vote)
            {
                await transaction.Execute(
                    """
                    update Vote
                    set Choice = @Choice, At = @At, Counted = @Counted
                    where BallotId = @BallotId and PersonId = @PersonId
                    """,
                    new { vote.BallotId, vote.PersonId, Choice = vote.Choice.ToString(), vote.At, vote.Counted });
            }
        }
    }

    static async Task WriteTimers(Transaction transaction, Meeting was, Meeting now)
    {
        foreach (var timer in now.Timers.Except(was.Timers))
        {
            await transaction.Execute("delete from ItemTimer where ItemId = @ItemId", new { timer.ItemId });
            await transaction.Execute(
                """
                insert into ItemTimer (ItemId, Kind, EndsAt)
                values (@ItemId, @Kind, @EndsAt)
                """,
                new { timer.ItemId, Kind = timer.Kind.ToString(), timer.EndsAt });
        }
    }

    static async Task WriteCorrections(Transaction transaction, Meeting was, Meeting now)
    {
        foreach (var correction in now.Corrections.Skip(was.Corrections.Count))
        {
            await transaction.Execute(
                """
                insert into MinutesCorrection (SessionId, Number, ItemId, TextBefore, TextAfter, CorrectedBy, At)
                values (@SessionId, @Number, @ItemId, @Before, @After, @By, @At)
                """,
                new { SessionId = now.Session.Id, correction.Number, correction.ItemId, correction.Before, correction.After, correction.By, correction.At });
        }
    }

    sealed record Entitlement(Guid ItemId, Guid PersonId, bool Recused, bool Heard);

    public sealed record Target
    {
        public required Guid Id { get; init; }
        public required string Title { get; init; }
        public required DateTimeOffset StartsAt { get; init; }
        public required SessionStatus Status { get; init; }
    }

    public sealed record Line
    {
        public required Guid Id { get; init; }
        public required string Title { get; init; }
        public required DateTimeOffset StartsAt { get; init; }
        public required string Place { get; init; }
        public required SessionStatus Status { get; init; }
        public required int? AgendaNumber { get; init; }
        public required int Items { get; init; }
        public required long Revision { get; init; }
    }

    public sealed record CarriedOver
    {
        public required Guid DossierId { get; init; }
        public required string Reference { get; init; }
        public required string Title { get; init; }
        public required Guid FromSessionId { get; init; }
        public required DateTimeOffset At { get; init; }
    }

    sealed record NameRow
    {
        public required Guid Id { get; init; }
        public required string Name { get; init; }
    }

    sealed record SessionRow
    {
        public required Guid Id { get; init; }
        public required string Title { get; init; }
        public required DateTimeOffset StartsAt { get; init; }
        public required string Place { get; init; }
        public required SessionStatus Status { get; init; }
        public required DateTimeOffset? OpenedAt { get; init; }
        public required DateTimeOffset? ClosedAt { get; init; }
        public required string? MinutesText { get; init; }
        public required string? MinutesHash { get; init; }
        public required string? CancelledReason { get; init; }
        public required DateTimeOffset? CancelledAt { get; init; }
        public required long Revision { get; init; }
        public required long Turn { get; init; }

        public Session With(IEnumerable<MemberRow> members, IEnumerable<AgendaRow> agendas) => new()
        {
            Id = Id,
            Title = Title,
            StartsAt = StartsAt,
            Place = Place,
            Members = [.. members.Select(member => new Seat(member.PersonId, member.Role))],
            Status = CancelledAt is null ? Status : SessionStatus.Cancelled,
            Cancellation = CancelledAt is { } at ? new(CancelledReason ?? "", at) : null,
            Agendas = [.. agendas.Select(agenda => agenda.ToAgenda())],
            OpenedAt = OpenedAt,
            ClosedAt = ClosedAt,
            MinutesText = MinutesText,
            MinutesHash = MinutesHash,
            Revision = Revision,
        };
    }

    sealed record MemberRow
    {
        public required Guid PersonId { get; init; }
        public required SeatRole Role { get; init; }
    }

    sealed record AgendaRow
    {
        public required int Number { get; init; }
        public required DateTimeOffset PublishedAt { get; init; }
        public required string DossierIds { get; init; }
        public required string Added { get; init; }
        public required string Removed { get; init; }
        public required bool Reordered { get; init; }

        public Agenda ToAgenda() => new()
        {
            Number = Number,
            PublishedAt = PublishedAt,
            DossierIds = Json.Read<Guid[]>(DossierIds),
            Added = Json.Read<Guid[]>(Added),
            Removed = Json.Read<Guid[]>(Removed),
            Reordered = Reordered,
        };
    }

    sealed record ItemRow
    {
        public required Guid Id { get; init; }
        public required Guid DossierId { get; init; }
        public required string Dossier { get; init; }
        public required int Position { get; init; }
        public required ItemStatus Status { get; init; }
        public required Decision? Decision { get; init; }
        public required string? Reasons { get; init; }
        public required string? Reservations { get; init; }
        public required Guid? ToSessionId { get; init; }
        public required DateTimeOffset? DecidedAt { get; init; }
        public required Guid? PresidedBy { get; init; }
        public required DateTimeOffset? ReleasedAt { get; init; }
        public required Guid? ReleasedBy { get; init; }

        public Item With(IReadOnlyList<Guid> heard) => new()
        {
            Id = Id,
            DossierId = DossierId,
            Dossier = Json.Read<DossierOnAgenda>(Dossier),
            Position = Position,
            Status = Status,
            Decision = Decision is { } decision
                ? new Proposal(decision, Reasons, Reservations is null ? [] : Json.Read<Reservation[]>(Reservations), ToSessionId)
                : null,
            DecidedAt = DecidedAt,
            PresidedBy = PresidedBy,
            Heard = heard,
            ReleasedAt = ReleasedAt,
            ReleasedBy = ReleasedBy,
        };
    }

    sealed record HeardRow
    {
        public required Guid ItemId { get; init; }
        public required Guid PersonId { get; init; }
    }

    sealed record RecusalRow
    {
        public required Guid DossierId { get; init; }
        public required Guid PersonId { get; init; }
        public required RecusalKind Kind { get; init; }
        public required string Reason { get; init; }
        public required string? ReasonInFrench { get; init; }
        public required DateTimeOffset At { get; init; }
    }

    sealed record AttendanceRow
    {
        public required Guid PersonId { get; init; }
        public required Presence Presence { get; init; }
        public required DateTimeOffset At { get; init; }
    }

    sealed record ElectionRow
    {
        public required Guid ItemId { get; init; }
        public required Guid ElectorId { get; init; }
        public required Guid CandidateId { get; init; }
    }

    sealed record BallotRow
    {
        public required Guid Id { get; init; }
        public required Guid ItemId { get; init; }
        public required int Number { get; init; }
        public required Decision Decision { get; init; }
        public required string? Reasons { get; init; }
        public required string Reservations { get; init; }
        public required Guid? ToSessionId { get; init; }
        public required Guid PutBy { get; init; }
        public required DateTimeOffset PutAt { get; init; }
        public required BallotStatus Status { get; init; }
        public required Guid? ClosedBy { get; init; }
        public required DateTimeOffset? ClosedAt { get; init; }
        public required int? ForCount { get; init; }
        public required int? AgainstCount { get; init; }
        public required int? AbstainCount { get; init; }
        public required bool? TieBroken { get; init; }
        public required int? QuorumEntitled { get; init; }
        public required int? QuorumPresent { get; init; }
        public required int? QuorumNeeded { get; init; }

        public Ballot ToBallot() => new()
        {
            Id = Id,
            ItemId = ItemId,
            Number = Number,
            Proposal = new(Decision, Reasons, Json.Read<Reservation[]>(Reservations), ToSessionId),
            PutBy = PutBy,
            PutAt = PutAt,
            Status = Status,
            ClosedBy = ClosedBy,
            ClosedAt = ClosedAt,
            Count = this is
            {
                ForCount: { } inFavour, AgainstCount: { } against, AbstainCount: { } abstain, TieBroken: { } tie,
                QuorumEntitled: { } entitled, QuorumPresent: { } present, QuorumNeeded: { } needed
            }
                ? new Count(inFavour, against, abstain, tie, new Quorum(entitled, present, needed))
                : null,
        };
    }

    sealed record TimerRow
    {
        public required Guid ItemId { get; init; }
        public required TimerKind Kind { get; init; }
        public required DateTimeOffset EndsAt { get; init; }
    }

    sealed record CorrectionRow
    {
        public required int Number { get; init; }
        public required Guid? ItemId { get; init; }
        public required string TextBefore { get; init; }
        public required string TextAfter { get; init; }
        public required Guid CorrectedBy { get; init; }
        public required DateTimeOffset At { get; init; }
    }

    sealed record VoteRow
    {
        public required Guid BallotId { get; init; }
        public required Guid PersonId { get; init; }
        public required Choice Choice { get; init; }
        public required DateTimeOffset At { get; init; }
        public required bool? Counted { get; init; }
    }
}
