using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.Accounts.People;

/// <summary>Somebody who wants to be a holder, and has not shown yet that the address is theirs.</summary>
public sealed record Registration
{
    /// <summary>How long its link opens the page.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromDays(2);

    public required Guid Id { get; init; }
    public required string Email { get; init; }
    public required string Name { get; init; }
    public required string Language { get; init; }
}

/// <summary>
/// Registrations that wait for their link. There is no account before: no password either, which whoever typed the address first would
/// otherwise have chosen for whoever owns it.
/// </summary>
public sealed class RegistrationStore(Database database, PersonStore people, AccountMails mails)
{
    /// <summary>Keeps it and sends the link; an address that has an account gets a mail that says so. To the outside both look the same.</summary>
    public async Task Ask(string name, string email, string language, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        var now = transaction.Clock.GetUtcNow();
        if (await PersonStore.OwnerOf(transaction, email) is { } owner)
        {
            if (await Mail.AddAtPace(transaction, mails.AlreadyRegistered(owner.Id, owner.Email, owner.Language), AccountMails.Pace))
                await transaction.Commit();
            return;
        }
        var code = SecretCode.New();
        if (!await Mail.AddAtPace(transaction, mails.Registration(email, name, language, code.Code, now + Registration.Lasts), AccountMails.Pace))
            return;
        var id = Guid.CreateVersion7();
        await transaction.Execute("delete from Registration where NormalizedEmail = @Email", new { Email = Mail.Normalized(email) });
        if (!await transaction.TryInsert(
                """
                insert into Registration (Id, Email, NormalizedEmail, Name, Language, RequestedAt, ExpiresAt, CodeDigest)
                values (@Id, @Email, @NormalizedEmail, @Name, @Language, @Now, @ExpiresAt, @Digest)
                """,
                new { Id = id, Email = email, NormalizedEmail = Mail.Normalized(email), Name = name, Language = language, Now = now, ExpiresAt = now + Registration.Lasts, code.Digest }))
            return;
        await AuditTrail.Add(transaction, who, "registration.asked", id, personal: new { Name = name, Email = email });
        await transaction.Commit();
    }

    /// <summary>The registration of a link; null when it is none, was used, or its time is over.</summary>
    public Task<Registration?> ByCode(string code, CancellationToken stop) => database.QuerySingleOrDefault<Registration>(
        """
        select Id, Email, Name, Language
        from Registration
        where CodeDigest = @Digest and ExpiresAt > @Now
        """,
        new { Digest = SecretCode.DigestOf(code), Now = database.Clock.GetUtcNow() }, stop);

    /// <summary>Makes the account; null when the link was used meanwhile, or its time is over.</summary>
    public async Task<PersonSaved?> Confirm(string code, Registration registration, string passwordHash, string address, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        var now = transaction.Clock.GetUtcNow();
        if (await transaction.Execute(
                "delete from Registration where CodeDigest = @Digest and ExpiresAt > @Now", new { Digest = SecretCode.DigestOf(code), Now = now }) == 0)
            return null;
        var person = Person.Register(registration.Name, registration.Email, registration.Language, [Roles.Holder], [], now);
        var saved = await people.Register(transaction, person, passwordHash, new Actor(person.Id, Roles.Holder, address));
        if (saved == PersonSaved.Saved)
            await transaction.Commit();
        return saved;
    }
}
