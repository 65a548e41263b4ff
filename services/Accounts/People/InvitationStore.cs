using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.Accounts.People;

/// <summary>What came of an invitation.</summary>
public enum InvitationSaved
{
    Saved,
    Stale,

    /// <summary>Somebody has an account with that address.</summary>
    HasAccount,

    /// <summary>That address is invited already.</summary>
    Invited,

    /// <summary>That address got an invitation a moment ago.</summary>
    TooSoon,
}

/// <summary>Open invitations.</summary>
public sealed class InvitationStore(Database database, PersonStore people, AccountMails mails)
{
    const string Columns = "Id, Email, Language, Roles, InvitedBy, InvitedAt, ExpiresAt, Revision";

    /// <summary>All that were neither accepted nor withdrawn, those whose time is over among them; the newest first.</summary>
    public async Task<IReadOnlyList<Invitation>> Open(CancellationToken stop) =>
        [.. (await database.Query<Row>($"select {Columns} from Invitation order by InvitedAt desc, NormalizedEmail", null, stop)).Select(row => row.Invitation())];

    public async Task<Invitation?> Get(Guid id, CancellationToken stop) =>
        (await database.QuerySingleOrDefault<Row>($"select {Columns} from Invitation where Id = @Id", new { Id = id }, stop))?.Invitation();

    /// <summary>The invitation of a link; null when it is none, was used, or its time is over.</summary>
    public async Task<Invitation?> ByCode(string code, CancellationToken stop) => (await database.QuerySingleOrDefault<Row>(
        $"select {Columns} from Invitation where CodeDigest = @Digest and ExpiresAt > @Now",
        new { Digest = SecretCode.DigestOf(code), Now = database.Clock.GetUtcNow() }, stop))?.Invitation();

    public async Task<InvitationSaved> Send(Invitation invitation, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        var saved = await Send(transaction, invitation, who);
        if (saved == InvitationSaved.Saved)
            await transaction.Commit();
        return saved;
    }

    /// <summary>In the transaction of its cause. Nothing is written unless it is sent.</summary>
    public async Task<InvitationSaved> Send(Transaction transaction, Invitation invitation, Actor who)
    {
        if (await PersonStore.OwnerOf(transaction, invitation.Email) is not null)
            return InvitationSaved.HasAccount;
        if (await transaction.QuerySingleOrDefault<Guid?>(
                "select Id from Invitation where NormalizedEmail = @Email", new { Email = Mail.Normalized(invitation.Email) }) is not null)
            return InvitationSaved.Invited;
        var code = SecretCode.New();
        if (!await Tell(transaction, invitation, code))
            return InvitationSaved.TooSoon;
        if (!await transaction.TryInsert(
                """
                insert into Invitation (Id, Email, NormalizedEmail, Language, Roles, InvitedBy, InvitedAt, ExpiresAt, CodeDigest, Revision)
                values (@Id, @Email, @NormalizedEmail, @Language, @Roles, @InvitedBy, @InvitedAt, @ExpiresAt, @CodeDigest, @Revision)
                """,
                new
                {
                    invitation.Id,
                    invitation.Email,
                    NormalizedEmail = Mail.Normalized(invitation.Email),
                    invitation.Language,
                    Roles = string.Join(' ', invitation.Roles),
                    invitation.InvitedBy,
                    invitation.InvitedAt,
                    invitation.ExpiresAt,
                    CodeDigest = code.Digest,
                    invitation.Revision,
                }))
            return InvitationSaved.Invited;
        await Note(transaction, invitation, "person.invited", who);
        return InvitationSaved.Saved;
    }

    public async Task<InvitationSaved> SendAgain(Invitation was, Invitation now, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        var code = SecretCode.New();
        if (await transaction.Execute(
                """
                update Invitation
                set InvitedBy = @InvitedBy, InvitedAt = @InvitedAt, ExpiresAt = @ExpiresAt, CodeDigest = @CodeDigest, Revision = @Revision
                where Id = @Id and Revision = @Expected
                """,
                new { now.Id, now.InvitedBy, now.InvitedAt, now.ExpiresAt, CodeDigest = code.Digest, now.Revision, Expected = was.Revision }) == 0)
            return InvitationSaved.Stale;
        if (!await Tell(transaction, now, code))
            return InvitationSaved.TooSoon;
        await Note(transaction, now, "person.invited-again", who);
        await transaction.Commit();
        return InvitationSaved.Saved;
    }

    public async Task<bool> Withdraw(Invitation invitation, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        if (await transaction.Execute("delete from Invitation where Id = @Id and Revision = @Revision", new { invitation.Id, invitation.Revision }) == 0)
            return false;
        await AuditTrail.Add(transaction, who, "invitation.withdrawn", invitation.Id, before: new { invitation.Roles }, personal: new { invitation.Email });
        await transaction.Commit();
        return true;
    }

    /// <summary>Makes the account; null when the link was used meanwhile, or its time is over.</summary>
    public async Task<PersonSaved?> Accept(string code, Person person, string passwordHash, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        if (await transaction.Execute(
                "delete from Invitation where CodeDigest = @Digest and ExpiresAt > @Now", new { Digest = SecretCode.DigestOf(code), Now = transaction.Clock.GetUtcNow() }) == 0)
            return null;
        // Whoever registered by themselves with this address meanwhile waits for nothing any more.
        await transaction.Execute("delete from Registration where NormalizedEmail = @Email", new { Email = Mail.Normalized(person.Email) });
        var saved = await people.Register(transaction, person, passwordHash, who);
        if (saved == PersonSaved.Saved)
            await transaction.Commit();
        return saved;
    }

    Task<bool> Tell(Transaction transaction, Invitation invitation, SecretCode code) =>
        Mail.AddAtPace(transaction, mails.Invitation(invitation.Email, invitation.Language, code.Code, invitation.ExpiresAt), AccountMails.Pace);

    static Task Note(Transaction transaction, Invitation invitation, string action, Actor who) =>
        AuditTrail.Add(transaction, who, action, invitation.Id, after: new { invitation.Roles }, personal: new { invitation.Email });

    sealed record Row
    {
        public required Guid Id { get; init; }
        public required string Email { get; init; }
        public required string Language { get; init; }
        public required string Roles { get; init; }
        public required Guid InvitedBy { get; init; }
        public required DateTimeOffset InvitedAt { get; init; }
        public required DateTimeOffset ExpiresAt { get; init; }
        public required long Revision { get; init; }

        public Invitation Invitation() => new()
        {
            Id = Id,
            Email = Email,
            Language = Language,
            Roles = Roles.Split(' '),
            InvitedBy = InvitedBy,
            InvitedAt = InvitedAt,
            ExpiresAt = ExpiresAt,
            Revision = Revision,
        };
    }
}
