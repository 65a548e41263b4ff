using System.Security.Cryptography;
using System.Text;
using Labelling.Hosting;
using Labelling.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace Labelling.Accounts;

/// <summary>A person's passkey as its owner sees it.</summary>
public sealed record PasskeyEntry(string Id, string Name, DateTimeOffset MadeAt, DateTimeOffset? LastUsedAt);

/// <summary>
/// ASP.NET Core Identity's stores over Person and the tables beside it: passwords, authenticator keys, recovery codes, passkeys.
/// Disabled accounts are not found. Waiting after failures is <see cref="SignInTries"/>, which counts addresses without an account too.
/// </summary>
public sealed class AccountStore(Database database, IDataProtectionProvider protection) :
    IUserPasswordStore<Credentials>, IUserEmailStore<Credentials>, IUserTwoFactorStore<Credentials>, IUserAuthenticatorKeyStore<Credentials>,
    IUserTwoFactorRecoveryCodeStore<Credentials>, IUserPasskeyStore<Credentials>
{
    const int CodeIterations = 50_000;

    IDataProtector Keys => protection.CreateProtector("authenticator key");

    /// <summary>The account of an e-mail address, any of the person's; null when there is none, or it is disabled.</summary>
    public Task<Credentials?> ByEmail(string email, CancellationToken stop) => Find("P.Id = (select PersonId from PersonEmail where NormalizedEmail = @Email)", new { Email = Mail.Normalized(email) }, stop);

    public Task<Credentials?> ById(Guid id, CancellationToken stop) => Find("P.Id = @Id", new { Id = id }, stop);

    async Task<Credentials?> Find(string which, object parameters, CancellationToken stop)
    {
        var row = await database.QuerySingleOrDefault<Row>(
            $"""
            select P.Id, P.Name, P.Email, P.Language, P.PasswordHash, F.ProtectedKey, F.ConfirmedAt, O.LastSequence
            from Person P
            left join SecondFactor F on F.PersonId = P.Id
            left join OutboxSubject O on O.SubjectId = P.Id
            where {which} and P.DisabledAt is null
            """,
            parameters, stop);
        if (row is null)
            return null;
        return new Credentials
        {
            Id = row.Id,
            Name = row.Name,
            Email = row.Email,
            Language = row.Language,
            Roles = await database.Query<string>("select Role from PersonRole where PersonId = @Id order by Role", new { row.Id }, stop),
            Sequence = row.LastSequence ?? 0,
            PasswordHash = row.PasswordHash is { Length: > 0 } hash ? hash : null,
            AuthenticatorKey = row.ProtectedKey is { } key ? Keys.Unprotect(key) : null,
            SecondFactor = row.ConfirmedAt is not null,
            Who = new Actor(row.Id, Credentials.Self, "local"),
        };
    }

    /// <summary>A new password, in the transaction that is the cause. Whoever else is signed in as this person is out, except the sign-in named.</summary>
    public static async Task SetPassword(Transaction transaction, Guid person, string passwordHash, Actor who, Guid? except = null)
    {
        await transaction.Execute("update Person set PasswordHash = @Hash where Id = @Person", new { Person = person, Hash = passwordHash });
        await AuditTrail.Add(transaction, who, "password.changed", person);
        await SessionStore.EndAll(transaction, person, who, except);
    }

    /// <summary>A new password, and everybody else out.</summary>
    public async Task SetPassword(Guid person, string passwordHash, Actor who, Guid? except, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        await SetPassword(transaction, person, passwordHash, who, except);
        await transaction.Commit();
    }

    /// <summary>Takes away everything a person signs in with, in the transaction that erases them: password, second factor, passkeys, sign-ins.</summary>
    public static async Task Erase(Transaction transaction, Guid person, Actor who)
    {
        await SessionStore.EndAll(transaction, person, who);
        await transaction.Execute("update Person set PasswordHash = '' where Id = @Person", new { Person = person });
        foreach (var table in (string[])["RecoveryCode", "SecondFactor", "Passkey", "Session"])
            await transaction.Execute($"delete from {table} where PersonId = @Person", new { Person = person });
        await AuditTrail.Add(transaction, who, "account.credentials-erased", person);
    }

    /// <summary>Uses a code of the authenticator app: false when it, or a later one, was used before.</summary>
    public async Task<bool> UseStep(Guid person, long step, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        transaction.WithoutTrail("What a code opens has a line of its own.");
        if (await transaction.Execute("update SecondFactor set LastStep = @Step where PersonId = @Person and LastStep < @Step", new { Person = person, Step = step }) == 0)
            return false;
        await transaction.Commit();
        return true;
    }

    /// <summary>Uses a challenge that a passkey answered: false the second time.</summary>
    public async Task<bool> UseChallenge(string state, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        var now = transaction.Clock.GetUtcNow();
        transaction.WithoutTrail("What a passkey opens has a line of its own.");
        await transaction.Execute("delete from UsedChallenge where UsedAt < @Before", new { Before = now - TimeSpan.FromDays(1) });
        if (!await transaction.TryInsert("insert into UsedChallenge (Digest, UsedAt) values (@Digest, @Now)", new { Digest = DigestOf(Encoding.UTF8.GetBytes(state)), Now = now }))
            return false;
        await transaction.Commit();
        return true;
    }

    /// <summary>True when the demonstration made this database.</summary>
    public async Task<bool> IsDemonstration(CancellationToken stop) => await database.QuerySingleOrDefault<int>("select count(*) from Demonstration", null, stop) > 0;

    /// <summary>Marks this database as the demonstration's: only here its accounts sign in.</summary>
    public async Task MarkAsDemonstration(CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        transaction.WithoutTrail("The database is made here, before anybody is in it.");
        if (await transaction.TryInsert("insert into Demonstration (Id, MadeAt) values (1, @Now)", new { Now = transaction.Clock.GetUtcNow() }))
            await transaction.Commit();
    }

    public async Task<IdentityResult> UpdateAsync(Credentials user, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Begin(cancellationToken);
        var was = await transaction.QuerySingleOrDefault<Row>(
            """
            select P.Id, P.Name, P.Email, P.Language, P.PasswordHash, F.ProtectedKey, F.ConfirmedAt, null as LastSequence
            from Person P
            left join SecondFactor F on F.PersonId = P.Id
            where P.Id = @Id and P.DisabledAt is null
            """,
            new { user.Id });
        if (was is null)
            return IdentityResult.Failed(new IdentityError { Code = "gone", Description = "The account is disabled." });
        if (user.PasswordHash is { } hash && hash != was.PasswordHash)
            await SetPassword(transaction, user.Id, hash, user.Who);
        await KeepSecondFactor(transaction, user, was);
        await transaction.Commit();
        return IdentityResult.Success;
    }

    async Task KeepSecondFactor(Transaction transaction, Credentials user, Row was)
    {
        var now = transaction.Clock.GetUtcNow();
        var key = was.ProtectedKey is { } kept ? Keys.Unprotect(kept) : null;
        if (user.AuthenticatorKey is null)
        {
            if (key is null)
                return;
            await transaction.Execute("delete from RecoveryCode where PersonId = @Id", new { user.Id });
            await transaction.Execute("delete from SecondFactor where PersonId = @Id", new { user.Id });
            await AuditTrail.Add(transaction, user.Who, "second-factor.removed", user.Id);
            return;
        }
        if (key is null)
            await transaction.Execute(
                """
                insert into SecondFactor (PersonId, ProtectedKey, MadeAt, LastStep)
                values (@Id, @Key, @Now, 0)
                """,
                new { user.Id, Key = Keys.Protect(user.AuthenticatorKey), Now = now });
        else if (key != user.AuthenticatorKey)
            await transaction.Execute(
                """
                update SecondFactor
                set ProtectedKey = @Key, MadeAt = @Now, ConfirmedAt = null
                where PersonId = @Id
                """,
                new { user.Id, Key = Keys.Protect(user.AuthenticatorKey), Now = now });
        if (key != user.AuthenticatorKey)
            await AuditTrail.Add(transaction, user.Who, "second-factor.begun", user.Id);
        if (user.SecondFactor && was.ConfirmedAt is null)
        {
            await transaction.Execute("update SecondFactor set ConfirmedAt = @Now where PersonId = @Id", new { user.Id, Now = now });
            await AuditTrail.Add(transaction, user.Who, "second-factor.set", user.Id);
        }
    }

    public async Task ReplaceCodesAsync(Credentials user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Begin(cancellationToken);
        await transaction.Execute("delete from RecoveryCode where PersonId = @Id", new { user.Id });
        foreach (var code in recoveryCodes)
            await transaction.Execute("insert into RecoveryCode (PersonId, Digest) values (@Id, @Digest)", new { user.Id, Digest = DigestOf(user.Id, code) });
        await AuditTrail.Add(transaction, user.Who, "recovery-codes.made", user.Id);
        await transaction.Commit();
    }

    public async Task<bool> RedeemCodeAsync(Credentials user, string code, CancellationToken cancellationToken)
    {
        var digest = DigestOf(user.Id, code);
        await using var transaction = await database.Begin(cancellationToken);
        if (await transaction.Execute("delete from RecoveryCode where PersonId = @Id and Digest = @Digest", new { user.Id, Digest = digest }) == 0)
            return false;
        await AuditTrail.Add(transaction, user.Who, "recovery-code.used", user.Id);
        await transaction.Commit();
        return true;
    }

    public Task<int> CountCodesAsync(Credentials user, CancellationToken cancellationToken) =>
        database.QuerySingleOrDefault<int>("select count(*) from RecoveryCode where PersonId = @Id", new { user.Id }, cancellationToken);

    /// <summary>A person's passkeys, oldest first.</summary>
    public async Task<IReadOnlyList<PasskeyEntry>> PasskeysOf(Guid person, CancellationToken stop) =>
        [.. (await database.Query<PasskeyRow>($"{PasskeyColumns} where PersonId = @Person order by MadeAt", new { Person = person }, stop))
            .Select(row => new PasskeyEntry(row.Digest, row.Name, row.MadeAt, row.LastUsedAt))];

    /// <summary>Another name for a passkey; false when it is not this person's.</summary>
    public Task<bool> RenamePasskey(Guid person, string id, string name, Actor who, CancellationToken stop) =>
        ChangePasskey("update Passkey set Name = @Name where Digest = @Id and PersonId = @Person", new { Id = id, Person = person, Name = name }, person, "passkey.renamed", who, stop);

    /// <summary>Takes a passkey away; false when it is not this person's.</summary>
    public Task<bool> RemovePasskey(Guid person, string id, Actor who, CancellationToken stop) =>
        ChangePasskey("delete from Passkey where Digest = @Id and PersonId = @Person", new { Id = id, Person = person }, person, "passkey.removed", who, stop);

    async Task<bool> ChangePasskey(string sql, object parameters, Guid person, string action, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        if (await transaction.Execute(sql, parameters) == 0)
            return false;
        await AuditTrail.Add(transaction, who, action, person);
        await transaction.Commit();
        return true;
    }

    public async Task AddOrUpdatePasskeyAsync(Credentials user, UserPasskeyInfo passkey, CancellationToken cancellationToken)
    {
        var digest = DigestOf(passkey.CredentialId);
        await using var transaction = await database.Begin(cancellationToken);
        var now = transaction.Clock.GetUtcNow();
        transaction.WithoutTrail("What a passkey opens has a line of its own; a new one gets one here.");
        if (await transaction.Execute(
                """
                update Passkey
                set SignCount = @SignCount, UserVerified = @UserVerified, BackedUp = @BackedUp, LastUsedAt = @Now
                where Digest = @Digest and PersonId = @Id
                """,
                new { user.Id, Digest = digest, SignCount = (long)passkey.SignCount, UserVerified = passkey.IsUserVerified, BackedUp = passkey.IsBackedUp, Now = now }) == 0)
        {
            await transaction.Execute(
                """
                insert into Passkey (Digest, PersonId, CredentialId, Name, PublicKey, MadeAt, SignCount, Transports, UserVerified, BackupEligible, BackedUp, AttestationObject, ClientData)
                values (@Digest, @Id, @CredentialId, @Name, @PublicKey, @Now, @SignCount, @Transports, @UserVerified, @BackupEligible, @BackedUp, @AttestationObject, @ClientData)
                """,
                new
                {
                    Digest = digest,
                    user.Id,
                    CredentialId = Convert.ToBase64String(passkey.CredentialId),
                    Name = passkey.Name ?? "",
                    PublicKey = Convert.ToBase64String(passkey.PublicKey),
                    Now = now,
                    SignCount = (long)passkey.SignCount,
                    Transports = string.Join(' ', passkey.Transports ?? []),
                    UserVerified = passkey.IsUserVerified,
                    BackupEligible = passkey.IsBackupEligible,
                    BackedUp = passkey.IsBackedUp,
                    AttestationObject = Convert.ToBase64String(passkey.AttestationObject),
                    ClientData = Convert.ToBase64String(passkey.ClientDataJson),
                });
            await AuditTrail.Add(transaction, user.Who, "passkey.added", user.Id);
        }
        await transaction.Commit();
    }

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(Credentials user, CancellationToken cancellationToken) =>
        [.. (await database.Query<PasskeyRow>($"{PasskeyColumns} where PersonId = @Id order by MadeAt", new { user.Id }, cancellationToken)).Select(InfoOf)];

    public async Task<Credentials?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        await database.QuerySingleOrDefault<Guid?>("select PersonId from Passkey where Digest = @Digest", new { Digest = DigestOf(credentialId) }, cancellationToken) is { } person
            ? await ById(person, cancellationToken)
            : null;

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(Credentials user, byte[] credentialId, CancellationToken cancellationToken) =>
        await database.QuerySingleOrDefault<PasskeyRow>(
            $"{PasskeyColumns} where Digest = @Digest and PersonId = @Id", new { Digest = DigestOf(credentialId), user.Id }, cancellationToken) is { } row
            ? InfoOf(row)
            : null;

    public Task RemovePasskeyAsync(Credentials user, byte[] credentialId, CancellationToken cancellationToken) =>
        RemovePasskey(user.Id, DigestOf(credentialId), user.Who, cancellationToken);

    const string PasskeyColumns =
        """
        select Digest, CredentialId, Name, PublicKey, MadeAt, LastUsedAt, SignCount, Transports, UserVerified, BackupEligible, BackedUp, AttestationObject, ClientData
        from Passkey
        """;

    static UserPasskeyInfo InfoOf(PasskeyRow row) => new(
        Convert.FromBase64String(row.CredentialId), Convert.FromBase64String(row.PublicKey), row.MadeAt, (uint)row.SignCount,
        row.Transports.Split(' ', StringSplitOptions.RemoveEmptyEntries), row.UserVerified, row.BackupEligible, row.BackedUp,
        Convert.FromBase64String(row.AttestationObject), Convert.FromBase64String(row.ClientData))
    {
        Name = row.Name,
    };

    /// <summary>A code has some forty bits: made slow to guess should the table be read. Written as one likes: capitals, spaces, hyphens.</summary>
    static string DigestOf(Guid person, string code) => Convert.ToHexStringLower(Rfc2898DeriveBytes.Pbkdf2(
        new string([.. code.ToUpperInvariant().Where(char.IsAsciiLetterOrDigit)]), person.ToByteArray(), CodeIterations, HashAlgorithmName.SHA256, 32));

    static string DigestOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public Task<Credentials?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        Guid.TryParse(userId, out var id) ? ById(id, cancellationToken) : Task.FromResult<Credentials?>(null);

    public Task<Credentials?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) => ByEmail(normalizedUserName, cancellationToken);

    public Task<Credentials?> FindByEmailAsync(string normalizedEmail, CancellationToken cancellationToken) => ByEmail(normalizedEmail, cancellationToken);

    public Task<string> GetUserIdAsync(Credentials user, CancellationToken cancellationToken) => Task.FromResult(user.Id.ToString("D"));

    public Task<string?> GetUserNameAsync(Credentials user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Email);

    public Task<string?> GetNormalizedUserNameAsync(Credentials user, CancellationToken cancellationToken) => Task.FromResult<string?>(Mail.Normalized(user.Email));

    public Task<string?> GetEmailAsync(Credentials user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Email);

    public Task<string?> GetNormalizedEmailAsync(Credentials user, CancellationToken cancellationToken) => Task.FromResult<string?>(Mail.Normalized(user.Email));

    public Task<bool> GetEmailConfirmedAsync(Credentials user, CancellationToken cancellationToken) => Task.FromResult(true);

    // A person's name and addresses are PersonStore's to change: an address is confirmed before it comes there.
    public Task SetUserNameAsync(Credentials user, string? userName, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task SetNormalizedUserNameAsync(Credentials user, string? normalizedName, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task SetEmailAsync(Credentials user, string? email, CancellationToken cancellationToken) => throw new InvalidOperationException("PersonStore changes addresses.");

    public Task SetNormalizedEmailAsync(Credentials user, string? normalizedEmail, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task SetEmailConfirmedAsync(Credentials user, bool confirmed, CancellationToken cancellationToken) => throw new InvalidOperationException("PersonStore changes addresses.");

    public Task<string?> GetPasswordHashAsync(Credentials user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash);

    public Task<bool> HasPasswordAsync(Credentials user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash is not null);

    public Task SetPasswordHashAsync(Credentials user, string? passwordHash, CancellationToken cancellationToken)
    {
        user.PasswordHash = passwordHash;
        return Task.CompletedTask;
    }

    public Task<bool> GetTwoFactorEnabledAsync(Credentials user, CancellationToken cancellationToken) => Task.FromResult(user.SecondFactor);

    public Task SetTwoFactorEnabledAsync(Credentials user, bool enabled, CancellationToken cancellationToken)
    {
        user.SecondFactor = enabled;
        if (!enabled)
            user.AuthenticatorKey = null;
        return Task.CompletedTask;
    }

    public Task<string?> GetAuthenticatorKeyAsync(Credentials user, CancellationToken cancellationToken) => Task.FromResult(user.AuthenticatorKey);

    public Task SetAuthenticatorKeyAsync(Credentials user, string key, CancellationToken cancellationToken)
    {
        user.AuthenticatorKey = key;
        user.SecondFactor = false;
        return Task.CompletedTask;
    }

    public Task<IdentityResult> CreateAsync(Credentials user, CancellationToken cancellationToken) => throw new InvalidOperationException("PersonStore registers people.");

    public Task<IdentityResult> DeleteAsync(Credentials user, CancellationToken cancellationToken) => throw new InvalidOperationException("People are disabled or erased, never deleted.");

    public void Dispose()
    {
    }

    sealed record Row
    {
        public required Guid Id { get; init; }
        public required string Name { get; init; }
        public required string Email { get; init; }
        public required string Language { get; init; }
        public required string PasswordHash { get; init; }
        public required string? ProtectedKey { get; init; }
        public required DateTimeOffset? ConfirmedAt { get; init; }
        public required long? LastSequence { get; init; }
    }

    sealed record PasskeyRow
    {
        public required string Digest { get; init; }
        public required string CredentialId { get; init; }
        public required string Name { get; init; }
        public required string PublicKey { get; init; }
        public required DateTimeOffset MadeAt { get; init; }
        public required DateTimeOffset? LastUsedAt { get; init; }
        public required long SignCount { get; init; }
        public required string Transports { get; init; }
        public required bool UserVerified { get; init; }
        public required bool BackupEligible { get; init; }
        public required bool BackedUp { get; init; }
        public required string AttestationObject { get; init; }
        public required string ClientData { get; init; }
    }
}
