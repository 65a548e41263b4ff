namespace Labelling.Storage;

/// <summary>
/// The personal values beside the lines of the audit trail. Deleting one, with its salt, leaves the line and its digest: the chain still
/// verifies, and nobody can tell any more what the values were.
/// </summary>
public static class PersonalValues
{
    /// <summary>Deletes those of the lines about a person, and of any line that names them by id.</summary>
    public static Task<int> Forget(Transaction transaction, Guid person) => transaction.Keep(
        """
        delete from AuditPersonal
        where Position in (select Position from AuditLine where SubjectId = @Person)
           or lower(PersonalValue) like @Named
        """,
        new { Person = person, Named = $"%{person:D}%" });

    /// <summary>Deletes those that hold a text, such as an address that was written down before it was known whose it is.</summary>
    public static Task<int> ForgetHolding(Transaction transaction, string text) => transaction.Keep(
        """
        delete from AuditPersonal
        where lower(PersonalValue) like @Held escape '!'
        """,
        new { Held = LikePattern.Containing(text.ToLowerInvariant()) });

    /// <summary>How many there are of lines about a person, or naming them.</summary>
    public static async Task<int> Of(Database database, Guid person, CancellationToken stop) => await database.QuerySingleOrDefault<int>(
        """
        select count(*)
        from AuditPersonal
        where Position in (select Position from AuditLine where SubjectId = @Person)
           or lower(PersonalValue) like @Named
        """,
        new { Person = person, Named = $"%{person:D}%" }, stop);

    /// <summary>How many there are of lines before an instant, and when the oldest was written.</summary>
    public static async Task<(int Count, DateTimeOffset? Oldest)> Before(Database database, DateTimeOffset before, CancellationToken stop)
    {
        var found = await database.QuerySingleOrDefault<Found>(
            """
            select count(*) as Number, min(L.At) as Oldest
            from AuditPersonal P
            inner join AuditLine L on L.Position = P.Position
            where L.At < @Before
            """,
            new { Before = before }, stop);
        return found is null ? (0, null) : (found.Number, found.Oldest);
    }

    /// <summary>Deletes those of lines before an instant.</summary>
    public static Task<int> DeleteBefore(Transaction transaction, DateTimeOffset before) => transaction.Keep(
        """
        delete from AuditPersonal
        where Position in (select Position from AuditLine where At < @Before)
        """,
        new { Before = before });

    sealed record Found
    {
        public required int Number { get; init; }
        public required DateTimeOffset? Oldest { get; init; }
    }
}
