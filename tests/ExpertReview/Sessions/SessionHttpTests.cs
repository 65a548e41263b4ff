using System.Text.Json;
using Labelling.Contracts;
using Labelling.Ground;
using Labelling.Hosting;
using static Labelling.ExpertReview.Tests.Sessions.CommitteeWorld;

namespace Labelling.ExpertReview.Tests.Sessions;

/// <summary>The addresses, the names in the JSON, the roles, and what bad input gets.</summary>
public sealed class SessionHttpTests
{
    static readonly Guid Unknown = new("00000000-0000-7000-8000-00000000dead");

    ServiceOverHttp service = null!;
    CommitteeSeed seed = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        var clock = new TestClock("2026-03-12T12:00:00Z");
        service = await ServiceOverHttp.Start(ExpertReviewService.Service, clock);
        seed = new CommitteeSeed(happened => service.Hear(happened), service.Database, clock);
        await seed.People();
    }

    [OneTimeTearDown]
    public async Task End() => await service.DisposeAsync();

    static string SessionBody(string title = "March", string startsAt = "2026-03-20T09:00:00+01:00") =>
        $$"""
        {"title":"{{title}}","startsAt":"{{startsAt}}","place":"Lyon","members":[
        {"personId":"{{Committee.Chair}}","role":"chair"},{"personId":"{{Committee.ViceChair}}","role":"vice-chair"},
        {"personId":"{{Committee.Ada}}","role":"member"},{"personId":"{{Committee.Blaise}}","role":"member"},{"personId":"{{Committee.Claire}}","role":"member"}]}
        """;

    [Test]
    public async Task The_committees_part_with_the_names_it_has_on_the_wire()
    {
        var office = As(Office);
        var chair = As(Committee.Chair);
        await seed.Dossier(1);
        await seed.Dossier(2);

        var session = await Post(office, "/api/sessions", SessionBody(), 201);
        Assert.That(Names(session), Is.EqualTo(
            "id title startsAt place status agendaVersion openedAt closedAt members items agendas carriedOver minutesHash revision cancelledBecause"));
        Assert.That(session.GetProperty("members")[1].ToString(), Is.EqualTo(
            $$"""{"personId":"{{Committee.ViceChair}}","name":"Person 02","role":"vice-chair","presence":"Absent"}"""));
        var path = $"/api/sessions/{session.GetProperty("id").GetString()}";
        session = await Send(office, "PUT", path, SessionBody("March, moved").Replace("{\"title\"", "{\"revision\":1,\"title\"", StringComparison.Ordinal), 200);
        session = await Post(office, $"{path}/agenda", $$"""{"revision":2,"dossierIds":["{{Committee.Dossier(1)}}","{{Committee.Dossier(2)}}"]}""");
        Assert.That(Names(session.GetProperty("items")[0]), Is.EqualTo(
            "id position dossierId version reference title organisation withdrawn inTheRoom recused recusals status quorum presidingId elects ballots decision"));
        Assert.That(Names(session.GetProperty("agendas")[0]), Is.EqualTo("version publishedAt dossierIds added removed reordered"));
        var item = $"{path}/items/{session.GetProperty("items")[0].GetProperty("id").GetString()}";

        await Post(chair, $"{path}/open", """{"revision":3}""");
        foreach (var person in Committee.Everybody)
            await Post(As(person), $"{path}/attendance", $$"""{"personId":"{{person}}","presence":"remote"}""");
        var recused = await Post(As(Committee.Claire), $"{item}/recuse", $$"""{"personId":"{{Committee.Claire}}","reason":"A friend."}""");
        Assert.That(Names(recused.GetProperty("recusals")[0]), Is.EqualTo("personId name kind reason"));
        var open = await Post(chair, $"{item}/open", "{}");
        Assert.That(open.GetProperty("quorum").ToString(), Is.EqualTo("""{"entitled":4,"present":4,"needed":3,"reached":true}"""));
        await Answered(chair, $"{item}/timer", """{"kind":"Hearing","minutes":5}""", 204);
        await Answered(chair, $"{item}/timer", """{"kind":"Hearing","minutes":181}""", 400);
        await Answered(As(Committee.Ada), $"{item}/timer", """{"kind":"Discussion","minutes":5}""", 403);
        var ballot = await Post(chair, $"{item}/propose",
            """{"decision":"LabelWithReservations","reservations":[{"text":"Name a clinician.","owner":"Optica","dueOn":"2026-06-30"}]}""");
        Assert.That(Names(ballot), Is.EqualTo(
            "id number decision reasons reservations toSessionId status carried for against abstain tieBroken quorum votesCast myVote putAt closedAt"));
        Assert.That(Names(ballot.GetProperty("reservations")[0]), Is.EqualTo("text owner dueOn"));
        foreach (var (person, vote) in new[] { (Committee.Chair, "for"), (Committee.Ada, "against"), (Committee.Blaise, "For"), (Committee.ViceChair, "abstain") })
            await Post(As(person), $"{item}/vote", $$"""{"vote":"{{vote}}"}""");
        var closed = await Post(chair, $"{item}/close-ballot", "{}");
        Assert.That((closed.GetProperty("carried").GetBoolean(), closed.GetProperty("for").GetInt32(), closed.GetProperty("against").GetInt32(), closed.GetProperty("abstain").GetInt32()),
            Is.EqualTo((true, 2, 1, 1)));
        Assert.That(Names((await Get(chair, path)).GetProperty("items")[0].GetProperty("decision")), Is.EqualTo(
            "decision reasons reservations toSessionId decidedAt releasedAt"));
        await Answered(office, $"{path}/minutes/corrections", """{"seen":0,"text":"The hall was cold."}""", 204);
        await Answered(office, $"{path}/minutes/corrections", """{"seen":0,"text":"The hall was warm."}""", 409);
        await Answered(As(Committee.Ada), $"{path}/minutes/corrections", """{"seen":1,"text":"No."}""", 403);
        await Post(office, $"{path}/close", """{"revision":4}""");
        Assert.That(Names(await Get(office, $"{path}/minutes")), Is.EqualTo("final hash revision minutes"));
        Assert.That(Names(await Post(office, $"{path}/minutes/final", """{"revision":5}""")), Is.EqualTo("hash revision"));
        Assert.That(Names((await Get(As(Committee.Ada), "/api/sessions")).GetProperty("items")[0]), Is.EqualTo(
            "id title startsAt place status agendaVersion itemCount revision"));

        var waiting = await Get(chair, "/api/releases");
        Assert.That(Names(waiting.GetProperty("items")[0]), Is.EqualTo(
            "itemId sessionId sessionTitle dossierId reference title decision reasons reservations toSessionId toSessionTitle decidedAt signatoryId signatoryName mine withdrawn"));
        var confirmation = service.Get<ActConfirmation>().Give(Committee.Chair);
        var released = await Post(chair, "/api/releases", $$"""{"itemIds":["{{waiting.GetProperty("items")[0].GetProperty("itemId").GetString()}}"],"confirmation":"{{confirmation}}"}""");
        Assert.That(Names(released.GetProperty("released")[0]), Is.EqualTo("itemId dossierId reference decision labelId labelNumber validUntil releasedAt"));
        Assert.That(Names((await Get(As(Holder), $"/api/decisions?dossierId={Committee.Dossier(1)}")).GetProperty("items")[0]), Is.EqualTo(
            "itemId dossierId reference title version decision reasons reservations toSessionId toSessionTitle labelNumber releasedAt"));
        var register = await Get(null, "/api/labels?query=imaging");
        Assert.That(Names(register), Is.EqualTo("items page pageSize total"));
        Assert.That(Names(register.GetProperty("items")[0]), Is.EqualTo("number status title organisation call fundingBody programme issuedOn validUntil"));
        Assert.That(Names(await Get(null, "/api/labels/L-2026-0001")), Is.EqualTo(
            "number status title organisation reference version call fundingBody programme kind issuedOn validUntil revokedOn revision openReservations certificate"));
        var again = service.Get<ActConfirmation>().Give(Committee.Chair);
        var revoked = await Post(chair, "/api/labels/L-2026-0001/revoke", $$"""{"revision":1,"reason":"Misuse.","confirmation":"{{again}}"}""");
        Assert.That(revoked.GetProperty("status").GetString(), Is.EqualTo("Revoked"));
    }

    [Test]
    public async Task The_api_page_describes_every_address()
    {
        var paths = (await Get(null, "/openapi/v1.json")).GetProperty("paths");
        var described = paths.EnumerateObject()
            .Where(path => path.Name.StartsWith("/api/sessions", StringComparison.Ordinal) || path.Name.StartsWith("/api/labels", StringComparison.Ordinal)
                || path.Name is "/api/releases" or "/api/decisions")
            .SelectMany(path => path.Value.EnumerateObject())
            .ToList();

        Assert.That(described, Has.Count.EqualTo(28));
        Assert.That(described.Select(operation => operation.Value.GetProperty("summary").GetString()), Is.All.Not.Empty);
    }

    /// <summary>Every address, with the roles it is for.</summary>
    [TestCase("POST", "/api/sessions", "office")]
    [TestCase("GET", "/api/sessions", "office member chair vice-chair")]
    [TestCase("GET", "/api/sessions/{id}", "office member chair vice-chair")]
    [TestCase("PUT", "/api/sessions/{id}", "office")]
    [TestCase("POST", "/api/sessions/{id}/agenda", "office")]
    [TestCase("POST", "/api/sessions/{id}/open", "office member chair vice-chair")]
    [TestCase("POST", "/api/sessions/{id}/attendance", "office member chair vice-chair")]
    [TestCase("POST", "/api/sessions/{id}/close", "office member chair vice-chair")]
    [TestCase("GET", "/api/sessions/{id}/minutes", "office member chair vice-chair")]
    [TestCase("POST", "/api/sessions/{id}/minutes/final", "office")]
    [TestCase("POST", "/api/sessions/{id}/items/{id}/recuse", "office member chair vice-chair")]
    [TestCase("POST", "/api/sessions/{id}/items/{id}/open", "office member chair vice-chair")]
    [TestCase("POST", "/api/sessions/{id}/items/{id}/elect", "member chair vice-chair")]
    [TestCase("POST", "/api/sessions/{id}/items/{id}/propose", "member chair vice-chair")]
    [TestCase("POST", "/api/sessions/{id}/items/{id}/vote", "member chair vice-chair")]
    [TestCase("POST", "/api/sessions/{id}/items/{id}/close-ballot", "member chair vice-chair")]
    [TestCase("GET", "/api/releases", "office member chair vice-chair")]
    [TestCase("POST", "/api/releases", "member chair vice-chair")]
    [TestCase("GET", "/api/decisions", "holder expert member chair vice-chair office administrator")]
    [TestCase("POST", "/api/labels/L-2026-0099/revoke", "chair vice-chair")]
    public async Task An_address_is_for_its_roles(string method, string address, string roles)
    {
        var at = address.Replace("{id}", Unknown.ToString(), StringComparison.Ordinal);
        using (var anonymous = await Answer(null, method, at, null))
            Assert.That((int)anonymous.StatusCode, Is.EqualTo(401));
        var allowed = new List<string>();
        foreach (var role in Roles.All)
        {
            using var answer = await Answer(As(Committee.Person(40), role), method, at, method == "GET" ? null : "{}");
            if ((int)answer.StatusCode != 403)
                allowed.Add(role);
        }
        Assert.That(allowed, Is.EquivalentTo(roles.Split(' ')));
    }

    static IEnumerable<TestCaseData> Bad()
    {
        static TestCaseData Case(string name, string method, string address, string? body, int status, string code) =>
            new TestCaseData(method, address, body, status, code).SetArgDisplayNames(name);
        string With(string what, string by) => SessionBody().Replace(what, by, StringComparison.Ordinal);
        yield return Case("malformed", "POST", "/api/sessions", "{", 400, "unreadable");
        yield return Case("a field missing", "POST", "/api/sessions", With("\"place\":\"Lyon\",", ""), 400, "unreadable");
        yield return Case("a field unknown", "POST", "/api/sessions", With("\"place\"", "\"colour\":1,\"place\""), 400, "unreadable");
        yield return Case("a wrong type", "POST", "/api/sessions", With("\"Lyon\"", "5"), 400, "unreadable");
        yield return Case("an unknown role", "POST", "/api/sessions", With("\"vice-chair\"", "\"king\""), 400, "unreadable");
        yield return Case("a null member", "POST", "/api/sessions", With("\"members\":[", "\"members\":[null,"), 400, "invalid");
        yield return Case("no title", "POST", "/api/sessions", With("\"March\"", "\" \""), 400, "invalid");
        yield return Case("a long title", "POST", "/api/sessions", With("\"March\"", $"\"{new string('x', 201)}\""), 400, "invalid");
        yield return Case("a megabyte and more", "POST", "/api/sessions", With("\"March\"", $"\"{new string('x', 1 << 20)}\""), 413, "too-large");
        yield return Case("the year 1", "POST", "/api/sessions", With("2026-03-20T09:00:00+01:00", "0001-01-01T00:00:00Z"), 400, "invalid");
        yield return Case("the year 9999", "POST", "/api/sessions", With("2026-03-20T09:00:00+01:00", "9999-12-31T23:59:59Z"), 400, "invalid");
        yield return Case("a page before the first", "GET", "/api/sessions?page=0", null, 400, "invalid");
        yield return Case("a page that is none", "GET", "/api/sessions?page=x", null, 400, "unreadable");
        yield return Case("not an id", "GET", "/api/sessions/me", null, 404, "not-found");
        var session = $"/api/sessions/{Unknown}";
        yield return Case("an unknown session", "GET", session, null, 404, "not-found");
        yield return Case("the minutes of nothing", "GET", $"{session}/minutes", null, 404, "not-found");
        yield return Case("a change of nothing", "PUT", session, With("{\"title\"", "{\"revision\":1,\"title\""), 404, "not-found");
        yield return Case("an agenda of nothing", "POST", $"{session}/agenda", $$"""{"revision":1,"dossierIds":["{{Unknown}}"]}""", 404, "not-found");
        yield return Case("an empty agenda", "POST", $"{session}/agenda", """{"revision":1,"dossierIds":[]}""", 400, "invalid");
        yield return Case("a dossier twice", "POST", $"{session}/agenda", $$"""{"revision":1,"dossierIds":["{{Unknown}}","{{Unknown}}"]}""", 400, "invalid");
        foreach (var (step, body) in new[] { ("open", """{"revision":1}"""), ("close", """{"revision":1}"""), ("minutes/final", """{"revision":1}"""),
                     ("attendance", $$"""{"personId":"{{Unknown}}","presence":"present"}""") })
        {
            yield return Case($"{step} an unknown session", "POST", $"{session}/{step}", body, 404, "not-found");
            yield return Case($"{step} with nothing", "POST", $"{session}/{step}", "{}", 400, "unreadable");
        }
        yield return Case("an unknown presence", "POST", $"{session}/attendance", $$"""{"personId":"{{Unknown}}","presence":"asleep"}""", 400, "unreadable");
        var item = $"{session}/items/{Unknown}";
        foreach (var (step, body) in new[] { ("recuse", $$"""{"personId":"{{Unknown}}","reason":"A friend."}"""), ("open", "{}"), ("close-ballot", "{}"),
                     ("elect", $$"""{"personId":"{{Unknown}}"}"""), ("propose", """{"decision":"Label"}"""), ("vote", """{"vote":"for"}""") })
            yield return Case($"{step} an unknown item", "POST", $"{item}/{step}", body, 404, "not-found");
        yield return Case("no reason", "POST", $"{item}/recuse", $$"""{"personId":"{{Unknown}}","reason":" "}""", 400, "invalid");
        yield return Case("an unknown vote", "POST", $"{item}/vote", """{"vote":"maybe"}""", 400, "unreadable");
        yield return Case("a vote by number", "POST", $"{item}/vote", """{"vote":0}""", 400, "unreadable");
        yield return Case("an unknown decision", "POST", $"{item}/propose", """{"decision":"Perhaps"}""", 400, "unreadable");
        yield return Case("a null reservation", "POST", $"{item}/propose", """{"decision":"LabelWithReservations","reservations":[null]}""", 400, "invalid");
        yield return Case("a reservation due in the year 1", "POST", $"{item}/propose",
            """{"decision":"LabelWithReservations","reservations":[{"text":"a","owner":"b","dueOn":"0001-01-01"}]}""", 400, "invalid");
        yield return Case("long reasons", "POST", $"{item}/propose", $$"""{"decision":"Refuse","reasons":"{{new string('x', 10_001)}}"}""", 400, "invalid");
        yield return Case("a release of nothing", "POST", "/api/releases", """{"itemIds":[],"confirmation":"x"}""", 400, "invalid");
        yield return Case("a release of an unknown item", "POST", "/api/releases", $$"""{"itemIds":["{{Unknown}}"],"confirmation":"x"}""", 404, "not-found");
        yield return Case("a release without a confirmation", "POST", "/api/releases", $$"""{"itemIds":["{{Unknown}}"]}""", 400, "unreadable");
        yield return Case("an unknown label", "GET", "/api/labels/L-2026-0099", null, 404, "not-found");
        yield return Case("a long number", "GET", $"/api/labels/{new string('9', 3000)}", null, 404, "not-found");
        yield return Case("a long search", "GET", $"/api/labels?query={new string('x', 201)}", null, 400, "invalid");
        yield return Case("an unknown label revoked", "POST", "/api/labels/L-2026-0099/revoke", """{"revision":1,"reason":"a","confirmation":"x"}""", 404, "not-found");
        yield return Case("revoked without a reason", "POST", "/api/labels/L-2026-0099/revoke", """{"revision":1,"reason":"","confirmation":"x"}""", 400, "invalid");
        yield return Case("decisions of no dossier", "GET", "/api/decisions?dossierId=x", null, 400, "unreadable");
    }

    [TestCaseSource(nameof(Bad))]
    public async Task Bad_input_is_answered_with_what_is_wrong(string method, string address, string? body, int status, string code)
    {
        using var answer = await Answer(As(Committee.Person(41), Roles.Office, Roles.Chair), method, address, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.That((int)answer.StatusCode, Is.EqualTo(status), text);
        Assert.That(JsonSerializer.Deserialize<JsonElement>(text).GetProperty("code").GetString(), Is.EqualTo(code), text);
    }

    Task<HttpResponseMessage> Answer(Caller? caller, string method, string address, string? body) =>
        service.Send(caller?.PersonId, caller?.Roles ?? new HashSet<string>(), new HttpMethod(method), address, body);

    async Task<JsonElement> Send(Caller? caller, string method, string address, string? body, int status)
    {
        using var answer = await Answer(caller, method, address, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.That((int)answer.StatusCode, Is.EqualTo(status), $"{method} {address}: {text}");
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    async Task Answered(Caller caller, string address, string body, int status)
    {
        using var answer = await Answer(caller, "POST", address, body);
        Assert.That((int)answer.StatusCode, Is.EqualTo(status), address);
    }

    Task<JsonElement> Get(Caller? caller, string address) => Send(caller, "GET", address, null, 200);

    Task<JsonElement> Post(Caller caller, string address, string body, int status = 200) => Send(caller, "POST", address, body, status);

    static string Names(JsonElement element) => string.Join(' ', element.EnumerateObject().Select(property => property.Name));
}
