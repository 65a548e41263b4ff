using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Labelling.Contracts;
using Labelling.Ground;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Labelling.Hosting.Tests;

/// <summary>What the host does for every route against other sites: headers that browsers obey, and no change without a page of ours.</summary>
public class BrowserDefenceTests
{
    static readonly LabellingService Service = Probe.Service(EventCatalogue.Submission) with { Map = Map };
    static readonly LabellingService Beside = Probe.Service(EventCatalogue.FundingOutcome) with { Map = _ => { } };

    readonly TestClock clock = new("2026-03-12T09:00:00Z");
    Folder folder = null!;
    WebApplication app = null!;

    static void Map(Microsoft.AspNetCore.Routing.IEndpointRouteBuilder app)
    {
        app.MapPost("/enter/{person:guid}", async (Guid person, HttpContext context, TimeProvider clock) =>
        {
            await SignIn.In(context, new Ticket(person, Guid.CreateVersion7(), [Roles.Office]), clock.GetUtcNow());
            return TypedResults.NoContent();
        }).AllowAnonymous();
        app.MapGet("/form", (HttpContext context, IAntiforgery tokens) => tokens.GetAndStoreTokens(context).RequestToken).AllowAnonymous();
        app.MapMethods("/form", ["POST", "PUT", "PATCH", "DELETE"], () => "taken").AllowAnonymous();
        app.MapGet("/mine", () => "mine").For(Roles.Office);
        app.MapGet("/failing", string () => throw new InvalidOperationException("on purpose")).AllowAnonymous();
        app.MapGet("/kept", (HttpContext context) =>
        {
            context.Response.Headers.CacheControl = "public, max-age=60";
            return "kept";
        }).AllowAnonymous();
    }

    [SetUp]
    public async Task Start() => app = await Begin();

    async Task<WebApplication> Begin(params string[] settings)
    {
        folder = new Folder();
        var begun = await LabellingHost.Build(["--urls", "http://127.0.0.1:0", "--data", folder.Path, .. settings], [Service, Beside], builder => builder.Services.AddSingleton<TimeProvider>(clock));
        await begun.StartAsync();
        return begun;
    }

