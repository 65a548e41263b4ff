using System.Text.Json;
using Labelling.FundingOutcome.History;
using Labelling.Storage;

namespace Labelling.Embedded;

/// <summary>What <c>import</c> prints, and its exit code.</summary>
static class ImportAnswer
{
    public static async Task<int> Print(ImportReport report, bool json)
    {
        if (json)
            Console.WriteLine(JsonSerializer.Serialize(report, Json.Options));
        else
        {
            if (report.Unreadable is { } unreadable)
                await Console.Error.WriteLineAsync(unreadable.English);
            foreach (var bad in report.Bad)
                await Console.Error.WriteLineAsync($"line {bad.Line}, {bad.Column}: {bad.ReasonEn}");
            foreach (var value in report.NewValues)
                Console.WriteLine($"new in {value.Vocabulary}: {value.Value}");
            Console.WriteLine(report.Refused
                ? $"Nothing was imported: {report.Bad.Count} bad lines of {report.Lines}."
                : $"{report.Lines} lines: {report.Imported} new, {report.Changed} changed, {report.Unchanged} unchanged, {report.Bad.Count} bad.");
        }
        return report.Refused || report.Bad.Count > 0 ? 1 : 0;
    }
}
