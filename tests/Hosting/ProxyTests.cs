using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Labelling.Hosting.Tests;

/// <summary>Whose word is taken for where a request comes from.</summary>
public class ProxyTests
{
    sealed record Seen(string Address, string Scheme);

    static Task<Seen> Ask(string? networks, params string[] forwardedFor) => AskAt("http://127.0.0.1:0", networks, forwardedFor);

    static async Task<Seen> AskAt(string listen, string? networks, params string[] forwardedFor)
    {
        using var folder = new Folder();
        LabellingService[] services = [Probe.All[0] with { Map = api => api.MapGet("/api/where", (Caller caller, HttpRequest request) =>
            TypedResults.Ok(new Seen(caller.Address, request.Scheme))).AllowAnonymous() }, .. Probe.All[1..]];
        await using var app = await LabellingHost.Build(
            ["--urls", listen, "--data", folder.Path, .. networks is null ? (string[])[] : ["--Proxy:Networks", networks]], services);
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new UriBuilder(Probe.AddressOf(app)) { Host = "127.0.0.1" }.Uri };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/where");
        foreach (var address in forwardedFor)
            request.Headers.Add("X-Forwarded-For", address);
        request.Headers.Add("X-Forwarded-Proto", "https");
        using var answer = await client.SendAsync(request);
        var seen = await answer.Content.ReadFromJsonAsync<Seen>();
        await app.StopAsync();
        return seen!;
    }

    [TestCase(null, TestName = "no proxy is named")]
    [TestCase("172.28.5.10/32", TestName = "another proxy is named")]
    [TestCase("::1/128, 10.0.0.0/8", TestName = "other networks are named")]
    public async Task A_header_from_anybody_is_only_a_claim(string? networks) =>
        Assert.That(await Ask(networks, "203.0.113.7"), Is.EqualTo(new Seen("127.0.0.1", "http")));

    [TestCase("127.0.0.1/32")]
    [TestCase("172.28.5.10/32, 127.0.0.0/8")]
    public async Task The_proxy_is_believed_about_the_caller(string networks) =>
        Assert.That(await Ask(networks, "203.0.113.7"), Is.EqualTo(new Seen("203.0.113.7", "https")));

    // As in a container: a listener for both kinds of addresses sees an IPv4 peer as ::ffff:127.0.0.1.
    [Test]
    public async Task The_proxy_is_known_by_its_IPv4_address_also_where_IPv6_is_listened_to() =>
        Assert.That((await AskAt("http://*:0", "127.0.0.1/32", "203.0.113.7")).Address, Is.EqualTo("203.0.113.7"));

    [Test]
    public async Task Of_several_addresses_only_the_one_that_the_proxy_saw_counts() =>
        Assert.That((await Ask("127.0.0.1/32", "198.51.100.1, 203.0.113.7")).Address, Is.EqualTo("203.0.113.7"));

    [TestCase("nginx")]
    [TestCase("127.0.0.1/33")]
    [TestCase("127.0.0.1/32,")]
    public void A_list_that_is_none_is_a_wrong_setting(string networks) =>
        Assert.That(async () => await Ask(networks), Throws.TypeOf<SettingsException>().With.Message.StartsWith($"Proxy__Networks is \"{networks}\"; it can be"));
}
