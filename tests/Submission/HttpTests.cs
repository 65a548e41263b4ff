using System.Globalization;
using System.Text.Json.Nodes;
using Labelling.Contracts;
using Labelling.Ground;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace Labelling.Submission.Tests;

/// <summary>What goes over the wire: names, roles, and that bad input is an answer that changes nothing.</summary>
public sealed class HttpTests
{
    ServiceOverHttp service = null!;

    [OneTimeSetUp]
    public async Task Start() => service = await ServiceOverHttp.Start(SubmissionService.Service);

    [OneTimeTearDown]
    public async Task Stop() => await service.DisposeAsync();

    [Test]
    public async Task A_deposit_is_played_by_the_names_the_interface_promises()
    {
        var vocabularies = await Get("/api/vocabularies", Sample.Holder, Roles.Holder);
        Assert.That(vocabularies.AsArray().Select(one => (string?)one!["name"]), Does.Contain("sector"));
        Assert.That(Names(vocabularies[0]!["values"]![0]!), Is.EqualTo("id code english french"));

        var programme = (await Get("/api/programmes", Sample.Holder, Roles.Holder)).AsArray().Single(one => (string?)one!["code"] == "project-label")!;
        Assert.That(Names(programme), Is.EqualTo(
            "id version code english french award expertsPerDossier interviewRequired interviewerMayReview reviewDays quorumShare validityMonths grid publishedAt rules plan winners"));

        var call = await Post("/api/calls", 201, Sample.Officer, Roles.Office, new JsonObject
        {
            ["code"] = "i-Nov HTTP",
            ["fundingBody"] = "Bpifrance",
            ["envelopeEur"] = 20_000_000,
            ["opensAt"] = Instant(-10),
            ["closesAt"] = Instant(10),
            ["timeZone"] = "Europe/Paris",
            ["cutOffs"] = new JsonArray(),
            ["announcedOn"] = "2030-01-15",
            ["themes"] = new JsonArray("imagerie"),
            ["rules"] = new JsonObject { ["partnersAtLeast"] = 2, ["smeRequired"] = true },
        });
        Assert.That(Names(call), Is.EqualTo("id revision code fundingBody envelopeEur opensAt closesAt timeZone cutOffs announcedOn themes rules rulesVersion plan"));

        var dossier = await Post("/api/dossiers", 201, Sample.Holder, Roles.Holder, new JsonObject { ["content"] = Content((string)programme["id"]!, (string)call["id"]!) });
        Assert.That(Names(dossier), Is.EqualTo(
            "id reference revision status version late holderId holderName programmeVersion startedAt changedAt firstSubmittedAt submittedAt "
            + "confirmationShownAt reasons correction withdrawalReason adjournedAt decision duplicateOf reviewsBegan content callRulesVersion"));
        var at = $"/api/dossiers/{dossier["id"]}";

        var lines = await Get(at + "/eligibility", Sample.Holder, Roles.Holder);
        Assert.That(Names(lines), Is.EqualTo("dossierId callId eligible lines callRulesVersion programmeId programmeVersion"));
        Assert.That(Names(lines["lines"]![0]!), Is.EqualTo("rule result english french source missingEnglish missingFrench"));

        var page = await Post(at + "/prepare-submission", 200, Sample.Holder, Roles.Holder, Revision(dossier));
        Assert.That(Names(page), Is.EqualTo("id revision ready missing eligibility deposit opensAt closesAt acceptedUntil timeZone confirmationShownAt dossier"));
        Assert.That(((bool)page["ready"]!, (string?)page["deposit"]), Is.EqualTo((true, "Open")));

        var submitted = await Post(at + "/submit", 200, Sample.Holder, Roles.Holder, Revision(page));
        Assert.That(((string?)submitted["status"], (int)submitted["version"]!, (bool)submitted["late"]!), Is.EqualTo(("Submitted", 1, false)));
        Assert.That((string?)submitted["reference"], Does.Match(@"^\d{4}-\d{4}$"));

        var admitted = await Post(at + "/admit", 200, Sample.Officer, Roles.Office, Revision(submitted));
        Assert.That((string?)admitted["status"], Is.EqualTo("Admissible"));

        var version = await Get(at + "/versions/1", Sample.Officer, Roles.Office);
        Assert.That(Names(version), Is.EqualTo("dossierId version submittedAt late programmeId programmeVersion callId sha256 content"));
        var history = await Get(at + "/history", Sample.Holder, Roles.Holder);
        Assert.That(Names(history[0]!), Is.EqualTo("at status action version"));
        var list = await Get("/api/dossiers?status=Admissible&page=1&pageSize=10", Sample.Officer, Roles.Office);
        Assert.That(Names(list), Is.EqualTo("items page pageSize total"));
        Assert.That(Names(list["items"]![0]!), Is.EqualTo(
            "id reference revision status version late title acronym holderId holderName programmeId callId firstSubmittedAt submittedAt changedAt correctionDueOn outcome held"));

        var (_, again) = await Send(HttpMethod.Post, at + "/admit", Sample.Officer, [Roles.Office], Revision(submitted).ToJsonString(), "fr");
        Assert.That((string?)again!["title"], Is.EqualTo(
            "Le dossier est recevable. Seul un dossier déposé peut être déclaré recevable\u202f: attendez son dépôt, ou consultez ce qui a été décidé."));
    }

