using System.Text.RegularExpressions;
using Labelling.Storage;

namespace Labelling.Accounts.Tests;

public class SecondFactorTests
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
        Assert.That(await house.Service.Database.Query<string>(AccountsService.Service.Invariants[^1].Sql, null, CancellationToken.None), Is.Empty);
        visitor.Dispose();
        await house.DisposeAsync();
    }

    /// <summary>What the app shows now.</summary>
    string Code(string key, int later = 0) => AuthenticatorCodes.CodeAt(key, AuthenticatorCodes.StepOf(house.Clock.GetUtcNow()) + later);

    /// <summary>Sets an app up, as the page leads to; the key in the app and the recovery codes.</summary>
    async Task<(string Key, string[] Codes)> SetUp()
    {
        Assert.That((await visitor.Send("/account/second-factor", "/account/second-factor", ("password", House.Password))).Status, Is.EqualTo(303));
        var (_, _, page) = await visitor.Get("/account/second-factor");
        var key = page.QuerySelector("main code")!.TextContent.Replace(" ", "");
        Assert.That(page.QuerySelector("main svg path")?.GetAttribute("d"), Has.Length.GreaterThan(1000), "the picture of the key");
        var (status, _, codes) = await visitor.Send("/account/second-factor", "/account/second-factor/confirm", ("code", Code(key)));
        Assert.That(status, Is.EqualTo(200), codes.QuerySelector(".errors")?.TextContent);
        house.Clock.Advance(TimeSpan.FromSeconds(60));
        return (key, [.. codes.QuerySelectorAll("main li code").Select(code => code.TextContent)]);
    }

    [TestCase(59, "287082")]
    [TestCase(1111111109, "081804")]
    [TestCase(1234567890, "005924")]
    [TestCase(2000000000, "279037")]
    [TestCase(20000000000, "353130")]
    public void Codes_are_those_of_RFC_6238(long second, string code) =>
        Assert.That(AuthenticatorCodes.CodeAt("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", AuthenticatorCodes.StepOf(DateTimeOffset.FromUnixTimeSeconds(second))), Is.EqualTo(code));

    [Test]
    public async Task Setting_it_up_takes_the_password_and_a_right_code()
    {
        Assert.That((await visitor.Send("/account/second-factor", "/account/second-factor", ("password", "un mauvais mot de passe"))).Status, Is.EqualTo(400));
        await visitor.Send("/account/second-factor", "/account/second-factor", ("password", House.Password));
        Assert.That((await visitor.Send("/account/second-factor", "/account/second-factor/confirm", ("code", "000000"))).Status, Is.EqualTo(400));
        Assert.That((await house.Token(person.Email, House.Password)).Status, Is.EqualTo(200), "an app that never showed a code guards nothing");
        Assert.That(await house.Trail(person.Id), Does.Not.Contain("second-factor.set"));
    }

    [Test]
    public async Task The_key_is_not_readable_in_the_database()
    {
        var (key, codes) = await SetUp();
        var kept = await house.Service.Database.QuerySingleOrDefault<string>("select ProtectedKey from SecondFactor", null, CancellationToken.None);
        Assert.That(kept, Does.Not.Contain(key));
        var digests = await house.Service.Database.Query<string>("select Digest from RecoveryCode", null, CancellationToken.None);
        Assert.That(codes, Has.Length.EqualTo(10).And.All.Matches<string>(code => digests.All(digest => !digest.Contains(code, StringComparison.OrdinalIgnoreCase))));
    }

    [Test]
    public async Task A_browser_needs_the_code_after_the_password()
    {
        var (key, _) = await SetUp();
        using var other = new Visitor(house.Service);
        Assert.That((await other.SignIn(person.Email, House.Password, "/account/tokens")).To, Is.EqualTo("/sign-in/second-factor"));
        Assert.That(other.IsSignedIn, Is.False);
        Assert.That((await other.Get("/account")).To, Does.StartWith("/sign-in"), "half signed in is not signed in");
        Assert.That((await other.Send("/sign-in/second-factor", "/sign-in/second-factor", ("code", "123456"))).Status, Is.EqualTo(400));
        var code = Code(key);
        var (status, to, _) = await other.Send("/sign-in/second-factor", "/sign-in/second-factor", ("code", $"{code[..3]} {code[3..]}"));
        Assert.That((status, to), Is.EqualTo((303, "/account/tokens")));
        Assert.That((await other.Get("/account")).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_token_needs_the_code_too()
    {
        var (key, _) = await SetUp();
        var (status, body, _) = await house.Token(person.Email, House.Password);
        Assert.That((status, body["code"]?.GetValue<string>()), Is.EqualTo((401, "second-factor")));
        Assert.That((await house.Token(person.Email, "un mauvais mot de passe", Code(key))).Body["code"]?.GetValue<string>(), Is.EqualTo("sign-in-refused"));
        Assert.That((await house.Token(person.Email, House.Password, "000000")).Body["code"]?.GetValue<string>(), Is.EqualTo("sign-in-refused"));
        Assert.That((await house.Token(person.Email, House.Password, Code(key))).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_code_is_good_once_and_for_a_minute_and_a_half()
    {
        var (key, _) = await SetUp();
        var code = Code(key);
        Assert.That((await house.Token(person.Email, House.Password, code)).Status, Is.EqualTo(200));
        Assert.That((await house.Token(person.Email, House.Password, code)).Status, Is.EqualTo(401), "used");
        Assert.That((await house.Token(person.Email, House.Password, Code(key, -1))).Status, Is.EqualTo(401), "older than one that was used");
        Assert.That((await house.Token(person.Email, House.Password, Code(key, 2))).Status, Is.EqualTo(401), "too early");
        Assert.That((await house.Token(person.Email, House.Password, Code(key, 1))).Status, Is.EqualTo(200), "a clock that is a little fast");
        var old = Code(key, 2);
        house.Clock.Advance(TimeSpan.FromSeconds(120));
        Assert.That((await house.Token(person.Email, House.Password, old)).Status, Is.EqualTo(401), "too late");
    }

    [Test]
    public async Task Guessing_codes_waits_too()
    {
        var (key, _) = await SetUp();
        for (var failure = 0; failure < 5; failure++)
            Assert.That((await house.Token(person.Email, House.Password, $"00000{failure}")).Status, Is.EqualTo(401));
        Assert.That((await house.Token(person.Email, House.Password, Code(key))).Status, Is.EqualTo(429));
        house.Clock.Advance(TimeSpan.FromSeconds(15));
        Assert.That((await house.Token(person.Email, House.Password, Code(key))).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_recovery_code_opens_once_however_it_is_written()
    {
        var (_, codes) = await SetUp();
        using var other = new Visitor(house.Service);
        await other.SignIn(person.Email, House.Password);
        Assert.That((await other.Send("/sign-in/recovery-code", "/sign-in/recovery-code", ("code", codes[0].ToLowerInvariant().Replace("-", " ")))).Status, Is.EqualTo(303));
        Assert.That(other.IsSignedIn, Is.True);
        Assert.That((await house.Token(person.Email, House.Password, codes[0])).Status, Is.EqualTo(401));
        Assert.That((await house.Token(person.Email, House.Password, codes[1])).Status, Is.EqualTo(200));
        Assert.That((await visitor.Get("/account/second-factor")).Page.QuerySelector(".notice")?.TextContent, Does.Contain("8"));
        Assert.That((await house.Trail(person.Id)).Count(action => action == "recovery-code.used"), Is.EqualTo(2));
    }

    [Test]
    public async Task New_recovery_codes_take_the_password_and_end_the_old()
    {
        var (_, codes) = await SetUp();
        Assert.That((await visitor.Send("/account/second-factor", "/account/second-factor/codes", ("password", "un mauvais mot de passe"))).Status, Is.EqualTo(400));
        var (status, _, page) = await visitor.Send("/account/second-factor", "/account/second-factor/codes", ("password", House.Password));
        Assert.That(status, Is.EqualTo(200));
        var now = page.QuerySelectorAll("main li code").Select(code => code.TextContent).ToArray();
        Assert.That(now, Has.Length.EqualTo(10).And.All.Matches<string>(code => Regex.IsMatch(code, "^[A-Z0-9-]{10,}$") && !codes.Contains(code)));
        Assert.That((await house.Token(person.Email, House.Password, codes[0])).Status, Is.EqualTo(401));
        Assert.That((await house.Token(person.Email, House.Password, now[0])).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Turning_it_off_takes_the_password()
    {
        await SetUp();
        Assert.That((await visitor.Send("/account/second-factor", "/account/second-factor/off", ("password", "un mauvais mot de passe"))).Status, Is.EqualTo(400));
        Assert.That((await house.Token(person.Email, House.Password)).Status, Is.EqualTo(401));
        Assert.That((await visitor.Send("/account/second-factor", "/account/second-factor/off", ("password", House.Password))).Status, Is.EqualTo(303));
        Assert.That((await house.Token(person.Email, House.Password)).Status, Is.EqualTo(200));
        Assert.That(await house.Trail(person.Id), Does.Contain("second-factor.set").And.Contain("second-factor.removed"));
    }

    [Test]
    public async Task An_app_that_works_is_not_replaced_in_passing()
    {
        var (key, _) = await SetUp();
        Assert.That((await visitor.Send("/account/second-factor", "/account/second-factor", ("password", House.Password))).Status, Is.EqualTo(303));
        Assert.That((await house.Token(person.Email, House.Password, Code(key))).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_password_changed_meanwhile_ends_what_the_old_one_began()
    {
        var (key, _) = await SetUp();
        using var other = new Visitor(house.Service);
        await other.SignIn(person.Email, House.Password);
        await house.Service.Get<AccountStore>().SetPassword(
            person.Id, house.Service.Get<Passwords>().Hash("une phrase toute neuve"), new Actor(null, "test", "local"), null, CancellationToken.None);
        Assert.That((await other.Get("/sign-in/second-factor")).To, Is.EqualTo("/sign-in"));
        Assert.That((await house.Token(person.Email, "une phrase toute neuve", Code(key))).Status, Is.EqualTo(200));
    }
}
