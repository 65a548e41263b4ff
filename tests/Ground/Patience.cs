namespace Labelling.Ground;

/// <summary>Waits, in real time, for what other processes or threads do.</summary>
public static class Patience
{
    /// <summary>Asks again and again.</summary>
    /// <returns>True as soon as it holds; false when it did not within that time.</returns>
    public static async Task<bool> Until(Func<Task<bool>> holds, TimeSpan within)
    {
        for (var end = DateTime.UtcNow + within; !await holds(); await Task.Delay(50))
            if (DateTime.UtcNow > end)
                return false;
        return true;
    }
}
