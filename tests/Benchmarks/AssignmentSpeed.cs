using System.Diagnostics;
using System.Globalization;
using Labelling.ExpertReview.Assignment.Solving;
using Labelling.ExpertReview.Experts;

namespace Labelling.Benchmarks;

/// <summary>
/// How long assigning takes: the public instances in the folder of LABELLING_TEST_INSTANCES (best total, and fair where it is known),
/// 5,000 dossiers by 2,800 experts whose scores share a few topics, and 200 by 60 with every hard rule.
/// </summary>
static class AssignmentSpeed
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static int Run()
    {
        var held = true;
        if (Environment.GetEnvironmentVariable("LABELLING_TEST_INSTANCES") is { Length: > 0 } folder)
        {
            held &= Measure("MIDL 2018, best total", Read(folder, "midl2018.txt", 3, 4), false, 50);
            held &= Measure("AAMAS 2016, best total", Read(folder, "aamas2016.txt", 3, 12), false, 100);
            held &= Measure("MIDL 2018, fair", Read(folder, "midl2018.txt", 3, 4), true, 1_000);
        }
        else
        {
            Console.WriteLine("LABELLING_TEST_INSTANCES names no folder of score files: the public instances are not measured.");
        }
        held &= Measure("200 x 60 with every hard rule, best total", WithRules(200, 60), false, 200);
        held &= Measure("200 x 60 with every hard rule, fair", WithRules(200, 60), true, null);
        held &= Measure("5,000 x 2,800, best total", Topics(new Random(1), 5_000, 2_800, 6), false, 10_000);
        var megabytes = Process.GetCurrentProcess().PeakWorkingSet64 / 1e6;
        held &= megabytes < 1_000;
        Console.WriteLine(Invariant($"most memory of all this {megabytes:0} MB (under 1,000 MB)"));
        Console.WriteLine(held ? "held" : "NOT held");
        return held ? 0 : 1;
    }

    static bool Measure(string name, AssignmentProblem problem, bool fair, double? limit)
    {
        // The first is a process that has compiled nothing yet; the least of three is the work.
        var times = new List<double>();
        AssignmentSolution? found = null;
        for (var turn = 0; turn < 3; turn++)
        {
            var begun = Stopwatch.GetTimestamp();
            found = fair ? Solver.Fair(problem, Patience) : Solver.BestTotal(problem, Patience);
            times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }
        var proof = found!.Optimal ? "optimal" : Invariant($"total at most {found.TotalBound:0.0000}, worst dossier at most {found.WorstBound:0.0000}");
        Console.WriteLine(Invariant($"{name,-44} total {found.Total:0.0000}, worst dossier {found.Worst:0.0000}, {proof}; first {times[0]:0} ms, best of three {times.Min():0} ms{(limit is null ? "" : $" (under {limit:N0} ms)")}"));
        return found.Optimal && (limit is null || times[0] < limit);
    }

    static AssignmentProblem Read(string folder, string name, int perDossier, int maxLoad)
    {
        using var reader = File.OpenText(Path.Combine(folder, name));
        var (file, wrong) = ScoreFile.Read(reader);
        return AssignmentProblem.Uniform(file ?? throw new InvalidDataException(wrong), perDossier, maxLoad);
    }

    /// <summary>Dossiers and experts have weights on a few topics; a score is what they share, and chance adds a little.</summary>
    static AssignmentProblem Topics(Random random, int dossiers, int experts, int load)
    {
        const int Count = 12;
        var (ofDossiers, ofExperts) = (Weights(dossiers), Weights(experts));
        var scores = new double[dossiers * experts];
        for (var dossier = 0; dossier < dossiers; dossier++)
        {
            for (var expert = 0; expert < experts; expert++)
            {
                var shared = 0.0;
                for (var topic = 0; topic < Count; topic++)
                    shared += ofDossiers[dossier][topic] * ofExperts[expert][topic];
                scores[(dossier * experts) + expert] = Math.Min(1, (1.5 * shared) + (0.05 * random.NextDouble()));
            }
        }
        return new()
        {
            Dossiers = dossiers,
            Experts = experts,
            Scores = scores,
            Needed = [.. Enumerable.Repeat(3, dossiers)],
            Load = [.. Enumerable.Repeat(load, experts)],
        };

        double[][] Weights(int count) =>
        [
            .. Enumerable.Range(0, count).Select(_ =>
            {
                var drawn = Enumerable.Range(0, Count).Select(_ => -Math.Log(1 - random.NextDouble()) * (random.Next(3) == 0 ? 1 : 0.1)).ToArray();
                return drawn.Select(weight => weight / drawn.Sum()).ToArray();
            }),
        ];
    }

    static AssignmentProblem WithRules(int dossiers, int experts)
    {
        var random = new Random(2026);
        var pairs = new PairRule[dossiers * experts];
        for (var pair = 0; pair < pairs.Length; pair++)
            pairs[pair] = random.Next(12) == 0 ? PairRule.Conflict : random.Next(400) switch { 0 => PairRule.Forbidden, 1 => PairRule.Pinned, _ => PairRule.Free };
        for (var dossier = 0; dossier < dossiers; dossier++)
            (pairs[dossier * experts], pairs[(dossier * experts) + 1]) = (PairRule.Absent, PairRule.Absent);
        return Topics(random, dossiers, experts, 14) with
        {
            Pairs = pairs,
            Rules = [.. Enumerable.Range(0, dossiers).Select(_ => TeamRules.Academic | TeamRules.Industry | (random.Next(3) == 0 ? TeamRules.Digital : TeamRules.None))],
            Profiles = [.. Enumerable.Range(0, experts).Select(_ => (ExpertProfile)random.Next(3))],
            Digital = [.. Enumerable.Range(0, experts).Select(_ => random.Next(4) == 0)],
        };
    }

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
