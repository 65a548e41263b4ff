using Labelling.FundingOutcome.Applications;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Statistics;

/// <summary>A dossier behind a figure.</summary>
/// <param name="Named">The dossier.</param>
/// <param name="Standing">As what it counts.</param>
public sealed record CountedDossier(NamedDossier Named, Standing Standing);

/// <summary>A dossier by its name.</summary>
/// <param name="Id">The dossier.</param>
/// <param name="Reference">Its reference.</param>
/// <param name="Imported">It comes from a history file.</param>
public sealed record NamedDossier(Guid Id, string Reference, bool Imported)
{
    /// <summary>Its page: of one that was never deposited here there is only that of its funding, seen by whoever sees it in a list.</summary>
    public string Address => Imported ? $"/funding/dossiers/{Id}" : $"/dossiers/{Id}";
}

/// <summary>The dossiers behind figures, as far as somebody may see what became of them.</summary>
public sealed class CountedStore(Database database)
{
    /// <summary>Dossiers asked for at once.</summary>
    const int Batch = 500;

    static readonly PermissionFilter OfDossier = ApplicationStore.To("D.Id");

    public async Task<IReadOnlyList<CountedDossier>> Seen(
        IReadOnlyList<(Guid Dossier, Standing Standing)> counted, Caller caller, CancellationToken stop)
    {
        var standings = counted.ToDictionary(dossier => dossier.Dossier, dossier => dossier.Standing);
        return [.. (await Seen(standings.Keys, caller, stop)).Select(one => new CountedDossier(one, standings[one.Id]))];
    }

    /// <summary>The same without a figure, by reference.</summary>
    public async Task<IReadOnlyList<NamedDossier>> Seen(IReadOnlyCollection<Guid> dossiers, Caller caller, CancellationToken stop)
    {
        var roles = Stance.Roles(caller.Roles);
        var seen = new List<Row>();
        foreach (var some in dossiers.Chunk(Batch))
        {
            seen.AddRange(await database.Query<Row>(
                $"""
                select D.Id, D.Reference, D.Origin
                from Dossier D
                where D.Id in @Ids and {OfDossier.For(Act.SeeOutcome, roles)}
                """,
                new { Ids = some, caller.PersonId }, stop));
        }

        return [.. seen.OrderBy(row => row.Reference, StringComparer.Ordinal).Select(row => new NamedDossier(row.Id, row.Reference, row.Origin == "History"))];
    }

    sealed record Row
    {
        public required Guid Id { get; init; }
        public required string Reference { get; init; }
        public required string Origin { get; init; }
    }
}
