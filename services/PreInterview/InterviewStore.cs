using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.PreInterview;

/// <summary>What came of saving a change.</summary>
public enum Saved
{
    /// <summary>It is saved.</summary>
    Yes,

    /// <summary>Somebody changed the interview since it was read.</summary>
    Stale,

    /// <summary>The slot is booked by another interview, or gone.</summary>
    SlotTaken,
}

/// <summary>A conclusion being written, as it was typed.</summary>
public sealed record ConclusionDraft
{
    public required string Typed { get; init; }
    public required DateTimeOffset SavedAt { get; init; }
}

/// <summary>By what the list of interviews is sorted.</summary>
public enum InterviewOrder
{
    Opened,
    When,
    Dossier,
}

/// <summary>What the list of interviews is asked for.</summary>
public sealed record InterviewFilter(InterviewStatus? Status = null, string? Search = null, InterviewOrder Order = InterviewOrder.Opened, bool Descending = false);

/// <summary>Interviews and their history. Who sees which is decided here and nowhere else.</summary>
public sealed class InterviewStore(Database database, KnownStore known, InterviewMails mails)
{
    /// <summary>One interview; null when it does not exist for this person.</summary>
    public async Task<SeenInterview?> See(Guid id, Viewer viewer, CancellationToken stop) =>
        (await See(new Asked(id, null, null, 0, 1), viewer, stop)).Page.SingleOrDefault();

    /// <summary>A page of the interviews there are for this person, the latest opened first.</summary>
    /// <param name="viewer">Who looks.</param>
    /// <param name="dossierId">Of one dossier; null for all.</param>
    /// <param name="status">In one status; null for all.</param>
    /// <param name="page">From 1.</param>
    /// <param name="pageSize">Interviews a page.</param>
    /// <param name="stop">Ends the work.</param>
    public Task<(IReadOnlyList<SeenInterview> Page, int Total)> List(
        Viewer viewer, Guid? dossierId, InterviewStatus? status, int page, int pageSize, CancellationToken stop) =>
        See(new Asked(null, dossierId, status, (page - 1) * pageSize, pageSize), viewer, stop);

    /// <summary>Rows of the list of interviews there are for this person.</summary>
    public Task<(IReadOnlyList<SeenInterview> Page, int Total)> List(Viewer viewer, InterviewFilter filter, int skip, int take, CancellationToken stop) =>
        See(new Asked(null, null, filter.Status, skip, take) { Search = filter.Search, Order = filter.Order, Descending = filter.Descending }, viewer, stop);

    /// <summary>The latest round of a dossier's interviews.</summary>
    public static async Task<Interview?> LastOf(Transaction transaction, Guid dossierId)
    {
        var ids = await transaction.Query<Guid>(
            """
            select Id
            from Interview
            where DossierId = @DossierId
            order by Round
            """,
            new { DossierId = dossierId });
        if (ids.Count == 0) return null;
        return Interviews(
            await transaction.Query<InterviewRow>(SelectInterviews, new { Ids = new[] { ids[^1] } }),
            await transaction.Query<ProposedRow>(SelectProposed, new { Ids = new[] { ids[^1] } })).Single();
    }

    /// <summary>A person's change, with its event, history and audit line; a next round when there is one.</summary>
    public async Task<Saved> Save(
        Interview was, Interview now, string action, Actor who, CancellationToken stop,
        object? happened = null, Interview? nextRound = null, string? note = null)
    {
        await using var transaction = await database.Begin(stop);
        // A new round refers to its dossier: the dossier's row is locked first, as listeners do, so that neither waits for the other for ever.
        if (nextRound is not null)
            await transaction.Execute(
                """
                update DossierToInterview
                set Version = Version
                where Id = @DossierId
                """,
                new { nextRound.DossierId });
        var saved = await Save(transaction, was, now, action, who, happened, note);
        if (saved is not Saved.Yes) return saved;
        // The round before was open until this transaction closed it: nobody can have opened another.
        if (nextRound is not null && !await Open(transaction, nextRound, who))
            throw new InvalidOperationException($"Dossier {was.DossierId} has another open interview beside {was.Id}.");
        await transaction.Commit();
        return Saved.Yes;
    }

