using System.IdentityModel.Tokens.Jwt;
using System.Net;
using System.Text.Json.Nodes;
using Labelling.Contracts;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Labelling.Accounts.Tests;

/// <summary>Password, sign-ins and personal tokens, each by its owner.</summary>
public class OwnAccountTests
{
    House house = null!;
    Person person = null!;
    Visitor visitor = null!;

    [SetUp]
    public async Task Build()
    {
        house = await House.Build();
        person = await house.Register();
        visitor = new Visitor(house.Service);
        await visitor.SignIn(person.Email, House.Password);
    }

    [TearDown]
    public async Task Close()
    {
        visitor.Dispose();
        await house.DisposeAsync();
    }

    Task<IReadOnlyList<Session>> Open(Person? of = null) => house.Service.Get<SessionStore>().Open((of ?? person).Id, CancellationToken.None);

    async Task<IReadOnlyList<object>> Events() =>
        [.. (await house.Service.Database.Query<string>("select Payload from Outbox where Kind = 'SessionsEnded' order by Position", null, CancellationToken.None)).Select(Json.Read<SessionsEnded>)];

    [TestCase("un mauvais mot de passe", "une phrase toute neuve", "une phrase toute neuve", "password")]
    [TestCase(House.Password, "trop court", "trop court", "chosen")]
    [TestCase(House.Password, "motdepasse2026", "motdepasse2026", "chosen")]
    [TestCase(House.Password, "martin.zoe!2026", "martin.zoe!2026", "chosen")]
    [TestCase(House.Password, "une phrase toute neuve", "une phrase toute vieille", "again")]
    public async Task A_password_is_changed_with_the_one_before_and_to_one_that_holds(string now, string chosen, string again, string field)
    {
        var (status, _, page) = await visitor.Send("/account/password", "/account/password", ("password", now), ("chosen", chosen), ("again", again));
        Assert.That(status, Is.EqualTo(400));
        Assert.That(page.QuerySelectorAll(".errors a").Select(link => link.GetAttribute("href")), Is.EqualTo(new[] { $"#{field}" }));
        Assert.That(page.QuerySelectorAll("input[type=password]").Select(input => input.GetAttribute("value")), Is.All.Null);
        Assert.That((await house.Token(person.Email, House.Password)).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_changed_password_shows_everybody_else_out()
    {
        var token = await house.TokenOf(person);
        using var other = new Visitor(house.Service);
        await other.SignIn(person.Email, House.Password);
        Assert.That((await visitor.Send("/account/password", "/account/password", ("password", House.Password), ("chosen", "une phrase toute neuve"), ("again", "une phrase toute neuve"))).To, Is.EqualTo("/account"));
        Assert.That((await visitor.Get("/account")).Status, Is.EqualTo(200), "here one stays");
        Assert.That((await other.Get("/account")).To, Does.StartWith("/sign-in"));
        Assert.That((await house.Send(token, HttpMethod.Get, "/api/me")).Status, Is.EqualTo(401));
        Assert.That((await house.Token(person.Email, House.Password)).Status, Is.EqualTo(401));
        Assert.That((await house.Token(person.Email, "une phrase toute neuve")).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Ones_sign_ins_are_listed_and_ended_one_by_one()
    {
        house.Clock.Advance(TimeSpan.FromMinutes(1));
        var token = await house.TokenOf(person);
        var (_, _, page) = await visitor.Get("/account/sessions");
        Assert.That(page.QuerySelectorAll("main tbody tr"), Has.Length.EqualTo(2));
        Assert.That(page.QuerySelector("main tbody tr:nth-child(2)")?.TextContent, Does.Contain("Visitor/1.0").And.Contain("ce navigateur"));
        var programs = (await Open()).Single(session => session.Kind == SessionKind.Token);
        Assert.That((await visitor.Send("/account/sessions", $"/account/sessions/{programs.Id}/end")).Status, Is.EqualTo(303));
        Assert.That((await house.Send(token, HttpMethod.Get, "/api/me")).Status, Is.EqualTo(401));
        Assert.That(((await Events()).Single() as SessionsEnded)?.SessionIds, Is.EqualTo(new[] { programs.Id }));
        Assert.That((await visitor.Send("/account/password", $"/account/sessions/{programs.Id}/end")).Status, Is.EqualTo(404), "over already");
    }

    [Test]
    public async Task All_others_are_ended_at_once_and_this_one_and_personal_tokens_stay()
    {
        var made = await Make("dossiers:read");
        var tokens = new[] { await house.TokenOf(person), await house.TokenOf(person) };
        Assert.That((await visitor.Send("/account/sessions", "/account/sessions/end-others")).Status, Is.EqualTo(303));
        foreach (var token in tokens)
            Assert.That((await house.Send(token, HttpMethod.Get, "/api/me")).Status, Is.EqualTo(401));
        Assert.That((await Open()).Select(session => session.Kind), Is.EquivalentTo(new[] { SessionKind.Browser, SessionKind.Personal }));
        Assert.That((await house.Send(made.Token, HttpMethod.Get, "/api/me")).Status, Is.EqualTo(403), "known, and closed to it");
    }

    [Test]
    public async Task Nobody_ends_another_persons_sign_in()
    {
        var other = await house.Register("other@alpha.example", "Ali Benali");
        var token = await house.TokenOf(other);
        var session = (await Open(other)).Single();
        Assert.That((await visitor.Send("/account/password", $"/account/sessions/{session.Id}/end")).Status, Is.EqualTo(404));
        Assert.That((await visitor.Send("/account/password", $"/account/tokens/{session.Id}/revoke")).Status, Is.EqualTo(404));
        Assert.That((await house.Send(token, HttpMethod.Get, "/api/me")).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task When_somebody_was_last_seen_is_kept_to_ten_minutes()
    {
        var token = await house.TokenOf(person);
        var began = house.Clock.GetUtcNow();
        house.Clock.Advance(TimeSpan.FromMinutes(9));
        await house.Send(token, HttpMethod.Get, "/api/me");
        Assert.That((await Open()).Single(session => session.Kind == SessionKind.Token).LastSeenAt, Is.EqualTo(began));
        house.Clock.Advance(TimeSpan.FromMinutes(2));
        await house.Send(token, HttpMethod.Get, "/api/me");
        Assert.That((await Open()).Single(session => session.Kind == SessionKind.Token).LastSeenAt, Is.EqualTo(house.Clock.GetUtcNow()));
    }

    async Task<(string Token, Guid Id)> Make(params string[] scopes)
    {
        var (status, body) = await house.Send(await house.TokenOf(person), HttpMethod.Post, "/api/account/tokens", new { name = "Nightly export", scopes, days = 90, password = House.Password });
        Assert.That(status, Is.EqualTo(201), body?.ToString());
        return (body!["token"]!.GetValue<string>(), body["of"]!["id"]!.GetValue<Guid>());
    }

    [Test]
    public async Task A_personal_token_does_what_its_scopes_say_and_never_more_than_its_owner()
    {
        var made = await Make("accounts:read");
        Assert.That((await house.Send(made.Token, HttpMethod.Get, "/api/people")).Status, Is.EqualTo(200));
        Assert.That((await house.Send(made.Token, HttpMethod.Get, "/api/organisations")).Status, Is.EqualTo(200));
        var (status, body) = await house.Send(made.Token, HttpMethod.Post, "/api/organisations", new { name = "Alpha", type = "sme" });
        Assert.That((status, body?["code"]?.GetValue<string>()), Is.EqualTo((403, "scope")));
        foreach (var (method, path) in new[] { (HttpMethod.Get, "/api/me"), (HttpMethod.Get, "/account"), (HttpMethod.Get, "/api/account/tokens"), (HttpMethod.Post, "/api/account/tokens"), (HttpMethod.Post, "/api/confirmations") })
            Assert.That((await house.Send(made.Token, method, path)).Status, Is.EqualTo(403), path);
        Assert.That((await house.Send((await Make("statistics:read")).Token, HttpMethod.Get, "/api/people")).Status, Is.EqualTo(403));

        var people = house.Service.Get<PersonStore>();
        await people.Change(person, person.Change(person.Name, person.Email, "fr", [Roles.Holder], [])!, new Actor(null, "test", "local"), CancellationToken.None);
        Assert.That((await house.Send(made.Token, HttpMethod.Get, "/api/people")).Status, Is.EqualTo(403), "the role is gone");
    }

    [Test]
    public async Task A_personal_token_is_shown_once_and_holds_no_role()
    {
        var (status, _, page) = await visitor.Send("/account/tokens", "/account/tokens",
            ("name", "Nightly export"), ("scopes", "dossiers:read"), ("scopes", "statistics:read"), ("days", "30"), ("dossier", ""), ("password", House.Password));
        Assert.That(status, Is.EqualTo(200), page.QuerySelector(".errors")?.TextContent);
        var token = page.QuerySelector("textarea")!.TextContent;
        var read = new JwtSecurityTokenHandler { MapInboundClaims = false }.ReadJwtToken(token);
        Assert.That(read.Claims.Where(claim => claim.Type == "scope").Select(claim => claim.Value), Is.EqualTo(new[] { "dossiers:read", "statistics:read" }));
        Assert.That(read.Claims.Where(claim => claim.Type == "role"), Is.Empty);
        Assert.That(read.ValidTo, Is.EqualTo(house.Clock.GetUtcNow().AddDays(30).UtcDateTime));
        var (_, _, later) = await visitor.Get("/account/tokens");
        Assert.That(later.QuerySelector("main section h2")?.TextContent, Is.EqualTo("Nightly export"));
        Assert.That(later.DocumentElement.OuterHtml, Does.Not.Contain(token));
    }

    [Test]
    public async Task A_personal_token_ends_when_it_is_revoked_and_when_its_time_is_over()
    {
        var (first, second) = (await Make("accounts:read"), await Make("accounts:read"));
        Assert.That((await visitor.Send("/account/tokens", $"/account/tokens/{first.Id}/revoke")).Status, Is.EqualTo(303));
        Assert.That((await house.Send(first.Token, HttpMethod.Get, "/api/people")).Status, Is.EqualTo(401));
        Assert.That((await house.Send(second.Token, HttpMethod.Get, "/api/people")).Status, Is.EqualTo(200));
        house.Clock.Advance(TimeSpan.FromDays(90));
        Assert.That((await house.Send(second.Token, HttpMethod.Get, "/api/people")).Status, Is.EqualTo(401));
    }

    [TestCase("", "dossiers:read", "30", "", House.Password, "name")]
    [TestCase("Export", null, "30", "", House.Password, "scopes")]
    [TestCase("Export", "everything:write", "30", "", House.Password, "scopes")]
    [TestCase("Export", "dossiers:read", "366", "", House.Password, "days")]
    [TestCase("Export", "dossiers:read", "0", "", House.Password, "days")]
    [TestCase("Export", "dossiers:read", "30", "2026-0042", House.Password, "dossier")]
    [TestCase("Export", "dossiers:read", "30", "", "un mauvais mot de passe", "password")]
    public async Task A_personal_token_needs_a_name_scopes_a_time_and_the_password(string name, string? scope, string days, string dossier, string password, string field)
    {
        (string, string)[] fields = [("name", name), ("days", days), ("dossier", dossier), ("password", password), .. scope is null ? [] : new[] { ("scopes", scope) }];
        var (status, _, page) = await visitor.Send("/account/tokens", "/account/tokens", fields);
        Assert.That(status, Is.EqualTo(400));
        Assert.That(page.QuerySelectorAll(".errors a").Select(link => link.GetAttribute("href")), Does.Contain($"#{field}"));
        Assert.That((await Open()).Where(session => session.Kind == SessionKind.Personal), Is.Empty);
    }

    [Test]
    public async Task A_revoked_token_is_refused_by_another_service_that_heard_of_it()
    {
        var (token, _) = await Make("statistics:read");
        var other = await ServiceOverHttp.Start(new LabellingService(
            EventCatalogue.FundingOutcome, (_, _) => { }, listeners => ListenToNothing(listeners),
            app => app.MapGet("/api/statistics/success-rates", (Caller caller) => caller.PersonId).ForAnyone().WithTags("Success rates"), typeof(OwnAccountTests).Assembly, []), house.Clock, house.Service.Get<Settings>().Keys);
        try
        {
            Assert.That(await Ask(), Is.EqualTo(HttpStatusCode.OK));
            await visitor.Send("/account/tokens", $"/account/tokens/{(await Open()).Single(session => session.Kind == SessionKind.Personal).Id}/revoke");
            await other.Hear([.. await Events()]);
            Assert.That(await Ask(), Is.EqualTo(HttpStatusCode.Unauthorized));
        }
        finally
        {
            await other.DisposeAsync();
        }

        async Task<HttpStatusCode> Ask()
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/statistics/success-rates");
            request.Headers.Authorization = new("Bearer", token);
            using var answer = await other.Http.SendAsync(request);
            return answer.StatusCode;
        }

        // The host keeps who may come in; of the rest nothing comes in this test.
        static void ListenToNothing(Listeners listeners)
        {
            foreach (var kind in EventCatalogue.HeardBy(EventCatalogue.FundingOutcome).Where(kind => !Access.IsAbout(kind.Type)))
                typeof(Listeners).GetMethod(nameof(Listeners.On))!.MakeGenericMethod(kind.Type, typeof(Ignore<>).MakeGenericType(kind.Type)).Invoke(listeners, null);
        }
    }

    sealed class Ignore<T> : IListener<T> where T : class
    {
        public Task<Heard> Hear(T happened, Transaction transaction) => Task.FromResult(Heard.Applied);
    }
}
