using System.Globalization;

namespace Labelling.Ground;

/// <summary>A clock that stands still until it is moved.</summary>
public sealed class TestClock(string instant) : TimeProvider
{
    DateTimeOffset now = DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture);

    public override DateTimeOffset GetUtcNow() => now;

    public void Advance(TimeSpan time) => now += time;

    public void Set(string instant) => now = DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture);
}
