using Labelling.Contracts;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Asking;

/// <summary>Somebody who can be written to.</summary>
public sealed record Correspondent
{
    public required Guid Id { get; init; }
    public required string Name { get; init; }
    public required string Email { get; init; }
    public required string Language { get; init; }
}

/// <summary>Names and addresses, as Accounts says them.</summary>
public static class PeopleStore
{
    /// <summary>An older event never overwrites a newer.</summary>
    public static async Task Keep(Transaction transaction, PersonChanged person)
    {
        var row = new { Id = person.PersonId, person.Name, Email = person.Email.Length == 0 ? null : person.Email, Language = person.Language == "en" ? "en" : "fr", person.Sequence };
        var updated = await transaction.Execute(
            """
            update Person
            set Name = @Name, Email = @Email, Language = @Language, Sequence = @Sequence
            where Id = @Id and Sequence < @Sequence
            """,
            row);
        if (updated == 0)
        {
            await transaction.Execute(
                """
                insert into Person (Id, Name, Email, Language, Sequence)
                select @Id, @Name, @Email, @Language, @Sequence
                where not exists (select 1 from Person where Id = @Id)
                """,
                row);
        }
    }

    /// <summary>Name and addresses go, here and on the questions they were asked.</summary>
    public static async Task Forget(Transaction transaction, PersonErased happened)
    {
        await transaction.Execute(
            """
            delete from Person
            where Id = @PersonId
            """,
            happened);
        await transaction.Execute(
            """
            update FundingQuestion
            set Name = null, Address = null
            where PersonId = @PersonId
            """,
            happened);
    }

    /// <summary>Those of these people who have an address and an account that is not disabled.</summary>
    public static Task<IReadOnlyList<Correspondent>> Reachable(Transaction transaction, IReadOnlyCollection<Guid> people) => transaction.Query<Correspondent>(
        """
        select P.Id, P.Name, P.Email, P.Language
        from Person P
        left join Access A on A.PersonId = P.Id
        where P.Id in @People and P.Email is not null and coalesce(A.Disabled, 0) = 0
        order by P.Name, P.Email
        """,
        new { People = people });

    /// <summary>The office, as far as it can be written to.</summary>
    public static Task<IReadOnlyList<Correspondent>> Office(Transaction transaction) => transaction.Query<Correspondent>(
        """
        select P.Id, P.Name, P.Email, P.Language
        from Person P
        join Access A on A.PersonId = P.Id
        where P.Email is not null and A.Disabled = 0 and concat(' ', A.Roles, ' ') like @Office
        order by P.Name, P.Email
        """,
        new { Office = $"% {Roles.Office} %" });
}
