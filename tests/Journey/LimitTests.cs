using System.Net.Http.Headers;
using Labelling.Embedded;
using Labelling.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace Labelling.Journey.Tests;

/// <summary>What is limited, over the route table of all services.</summary>
public class LimitTests
{
    WebApplication app = null!;
    string folder = null!;

    [OneTimeSetUp]
    public async Task Build()
    {
        folder = Directory.CreateTempSubdirectory("labelling-limits-").FullName;
        app = await LabellingHost.Build(["--urls", "http://127.0.0.1:0", "--data", folder, "--Limits:SignIn", "1/3600"], CommandLine.Services);
        await app.StartAsync();
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    sealed record Route(string Name, Limits? As, bool Anonymous, bool Large);

    IEnumerable<Route> Routes =>
        from source in ((IEndpointRouteBuilder)app).DataSources
        from endpoint in source.Endpoints.OfType<RouteEndpoint>()
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []
        select new Route(
            $"{method} /{endpoint.RoutePattern.RawText!.Trim('/')}",
            endpoint.Metadata.GetMetadata<LimitedAs>()?.As,
            endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null,
            endpoint.Metadata.GetMetadata<IRequestSizeLimitMetadata>() is not null);

    static readonly string[] Safe = ["GET", "HEAD", "OPTIONS"];

    /// <summary>Whoever is not signed in may send these as often as anything else: they try nothing and cost nothing.</summary>
    static readonly string[] Harmless = ["POST /language", "POST /sign-out"];

    [Test]
    public void Whatever_anybody_may_send_without_signing_in_is_limited() => Assert.That(
        Routes.Where(route => route.Anonymous && !Safe.Contains(route.Name.Split(' ')[0]) && !Harmless.Contains(route.Name)
            && route.As is not (Limits.SignIn or Limits.Register)).Select(route => route.Name),
        Is.Empty, "say .Limited(Limits.SignIn) or .Limited(Limits.Register)");

    [Test]
    public void Whatever_may_be_larger_than_a_form_is_limited() => Assert.That(
        Routes.Where(route => route.Large && route.As is not (Limits.Upload or Limits.Message)).Select(route => route.Name), Is.Empty, "say .Limited(Limits.Upload)");

    [TestCase("POST /api/tokens", Limits.SignIn)]
    [TestCase("POST /api/confirmations", Limits.SignIn)]
    [TestCase("POST /api/first-administrator", Limits.SignIn)]
    [TestCase("POST /first-administrator", Limits.SignIn)]
    [TestCase("POST /api/dossiers/{id:guid}/submit", Limits.Deposit)]
    [TestCase("POST /api/dossiers/{id:guid}/attachments", Limits.Upload)]
    [TestCase("POST /api/dossiers/{id:guid}/messages", Limits.Message)]
    [TestCase("POST /api/history", Limits.Upload)]
    [TestCase("GET /api/dossiers", Limits.List)]
    [TestCase("GET /api/calls", Limits.List)]
    [TestCase("GET /api/interviews", Limits.List)]
    [TestCase("GET /api/slots", Limits.List)]
    [TestCase("GET /api/experts", Limits.List)]
    [TestCase("GET /api/invitations", Limits.List)]
    [TestCase("GET /api/reviews/dossiers", Limits.List)]
    [TestCase("GET /api/sessions", Limits.List)]
    [TestCase("GET /api/labels", Limits.List)]
    [TestCase("GET /api/decisions", Limits.List)]
    [TestCase("GET /api/outcomes", Limits.List)]
    [TestCase("GET /api/statistics/success-rates", Limits.List)]
    [TestCase("GET /outcomes", Limits.List)]
    [TestCase("GET /outcomes/silent", Limits.List)]
    [TestCase("GET /outcomes/coverage", Limits.List)]
    [TestCase("GET /outcomes/imports", Limits.List)]
    [TestCase("POST /outcomes/imports", Limits.Upload)]
    [TestCase("GET /barometer/{edition:int}.pdf", Limits.List)]
    [TestCase("GET /answer", Limits.SignIn)]
    [TestCase("POST /answer", Limits.SignIn)]
    [TestCase("POST /answer/renew", Limits.Register)]
    [TestCase("GET /api/people", Limits.List)]
    [TestCase("GET /api/organisations", Limits.List)]
    public void Signing_in_depositing_sending_files_and_searching_are_limited(string route, Limits expected) =>
        Assert.That(Routes.SingleOrDefault(one => one.Name == route)?.As, Is.EqualTo(expected));

    [TestCase("en", "Too many requests")]
    [TestCase("fr", "Trop de requêtes")]
    public async Task Somebody_with_a_browser_gets_a_page(string language, string words)
    {
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        (int Status, string? Type, string Text, TimeSpan? After) last = default;
        for (var time = 0; time < 2; time++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/first-administrator") { Content = new FormUrlEncodedContent([]) };
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
            request.Headers.AcceptLanguage.ParseAdd(language);
            using var answer = await http.SendAsync(request);
            last = ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, await answer.Content.ReadAsStringAsync(), answer.Headers.RetryAfter?.Delta);
        }
        Assert.That((last.Status, last.Type), Is.EqualTo((429, "text/html")));
        Assert.That(System.Net.WebUtility.HtmlDecode(last.Text), Does.Contain(words));
        Assert.That(last.After, Is.GreaterThan(TimeSpan.Zero));
    }
}
