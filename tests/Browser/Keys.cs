using Microsoft.Playwright;

namespace Labelling.Browser.Tests;

/// <summary>A page worked with the keyboard alone: nothing here clicks, and nothing is written but by keys.</summary>
static class Keys
{
    /// <summary>Presses Tab until the element has the focus, and that the focus can be seen.</summary>
    public static async Task TabTo(this IPage page, string selector)
    {
        // A browser drops what is pressed before it first paints a page.
        await page.WaitForFunctionAsync("() => performance.getEntriesByType('paint').length > 0");
        for (var presses = 0; presses < 150; presses++)
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

    /// <summary>Goes to a field and writes in it, key by key, over what is there.</summary>
    public static async Task Type(this IPage page, string id, string text)
    {
        await page.TabTo($"[id='{id}']");
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync(text);
    }

    /// <summary>Goes to a list and down to the entry that begins so.</summary>
    public static async Task Choose(this IPage page, string id, string entry)
    {
        await page.TabTo($"[id='{id}']");
        var down = await page.EvaluateAsync<int>(
            "entry => { const { options, selectedIndex } = document.activeElement; return [...options].findIndex(option => option.text.startsWith(entry)) - selectedIndex; }", entry);
        Assert.That(down, Is.Not.Negative, $"{id} has an entry {entry} to go down to");
        for (; down > 0; down--)
            await page.Keyboard.PressAsync("ArrowDown");
    }

    /// <summary>Goes to a box and ticks it.</summary>
    public static async Task Tick(this IPage page, string id)
    {
        await page.TabTo($"[id='{id}']");
        await page.Keyboard.PressAsync("Space");
    }

    /// <summary>Goes to a choice and down to the one of that name.</summary>
    public static async Task ChooseOne(this IPage page, string field, string id)
    {
        await page.TabTo($"input[name={field}]");
        // The first is only looked at until a key takes one.
        for (var downs = 0; !await page.EvaluateAsync<bool>("id => document.activeElement.id === id", id); downs++)
        {
            Assert.That(downs, Is.LessThan(40), $"{id} can be reached with the arrows");
            await page.Keyboard.PressAsync("ArrowDown");
        }
        await page.Keyboard.PressAsync("Space");
    }
}
