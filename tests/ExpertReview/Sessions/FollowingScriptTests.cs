using Labelling.Ground;

namespace Labelling.ExpertReview.Tests.Sessions;

/// <summary>The script of the live page, run by Node with a browser of a few lines: what it does when the connection is refused.</summary>
public sealed class FollowingScriptTests
{
    const string Browser =
        """
        const said = [];
        const waits = [];
        let opened = 0;
        globalThis.document = {
            querySelector: what => what === "[data-live]" ? { dataset: { live: "/sessions/1/follow", seen: "a" }, querySelectorAll: () => [], querySelector: () => null } : { hidden: true },
            getElementById: () => null,
        };
        globalThis.location = { href: "http://localhost/sessions/1/live", reload: () => said.push("reload") };
        globalThis.setTimeout = (act, after) => { if (act.name === "follow") { waits.push(after); if (waits.length < 7) act(); } return 1; };
        globalThis.clearTimeout = () => {};
        globalThis.EventSource = class {
            static CLOSED = 2;
            readyState = 2;
            addEventListener(name, act) { if (name === "error" && ++opened < 20) queueMicrotask(act); }
        };
        globalThis.fetch = async () => { const status = Number(process.argv[2]); if (status === 0) throw new TypeError("no network"); return { status, body: null }; };
        process.on("exit", () => console.log([opened, waits.join(" "), ...said].join("|")));
        await import(process.argv[3]);
        """;

    [TestCase(204, "1||reload", Description = "there is nothing to follow any more")]
    [TestCase(404, "1||reload")]
    [TestCase(401, "1||reload", Description = "signed out")]
    [TestCase(503, "7|5000 10000 20000 40000 60000 60000 60000", Description = "the server starts again: asked after longer and longer")]
    [TestCase(0, "7|5000 10000 20000 40000 60000 60000 60000", Description = "no network")]
    public async Task A_refused_viewer_does_not_ask_for_ever(int status, string done)
    {
        var folder = Directory.CreateTempSubdirectory("labelling-script-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "browser.mjs"), Browser);
            File.Copy(Path.Combine(AppContext.BaseDirectory, "wwwroot", "live.js"), Path.Combine(folder, "live.mjs"));
            var (code, said) = await Tool.Run(folder, "node", "browser.mjs", $"{status}", Path.Combine(folder, "live.mjs"));
            Assert.That((code, said.Trim()), Is.EqualTo((0, done)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
