using Labelling.Hosting;

namespace Labelling.Accounts.Tests;

/// <summary>The password for an act of another service, where scripts are off.</summary>
public class ConfirmActFormTests
{
    House house = null!;
    Person person = null!;
    Visitor visitor = null!;

    [OneTimeSetUp]
    public async Task Build()
    {
        house = await House.Build();
        person = await house.Register();
        visitor = new Visitor(house.Service);
        await visitor.SignIn(person.Email, House.Password);
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        visitor.Dispose();
        await house.DisposeAsync();
    }

    Task<(int Status, string? To, AngleSharp.Html.Dom.IHtmlDocument Page)> Confirm(string password, string next = "/releases") => visitor.Send(
        "/account/password", "/account/confirm", ("next", next), ("item", "one"), ("item", "two"), ("confirmation", "made up"), ("password", password));

    [Test]
    public async Task The_right_password_sends_the_other_fields_on_with_a_confirmation_of_the_person()
    {
        var (status, _, page) = await Confirm(House.Password);

        Assert.That(status, Is.EqualTo(200));
        var form = page.QuerySelector("main form")!;
        Assert.That(form.GetAttribute("action"), Is.EqualTo("/releases"));
        Assert.That(form.QuerySelectorAll("input[name=item]").Select(input => input.GetAttribute("value")), Is.EqualTo(new[] { "one", "two" }));
        Assert.That(form.QuerySelectorAll("input").Select(input => input.GetAttribute("name")), Is.EquivalentTo(new[] { "forgery", "item", "item", "confirmation" }));
        var confirmation = form.QuerySelector("input[name=confirmation]")!.GetAttribute("value")!;
        Assert.That(await house.Service.Get<ActConfirmation>().Read(confirmation, person.Id), Is.Not.Null);
        Assert.That(page.DocumentElement.OuterHtml, Does.Not.Contain(House.Password));
    }

    [TestCase("un mauvais mot de passe")]
    [TestCase("")]
    public async Task Another_password_confirms_nothing_and_loses_nothing(string password)
    {
        var (status, _, page) = await Confirm(password);

        Assert.That(status, Is.EqualTo(400));
        var form = page.QuerySelector("main form")!;
        Assert.That(form.GetAttribute("action"), Is.EqualTo("/account/confirm"));
        Assert.That(form.QuerySelectorAll("input[name=item]").Select(input => input.GetAttribute("value")), Is.EqualTo(new[] { "one", "two" }));
        Assert.That(form.QuerySelector("input[name=next]")!.GetAttribute("value"), Is.EqualTo("/releases"));
        Assert.That(form.QuerySelector("input[name=confirmation]"), Is.Null);
        Assert.That(form.QuerySelector("input[name=password]")!.GetAttribute("value"), Is.Null);
    }

    [TestCase("https://evil.example/")]
    [TestCase("//evil.example/")]
    [TestCase("")]
    public async Task Nothing_is_sent_on_to_another_site(string next) => Assert.That((await Confirm(House.Password, next)).Status, Is.EqualTo(400));
}
