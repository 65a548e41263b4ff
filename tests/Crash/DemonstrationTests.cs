using Labelling.Embedded.Demonstration;
using Labelling.Ground;

namespace Labelling.Crash.Tests;

[NonParallelizable]
public class DemonstrationTests
{
    static readonly TimeSpan Wait = TimeSpan.FromSeconds(120);

    string folder = "";
    int port;

    [SetUp]
    public void Make() => (folder, port) = (Directory.CreateTempSubdirectory("labelling-test-").FullName, ServiceProcess.FreePort());

    [TearDown]
    public void Delete() => Directory.Delete(folder, recursive: true);

    ServiceProcess Demo() => new("Labelling.Embedded", ["demo", "--data", folder, "--port", $"{port}"], new Dictionary<string, string?>(), port, ownAddress: true);

    [Test]
    public async Task Killed_while_loading_it_completes_the_loading_and_a_later_start_takes_it_up()
    {
        await using (var killed = Demo())
        {
            killed.Start();
            await killed.Says("PULMOCARE", Wait);
            await killed.Kill();
        }
        await using (var completing = Demo())
        {
            completing.Start();
            await completing.Says("answers at", Wait);
            Assert.That(await Titles(), Has.Count.EqualTo(30), "all but two drafts, each once");
            await completing.Kill();
        }
        await using var again = Demo();
        again.Start();
        await again.Says("answers at", Wait);
        Assert.That(again.Said, Does.Not.Contain("registering people"));
        Assert.That(await Titles(), Has.Count.EqualTo(30));
    }

    [Test]
    public async Task A_folder_of_somebody_else_is_refused()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "accounts.db"), "");
        await using var demo = Demo();
        demo.Start();
        await demo.Says("holds databases that no demonstration made", Wait);
        Assert.That(await demo.Ended(), Is.EqualTo(1));
    }

    async Task<IReadOnlyList<string>> Titles()
    {
        var office = File.ReadLines(Path.Combine(folder, "demo-accounts.txt")).Select(line => line.Split(' ')).First(parts => parts[0] == "office");
        using var http = new HttpClient { BaseAddress = new Uri($"http://localhost:{port}") };
        var listing = await new Account(http, "office", "", office[1], office[2]).Get("/api/dossiers?pageSize=200");
        var titles = listing.Items().Select(line => line.Text("title")).Order(StringComparer.Ordinal).ToList();
        Assert.That(titles, Is.Unique);
        return titles;
    }
}
