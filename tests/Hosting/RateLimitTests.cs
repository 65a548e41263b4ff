using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Labelling.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Labelling.Hosting.Tests;

/// <summary>How often something may be done. Windows are so long that none ends during a test.</summary>
public class RateLimitTests
{
    public sealed record Named(string Email);

    static readonly Guid Ann = Guid.CreateVersion7(), Bob = Guid.CreateVersion7();

    static readonly LabellingService[] Services = [Probe.All[0] with
    {
        Map = api =>
        {
            api.MapPost("/api/try", (Named named) => TypedResults.Ok(named)).AllowAnonymous().Limited(Limits.SignIn, (Named named) => named.Email);
            api.MapPost("/api/register", () => TypedResults.Ok()).AllowAnonymous().Limited(Limits.Register);
            api.MapPost("/api/deposit", () => TypedResults.Ok()).ForAnyone().Limited(Limits.Deposit);
            api.MapGet("/api/list", () => TypedResults.Ok()).AllowAnonymous().Limited(Limits.List);
            api.MapGet("/api/free", () => TypedResults.Ok()).AllowAnonymous();
        },
    }, .. Probe.All[1..]];

    sealed class House(WebApplication app, Folder folder) : IAsyncDisposable
    {
        readonly HttpClient http = new() { BaseAddress = Probe.AddressOf(app) };

        public async Task<HttpResponseMessage> Send(HttpMethod method, string path, Guid? person = null, string? from = null, object? body = null, string? language = null)
        {
            using var request = new HttpRequestMessage(method, path);
            if (person is { } id)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", SignIn.Token(app.Services.GetRequiredService<SigningKey>(), id, [Roles.Holder], DateTimeOffset.UtcNow));
            if (from is not null)
                request.Headers.Add("X-Forwarded-For", from);
            if (language is not null)
                request.Headers.AcceptLanguage.ParseAdd(language);
            if (body is not null)
                request.Content = JsonContent.Create(body);
            return await http.SendAsync(request);
        }

        public async Task<int> Ask(string path, Guid? person = null, string? from = null)
        {
            using var answer = await Send(HttpMethod.Get, path, person, from);
            return (int)answer.StatusCode;
        }

        public async Task<int> Post(string path, Guid? person = null, string? from = null, object? body = null)
        {
            using var answer = await Send(HttpMethod.Post, path, person, from, body);
            return (int)answer.StatusCode;
        }

        public async ValueTask DisposeAsync()
        {
            http.Dispose();
            await app.StopAsync();
            await app.DisposeAsync();
            folder.Dispose();
        }
    }

    static async Task<House> Open(params string[] settings)
    {
        var folder = new Folder();
        var app = await LabellingHost.Build(["--urls", "http://127.0.0.1:0", "--data", folder.Path, "--Proxy:Networks", "127.0.0.1/32", .. settings], Services);
        await app.StartAsync();
        return new House(app, folder);
    }

    [Test]
    public async Task One_address_tries_only_so_often_and_another_is_not_held_up()
    {
        await using var house = await Open("--Limits:SignIn", "2/3600", "--Limits:Account", "none");
        foreach (var expected in new[] { 200, 200, 429, 429 })
            Assert.That(await house.Post("/api/try", from: "203.0.113.7", body: new Named("a@example.org")), Is.EqualTo(expected));
        Assert.That(await house.Post("/api/try", from: "203.0.113.8", body: new Named("a@example.org")), Is.EqualTo(200));
        Assert.That(await house.Ask("/api/free", from: "203.0.113.7"), Is.EqualTo(200), "what is not limited so goes on");
    }

    [Test]
    public async Task One_account_is_tried_only_so_often_from_wherever()
    {
        await using var house = await Open("--Limits:SignIn", "none", "--Limits:Account", "2/3600");
        var address = 0;
        foreach (var (email, expected) in new[] { ("a@example.org", 200), ("A@Example.org ", 200), ("a@example.org", 429), ("b@example.org", 200) })
            Assert.That(await house.Post("/api/try", from: $"203.0.113.{++address}", body: new Named(email)), Is.EqualTo(expected), email);
    }

