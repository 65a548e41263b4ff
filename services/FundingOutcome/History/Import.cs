using Labelling.Contracts;
using Labelling.FundingOutcome.Facts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.FundingOutcome.History;

/// <summary>A value that no vocabulary had.</summary>
public sealed record NewValue(string Vocabulary, string Value);

/// <summary>What came of a file.</summary>
/// <param name="Refused">True: nothing was imported, because of bad lines or because the file cannot be read.</param>
/// <param name="ImportId">The import; null when it changed nothing.</param>
/// <param name="Lines">Lines of the file but the header and empty ones.</param>
/// <param name="Imported">Dossiers imported for the first time.</param>
/// <param name="Changed">Dossiers whose line differs from the one imported before.</param>
/// <param name="Unchanged">Lines that say what was known already.</param>
/// <param name="Bad">Everything wrong, by line.</param>
/// <param name="NewValues">Values added to the vocabularies.</param>
/// <param name="Unreadable">Why the file cannot be read at all.</param>
public sealed record ImportReport(
    bool Refused, Guid? ImportId, int Lines, int Imported, int Changed, int Unchanged,
    IReadOnlyList<BadLine> Bad, IReadOnlyList<NewValue> NewValues, Unreadable? Unreadable);

/// <summary>Takes a history file in: all of it in one transaction, or nothing.</summary>
public sealed class Import(Database database)
{
    /// <summary>Dossiers of one event: a message stays small.</summary>
    const int DossiersAnEvent = 500;

    public async Task<ImportReport> Run(Stream file, bool skipBadLines, Actor who, CancellationToken stop)
    {
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, stop);
        var (history, unreadable) = HistoryFile.Read(bytes.ToArray());
        if (history is null)
            return new ImportReport(true, null, 0, 0, 0, 0, [], [], unreadable);

        await using var transaction = await database.Begin(stop);
        await HistoryStore.TakeTurn(transaction);
        var known = await HistoryStore.KnownReferences(transaction);
        var judged = LinesTogether.Judge(history, known.Live.Contains, known.Imported.ContainsKey);
        if (judged.Bad.Count > 0 && !skipBadLines)
            return new ImportReport(true, null, history.Lines.Count, 0, 0, 0, judged.Bad, [], null);

        var at = transaction.Clock.GetUtcNow();
        var first = judged.Good.Where(line => !known.Imported.ContainsKey(line.Reference!)).Select(FirstImport).ToList();
        var changed = await Changes(transaction, judged.Good, known.Imported);
        var newValues = await AddNewValues(transaction, judged.Good);
        var report = new ImportReport(
            false, Guid.CreateVersion7(), history.Lines.Count, first.Count, changed.Count,
            judged.Good.Count + judged.Repeated - first.Count - changed.Count, judged.Bad, newValues, null);
        if (first.Count + changed.Count == 0)
            return report with { ImportId = null };

        await HistoryStore.Add(transaction, report, at);
        await HistoryStore.AddDossiers(transaction, report.ImportId!.Value, first);
        await HistoryStore.ChangeDossiers(transaction, report.ImportId.Value, changed);
        await FactStore.Add(transaction, at,
        [
            .. first.SelectMany(dossier => dossier.Line.Facts(dossier.Id, at)),
            .. changed.SelectMany(dossier => dossier.Line.FactsSince(dossier.Before!, dossier.Id, at, Paris.Day(at))),
        ]);
        foreach (var some in first.Concat(changed).Chunk(DossiersAnEvent))
        {
            await Outbox.Add(transaction, new HistoryImported(
                Guid.CreateVersion7(), report.ImportId.Value, 0, at,
                [.. some.Select(dossier => new PastDossier(
                    dossier.Line.Reference, dossier.Line.Title, dossier.Line.RegisteredOn, dossier.Line.LeadOrganisation, dossier.Line.LeadSiren))]));
        }

        await AuditTrail.Add(transaction, who, "history.imported", report.ImportId.Value,
            after: new { report.Lines, report.Imported, report.Changed, report.Unchanged, BadLines = BadLinesOf(report) });
        await transaction.Commit();
        return report;
    }

    /// <summary>Lines that were left out; one line can be wrong in several columns.</summary>
    internal static int BadLinesOf(ImportReport report) => report.Bad.Select(bad => bad.Line).Distinct().Count();

    static ImportedDossier FirstImport(LineRead line) => new(Guid.CreateVersion7(), line.Digest, line.Line!, Before: null);

    static async Task<IReadOnlyList<ImportedDossier>> Changes(
        Transaction transaction, IReadOnlyList<LineRead> good, IReadOnlyDictionary<string, KnownHistory> imported)
    {
        var differing = good
            .Where(line => imported.TryGetValue(line.Reference!, out var before) && before.Digest != line.Digest)
            .Select(line => (Line: line, imported[line.Reference!].DossierId))
            .ToList();
        var before = await HistoryStore.LinesOf(transaction, [.. differing.Select(dossier => dossier.DossierId)]);
        return
        [
            .. differing.Select(dossier => new ImportedDossier(
                dossier.DossierId, dossier.Line.Digest, dossier.Line.Line!, before[dossier.DossierId])),
        ];
    }

    static async Task<IReadOnlyList<NewValue>> AddNewValues(Transaction transaction, IReadOnlyList<LineRead> good)
    {
        var known = await HistoryStore.KnownValues(transaction);
        var added = good.SelectMany(line => ValuesOf(line.Line!))
            .Distinct()
            .Where(value => !known.Contains(value))
            .OrderBy(value => value.Vocabulary, StringComparer.Ordinal)
            .ThenBy(value => value.Value, StringComparer.Ordinal)
            .ToList();
        foreach (var value in added)
            await Dossiers.DossierStore.KeepVocabularyValue(transaction, value.Vocabulary, value.Value);
        return added;
    }

    static IEnumerable<NewValue> ValuesOf(HistoryLine line) =>
    [
        .. line.Sectors.Select(value => new NewValue("sector", value)),
        .. line.TherapeuticAreas.Select(value => new NewValue("therapeutic-area", value)),
        .. line.TechnologyAxes.Select(value => new NewValue("technology-axis", value)),
        .. line.LeadType is { } type ? [new NewValue("organisation-type", type)] : Array.Empty<NewValue>(),
    ];
}
