using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Labelling.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Labelling.Hosting.Tests;

/// <summary>What the host answers for every service: bad input, missing tokens, health, the OpenAPI document.</summary>
public class AnswerTests
{
    Folder folder = null!;
    WebApplication app = null!;
    HttpClient client = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        folder = new Folder();
        app = await LabellingHost.Build(["--urls", "http://127.0.0.1:0", "--data", folder.Path], Probe.All);
        await app.StartAsync();
        client = new HttpClient { BaseAddress = Probe.AddressOf(app) };
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        folder.Dispose();
    }

    async Task<(int Status, JsonElement Problem)> Post(string json, string language = "en", string type = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/probe-Submission") { Content = new StringContent(json, Encoding.UTF8, type) };
        request.Headers.AcceptLanguage.ParseAdd(language);
        request.Headers.Authorization = new("Bearer", Token(Roles.Office, DateTimeOffset.UtcNow));
        using var answer = await client.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    [TestCase("", 400)]
    [TestCase("{", 400)]
    [TestCase("null", 400)]
    [TestCase("[]", 400)]
    [TestCase("{}", 400, TestName = "missing fields")]
    [TestCase("""{"title":null,"number":1,"day":"2026-01-01"}""", 400, TestName = "null where a value must be")]
    [TestCase("""{"title":"a","number":"1","day":"2026-01-01"}""", 400, TestName = "a text for a number")]
    [TestCase("""{"title":"a","number":1.5,"day":"2026-01-01"}""", 400, TestName = "a fraction for a whole number")]
    [TestCase("""{"title":"a","number":99999999999,"day":"2026-01-01"}""", 400, TestName = "a number too large")]
    [TestCase("""{"title":"a","number":1,"day":"2026-02-30"}""", 400, TestName = "a day there is not")]
    [TestCase("""{"title":"a","number":1,"day":"2026-01-01","id":"x"}""", 400, TestName = "an id that is none")]
    [TestCase("""{"title":"a","number":1,"day":"2026-01-01","extra":true}""", 400, TestName = "an unknown field")]
    [TestCase("""{"title":"a","number":1,"day":"0001-01-01"}""", 200)]
    [TestCase("""{"title":"a","number":1,"day":"9999-12-31"}""", 200)]
    public async Task Bad_input_gets_a_problem_and_never_a_500(string json, int status)
    {
        var (answered, problem) = await Post(json);
        Assert.That(answered, Is.EqualTo(status), problem.ToString());
        if (status != 200)
            Assert.That(problem.GetProperty("code").GetString(), Is.EqualTo("unreadable"));
    }

    [Test]
    public async Task The_place_of_the_error_is_named()
    {
        var (_, problem) = await Post("{\n\"title\":\"a\",\n\"number\":\"x\",\"day\":\"2026-01-01\"}");
        Assert.That(problem.GetProperty("title").GetString(), Does.Contain("$.number").And.Contain("line 3"));
        Assert.That(problem.GetProperty("path").GetString(), Is.EqualTo("$.number"));
    }

    [Test]
    public async Task Problems_speak_the_readers_language()
    {
        var (_, problem) = await Post("{", "fr-FR,fr;q=0.9");
        Assert.That(problem.GetProperty("title").GetString(), Does.Contain("illisible"));
    }

    [Test]
    public async Task A_text_of_more_than_a_megabyte_is_too_large()
    {
        var (status, problem) = await Post($$"""{"title":"{{new string('a', 1_100_000)}}","number":1,"day":"2026-01-01"}""");
        Assert.That(status, Is.EqualTo(413));
        Assert.That(problem.GetProperty("code").GetString(), Is.EqualTo("too-large"));
    }

    [Test]
    public async Task Another_media_type_is_a_415_with_words()
    {
        var (status, problem) = await Post("a=1", type: "text/plain");
        Assert.That(status, Is.EqualTo(415));
        Assert.That(problem.GetProperty("code").GetString(), Is.EqualTo("media-type"));
    }

    [TestCase("/api/mine-Submission", null, 401, "signed-out")]
    [TestCase("/api/mine-Submission", "garbage", 401, "signed-out")]
    [TestCase("/api/mine-Submission", Roles.Holder, 403, "not-your-role")]
    [TestCase("/api/nowhere", Roles.Office, 404, "not-found")]
    [TestCase("/api/nowhere", null, 404, "not-found")]
    [TestCase("/nowhere", null, 404, "not-found")]
    public async Task Refusals_of_the_host_have_codes(string path, string? role, int status, string code)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (role is not null)
            request.Headers.Authorization = new("Bearer", role == "garbage" ? role : Token(role, DateTimeOffset.UtcNow));
        using var answer = await client.SendAsync(request);
        Assert.That((int)answer.StatusCode, Is.EqualTo(status));
        Assert.That((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString(), Is.EqualTo(code));
    }

    string Token(string role, DateTimeOffset now) => SignIn.Token(app.Services.GetRequiredService<SigningKey>(), Guid.CreateVersion7(), [role], now);

    [Test]
    public async Task A_token_opens_what_its_role_may_and_not_after_its_end([Values] bool over)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/mine-Submission");
        request.Headers.Authorization = new("Bearer", Token(Roles.Office, DateTimeOffset.UtcNow - (over ? TimeSpan.FromMinutes(61) : TimeSpan.FromMinutes(59))));
        using var answer = await client.SendAsync(request);
        Assert.That((int)answer.StatusCode, Is.EqualTo(over ? 401 : 200));
    }

    [Test]
    public async Task A_confirmation_of_an_act_is_no_token()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/mine-Submission");
        request.Headers.Authorization = new("Bearer", app.Services.GetRequiredService<ActConfirmation>().Give(Guid.CreateVersion7()));
        using var answer = await client.SendAsync(request);
        Assert.That((int)answer.StatusCode, Is.EqualTo(401));
    }

    [Test]
    public async Task A_confirmation_is_good_for_the_person_who_gave_the_password_and_no_other()
    {
        var acts = app.Services.GetRequiredService<ActConfirmation>();
        var person = Guid.CreateVersion7();
        var confirmation = acts.Give(person);
        Assert.That(await acts.Read(confirmation, person), Is.Not.Null);
        Assert.That(await acts.Read(confirmation, Guid.CreateVersion7()), Is.Null);
        Assert.That(await acts.Read(Token(Roles.Chair, DateTimeOffset.UtcNow), person), Is.Null);
        Assert.That(await acts.Read("nonsense", person), Is.Null);
    }

    [TestCase("/health/live")]
    [TestCase("/health/ready")]
    [TestCase("/openapi/v1.json")]
    [TestCase("/openapi/index.html")]
    public async Task Open_to_anybody(string path) => Assert.That((int)(await client.GetAsync(path)).StatusCode, Is.EqualTo(200));
}
