using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Labelling.Contracts;
using Labelling.Embedded.Demonstration;
using Labelling.Ground;
using Labelling.Journey.Tests;
using Labelling.Storage;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace Labelling.Fuzz.Tests;

/// <summary>
/// Random and mutated requests over everything that is answered, by each role and by nobody: no failure on our side, and no change by
/// anybody who has no right to it. LABELLING_TEST_LONG: 10 000 a role; LABELLING_TEST_SEED: the seed of a run that is to be repeated.
/// </summary>
[NonParallelizable]
public class FuzzTests
{
    const int Batch = 20;

    static readonly int Each = LongRun.Asked ? 10_000 : 500;
    static readonly int Seed = int.TryParse(Environment.GetEnvironmentVariable("LABELLING_TEST_SEED"), CultureInfo.InvariantCulture, out var given) ? given
        : LongRun.Asked ? Environment.TickCount : 20260312;

    Town town = null!;
    Requests requests = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        town = await Town.Build();
        await town.Settle();
        var operations = Operation.All(JsonNode.Parse(await town.Http.GetStringAsync("/openapi/by-full-name.json"))!);
        var pages = (
            from source in town.Get<IEnumerable<EndpointDataSource>>()
            from endpoint in source.Endpoints.OfType<RouteEndpoint>()
            let path = "/" + endpoint.RoutePattern.RawText!.Trim('/')
            where !path.StartsWith("/api/", StringComparison.Ordinal) && !path.StartsWith("/openapi", StringComparison.Ordinal) && !path.StartsWith("/health", StringComparison.Ordinal)
            from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []
            // Who signs out is not there any more for the rest of the run.
            where path != "/sign-out"
            select (method, Path: Regex.Replace(path, @"\{(\w+)[^}]*\}", "{$1}"))).Distinct().ToList();
        var fields = new HashSet<string>();
        foreach (var (method, path) in pages.Where(page => page.method == "GET" && !page.Path.Contains('{')))
            foreach (var person in town.People.DistinctBy(person => person.Role).Append(null))
                foreach (Match field in Regex.Matches(await Text(person, path), "name=\"([^\"]+)\""))
                    fields.Add(field.Groups[1].Value);
        TestContext.Out.WriteLine($"{operations.Count} operations, {pages.Count} pages and forms with {fields.Count} fields");
        Assert.That(operations, Has.Count.GreaterThan(80));
        requests = new Requests(new Random(Seed), operations, pages, new BadPayloads(await Known()), await Ids(), [.. fields.Order()]);
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        if (town is not null)
            await town.DisposeAsync();
    }

    // An administrator comes last: accounts that are disabled by chance would let nobody else in.
    static readonly string[] InTurn = ["", Roles.Holder, Roles.Expert, Roles.Member, Roles.ViceChair, Roles.Chair, Roles.Office, Roles.Administrator];

    [TestCaseSource(nameof(InTurn)), Order(1)]
    public async Task Nothing_fails_and_nobody_changes_what_is_not_theirs(string role)
    {
        var who = role.Length == 0 ? null : town.People.First(person => person.Role == role);
        var faults = new List<string>();
        var answers = new SortedDictionary<int, int>();
        var watch = Stopwatch.StartNew();
        await town.Settle();
        var before = await Heads();
        var rows = who is null ? await town.Counts() : null;
        for (var sent = 0; sent < Each && faults.Count < 20; sent++)
        {
            // A batch that only reads, and one of anything, in turns.
            var safe = sent / Batch % 2 == 0;
            if (safe && sent % Batch == 0)
            {
                await Look(who, role, before, faults);
                before = await Heads();
            }
            using var request = safe ? requests.Safe() : requests.Any();
            var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync();
            if (who is not null)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", who.Token);
            var began = watch.Elapsed;
            using var answer = await town.Http.SendAsync(request);
            answers[(int)answer.StatusCode] = answers.GetValueOrDefault((int)answer.StatusCode) + 1;
            if ((int)answer.StatusCode >= 500)
                faults.Add($"request {sent}: {Requests.Describe(request, body)} -> {(int)answer.StatusCode} {Cause()}");
            if (watch.Elapsed - began > TimeSpan.FromSeconds(20))
                faults.Add($"request {sent}: {Requests.Describe(request, body)} took {watch.Elapsed - began}");
            if (safe && sent % Batch == Batch - 1)
                faults.AddRange((await Acts(before)).Where(act => act.Act.PersonId == who?.Id && act.Act.ActorRole != "service")
                    .Select(act => $"before request {sent + 1}: {act.Act} although only GET was sent"));
        }
        await town.Settle();
        await Look(who, role, before, faults);
        if (rows is not null)
            faults.AddRange((await town.Counts()).Where(table => !OwnCounting.Contains(table.Key) && rows.GetValueOrDefault(table.Key) != table.Value)
                .Select(table => $"signed out, yet {table.Key} has {table.Value} rows instead of {rows.GetValueOrDefault(table.Key)}"));
        TestContext.Out.WriteLine($"{(role.Length == 0 ? "nobody" : role)}: seed {Seed}, {Each} requests in {watch.Elapsed.TotalSeconds:0} s: {string.Join(", ", answers.Select(each => $"{each.Value} x {each.Key}"))}");
        Assert.That(faults.Distinct().Take(20), Is.Empty, $"seed {Seed} (set LABELLING_TEST_SEED to repeat it)");
        Assert.That(answers.Where(each => each.Key is >= 200 and < 300).Sum(each => each.Value), Is.GreaterThan(who is null ? 0 : Each / 50), "hardly anything was answered: the requests try nothing");
    }

    /// <summary>What counts the tries of whoever is not signed in, and what services write by themselves.</summary>
    static readonly string[] OwnCounting = ["Accounts.SignInTry", "Accounts.UsedChallenge", "Accounts.sqlite_sequence", "Accounts.Registration", "Accounts.PasswordReset", "Accounts.Mail", "Accounts.MailAttachment", "Accounts.AuditLine", "Accounts.AuditPersonal"];

    [Test, Order(2)]
    public async Task After_all_that_nothing_is_so_that_must_never_be()
    {
        await town.Settle();
        Assert.That((await town.Check()).Violations, Is.Empty);
        Assert.That(town.Errors.Where(error => !error.Category.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)).Select(error => $"{error.Category}: {error.Message}: {error.Failure?.Message}").Distinct().Take(20),
            Is.Empty, "what failed outside of requests: relays, listeners");
    }

    async Task Look(Somebody? who, string role, IReadOnlyDictionary<string, long> since, List<string> faults)
    {
        foreach (var (database, act) in await Acts(since))
            if (await Rights.WhyNot(act, who?.Id, role, town.Databases[database]) is { } wrong)
                faults.Add($"{database}: {wrong}");
    }

    async Task<IReadOnlyDictionary<string, long>> Heads()
    {
        var heads = new Dictionary<string, long>();
        foreach (var (name, database) in town.Databases.All)
            heads[name] = await database.QuerySingleOrDefault<long>("select Position from AuditHead", null, CancellationToken.None);
        return heads;
    }

    async Task<IReadOnlyList<(string Database, Rights.Act Act)>> Acts(IReadOnlyDictionary<string, long> since)
    {
        var acts = new List<(string, Rights.Act)>();
        foreach (var (name, database) in town.Databases.All)
            acts.AddRange((await database.Query<Rights.Act>(
                "select Position, PersonId, ActorRole, Action, SubjectId from AuditLine where Position > @Since order by Position",
                new { Since = since[name] }, CancellationToken.None)).Select(act => (name, act)));
        return acts;
    }

    string Cause()
    {
        var (_, failure, message) = town.Errors.LastOrDefault();
        var place = failure?.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("at Labelling.", StringComparison.Ordinal))?.Trim();
        return $"{failure?.GetType().Name ?? message}: {failure?.Message.Split('\n')[0]} {place}";
    }

    async Task<string> Text(Somebody? who, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        if (who is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", who.Token);
        using var answer = await town.Http.SendAsync(request);
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>Every id there is, of every kind: an id of something else is the likeliest mistake.</summary>
    async Task<IReadOnlyList<string>> Ids()
    {
        var ids = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (name, table) in new[]
        {
            ("Accounts", "Person"), ("Accounts", "Organisation"), ("Submission", "Dossier"), ("Submission", "Call"), ("Submission", "Programme"), ("Submission", "Attachment"),
            ("PreInterview", "Interview"), ("PreInterview", "Slot"), ("ExpertReview", "Invitation"), ("ExpertReview", "Session"), ("ExpertReview", "AgendaItem"),
            ("ExpertReview", "Label"), ("FundingOutcome", "FundingApplication"),
        })
        {
            var found = await town.Databases[name].Query<string>($"select Id from {table} order by Id", null, CancellationToken.None);
            Assert.That(found, Is.Not.Empty, $"{name}.{table}");
            ids.UnionWith(found.Take(12));
        }
        return [.. ids];
    }

    /// <summary>Values that a body needs to be of its form.</summary>
    async Task<IReadOnlyDictionary<string, JsonNode?>> Known()
    {
        var office = town.People.First(person => person.Role == Roles.Office);
        var expert = town.People.First(person => person.Role == Roles.Expert).Id.ToString();
        async Task<JsonNode> FirstOf(string path) => (await town.Get(office, path))!.AsArray()[0]!["id"]!.DeepClone();
        return new Dictionary<string, JsonNode?>
        {
            ["email"] = "somebody.else@town.example",
            ["password"] = "a-password-of-the-town",
            ["language"] = "fr",
            ["roles"] = new JsonArray("holder"),
            ["siren"] = "732829320",
            ["groupSiren"] = null,
            ["organisationId"] = await FirstOf("/api/organisations"),
            ["type"] = "sme",
            ["region"] = "ile-de-france",
            ["timeZone"] = "Europe/Paris",
            ["programmeId"] = await FirstOf("/api/programmes"),
            ["callId"] = await FirstOf("/api/calls"),
            ["dossierId"] = town.Dossiers[Stage.Concluded].ToString(),
            ["dossierIds"] = new JsonArray(town.Dossiers[Stage.Reviewed].ToString()),
            ["resubmitsDossierId"] = null,
            ["personId"] = town.People.First(person => person.Role == Roles.Member).Id.ToString(),
            ["expertId"] = expert,
            ["expertIds"] = new JsonArray(expert),
            ["sectors"] = new JsonArray("medtech"),
            ["criterion"] = "scientific-quality",
            ["amountGrantedEur"] = null,
            ["resultOn"] = null,
        };
    }
}