    /// <summary>The same within the transaction of an event that was heard.</summary>
    public async Task<Saved> Save(
        Transaction transaction, Interview was, Interview now, string action, Actor who, object? happened = null, string? note = null)
    {
        var claimed = await transaction.Execute(
            """
            update Interview
            set Revision = @Next
            where Id = @Id and Revision = @Expected
            """,
            new { was.Id, Expected = was.Revision, Next = now.Revision });
        if (claimed == 0) return Saved.Stale;
        if (!await MoveSlot(transaction, was, now)) return Saved.SlotTaken;
        await transaction.Execute(
            """
            update Interview
            set Status = @Status, Version = @Version, SlotId = @SlotId, ExpertId = @ExpertId, StartsAt = @StartsAt, EndsAt = @EndsAt,
                CalendarChanges = @CalendarChanges, NoShows = @NoShows, HeldOn = @HeldOn,
                Recommendation = @Recommendation, Maturity = @Maturity, Strengths = @Strengths, Gaps = @Gaps, Advice = @Advice,
                PrivateNote = @PrivateNote, ReplanTo = @ReplanTo, RedirectToCallId = @RedirectToCallId, ConcludedAt = @ConcludedAt,
                Reply = @Reply, RepliedBy = @RepliedBy, RepliedAt = @RepliedAt, WaiverReason = @WaiverReason
            where Id = @Id and Revision = @Revision
            """,
            Row(now));
        if (!was.ProposedExpertIds.SequenceEqual(now.ProposedExpertIds))
        {
            await transaction.Execute(
                """
                delete from ProposedExpert
                where InterviewId = @Id
                """,
                new { now.Id });
            foreach (var (place, expertId) in now.ProposedExpertIds.Index())
            {
                await transaction.Execute(
                    """
                    insert into ProposedExpert (InterviewId, Place, ExpertId)
                    values (@Id, @Place, @ExpertId)
                    """,
                    new { now.Id, Place = place + 1, ExpertId = expertId });
            }
        }

        // Concluded, waived or cancelled: nobody goes on writing.
        if (now.Status is not InterviewStatus.Held)
            await transaction.Execute("delete from ConclusionDraft where InterviewId = @Id", new { now.Id });
        await Remember(transaction, now, action, who, note);
        if (Interview.CameToNothing(was, now, transaction.Clock.GetUtcNow()) is { } cancelled) await Outbox.Add(transaction, cancelled);
        await mails.Write(transaction, was, now);
        if (happened is not null) await Outbox.Add(transaction, happened);
        await AuditTrail.Add(transaction, who, $"interview.{action}", now.Id, Audited(was), Audited(now), note is null ? null : new { Note = note });
        return Saved.Yes;
    }

    /// <summary>Opens a round; false when the dossier has that round or an open one already.</summary>
    public static async Task<bool> Open(Transaction transaction, Interview interview, Actor who)
    {
        var opened = await transaction.TryInsert(
            """
            insert into Interview (Id, DossierId, Round, Status, Version, Revision, OpenedAt, ReplannedTo, CalendarChanges, NoShows)
            values (@Id, @DossierId, @Round, @Status, @Version, @Revision, @OpenedAt, @ReplannedTo, @CalendarChanges, @NoShows)
            """,
            Row(interview));
        if (!opened) return false;
        await Remember(transaction, interview, "opened", who, null);
        await AuditTrail.Add(transaction, who, "interview.opened", interview.Id, null, Audited(interview));
        return true;
    }

