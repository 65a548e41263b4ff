using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.Submission.Writing;

/// <summary>What may be written, as it is given: all, or the row of one organisation.</summary>
public sealed record PartGiven(WritingPart Part, string? OrganisationKey)
{
    public static readonly PartGiven All = new(WritingPart.All, null);

    /// <summary>"All" or "Own:p1", as a form sends it; null: neither, or no such row.</summary>
    public static PartGiven? Read(string? text, DossierContent content) =>
        text == nameof(WritingPart.All) ? All
        : text?.Split(':') is [nameof(WritingPart.Own), var key] && WritingSteps.Keys(content).Contains(key) ? new(WritingPart.Own, key)
        : null;

    public override string ToString() => Part is WritingPart.All ? nameof(WritingPart.All) : $"{nameof(WritingPart.Own)}:{OrganisationKey}";
}

/// <summary>Somebody was asked by mail to hold a dossier too, and has not answered.</summary>
public sealed record CoHolderInvitation
{
    /// <summary>How long its link opens the page.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromDays(14);

    public required Guid Id { get; init; }
    public required Guid DossierId { get; init; }
    public required string Email { get; init; }
    public required string Language { get; init; }
    public required WritingPart Part { get; init; }
    public required string? OrganisationKey { get; init; }
    public required Guid InvitedBy { get; init; }
    public required string? InviterName { get; init; }
    public required DateTimeOffset InvitedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }

    public PartGiven Given => new(Part, OrganisationKey);
}

/// <summary>A co-holder with what they may write. Revision: 0 where nothing was said, which is all.</summary>
public sealed record CoHolder
{
    public required Guid PersonId { get; init; }
    public required string? Name { get; init; }
    public required WritingPart Part { get; init; }
    public required string? OrganisationKey { get; init; }
    public required long Revision { get; init; }

    public PartGiven Given => new(Part, OrganisationKey);
}

public enum CoHolderSaved
{
    Saved,

    /// <summary>Somebody changed it since it was read; or the link was used meanwhile.</summary>
    Stale,

    /// <summary>That address is invited already.</summary>
    Invited,

    /// <summary>That address got an invitation a moment ago.</summary>
    TooSoon,

    /// <summary>The dossier is not written any more.</summary>
    NotWritable,

    /// <summary>This person holds the dossier already, or is challenged in it.</summary>
    NotThisPerson,

    /// <summary>As many co-holders as a dossier has.</summary>
    Full,
}

/// <summary>Invitations to co-hold, and what co-holders may write. Who co-holds stands in the content, from which events tell it.</summary>
public sealed class CoHolderStore(Database database, CoHolderMails mails)
{
    public const int Most = 50;

    static readonly TimeSpan Pace = TimeSpan.FromMinutes(5);

    const string InvitationColumns = "I.Id, I.DossierId, I.Email, I.Language, I.Part, I.OrganisationKey, I.InvitedBy, P.Name as InviterName, I.InvitedAt, I.ExpiresAt";

    /// <summary>Who may see the dossier is asked before.</summary>
    public Task<IReadOnlyList<CoHolder>> Of(Guid dossier, CancellationToken stop) =>
        database.Query<CoHolder>(
            """
            select C.PersonId, P.Name, coalesce(K.Part, 'All') as Part, K.OrganisationKey, coalesce(K.Revision, 0) as Revision
            from DossierCoHolder C
            left join CoHolderPart K on K.DossierId = C.DossierId and K.PersonId = C.PersonId
            left join Person P on P.Id = C.PersonId
            where C.DossierId = @Dossier
            order by P.Name
            """,
            new { Dossier = dossier }, stop);

    /// <summary>Neither accepted nor withdrawn, those whose time is over among them.</summary>
    public Task<IReadOnlyList<CoHolderInvitation>> Open(Guid dossier, CancellationToken stop) =>
        database.Query<CoHolderInvitation>(
            $"""
            select {InvitationColumns}
            from CoHolderInvitation I
            left join Person P on P.Id = I.InvitedBy
            where I.DossierId = @Dossier
            order by I.InvitedAt
            """,
            new { Dossier = dossier }, stop);

