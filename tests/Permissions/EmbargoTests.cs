using System.Globalization;
using Labelling.Contracts;
using Labelling.Embedded;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Labelling.Permissions.Tests;

/// <summary>
/// The world goes on twice, from the same moment: an item is labelled in one and refused in the other, and nothing else differs. Until the
/// release, whoever may not know is answered the same by every service: the same status, headers and bytes, the same statements run.
/// </summary>
[TestFixture, Order(2)]
public class EmbargoTests
{
    readonly World world = Place.World;

    /// <summary>A copy of the world, all services in one process, at a moment that stands still.</summary>
    sealed class Fork : IAsyncDisposable
    {
        readonly string folder = Directory.CreateTempSubdirectory("labelling-fork-").FullName;
        WebApplication app = null!;
        HttpClient http = null!;

        public Overheard Overheard { get; private set; } = null!;

        public Databases Databases => app.Services.GetRequiredService<Databases>();

        public static async Task<Fork> Of(World world, string now)
        {
            var fork = new Fork();
            await world.CopyTo(fork.folder);
            fork.app = await LabellingHost.Build(["--urls", "http://127.0.0.1:0", "--data", fork.folder], CommandLine.Services, builder =>
            {
                builder.Services.AddSingleton<TimeProvider>(new TestClock(now));
                builder.Logging.AddFilter<Microsoft.Extensions.Logging.Console.ConsoleLoggerProvider>(null, LogLevel.None);
            });
            await fork.app.StartAsync();
            fork.http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = new Uri(fork.app.Urls.First()) };
            fork.Overheard = new(fork.http, fork.Token);
            await fork.Settle();
            foreach (var database in fork.Databases.All.Values)
                fork.Overheard.Listen(database);
            return fork;
        }

        string Token(Guid person, string[] roles)
        {
            var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
            return SignIn.Token(app.Services.GetRequiredService<SigningKey>(), new Ticket(person, Guid.Empty, roles) { Sequence = long.MaxValue }, now, now + TimeSpan.FromHours(1));
        }

        /// <summary>An act that has to succeed.</summary>
        public async Task Act(Guid person, string role, string path, string body)
        {
            var (said, _) = await Overheard.Send("POST", path, person, [role], body);
            Assert.That(said, Does.StartWith("20"), path);
        }

        public string Confirmation(Guid person) => app.Services.GetRequiredService<ActConfirmation>().Give(person);

        public async Task Settle() => Assert.That(await Patience.Until(
            async () => (await Hosting.Check.Run(CommandLine.Services, Databases, app.Services.GetRequiredService<Settings>().Witness, CancellationToken.None)).UnderWay == 0));