    /// <summary>
    /// The calendar entry for this person; null when there never was one. An expert who was booked and is no longer,
    /// because the holder moved to a colleague, gets the cancellation of their own entry.
    /// </summary>
    public async Task<CalendarEntry?> Calendar(SeenInterview seen, Viewer viewer, CancellationToken stop)
    {
        var interview = seen.Interview;
        var bookings = await database.Query<BookingRow>(
            """
            select ExpertId, StartsAt, EndsAt
            from InterviewHistory
            where InterviewId = @Id and ExpertId is not null
            order by Revision
            """,
            new { interview.Id }, stop);
        var booking = seen.Stance.May(Act.SeeBooking) ? bookings.LastOrDefault() : bookings.LastOrDefault(row => row.ExpertId == viewer.PersonId);
        if (booking is null) return null;
        var changedAt = await database.Query<DateTimeOffset>(
            """
            select At
            from InterviewHistory
            where InterviewId = @Id and CalendarChanges = @CalendarChanges
            order by Revision
            """,
            new { interview.Id, interview.CalendarChanges }, stop);
        var names = await known.Persons([booking.ExpertId, .. seen.Dossier.HolderIds], stop);
        return new()
        {
            InterviewId = interview.Id,
            Sequence = interview.CalendarChanges - 1,
            Cancelled = interview.Booking is null || interview.Booking.ExpertId != booking.ExpertId,
            ChangedAt = changedAt[0],
            StartsAt = booking.StartsAt,
            EndsAt = booking.EndsAt,
            Expert = Named(booking.ExpertId),
            Holders = [.. seen.Dossier.HolderIds.Select(Named)],
            DossierReference = seen.Dossier.Reference,
            DossierTitle = seen.Dossier.Title,
        };

        KnownName Named(Guid id) => new(id, names.GetValueOrDefault(id)?.Name ?? "");
    }

    /// <summary>Every entry in a person's calendar: the interviews they hold or are booked for, from a year ago on.</summary>
    public async Task<IReadOnlyList<CalendarEntry>> Entries(KnownPerson person, DateTimeOffset now, CancellationToken stop)
    {
        var entries = new List<CalendarEntry>();
        // Whoever subscribes is an expert or a holder there: the interviews of others are no business of a calendar.
        var viewer = new Viewer(person.Id, Stance.Roles(person.Roles) & (Who.Expert | Who.HolderRole));
        for (var page = 1; ; page++)
        {
            var (list, total) = await List(viewer, null, null, page, 200, stop);
            foreach (var seen in list)
                if (seen.Interview.Booking?.StartsAt > now.AddYears(-1) && seen.Stance.May(Act.SeeBooking) && await Calendar(seen, viewer, stop) is { } entry)
                    entries.Add(entry);
            if (page * 200 >= total)
                return entries;
        }
    }

    /// <summary>Writes the reminders that are due: of talks to come to holders and expert, of conclusions to the expert.</summary>
    public async Task Remind(CancellationToken stop)
    {
        var now = database.Clock.GetUtcNow();
        var due = await database.Query<DueRow>(
            """
            select i.Id, i.Status, i.StartsAt, i.EndsAt, min(h.At) as BookedAt
            from Interview i
            join InterviewHistory h on h.InterviewId = i.Id and h.CalendarChanges = i.CalendarChanges
            where i.Status in ('Booked', 'Held') and i.StartsAt <= @Until
            group by i.Id, i.Status, i.StartsAt, i.EndsAt
            """,
            new { Until = now.AddDays(RemindOfInterviews.Before.Max()) }, stop);
        foreach (var row in due)
        {
            var before = row.Status is InterviewStatus.Booked ? RemindOfInterviews.DueBefore(row.BookedAt, row.StartsAt, now) : null;
            var after = RemindOfInterviews.DueAfter(row.EndsAt, now);
            if (before is null && after is null) continue;
            await using var transaction = await database.Begin(stop);
            // Read again in the transaction: the booking may have been moved meanwhile.
            if (await Find(transaction, row.Id) is not { Booking: { } booking } interview || booking.StartsAt != row.StartsAt || interview.Status != row.Status
                || await KnownStore.Dossier(transaction, interview.DossierId) is not { } dossier)
                continue;
            var people = await KnownStore.Persons(transaction, [.. dossier.HolderIds, booking.ExpertId]);
            var written = false;
            foreach (var person in people.Values)
            {
                if (before is { } days)
                    written |= await InterviewMails.Add(transaction, mails.Reminder(interview, dossier, person, days));
                if (after is { } daysAfter && person.Id == booking.ExpertId)
                    written |= await InterviewMails.Add(transaction, mails.ConclusionReminder(interview, dossier, person, daysAfter));
            }

            if (written) await transaction.Commit();
        }
    }

