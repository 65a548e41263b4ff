using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Labelling.FundingOutcome.Statistics;
using Labelling.Ground;
using Labelling.Storage;

namespace Labelling.Benchmarks;

/// <summary>The whole program over a folder of data, asked for rates as an administrator.</summary>
sealed partial class RatesServer : IAsyncDisposable
{
    readonly ServiceProcess process;
    readonly HttpClient http;

    RatesServer(ServiceProcess process, HttpClient http, Database database)
    {
        this.process = process;
        this.http = http;
        Database = database;
    }

    /// <summary>The database of the rates, opened beside the program.</summary>
    public Database Database { get; }

    public static async Task<RatesServer> Start(string folder)
    {
        var database = new Database("FundingOutcome", Dialect.Sqlite, $"Data Source={Path.Combine(folder, "fundingoutcome.db")}", TimeProvider.System);
        // What the import would tell the other services is not measured here.
        await using (var connection = await database.Open(CancellationToken.None))
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "delete from Outbox";
            await command.ExecuteNonQueryAsync();
        }

        var process = new ServiceProcess("Labelling.Embedded", ["--data", folder], new Dictionary<string, string?> { ["Limits__All"] = "none" }, ServiceProcess.FreePort());
        process.Start();
        await process.Ready();
        var http = new HttpClient { BaseAddress = process.Address, Timeout = TimeSpan.FromMinutes(5) };
        var code = "";
        await Patience.Until(() => Task.FromResult((code = Code().Match(process.Said).Groups[1].Value) != ""), TimeSpan.FromSeconds(20));
        const string Email = "administrator@labelling.test", Password = "une phrase de passe assez longue";
        using var made = await http.PostAsJsonAsync("/api/first-administrator", new { code, name = "Bruno Keller", email = Email, password = Password, language = "fr" });
        made.EnsureSuccessStatusCode();
        using var token = await http.PostAsJsonAsync("/api/tokens", new { email = Email, password = Password });
        token.EnsureSuccessStatusCode();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)(await token.Content.ReadFromJsonAsync<JsonNode>())!["token"]!);
        return new RatesServer(process, http, database);
    }

    public async Task<double[]> Times(IReadOnlyList<RatesQuestion> questions)
    {
        foreach (var question in questions.Take(100))
            await Ask(question);
        var times = new double[questions.Count];
        for (var nth = 0; nth < times.Length; nth++)
        {
            var watch = Stopwatch.GetTimestamp();
            await Ask(questions[nth]);
            times[nth] = Stopwatch.GetElapsedTime(watch).TotalMilliseconds;
        }

        return times;
    }

    async Task Ask(RatesQuestion question)
    {
        var address = string.Create(CultureInfo.InvariantCulture,
            $"/api/statistics/success-rates?by={string.Join(',', question.By.Select(by => by.Name))}&from={question.From:yyyy-MM-dd}&to={question.To:yyyy-MM-dd}&asOf={question.AsOf:yyyy-MM-dd}");
        using var answer = await http.GetAsync(address + string.Concat(question.Filters.Select(filter => $"&{filter.By.Name}={filter.Value}")));
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync();
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await process.DisposeAsync();
    }

    [GeneratedRegex(@"first-administrator\?code=([0-9a-f]+)")]
    private static partial Regex Code();
}
