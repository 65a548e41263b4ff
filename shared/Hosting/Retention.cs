using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Labelling.Contracts;
using Labelling.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Labelling.Hosting;

/// <summary>Something that is not kept for ever. A service registers its own; those of every service are here.</summary>
/// <param name="Service">Whose it is.</param>
/// <param name="Code">Its name in addresses and in the table: "sign-ins".</param>
/// <param name="English">What is deleted, in words.</param>
/// <param name="French">The same in French.</param>
/// <param name="Days">How long it is kept while nobody says otherwise.</param>
/// <param name="Due">How much there is from before an instant, and the oldest of it. Changes nothing.</param>
/// <param name="Delete">Deletes what there is from before an instant; how much that was.</param>
public sealed record RetentionCategory(
    string Service, string Code, string English, string French, int Days,
    Func<Database, DateTimeOffset, CancellationToken, Task<(int Count, DateTimeOffset? Oldest)>> Due,
    Func<Transaction, DateTimeOffset, Task<int>> Delete);

/// <summary>How long a category is kept, and what would go now.</summary>
/// <param name="Category">Which.</param>
/// <param name="Name">What is deleted, in the reader's language.</param>
/// <param name="Days">For so many days.</param>
/// <param name="Active">True: every night deletes what is due.</param>
/// <param name="Due">How much is due now.</param>
/// <param name="Oldest">The oldest of it.</param>
/// <param name="Revision">0 while nobody has set anything.</param>
public sealed record RetentionLine(string Category, string Name, int Days, bool Active, int Due, DateTimeOffset? Oldest, long Revision);

/// <summary>What came of setting a period.</summary>
public enum RetentionSaved
{
    /// <summary>It is set.</summary>
    Saved,

    /// <summary>Somebody else set it meanwhile.</summary>
    Stale,
}

/// <summary>
/// How long a service keeps what: set by an administrator, shown with what would go before anything goes, done every night where it is
/// switched on. Nothing is until then.
/// </summary>
public sealed class Retention(Database database, IReadOnlyList<RetentionCategory> categories)
{
    /// <summary>Longest period that can be set, in days.</summary>
    public const int Longest = 36500;

    /// <summary>The categories of a service: its own and those that every service has.</summary>
    internal static IReadOnlyList<RetentionCategory> Of(string service, IEnumerable<RetentionCategory> own) =>
    [
        .. own.Where(category => category.Service == service),
        new(service, "mail-texts", "Texts of mails that have left (the lines stay)", "Textes des messages envoyés (les lignes restent)", 90,
            Mail.TextsEndedBefore, Mail.DeleteTextsEndedBefore),
        new(service, "audit-personal", "Names and addresses beside the audit trail (its lines stay)", "Noms et adresses à côté du journal d’audit (ses lignes restent)", 1825,
            PersonalValues.Before, PersonalValues.DeleteBefore),
    ];

    /// <summary>The category of that name; null for none.</summary>
    public RetentionCategory? Named(string code) => categories.SingleOrDefault(category => category.Code == code);

    /// <summary>Every category with what would go now.</summary>
    public async Task<IReadOnlyList<RetentionLine>> Lines(CancellationToken stop)
    {
        var set = (await database.Query<Row>("select Category, Days, Active, Revision from RetentionPeriod", null, stop)).ToDictionary(row => row.Category);
        var lines = new List<RetentionLine>();
        foreach (var category in categories)
        {
            var row = set.GetValueOrDefault(category.Code);
            var days = row?.Days ?? category.Days;
            var (count, oldest) = await category.Due(database, database.Clock.GetUtcNow().AddDays(-days), stop);
            lines.Add(new RetentionLine(category.Code, Words.Say(category.English, category.French), days, row?.Active ?? false, count, oldest, row?.Revision ?? 0));
        }
        return lines;
    }

    /// <summary>Sets a period.</summary>
    public async Task<RetentionSaved> Set(RetentionCategory category, int days, bool active, long expected, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        var row = new { Category = category.Code, Days = days, Active = active, Expected = expected };
        var before = await transaction.QuerySingleOrDefault<Row>("select Category, Days, Active, Revision from RetentionPeriod where Category = @Category", row);
        var saved = expected == 0
            ? before is null && await transaction.TryInsert("insert into RetentionPeriod (Category, Days, Active, Revision) values (@Category, @Days, @Active, 1)", row)
            : await transaction.Execute(
                "update RetentionPeriod set Days = @Days, Active = @Active, Revision = Revision + 1 where Category = @Category and Revision = @Expected", row) == 1;
        if (!saved)
            return RetentionSaved.Stale;
        await AuditTrail.Add(transaction, who, "retention.set", SubjectOf(category.Code), before is null ? null : new { before.Days, before.Active }, new { category.Code, Days = days, Active = active });
        await transaction.Commit();
        return RetentionSaved.Saved;
    }

    /// <summary>Deletes what is due of a category now.</summary>
    /// <returns>How much went.</returns>
    public async Task<int> Delete(RetentionCategory category, Actor who, CancellationToken stop)
    {
        await using var transaction = await database.Begin(stop);
        var days = await transaction.QuerySingleOrDefault<int?>("select Days from RetentionPeriod where Category = @Code", new { category.Code }) ?? category.Days;
        var gone = await category.Delete(transaction, transaction.Clock.GetUtcNow().AddDays(-days));
        if (gone == 0)
            return 0;
        await AuditTrail.Add(transaction, who, "retention.deleted", SubjectOf(category.Code), after: new { category.Code, Days = days, Deleted = gone });
        await transaction.Commit();
        return gone;
    }