    /// <summary>The invitation of a link; null when it is none, was used, or its time is over.</summary>
    public Task<CoHolderInvitation?> ByCode(string code, CancellationToken stop) =>
        database.QuerySingleOrDefault<CoHolderInvitation>(
            $"""
            select {InvitationColumns}
            from CoHolderInvitation I
            left join Person P on P.Id = I.InvitedBy
            where I.CodeDigest = @Digest and I.ExpiresAt > @Now
            """,
            new { Digest = SecretCode.DigestOf(code), Now = database.Clock.GetUtcNow() }, stop);

    /// <summary>An address that is invited already and whose time is over is invited anew: the old link opens nothing any more.</summary>
    public async Task<CoHolderSaved> Invite(Guid dossier, string email, string language, PartGiven part, string inviter, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        var (code, now, id) = (SecretCode.New(), transaction.Clock.GetUtcNow(), Guid.CreateVersion7());
        var normalized = email.ToUpperInvariant();
        await transaction.Execute(
            """
            delete from CoHolderInvitation
            where DossierId = @Dossier and NormalizedEmail = @Normalized and ExpiresAt <= @Now
            """,
            new { Dossier = dossier, Normalized = normalized, Now = now });
        if (await transaction.QuerySingleOrDefault<int?>(
                """
                select 1
                from CoHolderInvitation
                where DossierId = @Dossier and NormalizedEmail = @Normalized
                """,
                new { Dossier = dossier, Normalized = normalized }) is not null
            || !await transaction.TryInsert(
                """
                insert into CoHolderInvitation (Id, DossierId, Email, NormalizedEmail, Language, Part, OrganisationKey, InvitedBy, InvitedAt, ExpiresAt, CodeDigest)
                values (@Id, @Dossier, @Email, @Normalized, @Language, @Part, @OrganisationKey, @InvitedBy, @Now, @Until, @Digest)
                """,
                new
                {
                    Id = id,
                    Dossier = dossier,
                    Email = email,
                    Normalized = normalized,
                    Language = language,
                    Part = part.Part.ToString(),
                    part.OrganisationKey,
                    InvitedBy = who.PersonId,
                    Now = now,
                    Until = now + CoHolderInvitation.Lasts,
                    code.Digest,
                }))
        {
            return CoHolderSaved.Invited;
        }

        // At a pace, whoever invites to whatever: nobody's mailbox is filled from here.
        if (!await Mail.AddAtPace(transaction, mails.Invitation(id, email, language, inviter, code.Code, now + CoHolderInvitation.Lasts), Pace))
        {
            return CoHolderSaved.TooSoon;
        }

        await AuditTrail.Add(transaction, who, "dossier.co-holder-invited", dossier, after: new { Invitation = id, Part = part.ToString() }, personal: new { Email = email });
        await transaction.Commit();
        return CoHolderSaved.Saved;
    }

    public async Task<CoHolderSaved> Withdraw(Guid dossier, Guid invitation, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        if (await transaction.Execute(
            """
            delete from CoHolderInvitation
            where Id = @Id and DossierId = @Dossier
            """,
            new { Id = invitation, Dossier = dossier }) == 0)
        {
            return CoHolderSaved.Stale;
        }

        await AuditTrail.Add(transaction, who, "dossier.co-holder-invitation-withdrawn", dossier, before: new { Invitation = invitation });
        await transaction.Commit();
        return CoHolderSaved.Saved;
    }