        /// <summary>What services wrote to people and told each other, and how many rows there are where nothing of a session may come.</summary>
        public async Task<string> Kept()
        {
            var kept = new List<string>();
            foreach (var (name, database) in Databases.All)
            {
                kept.AddRange(await database.Query<string>("select concat(Kind, ' ', coalesce(Subject, ''), ' ', coalesce(TextBody, '')) from Mail order by Position", null, CancellationToken.None));
                kept.AddRange(await database.Query<string>("select concat(Kind, ' ', Payload) from Outbox order by Position", null, CancellationToken.None));
                if (name == EventCatalogue.ExpertReview)
                    continue;
                foreach (var table in await database.Query<string>("select name from sqlite_master where type = 'table' order by name", null, CancellationToken.None))
                    kept.Add($"{name}.{table} {(await database.Query<long>($"select count(*) from \"{table}\"", null, CancellationToken.None))[0]}");
            }
            return Overheard.Plain(string.Join('\n', kept));
        }

        public async ValueTask DisposeAsync()
        {
            http.Dispose();
            await app.StopAsync();
            await app.DisposeAsync();
            SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public async Task Until_the_release_no_service_tells_whoever_may_not_know_what_was_decided()
    {
        await world.Settle();
        var calendars = await Calendars();
        var placed = world.At("in-session");
        var now = DateTimeOffset.UtcNow.AddMinutes(1).ToString("O", CultureInfo.InvariantCulture);
        await using var labelled = await Fork.Of(world, now);
        await using var refused = await Fork.Of(world, now);
        var (session, item) = ($"/api/sessions/{placed.Things["session"]}", $"/api/sessions/{placed.Things["session"]}/items/{placed.Things["itemId"]}");
        var chair = placed.People["chair-seat"];
        foreach (var (fork, decision) in new[] { (labelled, """{"decision":"Label"}"""), (refused, """{"decision":"Refuse","reasons":"L'intérêt industriel n'est pas démontré."}""") })
        {
            await fork.Act(chair, Roles.Chair, $"{item}/propose", decision);
            foreach (var (seat, role) in new[] { ("chair-seat", Roles.Chair), ("vice-seat", Roles.ViceChair), ("member-seat", Roles.Member) })
                await fork.Act(placed.People[seat], role, $"{item}/vote", """{"vote":"For"}""");
            await fork.Act(chair, Roles.Chair, $"{item}/close-ballot", "{}");
        }
        var (asked, differing) = (0, new List<string>());
        if (LongRun.Asked)
            await Compare();
        var revision = await Revision(session, chair);
        foreach (var fork in new[] { labelled, refused })
        {
            await fork.Act(chair, Roles.Chair, $"{session}/close", $$"""{"revision":{{revision}}}""");
            await fork.Act(world.Office, Roles.Office, $"{session}/minutes/final", $$"""{"revision":{{revision + 1}}}""");
            await fork.Settle();
        }
        await Compare();
        TestContext.Out.WriteLine($"{asked} requests, of each world");
        Assert.That(string.Join("\n\n", differing.Take(8)), Is.Empty, $"{differing.Count} of {asked}");
        Assert.That(await labelled.Kept(), Is.EqualTo(await refused.Kept()), "mails, events and rows");

        // That the comparison sees something: once released, other services tell.
        foreach (var fork in new[] { labelled, refused })
        {
            await fork.Act(chair, Roles.Chair, "/api/releases", $$"""{"itemIds":["{{placed.Things["itemId"]}}"],"confirmation":"{{fork.Confirmation(chair)}}"}""");
            await fork.Settle();
        }
        foreach (var (path, person, role) in new (string, Guid, string)[]
        {
            ("/api/statistics/success-rates?by=sector&from=2020-01-01&to=2100-12-31", world.Office, Roles.Office),
            ($"/fragments/expert-review/timeline?dossier={placed.Id}", placed.People["holder"], Roles.Holder),
        })
            Assert.That((await labelled.Overheard.Send("GET", path, person, [role])).Said, Is.Not.EqualTo((await refused.Overheard.Send("GET", path, person, [role])).Said), path);

        async Task Compare()
        {
            var things = await TableTests.FixedThings(world);
            foreach (var (name, value) in placed.Things)
                things.TryAdd(name, value);
            // What describes the API is one text for everybody, and a passkey is asked for by chance.
            var all = from block in Table.Read()
                      where LongRun.Asked || block.Method == "GET"
                      let request = Requests.To(block, things)
                      where request is not null && !Requests.AlwaysChange.Contains(block.ToString())
                      from outsider in Outsiders(placed)
                      where (!block.Path.StartsWith("/openapi", StringComparison.Ordinal) || outsider.Person is null) && block.Path != "/api/sign-in/passkey/question"
                      from path in Paths(block, request.Value.Path)
                      select (Block: block, Path: path, request.Value.Body, request.Value.Media, Outsider: outsider);
            var shown = LongRun.Sample(all.ToList(), one => (one.Block, one.Path), one => $"{one.Block} {one.Outsider.Name}", first: 4, oneIn: 8)
                .Concat(calendars.Select(address => (Block: new Block("GET", address, []), Path: address, Body: (string?)null, Media: "", Outsider: (Name: "a calendar", Person: (Guid?)null, Roles: Array.Empty<string>()))));
            foreach (var (block, path, body, media, outsider) in shown)
            {
                asked++;
                var there = await labelled.Overheard.Send(block.Method, path, outsider.Person, outsider.Roles, body, media);
                var here = await refused.Overheard.Send(block.Method, path, outsider.Person, outsider.Roles, body, media);
                if (there.Said != here.Said)
                    differing.Add($"{block}, {outsider.Name}: {Overheard.Parting(there.Said, here.Said)}");
                else if (there.Run != here.Run)
                    differing.Add($"{block}, {outsider.Name}, in what is asked of the databases: {Overheard.Parting(there.Run, here.Run)}");
            }
        }

        async Task<long> Revision(string path, Guid person)
        {
            var (said, _) = await labelled.Overheard.Send("GET", path, person, [Roles.Chair]);
            _ = await refused.Overheard.Send("GET", path, person, [Roles.Chair]);
            return System.Text.Json.Nodes.JsonNode.Parse(said[said.IndexOf('{')..])!["revision"]!.GetValue<long>();
        }
    }

    /// <summary>A list is taken away as a table too.</summary>
    static string[] Paths(Block block, string path) => block.Method != "GET" || block.Path.Contains('{') || block.Path.StartsWith("/api/", StringComparison.Ordinal)
        ? [path]
        : [path, $"{path}{(path.Contains('?') ? '&' : '?')}format=csv"];

    /// <summary>Addresses that calendars read at, of the holder and of the recused member.</summary>
    async Task<IReadOnlyList<string>> Calendars()
    {
        var found = new List<string>();
        foreach (var (person, role, path) in new[]
        {
            (world.At("in-session").People["holder"], Roles.Holder, "/deadlines"), (world.At("in-session").People["holder"], Roles.Holder, "/calendar/renew"),
            (world.At("in-session").People["recused"], Roles.Member, "/calendar/renew"),
        })
        {
            var (status, text) = await world.Send(person, [role], HttpMethod.Post, path, "", "application/x-www-form-urlencoded");
            var address = System.Text.RegularExpressions.Regex.Match(text, "/deadlines/calendar\\?[^\"<\\s]+|/calendar/[^\"<\\s/]+\\.ics");
            Assert.That(address.Success, Is.True, $"{path} was answered {status}");
            found.Add(System.Net.WebUtility.HtmlDecode(address.Value));
        }
        return found;
    }

    /// <summary>Those who may not know; the first of them are asked for whatever the run.</summary>
    IReadOnlyList<(string Name, Guid? Person, string[] Roles)> Outsiders(Placed placed) =>
    [
        ("a recused member", placed.People["recused"], [Roles.Member]),
        ("an expert of another dossier", world.At("invited").People["expert"], [Roles.Expert]),
        ("the holder", placed.People["holder"], [Roles.Holder]),
        ("anybody", null, []),
        ("a member who was away", placed.People["absent"], [Roles.Member]),
        ("an expert of the dossier", placed.People["expert"], [Roles.Expert]),
        ("a co-holder, of the office too", placed.People["co-holder"], [Roles.Holder, Roles.Office]),
        ("a partner", placed.People["partner"], [Roles.Holder]),
        ("a recused member, of the office too", placed.People["recused"], [Roles.Member, Roles.Office]),
        ("somebody who has to do with none", placed.People["nobody"], [Roles.Member]),
    ];
}
