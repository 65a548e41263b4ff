using Labelling.Contracts;
using Labelling.ExpertReview.Experts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.ExpertReview.Reviews;

/// <summary>What came of an invitation.</summary>
public enum InviteOutcome
{
    /// <summary>It is there.</summary>
    Done,

    /// <summary>The dossier changed since it was read.</summary>
    DossierChanged,

    /// <summary>The expert has as many open reviews as they take.</summary>
    LoadReached,

    /// <summary>The expert was invited to this dossier before.</summary>
    InvitedBefore,
}

/// <summary>How far the reviews of a dossier are.</summary>
public sealed record Progress(int Invited, int Accepted, int Submitted, int Declined)
{
    public static readonly Progress None = new(0, 0, 0, 0);

    /// <summary>There are reviews, and every expert who did not decline has submitted theirs.</summary>
    public bool AllIn => Submitted > 0 && Invited == 0 && Accepted == 0;
}

/// <summary>An invitation in a list.</summary>
public sealed record InvitationLine
{
    public required Guid Id { get; init; }
    public required Guid? DossierId { get; init; }
    public required string? Reference { get; init; }
    public required string? Title { get; init; }
    public required string? Acronym { get; init; }
    public required InvitationStatus Status { get; init; }
    public required DateTimeOffset InvitedAt { get; init; }
    public required DateOnly DueOn { get; init; }
    public required string? Reason { get; init; }
    public required Guid ExpertId { get; init; }
    public required string ExpertName { get; init; }
    public required long Revision { get; init; }
}

/// <summary>A reminder that was due, so many days from the due date of then. Mailed: false where no address was known.</summary>
public sealed record ReminderRow
{
    public required Guid InvitationId { get; init; }
    public required DateOnly DueOn { get; init; }
    public required int Days { get; init; }
    public required DateTimeOffset At { get; init; }
    public required bool Mailed { get; init; }
}

/// <summary>What the board is asked for: all, late, unanswered, open, in or left; whose names contain a text.</summary>
public sealed record BoardFilter(string State, string? Text)
{
    public static readonly IReadOnlyList<string> States = ["open", "late", "unanswered", "in", "left", "all"];
}

/// <summary>A line of the office's board.</summary>
public sealed record BoardLine
{
    public required Guid Id { get; init; }
    public required string Acronym { get; init; }
    public required string ExpertName { get; init; }
    public required InvitationStatus Status { get; init; }
    public required DateOnly DueOn { get; init; }
    public required DateTimeOffset? RemindedAt { get; init; }
    public required int NotMailed { get; init; }
}

public sealed class InvitationStore(Database database, ReviewMails mails)
{
    static readonly PermissionFilter Filter = Relations.To("invitation.DossierId");

    /// <summary>The person's own, as an expert.</summary>
    static readonly string Own = Relations.ToOwnInvitation.For(Act.SeeOwnInvitation, Who.Expert);

    static string Others(Who roles) => Filter.For(Act.SeeInvitation, roles);

    /// <summary>An invitation of this person, unless they take part in the dossier themselves.</summary>
    public async Task<Invitation?> FindOwn(Guid id, Guid personId, CancellationToken stop)
    {
        var reading = Reading.From(database, stop);
        var row = await reading.QuerySingleOrDefault<Row>(
            $"""
            select Id, DossierId, ExpertId, Status, InvitedAt, DueOn, GateOpenedBy, AcceptedAt, Reason, Recommendation, Confidence,
                   SubmittedAt, Version, GridProgrammeId, GridVersion, GridDigital, Revision
            from Invitation invitation
            where Id = @Id and {Own}
            """,
            new { Id = id, PersonId = personId });
        return row is null ? null : await WithScores(reading, row);
    }