    static async Task<Interview?> Find(Transaction transaction, Guid id) => Interviews(
        await transaction.Query<InterviewRow>(SelectInterviews, new { Ids = new[] { id } }),
        await transaction.Query<ProposedRow>(SelectProposed, new { Ids = new[] { id } })).SingleOrDefault();

    /// <summary>What became of the dossiers registered between two days, both included, that were admitted to an interview.</summary>
    public async Task<InterviewFigures> Figures(DateOnly from, DateOnly to, CancellationToken stop)
    {
        var rows = await database.Query<FigureRow>(
            """
            select i.DossierId, i.Round, i.Status, i.HeldOn, i.NoShows, i.Recommendation, d.RegisteredOn, d.Decision, d.Withdrawn
            from Interview i
            join DossierToInterview d on d.Id = i.DossierId
            where d.RegisteredOn >= @From and d.RegisteredOn <= @To
            """,
            new { From = from, To = to }, stop);
        var dossiers = rows.GroupBy(row => row.DossierId).ToList();
        return new(
            dossiers.Count,
            dossiers.Count(rounds => rounds.MaxBy(row => row.Round)!.Status is InterviewStatus.Waived),
            [.. dossiers.Select(rounds => rounds.Where(row => row.HeldOn is not null).MinBy(row => row.HeldOn)).OfType<FigureRow>().Select(row => new FirstTalk(row.RegisteredOn, row.HeldOn!.Value))],
            rows.Count(row => row.HeldOn is not null),
            rows.Sum(row => row.NoShows),
            [
                .. from row in rows
                   where row.Recommendation is not null
                   group row by row.Recommendation!.Value into some
                   orderby some.Key
                   let each = some.DistinctBy(row => row.DossierId).ToList()
                   select new RecommendationLine(
                       some.Key, each.Count, each.Count(row => row.Decision is ReleasedDecision.Labelled or ReleasedDecision.LabelledWithReservations),
                       each.Count(row => row.Decision is ReleasedDecision.LabelledWithReservations), each.Count(row => row.Decision is ReleasedDecision.Refused),
                       each.Count(row => row.Decision is ReleasedDecision.SupportLetter), each.Count(row => row.Decision is null && row.Withdrawn)),
            ]);
    }

    /// <summary>What its author typed of a conclusion so far; null: nothing is kept.</summary>
    public Task<ConclusionDraft?> Draft(Guid interviewId, Guid personId, CancellationToken stop) =>
        database.QuerySingleOrDefault<ConclusionDraft>(
            """
            select Typed, SavedAt
            from ConclusionDraft
            where InterviewId = @InterviewId and PersonId = @PersonId
            """,
            new { InterviewId = interviewId, PersonId = personId }, stop);

    /// <summary>Keeps what is typed so far; false when the interview cannot be concluded any more.</summary>
    public async Task<bool> KeepDraft(Interview interview, Guid personId, string typed, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        var row = new { InterviewId = interview.Id, PersonId = personId, Typed = typed, SavedAt = transaction.Clock.GetUtcNow() };
        // The interview's row is locked first: whoever concludes at this instant deletes the draft after us.
        if (await transaction.Execute("update Interview set Round = Round where Id = @InterviewId and Status = 'Held'", row) == 0) return false;
        if (await transaction.Execute(
            """
            update ConclusionDraft
            set Typed = @Typed, SavedAt = @SavedAt
            where InterviewId = @InterviewId and PersonId = @PersonId
            """,
            row) == 0)
            await transaction.Execute(
                """
                insert into ConclusionDraft (InterviewId, PersonId, Typed, SavedAt)
                values (@InterviewId, @PersonId, @Typed, @SavedAt)
                """,
                row);
        transaction.WithoutTrail("A draft is no fact: the conclusion leaves its line once it is made.");
        await transaction.Commit();
        return true;
    }

    /// <summary>By interview: the acronym of its dossier.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> Acronyms(IReadOnlyCollection<Guid> ids, CancellationToken stop) =>
        (await database.Query<AcronymRow>(
            """
            select i.Id, d.Acronym
            from Interview i
            join DossierToInterview d on d.Id = i.DossierId
            where i.Id in @Ids
            """,
            new { Ids = ids }, stop)).ToDictionary(row => row.Id, row => row.Acronym);

