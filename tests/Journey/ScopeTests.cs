using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Labelling.Accounts;
using Labelling.Contracts;
using Labelling.Embedded;
using Labelling.Hosting;
using Labelling.Storage;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Labelling.Journey.Tests;

/// <summary>What personal tokens may do, over the route table of all services.</summary>
public class ScopeTests
{
    /// <summary>By hand: a path, the scope that reads there and the scope that writes; "-" is closed. The longest path that fits counts; what fits none is closed.</summary>
    static readonly (string Path, string Reads, string Writes)[] Table =
    [
        ("/", "-", "-"),
        ("/api/dossiers", "dossiers:read", "dossiers:write"),
        ("/api/duplicates", "dossiers:read", "dossiers:write"),
        ("/api/programmes", "dossiers:read", "-"),
        ("/api/calls", "dossiers:read", "-"),
        ("/api/vocabularies", "dossiers:read", "-"),
        ("/api/slots", "interviews:read", "interviews:write"),
        ("/api/interviews", "interviews:read", "interviews:write"),
        ("/api/experts", "reviews:read", "reviews:write"),
        // A list of experts invites people to accounts: for a person who sends it.
        ("/api/experts/import", "-", "-"),
        ("/api/conflicts", "reviews:read", "reviews:write"),
        ("/api/invitations", "reviews:read", "reviews:write"),
        ("/api/assignments", "reviews:read", "reviews:write"),
        ("/api/reviews", "reviews:read", "reviews:write"),
        ("/api/synthesis", "reviews:read", "reviews:write"),
        ("/api/sessions", "sessions:read", "-"),
        ("/api/decisions", "sessions:read", "-"),
        ("/api/releases", "sessions:read", "-"),
        ("/api/reconsiderations", "sessions:read", "-"),
        ("/api/labels", "sessions:read", "-"),
        ("/api/statistics", "statistics:read", "-"),
        ("/api/history", "statistics:read", "-"),
        ("/api/funding-applications", "dossiers:read", "dossiers:write"),
        ("/api/outcomes", "dossiers:read", "-"),
        ("/api/people", "accounts:read", "-"),
        // Everything held on a person: for a person who reads it.
        ("/api/people/{id:guid}/export", "-", "-"),
        ("/api/organisations", "accounts:read", "-"),
    ];

    WebApplication app = null!;
    HttpClient http = null!;
    string folder = null!;
    Guid person;

    [OneTimeSetUp]
    public async Task Build()
    {
        folder = Directory.CreateTempSubdirectory("labelling-scopes-").FullName;
        app = await LabellingHost.Build(["--urls", "http://127.0.0.1:0", "--data", folder], CommandLine.Services);
        await app.StartAsync();
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(app.Urls.First()) };
        var everything = Person.Register("Everything", "everything@town.example", "en", Roles.All, [], DateTimeOffset.UtcNow);
        await app.Services.GetRequiredService<PersonStore>().Register(
            everything, app.Services.GetRequiredService<Passwords>().Hash("a-password-of-the-town"), new Actor(null, "test", "local"), CancellationToken.None);
        person = everything.Id;
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    sealed record Route(string Method, string Path, bool Anonymous, string Scope)
    {
        public bool Reads => Method is "GET" or "HEAD";
    }

    Route[] Routes =>
        [.. from source in ((IEndpointRouteBuilder)app).DataSources
            from endpoint in source.Endpoints.OfType<RouteEndpoint>()
            from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []
            select new Route(
                method, "/" + endpoint.RoutePattern.RawText!.Trim('/'), endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null,
                Scopes.Of(endpoint.Metadata.GetOrderedMetadata<ITagsMetadata>().SelectMany(tags => tags.Tags), method) ?? "-")];

    static string Expected(Route route)
    {
        var (_, reads, writes) = Table.Where(line => line.Path == "/" || (route.Path + "/").StartsWith(line.Path + "/", StringComparison.Ordinal)).MaxBy(line => line.Path.Length);
        return route.Reads ? reads : writes;
    }