    /// <summary>Anybody's invitation as the office sees it: none on a dossier on which this person of the office acts themselves.</summary>
    public async Task<Invitation?> FindAsOffice(Guid id, Guid personId, CancellationToken stop)
    {
        var reading = Reading.From(database, stop);
        var row = await reading.QuerySingleOrDefault<Row>(
            $"""
            select Id, DossierId, ExpertId, Status, InvitedAt, DueOn, GateOpenedBy, AcceptedAt, Reason, Recommendation, Confidence,
                   SubmittedAt, Version, GridProgrammeId, GridVersion, GridDigital, Revision
            from Invitation invitation
            where Id = @Id and ExpertId <> @PersonId and {Others(Who.Office)}
            """,
            new { Id = id, PersonId = personId });
        return row is null ? null : await WithScores(reading, row);
    }

    /// <summary>What the two above find, the latest first; of one dossier where one is named.</summary>
    public Task<IReadOnlyList<InvitationLine>> SeenBy(Guid personId, Who roles, Guid? dossierId, CancellationToken stop) =>
        database.Query<InvitationLine>(
            $"""
            select invitation.Id, invitation.DossierId, dossier.Reference, dossier.Title, dossier.Acronym, invitation.Status,
                   invitation.InvitedAt, invitation.DueOn, invitation.Reason, invitation.ExpertId, person.Name as ExpertName,
                   invitation.Revision
            from Invitation invitation
            join Dossier dossier on dossier.Id = invitation.DossierId
            join Person person on person.Id = invitation.ExpertId
            where (@AnyDossier = 1 or invitation.DossierId = @DossierId)
              and ({Own} or (invitation.ExpertId <> @PersonId and {Others(roles)}))
            order by invitation.InvitedAt desc, dossier.Reference, person.Name
            """,
            new { PersonId = personId, AnyDossier = dossierId is null, DossierId = dossierId ?? Guid.Empty }, stop);

    /// <summary>All invitations of a dossier with their reviews, in the order of inviting. Who may see them is asked before.</summary>
    public Task<IReadOnlyList<Invitation>> OfDossier(Guid dossierId, CancellationToken stop) =>
        OfDossier(Reading.From(database, stop), dossierId);

    public static async Task<IReadOnlyList<Invitation>> OfDossier(Reading reading, Guid dossierId)
    {
        var rows = await reading.Query<Row>(
            """
            select Id, DossierId, ExpertId, Status, InvitedAt, DueOn, GateOpenedBy, AcceptedAt, Reason, Recommendation, Confidence,
                   SubmittedAt, Version, GridProgrammeId, GridVersion, GridDigital, Revision
            from Invitation
            where DossierId = @DossierId
            """,
            new { DossierId = dossierId });
        var scores = (await reading.Query<ScoreRow>(
            """
            select score.InvitationId, score.Criterion, score.Score, score.CommentToHolder, score.CommentToCommittee
            from ReviewScore score
            join Invitation invitation on invitation.Id = score.InvitationId
            where invitation.DossierId = @DossierId
            """,
            new { DossierId = dossierId })).ToLookup(score => score.InvitationId);
        return
        [
            .. rows.Select(row => row.With(scores[row.Id]))
                .OrderBy(invitation => invitation.InvitedAt).ThenBy(invitation => invitation.Id),
        ];
    }

    /// <summary>Counts by dossier, for those that have invitations.</summary>
    public async Task<IReadOnlyDictionary<Guid, Progress>> ProgressByDossier(CancellationToken stop)
    {
        var counts = await database.Query<CountRow>(
            """
            select DossierId, Status, count(*) as Number
            from Invitation
            group by DossierId, Status
            """,
            null, stop);
        return counts.GroupBy(row => row.DossierId).ToDictionary(dossier => dossier.Key, dossier => dossier.Aggregate(
            Progress.None,
            (sum, row) => row.Status switch
            {
                InvitationStatus.Invited => sum with { Invited = sum.Invited + row.Number },
                InvitationStatus.Accepted or InvitationStatus.Reopened => sum with { Accepted = sum.Accepted + row.Number },
                InvitationStatus.Submitted => sum with { Submitted = sum.Submitted + row.Number },
                InvitationStatus.Declined or InvitationStatus.ConflictDeclared => sum with { Declined = sum.Declined + row.Number },
                InvitationStatus.Cancelled => sum,
            }));
    }

