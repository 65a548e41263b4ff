using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Labelling.Contracts;
using Labelling.Ground;
using Labelling.Storage;

namespace Labelling.Accounts.Tests;

/// <summary>Somebody with a browser: keeps cookies, follows no redirect by itself, sends forms with what their pages hold.</summary>
sealed class Visitor : IDisposable
{
    readonly HttpClient http;
    readonly CookieContainer cookies = new();

    public Visitor(ServiceOverHttp service, string language = "en", IPAddress? from = null)
    {
        var handler = new SocketsHttpHandler { CookieContainer = cookies, AllowAutoRedirect = false };
        if (from is not null)
            handler.ConnectCallback = async (context, stop) =>
            {
                var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(from, 0));
                await socket.ConnectAsync(context.DnsEndPoint, stop);
                return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
            };
        http = new HttpClient(handler) { BaseAddress = service.Http.BaseAddress };
        http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        http.DefaultRequestHeaders.UserAgent.ParseAdd("Visitor/1.0");
    }

    public Uri Origin => http.BaseAddress!;

    public bool IsSignedIn => cookies.GetAllCookies().Any(cookie => cookie.Name == "labelling" && cookie.Value.Length > 0);

    public string Cookie => cookies.GetAllCookies().Single(cookie => cookie.Name == "labelling").Value;

    public async Task<(int Status, string? To, IHtmlDocument Page)> Get(string path)
    {
        using var answer = await http.GetAsync(path);
        return await Read(answer);
    }

    /// <summary>Fills the form of a page that goes to an address, and sends it.</summary>
    public async Task<(int Status, string? To, IHtmlDocument Page)> Send(string page, string action, params (string Name, string Value)[] fields)
    {
        var (_, _, document) = await Get(page);
        var forgery = document.QuerySelector("main input[name=forgery]")?.GetAttribute("value") ?? throw new AssertionException($"{page} has no form.");
        using var content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)).Append(KeyValuePair.Create("forgery", forgery)));
        using var answer = await http.PostAsync(action, content);
        return await Read(answer);
    }

    public Task<(int Status, string? To, IHtmlDocument Page)> SignIn(string email, string password, string next = "/home") =>
        Send("/sign-in", "/sign-in", ("email", email), ("password", password), ("return", next));

    /// <summary>JSON, as the scripts of a page send it.</summary>
    public async Task<(int Status, JsonNode? Body)> Post(string page, string path, object body)
    {
        var (_, _, document) = await Get(page);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("X-Forgery", document.QuerySelector("main input[name=forgery]")?.GetAttribute("value"));
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    /// <summary>JSON, as the scripts of a page read it; nothing where the sign-in is over.</summary>
    public async Task<JsonNode?> Json(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var answer = await http.SendAsync(request);
        return answer.StatusCode == HttpStatusCode.OK ? JsonNode.Parse(await answer.Content.ReadAsStringAsync()) : null;
    }

    /// <summary>The token of a page's forms.</summary>
    public async Task<string> Forgery(string page) => (await Get(page)).Page.QuerySelector("main input[name=forgery]")!.GetAttribute("value")!;

    /// <summary>A form whose page was opened before.</summary>
    public async Task<(int Status, string? To, IHtmlDocument Page)> SendAs(string forgery, string action, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)).Append(KeyValuePair.Create("forgery", forgery)));
        using var answer = await http.PostAsync(action, content);
        return await Read(answer);
    }

    /// <summary>A question for a passkey, to sign in or to confirm.</summary>
    public async Task<JsonNode> Question() => JsonNode.Parse(await http.GetStringAsync("/api/sign-in/passkey/question"))!;

    static async Task<(int, string?, IHtmlDocument)> Read(HttpResponseMessage answer) =>
        ((int)answer.StatusCode, answer.Headers.Location?.OriginalString, await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync()));

    public void Dispose() => http.Dispose();
}

/// <summary>Accounts over HTTP, with a clock, and people who have passwords.</summary>
sealed class House : IAsyncDisposable
{
    public const string Password = "quatre mots sans rapport";

    public required ServiceOverHttp Service { get; init; }
    public TestClock Clock { get; private init; } = null!;

    public static async Task<House> Build()
    {
        var clock = new TestClock("2026-03-12T09:00:00Z");
        return new House { Service = await ServiceOverHttp.Start(AccountsService.Service, clock), Clock = clock };
    }

    public async Task<Person> Register(string email = "zoe@alpha.example", string name = "Zoé Martin", params string[] roles)
    {
        var person = Person.Register(name, email, "fr", roles is [] ? [Roles.Office] : roles, [], Clock.GetUtcNow());
        var saved = await Service.Get<PersonStore>().Register(person, Service.Get<Passwords>().Hash(Password), new Actor(null, "test", "local"), CancellationToken.None);
        Assert.That(saved, Is.EqualTo(PersonSaved.Saved));
        return person;
    }

    public async Task<(int Status, JsonNode Body, TimeSpan? RetryAfter)> Token(string email, string password, string? code = null)
    {
        using var answer = await Service.Http.PostAsJsonAsync("/api/tokens", new { email, password, code });
        return ((int)answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!, answer.Headers.RetryAfter?.Delta);
    }

    public async Task<string> TokenOf(Person person, string? code = null)
    {
        var (status, body, _) = await Token(person.Email, Password, code);
        Assert.That(status, Is.EqualTo(200), body.ToString());
        return body["token"]!.GetValue<string>();
    }

    public async Task<(int Status, JsonNode? Body)> Send(string token, HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await Service.Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    public Task<IReadOnlyList<string>> Trail(Guid person) =>
        Service.Database.Query<string>("select Action from AuditLine where SubjectId = @Person order by Position", new { Person = person }, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        Assert.That(await AuditTrail.FirstBreak(Service.Database, CancellationToken.None), Is.Null);
        await Service.DisposeAsync();
    }
}
