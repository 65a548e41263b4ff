using Labelling.Hosting;

namespace Labelling.PreInterview;

/// <summary>A call that a dossier aims at or can be redirected to.</summary>
public sealed record KnownCall
{
    public required Guid Id { get; init; }
    public required string Code { get; init; }
    public required string FundingBody { get; init; }

    /// <summary>Null: heard of before this was kept.</summary>
    public DateTimeOffset? ClosesAt { get; init; }
    public IReadOnlyList<DateTimeOffset> CutOffs { get; init; } = [];

    public bool IsOver(DateTimeOffset now) => ClosesAt <= now;

    /// <summary>The days, in Paris, on which it still takes dossiers after today: its cut-offs and its closing.</summary>
    public IReadOnlyList<DateOnly> DaysToCome(DateOnly today) =>
        [.. CutOffs.Append(ClosesAt ?? DateTimeOffset.MinValue).Select(Paris.Day).Where(day => day > today).Distinct().Order()];
}
