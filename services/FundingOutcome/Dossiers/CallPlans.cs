using Labelling.Storage;

namespace Labelling.FundingOutcome.Dossiers;

/// <summary>The national or European plans of calls.</summary>
public sealed class CallPlans(Database database)
{
    /// <summary>The plan of each call that had one at the end of a day, by the call's code.</summary>
    public async Task<IReadOnlyDictionary<string, string>> On(DateOnly day, CancellationToken stop)
    {
        var said = await database.Query<Row>(
            """
            select CallId, Sequence, Code, FundingPlan
            from CallPlan
            where HoldsFrom <= @Day
            """,
            new { Day = day },
            stop);
        return said.GroupBy(row => row.CallId).Select(ofCall => ofCall.MaxBy(row => row.Sequence)!)
            .Where(last => last.FundingPlan is not null)
            .ToDictionary(last => last.Code, last => last.FundingPlan!, StringComparer.Ordinal);
    }

    /// <summary>How often a call said to which plan it belongs.</summary>
    public Task<long> Count(CancellationToken stop) => database.QuerySingleOrDefault<long>("select count(*) from CallPlan", null, stop);

    sealed record Row
    {
        public required Guid CallId { get; init; }
        public required long Sequence { get; init; }
        public required string Code { get; init; }
        public required string? FundingPlan { get; init; }
    }
}