    /// <summary>By expert: interviews booked, held or concluded that began since then, those to come included.</summary>
    public async Task<IReadOnlyDictionary<Guid, int>> Loads(DateTimeOffset since, CancellationToken stop) =>
        (await database.Query<CountRow>(
            """
            select ExpertId, count(*) as Number
            from Interview
            where ExpertId is not null and StartsAt > @Since
            group by ExpertId
            """,
            new { Since = since }, stop)).ToDictionary(row => row.ExpertId, row => row.Number);

    /// <summary>By expert: the times on offer.</summary>
    public async Task<IReadOnlyDictionary<Guid, int>> FreeTimes(DateTimeOffset now, CancellationToken stop) =>
        (await database.Query<CountRow>(
            """
            select ExpertId, count(*) as Number
            from Slot
            where InterviewId is null and EndsAt > @Now
            group by ExpertId
            """,
            new { Now = now }, stop)).ToDictionary(row => row.ExpertId, row => row.Number);

    /// <summary>The free and not yet passed slots of these experts.</summary>
    public Task<IReadOnlyList<Slot>> FreeSlots(IReadOnlyCollection<Guid> expertIds, DateTimeOffset now, CancellationToken stop) =>
        database.Query<Slot>(
            """
            select Id, ExpertId, StartsAt, EndsAt, OfferedAt, InterviewId
            from Slot
            where ExpertId in @ExpertIds and InterviewId is null and EndsAt > @Now
            order by StartsAt, EndsAt
            """,
            new { ExpertIds = expertIds, Now = now }, stop);

    public Task<Slot?> Slot(Guid id, CancellationToken stop) =>
        database.QuerySingleOrDefault<Slot>(
            """
            select Id, ExpertId, StartsAt, EndsAt, OfferedAt, InterviewId
            from Slot
            where Id = @Id
            """,
            new { Id = id }, stop);

    // How each relation to an interview is found. A consortium is a list in a document, looked into only for an expert's own few interviews.
    readonly PermissionFilter filter = new(new Dictionary<Who, string>
    {
        [Who.Holder | Who.CoHolder] = "i.DossierId in (select h.DossierId from DossierHolder h where h.PersonId = @PersonId)",
        [Who.Interviewer] = "(i.ExpertId is not null and i.ExpertId = @PersonId)",
        [Who.Proposed] = "i.Id in (select p.InterviewId from ProposedExpert p where p.ExpertId = @PersonId)",
        [Who.Partner] = database.Dialect switch
        {
            Dialect.Sqlite =>
                """
                exists (
                    select 1
                    from PersonAffiliation a
                    join json_each(d.Consortium) party
                      on a.Siren = json_extract(party.value, '$.siren') or a.OrganisationId = upper(json_extract(party.value, '$.organisationId'))
                    where a.PersonId = @PersonId and (a.ToDay is null or a.ToDay >= @Today))
                """,
            Dialect.SqlServer =>
                """
                exists (
                    select 1
                    from PersonAffiliation a
                    join openjson(d.Consortium) with (OrganisationId nvarchar(36) '$.organisationId', Siren nvarchar(20) '$.siren') party
                      on a.Siren = party.Siren or a.OrganisationId = try_cast(party.OrganisationId as uniqueidentifier)
                    where a.PersonId = @PersonId and (a.ToDay is null or a.ToDay >= @Today))
                """,
        },
    });

    // One filter: who sees the interview at all.
    string Visible(Viewer viewer) =>
        $"""
        from Interview i
        join DossierToInterview d on d.Id = i.DossierId
        where (@Id is null or i.Id = @Id)
          and (@DossierId is null or i.DossierId = @DossierId)
          and (@Status is null or i.Status = @Status)
          and (@Search is null or d.Reference like @Search escape '!' or d.Acronym like @Search escape '!' or d.Title like @Search escape '!')
          and {filter.For(Act.SeeInterview, viewer.Roles)}
        """;

