using System.Text.Json.Nodes;
using Labelling.Hosting;

namespace Labelling.Accounts.Tests;

public class PasskeyTests
{
    House house = null!;
    Person person = null!;
    Visitor visitor = null!;
    Authenticator authenticator = null!;

    [SetUp]
    public async Task Build()
    {
        house = await House.Build();
        person = await house.Register();
        visitor = new Visitor(house.Service);
        authenticator = new Authenticator(visitor.Origin.GetLeftPart(UriPartial.Authority));
        await visitor.SignIn(person.Email, House.Password);
    }

    [TearDown]
    public async Task Close()
    {
        visitor.Dispose();
        authenticator.Dispose();
        await house.DisposeAsync();
    }

    async Task<(JsonNode Options, string State)> Ask(string path, object body, string page)
    {
        var (status, question) = await visitor.Post(page, path, body);
        Assert.That(status, Is.EqualTo(200), question?.ToString());
        return Parts(question!);
    }

    async Task<(JsonNode Options, string State)> Ask() => Parts(await visitor.Question());

    static (JsonNode Options, string State) Parts(JsonNode question) => (question["options"]!, question["state"]!.GetValue<string>());

    async Task<(int Status, JsonNode? Body)> Add(string name = "Telephone")
    {
        var (options, state) = await Ask("/api/account/passkeys/question", new { password = House.Password }, "/account/passkeys");
        return await visitor.Post("/account/passkeys", "/api/account/passkeys", new { name, answer = new { credential = authenticator.Create(options), state } });
    }

    async Task<int> SignIn(Visitor? by = null)
    {
        var question = await (by ?? visitor).Question();
        return (await (by ?? visitor).Post("/account/passkeys", "/api/sign-in/passkey",
            new { credential = authenticator.Get(question["options"]!), state = question["state"]!.GetValue<string>() })).Status;
    }

    [Test]
    public async Task A_passkey_is_added_and_signs_in_alone()
    {
        Assert.That((await Add()).Status, Is.EqualTo(204));
        Assert.That((await visitor.Get("/account/passkeys")).Page.QuerySelector("main section h2")?.TextContent, Is.EqualTo("Telephone"));
        using var other = new Visitor(house.Service);
        Assert.That(await SignIn(other), Is.EqualTo(204));
        Assert.That((await other.Get("/account")).Page.QuerySelector("main")?.TextContent, Does.Contain(person.Email));
        Assert.That((await house.Trail(person.Id)), Does.Contain("passkey.added"));
        Assert.That((await house.Service.Get<AccountStore>().PasskeysOf(person.Id, CancellationToken.None)).Single().LastUsedAt, Is.Not.Null);
    }

    [Test]
    public async Task An_answer_is_good_once()
    {
        await Add();
        var (options, state) = await Ask();
        var answer = new { credential = authenticator.Get(options), state };
        Assert.That((await visitor.Post("/account/passkeys", "/api/sign-in/passkey", answer)).Status, Is.EqualTo(204));
        Assert.That((await visitor.Post("/account/passkeys", "/api/sign-in/passkey", answer)).Status, Is.EqualTo(401));
    }

    [Test]
    public async Task An_answer_to_another_question_or_for_another_purpose_is_none()
    {
        await Add();
        var (first, _) = await Ask();
        var (_, second) = await Ask();
        Assert.That((await visitor.Post("/account/passkeys", "/api/sign-in/passkey", new { credential = authenticator.Get(first), state = second })).Status, Is.EqualTo(401));
        var (made, purpose) = await Ask("/api/account/passkeys/question", new { password = House.Password }, "/account/passkeys");
        made["rpId"] = made["rp"]!["id"]!.GetValue<string>();
        Assert.That((await visitor.Post("/account/passkeys", "/api/sign-in/passkey", new { credential = authenticator.Get(made), state = purpose })).Status, Is.EqualTo(401));
    }

    [Test]
    public async Task A_page_that_imitates_ours_gets_nothing_from_a_passkey()
    {
        await Add();
        authenticator.Origin = "http://labelling.example.evil";
        Assert.That(await SignIn(), Is.EqualTo(401));
    }

    [Test]
    public async Task A_passkey_that_nobody_unlocked_opens_nothing()
    {
        await Add();
        authenticator.Verifies = false;
        Assert.That(await SignIn(), Is.EqualTo(401));
    }

    [Test]
    public async Task Adding_takes_the_password_and_a_name()
    {
        Assert.That((await visitor.Post("/account/passkeys", "/api/account/passkeys/question", new { password = "un mauvais mot de passe" })).Status, Is.EqualTo(401));
        Assert.That((await Add(" ")).Status, Is.EqualTo(400));
        Assert.That(await house.Service.Get<AccountStore>().PasskeysOf(person.Id, CancellationToken.None), Is.Empty);
    }

    [Test]
    public async Task A_passkey_is_renamed_and_removed_by_its_owner_alone()
    {
        await Add();
        var id = (await house.Service.Get<AccountStore>().PasskeysOf(person.Id, CancellationToken.None)).Single().Id;
        var other = await house.Register("other@alpha.example", "Ali Benali");
        using var stranger = new Visitor(house.Service);
        await stranger.SignIn(other.Email, House.Password);
        Assert.That((await stranger.Send("/account/passkeys", $"/account/passkeys/{id}/remove")).Status, Is.EqualTo(404));
        Assert.That((await stranger.Send("/account/passkeys", $"/account/passkeys/{id}/rename", ("name", "mine"))).Status, Is.EqualTo(404));
        Assert.That((await visitor.Send("/account/passkeys", $"/account/passkeys/{id}/rename", ("name", "Office computer"))).Status, Is.EqualTo(303));
        Assert.That((await visitor.Get("/account/passkeys")).Page.QuerySelector("main section h2")?.TextContent, Is.EqualTo("Office computer"));
        Assert.That((await visitor.Send("/account/passkeys", $"/account/passkeys/{id}/remove")).Status, Is.EqualTo(303));
        Assert.That(await SignIn(), Is.EqualTo(401));
    }

    [Test]
    public async Task An_act_is_confirmed_by_ones_own_passkey_and_by_no_other()
    {
        await Add();
        var (options, state) = await Ask();
        var (status, body) = await visitor.Post("/account/passkeys", "/api/confirmations", new { passkey = new { credential = authenticator.Get(options), state } });
        Assert.That(status, Is.EqualTo(200));
        Assert.That(await house.Service.Get<ActConfirmation>().Read(body!["confirmation"]!.GetValue<string>(), person.Id), Is.Not.Null);

        var other = await house.Register("other@alpha.example", "Ali Benali");
        using var stranger = new Visitor(house.Service);
        await stranger.SignIn(other.Email, House.Password);
        (options, state) = await Ask();
        Assert.That((await stranger.Post("/account/passkeys", "/api/confirmations", new { passkey = new { credential = authenticator.Get(options), state } })).Status, Is.EqualTo(401));
    }

    [Test]
    public async Task A_disabled_account_does_not_sign_in_by_passkey()
    {
        await Add();
        var people = house.Service.Get<PersonStore>();
        var question = await visitor.Question();
        await people.Disable(person, person.Disable(house.Clock.GetUtcNow())!, new Storage.Actor(null, "test", "local"), CancellationToken.None);
        using var other = new Visitor(house.Service);
        Assert.That((await other.Post("/sign-in", "/api/sign-in/passkey",
            new { credential = authenticator.Get(question["options"]!), state = question["state"]!.GetValue<string>() })).Status, Is.EqualTo(401));
    }
}
