using Labelling.Storage;

namespace Labelling.Submission;

public static class Instants
{
    /// <summary>Now, as precisely as both databases keep it: what is answered and told is what will be read again.</summary>
    public static DateTimeOffset Now(this TimeProvider clock) => clock.GetUtcNow().AsKept();
}
