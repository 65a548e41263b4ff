using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Playwright;

namespace Labelling.Browser.Tests;

/// <summary>The office makes an edition of the barometer; whoever comes reads it.</summary>
public class BarometerTests
{
    [Test]
    public async Task The_office_publishes_an_edition_that_a_visitor_reads_without_scripts_and_takes_away()
    {
        await using var office = await Visitor.Come(new Look("en", 1280));
        await office.SignIn("office");
        await office.Open("/editions");
        await office.Page.Locator("#titleFr").FillAsync("Baromètre des essais");
        await office.Page.Locator("#titleEn").FillAsync("Barometer of the tests");
        await office.Page.Locator("#asOf").FillAsync("2025-06-30");
        await office.Page.GetByRole(AriaRole.Button, new() { Name = "Start the edition" }).ClickAsync();
        await office.Page.Locator("#commentEn").FillAsync("Made by a test.");
        await office.Page.GetByRole(AriaRole.Button, new() { Name = "Save the edition" }).ClickAsync();
        await office.Page.Locator("#from").FillAsync("2021-01-01");
        await office.Page.Locator("#to").FillAsync("2023-12-31");
        await office.Page.GetByRole(AriaRole.Button, new() { Name = "Add the table" }).ClickAsync();
        await office.Page.GetByRole(AriaRole.Button, new() { Name = "Publish the edition" }).ClickAsync();
        await office.Page.GetByRole(AriaRole.Link, new() { Name = "Read it as everybody does" }).ClickAsync();
        await Assertions.Expect(office.Page.Locator("h1")).ToHaveTextAsync("Barometer of the tests");
        var address = new Uri(office.Page.Url).AbsolutePath;

        await using var visitor = await Visitor.Come(new Look("en", 390, Scripts: false));
        await visitor.Open(address);
        await Assertions.Expect(visitor.Page.Locator("main")).ToContainTextAsync("Made by a test.");
        await Assertions.Expect(visitor.Page.Locator("main table").First).ToContainTextAsync("French National Research Agency");
        var file = await visitor.Page.APIRequest.GetAsync(await visitor.Page.Locator("a[href*='format=csv']").First.EvaluateAsync<string>("link => link.href"));
        Assert.That(file.Headers["content-disposition"], Does.StartWith("attachment"));
        Assert.That(await file.TextAsync(), Does.Contain("Funding body").And.Contain("French National Research Agency").And.Contain("As known at the end of 30 June 2025."));
        await visitor.Page.EmulateMediaAsync(new() { Media = Media.Print });
        Assert.That(await visitor.Page.Locator("header.site, footer.site, main .table-foot").EvaluateAllAsync<bool>("all => all.every(one => getComputedStyle(one).display === 'none')"));
        Assert.That(await visitor.Page.Locator("main table").First.IsVisibleAsync());
    }

    /// <summary>The picture is drawn from the table: its series are what the cells say.</summary>
    [Test]
    public async Task A_chart_shows_the_numbers_of_its_table()
    {
        await using var office = await Visitor.Come(new Look("en", 1280));
        await office.SignIn("office");
        await office.Open("/rates?by=sector&from=2022-01-01&to=2024-12-31&asOf=2025-12-31");
        var cells = await office.Page.Locator("main tbody td[data-value]").EvaluateAllAsync<string[]>("all => all.map(one => one.dataset.value)");
        var words = await office.Page.Locator("main tbody td[data-value]").AllInnerTextsAsync();
        await office.Page.WaitForFunctionAsync("() => window.echarts && window.echarts.getInstanceByDom(document.querySelector('[data-chart]'))");
        var drawn = await office.Page.EvaluateAsync<double[]>("() => window.echarts.getInstanceByDom(document.querySelector('[data-chart]')).getOption().series[0].data");

        Assert.That(cells, Has.Length.EqualTo(4));
        Assert.That(drawn, Is.EqualTo(cells.Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))));
        Assert.That(words, Is.EqualTo(cells.Select(cell => $"{cell} %")));
    }

    /// <summary>Under our content security policy, from the drawing that everybody can take away.</summary>
    [Test]
    public async Task Where_scripts_run_a_drawing_is_taken_away_as_pixels_too()
    {
        await using var office = await Visitor.Come(new Look("en", 1280));
        await office.SignIn("office");
        await office.Open("/rates?by=sector&from=2022-01-01&to=2024-12-31&asOf=2025-12-31");
        var download = await office.Page.RunAndWaitForDownloadAsync(() => office.Page.GetByRole(AriaRole.Button, new() { Name = "PNG", Exact = true }).ClickAsync());
        await using var stream = await download.CreateReadStreamAsync();
        var head = new byte[24];
        await stream.ReadExactlyAsync(head);
        Assert.That(head[..8], Is.EqualTo(new byte[] { 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a }));
        Assert.That(BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(16)), Is.EqualTo(1800), "twice as wide as the drawing");
        Assert.That(download.SuggestedFilename, Does.EndWith(".png"));
    }
}
