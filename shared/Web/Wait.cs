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
/// <param name="Address">Where it is done.</param>
/// <param name="Begin">What stands before the verb.</param>
/// <param name="Verb">What is linked: "Book the interview".</param>
/// <param name="Rest">What stands behind it: " for CARDIOLINK".</param>
public sealed record Wait(string Address, string Begin, string Verb, string Rest)
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
    /// <param name="address">Where it is done.</param>
    /// <param name="sentence">With the verb in brackets: "[Book the interview] for {0}".</param>
    /// <param name="values">What stands for {0}, {1}...</param>
    public static Wait For(string address, string sentence, params ReadOnlySpan<object?> values)
    {
        // Taken apart before the values come in: a bracket in the name of a dossier is no verb's.
        var (open, close) = (sentence.IndexOf('[', StringComparison.Ordinal), sentence.IndexOf(']', StringComparison.Ordinal));
        return new(address, With(sentence[..open], values), With(sentence[(open + 1)..close], values), With(sentence[(close + 1)..], values));
    }

    static string With(string part, ReadOnlySpan<object?> values) => string.Format(CultureInfo.CurrentCulture, part, values);

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
    internal string Order => Instant is { } instant ? instant.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff", CultureInfo.InvariantCulture)
        : Day?.ToString("yyyy-MM-dd'T'99", CultureInfo.InvariantCulture) ?? "9999";

    /// <summary>", before Thursday 12 March 2026"; null without a day.</summary>
    internal string? Due => Day is not { } day ? null : string.Format(CultureInfo.CurrentCulture, Kind switch
    {
        DueKind.None => "",
        DueKind.Before => Late ? Text.Due_Late : Text.Due_Before,
        DueKind.On => Text.Due_On,
        DueKind.Since => Text.Due_Since,
    }, Instant is { } instant ? $"{Paris.Due(day)}, {Paris.Time(instant)} (Paris)" : Paris.Due(day));
}
