namespace Labelling.Storage;

/// <summary>Instants as precisely as both databases keep them, so that what is answered and told is what will be read again.</summary>
public static class KeptInstant
{
    /// <summary>The instant as a column keeps it: UTC, whole microseconds; what is finer is cut off.</summary>
    public static DateTimeOffset AsKept(this DateTimeOffset instant)
    {
        var utc = instant.ToUniversalTime();
        return utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