    [TestCase("POST", "/api/dossiers", Roles.Office)]
    [TestCase("PUT", "/api/dossiers/{0}", Roles.Office)]
    [TestCase("POST", "/api/dossiers/{0}/submit", Roles.Administrator)]
    [TestCase("POST", "/api/dossiers/{0}/prepare-submission", Roles.Chair)]
    [TestCase("POST", "/api/dossiers/{0}/withdraw", Roles.Expert)]
    [TestCase("POST", "/api/dossiers/{0}/admit", Roles.Holder)]
    [TestCase("POST", "/api/dossiers/{0}/admit", Roles.Administrator)]
    [TestCase("POST", "/api/dossiers/{0}/refuse-admission", Roles.Holder)]
    [TestCase("POST", "/api/dossiers/{0}/request-correction", Roles.Member)]
    [TestCase("POST", "/api/dossiers/{0}/confirm-duplicate", Roles.Holder)]
    [TestCase("POST", "/api/dossiers/{0}/dismiss-duplicate", Roles.Chair)]
    [TestCase("POST", "/api/calls", Roles.Holder)]
    [TestCase("PUT", "/api/calls/{0}", Roles.Expert)]
    [TestCase("POST", "/api/programmes", Roles.Office)]
    [TestCase("POST", "/api/programmes/{0}/versions", Roles.Office)]
    [TestCase("POST", "/api/vocabularies/sector/values", Roles.Office)]
    public async Task What_is_for_another_role_is_refused(string method, string path, string role)
    {
        var (status, _) = await Send(new HttpMethod(method), string.Format(CultureInfo.InvariantCulture, path, Guid.CreateVersion7()), Sample.Officer, [role], "{}");
        Assert.That(status, Is.EqualTo(403));
    }

    [Test]
    public async Task Nothing_is_answered_without_a_token()
    {
        foreach (var path in new[] { "/api/vocabularies", "/api/programmes", "/api/calls", "/api/dossiers", $"/api/dossiers/{Guid.CreateVersion7()}/history" })
        {
            using var answer = await service.Http.GetAsync(path);
            Assert.That((int)answer.StatusCode, Is.EqualTo(401), path);
        }
    }

