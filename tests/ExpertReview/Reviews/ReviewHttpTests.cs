using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Labelling.Contracts;
using Labelling.Ground;
using Labelling.Hosting;

namespace Labelling.ExpertReview.Tests.Reviews;

/// <summary>The addresses, the names in the JSON, the roles, and what bad input gets.</summary>
public class ReviewHttpTests
{
    static readonly Guid Dossier = Scene.Dossier;

    ServiceOverHttp service = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        service = await ServiceOverHttp.Start(ExpertReviewService.Service, new TestClock("2026-03-12T09:00:00Z"));
        await service.Hear(
            Given.Programme(), Given.Submitted(Dossier), Given.Admitted(Dossier), Given.Waived(Dossier, 1),
            Given.Person(Scene.Ann.PersonId, "Ann Academic", [Roles.Expert], Given.Of(Given.StrangerSiren)),
            Given.Person(Scene.Chair.PersonId, "Cora Chair", [Roles.Chair]));
    }

    [OneTimeTearDown]
    public async Task End() => await service.DisposeAsync();

    [Test]
    public async Task An_experts_part_with_the_names_it_has_on_the_wire()
    {
        var expert = await Put(Scene.Ann, $"/api/experts/{Scene.Ann.PersonId}", Profile);
        Assert.That(Names(expert), Is.EqualTo(
            "personId name revision sectors therapeuticAreas technologyAxes keywords profile digital largestLoad absences declaredOn declaration declaredSirens disabled"));

        var invited = await Post(Scene.Office, "/api/invitations", $$"""{"dossierId":"{{Dossier}}","expertId":"{{Scene.Ann.PersonId}}"}""", HttpStatusCode.Created);
        Assert.That(Names(invited), Is.EqualTo(
            "id status invitedAt dueOn reason revision expertId expertName dossierId reference title acronym summary consortium conflictDetected version grid review possibleNames"));
        var id = invited.GetProperty("id").GetGuid();
        Assert.That(Names((await Get(Scene.Ann, "/api/invitations"))[0]), Is.EqualTo(
            "id dossierId reference title acronym status invitedAt dueOn reason expertId expertName revision"));

        var accepted = await Post(Scene.Ann, $"/api/invitations/{id}/accept", """{"revision":1,"noConflict":true}""");
        Assert.That(Names(accepted.GetProperty("review")), Is.EqualTo("scores recommendation confidence total belowThreshold missing submittedAt"));
        Assert.That(Names(accepted.GetProperty("grid")[0]), Is.EqualTo("code english french weight threshold digitalOnly"));
        Assert.That(Names(accepted.GetProperty("consortium")[0]), Is.EqualTo("name siren type region lead"));
        Assert.That(Names(accepted.GetProperty("review").GetProperty("missing")[0]), Is.EqualTo("what criterion english french"));

        var written = await Put(Scene.Ann, $"/api/invitations/{id}/review",
            """
            {"revision":2,"scores":[{"criterion":"industrial-interest","score":4.5,"commentToHolder":"Good.","commentToCommittee":"Strong."},
            {"criterion":"scientific-quality","score":3},{"criterion":"probability-of-success","score":3}],"recommendation":"Label","confidence":2}
            """);
        Assert.That(written.GetProperty("review").GetProperty("total").GetDecimal(), Is.EqualTo(3.75m));
        var submitted = await Post(Scene.Ann, $"/api/invitations/{id}/submit", """{"revision":3}""");
        Assert.That(submitted.GetProperty("status").GetString(), Is.EqualTo("Submitted"));

        Assert.That(Names(await Get(Scene.Office, $"/api/synthesis/{Dossier}")), Is.EqualTo(
            "dossierId reference title acronym version allIn reviewsIn reviewsAwaited mean spread belowThreshold criteria reviews adjusted"));
        Assert.That(Names((await Get(Scene.Office, $"/api/synthesis/{Dossier}")).GetProperty("criteria")[0]), Is.EqualTo(
            "code english french weight threshold mean spread belowThreshold scores"));
        Assert.That(Names((await Get(Scene.Office, $"/api/synthesis/{Dossier}")).GetProperty("reviews")[0]), Is.EqualTo(
            "by invitationId expertId version total belowThreshold recommendation confidence scores"));
        Assert.That(Names(await Get(Scene.Ann, $"/api/invitations/{id}/other-reviews")), Is.EqualTo("invitationId reviews"));
        Assert.That(Names(await Get(Scene.Office, $"/api/assignments?dossierId={Dossier}")), Is.EqualTo(
            "dossierId reference title digital reviewMayBegin gateOpenedBy closedBecause reviewsClosed needed experts missing"));
        Assert.That(Names((await Get(Scene.Office, $"/api/assignments?dossierId={Dossier}")).GetProperty("experts")[0]), Is.EqualTo(
            "invitationId expertId name profile digital status dueOn reason revision conflicts"));
        Assert.That(Names((await Get(Scene.Chair, "/api/reviews/dossiers?open=true"))[0]), Is.EqualTo(
            "dossierId reference title acronym kind digital call fundingBody version admittedVersion reviewMayBegin gateOpenedBy closedBecause reviewsClosed needed invited accepted submitted declined allIn"));
        Assert.That(Names(await Get(Scene.Office, $"/api/conflicts?dossierId={Dossier}&personId={Scene.Ann.PersonId}")), Is.EqualTo("dossierId personId conflicts"));
        Assert.That((await Get(Scene.Chair, "/api/experts")).GetArrayLength(), Is.EqualTo(1));

        var reopened = await Post(Scene.Office, $"/api/invitations/{id}/reopen", """{"revision":4,"reason":"A figure is wrong."}""");
        Assert.That(reopened.GetProperty("status").GetString(), Is.EqualTo("Reopened"));
        var cancelled = await Post(Scene.Office, $"/api/invitations/{id}/cancel", """{"revision":5,"reason":"Too late."}""");
        Assert.That(cancelled.GetProperty("status").GetString(), Is.EqualTo("Cancelled"));
    }

    /// <summary>Every address, with the roles it is for.</summary>
    [TestCase("GET", "/api/experts", "office chair")]
    [TestCase("GET", "/api/experts/{id}", "expert office")]
    [TestCase("PUT", "/api/experts/{id}", "expert office")]
    [TestCase("GET", "/api/conflicts?dossierId={id}&personId={id}", "office")]
    [TestCase("POST", "/api/invitations", "office")]
    [TestCase("GET", "/api/assignments?dossierId={id}", "office")]
    [TestCase("GET", "/api/invitations", "expert office")]
    [TestCase("GET", "/api/invitations/{id}", "expert office")]
    [TestCase("POST", "/api/invitations/{id}/accept", "expert")]
    [TestCase("POST", "/api/invitations/{id}/decline", "expert")]
    [TestCase("POST", "/api/invitations/{id}/declare-conflict", "expert")]
    [TestCase("PUT", "/api/invitations/{id}/review", "expert")]
    [TestCase("POST", "/api/invitations/{id}/submit", "expert")]
    [TestCase("GET", "/api/invitations/{id}/other-reviews", "expert")]
    [TestCase("POST", "/api/invitations/{id}/reopen", "office")]
    [TestCase("POST", "/api/invitations/{id}/cancel", "office")]
    [TestCase("GET", "/api/synthesis/{id}", "office chair vice-chair member")]
    [TestCase("GET", "/api/reviews/dossiers", "office chair")]
    public async Task An_address_is_for_its_roles(string method, string address, string roles)
    {
        var at = address.Replace("{id}", Guid.CreateVersion7().ToString(), StringComparison.Ordinal);
        using (var anonymous = await service.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), at)))
            Assert.That(anonymous.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        var allowed = new List<string>();
        foreach (var role in Roles.All)
        {
            using var answer = await Send(Scene.Caller(40, role), method, at, method == "GET" ? null : "{}");
            if (answer.StatusCode != HttpStatusCode.Forbidden)
                allowed.Add(role);
        }
        Assert.That(allowed, Is.EquivalentTo(roles.Split(' ')));
    }

    const string Profile =
        """
        {"revision":0,"sectors":["medtech"],"therapeuticAreas":["cardiology"],"technologyAxes":["imaging"],"keywords":["heart"],"profile":"Academic",
        "digital":true,"largestLoad":3,"absences":[{"from":"2026-08-01","to":"2026-08-31"}],"declaredSirens":["444444442"]}
        """;

    public static IEnumerable<TestCaseData> Bad()
    {
        var unknown = Guid.CreateVersion7();
        TestCaseData Case(string name, string method, string address, string? body, int status, string code) =>
            new TestCaseData(method, address, body, status, code).SetArgDisplayNames(name);
        var me = $"/api/experts/{Scene.Ann.PersonId}";
        yield return Case("malformed", "PUT", me, "{", 400, "unreadable");
        yield return Case("an array", "PUT", me, "[]", 400, "unreadable");
        yield return Case("nothing", "PUT", me, "", 400, "unreadable");
        yield return Case("a field missing", "PUT", me, Profile.Replace("\"digital\":true,", "", StringComparison.Ordinal), 400, "unreadable");
        yield return Case("a field unknown", "PUT", me, Profile.Replace("\"digital\"", "\"colour\":1,\"digital\"", StringComparison.Ordinal), 400, "unreadable");
        yield return Case("a wrong type", "PUT", me, Profile.Replace("\"digital\":true", "\"digital\":\"yes\"", StringComparison.Ordinal), 400, "unreadable");
        yield return Case("an enum by number", "PUT", me, Profile.Replace("\"Academic\"", "0", StringComparison.Ordinal), 400, "unreadable");
        yield return Case("a null list", "PUT", me, Profile.Replace("[\"medtech\"]", "null", StringComparison.Ordinal), 400, "unreadable");
        yield return Case("a null in a list", "PUT", me, Profile.Replace("[\"medtech\"]", "[null]", StringComparison.Ordinal), 400, "invalid");
        yield return Case("a null absence", "PUT", me, Profile.Replace("\"absences\":[", "\"absences\":[null,", StringComparison.Ordinal), 400, "invalid");
        yield return Case("a null siren", "PUT", me, Profile.Replace("\"444444442\"", "null", StringComparison.Ordinal), 400, "invalid");
        yield return Case("a wrong siren", "PUT", me, Profile.Replace("444444442", "444444443", StringComparison.Ordinal), 400, "invalid");
        yield return Case("the year 1", "PUT", me, Profile.Replace("2026-08-01", "0001-01-01", StringComparison.Ordinal), 400, "invalid");
        yield return Case("the year 9999", "PUT", me, Profile.Replace("2026-08-31", "9999-12-31", StringComparison.Ordinal), 400, "invalid");
        yield return Case("an absence the wrong way", "PUT", me, Profile.Replace("2026-08-31", "2026-07-31", StringComparison.Ordinal), 400, "invalid");
        yield return Case("a load of a thousand", "PUT", me, Profile.Replace("\"largestLoad\":3", "\"largestLoad\":1000", StringComparison.Ordinal), 400, "invalid");
        yield return Case("a long word", "PUT", me, Profile.Replace("\"heart\"", $"\"{new string('x', 101)}\"", StringComparison.Ordinal), 400, "invalid");
        yield return Case("a megabyte and more", "PUT", me, Profile.Replace("\"heart\"", $"\"{new string('x', 1 << 20)}\"", StringComparison.Ordinal), 413, "too-large");
        yield return Case("a stale revision", "PUT", me, Profile.Replace("\"revision\":0", "\"revision\":7", StringComparison.Ordinal), 409, "stale");
        yield return Case("a negative revision", "PUT", me, Profile.Replace("\"revision\":0", "\"revision\":-1", StringComparison.Ordinal), 400, "invalid");
        yield return Case("nobody", "PUT", $"/api/experts/{unknown}", Profile, 404, "not-found");
        yield return Case("not an id", "GET", "/api/experts/me", null, 404, "not-found");
        yield return Case("an unknown dossier", "POST", "/api/invitations", $$"""{"dossierId":"{{unknown}}","expertId":"{{unknown}}"}""", 404, "not-found");
        yield return Case("an unknown expert", "POST", "/api/invitations", $$"""{"dossierId":"{{Dossier}}","expertId":"{{unknown}}"}""", 422, "review.not-in-pool");
        yield return Case("an empty id", "POST", "/api/invitations", $$"""{"dossierId":"{{Guid.Empty}}","expertId":"{{unknown}}"}""", 400, "invalid");
        yield return Case("due in the year 1", "POST", "/api/invitations", $$"""{"dossierId":"{{Dossier}}","expertId":"{{unknown}}","dueOn":"0001-01-01"}""", 400, "invalid");
        yield return Case("due in the year 9999", "POST", "/api/invitations", $$"""{"dossierId":"{{Dossier}}","expertId":"{{unknown}}","dueOn":"9999-12-31"}""", 400, "invalid");
        yield return Case("due long ago", "POST", "/api/invitations", $$"""{"dossierId":"{{Dossier}}","expertId":"{{unknown}}","dueOn":"1999-12-31"}""", 422, "review.due-in-the-past");
        yield return Case("an assignment without its dossier", "GET", "/api/assignments", null, 400, "unreadable");
        yield return Case("conflicts of nobody", "GET", $"/api/conflicts?dossierId={Dossier}&personId={unknown}", null, 404, "not-found");
        yield return Case("the synthesis of nothing", "GET", $"/api/synthesis/{unknown}", null, 404, "not-found");
        foreach (var (step, body) in new[]
                 {
                     ("accept", """{"revision":1,"noConflict":true}"""), ("submit", """{"revision":1}"""), ("decline", """{"revision":1,"reason":"No time."}"""),
                     ("declare-conflict", """{"revision":1,"reason":"My sister."}"""), ("reopen", """{"revision":1,"reason":"Wrong."}"""),
                     ("cancel", """{"revision":1,"reason":"Late."}"""),
                 })
        {
            yield return Case($"{step} an unknown invitation", "POST", $"/api/invitations/{unknown}/{step}", body, 404, "not-found");
            yield return Case($"{step} with revision 0", "POST", $"/api/invitations/{unknown}/{step}", body.Replace(":1", ":0", StringComparison.Ordinal), 400, "invalid");
            yield return Case($"{step} with nothing", "POST", $"/api/invitations/{unknown}/{step}", "{}", 400, "unreadable");
        }
        yield return Case("decline without a reason", "POST", $"/api/invitations/{unknown}/decline", """{"revision":1,"reason":" "}""", 400, "invalid");
        yield return Case("a reason too long", "POST", $"/api/invitations/{unknown}/decline", $$"""{"revision":1,"reason":"{{new string('x', 2001)}}"}""", 400, "invalid");
        var review = $"/api/invitations/{unknown}/review";
        yield return Case("a review of nothing", "PUT", review, """{"revision":1,"scores":[]}""", 404, "not-found");
        yield return Case("a null score line", "PUT", review, """{"revision":1,"scores":[null]}""", 400, "invalid");
        yield return Case("two null score lines", "PUT", review, """{"revision":1,"scores":[null,null]}""", 400, "invalid");
        yield return Case("one criterion twice", "PUT", review, """{"revision":1,"scores":[{"criterion":"a"},{"criterion":"a"}]}""", 400, "invalid");
        yield return Case("a score of 9", "PUT", review, """{"revision":1,"scores":[{"criterion":"a","score":9}]}""", 400, "invalid");
        yield return Case("a score as text", "PUT", review, """{"revision":1,"scores":[{"criterion":"a","score":"4"}]}""", 400, "unreadable");
        yield return Case("a confidence of 4", "PUT", review, """{"revision":1,"scores":[],"confidence":4}""", 400, "invalid");
        yield return Case("an unknown recommendation", "PUT", review, """{"revision":1,"scores":[],"recommendation":"Maybe"}""", 400, "unreadable");
        yield return Case("a comment too long", "PUT", review, $$"""{"revision":1,"scores":[{"criterion":"a","commentToHolder":"{{new string('x', 4001)}}"}]}""", 400, "invalid");
        yield return Case("a criterion of spaces", "PUT", review, """{"revision":1,"scores":[{"criterion":" "}]}""", 400, "invalid");
    }

    [TestCaseSource(nameof(Bad))]
    public async Task Bad_input_is_answered_with_what_is_wrong(string method, string address, string? body, int status, string code)
    {
        await service.Hear(Given.Person(Scene.Caller(41).PersonId, "Olga Office", [Roles.Office, Roles.Expert]));
        var caller = address.Contains("/experts/", StringComparison.Ordinal)
            ? Scene.Ann with { Roles = new HashSet<string> { Roles.Expert, Roles.Office } }
            : Scene.Caller(41, Roles.Office, Roles.Expert);
        var before = await Lines();
        using var answer = await Send(caller, method, address, body);
        Assert.That(await Lines(), Is.EqualTo(before), "it changed something");
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.That(((int)answer.StatusCode, problem.GetProperty("code").GetString()), Is.EqualTo((status, code)), problem.ToString());
    }

    Task<int> Lines() => service.Database.QuerySingleOrDefault<int>("select count(*) from AuditLine", null, CancellationToken.None);

    Task<HttpResponseMessage> Send(Caller caller, string method, string address, string? body) =>
        service.Send(caller.PersonId, caller.Roles, new HttpMethod(method), address, body);

    async Task<JsonElement> Play(Caller caller, string method, string address, string? body, HttpStatusCode status)
    {
        using var answer = await Send(caller, method, address, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.That(answer.StatusCode, Is.EqualTo(status), text);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    Task<JsonElement> Get(Caller caller, string address) => Play(caller, "GET", address, null, HttpStatusCode.OK);

    Task<JsonElement> Put(Caller caller, string address, string body) => Play(caller, "PUT", address, body, HttpStatusCode.OK);

    Task<JsonElement> Post(Caller caller, string address, string body, HttpStatusCode status = HttpStatusCode.OK) =>
        Play(caller, "POST", address, body, status);

    static string Names(JsonElement element) => string.Join(' ', element.EnumerateObject().Select(property => property.Name));
}
