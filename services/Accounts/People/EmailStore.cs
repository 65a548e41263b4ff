using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.Accounts.People;

/// <summary>An address of a person.</summary>
public sealed record PersonEmail
{
    public required string Email { get; init; }
    public required DateTimeOffset ConfirmedAt { get; init; }
    public required bool IsMain { get; init; }
}

/// <summary>A new address, or another main one, that waits to be confirmed at both, or can still be taken back.</summary>
public sealed record EmailChange
{
    /// <summary>How long its links work.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromDays(7);

    /// <summary>How long the old main address can take it back once it was made.</summary>
    public static readonly TimeSpan VetoLasts = TimeSpan.FromDays(7);

    public required Guid Id { get; init; }
    public required Guid PersonId { get; init; }
    public required string OldEmail { get; init; }
    public required string NewEmail { get; init; }
    public required bool BecomesMain { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public required DateTimeOffset? OldConfirmedAt { get; init; }
    public required DateTimeOffset? NewConfirmedAt { get; init; }
    public required DateTimeOffset? AppliedAt { get; init; }
    public required DateTimeOffset? VetoUntil { get; init; }
}

/// <summary>What came of asking for an address.</summary>
public enum EmailAsked
{
    Asked,
    AlreadyMain,
    TooMany,

    /// <summary>The person asked for another change a moment ago.</summary>
    TooSoon,
}

/// <summary>What came of a link about an address.</summary>
public enum EmailConfirmed
{
    /// <summary>The link is none, was used, or its time is over.</summary>
    Nothing,

    /// <summary>The other address has to say yes too.</summary>
    OtherMissing,
    Done,
}

/// <summary>The addresses of a person. A new one is confirmed at both ends; the old main one can take it back for a week.</summary>
public sealed class EmailStore(Database database, AccountMails mails)
{
    /// <summary>At most so many addresses.</summary>
    public const int Most = 10;

    const string ChangeColumns = "Id, PersonId, OldEmail, NewEmail, BecomesMain, ExpiresAt, OldConfirmedAt, NewConfirmedAt, AppliedAt, VetoUntil";

    /// <summary>The main one first.</summary>
    public Task<IReadOnlyList<PersonEmail>> Of(Guid person, CancellationToken stop) => database.Query<PersonEmail>(
        """
        select E.Email, E.ConfirmedAt, case when E.NormalizedEmail = P.NormalizedEmail then 1 else 0 end as IsMain
        from PersonEmail E
        inner join Person P on P.Id = E.PersonId
        where E.PersonId = @Person
        order by case when E.NormalizedEmail = P.NormalizedEmail then 0 else 1 end, E.NormalizedEmail
        """,
        new { Person = person }, stop);

    /// <summary>The change that waits for its confirmations.</summary>
    public Task<EmailChange?> Waiting(Guid person, CancellationToken stop) => database.QuerySingleOrDefault<EmailChange>(
        $"select {ChangeColumns} from EmailChange where PersonId = @Person and AppliedAt is null and ExpiresAt > @Now",
        new { Person = person, Now = database.Clock.GetUtcNow() }, stop);

