using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Labelling.Contracts;
using Labelling.Ground;
using Labelling.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Labelling.Hosting.Tests;

/// <summary>Cookies and tokens, as every service checks them.</summary>
public class SignInTests
{
    static readonly LabellingService Service = Probe.Service(EventCatalogue.Submission) with { Map = Map };
    static readonly LabellingService Beside = Probe.Service(EventCatalogue.FundingOutcome) with { Map = _ => { } };

    readonly TestClock clock = new("2026-03-12T09:00:00Z");
    Folder folder = null!;
    WebApplication app = null!;
    HttpClient client = null!;
    Guid person, session;

    sealed record Me(Guid PersonId, string[] Roles, Guid SessionId, string? Name, string? Language, string[] Scopes, bool MayBind);

    /// <summary>Signing in stands in for Accounts: what it takes, it gives.</summary>
    static void Map(Microsoft.AspNetCore.Routing.IEndpointRouteBuilder app)
    {
        app.MapPost("/enter/{person:guid}/{session:guid}", async (Guid person, Guid session, HttpContext context, TimeProvider clock) =>
        {
            await SignIn.In(context, new Ticket(person, session, [Roles.Office]) { Name = "Zoé Martin", Language = "fr" }, clock.GetUtcNow());
            return TypedResults.NoContent();
        }).AllowAnonymous();
        app.MapGet("/me", (Caller caller) => new Me(caller.PersonId, [.. caller.Roles], caller.SessionId, caller.Name, caller.Language, [.. caller.Scopes], caller.MayBind));
        app.MapGet("/api/me", (Caller caller) => caller.PersonId);
        app.MapPost("/me", (Caller caller) => caller.PersonId);
        app.MapGet("/fragments/me", (Caller caller) => caller.PersonId);
        app.MapGet("/open", (Caller caller) => caller.PersonId).AllowAnonymous();
        app.MapGet("/office", () => "office").For(Roles.Office);
    }