    [TearDown]
    public async Task Stop()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        folder.Dispose();
    }

    HttpClient Browser() => new(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false }) { BaseAddress = Probe.AddressOf(app) };

    // Headers

    static readonly string[] Answers = ["/form", "/mine", "/api/nowhere", "/nowhere", "/failing", "/openapi/v1.json", "/health/live"];

    [TestCase("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")]
    [TestCase("X-Content-Type-Options", "nosniff")]
    [TestCase("Referrer-Policy", "same-origin")]
    [TestCase("Cross-Origin-Opener-Policy", "same-origin")]
    [TestCase("Cross-Origin-Resource-Policy", "same-origin")]
    [TestCase("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()")]
    public async Task Every_answer_says_to_the_browser_what_it_may(string header, string value)
    {
        using var browser = Browser();
        foreach (var path in Answers)
        {
            using var answer = await browser.GetAsync(path);
            Assert.That(answer.Headers.TryGetValues(header, out var said) ? string.Join('|', said) : null, Is.EqualTo(value), path);
        }
    }

    [Test]
    public async Task Nothing_is_kept_but_what_says_that_it_may_be()
    {
        using var browser = Browser();
        foreach (var path in Answers)
        {
            using var answer = await browser.GetAsync(path);
            Assert.That(answer.Headers.CacheControl?.NoStore, Is.True, path);
        }
        using var kept = await browser.GetAsync("/kept");
        Assert.That((kept.Headers.CacheControl?.NoStore, kept.Headers.CacheControl?.MaxAge), Is.EqualTo(((bool?)false, (TimeSpan?)TimeSpan.FromMinutes(1))));
    }

    [TestCase("true", "max-age=63072000; includeSubDomains")]
    [TestCase("false", null)]
    public async Task Behind_TLS_browsers_are_told_to_stay_with_it(string https, string? value)
    {
        await Stop();
        app = await Begin("--Web:Https", https);
        using var browser = Browser();
        using var answer = await browser.GetAsync("/nowhere");
        Assert.That(answer.Headers.TryGetValues("Strict-Transport-Security", out var said) ? said.Single() : null, Is.EqualTo(value));
    }

    // Forgery

    static FormUrlEncodedContent Form(string? token = null) => new(token is null ? [KeyValuePair.Create("a", "1")] : [KeyValuePair.Create("a", "1"), KeyValuePair.Create("forgery", token)]);

    static async Task<(int Status, string? Code)> Read(HttpResponseMessage answer) =>
        ((int)answer.StatusCode, answer.IsSuccessStatusCode ? null : (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());

    static async Task Enter(HttpClient browser, Guid person) => (await browser.PostAsync($"/enter/{person}", null)).EnsureSuccessStatusCode();

    [Test]
    public async Task A_form_carries_the_token_of_a_page_of_ours_signed_in_or_not([Values] bool signedIn)
    {
        using var browser = Browser();
        if (signedIn)
            await Enter(browser, Guid.CreateVersion7());
        Assert.That(await Read(await browser.PostAsync("/form", Form())), Is.EqualTo((400, "forgery")), "without");
        Assert.That(await Read(await browser.PostAsync("/form", Form("made up"))), Is.EqualTo((400, "forgery")), "made up");
        var token = await browser.GetStringAsync("/form");
        Assert.That(await Read(await browser.PostAsync("/form", Form(token))), Is.EqualTo((200, (string?)null)));
        using var other = Browser();
        if (signedIn)
            await Enter(other, Guid.CreateVersion7());
        await other.GetStringAsync("/form");
        Assert.That(await Read(await other.PostAsync("/form", Form(token))), Is.EqualTo((400, "forgery")), "another browser's");
    }

    [TestCase("POST")]
    [TestCase("PUT")]
    [TestCase("PATCH")]
    [TestCase("DELETE")]
    public async Task With_a_cookie_every_change_carries_it_whatever_its_body(string method)
    {
        using var browser = Browser();
        await Enter(browser, Guid.CreateVersion7());
        Assert.That(await Send(null), Is.EqualTo((400, "forgery")));
        Assert.That(await Send(await browser.GetStringAsync("/form")), Is.EqualTo((200, (string?)null)));

        async Task<(int, string?)> Send(string? token)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), "/form") { Content = JsonContent.Create(new { }) };
            if (token is not null)
                request.Headers.Add("X-Forgery", token);
            using var answer = await browser.SendAsync(request);
            return await Read(answer);
        }
    }

    [Test]
    public async Task A_token_made_before_somebody_else_signed_in_is_not_theirs()
    {
        using var browser = Browser();
        await Enter(browser, Guid.CreateVersion7());
        var token = await browser.GetStringAsync("/form");
        browser.DefaultRequestHeaders.Add("X-Forgery", token);
        await Enter(browser, Guid.CreateVersion7());
        browser.DefaultRequestHeaders.Remove("X-Forgery");
        Assert.That(await Read(await browser.PostAsync("/form", Form(token))), Is.EqualTo((400, "forgery")));
    }

    /// <summary>No other site can make a browser send an Authorization header.</summary>
    [Test]
    public async Task A_program_with_a_bearer_token_needs_none()
    {
        using var program = Browser();
        program.DefaultRequestHeaders.Authorization = new("Bearer", SignIn.Token(app.Services.GetRequiredService<SigningKey>(), Guid.CreateVersion7(), [Roles.Office], clock.GetUtcNow()));
        Assert.That(await Read(await program.PostAsJsonAsync("/form", new { })), Is.EqualTo((200, (string?)null)));
        Assert.That(await Read(await program.PostAsync("/form", Form())), Is.EqualTo((200, (string?)null)));
    }
}