    /// <summary>Open reviews of an expert, over all dossiers.</summary>
    /// <summary>How many reviews each expert has open; who has none is not named.</summary>
    public async Task<IReadOnlyDictionary<Guid, int>> OpenReviews(CancellationToken stop) => (await database.Query<OpenRow>(
        """
        select ExpertId, count(*) as Number
        from Invitation
        where Status in ('Invited', 'Accepted', 'Reopened')
        group by ExpertId
        """,
        null, stop)).ToDictionary(row => row.ExpertId, row => row.Number);

    sealed record OpenRow
    {
        public required Guid ExpertId { get; init; }
        public required int Number { get; init; }
    }

    public Task<int> OpenReviewsOf(Guid expertId, CancellationToken stop) => OpenReviewsOf(Reading.From(database, stop), expertId);

    static Task<int> OpenReviewsOf(Reading reading, Guid expertId) => reading.QuerySingleOrDefault<int>(
        """
        select count(*)
        from Invitation
        where ExpertId = @ExpertId and Status in ('Invited', 'Accepted', 'Reopened')
        """,
        new { ExpertId = expertId });

    /// <summary>
    /// Invites: the dossier is still as it was read, and no other invitation made at the same time takes the expert over their load.
    /// </summary>
    public async Task<InviteOutcome> Invite(
        Invitation invitation, ExpertAssigned happened, long dossierRevision, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        var outcome = await Invite(transaction, invitation, happened, dossierRevision, who);
        if (outcome is InviteOutcome.Done)
            await transaction.Commit();
        return outcome;
    }

    /// <summary>Takes one invitation back and makes another, both or neither.</summary>
    public async Task<InviteOutcome> Replace(
        Invitation was, (Invitation Now, ExpertDeclined Happened) cancelled, (Invitation Invitation, ExpertAssigned Happened) instead, long dossierRevision, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        if (!await DossierStore.Hold(transaction, was.DossierId, dossierRevision) || !await Update(transaction, was, cancelled.Now))
            return InviteOutcome.DossierChanged;
        await AddStepAndEvent(transaction, was, cancelled.Now, cancelled.Happened, who, "invitation.cancelled");
        await Tell(transaction, cancelled.Now, ReviewMails.Cancelled);
        var outcome = await Invite(transaction, instead.Invitation, instead.Happened, dossierRevision, who);
        if (outcome is InviteOutcome.Done)
            await transaction.Commit();
        return outcome;
    }

    /// <summary>The same for several at once, in the caller's transaction.</summary>
    public async Task<InviteOutcome> Invite(
        Transaction transaction, Invitation invitation, ExpertAssigned happened, long dossierRevision, Actor who)
    {
        if (!await DossierStore.Hold(transaction, invitation.DossierId, dossierRevision))
            return InviteOutcome.DossierChanged;
        // Holds the expert's row, so that two invitations at once count each other.
        await transaction.Execute(
            """
            update Expert
            set Revision = Revision
            where PersonId = @ExpertId
            """,
            new { invitation.ExpertId });
        var largestLoad = await transaction.QuerySingleOrDefault<int>(
            """
            select LargestLoad
            from Expert
            where PersonId = @ExpertId
            """,
            new { invitation.ExpertId });
        if (await OpenReviewsOf(Reading.In(transaction), invitation.ExpertId) >= largestLoad)
            return InviteOutcome.LoadReached;
        var inserted = await transaction.TryInsert(
            """
            insert into Invitation (Id, DossierId, ExpertId, Status, InvitedAt, DueOn, GateOpenedBy, AcceptedAt, Reason, Recommendation,
                                    Confidence, SubmittedAt, Version, GridProgrammeId, GridVersion, GridDigital, Revision)
            values (@Id, @DossierId, @ExpertId, @Status, @InvitedAt, @DueOn, @GateOpenedBy, @AcceptedAt, @Reason, @Recommendation,
                    @Confidence, @SubmittedAt, @Version, @GridProgrammeId, @GridVersion, @GridDigital, @Revision)
            """,
            Columns(invitation));
        if (!inserted)
            return InviteOutcome.InvitedBefore;
        await AddStep(transaction, invitation, who);
        await Outbox.Add(transaction, happened);
        await AuditTrail.Add(transaction, who, "invitation.made", invitation.Id, null,
            new { invitation.DossierId, invitation.ExpertId, invitation.Status, invitation.DueOn, invitation.GateOpenedBy });
        var code = SecretCode.New();
        await transaction.Execute(
            """
            insert into DeclineCode (InvitationId, Digest, GivenAt)
            values (@Id, @Digest, @InvitedAt)
            """,
            new { invitation.Id, code.Digest, invitation.InvitedAt });
        await Tell(transaction, invitation, (expert, invited, dossier) => mails.Invited(expert, invited, dossier, code.Code));
        return InviteOutcome.Done;
    }