    [SetUp]
    public async Task Start()
    {
        (person, session) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        folder = new Folder();
        app = await LabellingHost.Build(
            ["--urls", "http://127.0.0.1:0", "--data", folder.Path], [Service, Beside], builder => builder.Services.AddSingleton<TimeProvider>(clock));
        await app.StartAsync();
        client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = Probe.AddressOf(app) };
    }

    [TearDown]
    public async Task Stop()
    {
        client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        folder.Dispose();
    }

    async Task<HttpResponseMessage> Send(HttpMethod method, string path, string? cookie = null, string? token = null, string accept = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8")
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Accept.ParseAdd(accept);
        if (cookie is not null)
            request.Headers.Add("Cookie", cookie.Split(';')[0]);
        if (token is not null)
            request.Headers.Authorization = new("Bearer", token);
        return await client.SendAsync(request);
    }

    async Task<int> Status(string path, string? cookie = null, string? token = null)
    {
        using var answer = await Send(HttpMethod.Get, path, cookie, token);
        return (int)answer.StatusCode;
    }

    static string? Set(HttpResponseMessage answer) => answer.Headers.TryGetValues("Set-Cookie", out var set) ? set.Single() : null;

    async Task<string> Enter()
    {
        using var answer = await Send(HttpMethod.Post, $"/enter/{person}/{session}");
        return Set(answer) ?? throw new AssertionException($"no cookie: {(int)answer.StatusCode}");
    }

    string Token(params string[] roles) => SignIn.Token(app.Services.GetRequiredService<SigningKey>(), person, roles, clock.GetUtcNow(), session);

    Task Hear(object happened) => app.Services.GetRequiredService<Receptions>()[EventCatalogue.Submission].Receive(happened, CancellationToken.None);

    PersonChanged Changed(long sequence, params string[] roles) => new(Guid.CreateVersion7(), person, sequence, clock.GetUtcNow(), "Zoé", "z@example.org", "fr", roles, []);

    [Test]
    public async Task A_cookie_says_who_it_is()
    {
        using var answer = await Send(HttpMethod.Get, "/me", await Enter());
        var me = await answer.Content.ReadFromJsonAsync<Me>();
        Assert.That((me?.PersonId, me?.SessionId, me?.Name, me?.Language, me?.MayBind), Is.EqualTo((person, session, "Zoé Martin", "fr", true)));
        Assert.That(me?.Roles, Is.EqualTo(new[] { Roles.Office }));
    }

    [Test]
    public async Task A_token_counts_before_a_cookie_and_a_bad_one_is_not_made_good_by_it()
    {
        var cookie = await Enter();
        var other = Guid.CreateVersion7();
        var token = SignIn.Token(app.Services.GetRequiredService<SigningKey>(), other, [Roles.Office], clock.GetUtcNow());
        using var answer = await Send(HttpMethod.Get, "/api/me", cookie, token);
        Assert.That(await answer.Content.ReadFromJsonAsync<Guid>(), Is.EqualTo(other));
        Assert.That(await Status("/api/me", cookie, "garbage"), Is.EqualTo(401));
    }

    [Test]
    public async Task A_token_that_came_before_ends_all_the_same_and_makes_no_other_good()
    {
        var token = Token(Roles.Office);
        Assert.That((await Status("/api/me", token: token), await Status("/api/me", token: token)), Is.EqualTo((200, 200)));
        Assert.That(await Status("/api/me", token: token[..^2] + (token[^2] == 'A' ? 'B' : 'A') + token[^1]), Is.EqualTo(401), "another signature");
        clock.Advance(SignIn.TokenLasts - TimeSpan.FromSeconds(1));
        Assert.That(await Status("/api/me", token: token), Is.EqualTo(200));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That((await Status("/api/me", token: token), await Status("/api/me", token: token)), Is.EqualTo((401, 401)));
    }

    [Test]
    public async Task A_cookie_is_for_this_site_and_no_script()
    {
        var attributes = (await Enter()).Split(';', StringSplitOptions.TrimEntries);
        Assert.That(attributes[0], Does.StartWith("labelling="));
        Assert.That(attributes[1..], Is.EquivalentTo(new[] { "path=/", "samesite=lax", "httponly" }));
    }

    [TestCase("--Web:Https", "true", true)]
    [TestCase("--urls", "https://127.0.0.1:1;http://127.0.0.1:2", true)]
    [TestCase("--urls", "http://127.0.0.1:2", false)]
    [TestCase("--Kestrel:Endpoints:Main:Url", "https://127.0.0.1:1", true)]
    [TestCase("--https_ports", "8443", true)]
    public void Behind_TLS_the_cookie_keeps_to_it(string name, string value, bool https)
    {
        var configuration = new Microsoft.Extensions.Configuration.ConfigurationManager();
        Microsoft.Extensions.Configuration.CommandLineConfigurationExtensions.AddCommandLine(configuration, [name, value]);
        Assert.That(Settings.Read(configuration).Https, Is.EqualTo(https));
    }

    [Test]
    public async Task Behind_TLS_the_cookie_is_bound_to_the_host()
    {
        using var other = new Folder();
        await using var secure = await LabellingHost.Build(
            ["--urls", "http://127.0.0.1:0", "--data", other.Path, "--Web:Https", "true"], [Service, Beside], builder => builder.Services.AddSingleton<TimeProvider>(clock));
        await secure.StartAsync();
        using var browser = new HttpClient { BaseAddress = Probe.AddressOf(secure) };
        using var answer = await browser.PostAsync($"/enter/{person}/{session}", null);
        var attributes = Set(answer)!.Split(';', StringSplitOptions.TrimEntries);
        Assert.That(attributes[0], Does.StartWith("__Host-labelling="));
        Assert.That(attributes[1..], Is.EquivalentTo(new[] { "path=/", "secure", "samesite=lax", "httponly" }));
        await secure.StopAsync();
    }

    [TestCase("GET", "/me?a=1&b=é", "text/html", 302)]
    [TestCase("HEAD", "/me", "text/html", 302)]
    [TestCase("GET", "/me", "application/json", 401)]
    [TestCase("GET", "/me", "*/*", 401)]
    [TestCase("POST", "/me", "text/html", 401)]
    [TestCase("GET", "/api/me", "text/html", 401)]
    [TestCase("GET", "/fragments/me", "text/html", 401)]
    public async Task A_browser_is_shown_where_to_sign_in_and_a_program_is_told(string method, string path, string accept, int status)
    {
        using var answer = await Send(HttpMethod.Parse(method), path, accept: accept);
        Assert.That((int)answer.StatusCode, Is.EqualTo(status));
        if (status == 302)
            Assert.That(answer.Headers.Location?.OriginalString, Does.EndWith("/sign-in?return=" + (path == "/me" ? "%2Fme" : "%2Fme%3Fa%3D1%26b%3D%25C3%25A9")));
        else if (accept != "text/html")
            Assert.That((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString(), Is.EqualTo("signed-out"));
    }

    [Test]
    public async Task A_cookie_ends_after_eight_hours_without_use()
    {
        var cookie = await Enter();
        clock.Advance(SignIn.IdleLasts - TimeSpan.FromMinutes(1));
        Assert.That(await Status("/me", cookie), Is.EqualTo(200));
        clock.Advance(TimeSpan.FromMinutes(1) + TimeSpan.FromSeconds(1));
        Assert.That(await Status("/api/me", cookie), Is.EqualTo(401));
    }

    [Test]
    public async Task A_cookie_in_use_goes_on_and_a_piece_of_a_page_that_fetches_itself_is_no_use()
    {
        var cookie = await Enter();
        clock.Advance(TimeSpan.FromHours(7));
        using (var fragment = await Send(HttpMethod.Get, "/fragments/me", cookie))
            Assert.That(((int)fragment.StatusCode, Set(fragment)), Is.EqualTo((200, (string?)null)));
        using var used = await Send(HttpMethod.Get, "/me", cookie);
        clock.Advance(TimeSpan.FromHours(7));
        Assert.That(await Status("/me", Set(used)), Is.EqualTo(200));
        Assert.That(await Status("/api/me", cookie), Is.EqualTo(401));
    }

    [Test]
    public async Task A_cookie_ends_after_seven_days_however_much_it_is_used()
    {
        var cookie = await Enter();
        for (var hours = 6; hours < 7 * 24; hours += 6)
        {
            clock.Advance(TimeSpan.FromHours(6));
            using var used = await Send(HttpMethod.Get, "/me", cookie);
            Assert.That((int)used.StatusCode, Is.EqualTo(200), $"after {hours} hours");
            cookie = Set(used) ?? cookie;
        }
        clock.Advance(TimeSpan.FromHours(6));
        Assert.That(await Status("/api/me", cookie), Is.EqualTo(401));
    }

    [Test]
    public async Task The_roles_held_now_count_and_not_those_of_the_cookie_or_token()
    {
        var (cookie, token) = (await Enter(), Token(Roles.Office));
        Assert.That((await Status("/office", cookie), await Status("/office", token: token)), Is.EqualTo((200, 200)));
        await Hear(Changed(2, Roles.Holder));
        Assert.That((await Status("/office", cookie), await Status("/office", token: token)), Is.EqualTo((403, 403)));
        await Hear(Changed(3, Roles.Office));
        Assert.That((await Status("/office", cookie), await Status("/office", token: token)), Is.EqualTo((200, 200)));
    }

    [Test]
    public async Task A_token_given_after_what_was_heard_last_knows_better()
    {
        await Hear(Changed(2, Roles.Holder));
        var key = app.Services.GetRequiredService<SigningKey>();
        string At(long sequence) => SignIn.Token(
            key, new Ticket(person, session, [Roles.Office]) { Sequence = sequence }, clock.GetUtcNow(), clock.GetUtcNow() + SignIn.TokenLasts);
        Assert.That((await Status("/office", token: At(2)), await Status("/office", token: At(3))), Is.EqualTo((403, 200)));
        await Hear(new AccountDisabled(Guid.CreateVersion7(), person, 3, clock.GetUtcNow()));
        Assert.That(await Status("/api/me", token: At(4)), Is.EqualTo(401), "disabled is disabled");
    }

    [Test]
    public async Task A_disabled_account_is_out_at_once_and_its_cookie_goes()
    {
        var (cookie, token) = (await Enter(), Token(Roles.Office));
        Assert.That((await Status("/api/me", cookie), await Status("/api/me", token: token)), Is.EqualTo((200, 200)));
        await Hear(new AccountDisabled(Guid.CreateVersion7(), person, 2, clock.GetUtcNow()));
        Assert.That(await Status("/api/me", token: token), Is.EqualTo(401));
        using var answer = await Send(HttpMethod.Get, "/api/me", cookie);
        Assert.That((int)answer.StatusCode, Is.EqualTo(401));
        Assert.That(Set(answer), Does.StartWith("labelling=; expires=Thu, 01 Jan 1970"));
        Assert.That(await Status("/open", cookie), Is.EqualTo(200), "what is open to anybody stays open");
    }

    [Test]
    public async Task An_ended_sign_in_is_out_and_the_persons_others_are_not()
    {
        var (cookie, token) = (await Enter(), Token(Roles.Office));
        var other = SignIn.Token(app.Services.GetRequiredService<SigningKey>(), person, [Roles.Office], clock.GetUtcNow(), Guid.CreateVersion7());
        await Status("/api/me", cookie);
        await Hear(new SessionsEnded(Guid.CreateVersion7(), person, 2, clock.GetUtcNow(), [session]));
        Assert.That((await Status("/api/me", cookie), await Status("/api/me", token: token), await Status("/api/me", token: other)), Is.EqualTo((401, 401, 200)));
    }

    /// <summary>Another process over the same database hears for both.</summary>
    [Test]
    public async Task What_another_process_writes_is_seen_after_fifteen_seconds()
    {
        var token = Token(Roles.Office);
        Assert.That(await Status("/api/me", token: token), Is.EqualTo(200));
        var database = app.Services.GetRequiredService<Databases>()[EventCatalogue.Submission];
        var same = new Database(database.Name, database.Dialect, $"Data Source={database.File}", clock);
        await using (var transaction = await same.Begin(CancellationToken.None))
        {
            await Access.Keep(transaction, new AccountDisabled(Guid.CreateVersion7(), person, 2, clock.GetUtcNow()));
            transaction.WithoutTrail("a test writes past the program");
            await transaction.Commit();
        }
        clock.Advance(Standings.Lasts);
        Assert.That(await Status("/api/me", token: token), Is.EqualTo(401));
    }

    [Test]
    public void A_personal_token_cannot_bind_and_is_none_without_a_scope()
    {
        var key = app.Services.GetRequiredService<SigningKey>();
        string With(params string[] scopes) => SignIn.Token(
            key, new Ticket(person, session, []) { Scopes = scopes }, clock.GetUtcNow(), clock.GetUtcNow().AddDays(300));
        Assert.That(() => With(), Throws.InvalidOperationException);
        var ticket = With("dossiers:read", "statistics:read");
        var claims = new Microsoft.IdentityModel.JsonWebTokens.JsonWebToken(ticket).Claims.Where(claim => claim.Type == "scope").Select(claim => claim.Value);
        Assert.That(claims, Is.EqualTo(new[] { "dossiers:read", "statistics:read" }));
        var context = new DefaultHttpContext { User = new(new System.Security.Claims.ClaimsIdentity(claims.Select(scope => new System.Security.Claims.Claim("scope", scope)))) };
        Assert.That(Caller.Of(context).MayBind, Is.False);
    }
}

