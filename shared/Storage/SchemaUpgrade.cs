using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Data.SqlClient;

namespace Labelling.Storage;

/// <summary>The database cannot be used with this program; the message is a sentence for the operator.</summary>
public sealed class SchemaException(string message) : Exception(message);

/// <summary>
/// Brings a database to the schema of this program: numbered scripts out of assemblies, each applied once, with its checksum.
/// Two processes may start at once; the second waits for the first.
/// </summary>
public static partial class SchemaUpgrade
{
    /// <summary>Applies what is missing of Storage's own tables and of the service's.</summary>
    /// <param name="database">Created when it is not there.</param>
    /// <param name="service">The assembly with the service's scripts (Schema/Sqlite/0001_name.sql and its twin under SqlServer).</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="SchemaException">The schema is newer than the program, or a script was changed after it was applied.</exception>
    public static async Task Run(Database database, Assembly service, CancellationToken stop)
    {
        await Create(database, stop);
        await using var transaction = await database.Begin(stop);
        await transaction.Keep(database.Dialect switch
        {
            Dialect.Sqlite =>
                """
                create table if not exists SchemaScript (
                    ScriptSet text not null,
                    Number integer not null,
                    Name text not null,
                    Checksum text not null,
                    AppliedAt text not null,
                    primary key (ScriptSet, Number))
                """,
            Dialect.SqlServer =>
                """
                exec sp_getapplock @Resource = 'labelling schema', @LockMode = 'Exclusive', @LockOwner = 'Transaction', @LockTimeout = 120000;
                if object_id('SchemaScript') is null
                    create table SchemaScript (
                        ScriptSet nvarchar(50) not null,
                        Number int not null,
                        Name nvarchar(200) not null,
                        Checksum nvarchar(64) not null,
                        AppliedAt datetimeoffset(6) not null,
                        primary key (ScriptSet, Number));
                """,
        });
        await Apply(transaction, "Storage", Scripts(typeof(SchemaUpgrade).Assembly, database.Dialect));
        await Apply(transaction, database.Name, Scripts(service, database.Dialect));
        await transaction.Commit();
    }

    static async Task Apply(Transaction transaction, string set, IReadOnlyList<Script> scripts)
    {
        var applied = await transaction.Query<Applied>(
            """
            select Number, Name, Checksum
            from SchemaScript
            where ScriptSet = @Set
            order by Number
            """,
            new { Set = set });
        if (applied.Count > 0 && applied[^1].Number > scripts.Count)
            throw new SchemaException(
                $"The database of {set} has schema {applied[^1].Number}, this program knows {scripts.Count}: start a newer program, or restore an older backup.");
        foreach (var script in scripts)
        {
            if (applied.SingleOrDefault(row => row.Number == script.Number) is { } before)
            {
                if (before.Checksum != script.Checksum)
                    throw new SchemaException($"Script {script.Name} of {set} was changed after it was applied: put it back, and make the change in a new script.");
                continue;
            }
            await transaction.Keep(script.Text);
            await transaction.Keep(
                """
                insert into SchemaScript (ScriptSet, Number, Name, Checksum, AppliedAt)
                values (@Set, @Number, @Name, @Checksum, @Now)
                """,
                new { Set = set, script.Number, script.Name, script.Checksum, Now = transaction.Clock.GetUtcNow() });
        }
    }

    static Task Create(Database database, CancellationToken stop) => database.Dialect switch
    {
        Dialect.Sqlite => CreateFile(database, stop),
        Dialect.SqlServer => CreateCatalog(database, stop),
    };

    static async Task CreateFile(Database database, CancellationToken stop)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(database.File!)) is { } folder)
            Directory.CreateDirectory(folder);
        await using var connection = await database.Open(stop);
        await connection.ExecuteAsync(new CommandDefinition("pragma journal_mode = wal", cancellationToken: stop));
    }

    static async Task CreateCatalog(Database database, CancellationToken stop)
    {
        try
        {
            await using var there = await database.Open(stop);
        }
        catch (SqlException missing) when (missing.Number is 4060 or 911)
        {
            await using var server = new SqlConnection(database.ServerOnly().ToString());
            await server.OpenAsync(stop);
            try
            {
                await server.ExecuteAsync(new CommandDefinition($"create database [{database.Catalog().Replace("]", "]]")}]", cancellationToken: stop));
            }
            catch (SqlException already) when (already.Number == 1801)
            {
                // Another process was faster: the database is there, which is what was wanted.
            }
            SqlConnection.ClearAllPools();
        }
    }

    /// <summary>The scripts of an assembly for a dialect, numbered 1, 2, 3...</summary>
    /// <exception cref="SchemaException">A number is missing or doubled.</exception>
    public static IReadOnlyList<Script> Scripts(Assembly assembly, Dialect dialect)
    {
        var folder = $"Schema/{dialect}/";
        var scripts = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(folder, StringComparison.Ordinal))
            .Select(name => (Name: name[folder.Length..], Text: Read(assembly, name)))
            .Select(file => FileName().Match(file.Name) is { Success: true } match
                ? new Script(int.Parse(match.Groups[1].ValueSpan), file.Name, file.Text, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(file.Text))))
                : throw new SchemaException($"{file.Name} is not named as a script is: 0001_name.sql."))
            .OrderBy(script => script.Number)
            .ToList();
        if (scripts.Where((script, index) => script.Number != index + 1).FirstOrDefault() is { } odd)
            throw new SchemaException($"{odd.Name} of {assembly.GetName().Name} is out of number: scripts count 0001, 0002, 0003 without gaps.");
        return scripts;
    }

    static string Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
        // A checkout with other line ends is the same script.
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    [GeneratedRegex(@"^(\d{4})_[a-z0-9-]+\.sql$")]
    private static partial Regex FileName();

    sealed record Applied
    {
        public required int Number { get; init; }
        public required string Name { get; init; }
        public required string Checksum { get; init; }
    }
}

/// <summary>One numbered script.</summary>
/// <param name="Number">1, 2, 3...</param>
/// <param name="Name">Its file name.</param>
/// <param name="Text">Its SQL.</param>
/// <param name="Checksum">SHA-256 of the text with line feeds, in hexadecimal.</param>
public sealed record Script(int Number, string Name, string Text, string Checksum);
