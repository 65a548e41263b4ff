using System.Globalization;
using System.Text;
using Labelling.Contracts;
using Labelling.FundingOutcome.History;
using Labelling.FundingOutcome.Statistics;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Labelling.FundingOutcome.Tests;

/// <summary>A database of the service and the few words the tests here are told in.</summary>
sealed class Base : IAsyncDisposable
{
    readonly TestDatabase test;

    Base(TestDatabase test, TestClock clock)
    {
        this.test = test;
        Clock = clock;
    }

    public TestClock Clock { get; }

    public TestDatabase Test => test;

    public Database Database => test.Database;

    public static readonly Actor Office = new(null, Roles.Office, "test");

    public static async Task<Base> Create(Dialect dialect = Dialect.Sqlite, string now = "2026-03-12T09:00:00Z")
    {
        var clock = new TestClock(now);
        return new Base(await TestDatabase.Create(dialect, FundingOutcomeService.Service, clock), clock);
    }

    public async Task<ImportReport> Import(string file, bool skipBadLines = false)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(file));
        return await new Import(Database).Run(stream, skipBadLines, Office, CancellationToken.None);
    }

    /// <summary>What the host does every few seconds: tries again what waits.</summary>
    public async Task Sweep()
    {
        await using var provider = new ServiceCollection().AddLogging().BuildServiceProvider();
        await new Reception(FundingOutcomeService.Service, Database, provider).TryAllWaiting(CancellationToken.None);
    }

    /// <summary>Imports and insists that every line was good.</summary>
    public async Task<ImportReport> ImportGood(string file)
    {
        var report = await Import(file);
        Assert.That(report.Bad.Select(bad => $"line {bad.Line}, {bad.Column}: {bad.ReasonEn}"), Is.Empty);
        Assert.That(report.Unreadable, Is.Null);
        return report;
    }

    public async Task<RatesTable> Ask(string by, string from = "2000-01-01", string to = "2099-12-31", string? asOf = null)
    {
        var answer = await RatesCommand.Answer(Database, by, from, to, asOf);
        Assert.That(answer.Errors, Is.Empty);
        return answer.Table!;
    }

    /// <summary>The rows as "key / key expertised labelled funded pending", and the total.</summary>
    public async Task<string[]> Rows(string by, string from = "2000-01-01", string to = "2099-12-31", string? asOf = null)
    {
        return Told(await Ask(by, from, to, asOf));
    }

    public static string[] Told(RatesTable table) =>
        [.. table.Rows.Select(row => $"{string.Join(" / ", row.Keys)} {Told(row.Counts)}"), $"(total) {Told(table.Total)}"];

    public async Task<string> Total(string? asOf = null) => Told((await Ask("year", asOf: asOf)).Total);

    public async Task<int> Count(string table) =>
        (int)await Database.QuerySingleOrDefault<long>($"select count(*) from {table}", null, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        // Whatever a test did, no invariant of the service may be broken by it.
        var violations = await test.Violations();
        await test.DisposeAsync();
        Assert.That(violations, Is.Empty);
    }

    static string Told(Counts counts) =>
        string.Create(CultureInfo.InvariantCulture, $"{counts.Expertised} {counts.Labelled} {counts.Funded} {counts.Pending}");
}
