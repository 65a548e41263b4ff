using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Channels;
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

    /// <summary>Megabytes of pages an import holds.</summary>
    const int PagesInMemory = 24;

    public Task<ImportReport> Run(Stream file, bool skipBadLines, Actor who, CancellationToken stop) => Run(file, skipBadLines, null, who, stop);

    /// <summary>Takes in the line of a dossier in place of the one that was shown; null: another is known meanwhile.</summary>
    /// <param name="line">A file of that line.</param>
    /// <param name="reference">Of the dossier.</param>
    /// <param name="shown">The digest of the line that was shown.</param>
    /// <param name="who">Corrects it.</param>
    /// <param name="stop">Ends the work.</param>
    public async Task<ImportReport?> Correct(string line, string reference, string shown, Actor who, CancellationToken stop)
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(line));
        var stale = false;
        var report = await Run(file, false, known => !(stale = !known.Imported.TryGetValue(reference, out var now) || now.Digest.ToString() != shown), who, stop);
        return stale ? null : report;
    }

    async Task<ImportReport> Run(Stream file, bool skipBadLines, Func<KnownReferences, bool>? goesOn, Actor who, CancellationToken stop)
    {
        var (history, unreadable) = HistoryFile.Read(await Bytes(file, stop));
        if (history is null)
            return new ImportReport(true, null, 0, 0, 0, 0, [], [], unreadable);

        await using var transaction = await database.Begin(stop);
        await HistoryStore.TakeTurn(transaction);
        var known = await HistoryStore.KnownReferences(transaction);
        if (goesOn?.Invoke(known) is false)
            return new ImportReport(true, null, history.Lines.Count, 0, 0, 0, [], [], null);
        var judged = LinesTogether.Judge(history, known.Live.Contains, known.Imported.ContainsKey);
        if (judged.Bad.Count > 0 && !skipBadLines)
            return new ImportReport(true, null, history.Lines.Count, 0, 0, 0, judged.Bad, [], null);

        var at = transaction.Clock.GetUtcNow();
        // What is known already is not read again.
        var news = judged.Good.Where(line => !known.Imported.TryGetValue(line.Reference!, out var before) || before.Digest != line.Digest).ToList();
        var changes = news.Count(line => known.Imported.ContainsKey(line.Reference!));
        var report = new ImportReport(
            false, Guid.CreateVersion7(), history.Lines.Count, news.Count - changes, changes,
            judged.Good.Count + judged.Repeated - news.Count, judged.Bad, [], null);
        if (news.Count == 0)
            return report with { ImportId = null };

        await transaction.MakeRoom(PagesInMemory);
        await HistoryStore.Add(transaction, report, at);
        var values = new HashSet<NewValue>();
        var meanings = await ValueMeanings.In(transaction);
        await foreach (var some in Prepared(history, news, known.Imported, meanings, values, at, stop))
            await Write(transaction, report.ImportId!.Value, some, known.Imported, at);
        report = report with { NewValues = await AddNewValues(transaction, values) };
        await AuditTrail.Add(transaction, who, "history.imported", report.ImportId!.Value,
            after: new { report.Lines, report.Imported, report.Changed, report.Unchanged, BadLines = BadLinesOf(report) });
        await transaction.Commit();
        return report;
    }

    static async Task<byte[]> Bytes(Stream file, CancellationToken stop)
    {
        if (file.CanSeek)
        {
            var whole = new byte[file.Length - file.Position];
            await file.ReadExactlyAsync(whole, stop);
            return whole;
        }

        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, stop);
        return bytes.ToArray();
    }

    /// <summary>The dossiers to write, in the order of the file, some at a time: while some are written, the next are read.</summary>
    static async IAsyncEnumerable<IReadOnlyList<ImportedDossier>> Prepared(
        HistoryFile history, IReadOnlyList<LineNoted> news, IReadOnlyDictionary<string, KnownHistory> imported, ValueMeanings meanings, HashSet<NewValue> values,
        DateTimeOffset at, [EnumeratorCancellation] CancellationToken stop)
    {
        var ready = Channel.CreateBounded<IReadOnlyList<ImportedDossier>>(2);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var reading = Task.Run(() => Read(ended.Token), stop);
        try
        {
            await foreach (var some in ready.Reader.ReadAllAsync(stop))
                yield return some;
        }
        finally
        {
            await ended.CancelAsync();
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        void Read(CancellationToken over)
        {
            var some = new List<ImportedDossier>(DossiersAnEvent);
            try
            {
                history.Content(news, (given, digest) =>
                {
                    var line = meanings.Read(given);
                    some.Add((imported.TryGetValue(line.Reference, out var before)
                        ? new ImportedDossier(before.DossierId, digest, line, Before: null)
                        : First(Guid.CreateVersion7(), digest, line, at)) with
                    { Given = ReferenceEquals(line, given) ? null : given });
                    // Bodies and calls are in no vocabulary that a file adds to.
                    values.UnionWith(line.Values().Where(value => value.Vocabulary is not (Vocabularies.FundingBody or Vocabularies.Call)));
                    if (some.Count == DossiersAnEvent)
                    {
                        ready.Writer.WriteAsync(some, over).AsTask().GetAwaiter().GetResult();
                        some = new List<ImportedDossier>(DossiersAnEvent);
                    }
                });
                if (some.Count > 0)
                    ready.Writer.WriteAsync(some, over).AsTask().GetAwaiter().GetResult();
                ready.Writer.Complete();
            }
            catch (Exception wrong)
            {
                ready.Writer.Complete(wrong);
            }
        }
    }

    static async Task Write(
        Transaction transaction, Guid import, IReadOnlyList<ImportedDossier> some, IReadOnlyDictionary<string, KnownHistory> imported, DateTimeOffset at)
    {
        var before = await HistoryStore.LinesOf(
            transaction, [.. some.Where(dossier => imported.ContainsKey(dossier.Line.Reference)).Select(dossier => dossier.Id)]);
        var first = some.Where(dossier => !before.ContainsKey(dossier.Id)).ToList();
        var changed = some.Where(dossier => before.ContainsKey(dossier.Id)).Select(dossier => dossier with { Before = before[dossier.Id] }).ToList();
        await HistoryStore.AddDossiers(transaction, import, first);
        await HistoryStore.ChangeDossiers(transaction, import, changed);
        await FactStore.Add(transaction, at,
        [
            .. first.SelectMany(dossier => dossier.Facts ?? dossier.Line.Facts(dossier.Id, at)),
            .. changed.SelectMany(dossier => dossier.Line.FactsSince(dossier.Before!, dossier.Id, at, Paris.Day(at))),
        ]);
        await Outbox.Add(transaction, new HistoryImported(
            Guid.CreateVersion7(), import, 0, at,
            [.. some.Select(dossier => new PastDossier(
                dossier.Line.Reference, dossier.Line.Title, dossier.Line.RegisteredOn, dossier.Line.LeadOrganisation, dossier.Line.LeadSiren))]));
    }

    /// <summary>What is written of a dossier the first time is made while others are written.</summary>
    static ImportedDossier First(Guid id, LineDigest digest, HistoryLine line, DateTimeOffset at) =>
        new(id, digest, line, Before: null) { Written = Json.Write(line), Facts = line.Facts(id, at) };

    /// <summary>Lines that were left out; one line can be wrong in several columns.</summary>
    internal static int BadLinesOf(ImportReport report) => report.Bad.Select(bad => bad.Line).Distinct().Count();

    static async Task<IReadOnlyList<NewValue>> AddNewValues(Transaction transaction, IReadOnlySet<NewValue> values)
    {
        var known = await HistoryStore.KnownValues(transaction);
        var added = values
            .Where(value => !known.Contains(value))
            .OrderBy(value => value.Vocabulary, StringComparer.Ordinal)
            .ThenBy(value => value.Value, StringComparer.Ordinal)
            .ToList();
        foreach (var value in added)
            await Dossiers.DossierStore.KeepVocabularyValue(transaction, value.Vocabulary, value.Value);
        return added;
    }
}
