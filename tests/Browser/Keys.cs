using Microsoft.Playwright;

namespace Labelling.Browser.Tests;

/// <summary>A page worked with the keyboard alone.</summary>
static class Keys
{
    /// <summary>Presses Tab until the element has the focus, and that the focus can be seen.</summary>
    public static async Task TabTo(this IPage page, string selector)
    {
        for (var presses = 0; presses < 100; presses++)
        {
            if (await page.EvaluateAsync<bool>("selector => document.activeElement?.matches(selector) === true", selector))
            {
                Assert.That(await page.EvaluateAsync<string>("() => getComputedStyle(document.activeElement).outlineStyle"), Is.Not.EqualTo("none"), $"the focus on {selector} is seen");
                return;
            }
            await page.Keyboard.PressAsync("Tab");
        }
        Assert.Fail($"{selector} cannot be reached with Tab on {page.Url}.");
    }

    /// <summary>Goes to a link or button and presses it.</summary>
    public static async Task Press(this IPage page, string selector)
    {
        await page.TabTo(selector);
        await page.Keyboard.PressAsync("Enter");
    }

    /// <summary>Goes to a field and writes in it, over what is there.</summary>
    public static async Task Type(this IPage page, string id, string text)
    {
        await page.TabTo($"[id='{id}']");
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.InsertTextAsync(text);
    }

    /// <summary>Goes to a list and takes the entry that begins so.</summary>
    public static async Task Choose(this IPage page, string id, string entry)
    {
        await page.TabTo($"[id='{id}']");
        var down = await page.EvaluateAsync<int>(
            "entry => [...document.activeElement.options].findIndex(option => option.text.startsWith(entry)) - document.activeElement.selectedIndex", entry);
        Assert.That(down, Is.Not.Negative, $"{id} has an entry {entry} to go down to");
        for (; down > 0; down--)
            await page.Keyboard.PressAsync("ArrowDown");
    }
}