    /// <summary>Writes a mail to the expert; false where no address of theirs is known.</summary>
    static async Task<bool> Tell(Transaction transaction, Invitation invitation, Func<PersonInReview, Invitation, DossierUnderReview, OutgoingMail?> write) =>
        await PersonStore.Find(Reading.In(transaction), invitation.ExpertId) is { } expert
        && await DossierStore.Find(Reading.In(transaction), invitation.DossierId) is { } dossier
        && write(expert, invitation, dossier) is { } mail
        && await Mail.Add(transaction, mail);

    /// <summary>The invitation that bears this code, whatever became of it; null for any other code, and long after it was due.</summary>
    public async Task<Invitation?> FindByCode(string code, CancellationToken stop)
    {
        var reading = Reading.From(database, stop);
        var row = await reading.QuerySingleOrDefault<Row>(
            """
            select invitation.Id, invitation.DossierId, invitation.ExpertId, invitation.Status, invitation.InvitedAt, invitation.DueOn,
                   invitation.GateOpenedBy, invitation.AcceptedAt, invitation.Reason, invitation.Recommendation, invitation.Confidence,
                   invitation.SubmittedAt, invitation.Version, invitation.GridProgrammeId, invitation.GridVersion, invitation.GridDigital,
                   invitation.Revision
            from Invitation invitation
            join DeclineCode code on code.InvitationId = invitation.Id
            where code.Digest = @Digest and invitation.DueOn >= @Since
            """,
            new { Digest = SecretCode.DigestOf(code), Since = Paris.Day(database.Clock.GetUtcNow()).AddDays(-DeclineByMail.DaysAfterDue) });
        return row is null ? null : await WithScores(reading, row);
    }