    /// <summary>
    /// Sends a link to both addresses; one that waited before is forgotten. An address that belongs to somebody else gets no link, and
    /// the asker is told nothing about that.
    /// </summary>
    public async Task<EmailAsked> Ask(Guid person, string email, bool becomesMain, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        var now = transaction.Clock.GetUtcNow();
        var asker = await PersonStore.OwnerOf(transaction, person);
        var owner = await PersonStore.OwnerOf(transaction, email);
        var own = owner?.Id == person;
        if (Mail.Normalized(asker.Main) == Mail.Normalized(email) || (own && !becomesMain))
            return EmailAsked.AlreadyMain;
        if (!own && await transaction.QuerySingleOrDefault<int>("select count(*) from PersonEmail where PersonId = @Person", new { Person = person }) >= Most)
            return EmailAsked.TooMany;
        var (old, fresh, veto) = (SecretCode.New(), SecretCode.New(), SecretCode.New());
        // Both mails or none: a change of which one end never hears could not be made, nor taken back.
        if (!await Mail.AddAtPace(transaction, mails.ConfirmAtOldAddress(person, asker.Main, asker.Language, email, old.Code, veto.Code, now + EmailChange.Lasts), AccountMails.Pace))
            return EmailAsked.TooSoon;
        var sent = owner is not null && !own
            ? await Mail.AddAtPace(transaction, mails.AlreadyRegistered(owner.Id, owner.Email, owner.Language), AccountMails.Pace)
            : await Mail.AddAtPace(transaction, mails.ConfirmNewAddress(person, email, asker.Language, fresh.Code, now + EmailChange.Lasts), AccountMails.Pace);
        if (!sent)
            return EmailAsked.Asked;
        await transaction.Execute("delete from EmailChange where PersonId = @Person and AppliedAt is null", new { Person = person });
        await transaction.Execute(
            """
            insert into EmailChange (Id, PersonId, OldEmail, NewEmail, BecomesMain, RequestedAt, ExpiresAt, OldCodeDigest, NewCodeDigest, VetoCodeDigest)
            values (@Id, @Person, @OldEmail, @NewEmail, @BecomesMain, @Now, @ExpiresAt, @Old, @Fresh, @Veto)
            """,
            new
            {
                Id = Guid.CreateVersion7(),
                Person = person,
                OldEmail = asker.Main,
                NewEmail = email,
                BecomesMain = becomesMain,
                Now = now,
                ExpiresAt = now + EmailChange.Lasts,
                Old = old.Digest,
                Fresh = fresh.Digest,
                Veto = veto.Digest,
            });
        await AuditTrail.Add(transaction, who, "email.change-asked", person, after: new { BecomesMain = becomesMain }, personal: new { Old = asker.Main, New = email });
        await transaction.Commit();
        return EmailAsked.Asked;
    }

    /// <summary>The change of a link that confirms; null when it is none, or its time is over.</summary>
    public Task<EmailChange?> ByCode(string code, CancellationToken stop) => database.QuerySingleOrDefault<EmailChange>(
        $"select {ChangeColumns} from EmailChange where (OldCodeDigest = @Digest or NewCodeDigest = @Digest) and AppliedAt is null and ExpiresAt > @Now",
        new { Digest = SecretCode.DigestOf(code), Now = database.Clock.GetUtcNow() }, stop);

    /// <summary>The change of a link that takes back; null when it is none, or its time is over.</summary>
    public Task<EmailChange?> ByVeto(string code, CancellationToken stop) => database.QuerySingleOrDefault<EmailChange>(
        $"select {ChangeColumns} from EmailChange where VetoCodeDigest = @Digest and ((AppliedAt is null and ExpiresAt > @Now) or VetoUntil > @Now)",
        new { Digest = SecretCode.DigestOf(code), Now = database.Clock.GetUtcNow() }, stop);