    async Task<(IReadOnlyList<SeenInterview> Page, int Total)> See(Asked asked, Viewer viewer, CancellationToken stop)
    {
        var parameters = new
        {
            asked.Id,
            asked.DossierId,
            Status = asked.Status?.ToString(),
            Search = asked.Search is { } search ? LikePattern.Containing(search) : null,
            viewer.PersonId,
            Today = Paris.Day(database.Clock.GetUtcNow()),
        };
        var visible = Visible(viewer);
        // An interview without a time comes after those that have one, whichever way they are sorted.
        var order = (asked.Order, asked.Descending) switch
        {
            (InterviewOrder.Opened, false) => "i.OpenedAt desc",
            (InterviewOrder.Opened, true) => "i.OpenedAt",
            (InterviewOrder.When, false) => "case when i.StartsAt is null then 1 else 0 end, i.StartsAt",
            (InterviewOrder.When, true) => "case when i.StartsAt is null then 1 else 0 end, i.StartsAt desc",
            (InterviewOrder.Dossier, false) => "d.Acronym",
            (InterviewOrder.Dossier, true) => "d.Acronym desc",
        };
        var (found, total) = await database.QueryPage<FoundRow>(
            $"""
            select count(*)
            {visible}
            """,
            $"""
            select i.Id, {filter.Found} as Relations
            {visible}
            order by {order}, d.Reference desc, i.Round desc
            """,
            parameters, asked.Skip, asked.Take, stop);
        if (found.Count == 0) return ([], total);
        Guid[] ids = [.. found.Select(row => row.Id)];
        var interviews = Interviews(
            await database.Query<InterviewRow>(SelectInterviews, new { Ids = ids }, stop),
            await database.Query<ProposedRow>(SelectProposed, new { Ids = ids }, stop)).ToDictionary(interview => interview.Id);
        var dossiers = await known.Dossiers([.. interviews.Values.Select(interview => interview.DossierId).Distinct()], stop);
        return ([.. from row in found
                    let interview = interviews[row.Id]
                    select new SeenInterview(interview, dossiers[interview.DossierId], (Who)row.Relations | viewer.Roles)], total);
    }

    // False: the slot is not free any more.
    static async Task<bool> MoveSlot(Transaction transaction, Interview was, Interview now)
    {
        if (was.Booking?.SlotId == now.Booking?.SlotId) return true;
        var parameters = new { now.Id, From = was.Booking?.SlotId, To = now.Booking?.SlotId };
        // Both rows at once and in their own order: two interviews that swap their slots would else wait for each other.
        if (was.Booking is not null && now.Booking is not null)
            await transaction.Execute(
                """
                update Slot
                set OfferedAt = OfferedAt
                where Id = @From or Id = @To
                """,
                parameters);
        if (was.Booking is not null && await transaction.Execute(
            """
            update Slot
            set InterviewId = null
            where Id = @From and InterviewId = @Id
            """,
            parameters) == 0)
            throw new InvalidOperationException($"Interview {was.Id} has booked slot {was.Booking.SlotId}, but the slot does not say so.");
        return now.Booking is null || await transaction.Execute(
            """
            update Slot
            set InterviewId = @Id
            where Id = @To and InterviewId is null
            """,
            parameters) == 1;
    }

    static Task Remember(Transaction transaction, Interview interview, string action, Actor who, string? note) => transaction.Execute(
        """
        insert into InterviewHistory (InterviewId, Revision, At, ByPersonId, Action, Status, Version, ExpertId, StartsAt, EndsAt, CalendarChanges, Note)
        values (@Id, @Revision, @At, @ByPersonId, @Action, @Status, @Version, @ExpertId, @StartsAt, @EndsAt, @CalendarChanges, @Note)
        """,
        new
        {
            interview.Id,
            interview.Revision,
            At = transaction.Clock.GetUtcNow(),
            ByPersonId = who.PersonId,
            Action = action,
            Status = interview.Status.ToString(),
            interview.Version,
            interview.Booking?.ExpertId,
            interview.Booking?.StartsAt,
            interview.Booking?.EndsAt,
            interview.CalendarChanges,
            Note = note,
        });

