using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.Accounts.People;

/// <summary>Links with which somebody who forgot their password chooses another.</summary>
public sealed class PasswordResetStore(Database database, AccountMails mails)
{
    /// <summary>How long a link opens the page.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromHours(1);

    /// <summary>Sends a link; an address without an account gets a mail that says so. To the outside both look the same.</summary>
    public async Task Ask(string email, string language, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        var now = transaction.Clock.GetUtcNow();
        if (await PersonStore.OwnerOf(transaction, email) is not { DisabledAt: null } owner)
        {
            if (await Mail.AddAtPace(transaction, mails.NoAccount(email, language), AccountMails.Pace))
                await transaction.Commit();
            return;
        }
        var code = SecretCode.New();
        if (!await Mail.AddAtPace(transaction, mails.PasswordReset(owner.Id, owner.Email, owner.Language, code.Code, now + Lasts), AccountMails.Pace))
            return;
        var row = new { owner.Id, Now = now, ExpiresAt = now + Lasts, code.Digest };
        if (await transaction.Execute("update PasswordReset set RequestedAt = @Now, ExpiresAt = @ExpiresAt, CodeDigest = @Digest where PersonId = @Id", row) == 0)
            await transaction.Execute("insert into PasswordReset (PersonId, RequestedAt, ExpiresAt, CodeDigest) values (@Id, @Now, @ExpiresAt, @Digest)", row);
        await AuditTrail.Add(transaction, who, "password.forgotten", owner.Id);
        await transaction.Commit();
    }

    /// <summary>True while the link opens the page.</summary>
    public async Task<bool> Opens(string code, CancellationToken stop) => await database.QuerySingleOrDefault<int>(
        """
        select count(*)
        from PasswordReset R
        inner join Person P on P.Id = R.PersonId
        where R.CodeDigest = @Digest and R.ExpiresAt > @Now and P.DisabledAt is null
        """,
        new { Digest = SecretCode.DigestOf(code), Now = database.Clock.GetUtcNow() }, stop) == 1;

    /// <summary>Sets the password and ends every sign-in; false when the link was used, or its time is over.</summary>
    public async Task<bool> Set(string code, string passwordHash, string address, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        var reset = new { Digest = SecretCode.DigestOf(code), Now = transaction.Clock.GetUtcNow() };
        if (await transaction.QuerySingleOrDefault<Guid?>("select PersonId from PasswordReset where CodeDigest = @Digest and ExpiresAt > @Now", reset) is not { } id
            || await transaction.Execute("delete from PasswordReset where CodeDigest = @Digest and ExpiresAt > @Now", reset) == 0
            || await PersonStore.OwnerOf(transaction, id) is not { DisabledAt: null } owner)
            return false;
        await AccountStore.SetPassword(transaction, id, passwordHash, new Actor(id, "password reset", address));
        await Mail.Add(transaction, mails.PasswordChanged(id, owner.Email, owner.Language));
        await transaction.Commit();
        return true;
    }
}
