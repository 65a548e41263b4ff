using Labelling.Contracts;
using Labelling.Storage;

namespace Labelling.Accounts.People;

/// <summary>A line of the list of people.</summary>
public sealed record PersonLine
{
    public required Guid Id { get; init; }
    public required string Name { get; init; }
    public required string Email { get; init; }
    public required string Language { get; init; }
    public required string Roles { get; init; }
    public required DateTimeOffset RegisteredAt { get; init; }
    public required DateTimeOffset? DisabledAt { get; init; }
    public required DateTimeOffset? ErasedAt { get; init; }

    public PersonState State => ErasedAt is not null ? PersonState.Erased : DisabledAt is not null ? PersonState.Disabled : PersonState.Active;
}

public enum PersonState
{
    Active,
    Disabled,
    Erased,
}

/// <summary>What a list of people is asked for.</summary>
/// <param name="Search">Part of a name or of any address.</param>
/// <param name="Role">One of <see cref="Roles"/>.</param>
/// <param name="State">Null: all.</param>
/// <param name="Sort">name, email or registered; anything else is name.</param>
/// <param name="Descending">True: from the last to the first.</param>
public sealed record PeopleAsked(string? Search, string? Role, PersonState? State, string? Sort, bool Descending);

/// <summary>Everybody with an account, as a list.</summary>
public sealed class PeopleList(Database database)
{
    /// <summary>Most lines of an export.</summary>
    const int All = 100_000;

    const string Where =
        """
        where (@Search is null or lower(P.Name) like @Search escape '!'
               or exists (select 1 from PersonEmail E where E.PersonId = P.Id and lower(E.Email) like @Search escape '!'))
          and (@Role is null or exists (select 1 from PersonRole R where R.PersonId = P.Id and R.Role = @Role))
          and (@State is null
               or (@State = 'Active' and P.DisabledAt is null)
               or (@State = 'Disabled' and P.DisabledAt is not null and P.ErasedAt is null)
               or (@State = 'Erased' and P.ErasedAt is not null))
        """;

    public async Task<(IReadOnlyList<PersonLine> Lines, int Total)> Page(PeopleAsked asked, int skip, int take, CancellationToken stop)
    {
        var parameters = new
        {
            Search = asked.Search is { Length: > 0 } text ? LikePattern.Containing(text.ToLowerInvariant()) : null,
            asked.Role,
            State = asked.State?.ToString(),
        };
        var (rows, total) = await database.QueryPage<Row>(
            $"select count(*) from Person P {Where}",
            $"""
            select P.Id, P.Name, P.Email, P.Language, P.RegisteredAt, P.DisabledAt, P.ErasedAt
            from Person P
            {Where}
            order by {Order(asked)}
            """,
            parameters, skip, take, stop);
        var roles = new List<RoleRow>();
        foreach (var some in rows.Select(row => row.Id).Chunk(500))
            roles.AddRange(await database.Query<RoleRow>("select PersonId, Role from PersonRole where PersonId in @Ids order by Role", new { Ids = some }, stop));
        var byPerson = roles.ToLookup(row => row.PersonId, row => row.Role);
        return ([.. rows.Select(row => new PersonLine
        {
            Id = row.Id,
            Name = row.Name,
            Email = row.ErasedAt is null ? row.Email : "",
            Language = row.Language,
            Roles = string.Join(", ", Roles.All.Where(byPerson[row.Id].Contains).Select(RoleWords.Of)),
            RegisteredAt = row.RegisteredAt,
            DisabledAt = row.DisabledAt,
            ErasedAt = row.ErasedAt,
        })], total);
    }

    public async Task<IReadOnlyList<PersonLine>> Everybody(PeopleAsked asked, CancellationToken stop) => (await Page(asked, 0, All, stop)).Lines;

    /// <summary>One of a few orders that are written here: nothing of the address comes into the SQL.</summary>
    static string Order(PeopleAsked asked)
    {
        var direction = asked.Descending ? " desc" : "";
        return asked.Sort switch
        {
            "email" => $"P.NormalizedEmail{direction}",
            "registered" => $"P.RegisteredAt{direction}, P.NormalizedEmail",
            _ => $"P.Name{direction}, P.NormalizedEmail",
        };
    }

    sealed record Row
    {
        public required Guid Id { get; init; }
        public required string Name { get; init; }
        public required string Email { get; init; }
        public required string Language { get; init; }
        public required DateTimeOffset RegisteredAt { get; init; }
        public required DateTimeOffset? DisabledAt { get; init; }
        public required DateTimeOffset? ErasedAt { get; init; }
    }

    sealed record RoleRow
    {
        public required Guid PersonId { get; init; }
        public required string Role { get; init; }
    }
}
