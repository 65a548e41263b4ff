using System.Text.Json.Nodes;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using static Labelling.Hosting.HolderReads;

namespace Labelling.ExpertReview.Reviews;

/// <summary>
/// What experts and committee did about a dossier, line by line. The office reads it as far as <see cref="ReviewAccess"/> lets it read
/// reviews; everybody else who may see the dossier, what was released and nothing before: not even that there is something.
/// </summary>
public sealed class ReviewTrail(Database database, ReviewAccess access)
{
    /// <summary>Written by hand: an act that is not here is nothing to a holder.</summary>
    public static readonly TrailTable Table = new(
        new("decision.released", "Released the committee's decision", "A notifié la décision du comité", Always),
        new("label.revoked", "Revoked the label", "A retiré le label", Always),
        new("reconsideration.asked", "Asked for a reconsideration", "A demandé un réexamen", Always),
        new("reconsideration.admitted", "Admitted the request for reconsideration", "A admis la demande de réexamen", Always),
        new("reconsideration.declined", "Did not admit the request for reconsideration", "N'a pas admis la demande de réexamen", Always),
        // All of this would tell who reviews, who sits, or what is being decided.
        new("invitation.made", "Invited an expert", "A invité un expert", Nothing),
        new("invitation.accepted", "Accepted, and declared no conflict of interest", "A accepté et déclaré n'avoir aucun conflit d'intérêts", Nothing),
        new("invitation.declined", "Declined the invitation", "A décliné l'invitation", Nothing),
        new("invitation.conflict-declared", "Declared a conflict of interest", "A déclaré un conflit d'intérêts", Nothing),
        new("invitation.cancelled", "Took the invitation back", "A annulé l'invitation", Nothing),
        new("review.reminded", "Reminded the expert of the review", "A relancé l'expert", Nothing),
        new("review.written", "Saved the review so far", "A enregistré son expertise", Nothing),
        new("review.submitted", "Submitted the review", "A rendu son expertise", Nothing),
        new("review.reopened", "Gave the review back to its expert", "A rendu l'expertise à son auteur", Nothing),
        new("session.agenda-published", "Published an agenda with the dossier", "A publié un ordre du jour comprenant le dossier", Nothing),
        new("item.recused", "Recused a member", "A déporté un membre", Nothing),
        new("item.opened", "Took the dossier up in session", "A ouvert l'examen en séance", Nothing),
        new("item.presiding-chosen", "Chose who presides", "A choisi qui préside", Nothing),
        new("item.proposed", "Put a decision to the vote", "A mis une décision aux voix", Nothing),
        new("item.voted", "Voted", "A voté", Nothing),
        new("item.ballot-closed", "Closed the ballot", "A clos le vote", Nothing),
        new("item.timed", "Set the clock", "A réglé le minuteur", Nothing),
        new("minutes.corrected", "Corrected the minutes", "A corrigé le procès-verbal", Nothing));

    /// <summary>Null: there is no such dossier for this caller, or its trail is not theirs to read.</summary>
    public async Task<TrailView?> Of(Guid dossierId, Caller caller, CancellationToken stop)
    {
        var holders = (await database.Query<Guid>("select PersonId from DossierHolder where DossierId = @DossierId", new { DossierId = dossierId }, stop)).ToHashSet();
        // Nobody acts in two roles on one dossier: a holder of the office reads as a holder.
        if (!holders.Contains(caller.PersonId) && !caller.IsAny(Roles.Office, Roles.Administrator) || holders.Count == 0)
            return null;
        var entries = await Entries(dossierId, stop);
        if (holders.Contains(caller.PersonId))
            return Table.ForHolder(entries, holders, new Dictionary<Guid, string>());
        return (await access.Of(caller, dossierId, stop)).May(Act.ReadReviewTrail)
            ? Table.ForOffice(entries, await Names(entries, stop))
            : Table.ForOthers(entries);
    }

    async Task<IReadOnlyList<AuditEntry>> Entries(Guid dossierId, CancellationToken stop)
    {
        var own = await database.Query<Guid>(
            """
            select Id from Invitation where DossierId = @DossierId
            union
            select Id from Label where DossierId = @DossierId
            """,
            new { DossierId = dossierId }, stop);
        var items = (await database.Query<ItemRow>(
            """
            select Id, SessionId
            from AgendaItem
            where DossierId = @DossierId
            """,
            new { DossierId = dossierId }, stop)).ToList();
        var itemIds = items.Select(item => item.Id).ToHashSet();
        var ofDossier = await AuditTrail.Of(database, [dossierId, .. own], stop);
        var ofSessions = (await AuditTrail.Of(database, [.. items.Select(item => item.SessionId)], stop))
            .Where(entry => IsAbout(entry, dossierId, itemIds)).Select(WithoutOthers);
        return [.. ofDossier.Concat(ofSessions).OrderBy(entry => entry.Position)];
    }

    static bool IsAbout(AuditEntry entry, Guid dossierId, IReadOnlySet<Guid> items)
    {
        if (entry.ValueAfter is null || JsonNode.Parse(entry.ValueAfter) is not JsonObject after)
            return false;
        return after["itemId"] is { } item && items.Contains(item.GetValue<Guid>())
            || after["dossierIds"] is JsonArray agenda && agenda.Any(id => id!.GetValue<Guid>() == dossierId);
    }

    /// <summary>An agenda names other dossiers, of which this reader may be recused.</summary>
    static AuditEntry WithoutOthers(AuditEntry entry)
    {
        if (entry.ValueAfter is null || JsonNode.Parse(entry.ValueAfter) is not JsonObject after || !after.ContainsKey("dossierIds"))
            return entry;
        return entry with { ValueAfter = new JsonObject { ["agenda"] = after["agenda"]?.DeepClone() }.ToJsonString() };
    }

    async Task<IReadOnlyDictionary<Guid, string>> Names(IReadOnlyList<AuditEntry> entries, CancellationToken stop)
    {
        var names = new Dictionary<Guid, string>();
        foreach (var some in entries.Select(entry => entry.PersonId).OfType<Guid>().Distinct().Chunk(500))
            foreach (var row in await database.Query<NameRow>("select Id, Name from Person where Id in @Ids", new { Ids = some }, stop))
                names[row.Id] = row.Name;
        return names;
    }

    sealed record ItemRow
    {
        public required Guid Id { get; init; }
        public required Guid SessionId { get; init; }
    }

    sealed record NameRow
    {
        public required Guid Id { get; init; }
        public required string Name { get; init; }
    }
}

public static class ShowReviewTrail
{
    public static async Task<Results<Ok<TrailView>, NotFoundProblem>> Handle(Guid dossierId, ReviewTrail trail, Caller caller, CancellationToken stop) =>
        await trail.Of(dossierId, caller, stop) is { } lines ? TypedResults.Ok(lines) : Problems.NotFound();

    public static async Task<Results<RazorComponentResult<TrailFragment>, NoContent>> Fragment(Guid dossier, ReviewTrail trail, Caller caller, CancellationToken stop) =>
        TrailFragments.Show(TrailOf.Reviews, await trail.Of(dossier, caller, stop));
}
