using Labelling.Embedded;

namespace Labelling.Journey.Tests;

/// <summary>The command as an operator's script calls it.</summary>
public class AssignCommandTests
{
    [Test]
    public async Task Writes_who_reviews_what_and_says_by_its_exit_code_what_came_of_it()
    {
        var folder = Directory.CreateTempSubdirectory("labelling-assign-").FullName;
        try
        {
            var (scores, pairs) = (Path.Combine(folder, "scores.txt"), Path.Combine(folder, "pairs.txt"));
            await File.WriteAllTextAsync(scores, "2 3\n1 0.3 -1\n0.95 0.2 0.1\n");
            string[] asked = ["assign", "--scores", scores, "--max-load", "1", "--out", pairs];
            Assert.That(await CommandLine.Run([.. asked, "--per-dossier", "1"]), Is.Zero);
            Assert.That(await File.ReadAllTextAsync(pairs), Is.EqualTo("0 1\n1 0\n"));
            Assert.That(await CommandLine.Run([.. asked, "--per-dossier", "1", "--fair", "--json"]), Is.Zero);
            Assert.That(await CommandLine.Run([.. asked, "--per-dossier", "2"]), Is.EqualTo(1), "cannot be done");
            Assert.That(await CommandLine.Run([.. asked, "--per-dossier", "0"]), Is.EqualTo(2));
            Assert.That(await CommandLine.Run(["assign", "--scores", scores]), Is.EqualTo(2));
            Assert.That(await CommandLine.Run(["assign", "--scores", Path.Combine(folder, "none.txt"), "--per-dossier", "1", "--max-load", "1"]), Is.EqualTo(2));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
