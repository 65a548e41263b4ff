using System.Globalization;
using Labelling.Hosting;

namespace Labelling.Web;

/// <summary>What the day of a <see cref="Wait"/> means.</summary>
public enum DueKind
{
    /// <summary>There is no day.</summary>
    None,

    /// <summary>To be done by then.</summary>
    Before,

    /// <summary>It takes place then.</summary>
    On,

    /// <summary>It waits since then.</summary>
    Since,
}

/// <summary>Something that waits for a reader: a sentence whose verb is a link.</summary>
/// <param name="Sentence">With the verb in brackets: "[Book the interview] for CARDIOLINK".</param>
/// <param name="Address">Where it is done.</param>
public sealed record Wait(string Sentence, string Address)
{
    /// <summary>What <see cref="Day"/> means.</summary>
    public DueKind Kind { get; private init; }

    /// <summary>The day it is ordered by; null: after all others.</summary>
    public DateOnly? Day { get; private init; }

    /// <summary>The instant, where the hour matters.</summary>
    public DateTimeOffset? Instant { get; private init; }

    /// <summary>True when the day is over.</summary>
    public bool Late { get; private init; }

    /// <summary>A sentence of the words files with its values.</summary>
    public static Wait For(string address, string sentence, params ReadOnlySpan<object?> values) =>
        new(string.Format(CultureInfo.CurrentCulture, sentence, values), address);

    /// <summary>By the end of a day.</summary>
    public Wait Before(DateOnly day, DateOnly today) => this with { Kind = DueKind.Before, Day = day, Late = day < today };

    /// <summary>By an instant.</summary>
    public Wait Before(DateTimeOffset instant, DateTimeOffset now) =>
        this with { Kind = DueKind.Before, Day = Paris.Day(instant), Instant = instant, Late = instant < now };

    /// <summary>At an instant.</summary>
    public Wait On(DateTimeOffset instant) => this with { Kind = DueKind.On, Day = Paris.Day(instant), Instant = instant };

    /// <summary>Waiting since a day.</summary>
    public Wait Since(DateOnly day) => this with { Kind = DueKind.Since, Day = day };

    /// <summary>The oldest deadline first, what has none last.</summary>
    public static IEnumerable<Wait> InOrder(IEnumerable<Wait> waits) => waits.OrderBy(wait => wait.Order, StringComparer.Ordinal);

    /// <summary>What a script sorts by.</summary>
    internal string Order => Instant is { } instant ? instant.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture)
        : Day?.ToString("yyyy-MM-dd'T'99", CultureInfo.InvariantCulture) ?? "9999";

    internal (string Before, string Verb, string After) Parts
    {
        get
        {
            var open = Sentence.IndexOf('[', StringComparison.Ordinal);
            var close = Sentence.IndexOf(']', StringComparison.Ordinal);
            return open < 0 || close < open ? ("", Sentence, "") : (Sentence[..open], Sentence[(open + 1)..close], Sentence[(close + 1)..]);
        }
    }

    /// <summary>", before Thursday 12 March 2026"; null without a day.</summary>
    internal string? Due => Day is not { } day ? null : string.Format(CultureInfo.CurrentCulture, Kind switch
    {
        DueKind.None => "",
        DueKind.Before => Late ? Text.Wait_Late : Text.Wait_Before,
        DueKind.On => Text.Wait_On,
        DueKind.Since => Text.Wait_Since,
    }, Instant is { } instant ? $"{Paris.Due(day)}, {Paris.Time(instant)} (Paris)" : Paris.Due(day));
}