    /// <summary>Writes the reminders that are due, each with its line in the log the office sees.</summary>
    public async Task Remind(CancellationToken stop)
    {
        var now = database.Clock.GetUtcNow();
        if (TimeZoneInfo.ConvertTime(now, Paris.Zone).Hour < RemindOfReviews.FromHour)
            return;
        var today = Paris.Day(now);
        var open = await database.Query<DueRow>(
            """
            select Id, InvitedAt, DueOn
            from Invitation
            where Status in ('Invited', 'Accepted', 'Reopened') and DueOn <= @Until
            """,
            new { Until = today.AddDays(-RemindOfReviews.Days[0]) }, stop);
        var written = (await database.Query<ReminderRow>(
            """
            select reminder.InvitationId, reminder.DueOn, reminder.Days, reminder.At, reminder.Mailed
            from ReviewReminder reminder
            join Invitation invitation on invitation.Id = reminder.InvitationId
            where invitation.Status in ('Invited', 'Accepted', 'Reopened')
            """,
            null, stop)).Select(row => (row.InvitationId, row.DueOn, row.Days)).ToHashSet();
        foreach (var row in open)
        {
            if (RemindOfReviews.Due(Paris.Day(row.InvitedAt), row.DueOn, today) is not { } days || written.Contains((row.Id, row.DueOn, days)))
                continue;
            await using var transaction = await database.Begin(stop);
            // Read again in the transaction: the review may have come in meanwhile.
            if (await Find(transaction, row.Id) is not { IsOpen: true } invitation || invitation.DueOn != row.DueOn)
                continue;
            var mailed = await Tell(transaction, invitation, (expert, reminded, dossier) => mails.Reminder(expert, reminded, dossier, days));
            if (!await transaction.TryInsert(
                    """
                    insert into ReviewReminder (InvitationId, DueOn, Days, At, Mailed)
                    values (@Id, @DueOn, @Days, @Now, @Mailed)
                    """,
                    new { row.Id, row.DueOn, Days = days, Now = now, Mailed = mailed }))
                continue;
            await AuditTrail.Add(transaction, Actor.Service(EventCatalogue.ExpertReview), "review.reminded", row.Id, null, new { row.DueOn, Days = days, Mailed = mailed });
            await transaction.Commit();
        }
    }

    static async Task<Invitation?> Find(Transaction transaction, Guid id)
    {
        var row = await transaction.QuerySingleOrDefault<Row>(
            """
            select Id, DossierId, ExpertId, Status, InvitedAt, DueOn, GateOpenedBy, AcceptedAt, Reason, Recommendation, Confidence,
                   SubmittedAt, Version, GridProgrammeId, GridVersion, GridDigital, Revision
            from Invitation
            where Id = @Id
            """,
            new { Id = id });
        return row?.With([]);
    }

    /// <summary>The reminders of an invitation, the latest first. Who may see it is asked before.</summary>
    public Task<IReadOnlyList<ReminderRow>> Reminders(Guid id, CancellationToken stop) => database.Query<ReminderRow>(
        """
        select InvitationId, DueOn, Days, At, Mailed
        from ReviewReminder
        where InvitationId = @Id
        order by At desc
        """,
        new { Id = id }, stop);

    /// <summary>The office's board: who has what, by due date, with the reminder written last. A page of it, and how many there are.</summary>
    public Task<(IReadOnlyList<BoardLine> Page, int Total)> Board(Guid personId, Who roles, BoardFilter filter, int skip, int take, CancellationToken stop)
    {
        var seen =
            $"""
            from Invitation invitation
            join Dossier dossier on dossier.Id = invitation.DossierId
            join Person person on person.Id = invitation.ExpertId
            where invitation.ExpertId <> @PersonId and {Others(roles)}
              and (@State = 'all'
                   or (@State = 'late' and invitation.DueOn < @Today and invitation.Status in ('Invited', 'Accepted', 'Reopened'))
                   or (@State = 'unanswered' and invitation.Status = 'Invited')
                   or (@State = 'open' and invitation.Status in ('Invited', 'Accepted', 'Reopened'))
                   or (@State = 'in' and invitation.Status = 'Submitted')
                   or (@State = 'left' and invitation.Status in ('Declined', 'ConflictDeclared', 'Cancelled')))
              and (@Pattern is null or person.Name like @Pattern escape '!' or dossier.Acronym like @Pattern escape '!'
                   or dossier.Reference like @Pattern escape '!' or dossier.Title like @Pattern escape '!')
            """;
        return database.QueryPage<BoardLine>(
            $"select count(*) {seen}",
            $"""
            select invitation.Id, dossier.Acronym, person.Name as ExpertName, invitation.Status, invitation.DueOn,
                   (select max(reminder.At) from ReviewReminder reminder where reminder.InvitationId = invitation.Id) as RemindedAt,
                   (select count(*) from ReviewReminder unsent where unsent.InvitationId = invitation.Id and unsent.Mailed = 0) as NotMailed
            {seen}
            order by invitation.DueOn, dossier.Reference, person.Name
            """,
            new
            {
                PersonId = personId,
                State = filter.State,
                Pattern = filter.Text is { } text ? LikePattern.Containing(text) : null,
                Today = Paris.Day(database.Clock.GetUtcNow()),
            }, skip, take, stop);
    }

