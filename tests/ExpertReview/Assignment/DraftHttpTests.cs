using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Labelling.Contracts;
using Labelling.ExpertReview.Tests.Reviews;
using Labelling.Ground;
using Labelling.Hosting;

namespace Labelling.ExpertReview.Tests.Assignment;

/// <summary>The proposal's addresses, names in the JSON, and pages.</summary>
public class DraftHttpTests
{
    static readonly Guid Dossier = Scene.Dossier;

    ServiceOverHttp service = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        service = await ServiceOverHttp.Start(ExpertReviewService.Service, new TestClock("2026-03-12T09:00:00Z"));
        await service.Hear(
            Given.Programme(), Given.Submitted(Dossier), Given.Admitted(Dossier), Given.Waived(Dossier, 1),
            Given.Person(Scene.Ann.PersonId, "Ann Academic", [Roles.Expert], Given.Of(Given.StrangerSiren)));
    }

    [OneTimeTearDown]
    public async Task End() => await service.DisposeAsync();

    [Test]
    public async Task A_proposal_is_made_changed_and_given_up()
    {
        Assert.That(await Page("/assignment"), Does.Contain("Propose experts").And.Contain($"<a href=\"/dossiers/{Dossier}\">HEART (2026-0001)</a>"), "what waits is named");
        await Json(Scene.Ann, HttpMethod.Put, $"/api/experts/{Scene.Ann.PersonId}",
            """{"revision":0,"sectors":["medtech"],"therapeuticAreas":[],"technologyAxes":[],"keywords":[],"profile":"Academic","digital":false,"absences":[],"declaredSirens":[]}""");
        var draft = await Json(Scene.Office, HttpMethod.Post, "/api/assignments/draft", """{"revision":0}""");
        Assert.That(Names(draft), Is.EqualTo(
            "id revision madeAt changedAt worst total optimal worstBound relief fewestRules dossiers loads places keepsRules"));
        Assert.That(Names(draft.GetProperty("dossiers")[0]), Is.EqualTo("dossierId reference acronym title digital needed invited sum experts broken"));
        Assert.That(draft.GetProperty("relief").GetArrayLength(), Is.GreaterThan(0), "one expert for three places");
        Assert.That(await Page("/assignment"), Does.Contain("Send the invitations (1)").And.Contain("Ann Academic"));
        Assert.That(await Page($"/assignment/{Dossier}"), Does.Contain("Ann Academic").And.Contain("Take away"));
        var change = $$"""{"revision":1,"expertId":"{{Scene.Ann.PersonId}}","change":"Forbid"}""";
        var changed = await Json(Scene.Office, HttpMethod.Post, $"/api/assignments/draft/dossiers/{Dossier}", change);
        Assert.That(Names(changed), Is.EqualTo("revision line worst total candidates"));
        Assert.That(changed.GetProperty("candidates")[0].GetProperty("forbidden").GetBoolean(), Is.True);
        Assert.That((await Form($"/assignment/{Dossier}", $"revision=2&expertId={Scene.Ann.PersonId}&change=Fly")).Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await Form($"/assignment/{Dossier}", $"revision=2&expertId={Scene.Ann.PersonId}&change=Allow")).Location, Is.EqualTo($"/assignment/{Dossier}"));
        Assert.That((await Form("/assignment/send", "revision=3&dueOn=never")).Status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await Form("/assignment/drop", "revision=2")).Status, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That((await Form("/assignment/drop", "revision=3")).Location, Is.EqualTo("/assignment"));
        Assert.That(await Page("/assignment"), Does.Contain("Propose experts"));
    }

    async Task<string> Page(string address)
    {
        using var answer = await Send(Scene.Office, HttpMethod.Get, address, null);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        return await answer.Content.ReadAsStringAsync();
    }

    async Task<JsonElement> Json(Caller caller, HttpMethod method, string address, string body)
    {
        using var answer = await Send(caller, method, address, new StringContent(body, new MediaTypeHeaderValue("application/json")));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), text);
        return JsonDocument.Parse(text).RootElement;
    }

    async Task<(HttpStatusCode Status, string? Location)> Form(string address, string fields)
    {
        using var answer = await Send(Scene.Office, HttpMethod.Post, address, new StringContent(fields, new MediaTypeHeaderValue("application/x-www-form-urlencoded")));
        return (answer.StatusCode, answer.Headers.Location?.ToString());
    }

    async Task<HttpResponseMessage> Send(Caller caller, HttpMethod method, string address, HttpContent? content)
    {
        using var plain = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = service.Http.BaseAddress };
        using var request = new HttpRequestMessage(method, address) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", SignIn.Token(service.Get<SigningKey>(), caller.PersonId, caller.Roles, new DateTimeOffset(2026, 3, 12, 9, 0, 0, TimeSpan.Zero)));
        return await plain.SendAsync(request);
    }

    static string Names(JsonElement element) => string.Join(' ', element.EnumerateObject().Select(property => property.Name));
}
