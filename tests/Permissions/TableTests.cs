using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Labelling.Contracts;
using Labelling.Embedded.Demonstration;
using Labelling.Ground;
using Microsoft.AspNetCore.Routing;

namespace Labelling.Permissions.Tests;

/// <summary>Every endpoint times every role times every relation times every phase, held against the table written by hand. Of each answer a short run tries every role and relation in one phase and a twelfth of the others.</summary>
[TestFixture, Order(1)]
public class TableTests
{
    readonly World world = Place.World;
    readonly IReadOnlyList<Block> table = Table.Read();

    /// <summary>Every route that somebody can call, as "GET /api/dossiers/{id}": the route table, which the OpenAPI document is a part of.</summary>
    IReadOnlyList<string> Endpoints() =>
    [
        .. world.Routes
            .SelectMany(route => (route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(method => $"{method} {Plain(route.RoutePattern)}"))
            .Distinct().Order(StringComparer.Ordinal),
    ];

    // "{id:guid}" is "{id}", and a group's "/" at the end is nothing.
    static string Plain(Microsoft.AspNetCore.Routing.Patterns.RoutePattern pattern)
    {
        var parts = pattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
        {
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart parameter => $"{{{parameter.Name}}}",
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternSeparatorPart separator => separator.Content,
            _ => throw new InvalidOperationException($"A part of {pattern.RawText} that is not known."),
        })));
        return "/" + string.Join('/', parts);
    }

    [Test, Order(1)]
    public async Task Every_endpoint_has_its_lines_and_every_line_its_endpoint()
    {
        var document = JsonNode.Parse((await world.Send(null, [], HttpMethod.Get, "/openapi/v1.json")).Text)!;
        var described = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(operation => $"{operation.Key.ToUpperInvariant()} {path.Key}"));
        var written = table.Select(block => block.ToString()).ToList();
        Assert.Multiple(() =>
        {
            Assert.That(string.Join('\n', Endpoints().Concat(described).Distinct().Except(written)), Is.Empty, "endpoints without lines in table.txt: say from the domain who may call them");
            Assert.That(string.Join('\n', written.Except(Endpoints())), Is.Empty, "lines of endpoints that there are not");
            Assert.That(written, Is.Unique);
            Assert.That(described.Except(Endpoints()), Is.Empty, "described, but not in the route table");
        });
    }

    [Test, Order(2)]
    public async Task Everybody_is_answered_as_the_table_says_and_nothing_changes()
    {
        var before = await world.Counts();
        var asked = LongRun.Sample(Cases(), one => (one.Block, LineOf(one), one.Role, one.Relation), one => one.ToString(), first: 1, oneIn: 12).ToList();
        var used = new ConcurrentDictionary<Line, bool>();
        var wrong = new ConcurrentBag<(Case Case, string Answer, string Text)>();
        await Parallel.ForEachAsync(asked, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (one, _) =>
        {
            if (LineOf(one) is not { } line)
            {
                wrong.Add((one, "no line says what is answered", ""));
                return;
            }
            used[line] = true;
            var (status, text) = await world.Send(one.Person, one.Role == SignedOut ? [] : [one.Role], new HttpMethod(one.Block.Method), one.Path, one.Body, one.Media);
            if (Class(one, status, text) is not { } answer || answer != line.Expected)
                wrong.Add((one, $"line {line.Number} says {line.Expected}, answered {status}", text[..Math.Min(text.Length, 160)]));
        });
        TestContext.Out.WriteLine($"{asked.Count} requests to {table.Count} endpoints");
        Assert.Multiple(async () =>
        {
            Assert.That(string.Join('\n', Said(wrong)), Is.Empty, $"{wrong.Count} of {asked.Count} answers");
            Assert.That(table.SelectMany(block => block.Lines).Distinct().Where(line => !used.ContainsKey(line)).Select(line => line.Number), Is.Empty, "lines of table.txt that no request met");
            Assert.That((await world.Counts()).Except(before).Select(now => $"{now.Key}: {before.GetValueOrDefault(now.Key)} -> {now.Value}"), Is.Empty, "rows of every table of every database, audit lines among them");
            Assert.That(world.Failures, Is.Empty);
        });
    }

    /// <summary>A line for each way an endpoint was answered otherwise, with whom it was answered so.</summary>
    static IEnumerable<string> Said(IEnumerable<(Case Case, string Answer, string Text)> wrong) => wrong
        .GroupBy(one => (Endpoint: one.Case.Block.ToString(), one.Answer))
        .OrderBy(group => group.Key.Endpoint, StringComparer.Ordinal)
        .Select(group => $"{group.Key.Endpoint}: {group.Key.Answer}: roles {Names(group, one => one.Role)}; relations {Names(group, one => one.Relation)}; phases {Names(group, one => one.Phase)}; as {group.First().Text}");

    static string Names(IEnumerable<(Case Case, string Answer, string Text)> group, Func<Case, string> name) => string.Join(',', group.Select(one => name(one.Case)).Distinct().Order(StringComparer.Ordinal));

    const string SignedOut = "signed-out";

    sealed record Case(Block Block, string Role, string Relation, string Phase, Guid? Person, string Path, string? Body, string Media)
    {
        public override string ToString() => $"{Block} {Role} {Relation} {Phase}";
    }

    static Line? LineOf(Case one) => one.Block.Lines.FirstOrDefault(line => line.Covers(one.Role, one.Relation, one.Phase));

    IEnumerable<Case> Cases()
    {
        var fixedThings = FixedThings(world).GetAwaiter().GetResult();
        var anywhere = new Placed("-", Guid.Empty, new Dictionary<string, Guid> { ["nobody"] = world.Stranger, ["self"] = world.Expert }, fixedThings);
        return from block in table
               from placed in Requests.IsAboutADossier(block) ? world.Dossiers : [anywhere]
               let request = Requests.To(block, fixedThings.Concat(placed.Things.Where(thing => !fixedThings.ContainsKey(thing.Key))).ToDictionary())
               where request is not null
               from one in placed.People
                   .SelectMany(person => Roles.All.Select(role => (Relation: person.Key, Role: role, Person: (Guid?)person.Value)))
                   .Append((Relation: "nobody", Role: SignedOut, Person: null))
               where one.Role == SignedOut || !Requests.AlwaysChange.Contains(block.ToString())
               select new Case(block, one.Role, one.Relation, placed.Phase, one.Person, request.Value.Path, request.Value.Body, request.Value.Media);
    }

    internal static async Task<Dictionary<string, string>> FixedThings(World world)
    {
        var programme = (await world.People.Office.Get("/api/programmes")).AsArray()[0]!.Id();
        var call = (await world.People.Office.Get("/api/calls")).AsArray()[0]!.Id();
        return new()
        {
            ["person"] = world.Office.ToString(),
            ["personId"] = world.Expert.ToString(),
            ["stranger"] = world.Stranger.ToString(),
            ["organisation"] = world.Organisation.ToString(),
            ["programme"] = programme.ToString(),
            ["call"] = call.ToString(),
            ["vocabulary"] = "sector",
            ["version"] = "1",
            ["a"] = "1",
            ["b"] = "1",
            ["category"] = "none",
            ["step"] = "project",
            ["nothing"] = Guid.CreateVersion7().ToString(),
            ["edition"] = "1",
            ["name"] = "funnel",
            ["table"] = "0",
            ["messageId"] = Guid.CreateVersion7().ToString(),
            ["fileId"] = Guid.CreateVersion7().ToString(),
            ["documentName"] = "v1",
            ["secret"] = "nobodys",
        };
    }

    /// <summary>Null: a failure.</summary>
    static Expected? Class(Case asked, int status, string text) => status switch
    {
        401 or 302 when status == 401 || asked.Role == SignedOut => Expected.SignedOut,
        // Whoever may release and did not give the password again was let through by the page of permissions.
        403 when text.Contains("\"release.not-confirmed\"", StringComparison.Ordinal) => Expected.Allowed,
        403 => Expected.Forbidden,
        404 => Expected.Nothing,
        204 when asked.Path.StartsWith("/fragments/", StringComparison.Ordinal) && asked.Phase != "-" => Expected.Empty,
        >= 500 => null,
        _ => Expected.Allowed,
    };
}
