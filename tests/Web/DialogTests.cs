using AngleSharp;
using AngleSharp.Dom;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Labelling.Web.Tests;

/// <summary>The question that opens in the page. Pages have several of them.</summary>
public sealed class DialogTests
{
    [Test]
    public async Task Questions_of_one_page_share_no_id_and_one_that_is_named_has_its_own()
    {
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        Task<string> Shown(string title, string? id = null) => renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<Dialog>(ParameterView.FromDictionary(Given(title, id)))).ToHtmlString());

        var shown = $"<main>{await Shown("Decline")}{await Shown("Declare")}{await Shown("Close", "close-session")}</main>";
        using var browsing = BrowsingContext.New();
        using var page = await browsing.OpenAsync(answer => answer.Content(shown));

        Assert.That(page.QuerySelectorAll("[id]").Select(element => element.Id), Is.EqualTo(new[] { "close-session" }));
        Assert.That(page.QuerySelectorAll("details.dialog").Select(dialog => dialog.QuerySelector("[role=group]")!.GetAttribute("aria-label")), Is.EqualTo(new[] { "Decline?", "Declare?", "Close?" }));
    }

    static Dictionary<string, object?> Given(string title, string? id)
    {
        var given = new Dictionary<string, object?> { ["Open"] = title, ["Title"] = $"{title}?", ["ChildContent"] = (RenderFragment)(builder => builder.AddContent(0, "Think again.")) };
        // As on a page: what is not said is not given.
        if (id is not null)
            given["Id"] = id;
        return given;
    }
}
