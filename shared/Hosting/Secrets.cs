using Microsoft.Extensions.Configuration;

namespace Labelling.Hosting;

/// <summary>Settings that are passwords: a file a setting, as containers are given them, instead of the environment.</summary>
public static class Secrets
{
    /// <summary>
    /// Reads the folder that <c>Secrets:Directory</c> names; without that setting nothing. The file <c>ConnectionStrings__Submission</c>
    /// is the setting <c>ConnectionStrings:Submission</c>, without the line end at its end. A file wins over the same setting elsewhere.
    /// </summary>
    /// <exception cref="SettingsException">There is no such folder, or a file in it cannot be read.</exception>
    public static void AddSecrets(this IConfigurationManager configuration)
    {
        if (configuration["Secrets:Directory"] is not { Length: > 0 } named)
            return;
        var directory = Path.GetFullPath(named);
        if (!Directory.Exists(directory))
            throw new SettingsException($"Secrets__Directory is \"{named}\"; there is no such folder.");
        try
        {
            configuration.AddKeyPerFile(directory, optional: false);
        }
        catch (Exception closed) when (closed is UnauthorizedAccessException or IOException)
        {
            throw new SettingsException($"A file in Secrets__Directory cannot be read: {closed.Message}");
        }
    }
}
