using Labelling.Ground;
using Microsoft.Playwright;

namespace Labelling.Browser.Tests;

/// <summary>Every page, as each role, in both languages, wide and narrow, light and dark; in a short run each page in one of two looks, in turn.</summary>
[Parallelizable(ParallelScope.Children)]
public class PageTests
{
    static IEnumerable<TestCaseData> RolesAndLooks =>
        from role in PageList.Roles
        from look in LongRun.Asked ? Every : Look.Both
        select new TestCaseData(role, look).SetArgDisplayNames(role.Length == 0 ? "anybody" : role, look.ToString());

    static IEnumerable<Look> Every =>
        from language in (string[])["fr", "en"]
        from width in (int[])[1280, 390]
        from dark in (bool[])[false, true]
        select new Look(language, width, dark);

    [TestCaseSource(nameof(RolesAndLooks))]
    public async Task Every_page_is_accessible_fits_its_window_and_speaks_the_readers_language(string role, Look look)
    {
        await using var visitor = await Visitor.Come(look);
        if (role.Length > 0)
            await visitor.SignIn(role);
        var wrong = new List<string>();
        foreach (var path in PageList.Of(role).Where((_, nth) => LongRun.Asked || Look.Both[nth % 2] == look))
        {
            var address = await PageList.Address(visitor, path);
            var answer = await visitor.Open(address);
            if (answer.Status != (PageList.Nowhere.Contains(path) ? 404 : 200))
                wrong.Add($"{path} answered {answer.Status}");
            // JPEG takes half the time of PNG, and there are hundreds of them.
            if (LongRun.Asked)
                await visitor.Page.ScreenshotAsync(new() { Path = Path.Combine(House.Screenshots, $"{Name(role, path)}-{look}.jpg"), Type = ScreenshotType.Jpeg, Quality = 75, FullPage = true });
            if (await visitor.Page.Locator("html").GetAttributeAsync("lang") != look.Language)
                wrong.Add($"{path} is not in {look.Language}");
            if (await visitor.Page.Locator("h1").CountAsync() != 1)
                wrong.Add($"{path} has {await visitor.Page.Locator("h1").CountAsync()} first headings");
            if (await visitor.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
                wrong.Add($"{path} scrolls sideways");
            if (await visitor.Page.EvaluateAsync<bool>("document.querySelector('.menu-wide')?.offsetHeight > 40"))
                wrong.Add($"{path} has a menu of more than one line");
            wrong.AddRange((await visitor.Axe()).Select(violation => $"{path}: {violation}"));
            wrong.AddRange(visitor.Complaints.Select(complaint => $"{path}: {complaint}"));
        }
        Assert.That(wrong.Distinct(), Is.Empty);
    }

    [Test]
    public async Task What_is_wrong_with_a_page_is_found()
    {
        await using var visitor = await Visitor.Come(new Look("en", 390, Dark: true));
        await visitor.Open("/sign-in");
        Assert.That(await visitor.Axe(), Is.Empty);
        await visitor.Page.EvaluateAsync("document.querySelector('main').append(document.createElement('img'), Object.assign(document.createElement('p'), { textContent: 'grey', className: 'text-dark' }))");
        Assert.That((await visitor.Axe()).Select(violation => violation.Split(' ')[0]), Is.SupersetOf(new[] { "color-contrast", "image-alt" }));
    }

    [TestCaseSource(nameof(RolesWithPages))]
    public async Task Pages_say_the_same_with_scripts_off(string role)
    {
        await using var visitor = await Visitor.Come(new Look("fr", 1280, Scripts: false));
        if (role.Length > 0)
            await visitor.SignIn(role);
        foreach (var path in PageList.Of(role).Where(path => !path.Contains('{') && !PageList.Nowhere.Contains(path)))
        {
            var answer = await visitor.Page.GotoAsync(path);
            Assert.That(answer!.Status, Is.EqualTo(200), path);
            Assert.That(await visitor.Page.Locator("h1").CountAsync(), Is.EqualTo(1), path);
            // What another service would add is behind a link that leads somewhere.
            foreach (var link in await visitor.Page.Locator("[hx-trigger=load] a").EvaluateAllAsync<string[]>("links => links.map(link => link.href)"))
                Assert.That((await visitor.Page.APIRequest.GetAsync(link)).Status, Is.AnyOf(200, 204), $"{path} leads to {link}");
        }
    }

    static IEnumerable<TestCaseData> RolesWithPages => PageList.Roles.Select(role => new TestCaseData(role).SetArgDisplayNames(role.Length == 0 ? "anybody" : role));

    static string Name(string role, string path) =>
        $"{(role.Length == 0 ? "anybody" : role)}{path.Replace("/", "_").Replace("{", "").Replace("}", "")}";
}
