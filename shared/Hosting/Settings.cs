using Labelling.Storage;
using Microsoft.Extensions.Configuration;

namespace Labelling.Hosting;

/// <summary>A setting cannot be used; the message is a sentence for the operator. The program ends with exit code 2.</summary>
public sealed class SettingsException(string message) : Exception(message);

/// <summary>The settings of a process, read once at its start.</summary>
/// <param name="Data">Folder of the SQLite databases and, unless said otherwise, of the keys.</param>
/// <param name="Dialect">Which database.</param>
/// <param name="RabbitMq">The broker; null: the bus is in memory.</param>
/// <param name="Keys">Folder of the keys that the services share.</param>
/// <param name="Https">Browsers reach us over TLS, here or at a proxy: cookies are sent over it alone.</param>
/// <param name="Mail">How mail leaves.</param>
/// <param name="Witness">Folder where the newest hashes of the audit trails are written.</param>
/// <param name="Uploads">Folder of what people upload; outside of anything that is served.</param>
public sealed record Settings(string Data, Dialect Dialect, Uri? RabbitMq, string Keys, bool Https, MailSettings Mail, string Witness, string Uploads)
{
    /// <summary>
    /// Reads <c>data</c>, <c>Database:Provider</c>, <c>Bus:RabbitMq</c>, <c>Keys:Directory</c>, <c>Web:Https</c>, <c>Audit:Witness</c>,
    /// <c>Uploads:Directory</c> and what <see cref="MailSettings"/> reads.
    /// </summary>
    /// <exception cref="SettingsException">One of them cannot be used.</exception>
    public static Settings Read(IConfiguration configuration)
    {
        var data = Path.GetFullPath(configuration["data"] is { Length: > 0 } folder ? folder : "data");
        var provider = configuration["Database:Provider"] is { Length: > 0 } named ? named : nameof(Dialect.Sqlite);
        if (!Enum.TryParse<Dialect>(provider, ignoreCase: true, out var dialect) || !Enum.IsDefined(dialect) || char.IsAsciiDigit(provider[0]))
            throw new SettingsException($"Database__Provider is \"{provider}\"; it can be Sqlite or SqlServer.");
        Uri? broker = null;
        if (configuration["Bus:RabbitMq"] is { Length: > 0 } address
            && (!Uri.TryCreate(address, UriKind.Absolute, out broker) || broker.Scheme is not ("amqp" or "amqps")))
            throw new SettingsException("Bus__RabbitMq is not an address like amqp://user:password@host:5672/.");
        return new Settings(
            data, dialect, broker, FolderOf("Keys:Directory", "keys"), ReadHttps(configuration), MailSettings.Read(configuration),
            FolderOf("Audit:Witness", "witness"), FolderOf("Uploads:Directory", "uploads"));

        string FolderOf(string setting, string inData) => Path.GetFullPath(configuration[setting] is { Length: > 0 } named ? named : Path.Combine(data, inData));
    }

    /// <summary>As <c>Web:Https</c> says; without it, whether one of the addresses listened on is https.</summary>
    static bool ReadHttps(IConfiguration configuration)
    {
        if (configuration["Web:Https"] is { Length: > 0 } said)
            return bool.TryParse(said, out var https) ? https : throw new SettingsException($"Web__Https is \"{said}\"; it can be true or false.");
        return configuration["https_ports"] is { Length: > 0 }
            || configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).Append(configuration["urls"])
                .Any(address => address?.Contains("https://", StringComparison.OrdinalIgnoreCase) == true);
    }

    /// <summary>The database of a service: <c>ConnectionStrings:NAME</c>, or with SQLite a file in the data folder.</summary>
    /// <exception cref="SettingsException">There is no usable connection string.</exception>
    public Database DatabaseOf(string service, IConfiguration configuration, TimeProvider clock)
    {
        var connectionString = configuration.GetConnectionString(service) is { Length: > 0 } given ? given : Dialect switch
        {
            Dialect.Sqlite => $"Data Source={Path.Combine(Data, service.ToLowerInvariant() + ".db")}",
            Dialect.SqlServer => throw new SettingsException($"ConnectionStrings__{service} is missing: with SqlServer every service needs one."),
        };
        try
        {
            return new Database(service, Dialect, connectionString, clock);
        }
        catch (Exception unusable) when (unusable is ArgumentException or FormatException or KeyNotFoundException)
        {
            throw new SettingsException($"ConnectionStrings__{service} is not a connection string for {Dialect}: {unusable.Message}");
        }
    }
}

/// <summary>The databases of the services that run in this process, by name.</summary>
public sealed class Databases(IReadOnlyDictionary<string, Database> byService)
{
    /// <summary>All of them.</summary>
    public IReadOnlyDictionary<string, Database> All => byService;

    /// <summary>The database of a service.</summary>
    public Database this[string service] => byService[service];

    /// <summary>Closes what waits for the next reader, when the process ends.</summary>
    public void CloseReaders()
    {
        foreach (var database in byService.Values)
            database.CloseReaders();
    }
}
