namespace Labelling.Ground;

/// <summary>Waits, in real time, for what other processes or threads do.</summary>
public static class Patience
{
    /// <summary>For what takes a moment on an idle machine: a test machine may be busy with everything else.</summary>
    public static readonly TimeSpan Long = TimeSpan.FromSeconds(90);

    /// <summary>Asks again and again for <see cref="Long"/>.</summary>
    /// <returns>True as soon as it holds; false when it did not within that time.</returns>
    public static Task<bool> Until(Func<Task<bool>> holds) => Until(holds, Long);

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