    [Test]
    public async Task Bad_input_is_an_answer_and_changes_nothing()
    {
        var own = await Post("/api/dossiers", 201, Sample.CoHolder, Roles.Holder, new JsonObject { ["content"] = new JsonObject { ["title"] = "Brouillon" } });
        var at = $"/api/dossiers/{own["id"]}";
        var unknown = $"/api/dossiers/{Guid.CreateVersion7()}";
        foreach (var (method, path, body, expected) in new[]
        {
            ("POST", "/api/dossiers", "", 400), ("POST", "/api/dossiers", "{", 400), ("POST", "/api/dossiers", "[]", 400), ("POST", "/api/dossiers", "null", 400),
            ("POST", "/api/dossiers", "{}", 400), ("POST", "/api/dossiers", """{"content":null}""", 400),
            ("POST", "/api/dossiers", """{"content":{"colour":"red"}}""", 400), ("POST", "/api/dossiers", """{"content":{"consortium":[]}}""", 400),
            ("POST", "/api/dossiers", """{"content":{"title":7}}""", 400), ("POST", "/api/dossiers", """{"content":{"trlFrom":"3"}}""", 400),
            ("POST", "/api/dossiers", """{"content":{"trlFrom":99999999999}}""", 400), ("POST", "/api/dossiers", """{"content":{"kind":"Castle"}}""", 400),
            ("POST", "/api/dossiers", """{"content":{"kind":0}}""", 400), ("POST", "/api/dossiers", """{"content":{"sectors":null}}""", 400),
            ("POST", "/api/dossiers", """{"content":{"sectors":[null]}}""", 400), ("POST", "/api/dossiers", """{"content":{"partners":[null]}}""", 400),
            ("POST", "/api/dossiers", """{"content":{"workPackages":[null]}}""", 400), ("POST", "/api/dossiers", """{"content":{"programmeId":"x"}}""", 400),
            ("POST", "/api/dossiers", """{"content":{"totalBudgetEur":1e400}}""", 400), ("POST", "/api/dossiers", """{"content":{"totalBudgetEur":1e20}}""", 400),
            ("POST", "/api/dossiers", $$$"""{"content":{"summary":"{{{new string('x', 1_000_000)}}}"}}""", 400),
            ("POST", "/api/dossiers", $$$"""{"content":{"summary":"{{{new string('x', 1_100_000)}}}"}}""", 413),
            ("PUT", at, """{"revision":0,"content":{}}""", 400), ("PUT", at, """{"revision":"1","content":{}}""", 400), ("PUT", at, """{"content":{}}""", 400),
            ("PUT", at, """{"revision":9,"content":{}}""", 409), ("PUT", unknown, """{"revision":1,"content":{}}""", 404), ("PUT", "/api/dossiers/7", "{}", 404),
            ("POST", at + "/submit", """{"revision":1}""", 422), ("POST", at + "/submit", """{"revision":9223372036854775807}""", 409),
            ("POST", at + "/submit", """{"revision":9223372036854775808}""", 400), ("POST", unknown + "/submit", """{"revision":1}""", 404),
            ("POST", at + "/withdraw", """{"revision":1}""", 400), ("POST", at + "/withdraw", """{"revision":1,"reason":""}""", 400),
            ("POST", at + "/withdraw", $$"""{"revision":1,"reason":"{{new string('x', 4_001)}}"}""", 400),
            ("GET", "/api/dossiers?page=0", "", 400), ("GET", "/api/dossiers?page=x", "", 400), ("GET", "/api/dossiers?status=Lost", "", 400),
            ("GET", "/api/dossiers?page=99999999999", "", 400), ("GET", "/api/dossiers?pageSize=201", "", 400), ("GET", "/api/dossiers?page=1000000&pageSize=200", "", 200),
            ("GET", at + "/versions/0", "", 404), ("GET", at + "/versions/99999999999", "", 404), ("GET", unknown + "/history", "", 404), ("GET", unknown + "/eligibility", "", 404),
        })
        {
            var (status, answer) = await Send(new HttpMethod(method), path, Sample.CoHolder, [Roles.Holder], body);
            Assert.That(status, Is.EqualTo(expected), $"{method} {path} {(body.Length > 100 ? body[..100] : body)}");
            Assert.That(status == 200 || (string?)answer!["title"] is { Length: > 10 }, Is.True, $"{method} {path} {(body.Length > 100 ? body[..100] : body)}");
        }

        foreach (var (path, body, expected) in new[]
        {
            ("/request-correction", """{"revision":1,"reason":"Incomplete","text":"x","dueOn":"0001-01-01"}""", 400),
            ("/request-correction", """{"revision":1,"reason":"Incomplete","text":"x","dueOn":"9999-12-31"}""", 400),
            ("/request-correction", """{"revision":1,"reason":"Incomplete","text":"x","dueOn":"2026-02-30"}""", 400),
            ("/request-correction", """{"revision":1,"reason":"Bored","text":"x","dueOn":"2026-02-28"}""", 400),
            ("/refuse-admission", """{"revision":1,"reasons":[]}""", 400), ("/refuse-admission", """{"revision":1,"reasons":[""]}""", 400),
            ("/refuse-admission", """{"revision":1,"reasons":[null]}""", 400), ("/refuse-admission", """{"revision":1}""", 400),
            ("/confirm-duplicate", """{"revision":1,"originalReference":""}""", 400), ("/admit", """{"revision":1}""", 404),
        })
        {
            Assert.That((await Send(HttpMethod.Post, at + path, Sample.Officer, [Roles.Office], body)).Status, Is.EqualTo(expected), path + body);
        }

        var after = await Get(at, Sample.CoHolder, Roles.Holder);
        Assert.That(after.ToJsonString(), Is.EqualTo(own.ToJsonString()));
        Assert.That((int)(await Get("/api/dossiers", Sample.CoHolder, Roles.Holder))["total"]!, Is.EqualTo(1));
    }

