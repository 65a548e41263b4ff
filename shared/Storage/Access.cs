using Labelling.Contracts;

namespace Labelling.Storage;

/// <summary>What is known of somebody who comes with a sign-in.</summary>
/// <param name="MayComeIn">False: the account is disabled or erased, or this sign-in was ended.</param>
/// <param name="Roles">The roles held now.</param>
/// <param name="Sequence">Place of the newest event this rests on among those of the person; a sign-in given after a later one knows better.</param>
public sealed record Standing(bool MayComeIn, IReadOnlyList<string> Roles, long Sequence);

/// <summary>
/// Who may come in, as a service has heard it from Accounts. The host keeps it in the transaction that takes the event in, whether or not
/// the service has a listener for it.
/// </summary>
public static class Access
{
    /// <summary>No sign-in lasts longer: the ends of those before are forgotten.</summary>
    static readonly TimeSpan Remembered = TimeSpan.FromDays(400);

    /// <summary>True when the event says something about who may come in.</summary>
    public static bool IsAbout(Type happened) =>
        happened == typeof(PersonRegistered) || happened == typeof(PersonChanged) || happened == typeof(AccountDisabled)
        || happened == typeof(AccountEnabled) || happened == typeof(SessionsEnded) || happened == typeof(PersonErased);

    /// <summary>Keeps what an event says; any other event changes nothing. An older event never overwrites a newer; only its being enabled again opens a disabled account.</summary>
    public static Task Keep(Transaction transaction, object happened)
    {
        Touch(transaction, happened);
        return happened switch
        {
            PersonRegistered person => KeepRoles(transaction, person.PersonId, person.Roles, person.Sequence),
            PersonChanged person => KeepRoles(transaction, person.PersonId, person.Roles, person.Sequence),
            AccountDisabled person => KeepDisabled(transaction, person.PersonId, true, person.Sequence),
            AccountEnabled person => KeepDisabled(transaction, person.PersonId, false, person.Sequence),
            PersonErased person => KeepDisabled(transaction, person.PersonId, true, person.Sequence),
            SessionsEnded ended => KeepEnds(transaction, ended.SessionIds, ended.At),
            _ => Task.CompletedTask,
        };
    }

    /// <summary>What is known of a person who comes with a sign-in; null: nothing yet, so that what Accounts wrote into the sign-in holds.</summary>
    public static async Task<Standing?> Of(Database database, Guid person, Guid session, CancellationToken stop)
    {
        var known = await database.QuerySingleOrDefault<Row>(
            """
            select A.Roles, A.Disabled, A.Sequence, E.SessionId as Ended
            from (select @Person as PersonId, @Session as SessionId) Asked
            left join Access A on A.PersonId = Asked.PersonId
            left join EndedSession E on E.SessionId = Asked.SessionId
            """,
            new { Person = person, Session = session }, stop);
        return known is null or { Roles: null, Ended: null }
            ? null
            : new Standing(known.Ended is null && known.Disabled is not true, known.Roles?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [], known.Sequence ?? 0);
    }

    /// <summary>True when the newest that was heard of a person's account is that it is disabled: for listeners that keep it beside what they know.</summary>
    public static async Task<bool> IsDisabled(Transaction transaction, Guid person) =>
        await transaction.QuerySingleOrDefault<bool>("select Disabled from Access where PersonId = @Person", new { Person = person });

    /// <summary>Once the transaction is committed, what this process remembers of the person is forgotten.</summary>
    internal static void Touch(Transaction transaction, object happened)
    {
        if (IsAbout(happened.GetType()))
            transaction.TouchedAccess.Add(EventCatalogue.Of(happened.GetType()).SubjectOf(happened));
    }

    static async Task KeepRoles(Transaction transaction, Guid person, string[] roles, long sequence)
    {
        var row = new { Person = person, Roles = string.Join(' ', roles), Sequence = sequence };
        if (await Insert(transaction, person, row.Roles, false, sequence, null))
            return;
        await transaction.Keep(
            """
            update Access
            set Roles = @Roles, Sequence = @Sequence
            where PersonId = @Person and Sequence < @Sequence
            """,
            row);
    }

    static async Task KeepDisabled(Transaction transaction, Guid person, bool disabled, long sequence)
    {
        if (await Insert(transaction, person, "", disabled, sequence, sequence))
            return;
        await transaction.Keep(
            """
            update Access
            set Disabled = @Disabled, DisabledSequence = @Sequence, Sequence = case when Sequence < @Sequence then @Sequence else Sequence end
            where PersonId = @Person and (DisabledSequence is null or DisabledSequence < @Sequence)
            """,
            new { Person = person, Disabled = disabled, Sequence = sequence });
    }

    /// <summary>False: the person was known before.</summary>
    static async Task<bool> Insert(Transaction transaction, Guid person, string roles, bool disabled, long sequence, long? disabledSequence) =>
        // Asked first for SQL Server, where a failed insert may cost the transaction; the primary key decides.
        await transaction.QuerySingleOrDefault<int?>("select 1 from Access where PersonId = @Person", new { Person = person }) is null
        && await transaction.TryKeep(
            """
            insert into Access (PersonId, Roles, Disabled, Sequence, DisabledSequence)
            values (@Person, @Roles, @Disabled, @Sequence, @DisabledSequence)
            """,
            new { Person = person, Roles = roles, Disabled = disabled, Sequence = sequence, DisabledSequence = disabledSequence });

    static async Task KeepEnds(Transaction transaction, Guid[] sessions, DateTimeOffset at)
    {
        foreach (var session in sessions)
            await transaction.Keep(
                """
                insert into EndedSession (SessionId, EndedAt)
                select @Session, @At
                where not exists (select 1 from EndedSession where SessionId = @Session)
                """,
                new { Session = session, At = at });
        await transaction.Keep("delete from EndedSession where EndedAt < @Forgotten", new { Forgotten = transaction.Clock.GetUtcNow() - Remembered });
    }

    sealed record Row
    {
        public required string? Roles { get; init; }
        public required bool? Disabled { get; init; }
        public required long? Sequence { get; init; }
        public required Guid? Ended { get; init; }
    }
}