    /// <summary>
    /// Saves a step of an invitation with its event; false when the invitation, or the dossier where its state was relied on, changed
    /// since it was read.
    /// </summary>
    public async Task<bool> Save(
        Invitation was, Invitation now, object? happened, long? dossierRevision, Actor who, string action, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        if (dossierRevision is { } revision && !await DossierStore.Hold(transaction, now.DossierId, revision))
            return false;
        if (!await Update(transaction, was, now))
            return false;
        if (was.Review != now.Review)
            await ReplaceScores(transaction, now);
        await AddStepAndEvent(transaction, was, now, happened, who, action);
        if (now.Status is InvitationStatus.Reopened && was.Status is not InvitationStatus.Reopened)
            await Tell(transaction, now, mails.Reopened);
        else if (now.Status is InvitationStatus.Cancelled)
            await Tell(transaction, now, ReviewMails.Cancelled);
        await transaction.Commit();
        return true;
    }

    /// <summary>The dossier is gone: what is still open on it is cancelled, what was submitted stays.</summary>
    public static async Task CancelOpen(Transaction transaction, Guid dossierId, string reason)
    {
        var who = Actor.Service(EventCatalogue.ExpertReview);
        // Again until nothing is open: an expert who saves at the same moment moves the revision on, and is read again.
        while ((await OfDossier(Reading.In(transaction), dossierId)).Where(invitation => invitation.IsOpen).ToList() is { Count: > 0 } open)
        {
            foreach (var was in open)
            {
                if (was.Cancel(reason, transaction.Clock.GetUtcNow()) is var (now, happened) && await Update(transaction, was, now))
                {
                    await AddStepAndEvent(transaction, was, now, happened, who, "invitation.cancelled");
                    await Tell(transaction, now, ReviewMails.Cancelled);
                }
            }
        }
    }

    static async Task AddStepAndEvent(Transaction transaction, Invitation was, Invitation now, object? happened, Actor who, string action)
    {
        if (now.Status != was.Status)
            await AddStep(transaction, now, who);
        if (happened is not null)
            await Outbox.Add(transaction, happened);
        await AuditTrail.Add(transaction, who, action, now.Id,
            new { was.Status, was.Revision }, new { now.Status, now.Revision },
            now.Reason == was.Reason ? null : new { now.Reason });
    }

    static async Task<bool> Update(Transaction transaction, Invitation was, Invitation now) => await transaction.Execute(
        """
        update Invitation
        set Status = @Status, DueOn = @DueOn, AcceptedAt = @AcceptedAt, Reason = @Reason, Recommendation = @Recommendation,
            Confidence = @Confidence, SubmittedAt = @SubmittedAt, Version = @Version, GridProgrammeId = @GridProgrammeId,
            GridVersion = @GridVersion, GridDigital = @GridDigital, Revision = @Revision
        where Id = @Id and Revision = @Revision - 1
        """,
        Columns(now)) == 1;

    static async Task ReplaceScores(Transaction transaction, Invitation invitation)
    {
        await transaction.Execute("delete from ReviewScore where InvitationId = @Id", new { invitation.Id });
        foreach (var scored in invitation.Review.Scores)
        {
            await transaction.Execute(
                """
                insert into ReviewScore (InvitationId, Criterion, Score, CommentToHolder, CommentToCommittee)
                values (@Id, @Criterion, @Score, @CommentToHolder, @CommentToCommittee)
                """,
                new { invitation.Id, scored.Criterion, scored.Score, scored.CommentToHolder, scored.CommentToCommittee });
        }
    }