    static JsonObject Content(string programme, string call) => new()
    {
        ["title"] = "Rétine sous lumière lente",
        ["acronym"] = "RETINA",
        ["summary"] = "Une caméra qui voit la rétine travailler.",
        ["kind"] = "Project",
        ["digital"] = false,
        ["lead"] = new JsonObject { ["name"] = "Optique du Quai", ["siren"] = "732829320", ["type"] = "sme", ["region"] = "ile-de-france" },
        ["partners"] = new JsonArray(new JsonObject { ["name"] = "Institut des yeux", ["type"] = "academic" }),
        ["sectors"] = new JsonArray("medtech"),
        ["trlFrom"] = 3,
        ["trlTo"] = 6,
        ["objectives"] = "Mesurer en cinq minutes.",
        ["medicalNeed"] = "Dépister plus tôt.",
        ["workPackages"] = new JsonArray(new JsonObject { ["title"] = "Capteur", ["startMonth"] = 1, ["lengthMonths"] = 12, ["costEur"] = 400_000 }),
        ["totalBudgetEur"] = 1_000_000,
        ["aidRequestedEur"] = 450_000,
        ["programmeId"] = programme,
        ["callId"] = call,
    };

    static string Instant(int days) => DateTimeOffset.UtcNow.AddDays(days).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    static JsonObject Revision(JsonNode of) => new() { ["revision"] = (long)of["revision"]! };

    static string Names(JsonNode node) => string.Join(' ', node.AsObject().Select(member => member.Key));

    async Task<JsonNode> Get(string path, Guid person, string role)
    {
        var (status, answer) = await Send(HttpMethod.Get, path, person, [role], "");
        Assert.That(status, Is.EqualTo(200), answer?.ToJsonString());
        return answer!;
    }

    async Task<JsonNode> Post(string path, int expected, Guid person, string role, JsonNode body)
    {
        var (status, answer) = await Send(HttpMethod.Post, path, person, [role], body.ToJsonString());
        Assert.That(status, Is.EqualTo(expected), answer?.ToJsonString());
        return answer!;
    }

    async Task<(int Status, JsonNode? Answer)> Send(HttpMethod method, string path, Guid person, string[] roles, string body, string language = "en")
    {
        using var answer = await service.Send(person, roles, method, path, method == HttpMethod.Get ? null : body, language);
        var text = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }
}
