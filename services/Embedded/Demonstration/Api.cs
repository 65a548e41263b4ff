using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Labelling.Embedded.Demonstration;

/// <summary>An answer that is not a success.</summary>
public sealed class ApiRefused(HttpStatusCode status, string? code, string message) : Exception(message)
{
    public HttpStatusCode Status => status;

    /// <summary>The problem's stable code.</summary>
    public string? Code => code;
}

/// <summary>Somebody with an account, and what they send over HTTP. Knows nothing of the services but their JSON.</summary>
public sealed class Account(HttpClient http, string role, string name, string email, string password)
{
    string? token;
    Guid? id;

    public string Role => role;
    public string Name => name;
    public string Email => email;
    public string Password => password;

    /// <summary>Who they are, once signed in.</summary>
    public async Task<Guid> Id()
    {
        if (id is null)
            await SignIn();
        return id!.Value;
    }

    public Task<JsonNode> Get(string path) => Send(HttpMethod.Get, path, null);

    public Task<JsonNode> Post(string path, object body) => Send(HttpMethod.Post, path, body);

    public Task<JsonNode> Put(string path, object body) => Send(HttpMethod.Put, path, body);

    /// <summary>Null where there is nothing (404).</summary>
    public async Task<JsonNode?> Find(string path)
    {
        try
        {
            return await Get(path);
        }
        catch (ApiRefused nothing) when (nothing.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Gives the password once more, for an act that binds.</summary>
    public async Task<string> Confirm() => (await Post("/api/confirmations", new { password })).Text("confirmation");

    async Task<JsonNode> Send(HttpMethod method, string path, object? body)
    {
        if (token is null)
            await SignIn();
        try
        {
            return await Once(method, path, body, token);
        }
        catch (ApiRefused over) when (over.Status == HttpStatusCode.Unauthorized && over.Code == "signed-out")
        {
            await SignIn();
            return await Once(method, path, body, token);
        }
    }

    async Task SignIn()
    {
        var answer = await Once(HttpMethod.Post, "/api/tokens", new { email, password }, null);
        token = answer.Text("token");
        id = answer.Id("personId");
    }

    async Task<JsonNode> Once(HttpMethod method, string path, object? body, string? bearer)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = body as HttpContent ?? JsonContent.Create(body);
        if (bearer is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode)
        {
            var problem = answer.Content.Headers.ContentType?.MediaType == "application/problem+json" ? JsonNode.Parse(text) : null;
            throw new ApiRefused(answer.StatusCode, problem?["code"]?.GetValue<string>(),
                $"{email}: {method} {path} was answered {(int)answer.StatusCode}: {(text.Length > 1000 ? text[..1000] : text)}");
        }
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text) ?? throw new JsonException($"{path} was answered null.");
    }
}

/// <summary>Reading answers by the names the API gives.</summary>
public static class Answers
{
    public static string Text(this JsonNode node, string name) => Member(node, name).GetValue<string>();

    public static Guid Id(this JsonNode node, string name = "id") => Member(node, name).GetValue<Guid>();

    public static long Revision(this JsonNode node) => Member(node, "revision").GetValue<long>();

    public static bool Has(this JsonNode node, string name) => node[name] is not null;

    public static IEnumerable<JsonNode> Items(this JsonNode node, string name = "items") => Member(node, name).AsArray().Select(item => item!);

    static JsonNode Member(JsonNode node, string name) => node[name] ?? throw new JsonException($"There is no \"{name}\" in {node.ToJsonString()}.");
}
