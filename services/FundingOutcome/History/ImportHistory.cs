using Labelling.Contracts;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.FundingOutcome.History;

/// <param name="ImportId">The import; null when it changed nothing.</param>
/// <param name="Lines">Lines of the file but the header and empty ones.</param>
/// <param name="Imported">Dossiers imported for the first time.</param>
/// <param name="Changed">Dossiers whose line differs from the one imported before.</param>
/// <param name="Unchanged">Lines that say what was known already.</param>
/// <param name="Bad">What was wrong with the lines left out.</param>
/// <param name="NewValues">Values added to the vocabularies.</param>
public sealed record ImportView(
    Guid? ImportId, int Lines, int Imported, int Changed, int Unchanged, IReadOnlyList<BadLine> Bad, IReadOnlyList<NewValue> NewValues);

public static class ImportHistory
{
    /// <summary>Largest file, in bytes.</summary>
    public const long LargestFile = 64 << 20;

    public static async Task<Results<Ok<ImportView>, ValidationProblem, UnprocessableProblem>> Handle(
        bool? skipBadLines, HttpRequest request, Caller caller, Import import, CancellationToken stop)
    {
        var actor = caller.Actor(caller.Is(Roles.Office) ? Roles.Office : Roles.Administrator);
        var report = await import.Run(request.Body, skipBadLines ?? false, actor, stop);
        if (report.Unreadable is { } unreadable)
            return Problems.Invalid("file", unreadable.English, unreadable.French);
        return report.Refused
            ? BadLines(report)
            : TypedResults.Ok(new ImportView(
                report.ImportId, report.Lines, report.Imported, report.Changed, report.Unchanged, report.Bad, report.NewValues));
    }

    static UnprocessableProblem BadLines(ImportReport report)
    {
        var problem = Problems.Unprocessable("history.bad-lines",
            $"Nothing was imported: {Import.BadLinesOf(report)} of {report.Lines} lines are bad. Correct them, or import the rest with skipBadLines=true.",
            $"Rien n'a été importé : {Import.BadLinesOf(report)} lignes sur {report.Lines} sont mauvaises. Corrigez-les, ou importez le reste avec skipBadLines=true.");
        problem.Details.Extensions["lines"] = report.Lines;
        problem.Details.Extensions["bad"] = report.Bad;
        return problem;
    }
}
