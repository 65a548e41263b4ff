using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Dapper;
using Labelling.Embedded.Demonstration;
using Labelling.Ground;
using Labelling.Journey.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Labelling.Benchmarks;

/// <summary>
/// The list of dossiers, 50 of 30,000, signed in and filtered by permission: how many a second at 32 connections, and how long each
/// takes when 200 a second are sent, whether or not the answers keep up. Beside it, in the same run and on the same file, an endpoint that does nothing
/// but one Dapper query of 50 rows.
/// </summary>
static class DossierList
{
    const int Dossiers = 30_000, Connections = 32, PerSecond = 200;
    const double LimitMilliseconds = 50, LeastShare = 0.2;

    // The runtime compiles what is often used once more, beside the requests, for some ten thousand of them.
    static readonly TimeSpan Warming = TimeSpan.FromSeconds(10), Measured = TimeSpan.FromSeconds(10);

    public static async Task<int> Run()
    {
        Environment.SetEnvironmentVariable("Limits__All", "none");
        await using var deployment = await Deployment.Embedded();
        var (cast, journey) = await Company.Of(deployment, experts: 1);
        var template = await journey.Bring(new Plan("LISTE", "Dossier of the list", 0, ["medtech"], false, Stage.Submitted, 0));
        var file = Path.Combine(deployment.Data, "submission.db");
        await Fill(file, template);

        var bareAddress = new Uri($"http://127.0.0.1:{ServiceProcess.FreePort()}");
        await using var bareProcess = new ServiceProcess("Labelling.Benchmarks", ["bare", file, $"{bareAddress}"], new Dictionary<string, string?>(), bareAddress.Port, ownAddress: true);
        bareProcess.Start();
        await bareProcess.Says("ready", TimeSpan.FromSeconds(30));

        var ours = deployment.Processes[0].Address;
        var bare = await Measure("bare endpoint", new Uri(bareAddress, "/"), null);
        var office = await Measure("office, API", new Uri(ours, "/api/dossiers?pageSize=50"), await TokenOf(deployment, cast.Office));
        var page = await Measure("office, page", new Uri(ours, "/dossiers"), await TokenOf(deployment, cast.Office));
        var holder = await Measure("holder, API", new Uri(ours, "/api/dossiers?pageSize=50"), await TokenOf(deployment, cast.Holders[0]));

        var held = true;
        foreach (var (name, measured) in (IEnumerable<(string, Result)>)[("office, API", office), ("holder, API", holder), ("office, page", page)])
        {
            var well = measured.ASecond >= LeastShare * bare.ASecond && measured.P99 < LimitMilliseconds;
            held &= well;
            Console.WriteLine(Invariant($"{name,-14} {measured.ASecond / bare.ASecond,6:0.00} of the bare endpoint (at least {LeastShare:0.00}), p99 {measured.P99:0.0} ms (under {LimitMilliseconds:0} ms): {(well ? "held" : "NOT held")}"));
        }
        return held ? 0 : 1;
    }

    static async Task<string> TokenOf(Deployment deployment, Account account)
    {
        using var answer = await deployment.Http.PostAsJsonAsync("/api/tokens", new { account.Email, account.Password });
        answer.EnsureSuccessStatusCode();
        return (string)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["token"]!;
    }

