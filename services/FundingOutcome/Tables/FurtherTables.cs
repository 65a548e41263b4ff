namespace Labelling.FundingOutcome.Tables;

/// <summary>The further tables: each is named here and nowhere else.</summary>
public static class FurtherTables
{
    public static readonly IReadOnlyList<FurtherTable> All =
    [
        Funnel.Table,
        Endings.Table,
        Delays.Table,
        InterviewEffect.Table,
        Leverage.Table,
        SinceCreation.Table,
        SinceCreation.WithOthers,
        Resubmissions.Table,
        Resubmissions.Refused,
    ];

    public static FurtherTable? Named(string name) => All.SingleOrDefault(table => table.Name == name);
}
