using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Labelling.ExpertReview.Assignment.Solving;
using Labelling.Storage;

namespace Labelling.ExpertReview.Assignment;

/// <summary>What the command "assign" answers to a file of scores.</summary>
public static class AssignCommand
{
    /// <summary>How long the proof of a fair assignment may take; what is then left open is said.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <param name="Refused">Why there is no answer; null: there is one.</param>
    /// <param name="Text">For people.</param>
    /// <param name="Json">For machines.</param>
    /// <param name="Pairs">A line "dossier expert" each, from 0.</param>
    public sealed record Reply(string? Refused, string Text = "", string Json = "", string Pairs = "");

    public static Reply Answer(TextReader scores, int perDossier, int maxLoad, bool fair)
    {
        var (file, wrong) = ScoreFile.Read(scores);
        if (file is null)
            return new(wrong);
        var problem = AssignmentProblem.Uniform(file, perDossier, maxLoad);
        var begun = Stopwatch.GetTimestamp();
        var found = fair ? Solver.Fair(problem, Patience) : Solver.BestTotal(problem, Patience);
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        return found is null
            ? new($"It cannot be done: {perDossier} experts a dossier, at most {maxLoad} dossiers an expert.")
            : new(null, TextOf(found, seconds), JsonOf(found, seconds), PairsOf(found));
    }

    static string TextOf(AssignmentSolution found, double seconds)
    {
        var text = new StringBuilder();
        Line("total", found.Total, "0.0000######");
        Line("worst dossier", found.Worst ?? 0, "0.0000######");
        Line("seconds", seconds, "0.000");
        if (!found.Optimal)
        {
            Line("total is at most", found.TotalBound, "0.0000######");
            if (found.WorstBound is { } bound)
                Line("worst dossier is at most", bound, "0.0000######");
        }
        return text.ToString();

        void Line(string name, double value, string format) =>
            text.AppendLine(CultureInfo.InvariantCulture, $"{name + ":",-26}{value.ToString(format, CultureInfo.InvariantCulture)}");
    }

    static string JsonOf(AssignmentSolution found, double seconds) => JsonSerializer.Serialize(
        new { found.Total, WorstDossier = found.Worst, Seconds = seconds, found.Optimal, found.TotalBound, WorstDossierBound = found.WorstBound }, Json.Options);

    static string PairsOf(AssignmentSolution found)
    {
        var pairs = new StringBuilder();
        foreach (var (dossier, team) in found.Teams.Index())
            foreach (var expert in team)
                pairs.Append(CultureInfo.InvariantCulture, $"{dossier} {expert}\n");
        return pairs.ToString();
    }
}