    static async Task AddStep(Transaction transaction, Invitation invitation, Actor who) => await transaction.Execute(
        """
        insert into InvitationStep (InvitationId, Revision, At, ActorId, Status, Reason, Review)
        values (@Id, @Revision, @At, @ActorId, @Status, @Reason, @Review)
        """,
        new
        {
            invitation.Id,
            invitation.Revision,
            At = transaction.Clock.GetUtcNow(),
            ActorId = who.PersonId,
            Status = invitation.Status.ToString(),
            invitation.Reason,
            Review = Json.Write(invitation.Review),
        });

    async Task<Invitation> WithScores(Reading reading, Row row)
    {
        var scores = await reading.Query<ScoreRow>(
            """
            select InvitationId, Criterion, Score, CommentToHolder, CommentToCommittee
            from ReviewScore
            where InvitationId = @Id
            """,
            new { row.Id });
        return row.With(scores);
    }

    static object Columns(Invitation invitation) => new
    {
        invitation.Id,
        invitation.DossierId,
        invitation.ExpertId,
        Status = invitation.Status.ToString(),
        invitation.InvitedAt,
        invitation.DueOn,
        GateOpenedBy = invitation.GateOpenedBy.ToString(),
        invitation.AcceptedAt,
        invitation.Reason,
        Recommendation = invitation.Review.Recommendation?.ToString(),
        invitation.Review.Confidence,
        invitation.SubmittedAt,
        invitation.Reviewed?.Version,
        GridProgrammeId = invitation.Reviewed?.ProgrammeId,
        GridVersion = invitation.Reviewed?.ProgrammeVersion,
        GridDigital = invitation.Reviewed?.Digital,
        invitation.Revision,
    };

    sealed record Row
    {
        public required Guid Id { get; init; }
        public required Guid DossierId { get; init; }
        public required Guid ExpertId { get; init; }
        public required InvitationStatus Status { get; init; }
        public required DateTimeOffset InvitedAt { get; init; }
        public required DateOnly DueOn { get; init; }
        public required GateOpenedBy GateOpenedBy { get; init; }
        public required DateTimeOffset? AcceptedAt { get; init; }
        public required string? Reason { get; init; }
        public required ReviewRecommendation? Recommendation { get; init; }
        public required int? Confidence { get; init; }
        public required DateTimeOffset? SubmittedAt { get; init; }
        public required int? Version { get; init; }
        public required Guid? GridProgrammeId { get; init; }
        public required int? GridVersion { get; init; }
        public required bool? GridDigital { get; init; }
        public required long Revision { get; init; }

        public Invitation With(IEnumerable<ScoreRow> scores) => new()
        {
            Id = Id,
            DossierId = DossierId,
            ExpertId = ExpertId,
            Status = Status,
            InvitedAt = InvitedAt,
            DueOn = DueOn,
            GateOpenedBy = GateOpenedBy,
            AcceptedAt = AcceptedAt,
            Reason = Reason,
            Review = new Review(
                [.. scores.Select(row => new Scored(row.Criterion, row.Score, row.CommentToHolder, row.CommentToCommittee))],
                Recommendation, Confidence),
            SubmittedAt = SubmittedAt,
            Reviewed = (Version, GridProgrammeId, GridVersion, GridDigital) is ({ } version, { } programmeId, { } gridVersion, { } digital)
                ? new Reviewed(version, programmeId, gridVersion, digital)
                : null,
            Revision = Revision,
        };
    }

    sealed record ScoreRow
    {
        public required Guid InvitationId { get; init; }
        public required string Criterion { get; init; }
        public required decimal? Score { get; init; }
        public required string? CommentToHolder { get; init; }
        public required string? CommentToCommittee { get; init; }
    }

    sealed record DueRow
    {
        public required Guid Id { get; init; }
        public required DateTimeOffset InvitedAt { get; init; }
        public required DateOnly DueOn { get; init; }
    }

    sealed record CountRow
    {
        public required Guid DossierId { get; init; }
        public required InvitationStatus Status { get; init; }
        public required int Number { get; init; }
    }
}