    [Test]
    public void Every_route_asks_the_scope_of_the_table()
    {
        var routes = Routes.Where(route => !route.Anonymous).ToArray();
        Assert.That(routes, Has.Length.GreaterThan(80));
        Assert.That(routes.Where(route => route.Scope != Expected(route)).Select(route => $"{route.Method} {route.Path} asks {route.Scope}, not {Expected(route)}"), Is.Empty);
    }

    [Test]
    public void Every_scope_opens_something() =>
        Assert.That(Routes.Where(route => !route.Anonymous).Select(route => route.Scope).Where(scope => scope != "-").Distinct(), Is.EquivalentTo(Scopes.All));

    string Token(Guid? dossier = null, params string[] scopes) => SignIn.Token(
        app.Services.GetRequiredService<SigningKey>(), new Ticket(person, Guid.Empty, []) { Scopes = scopes is [] ? Scopes.All : scopes, DossierId = dossier },
        DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));

    async Task<(int Status, string? Code)> Send(Route route, string token)
    {
        using var request = new HttpRequestMessage(new HttpMethod(route.Method), Regex.Replace(route.Path, @"\{(\w+)(:\w+)?\}", match =>
            match.Groups[2].Value == ":guid" ? Guid.CreateVersion7().ToString() : match.Groups[2].Value == ":int" ? "1" : "x"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (!route.Reads)
            request.Content = JsonContent.Create(new { });
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType == "application/problem+json" ? JsonNode.Parse(text)?["code"]?.GetValue<string>() : null);
    }

    /// <summary>The person holds every role, the token every scope: what is refused, is refused to the token.</summary>
    [Test]
    public async Task A_route_without_a_scope_is_closed_to_a_personal_token_of_every_scope()
    {
        var token = Token();
        var open = new List<string>();
        foreach (var route in Routes.Where(route => !route.Anonymous))
        {
            var (status, code) = await Send(route, token);
            if ((code == "scope") != (Expected(route) == "-") || code == "scope" && status != 403)
                open.Add($"{route.Method} {route.Path}: {status} {code}");
        }
        Assert.That(open, Is.Empty);
    }

    [TestCase("POST", "/api/confirmations")]
    [TestCase("POST", "/api/releases")]
    [TestCase("POST", "/api/labels/{number}/revoke")]
    [TestCase("POST", "/api/labels/{number}/lift")]
    [TestCase("POST", "/api/labels/{number}/clusters")]
    [TestCase("POST", "/api/account/tokens")]
    public async Task What_binds_is_never_done_by_a_personal_token(string method, string path) =>
        Assert.That(await Send(Routes.Single(route => route.Method == method && route.Path == path), Token()), Is.EqualTo((403, "scope")));

    [Test]
    public async Task A_token_of_one_scope_opens_only_what_it_names()
    {
        var token = Token(null, "statistics:read");
        foreach (var route in Routes.Where(route => !route.Anonymous && route.Reads))
            Assert.That((await Send(route, token)).Code == "scope", Is.EqualTo(Expected(route) != "statistics:read"), $"{route.Method} {route.Path}");
    }

    [Test]
    public async Task A_token_for_one_dossier_sees_no_other_and_no_list()
    {
        var dossier = Guid.CreateVersion7();
        var token = Token(dossier);
        Assert.That(await Send(new Route("GET", $"/api/dossiers/{dossier}", false, ""), token), Is.EqualTo((404, "not-found")), "there is none of that id; what else is answered is the dossier's own business");
        foreach (var route in Routes.Where(route => !route.Anonymous && Expected(route) != "-"))
        {
            var (status, code) = await Send(route, token);
            Assert.That((status, code), Is.EqualTo((404, "not-found")).Or.EqualTo((403, "scope.dossier")), $"{route.Method} {route.Path}");
        }
    }
}
