using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Labelling.Ground;

/// <summary>The databases a store test runs on: SQLite always, SQL Server where one is named.</summary>
public static class TestDatabases
{
    /// <summary>A server's connection string; without it the SQL Server half is reported as skipped.</summary>
    public static string? SqlServer => Environment.GetEnvironmentVariable("LABELLING_TEST_SQLSERVER") is { Length: > 0 } server ? server : null;

    /// <summary>The same, for a whole fixture that takes the dialect.</summary>
    public static IEnumerable<TestFixtureData> Fixtures()
    {
        yield return new TestFixtureData(Dialect.Sqlite);
        var other = new TestFixtureData(Dialect.SqlServer);
        if (SqlServer is null)
            other.Ignore("LABELLING_TEST_SQLSERVER is not set");
        yield return other;
    }

    public static IEnumerable<TestCaseData> All()
    {
        yield return new TestCaseData(Dialect.Sqlite);
        var other = new TestCaseData(Dialect.SqlServer);
        yield return SqlServer is null ? other.Ignore("LABELLING_TEST_SQLSERVER is not set") : other;
    }
}

/// <summary>A database of one test, with the schema of a service.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    readonly LabellingService service;
    readonly string? folder;
    readonly ServiceProvider provider;

    TestDatabase(LabellingService service, Database database, string? folder)
    {
        this.service = service;
        this.folder = folder;
        Database = database;
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(database.Clock);
        services.AddSingleton(MailSettings.Read(new ConfigurationManager()));
        services.AddSingleton<PageLinks>();
        service.Register(services, database);
        provider = services.BuildServiceProvider();
    }

    public Database Database { get; }

    /// <summary>What the service registered.</summary>
    public T Get<T>() where T : notnull => provider.GetRequiredService<T>();

    public static async Task<TestDatabase> Create(Dialect dialect, LabellingService service, TimeProvider clock)
    {
        string? folder = null;
        string connectionString;
        if (dialect == Dialect.Sqlite)
        {
            folder = Directory.CreateTempSubdirectory("labelling-test-").FullName;
            connectionString = $"Data Source={Path.Combine(folder, "test.db")}";
        }
        else
        {
            connectionString = $"{TestDatabases.SqlServer};Initial Catalog=labelling_test_{Guid.CreateVersion7():N}";
        }
        var database = new Database(service.Name, dialect, connectionString, clock);
        await SchemaUpgrade.Run(database, service.Schema, CancellationToken.None);
        return new TestDatabase(service, database, folder);
    }

    /// <summary>Everything in the outbox, in its order.</summary>
    public async Task<IReadOnlyList<object>> Events() =>
        [.. (await Database.Query<Sent>("select Kind, Payload from Outbox order by Position", null, CancellationToken.None))
            .Select(row => Json.Read(row.Payload, EventCatalogue.Named(row.Kind)!.Type))];

    /// <summary>Lets the service hear an event, as the host does: inbox, listener, waiting.</summary>
    public Task<Heard> Hear(object happened) => new Reception(service, Database, provider).Receive(happened, CancellationToken.None);

    /// <summary>What waits is tried once more, as the host does from time to time.</summary>
    public Task<int> TryAllWaiting() => new Reception(service, Database, provider).TryAllWaiting(CancellationToken.None);

    /// <summary>What no row may violate, and does.</summary>
    public async Task<IReadOnlyList<string>> Violations()
    {
        var found = new List<string>();
        foreach (var invariant in service.Invariants)
            foreach (var violation in await Database.Query<string>(invariant.Sql, null, CancellationToken.None))
                found.Add($"{invariant.Name}: {violation}");
        return found;
    }

    /// <summary>Ends it, and looks first that nothing is violated and the trail holds.</summary>
    public async Task EndSound()
    {
        try
        {
            Assert.That(await Violations(), Is.Empty);
            Assert.That(await AuditTrail.FirstBreak(Database, CancellationToken.None), Is.Null);
        }
        finally
        {
            await DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await provider.DisposeAsync();
        if (folder is not null)
        {
            Database.CloseReaders();
            SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
            return;
        }
        // SQL Server: the database goes once nobody is connected any more.
        Microsoft.Data.SqlClient.SqlConnection.ClearAllPools();
        var catalog = new Microsoft.Data.SqlClient.SqlConnectionStringBuilder(TestDatabases.SqlServer) { InitialCatalog = "master" };
        await using var server = new Microsoft.Data.SqlClient.SqlConnection(catalog.ToString());
        await server.OpenAsync();
        await using var drop = server.CreateCommand();
        await using (var connection = await Database.Open(CancellationToken.None))
            drop.CommandText = $"drop database [{connection.Database}]";
        for (var attempt = 1; ; attempt++)
        {
            Microsoft.Data.SqlClient.SqlConnection.ClearAllPools();
            try
            {
                await drop.ExecuteNonQueryAsync();
                return;
            }
            catch (Microsoft.Data.SqlClient.SqlException inUse) when (attempt < 20 && inUse.Message.Contains("in use"))
            {
                // A connection that was let go is still being closed on the server's side.
                await Task.Delay(250);
            }
        }
    }

    sealed record Sent
    {
        public required string Kind { get; init; }
        public required string Payload { get; init; }
    }
}