/// <summary>Services in hosts of their own, with a broker between them.</summary>
public class SeparateHostTests
{
    [Test]
    public async Task Who_is_disabled_in_Accounts_is_refused_by_another_services_process()
    {
        using var keys = new Folder();
        var broker = await TestBroker.Empty();
        using var folders = new Folders();
        async Task<WebApplication> Start(string service)
        {
            var app = await LabellingHost.Build(
                ["--urls", "http://127.0.0.1:0", "--data", folders.Next(), "--Bus:RabbitMq", broker, "--Keys:Directory", keys.Path], [Probe.Service(service)]);
            await app.StartAsync();
            return app;
        }
        await using var accounts = await Start(EventCatalogue.Accounts);
        await using var submission = await Start(EventCatalogue.Submission);
        await using var outcome = await Start(EventCatalogue.FundingOutcome);
        var (person, session) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var token = SignIn.Token(accounts.Services.GetRequiredService<SigningKey>(), person, [Roles.Office], DateTimeOffset.UtcNow, session);
        Assert.That((await Mine(submission, "Submission", token), await Mine(outcome, "FundingOutcome", token)), Is.EqualTo((200, 200)));

        await Tell(accounts, new PersonChanged(Guid.CreateVersion7(), person, 0, DateTimeOffset.UtcNow, "Zoé", "z@example.org", "fr", [Roles.Holder], []));
        await Both(403);
        await Tell(accounts, new PersonChanged(Guid.CreateVersion7(), person, 0, DateTimeOffset.UtcNow, "Zoé", "z@example.org", "fr", [Roles.Office], []));
        await Both(200);
        await Tell(accounts, new SessionsEnded(Guid.CreateVersion7(), person, 0, DateTimeOffset.UtcNow, [session]));
        await Both(401);
        token = SignIn.Token(accounts.Services.GetRequiredService<SigningKey>(), person, [Roles.Office], DateTimeOffset.UtcNow, Guid.CreateVersion7());
        await Both(200);
        await Tell(accounts, new AccountDisabled(Guid.CreateVersion7(), person, 0, DateTimeOffset.UtcNow));
        await Both(401);
        await outcome.StopAsync();
        await submission.StopAsync();
        await accounts.StopAsync();

        async Task Both(int status)
        {
            Assert.That(() => Mine(submission, "Submission", token), Is.EqualTo(status).After(90).Seconds.PollEvery(50).MilliSeconds);
            Assert.That(() => Mine(outcome, "FundingOutcome", token), Is.EqualTo(status).After(90).Seconds.PollEvery(50).MilliSeconds);
        }
    }

    static async Task<int> Mine(WebApplication app, string service, string token)
    {
        using var client = new HttpClient { BaseAddress = Probe.AddressOf(app) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var answer = await client.GetAsync($"/api/mine-{service}");
        return (int)answer.StatusCode;
    }

    static async Task Tell(WebApplication app, object happened)
    {
        await using var transaction = await app.Services.GetRequiredService<Databases>()[EventCatalogue.Accounts].Begin(CancellationToken.None);
        await Outbox.Add(transaction, happened);
        transaction.WithoutTrail("a test writes past the program");
        await transaction.Commit();
    }

    sealed class Folders : IDisposable
    {
        readonly List<Folder> made = [];

        public string Next()
        {
            made.Add(new Folder());
            return made[^1].Path;
        }

        public void Dispose() => made.ForEach(folder => folder.Dispose());
    }
}