    static object Audited(Interview interview) => new
    {
        interview.DossierId,
        interview.Round,
        interview.Status,
        interview.Version,
        interview.Revision,
        interview.Booking?.SlotId,
        interview.Booking?.ExpertId,
        interview.ProposedExpertIds,
        interview.NoShows,
        interview.Conclusion?.Recommendation,
        Replied = interview.Reply is not null,
    };

    static InterviewParameters Row(Interview interview) => new()
    {
        Id = interview.Id,
        DossierId = interview.DossierId,
        Round = interview.Round,
        Status = interview.Status.ToString(),
        Version = interview.Version,
        Revision = interview.Revision,
        OpenedAt = interview.OpenedAt,
        ReplannedTo = interview.ReplannedTo,
        SlotId = interview.Booking?.SlotId,
        ExpertId = interview.Booking?.ExpertId,
        StartsAt = interview.Booking?.StartsAt,
        EndsAt = interview.Booking?.EndsAt,
        CalendarChanges = interview.CalendarChanges,
        NoShows = interview.NoShows,
        HeldOn = interview.HeldOn,
        Recommendation = interview.Conclusion?.Recommendation.ToString(),
        Maturity = interview.Conclusion is { } conclusion ? Json.Write(conclusion.Maturity) : null,
        Strengths = interview.Conclusion?.Strengths,
        Gaps = interview.Conclusion?.Gaps,
        Advice = interview.Conclusion?.Advice,
        PrivateNote = interview.Conclusion?.PrivateNote,
        ReplanTo = interview.Conclusion?.ReplanTo,
        RedirectToCallId = interview.Conclusion?.RedirectToCallId,
        ConcludedAt = interview.ConcludedAt,
        Reply = interview.Reply?.Text,
        RepliedBy = interview.Reply?.By,
        RepliedAt = interview.Reply?.At,
        WaiverReason = interview.WaiverReason,
    };

    const string SelectInterviews =
        """
        select Id, DossierId, Round, Status, Version, Revision, OpenedAt, ReplannedTo, SlotId, ExpertId, StartsAt, EndsAt, CalendarChanges, NoShows, HeldOn,
               Recommendation, Maturity, Strengths, Gaps, Advice, PrivateNote, ReplanTo, RedirectToCallId, ConcludedAt,
               Reply, RepliedBy, RepliedAt, WaiverReason
        from Interview
        where Id in @Ids
        """;

    const string SelectProposed =
        """
        select InterviewId, ExpertId
        from ProposedExpert
        where InterviewId in @Ids
        order by Place
        """;

    static IEnumerable<Interview> Interviews(IReadOnlyList<InterviewRow> rows, IReadOnlyList<ProposedRow> proposed)
    {
        var experts = proposed.ToLookup(row => row.InterviewId, row => row.ExpertId);
        return rows.Select(row => new Interview
        {
            Id = row.Id,
            DossierId = row.DossierId,
            Round = row.Round,
            Status = row.Status,
            Version = row.Version,
            Revision = row.Revision,
            OpenedAt = row.OpenedAt,
            ReplannedTo = row.ReplannedTo,
            ProposedExpertIds = [.. experts[row.Id]],
            // The database's own constraint: all four of a booking, or none.
            Booking = row.SlotId is { } slot ? new(slot, row.ExpertId!.Value, row.StartsAt!.Value, row.EndsAt!.Value) : null,
            CalendarChanges = row.CalendarChanges,
            NoShows = row.NoShows,
            HeldOn = row.HeldOn,
            // The same: a recommendation comes with everything else of a conclusion.
            Conclusion = row.Recommendation is { } recommendation
                ? new(recommendation, Json.Read<CriterionMaturity[]>(row.Maturity!), row.Strengths!, row.Gaps!, row.Advice!,
                    row.PrivateNote, row.ReplanTo, row.RedirectToCallId)
                : null,
            ConcludedAt = row.ConcludedAt,
            Reply = row.Reply is { } text ? new(text, row.RepliedBy!.Value, row.RepliedAt!.Value) : null,
            WaiverReason = row.WaiverReason,
        });
    }

    sealed record Asked(Guid? Id, Guid? DossierId, InterviewStatus? Status, int Skip, int Take)
    {
        public string? Search { get; init; }
        public InterviewOrder Order { get; init; }
        public bool Descending { get; init; }
    }