    /// <summary>The code is used up with what it gives: in the same transaction.</summary>
    public async Task<CoHolderSaved> Accept(string code, CoHolderInvitation invitation, Guid person, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        var now = transaction.Clock.Now();
        if (await transaction.Execute(
            """
            delete from CoHolderInvitation
            where Id = @Id and CodeDigest = @Digest and ExpiresAt > @Now
            """,
            new { invitation.Id, Digest = SecretCode.DigestOf(code), Now = now }) == 0
            || await DossierStore.Find(transaction, invitation.DossierId) is not { } dossier)
        {
            return CoHolderSaved.Stale;
        }

        if (dossier.IsHeldBy(person) || dossier.Content.ChallengedPersonIds.Contains(person))
        {
            return CoHolderSaved.NotThisPerson;
        }

        if (dossier.Content.CoHolderIds.Count >= Most)
        {
            return CoHolderSaved.Full;
        }

        if (dossier.Edit(dossier.Content with { CoHolderIds = [.. dossier.Content.CoHolderIds, person] }, now) is not { } joined)
        {
            return CoHolderSaved.NotWritable;
        }

        if (!await DossierStore.Change(transaction, dossier, joined, DossierAction.CoHolderJoined, who))
        {
            return CoHolderSaved.Stale;
        }

        await Give(transaction, dossier.Id, person, invitation.Given, 0);
        await Tell(transaction, dossier, person, mails.Joined, invitation.Id);
        await transaction.Commit();
        return CoHolderSaved.Saved;
    }

    public async Task<CoHolderSaved> GivePart(Dossier dossier, Guid person, PartGiven part, long revision, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        var before = await transaction.QuerySingleOrDefault<CoHolderPart>(
            """
            select PersonId, Part, OrganisationKey, Revision
            from CoHolderPart
            where DossierId = @Id and PersonId = @Person
            """,
            new { dossier.Id, Person = person });
        if (!await Give(transaction, dossier.Id, person, part, revision))
        {
            return CoHolderSaved.Stale;
        }

        await AuditTrail.Add(
            transaction, who, "dossier.co-holder-part-changed", dossier.Id,
            new { Person = person, Part = (before is null ? PartGiven.All : new PartGiven(before.Part, before.OrganisationKey)).ToString() }, new { Person = person, Part = part.ToString() });
        await Tell(transaction, dossier, person, mails.PartChanged, Guid.CreateVersion7());
        await transaction.Commit();
        return CoHolderSaved.Saved;
    }

    /// <summary>From this commit on they see nothing of it: the row filter finds them no more.</summary>
    public async Task<CoHolderSaved> Remove(Dossier was, Guid person, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        if (was.Edit(was.Content with { CoHolderIds = [.. was.Content.CoHolderIds.Where(id => id != person)] }, transaction.Clock.Now()) is not { } now)
        {
            return CoHolderSaved.NotWritable;
        }

        if (!await DossierStore.Change(transaction, was, now, DossierAction.CoHolderRemoved, who))
        {
            return CoHolderSaved.Stale;
        }

        await Tell(transaction, was, person, mails.Removed, Guid.CreateVersion7());
        await transaction.Commit();
        return CoHolderSaved.Saved;
    }

    /// <summary>False: somebody changed it since it was read. Revision 0: nothing was said so far.</summary>
    static Task<bool> Give(Transaction transaction, Guid dossier, Guid person, PartGiven part, long revision)
    {
        var values = new { Dossier = dossier, Person = person, Part = part.Part.ToString(), part.OrganisationKey, Revision = revision, Next = revision + 1 };
        return revision == 0
            ? transaction.TryInsert(
                """
                insert into CoHolderPart (DossierId, PersonId, Part, OrganisationKey, Revision)
                values (@Dossier, @Person, @Part, @OrganisationKey, @Next)
                """,
                values)
            : Changed();

        async Task<bool> Changed() => await transaction.Execute(
            """
            update CoHolderPart
            set Part = @Part, OrganisationKey = @OrganisationKey, Revision = @Next
            where DossierId = @Dossier and PersonId = @Person and Revision = @Revision
            """,
            values) == 1;
    }

    /// <summary>To both: the holder and the co-holder.</summary>
    static async Task Tell(Transaction transaction, Dossier dossier, Guid person, Func<Correspondent, string, bool, Guid, Guid, OutgoingMail> mail, Guid cause)
    {
        var people = await PeopleStore.Correspondents(transaction, [dossier.HolderId, person]);
        foreach (var (one, other) in new[] { (dossier.HolderId, person), (person, dossier.HolderId) })
        {
            if (people.TryGetValue(one, out var to))
            {
                await Mail.Add(transaction, mail(to, people.TryGetValue(other, out var known) ? known.Name : "", one == dossier.HolderId, dossier.Id, cause));
            }
        }
    }
}