    [Test]
    public async Task An_IPv6_network_counts_as_one()
    {
        await using var house = await Open("--Limits:Register", "1/3600");
        Assert.That(await house.Post("/api/register", from: "2001:db8:1:2::1"), Is.EqualTo(200));
        Assert.That(await house.Post("/api/register", from: "2001:db8:1:2:3:4:5:6"), Is.EqualTo(429));
        Assert.That(await house.Post("/api/register", from: "2001:db8:1:3::1"), Is.EqualTo(200));
    }

    [Test]
    public async Task A_person_deposits_only_so_often_from_wherever()
    {
        await using var house = await Open("--Limits:Deposit", "1/3600");
        Assert.That(await house.Post("/api/deposit", Ann, "203.0.113.1"), Is.EqualTo(200));
        Assert.That(await house.Post("/api/deposit", Ann, "203.0.113.2"), Is.EqualTo(429));
        Assert.That(await house.Post("/api/deposit", Bob, "203.0.113.2"), Is.EqualTo(200));
    }

    [Test]
    public async Task Whoever_is_not_signed_in_lists_by_their_address()
    {
        await using var house = await Open("--Limits:List", "1/3600");
        Assert.That(await house.Ask("/api/list", from: "203.0.113.1"), Is.EqualTo(200));
        Assert.That(await house.Ask("/api/list", from: "203.0.113.1"), Is.EqualTo(429));
        Assert.That(await house.Ask("/api/list", Ann, "203.0.113.1"), Is.EqualTo(200));
    }

    [Test]
    public async Task Everything_together_is_limited_but_for_the_health()
    {
        await using var house = await Open("--Limits:Everybody", "2/3600");
        foreach (var expected in new[] { 200, 200, 429 })
            Assert.That(await house.Ask("/api/free", from: "203.0.113.1"), Is.EqualTo(expected));
        Assert.That(await house.Ask("/health/live", from: "203.0.113.1"), Is.EqualTo(200));
    }

    [Test]
    public async Task Who_is_no_proxy_does_not_choose_an_address_to_be_counted_under()
    {
        var folder = new Folder();
        var app = await LabellingHost.Build(["--urls", "http://127.0.0.1:0", "--data", folder.Path, "--Limits:SignIn", "1/3600"], Services);
        await app.StartAsync();
        await using var house = new House(app, folder);
        Assert.That(await house.Post("/api/try", from: "203.0.113.1", body: new Named("a@example.org")), Is.EqualTo(200));
        Assert.That(await house.Post("/api/try", from: "203.0.113.2", body: new Named("b@example.org")), Is.EqualTo(429));
    }

    [TestCase("en", "Too many requests")]
    [TestCase("fr", "Trop de requêtes")]
    public async Task The_answer_says_when_to_come_back(string language, string words)
    {
        await using var house = await Open("--Limits:List", "1/3600");
        await house.Ask("/api/list");
        using var answer = await house.Send(HttpMethod.Get, "/api/list", language: language);
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.Multiple(() =>
        {
            Assert.That((int)answer.StatusCode, Is.EqualTo(429));
            Assert.That(answer.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
            Assert.That(answer.Headers.RetryAfter?.Delta?.TotalSeconds, Is.GreaterThan(3000).And.LessThanOrEqualTo(3600));
            Assert.That((string?)problem["code"], Is.EqualTo("too-often"));
            Assert.That((string?)problem["title"], Does.StartWith(words).And.Contain($"{answer.Headers.RetryAfter?.Delta?.TotalSeconds}"));
        });
    }

    static RateLimits Read(params (string Name, string Value)[] settings) => RateLimits.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build());

    [TestCase("Limits:SignIn", "many")]
    [TestCase("Limits:SignIn", "0/60")]
    [TestCase("Limits:SignIn", "10")]
    [TestCase("Limits:SignIn", "10/0")]
    [TestCase("Limits:SignIn", "-1/60")]
    [TestCase("Limits:All", "10/60")]
    public void A_limit_that_is_none_is_a_wrong_setting(string name, string value) =>
        Assert.That(() => Read((name, value)), Throws.TypeOf<SettingsException>().With.Message.StartsWith($"{name.Replace(":", "__")} is \"{value}\"; it can be"));

    [Test]
    public void Without_settings_there_are_limits() => Assert.That(() => Read(), Throws.Nothing);
}