    public async Task<EmailConfirmed> Confirm(string code, string address, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        var now = transaction.Clock.GetUtcNow();
        if (await transaction.Execute(
                """
                update EmailChange
                set OldConfirmedAt = case when OldCodeDigest = @Digest then coalesce(OldConfirmedAt, @Now) else OldConfirmedAt end,
                    NewConfirmedAt = case when NewCodeDigest = @Digest then coalesce(NewConfirmedAt, @Now) else NewConfirmedAt end
                where (OldCodeDigest = @Digest or NewCodeDigest = @Digest) and AppliedAt is null and ExpiresAt > @Now
                """,
                new { Digest = SecretCode.DigestOf(code), Now = now }) == 0
            || await transaction.QuerySingleOrDefault<EmailChange>(
                $"select {ChangeColumns} from EmailChange where OldCodeDigest = @Digest or NewCodeDigest = @Digest", new { Digest = SecretCode.DigestOf(code) }) is not { } change)
            return EmailConfirmed.Nothing;
        if (change.OldConfirmedAt is null || change.NewConfirmedAt is null)
        {
            await AuditTrail.Add(transaction, new Actor(change.PersonId, "address confirmed", address), "email.half-confirmed", change.PersonId,
                after: new { Old = change.OldConfirmedAt is not null, New = change.NewConfirmedAt is not null });
            await transaction.Commit();
            return EmailConfirmed.OtherMissing;
        }
        var owner = await PersonStore.OwnerOf(transaction, change.PersonId);
        // Somebody registered with the address meanwhile, the account was closed, or the main address changed otherwise.
        if (owner.DisabledAt is not null || Mail.Normalized(owner.Main) != Mail.Normalized(change.OldEmail)
            || await PersonStore.OwnerOf(transaction, change.NewEmail) is { } other && other.Id != change.PersonId)
            return EmailConfirmed.Nothing;
        await PersonStore.AddAddress(transaction, change.PersonId, change.NewEmail);
        if (change.BecomesMain)
            await PersonStore.MakeMain(transaction, change.PersonId, change.NewEmail);
        await transaction.Execute("update EmailChange set AppliedAt = @Now, VetoUntil = @VetoUntil where Id = @Id", new { change.Id, Now = now, VetoUntil = now + EmailChange.VetoLasts });
        await Mail.Add(transaction, mails.AddressChanged(change.PersonId, change.OldEmail, owner.Language, change.NewEmail, now + EmailChange.VetoLasts));
        await AuditTrail.Add(transaction, new Actor(change.PersonId, "address confirmed", address), "email.changed", change.PersonId,
            after: new { change.BecomesMain }, personal: new { Old = change.OldEmail, New = change.NewEmail });
        await transaction.Commit();
        return EmailConfirmed.Done;
    }

    /// <summary>Takes a change back, made or not, and ends every sign-in: whoever asked for it was perhaps not the owner.</summary>
    public async Task<bool> Veto(string code, string address, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        var now = transaction.Clock.GetUtcNow();
        if (await transaction.QuerySingleOrDefault<EmailChange>(
                $"select {ChangeColumns} from EmailChange where VetoCodeDigest = @Digest and ((AppliedAt is null and ExpiresAt > @Now) or VetoUntil > @Now)",
                new { Digest = SecretCode.DigestOf(code), Now = now }) is not { } change)
            return false;
        var owner = await PersonStore.OwnerOf(transaction, change.PersonId);
        if (owner.DisabledAt is not null || await transaction.Execute("delete from EmailChange where Id = @Id", new { change.Id }) == 0)
            return false;
        // Whatever was asked for after it came from the same hands.
        await transaction.Execute("delete from EmailChange where PersonId = @PersonId and AppliedAt is null", new { change.PersonId });
        await transaction.Execute("delete from PasswordReset where PersonId = @PersonId", new { change.PersonId });
        if (change.AppliedAt is not null)
        {
            await PersonStore.AddAddress(transaction, change.PersonId, change.OldEmail);
            await PersonStore.MakeMain(transaction, change.PersonId, change.OldEmail);
            await PersonStore.RemoveAddress(transaction, change.PersonId, change.NewEmail);
        }
        var who = new Actor(change.PersonId, "address vetoed", address);
        await SessionStore.EndAll(transaction, change.PersonId, who);
        await AuditTrail.Add(transaction, who, "email.change-vetoed", change.PersonId,
            personal: new { Old = change.OldEmail, New = change.NewEmail });
        await transaction.Commit();
        return true;
    }

    /// <summary>Removes an address that is not the main one; false when it is that, or not theirs.</summary>
    public async Task<bool> Remove(Guid person, string email, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        if (!await PersonStore.RemoveAddress(transaction, person, email))
            return false;
        await AuditTrail.Add(transaction, who, "email.removed", person, personal: new { Email = email });
        await transaction.Commit();
        return true;
    }
}
