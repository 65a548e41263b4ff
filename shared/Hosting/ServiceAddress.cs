namespace Labelling.Hosting;

/// <summary>The name of a service as it stands in addresses, queues and compose files.</summary>
public static class ServiceAddress
{
    /// <summary>PreInterview is "pre-interview".</summary>
    public static string Of(string service) => string.Concat(service.Select((letter, index) =>
        char.IsUpper(letter) && index > 0 ? "-" + char.ToLowerInvariant(letter) : char.ToLowerInvariant(letter).ToString()));
}
