using Labelling.ExpertReview.Assignment.Solving;

namespace Labelling.ExpertReview.Tests.Assignment.Solving;

/// <summary>Score matrices published by others, in the folder that LABELLING_TEST_INSTANCES names, against the best known of them.</summary>
public class PublicInstanceTests
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [TestCase("midl2018.txt", 3, 4, 201.8849)]
    [TestCase("aamas2016.txt", 3, 12, 949.5)]
    public void The_best_total_is_the_one_known(string file, int perDossier, int maxLoad, double total)
    {
        var problem = Read(file, perDossier, maxLoad);
        var found = Solver.BestTotal(problem, Patience)!;
        SolverTests.KeepsEverything(problem, found);
        Assert.Multiple(() =>
        {
            Assert.That(found.Total, Is.EqualTo(total).Within(0.00005));
            Assert.That(found.Optimal, Is.True);
        });
    }

    [Test]
    public void The_fair_optimum_is_the_one_known()
    {
        var problem = Read("midl2018.txt", 3, 4);
        var found = Solver.Fair(problem, Patience)!;
        SolverTests.KeepsEverything(problem, found);
        Assert.Multiple(() =>
        {
            Assert.That(found.Worst, Is.EqualTo(0.9448).Within(0.00005));
            Assert.That(found.Total, Is.EqualTo(201.7687).Within(0.00005));
            Assert.That(found.Optimal, Is.True);
        });
    }

    static AssignmentProblem Read(string file, int perDossier, int maxLoad)
    {
        if (Environment.GetEnvironmentVariable("LABELLING_TEST_INSTANCES") is not { Length: > 0 } folder)
        {
            Assert.Ignore("LABELLING_TEST_INSTANCES names no folder of score files.");
            return null!;
        }
        using var reader = File.OpenText(Path.Combine(folder, file));
        var (scores, wrong) = ScoreFile.Read(reader);
        Assert.That(wrong, Is.Null);
        return AssignmentProblem.Uniform(scores!, perDossier, maxLoad);
    }
}
