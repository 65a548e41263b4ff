using System.Net;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.Accounts.Tests;

/// <summary>Coming in, with a browser and with a token, and being shown out.</summary>
public class SignInTests
{
    House house = null!;

    [SetUp]
    public async Task Build() => house = await House.Build();

    [TearDown]
    public async Task Close() => await house.DisposeAsync();

    [Test]
    public async Task Somebody_signs_in_goes_where_they_wanted_to_and_signs_out()
    {
        var person = await house.Register();
        using var visitor = new Visitor(house.Service);
        Assert.That((await visitor.Get("/account?x=1")).To, Is.EqualTo("/sign-in?return=%2Faccount%3Fx%3D1"));
        Assert.That((await visitor.Get("/sign-in?return=%2Faccount%3Fx%3D1")).Page.QuerySelector("main input[name=return]")?.GetAttribute("value"), Is.EqualTo("/account?x=1"));
        var (status, to, _) = await visitor.SignIn(" ZOE@alpha.example ", House.Password, "/account?x=1");
        Assert.That((status, to), Is.EqualTo((303, "/account?x=1")));
        var (_, _, page) = await visitor.Get("/account");
        Assert.That(page.QuerySelector("main")?.TextContent, Does.Contain("Zoé Martin").And.Contain("zoe@alpha.example"));
        Assert.That(page.DocumentElement.GetAttribute("lang"), Is.EqualTo("fr"), "the person's language");
        Assert.That((await visitor.Get("/sign-in?return=/account")).To, Is.EqualTo("/account"), "signed in already");

        var cookie = visitor.Cookie;
        Assert.That((await visitor.Send("/account/password", "/sign-out")).To, Is.EqualTo("/"));
        Assert.That(visitor.IsSignedIn, Is.False);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/me");
        request.Headers.Add("Cookie", $"labelling={cookie}");
        Assert.That((await house.Service.Http.SendAsync(request)).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized), "a copy of the cookie opens nothing");
        Assert.That(await house.Trail(person.Id), Is.EqualTo(new[] { "person.registered", "session.begun", "sessions.ended" }));
    }

    [Test]
    public async Task How_long_a_browser_stays_signed_in_is_asked_without_making_it_longer_and_made_longer_when_asked_to()
    {
        await house.Register();
        using var visitor = new Visitor(house.Service);
        await visitor.SignIn("zoe@alpha.example", House.Password);
        Assert.That((await Left(), await Last()), Is.EqualTo((8 * 3600, 7 * 24 * 3600)));
        Assert.That((await visitor.Get("/account")).Page.QuerySelector("#session")?.GetAttribute("data-left"), Is.EqualTo("28800"));
        house.Clock.Advance(TimeSpan.FromHours(8) - TimeSpan.FromMinutes(5));
        Assert.That((await Left(), await Left()), Is.EqualTo((300, 300)));
        var (status, body) = await visitor.Post("/account/password", "/api/session", new { });
        Assert.That((status, body?["left"]?.GetValue<int>()), Is.EqualTo((200, 8 * 3600)));
        Assert.That(await Left(), Is.EqualTo(8 * 3600));
        // Used all the time it ends after seven days.
        for (var hours = 8; hours < 7 * 24 - 7; hours += 7)
        {
            house.Clock.Advance(TimeSpan.FromHours(7));
            Assert.That((await visitor.Get("/account")).Status, Is.EqualTo(200));
        }
        house.Clock.Advance(TimeSpan.FromHours(5.5));
        Assert.That(await Left(), Is.EqualTo(await Last()).And.LessThan(3600));
        Assert.That((await visitor.Post("/account/password", "/api/session", new { })).Body?["left"]?.GetValue<int>(), Is.EqualTo(await Last()));
        house.Clock.Advance(TimeSpan.FromHours(1));
        Assert.That(await visitor.Json("/api/session"), Is.Null);

        async Task<int> Left() => (await visitor.Json("/api/session"))!["left"]!.GetValue<int>();
        async Task<int> Last() => (await visitor.Json("/api/session"))!["last"]!.GetValue<int>();
    }

    [Test]
    public async Task What_was_typed_before_the_sign_in_ended_is_sent_after_signing_in_again()
    {
        await house.Register();
        using var visitor = new Visitor(house.Service);
        await visitor.SignIn("zoe@alpha.example", House.Password);
        var forgery = await visitor.Forgery("/account/profile");
        house.Clock.Advance(TimeSpan.FromHours(9));
        Assert.That((await visitor.Get("/account/profile")).To, Does.StartWith("/sign-in"));
        await visitor.SignIn("zoe@alpha.example", House.Password);
        Assert.That((await visitor.SendAs(forgery, "/account/profile", ("name", "Zoé Typed-Before"), ("language", "fr"), ("revision", "1"))).Status, Is.EqualTo(303));
    }

    [Test]
    public async Task Signed_out_there_is_nothing_at_an_unknown_address_and_the_sign_in_before_every_known_one_whatever_it_names()
    {
        var person = await house.Register();
        using var visitor = new Visitor(house.Service);
        Assert.That((await visitor.Get("/nothing-of-that-name")).Status, Is.EqualTo(404));
        Assert.That((await visitor.Get("/people/not-an-id")).Status, Is.EqualTo(404));
        foreach (var id in new[] { person.Id, Guid.CreateVersion7() })
            Assert.That((await visitor.Get($"/people/{id}")).To, Is.EqualTo($"/sign-in?return=%2Fpeople%2F{id}"));
    }

    [TestCase("//evil.example")]
    [TestCase("https://evil.example/")]
    [TestCase("/\\evil.example")]
    [TestCase("/sign-in?return=/sign-in")]
    [TestCase("")]
    public async Task Nobody_is_sent_elsewhere_after_signing_in(string next)
    {
        await house.Register();
        using var visitor = new Visitor(house.Service);
        Assert.That((await visitor.SignIn("zoe@alpha.example", House.Password, next)).To, Is.EqualTo("/home"));
    }

    [Test]
    public async Task A_wrong_password_and_an_unknown_address_get_the_same_answer()
    {
        await house.Register();
        var disabled = await house.Register("gone@alpha.example");
        await house.Service.Get<PersonStore>().Disable(disabled, disabled.Disable(house.Clock.GetUtcNow())!, new Actor(null, "test", "local"), CancellationToken.None);
        var answers = new List<string>();
        foreach (var (email, password) in new[] { ("zoe@alpha.example", "un mauvais mot de passe"), ("nobody@alpha.example", House.Password), ("gone@alpha.example", House.Password) })
        {
            using var visitor = new Visitor(house.Service);
            var (status, _, page) = await visitor.SignIn(email, password);
            var (api, body, _) = await house.Token(email, password);
            answers.Add($"{status} {page.QuerySelector(".errors")?.TextContent} {visitor.IsSignedIn} {api} {body["code"]} {body["title"]}");
        }
        Assert.That(answers.Distinct().Count(), Is.EqualTo(1), string.Join("\n", answers));
        Assert.That(answers[0], Does.StartWith("400 ").And.Contain("False 401 sign-in-refused"));
    }

    [Test]
    public async Task After_five_failures_one_waits_whether_or_not_there_is_such_an_account([Values("zoe@alpha.example", "nobody@alpha.example")] string email)
    {
        await house.Register();
        for (var failure = 0; failure < 5; failure++)
            Assert.That((await house.Token(email, "un mauvais mot de passe")).Status, Is.EqualTo(401));
        var (status, body, retry) = await house.Token(email, House.Password);
        Assert.That((status, body["code"]?.GetValue<string>(), retry), Is.EqualTo((429, "too-many-tries", (TimeSpan?)TimeSpan.FromSeconds(15))));
        Assert.That(body["title"]?.GetValue<string>(), Does.Contain("15 seconds"));
        using var visitor = new Visitor(house.Service);
        var (page, _, document) = await visitor.SignIn(email, House.Password);
        Assert.That(page, Is.EqualTo(429));
        Assert.That(document.QuerySelector(".errors li")?.TextContent, Is.EqualTo("There were too many tries. Try again in 15 seconds."));
        house.Clock.Advance(TimeSpan.FromSeconds(15));
        Assert.That((await house.Token(email, House.Password)).Status, Is.EqualTo(email.StartsWith("zoe", StringComparison.Ordinal) ? 200 : 401));
    }

    [Test]
    public async Task Guessing_at_the_confirmation_of_an_act_waits_too()
    {
        var person = await house.Register();
        var token = await house.TokenOf(person);
        for (var failure = 0; failure < 5; failure++)
            Assert.That((await house.Send(token, HttpMethod.Post, "/api/confirmations", new { password = "un mauvais mot de passe" })).Status, Is.EqualTo(401));
        Assert.That((await house.Send(token, HttpMethod.Post, "/api/confirmations", new { password = House.Password })).Status, Is.EqualTo(429));
        house.Clock.Advance(TimeSpan.FromSeconds(15));
        Assert.That((await house.Send(token, HttpMethod.Post, "/api/confirmations", new { password = House.Password })).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_form_from_another_site_signs_nobody_in()
    {
        await house.Register();
        using var content = new FormUrlEncodedContent(new Dictionary<string, string> { ["email"] = "zoe@alpha.example", ["password"] = House.Password });
        using var answer = await house.Service.Http.PostAsync("/sign-in", content);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(answer.Headers.Contains("Set-Cookie"), Is.False);
    }

    [Test]
    public async Task Signing_in_again_ends_what_the_browser_had_before()
    {
        await house.Register();
        using var visitor = new Visitor(house.Service);
        await visitor.Get("/sign-in");
        await visitor.SignIn("zoe@alpha.example", House.Password);
        var before = visitor.Cookie;
        // The page of signing in leads on when one is signed in: the form of another page carries the token.
        await visitor.Send("/account/password", "/sign-in", ("email", "zoe@alpha.example"), ("password", House.Password));
        Assert.That(visitor.Cookie, Is.Not.EqualTo(before));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/me");
        request.Headers.Add("Cookie", $"labelling={before}");
        Assert.That((await house.Service.Http.SendAsync(request)).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task A_role_taken_away_and_a_disabled_account_count_at_once()
    {
        var person = await house.Register(roles: [Roles.Office, Roles.Holder]);
        var token = await house.TokenOf(person);
        Assert.That((await house.Send(token, HttpMethod.Get, "/api/people")).Status, Is.EqualTo(200));
        var people = house.Service.Get<PersonStore>();
        var changed = person.Change(person.Name, person.Email, "fr", [Roles.Holder], [])!;
        await people.Change(person, changed, new Actor(null, "test", "local"), CancellationToken.None);
        Assert.That((await house.Send(token, HttpMethod.Get, "/api/people")).Status, Is.EqualTo(403));
        Assert.That((await house.Send(token, HttpMethod.Get, "/api/me")).Status, Is.EqualTo(200));
        await people.Disable(changed, changed.Disable(house.Clock.GetUtcNow())!, new Actor(null, "test", "local"), CancellationToken.None);
        Assert.That((await house.Send(token, HttpMethod.Get, "/api/me")).Status, Is.EqualTo(401));
    }

    [Test]
    public async Task A_token_for_somebody_without_an_account_opens_nothing()
    {
        var key = house.Service.Get<SigningKey>();
        var nobody = SignIn.Token(key, Guid.CreateVersion7(), [Roles.Administrator], house.Clock.GetUtcNow());
        Assert.That((await house.Send(nobody, HttpMethod.Get, "/api/people")).Status, Is.EqualTo(401));
        var person = await house.Register();
        var unknown = SignIn.Token(key, person.Id, [Roles.Office], house.Clock.GetUtcNow(), Guid.CreateVersion7());
        Assert.That((await house.Send(unknown, HttpMethod.Get, "/api/people")).Status, Is.EqualTo(401), "a sign-in nobody began");
    }

    [Test]
    public async Task Accounts_of_the_demonstration_sign_in_where_it_runs_and_nowhere_else()
    {
        var person = await house.Register("chair@demo.labelling.example");
        Assert.That((await house.Token(person.Email, House.Password)).Status, Is.EqualTo(401));
        using var visitor = new Visitor(house.Service);
        Assert.That((await visitor.SignIn(person.Email, House.Password)).Status, Is.EqualTo(400));
        await house.Service.Get<AccountStore>().MarkAsDemonstration(CancellationToken.None);
        await house.Service.Get<AccountStore>().MarkAsDemonstration(CancellationToken.None);
        Assert.That((await house.Token(person.Email, House.Password)).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Signing_in_tells_one_sentence_about_fields_left_empty()
    {
        using var visitor = new Visitor(house.Service);
        var (status, _, page) = await visitor.SignIn("", "");
        Assert.That((status, page.QuerySelector(".errors li")?.TextContent), Is.EqualTo((400, "Give your e-mail address and your password.")));
    }
}
