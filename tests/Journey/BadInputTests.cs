using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Labelling.Embedded.Demonstration;

namespace Labelling.Journey.Tests;

/// <summary>
/// Whatever is sent to whatever operation, by people who may call it and by people who are signed out: an answer that says what is
/// wrong, never a failure on our side, and nothing changed that must not be.
/// </summary>
public class BadInputTests
{
    static readonly int[] Right = [200, 201, 204], Refusals = [400, 401, 403, 404, 405, 409, 413, 415, 422, 429];

    Town town = null!;
    IReadOnlyList<Operation> described = [], operations = [];
    BadPayloads payloads = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        town = await Town.Build();
        described = Operation.All(JsonNode.Parse(await town.Http.GetStringAsync("/openapi/v1.json"))!);
        var byFullName = Operation.All(JsonNode.Parse(await town.Http.GetStringAsync("/openapi/by-full-name.json"))!).ToDictionary(operation => operation.ToString());
        operations = [.. described.Select(operation => operation with { Body = byFullName[operation.ToString()].Body })];
        await town.Settle();
        payloads = new BadPayloads(await Known());
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        if (town is not null)
            await town.DisposeAsync();
    }

    /// <summary>What is called by whom, with values in the address.</summary>
    /// <param name="Resource">Where the thing it is about can be read; null for none.</param>
    sealed record Target(Operation Operation, Somebody? Who, string Path, string? Resource);

    /// <summary>What was answered to what.</summary>
    sealed record Answer(int Status, string? MediaType, string Text);

    [Test, Order(1)]
    public void Every_operation_of_every_service_is_described() =>
        Assert.That(operations, Has.Count.GreaterThan(80), "the OpenAPI document");

    [Test, Order(1)]
    public void Every_operation_is_described_with_the_body_it_takes() =>
        Assert.That(
            described.Zip(operations).Where(pair => Members(pair.First) != Members(pair.Second)).Select(pair => $"{pair.First}: {Members(pair.First)} instead of {Members(pair.Second)}").Take(8),
            Is.Empty, "types of the same name stand for each other in /openapi/v1.json");

    static string Members(Operation operation) => string.Join(", ", operation.Body?.Properties.Keys ?? []);

    [Test, Order(2)]
    public async Task Signed_out_nobody_changes_anything()
    {
        var before = await town.Counts();
        var broken = new Faults();
        foreach (var operation in operations.Where(operation => !operation.Anonymous))
            foreach (var target in (await Targets(operation)).Take(1).Select(target => target with { Who = null }))
            {
                var right = operation.Body is null ? null : payloads.Right(operation.Body);
                foreach (var payload in (Payload[])[new("a right body", BadPayloads.Json(right)), new("no body", ""), new("malformed JSON", "{"), new("no members", "{}")])
                {
                    var answer = await Send(target, payload.Text);
                    if (answer.Status != 401)
                        broken.Add(target, payload, answer, "signed out, yet not 401");
                    else
                        Look(broken, target, payload, answer);
                }
            }
        Assert.That(broken.Text, Is.Empty);
        Assert.That(await town.Counts(), Is.EqualTo(before), "rows of every table of every database");
    }

    [Test, Order(3)]
    public async Task Bad_input_is_answered_with_a_problem_and_never_with_a_failure()
    {
        var broken = new Faults();
        var sent = 0;
        List<string> misshapen = [], unreached = [];
        var rightOnes = new List<(Target Target, Payload Payload)>();
        foreach (var operation in operations)
        {
            var targets = await Targets(operation);
            if (targets.Count == 0)
            {
                unreached.Add(operation.ToString());
                continue;
            }
            await Addresses(operation, targets[0]);
            foreach (var (target, index) in targets.Select((target, index) => (target, index)))
            {
                var right = await RightBody(target);
                rightOnes.Add((target, new Payload("a right body", BadPayloads.Json(right))));
                if (operation.Body is null)
                {
                    if (operation.Method != "GET" && index == 0)
                        foreach (var text in (string[])["{", "null", "\"\u0000\"", "a;b\n1;2\n"])
                            await Try(target, new Payload("no CSV and no JSON", text, Acceptable: operation.Method == "DELETE"));
                    continue;
                }
                // The first target gets everything; where another state may take another way, only what comes as far as that.
                foreach (var payload in payloads.Wrong(operation.Body, right).Where(payload => index == 0 || payload.Acceptable || payload.What.Contains("list with null", StringComparison.Ordinal)))
                    if ((await Try(target, payload)).Status < 300)
                        right = await RightBody(target);
            }
        }
        // What is right comes last: it changes what the others were sent to.
        foreach (var (target, payload) in rightOnes)
        {
            var body = await RightBody(target);
            var answer = await Try(target, payload with { Text = BadPayloads.Json(body), Acceptable = true });
            if (answer.Status == 400 && body is not null)
                misshapen.Add($"{target.Operation}: {payload.Text} -> {answer.Text}");
            foreach (var role in town.People.DistinctBy(person => person.Role).Where(person => target.Operation.Roles is { Count: > 0 } roles && !roles.Contains(person.Role)))
                if ((await Try(target with { Who = role }, payload with { What = $"a right body of somebody who is {role.Role}", Acceptable = false })).Status is not 403 and var status && status < 500)
                    broken.Add(target, payload, new Answer(status, null, ""), $"for {string.Join(", ", target.Operation.Roles)}, yet {role.Role} was not answered 403");
        }
        TestContext.Out.WriteLine($"{sent} requests to {operations.Count} operations");
        Assert.Multiple(() =>
        {
            Assert.That(broken.Text, Is.Empty);
            Assert.That(unreached, Is.Empty, "operations for which there is nothing to send them to");
            Assert.That(misshapen.DistinctBy(line => line.Split(':')[0]).Select(line => line.Length <= 1200 ? line : $"{line[..600]} ... {line[^600..]}"), Is.Empty, "bodies that ought to be of their form: what is wrong with them hides what is wrong with the others");
        });

        async Task<Answer> Try(Target target, Payload payload)
        {
            sent++;
            var answer = await Send(target, payload.Text);
            if (Right.Contains(answer.Status) && !payload.Acceptable)
                broken.Add(target, payload, answer, "accepted");
            else
                Look(broken, target, payload, answer);
            return answer;
        }

        async Task Addresses(Operation operation, Target first)
        {
            var right = operation.Body is null ? null : await RightBody(first);
            foreach (var parameter in operation.Parameters.Where(parameter => parameter.In is "path" or "query"))
                foreach (var value in BadPayloads.InAddress(parameter.Shape))
                {
                    var escaped = Uri.EscapeDataString(value);
                    // The server itself refuses a path with %00, before anything of ours.
                    if (parameter.In == "path" && (escaped.Length == 0 || value.Contains('\0') || first.Path.Split('/').Contains(escaped)))
                        continue;
                    var path = parameter.In == "query"
                        ? $"{first.Path}{(first.Path.Contains('?') ? '&' : '?')}{parameter.Name}={escaped}"
                        : Fill(operation.Path, name => name == parameter.Name ? escaped : Uri.EscapeDataString(PathValue(operation, first.Path, name)));
                    await Try(first with { Path = path }, new Payload($"{parameter.Name} = {value[..Math.Min(value.Length, 60)]}", BadPayloads.Json(right), Acceptable: parameter.In == "query" || operation.Method == "GET"));
                }
            await Try(first with { Operation = operation with { Method = "PATCH" } }, new Payload("a method there is not", "{}"));
            if (operation.Body is not null)
            {
                sent++;
                // To whoever is signed out the host answers 401 here, also where signing in is not asked for.
                int? expected = first.Who is null ? null : 415;
                Look(broken, first, new Payload("as text/plain", ""), await Send(first, BadPayloads.Json(right), "text/plain"), expected);
                Look(broken, first, new Payload("as a form", ""), await Send(first, "a=b", "application/x-www-form-urlencoded"), expected);
            }
        }
    }

    [Test, Order(4)]
    public async Task After_all_that_nothing_is_so_that_must_never_be()
    {
        await town.Settle();
        Assert.Multiple(async () =>
        {
            Assert.That((await town.Check()).Violations, Is.Empty);
            Assert.That(town.Errors.Where(error => !error.Category.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)).Select(error => $"{error.Category}: {error.Message}: {error.Failure?.Message}").Distinct().Take(10),
                Is.Empty, "what failed outside of requests: relays, listeners");
        });
    }

    void Look(Faults broken, Target target, Payload payload, Answer answer, int? expected = null)
    {
        if (Right.Contains(answer.Status) && expected is null)
            return;
        if (answer.Status >= 500)
            broken.Add(target, payload, answer, $"failed: {Cause()}");
        else if (!Refusals.Contains(answer.Status) || expected is not null && answer.Status != expected)
            broken.Add(target, payload, answer, expected is null ? "a status that is no answer" : $"not {expected}");
        else if (answer.MediaType != "application/problem+json" || JsonNode.Parse(answer.Text) is not JsonObject problem
            || problem["title"]?.ToString() is not { Length: > 0 } || problem["code"]?.ToString() is not { Length: > 0 })
            broken.Add(target, payload, answer, "not a problem with a title and a code");
    }

    string Cause()
    {
        var (_, failure, message) = town.Errors.LastOrDefault();
        var place = failure?.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("at Labelling.", StringComparison.Ordinal) && line.Contains(":line", StringComparison.Ordinal))?.Trim();
        return $"{failure?.GetType().Name ?? message}: {failure?.Message.Split('\n')[0]} {place}";
    }

    async Task<Answer> Send(Target target, string text, string type = "application/json")
    {
        using var request = new HttpRequestMessage(new HttpMethod(target.Operation.Method), target.Path);
        if (target.Who is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", target.Who.Token);
        if (target.Operation.Method is not "GET")
        {
            request.Content = BadPayloads.Content(text, type);
            // The server refuses what is too large before it was sent.
            request.Headers.ExpectContinue = text.Length > 1_000_000;
        }
        using var answer = await town.Http.SendAsync(request);
        return new Answer((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>A body of the right form, with the revision that the thing has now.</summary>
    async Task<JsonNode?> RightBody(Target target)
    {
        if (target.Operation.Body is null)
            return null;
        var body = payloads.Right(target.Operation.Body);
        if (body is JsonObject members && members.ContainsKey("revision") && target.Resource is not null
            && (await town.Get(target.Who, target.Resource))?["revision"] is { } revision)
            members["revision"] = revision.DeepClone();
        if (body is JsonObject confirmed && confirmed.ContainsKey("confirmation") && target.Who is not null)
            confirmed["confirmation"] = town.Confirmation(target.Who);
        return body;
    }

    /// <summary>What there is to send an operation to: one thing a status, and somebody who may see it.</summary>
    async Task<IReadOnlyList<Target>> Targets(Operation operation)
    {
        var callers = operation.Anonymous ? [null] : town.People
            .Where(person => operation.Roles.Count == 0 || operation.Roles.Contains(person.Role)).OrderBy(person => operation.Roles.Count == 0 ? Array.IndexOf(ForAnyone, person.Role) : 0).Cast<Somebody?>().ToList();
        var names = operation.Parameters.Where(parameter => parameter.In == "path").Select(parameter => parameter.Name).ToList();
        var required = operation.Path + Query(operation);
        if (names.Count == 0)
            return [.. callers.DistinctBy(person => person?.Role).Take(3).Select(person => new Target(operation, person, required, null))];
        var collection = operation.Path[..operation.Path.IndexOf("/{", StringComparison.Ordinal)];
        var targets = new Dictionary<string, Target>(StringComparer.Ordinal);
        foreach (var person in callers)
            foreach (var (first, status) in await Things(person, collection, names[0]))
            {
                var resource = $"{collection}/{Uri.EscapeDataString(first)}";
                if (names.Contains("attachmentId"))
                {
                    foreach (var attachment in (await town.Get(person, resource + "/attachments"))?.AsArray() ?? [])
                        targets.TryAdd(status, new Target(operation, person, Fill(operation.Path, name => name == "attachmentId" ? attachment!["id"]!.ToString() : name == "id" ? first : "1"), resource));
                    continue;
                }
                if (names.Contains("messageId"))
                {
                    foreach (var message in (await town.Get(person, resource + "/messages"))?["messages"]?.AsArray() ?? [])
                        targets.TryAdd(status, new Target(operation, person, Fill(operation.Path, name => name switch
                        {
                            "id" => first,
                            "messageId" => message!["id"]!.ToString(),
                            _ => message!["files"]!.AsArray().FirstOrDefault()?["id"]?.ToString() ?? Guid.Empty.ToString(),
                        }), resource));
                    continue;
                }
                if (names.Contains("itemId"))
                {
                    foreach (var item in (await town.Get(person, resource))?["items"]?.AsArray() ?? [])
                        targets.TryAdd($"{status} {item!["status"]}", new Target(operation, person, Fill(operation.Path, name => name == "itemId" ? item["id"]!.ToString() : first), resource));
                    continue;
                }
                targets.TryAdd(status, new Target(operation, person, Fill(operation.Path, name => name == names[0] ? Uri.EscapeDataString(first) : "1") + Query(operation), resource));
            }
        return [.. targets.Values.Take(6)];
    }

    /// <summary>As whom what is for anybody signed in is called: most of it is the holders' part.</summary>
    static readonly string[] ForAnyone = ["holder", "office", "expert", "chair", "vice-chair", "member", "administrator"];

    /// <summary>Ids in a collection as a person sees it, with the status of each.</summary>
    async Task<IReadOnlyList<(string Id, string Status)>> Things(Somebody? who, string collection, string name)
    {
        // The administrator who is changed and disabled here is nobody else.
        if (collection == "/api/people")
            return [(spare.ToString(), "")];
        if (collection == "/api/statistics/tables")
            return [("funnel", "")];
        if (collection == "/api/vocabularies")
            return [("sector", "")];
        if (name == "dossierId")
            return [.. town.Dossiers.Select(dossier => (dossier.Value.ToString(), dossier.Key.ToString()))];
        if (who is not null && collection == "/api/experts" && who.Role == "expert")
            return [(who.Id.ToString(), "")];
        if (listings.TryGetValue((who?.Id, collection), out var known))
            return known;
        var listing = await town.Get(who, collection == "/api/funding-applications" ? $"{collection}?dossierId={town.Dossiers[Stage.Concluded]}" : collection);
        var items = listing as JsonArray ?? listing?["items"]?.AsArray() ?? [];
        return listings[(who?.Id, collection)] =
        [
            .. items.Where(item => item is JsonObject && (item[name] ?? item["id"]) is not null)
                .Select(item => ((item![name] ?? item["id"])!.ToString(), item["status"]?.ToString() ?? (item["free"] ?? "").ToString())),
        ];
    }

    readonly Dictionary<(Guid?, string), IReadOnlyList<(string, string)>> listings = [];
    Guid spare;

    static string Fill(string path, Func<string, string> value) => string.Join('/', path.Split('/').Select(part => part.StartsWith('{') ? value(part.Trim('{', '}').Split(':')[0]) : part));

    static string PathValue(Operation operation, string filled, string name)
    {
        var at = Array.FindIndex(operation.Path.Split('/'), part => part.Trim('{', '}').Split(':')[0] == name);
        return Uri.UnescapeDataString(filled.Split('?')[0].Split('/')[at]);
    }

    /// <summary>What the address of an operation cannot do without.</summary>
    string Query(Operation operation) => operation.Path switch
    {
        "/api/statistics/success-rates" => "?by=sector&from=2022-01-01&to=2026-12-31",
        "/api/statistics/tables/{name}" => "?from=2022-01-01&to=2026-12-31",
        "/api/assignments" => $"?dossierId={town.Dossiers[Stage.Invited]}",
        "/api/conflicts" => $"?dossierId={town.Dossiers[Stage.Invited]}&personId={town.People.First(person => person.Role == "expert").Id}",
        "/api/funding-applications" or "/api/funding-applications/trail" when operation.Method == "GET" => $"?dossierId={town.Dossiers[Stage.Concluded]}",
        _ => "",
    };

    /// <summary>Values that a body needs to be of its form.</summary>
    async Task<IReadOnlyDictionary<string, JsonNode?>> Known()
    {
        var office = town.People.First(person => person.Role == "office");
        var administrator = town.People.First(person => person.Role == "administrator");
        var experts = town.People.Where(person => person.Role == "expert").ToList();
        var registered = await Send(
            new Target(operations.Single(operation => operation is { Method: "POST", Path: "/api/people" }), administrator, "/api/people", null),
            """{"name":"Personne","email":"spare@town.example","password":"a-password-of-the-town","language":"fr","roles":["holder"]}""");
        spare = JsonNode.Parse(registered.Text)!["id"]!.GetValue<Guid>();
        // Something to revoke.
        var holder = town.People.First(person => person.Role == "holder");
        await Send(
            new Target(operations.Single(operation => operation is { Method: "POST", Path: "/api/account/tokens" }), holder, "/api/account/tokens", null),
            """{"name":"Un jeton","scopes":["dossiers:read"],"days":30,"password":"a-password-of-the-town"}""");
        var organisation = (await town.Get(office, "/api/organisations"))!.AsArray()[0]!["id"]!;
        var programme = (await town.Get(office, "/api/programmes"))!.AsArray()[0]!["id"]!;
        var call = (await town.Get(office, "/api/calls"))!.AsArray()[0]!["id"]!;
        return new Dictionary<string, JsonNode?>
        {
            ["email"] = "somebody.else@town.example",
            ["password"] = "a-password-of-the-town",
            ["language"] = "fr",
            ["passkey"] = null,
            ["address"] = null,
            ["credential"] = new JsonObject(),
            ["scopes"] = new JsonArray("dossiers:read"),
            ["roles"] = new JsonArray("holder"),
            ["role"] = "member",
            ["siren"] = "732829320",
            ["leadSiren"] = "732829320",
            ["groupSiren"] = null,
            ["declaredSirens"] = new JsonArray("732829320"),
            ["organisationId"] = organisation.DeepClone(),
            ["type"] = "sme",
            ["region"] = "ile-de-france",
            ["key"] = "r1",
            ["candidateBornOn"] = "1990-05-04",
            ["ageUnder"] = 45,
            ["clinicalPhase"] = "1A",
            ["clinicalPhaseAtLeast"] = "1A",
            ["code"] = "un-code",
            ["timeZone"] = "Europe/Paris",
            ["programmeId"] = programme.DeepClone(),
            ["callId"] = call.DeepClone(),
            ["redirectToCallId"] = null,
            ["replanTo"] = null,
            ["dossierId"] = town.Dossiers[Stage.Concluded].ToString(),
            ["resubmitsDossierId"] = null,
            ["dossierIds"] = new JsonArray(town.Dossiers[Stage.Reviewed].ToString()),
            ["personId"] = town.People.First(person => person.Role == "member").Id.ToString(),
            ["expertId"] = experts[0].Id.ToString(),
            ["expertIds"] = new JsonArray(experts[0].Id.ToString()),
            ["sectors"] = new JsonArray("medtech"),
            ["therapeuticAreas"] = new JsonArray("cardiology"),
            ["technologyAxes"] = new JsonArray("imaging"),
            ["criterion"] = "scientific-quality",
            ["result"] = "Pending",
            ["amountGrantedEur"] = null,
            ["resultOn"] = null,
            ["filedOn"] = DateTime.UtcNow.ToString("yyyy-MM-dd"),
            ["decidedOn"] = DateTime.UtcNow.ToString("yyyy-MM-dd"),
            ["from"] = "2015-01-01",
            ["to"] = "2026-12-31",
        };
    }

    /// <summary>What went wrong, alike things counted together.</summary>
    sealed class Faults
    {
        readonly Dictionary<(string Operation, string Why), (int Count, string Example)> found = [];

        public void Add(Target target, Payload payload, Answer answer, string why)
        {
            var key = (target.Operation.ToString(), why);
            found[key] = found.TryGetValue(key, out var known)
                ? (known.Count + 1, known.Example)
                : (1, $"{payload.What}, by {target.Who?.Role ?? "nobody"}\n    {target.Operation.Method} {Short(target.Path, 200)} {Short(payload.Text, 300)}\n    {answer.Status} {Short(answer.Text, 200)}");
        }

        public string Text => string.Join('\n', found.Take(60).Select(fault => $"{fault.Key.Operation} ({fault.Value.Count}): {fault.Key.Why}\n    {fault.Value.Example}"));

        static string Short(string text, int length) => text.Length <= length ? text : $"{text[..length]}... ({text.Length})";
    }
}
