using Labelling.FundingOutcome.Applications;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Statistics;

/// <summary>A dossier behind a figure.</summary>
/// <param name="Id">The dossier.</param>
/// <param name="Reference">Its reference.</param>
/// <param name="Imported">It has no page: it comes from a history file.</param>
/// <param name="Standing">As what it counts.</param>
public sealed record CountedDossier(Guid Id, string Reference, bool Imported, Standing Standing);

/// <summary>A dossier by its name.</summary>
/// <param name="Id">The dossier.</param>
/// <param name="Reference">Its reference.</param>
/// <param name="Imported">It has no page: it comes from a history file.</param>
public sealed record NamedDossier(Guid Id, string Reference, bool Imported);

/// <summary>The dossiers behind figures, as far as somebody may see what became of them.</summary>
public sealed class CountedStore(Database database)
{
    static readonly PermissionFilter OfDossier = ApplicationStore.To("D.Id");

    public async Task<IReadOnlyList<CountedDossier>> Seen(
        IReadOnlyList<(Guid Dossier, Standing Standing)> counted, Caller caller, CancellationToken stop)
    {
        var standings = counted.ToDictionary(dossier => dossier.Dossier, dossier => dossier.Standing);
        return [.. (await Seen(standings.Keys, caller, stop)).Select(one => new CountedDossier(one.Id, one.Reference, one.Imported, standings[one.Id]))];
    }

    /// <summary>The same without a figure, by reference.</summary>
    public async Task<IReadOnlyList<NamedDossier>> Seen(IReadOnlyCollection<Guid> dossiers, Caller caller, CancellationToken stop)
    {
        var roles = Stance.Roles(caller.Roles);
        var rows = await database.Query<Row>(
            $"""
            select D.Id, D.Reference, D.Origin
            from Dossier D
            where D.Id in @Ids and {OfDossier.For(Act.SeeOutcome, roles)}
            order by D.Reference
            """,
            new { Ids = dossiers, caller.PersonId }, stop);
        return [.. rows.Select(row => new NamedDossier(row.Id, row.Reference, row.Origin == "History"))];
    }

    sealed record Row
    {
        public required Guid Id { get; init; }
        public required string Reference { get; init; }
        public required string Origin { get; init; }
    }
}
