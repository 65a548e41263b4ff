using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Labelling.FundingOutcome.Statistics;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.FundingOutcome.Editions;

/// <summary>
/// Published editions as PDF, for anybody. One is printed once in each language and kept: whoever asks meanwhile waits for the same print.
/// It is printed again only when it would read otherwise, since the names of its values can change while its figures do not.
/// </summary>
public sealed class BarometerPdf(DocumentPrinter printer)
{
    readonly ConcurrentDictionary<(int Edition, string Language), Print> kept = [];

    public bool Prints => printer.Prints;

    public Task<Results<FileContentHttpResult, NotFoundProblem, ConflictProblem>> Answer(Edition edition, ValueWords words, CancellationToken stop) =>
        printer.Answer(() => Of(edition, words, stop), $"{Text.Barometer_FileName}-{edition.Number}");

    async Task<(Printing Answer, byte[]? Pdf)> Of(Edition edition, ValueWords words, CancellationToken stop)
    {
        var html = await printer.Html<PrintedBarometer>(new Dictionary<string, object?> { [nameof(PrintedBarometer.Edition)] = edition, [nameof(PrintedBarometer.Values)] = words });
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(html)));
        var key = (edition.Number!.Value, Hosting.Words.Language);
        var print = kept.AddOrUpdate(key, _ => Start(), (_, was) => was.Digest == digest ? was : Start());
        var printed = await print.Work.Value.WaitAsync(stop);
        if (printed.Answer is not Printing.Done)
            kept.TryRemove(KeyValuePair.Create(key, print));
        return printed;

        // Others may wait for it: it does not end with the one who asked first.
        Print Start() => new(digest, new Lazy<Task<(Printing, byte[]?)>>(() => printer.Print(html, CancellationToken.None)));
    }

    public static string Finding(Edition edition) => string.Format(
        CultureInfo.CurrentCulture, Text.Barometer_Finding, edition.Number, Paris.Written(edition.AsOf), Paris.DayAndTime(edition.PublishedAt!.Value));

    /// <summary>What a published table needs to be read elsewhere.</summary>
    public static IReadOnlyList<string> About(ShownRates table, ValueWords words) =>
        [.. RateWords.About(table.Question, table.Additive, words), .. table.Rows.Any(row => row.Counts is null) ? [Text.Barometer_Masked] : Array.Empty<string>()];

    /// <param name="Digest">Of what is printed.</param>
    /// <param name="Work">Begun by the first who waits for it.</param>
    sealed record Print(string Digest, Lazy<Task<(Printing Answer, byte[]? Pdf)>> Work);
}
