using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Labelling.ExpertReview.Assignment.Solving;
using Labelling.Ground;

namespace Labelling.ExpertReview.Tests.Assignment.Solving;

/// <summary>The same problems, given to an integer programming solver that is not ours (Debian's glpk-utils).</summary>
public partial class GlpsolTests
{
    static int Count => LongRun.Asked ? 200 : 20;

    static IEnumerable<int> Seeds => Enumerable.Range(1, Count);

    [TestCaseSource(nameof(Seeds))]
    public void Another_solver_finds_the_same_optimum(int seed)
    {
        if (!File.Exists("/usr/bin/glpsol"))
            Assert.Ignore("There is no /usr/bin/glpsol (Debian's glpk-utils).");
        var random = new Random(1000 + seed);
        var problem = MadeProblem.WithRules(random, random.Next(5, 14), random.Next(5, 12), 3, random.Next(3) == 0);
        var (best, fair) = (Solver.BestTotal(problem, TimeSpan.FromMinutes(1)), Solver.Fair(problem, TimeSpan.FromMinutes(1)));
        var already = problem.Already?.Sum() ?? 0;
        if (Ask(Model(problem, null)) is not { } total)
        {
            Assert.That((best, fair), Is.EqualTo(((AssignmentSolution?)null, (AssignmentSolution?)null)));
            return;
        }
        Assert.That(best, Is.Not.Null);
        Assert.That(fair, Is.Not.Null);
        SolverTests.KeepsEverything(problem, best);
        SolverTests.KeepsEverything(problem, fair);
        var worst = Ask(Model(problem, double.NaN))!.Value;
        Assert.Multiple(() =>
        {
            Assert.That(best.Total, Is.EqualTo(total + already).Within(1e-6));
            Assert.That(fair.Worst, Is.EqualTo(worst).Within(1e-6));
            Assert.That(fair.Total, Is.EqualTo(Ask(Model(problem, worst - 1e-6))!.Value + already).Within(1e-6));
            Assert.That((best.Optimal, fair.Optimal), Is.EqualTo((true, true)));
        });
    }

    /// <summary>In the CPLEX form.</summary>
    /// <param name="problem">What is asked.</param>
    /// <param name="threshold">Null: the best total. A number: of what reaches it with every dossier. Not a number: the best worst dossier.</param>
    static string Model(AssignmentProblem problem, double? threshold)
    {
        var maximin = threshold is { } number && double.IsNaN(number);
        var text = new StringBuilder("Maximize\n obj: ");
        text.Append(maximin ? "t" : Sum(from dossier in All(problem.Dossiers) from expert in All(problem.Experts) where problem.Allows(dossier, expert) select (problem.Score(dossier, expert), dossier, expert)));
        text.Append("\nSubject To\n");
        foreach (var dossier in All(problem.Dossiers))
        {
            var allowed = All(problem.Experts).Where(expert => problem.Allows(dossier, expert)).ToList();
            text.Append(CultureInfo.InvariantCulture, $" n{dossier}: {Sum(allowed.Select(expert => (1.0, dossier, expert)))} = {problem.Needed[dossier]}\n");
            foreach (var rule in new[] { TeamRules.Academic, TeamRules.Industry, TeamRules.Digital }.Where(rule => problem.RulesOf(dossier).HasFlag(rule)))
                text.Append(CultureInfo.InvariantCulture, $" r{dossier}_{(int)rule}: {Sum(allowed.Where(expert => problem.Meets(expert).HasFlag(rule)).Select(expert => (1.0, dossier, expert)))} >= 1\n");
            foreach (var expert in allowed.Where(expert => problem.RuleOf(dossier, expert) == PairRule.Pinned))
                text.Append(CultureInfo.InvariantCulture, $" p{dossier}_{expert}: x_{dossier}_{expert} = 1\n");
            if (threshold is not { } least || problem.Needed[dossier] == 0)
                continue;
            var scores = Sum(allowed.Select(expert => (problem.Score(dossier, expert), dossier, expert)));
            text.Append(CultureInfo.InvariantCulture, $" w{dossier}: {scores} {(maximin ? "- t" : "")} >= {(maximin ? 0 : least) - problem.AlreadyOf(dossier):0.#########}\n");
        }
        foreach (var expert in All(problem.Experts))
            text.Append(CultureInfo.InvariantCulture, $" l{expert}: {Sum(All(problem.Dossiers).Where(dossier => problem.Allows(dossier, expert)).Select(dossier => (1.0, dossier, expert)))} <= {problem.Load[expert]}\n");
        text.Append("Binary\n");
        foreach (var dossier in All(problem.Dossiers))
            foreach (var expert in All(problem.Experts).Where(expert => problem.Allows(dossier, expert)))
                text.Append(CultureInfo.InvariantCulture, $" x_{dossier}_{expert}\n");
        return text.Append(" nothing\nEnd\n").ToString();

        static IEnumerable<int> All(int count) => Enumerable.Range(0, count);

        static string Sum(IEnumerable<(double Factor, int Dossier, int Expert)> terms) => string.Join("\n + ",
            terms.Select(term => string.Create(CultureInfo.InvariantCulture, $"{term.Factor:0.#########} x_{term.Dossier}_{term.Expert}")).Append("0 nothing"));
    }

    /// <summary>The optimum; null: there is nothing that keeps the rules.</summary>
    static double? Ask(string model)
    {
        var file = Path.Combine(Path.GetTempPath(), $"labelling-{Guid.NewGuid():N}.lp");
        try
        {
            File.WriteAllText(file, model);
            using var glpsol = Process.Start(new ProcessStartInfo("/usr/bin/glpsol", ["--lp", file, "-o", file + ".out"]) { RedirectStandardOutput = true })!;
            var said = glpsol.StandardOutput.ReadToEnd();
            glpsol.WaitForExit();
            Assert.That(glpsol.ExitCode, Is.Zero, said);
            var answer = File.ReadAllText(file + ".out");
            return answer.Contains("INTEGER OPTIMAL", StringComparison.Ordinal)
                ? double.Parse(Objective().Match(answer).Groups[1].Value, CultureInfo.InvariantCulture)
                : answer.Contains("INTEGER EMPTY", StringComparison.Ordinal) || said.Contains("NO PRIMAL FEASIBLE SOLUTION", StringComparison.Ordinal) || said.Contains("NO INTEGER FEASIBLE SOLUTION", StringComparison.Ordinal) ? null
                : throw new InvalidOperationException(said);
        }
        finally
        {
            File.Delete(file);
            File.Delete(file + ".out");
        }
    }

    [GeneratedRegex(@"Objective: +obj = (\S+)")]
    private static partial Regex Objective();
}