    sealed record FigureRow
    {
        public required Guid DossierId { get; init; }
        public required int Round { get; init; }
        public required InterviewStatus Status { get; init; }
        public DateOnly? HeldOn { get; init; }
        public required int NoShows { get; init; }
        public InterviewRecommendation? Recommendation { get; init; }
        public required DateOnly RegisteredOn { get; init; }
        public ReleasedDecision? Decision { get; init; }
        public required bool Withdrawn { get; init; }
    }

    sealed record AcronymRow
    {
        public required Guid Id { get; init; }
        public required string Acronym { get; init; }
    }

    sealed record CountRow
    {
        public required Guid ExpertId { get; init; }
        public required int Number { get; init; }
    }

    sealed record DueRow
    {
        public required Guid Id { get; init; }
        public required InterviewStatus Status { get; init; }
        public required DateTimeOffset StartsAt { get; init; }
        public required DateTimeOffset EndsAt { get; init; }
        public required DateTimeOffset BookedAt { get; init; }
    }

    sealed record FoundRow
    {
        public required Guid Id { get; init; }
        public required int Relations { get; init; }
    }

    sealed record ProposedRow
    {
        public required Guid InterviewId { get; init; }
        public required Guid ExpertId { get; init; }
    }

    sealed record BookingRow
    {
        public required Guid ExpertId { get; init; }
        public required DateTimeOffset StartsAt { get; init; }
        public required DateTimeOffset EndsAt { get; init; }
    }

    sealed record InterviewParameters
    {
        public required Guid Id { get; init; }
        public required Guid DossierId { get; init; }
        public required int Round { get; init; }
        public required string Status { get; init; }
        public required int Version { get; init; }
        public required long Revision { get; init; }
        public required DateTimeOffset OpenedAt { get; init; }
        public required DateOnly? ReplannedTo { get; init; }
        public required Guid? SlotId { get; init; }
        public required Guid? ExpertId { get; init; }
        public required DateTimeOffset? StartsAt { get; init; }
        public required DateTimeOffset? EndsAt { get; init; }
        public required int CalendarChanges { get; init; }
        public required int NoShows { get; init; }
        public required DateOnly? HeldOn { get; init; }
        public required string? Recommendation { get; init; }
        public required string? Maturity { get; init; }
        public required string? Strengths { get; init; }
        public required string? Gaps { get; init; }
        public required string? Advice { get; init; }
        public required string? PrivateNote { get; init; }
        public required DateOnly? ReplanTo { get; init; }
        public required Guid? RedirectToCallId { get; init; }
        public required DateTimeOffset? ConcludedAt { get; init; }
        public required string? Reply { get; init; }
        public required Guid? RepliedBy { get; init; }
        public required DateTimeOffset? RepliedAt { get; init; }
        public required string? WaiverReason { get; init; }
    }

    sealed record InterviewRow
    {
        public required Guid Id { get; init; }
        public required Guid DossierId { get; init; }
        public required int Round { get; init; }
        public required InterviewStatus Status { get; init; }
        public required int Version { get; init; }
        public required long Revision { get; init; }
        public required DateTimeOffset OpenedAt { get; init; }
        public DateOnly? ReplannedTo { get; init; }
        public Guid? SlotId { get; init; }
        public Guid? ExpertId { get; init; }
        public DateTimeOffset? StartsAt { get; init; }
        public DateTimeOffset? EndsAt { get; init; }
        public required int CalendarChanges { get; init; }
        public required int NoShows { get; init; }
        public DateOnly? HeldOn { get; init; }
        public InterviewRecommendation? Recommendation { get; init; }
        public string? Maturity { get; init; }
        public string? Strengths { get; init; }
        public string? Gaps { get; init; }
        public string? Advice { get; init; }
        public string? PrivateNote { get; init; }
        public DateOnly? ReplanTo { get; init; }
        public Guid? RedirectToCallId { get; init; }
        public DateTimeOffset? ConcludedAt { get; init; }
        public string? Reply { get; init; }
        public Guid? RepliedBy { get; init; }
        public DateTimeOffset? RepliedAt { get; init; }
        public string? WaiverReason { get; init; }
    }
}