    /// <summary>Deletes what is due of every category that is switched on.</summary>
    /// <returns>How much went.</returns>
    public async Task<int> DeleteWhatIsActive(CancellationToken stop)
    {
        var gone = 0;
        foreach (var code in await database.Query<string>("select Category from RetentionPeriod where Active = 1", null, stop))
            if (Named(code) is { } category)
                gone += await Delete(category, Actor.Service(category.Service), stop);
        return gone;
    }

    /// <summary>A subject for the audit trail: the same for a category for ever.</summary>
    static Guid SubjectOf(string code) => new(SHA256.HashData(Encoding.UTF8.GetBytes($"retention {code}"))[..16]);

    /// <summary>The path of a service's fragment.</summary>
    public static string Fragment(string service) => $"/fragments/{ServiceAddress.Of(service)}/retention";

    internal static void Add(IServiceCollection services, IReadOnlyList<LabellingService> running, Databases databases)
    {
        foreach (var service in running)
        {
            services.AddKeyedSingleton(service.Name, (provider, _) => new Retention(databases[service.Name], Of(service.Name, provider.GetServices<RetentionCategory>())));
            services.AddSingleton<IHostedService>(provider => new RetentionNight(
                service.Name, provider.GetRequiredKeyedService<Retention>(service.Name), databases[service.Name].Clock, provider.GetRequiredService<ILogger<RetentionNight>>()));
        }
    }

    internal static void Map(WebApplication app, string service)
    {
        var retention = app.Services.GetRequiredKeyedService<Retention>(service);
        app.MapGet(Fragment(service), async (CancellationToken stop) => Shown(service, await retention.Lines(stop)))
            .For(Roles.Administrator).ExcludeFromDescription();
        app.MapPost(Fragment(service) + "/{category}", async Task<IResult> (string category, HttpContext context, Caller caller, CancellationToken stop) =>
        {
            if (retention.Named(category) is not { } named)
                return Problems.NotFound();
            var form = await SentForm.Of(context.Request, stop);
            if ($"{form["act"]}" == "delete")
            {
                await retention.Delete(named, caller.Actor(Roles.Administrator), stop);
                return Back(context);
            }
            if (!int.TryParse($"{form["days"]}", NumberStyles.None, CultureInfo.InvariantCulture, out var days) || days is < 1 or > Longest
                || !long.TryParse($"{form["revision"]}", NumberStyles.None, CultureInfo.InvariantCulture, out var revision))
                return Problems.Invalid("days", $"Give a number of days from 1 to {Longest}.", $"Donnez un nombre de jours de 1 à {Longest}.");
            return await retention.Set(named, days, $"{form["active"]}" == "yes", revision, caller.Actor(Roles.Administrator), stop) == RetentionSaved.Saved
                ? Back(context)
                : Problems.Stale();
        }).For(Roles.Administrator).ExcludeFromDescription();
    }

    static StatusCodeHttpResult Back(HttpContext context)
    {
        context.Response.Headers.Location = "/retention";
        return TypedResults.StatusCode(303);
    }

    static RazorComponentResult<RetentionLines> Shown(string service, IReadOnlyList<RetentionLine> lines) => new(new Dictionary<string, object?>
    {
        [nameof(RetentionLines.Source)] = Fragment(service),
        [nameof(RetentionLines.Lines)] = lines,
    });

    sealed record Row
    {
        public required string Category { get; init; }
        public required int Days { get; init; }
        public required bool Active { get; init; }
        public required long Revision { get; init; }
    }
}

/// <summary>Deletes every night, at three in Paris, what is due of the categories that are switched on.</summary>
sealed partial class RetentionNight(string service, Retention retention, TimeProvider clock, ILogger<RetentionNight> log) : BackgroundService
{
    const int Hour = 3;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                var now = clock.GetUtcNow();
                await Task.Delay(Next(now) - now, clock, stoppingToken);
                try
                {
                    var gone = await retention.DeleteWhatIsActive(stoppingToken);
                    if (gone > 0)
                        Done(service, gone);
                }
                catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
                {
                    // Nothing was deleted, or not all: the next night goes on.
                    Failed(service, failure);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host ends.
        }
    }

    /// <summary>The next three o'clock in Paris; at three itself, that of the day after.</summary>
    internal static DateTimeOffset Next(DateTimeOffset now)
    {
        var day = Paris.Day(now);
        while (true)
        {
            var local = day.ToDateTime(new TimeOnly(Hour, 0));
            var at = new DateTimeOffset(local, Paris.Zone.GetUtcOffset(local)).ToUniversalTime();
            if (at > now)
                return at;
            day = day.AddDays(1);
        }
    }

    [LoggerMessage(LogLevel.Information, "The night of {Service} deleted {Count} things whose time was over")]
    partial void Done(string service, int count);

    [LoggerMessage(LogLevel.Error, "The night of {Service} could not delete what was due; the next one tries again")]
    partial void Failed(string service, Exception failure);
}