    /// <summary>The endpoint to compare with: a process of its own, one query, nothing else.</summary>
    public static async Task Bare(string file, string address)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.Urls.Add(address);
        app.MapGet("/", async () =>
        {
            await using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly");
            return TypedResults.Ok(await connection.QueryAsync<BareLine>(
                "select Id, Reference, Title, Status, SubmittedAt from Dossier order by StartedAt desc limit 50"));
        });
        await app.StartAsync();
        Console.WriteLine("ready");
        await Task.Delay(Timeout.Infinite);
    }

    /// <summary>Copies one deposited dossier until there are enough of them; its holder holds one in six hundred, as others hold the rest.</summary>
    static async Task Fill(string file, Guid template)
    {
        await using var connection = new SqliteConnection($"Data Source={file}");
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var dossier = await ColumnsOf(connection, "Dossier", "Id", "Reference", "StartedAt", "HolderId");
        var version = await ColumnsOf(connection, "DossierVersion", "DossierId");
        for (var number = 1; number < Dossiers; number++)
        {
            var copy = new
            {
                Template = template.ToString("D").ToUpperInvariant(),
                New = Guid.CreateVersion7().ToString("D").ToUpperInvariant(),
                Reference = Invariant($"2020-{number:00000}"),
                Holder = number % 600 == 0 ? null : Guid.CreateVersion7().ToString("D").ToUpperInvariant(),
                StartedAt = Invariant($"{new DateTime(2020, 1, 1).AddMinutes(number):yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'}"),
            };
            await connection.ExecuteAsync($"insert into Dossier (Id, Reference, StartedAt, HolderId, {dossier}) select @New, @Reference, @StartedAt, coalesce(@Holder, HolderId), {dossier} from Dossier where Id = @Template", copy, transaction);
            await connection.ExecuteAsync($"insert into DossierVersion (DossierId, {version}) select @New, {version} from DossierVersion where DossierId = @Template", copy, transaction);
        }
        await transaction.CommitAsync();
        await connection.ExecuteAsync("analyze;");
        Console.WriteLine(Invariant($"{await connection.QuerySingleAsync<int>("select count(*) from Dossier")} dossiers"));
    }

    static async Task<string> ColumnsOf(SqliteConnection connection, string table, params string[] except) =>
        string.Join(", ", (await connection.QueryAsync<string>("select name from pragma_table_info(@table)", new { table })).Except(except));

    static async Task<Result> Measure(string name, Uri address, string? token)
    {
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 4 * Connections });
        if (token is not null)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        http.DefaultRequestHeaders.Accept.ParseAdd(address.AbsolutePath == "/dossiers" ? "text/html" : "application/json");
        await Flood(http, address, Warming);
        var flooded = await Flood(http, address, Measured);
        var times = await Steadily(http, address);
        var result = new Result(flooded / Measured.TotalSeconds, Centile(times, 0.99));
        Console.WriteLine(Invariant($"{name,-14} {result.ASecond,7:0} a second at {Connections} connections; at {PerSecond} a second p50 {Centile(times, 0.5):0.0} ms, p99 {result.P99:0.0} ms, most {times.Max():0.0} ms"));
        return result;
    }

    static async Task<int> Flood(HttpClient http, Uri address, TimeSpan during)
    {
        var answered = 0;
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            while (clock.Elapsed < during)
            {
                await Ask(http, address);
                Interlocked.Increment(ref answered);
            }
        }));
        return answered;
    }

    /// <summary>So many a second, whether or not the answers keep up.</summary>
    static async Task<double[]> Steadily(HttpClient http, Uri address)
    {
        var asked = new List<Task<double>>();
        var clock = Stopwatch.StartNew();
        for (var number = 0; number < PerSecond * (int)Measured.TotalSeconds; number++)
        {
            var due = TimeSpan.FromSeconds(number / (double)PerSecond);
            if (due - clock.Elapsed is { Ticks: > 0 } early)
                await Task.Delay(early);
            asked.Add(Timed());
        }
        return await Task.WhenAll(asked);

        async Task<double> Timed()
        {
            var sent = Stopwatch.GetTimestamp();
            await Ask(http, address);
            return Stopwatch.GetElapsedTime(sent).TotalMilliseconds;
        }
    }

    static async Task Ask(HttpClient http, Uri address)
    {
        using var answer = await http.GetAsync(address);
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync();
    }

    static double Centile(double[] times, double share) => times.Order().ElementAt(Math.Min(times.Length - 1, (int)Math.Ceiling(share * times.Length) - 1));

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    sealed record Result(double ASecond, double P99);

    sealed record BareLine
    {
        public required string Id { get; init; }
        public required string? Reference { get; init; }
        public required string? Title { get; init; }
        public required string Status { get; init; }
        public required string? SubmittedAt { get; init; }
    }
}
