using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;
using CsvHelper;
using Labelling.Contracts;
using Labelling.FundingOutcome.Facts;
using Labelling.Hosting;

namespace Labelling.FundingOutcome.History;

/// <summary>Something wrong on a line.</summary>
/// <param name="Line">The line of the file on which it starts; the header is line 1.</param>
/// <param name="Column">The column; for a cell beyond the header its place, 1 for the first cell.</param>
/// <param name="ReasonEn">What is wrong, in English.</param>
/// <param name="ReasonFr">What is wrong, in French.</param>
public sealed record BadLine(int Line, string Column, string ReasonEn, string ReasonFr)
{
    public static BadLine WithQuote(int line, string column) => new(line, column,
        "A quotation mark inside a cell must be doubled, and the cell be put between quotation marks.",
        "Un guillemet dans une cellule doit être doublé, et la cellule mise entre guillemets.");

    public static BadLine TooWide(int line, string column, int cells, int header) => new(line, column,
        $"The line has {cells} cells, the header {header}.", $"La ligne a {cells} cellules, l'en-tête {header}.");
}

/// <summary>Why nothing of a file can be read.</summary>
public sealed record Unreadable(string Code, string English, string French);

/// <summary>A line of the file, looked at by itself: as little of it as is needed to judge all lines together.</summary>
/// <param name="Number">The line of the file on which it starts.</param>
/// <param name="Reference">Its reference; null when that is missing.</param>
/// <param name="Digest">Of what it says: the same for another order of columns or of values in a cell.</param>
/// <param name="DuplicateOf">The reference of its original.</param>
/// <param name="Bad">Everything that is wrong.</param>
public sealed record LineNoted(int Number, string? Reference, LineDigest Digest, string? DuplicateOf, IReadOnlyList<BadLine> Bad);

/// <summary>SHA-256 of what a line says.</summary>
public readonly record struct LineDigest(UInt128 First, UInt128 Second)
{
    public override string ToString() => $"{First:x32}{Second:x32}";

    public static LineDigest Parse(string hexadecimal) => new(
        UInt128.Parse(hexadecimal.AsSpan(0, 32), NumberStyles.HexNumber, CultureInfo.InvariantCulture),
        UInt128.Parse(hexadecimal.AsSpan(32), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
}

/// <summary>
/// A history file, line by line. What concerns several lines, or what is known already, is judged by <see cref="LinesTogether"/>; the
/// content of the good lines is read again then, so that a file of a million lines is never held as objects.
/// </summary>
public sealed class HistoryFile
{
    const int LongestReference = 50, LongestValue = 100, LongestName = 300, LongestTitle = 500, MostValues = 50;

    static readonly string[] Columns =
    [
        "reference", "title", "kind", "registered_on", "lead_organisation", "lead_siren", "lead_type", "collaborative",
        "sectors", "therapeutic_areas", "technology_axes", "funding_body", "call", "interview_on", "decided_on", "decision",
        "label_number", "funding_result", "result_on", "amount_requested", "amount_granted", "duplicate_of",
    ];

    static readonly Dictionary<string, int> PlaceOf = Columns.Select((column, place) => (column, place)).ToDictionary(one => one.column, one => one.place, StringComparer.Ordinal);

    static readonly string[] Required = ["reference", "title", "kind", "registered_on"];
    static readonly string[] Lists = ["sectors", "therapeutic_areas", "technology_axes"];
    static readonly string[] Amounts = ["amount_requested", "amount_granted"];
    static readonly DateOnly Earliest = new(1990, 1, 1), Latest = new(2100, 12, 31);

    readonly byte[] bytes;

    HistoryFile(byte[] bytes, IReadOnlyList<LineNoted> lines)
    {
        this.bytes = bytes;
        Lines = lines;
    }

    /// <summary>All lines but the header and empty ones.</summary>
    public IReadOnlyList<LineNoted> Lines { get; }

    /// <returns>The lines, or why none can be read.</returns>
    public static (HistoryFile? File, Unreadable? Refused) Read(byte[] bytes)
    {
        if (!Utf8.IsValid(bytes))
            return (null, NotUtf8);

        // While one reads cells, others look at lines: they come out in the order of the file.
        var reading = new Reading();
        var lines = LinesOf(bytes, reading, _ => true).AsParallel().AsOrdered()
            .Select(cells =>
            {
                var read = ReadLine(cells, digested: true);
                return new LineNoted(read.Number, read.Reference, read.Digest, read.DuplicateOf, read.Bad);
            })
            .ToList();
        return reading.Refused is null ? (new HistoryFile(bytes, lines), null) : (null, reading.Refused);
    }

    /// <summary>The content of some good lines, in the order of the file.</summary>
    /// <param name="wanted">These, in the order of the file.</param>
    /// <param name="take">Is given each.</param>
    public void Content(IReadOnlyList<LineNoted> wanted, Action<HistoryLine, LineDigest> take)
    {
        var next = 0;
        foreach (var cells in LinesOf(bytes, new Reading(), number => next < wanted.Count && wanted[next].Number == number))
        {
            var read = ReadLine(cells, digested: false);
            take(read.Line ?? throw new InvalidOperationException($"Line {read.Number} is bad."), wanted[next++].Digest);
        }
    }

    /// <summary>Why the lines cannot be read, known once all were asked for.</summary>
    sealed class Reading
    {
        public Unreadable? Refused { get; set; }
    }

    /// <summary>The cells of the lines that are wanted.</summary>
    static IEnumerable<LineCells> LinesOf(byte[] bytes, Reading reading, Func<int, bool> wanted)
    {
        // A cell that is not closed swallows the rest of the file, so nothing after it can be trusted.
        string? malformed = null;
        using var csv = CsvReader.Create(bytes, new CsvReaderOptions
        {
            Separator = SeparatorOf(bytes),
            HasHeader = false,
            TrackLineNumbers = true,
            OnMalformedRecord = record => malformed = record.RawRecord,
        });

        if (!csv.Read())
        {
            reading.Refused = NoHeader;
            yield break;
        }

        var header = Enumerable.Range(0, csv.FieldCount).Select(csv.GetString).Select(name => name.Trim()).ToArray();
        reading.Refused = malformed is not null && WrongQuote(malformed, csv.Separator).CutOff ? CutOff(1) : HeaderFault(header);
        if (reading.Refused is not null)
            yield break;

        var places = Columns.Select(column => Array.IndexOf(header, column)).ToArray();
        malformed = null;
        while (csv.Read())
        {
            var number = (int)csv.LineNumber;
            if (!wanted(number))
            {
                malformed = null;
                continue;
            }

            var cells = new string[csv.FieldCount];
            for (var at = 0; at < cells.Length; at++)
                cells[at] = csv.GetString(at);
            List<BadLine>? bad = null;
            if (malformed is not null)
            {
                var (field, cutOff) = WrongQuote(malformed, csv.Separator);
                if (cutOff)
                {
                    reading.Refused = CutOff(number);
                    yield break;
                }

                (bad ??= []).Add(BadLine.WithQuote(number, ColumnAt(header, field)));
                malformed = null;
            }

            if (cells.Length > header.Length)
                (bad ??= []).Add(BadLine.TooWide(number, ColumnAt(header, header.Length), cells.Length, header.Length));

            yield return new LineCells(number, places, header.Length, cells, bad);
        }
    }

    /// <summary>A line as its cells, and what is wrong with it as such.</summary>
    readonly record struct LineCells(int Number, int[] Places, int Width, string[] Cells, List<BadLine>? Bad);

    static readonly Unreadable NotUtf8 = new("history.not-utf8",
        "The file is not UTF-8. Save it as \"CSV UTF-8\" and send it again.",
        "Le fichier n'est pas en UTF-8. Enregistrez-le en « CSV UTF-8 » et envoyez-le de nouveau.");

    static readonly Unreadable NoHeader = new("history.header",
        $"The file is empty. Its first line must be the header: {string.Join(',', Columns)}.",
        $"Le fichier est vide. Sa première ligne doit être l'en-tête : {string.Join(',', Columns)}.");

    static Unreadable CutOff(int line) => new("history.cut-off",
        $"The file ends inside a cell between quotation marks that begins on line {line}: it was cut off, or a quotation mark is missing.",
        $"Le fichier s'arrête dans une cellule entre guillemets commencée à la ligne {line} : il a été coupé, ou il manque un guillemet.");

    static Unreadable? HeaderFault(string[] header)
    {
        if (header.FirstOrDefault(name => !Columns.Contains(name)) is { } unknown)
        {
            var shown = unknown.Length <= 60 ? unknown : unknown[..60] + "…";
            return new Unreadable("history.header",
                $"The header has a column \"{shown}\", which is not known. Columns: {string.Join(',', Columns)}.",
                $"L'en-tête a une colonne « {shown} », qui n'est pas connue. Colonnes : {string.Join(',', Columns)}.");
        }

        if (header.GroupBy(name => name).FirstOrDefault(same => same.Count() > 1)?.Key is { } doubled)
        {
            return new Unreadable("history.header",
                $"The header has the column \"{doubled}\" twice.", $"L'en-tête a deux fois la colonne « {doubled} ».");
        }

        return Required.FirstOrDefault(name => !header.Contains(name)) is { } missing
            ? new Unreadable("history.header",
                $"The header lacks the column \"{missing}\".", $"Il manque à l'en-tête la colonne « {missing} ».")
            : null;
    }

    /// <summary>No column's name has a comma or semicolon, so the first of the two on the first line is the separator.</summary>
    static char SeparatorOf(byte[] bytes) => bytes.FirstOrDefault(b => b is (byte)',' or (byte)';' or (byte)'\n') == ';' ? ';' : ',';

    static string ColumnAt(string[] header, int field) =>
        field < header.Length ? header[field] : (field + 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>Which cell of a malformed line has the misplaced quotation mark, and whether the line ends inside a quoted cell.</summary>
    internal static (int Field, bool CutOff) WrongQuote(string record, char separator)
    {
        var (field, wrong) = (0, -1);
        for (var at = 0; at <= record.Length; field++)
        {
            if (at < record.Length && record[at] == '"')
            {
                do
                {
                    at = record.IndexOf('"', at + 1) + 1;
                    if (at == 0)
                        return (field, true);
                }
                while (at < record.Length && record[at] == '"');
            }

            var end = at < record.Length && record.IndexOf(separator, at) is >= 0 and var next ? next : record.Length;
            if (wrong < 0 && end > at && (record[at..end].Contains('"') || (at > 0 && record[at - 1] == '"')))
                wrong = field;
            at = end + 1;
        }

        return (Math.Max(wrong, 0), false);
    }

    static LineRead ReadLine(LineCells line, bool digested)
    {
        var bad = line.Bad ?? [];
        var cell = new LineReader(line, bad);
        var reference = cell.Text("reference", LongestReference);
        var title = cell.Text("title", LongestTitle);
        var kind = cell.OneOf("kind", Kinds);
        var registeredOn = cell.Day("registered_on");
        var read = (
            LeadOrganisation: cell.Text("lead_organisation", LongestName),
            LeadSiren: cell.SirenNumber("lead_siren"),
            LeadType: cell.Value("lead_type"),
            Collaborative: cell.OneOf("collaborative", YesNo),
            Sectors: cell.Values("sectors"),
            TherapeuticAreas: cell.Values("therapeutic_areas"),
            TechnologyAxes: cell.Values("technology_axes"),
            FundingBody: cell.Value("funding_body"),
            Call: cell.Text("call", LongestName),
            InterviewOn: cell.Day("interview_on"),
            DecidedOn: cell.Day("decided_on"),
            Decision: cell.OneOf("decision", Decisions),
            LabelNumber: cell.Text("label_number", LongestValue),
            FundingResult: cell.OneOf("funding_result", Results),
            ResultOn: cell.Day("result_on"),
            AmountRequested: cell.Amount("amount_requested"),
            AmountGranted: cell.Amount("amount_granted"),
            DuplicateOf: cell.Text("duplicate_of", LongestReference));

        if (read.DecidedOn < registeredOn)
            cell.IsBad("decided_on", "It is decided before it is registered.", "La décision précède l'enregistrement.");
        if (read.ResultOn < (read.DecidedOn ?? registeredOn))
            cell.IsBad("result_on", "The result comes before the decision.", "Le résultat précède la décision.");
        if (read.DuplicateOf is not null && read.DuplicateOf == reference)
            cell.IsBad("duplicate_of", "The dossier is given as a duplicate of itself.", "Le dossier est donné comme doublon de lui-même.");

        var content = bad.Count > 0 || reference is null || title is null || kind is null || registeredOn is null
            ? null
            : new HistoryLine
            {
                Reference = reference,
                Title = title,
                Kind = kind.Value,
                RegisteredOn = registeredOn.Value,
                LeadOrganisation = read.LeadOrganisation,
                LeadSiren = read.LeadSiren,
                LeadType = read.LeadType,
                Collaborative = read.Collaborative,
                Sectors = read.Sectors,
                TherapeuticAreas = read.TherapeuticAreas,
                TechnologyAxes = read.TechnologyAxes,
                FundingBody = read.FundingBody,
                Call = read.Call,
                InterviewOn = read.InterviewOn,
                DecidedOn = read.DecidedOn,
                Decision = read.Decision,
                LabelNumber = read.LabelNumber,
                FundingResult = read.FundingResult,
                ResultOn = read.ResultOn,
                AmountRequested = read.AmountRequested,
                AmountGranted = read.AmountGranted,
                DuplicateOf = read.DuplicateOf,
            };
        return new LineRead(line.Number, reference, digested ? cell.Digest() : default, read.DuplicateOf, content, bad.Count == 0 ? [] : bad);
    }

    /// <summary>The columns of a file, in their usual order.</summary>
    public static IReadOnlyList<string> AllColumns => Columns;

    /// <summary>The words that can stand in a column; none where anything can.</summary>
    public static IReadOnlyList<string> WordsOf(string column) => column switch
    {
        "kind" => [.. Kinds.Keys],
        "collaborative" => [.. YesNo.Keys],
        "decision" => [.. Decisions.Keys],
        "funding_result" => [.. Results.Keys],
        _ => [],
    };

    /// <summary>What a word of the column of decisions says; null: there is no such word.</summary>
    public static Outcome? DecisionOf(string word) => Decisions.TryGetValue(word, out var outcome) ? outcome : null;

    /// <summary>The same of the column of results.</summary>
    public static FundingResult? ResultOf(string word) => Results.TryGetValue(word, out var result) ? result : null;

    /// <summary>The cells of a line as a file would have them, by column.</summary>
    public static IReadOnlyDictionary<string, string> Cells(HistoryLine line)
    {
        return new (string Column, string? Cell)[]
        {
            ("reference", line.Reference), ("title", line.Title), ("kind", Word(Kinds, line.Kind)), ("registered_on", Day(line.RegisteredOn)),
            ("lead_organisation", line.LeadOrganisation), ("lead_siren", line.LeadSiren), ("lead_type", line.LeadType), ("collaborative", Word(YesNo, line.Collaborative)),
            ("sectors", string.Join('|', line.Sectors)), ("therapeutic_areas", string.Join('|', line.TherapeuticAreas)), ("technology_axes", string.Join('|', line.TechnologyAxes)),
            ("funding_body", line.FundingBody), ("call", line.Call), ("interview_on", Day(line.InterviewOn)), ("decided_on", Day(line.DecidedOn)),
            ("decision", Word(Decisions, line.Decision)), ("label_number", line.LabelNumber), ("funding_result", Word(Results, line.FundingResult)), ("result_on", Day(line.ResultOn)),
            ("amount_requested", Amount(line.AmountRequested)), ("amount_granted", Amount(line.AmountGranted)), ("duplicate_of", line.DuplicateOf),
        }.ToDictionary(one => one.Column, one => one.Cell ?? "", StringComparer.Ordinal);

        static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        static string? Amount(decimal? amount) => amount?.ToString("0.##", CultureInfo.InvariantCulture);
        static string? Word<T>(Dictionary<string, T> words, T? value) where T : struct =>
            value is { } said ? words.Single(word => EqualityComparer<T>.Default.Equals(word.Value, said)).Key : null;
    }

    /// <summary>A file of one line.</summary>
    public static string OfOne(IReadOnlyDictionary<string, string> cells) =>
        $"{string.Join(',', Columns)}\n{string.Join(',', Columns.Select(column => $"\"{cells.GetValueOrDefault(column, "").Replace("\"", "\"\"", StringComparison.Ordinal)}\""))}\n";

    static readonly Dictionary<string, DossierKind> Kinds = new() { ["project"] = DossierKind.Project, ["platform"] = DossierKind.Platform };

    static readonly Dictionary<string, bool> YesNo = new() { ["yes"] = true, ["no"] = false };

    static readonly Dictionary<string, Outcome> Decisions = new()
    {
        ["labelled"] = Outcome.Labelled,
        ["labelled-with-reservations"] = Outcome.LabelledWithReservations,
        ["refused"] = Outcome.Refused,
        ["support-letter"] = Outcome.SupportLetter,
        ["adjourned"] = Outcome.Adjourned,
        ["withdrawn"] = Outcome.Withdrawn,
        ["inadmissible"] = Outcome.Inadmissible,
    };

    static readonly Dictionary<string, FundingResult> Results = new()
    {
        ["funded"] = FundingResult.Funded,
        ["refused"] = FundingResult.Refused,
        ["pending"] = FundingResult.Pending,
        ["withdrawn"] = FundingResult.Withdrawn,
    };

    /// <summary>A line with what it says; that is null when anything is wrong.</summary>
    readonly record struct LineRead(
        int Number, string? Reference, LineDigest Digest, string? DuplicateOf, HistoryLine? Line, IReadOnlyList<BadLine> Bad);

    /// <summary>The cells of one line, by column. Every reader answers null for an empty cell, and reports a bad one.</summary>
    sealed class LineReader(LineCells line, List<BadLine> bad)
    {
        public void IsBad(string column, string english, string french) => bad.Add(new BadLine(line.Number, column, english, french));

        public string? Text(string column, int longest)
        {
            var text = At(column);
            if (text.Length == 0)
            {
                if (Required.Contains(column))
                    IsBad(column, "A value is required.", "Une valeur est obligatoire.");
                return null;
            }

            if (text.Length > longest)
                IsBad(column, $"The text is longer than {longest} characters.", $"Le texte dépasse {longest} caractères.");
            else if (text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')))
                IsBad(column, "The text holds a control character.", "Le texte contient un caractère de contrôle.");
            else
                return text;
            return null;
        }

        /// <summary>A value of a vocabulary, or a funding body: one only.</summary>
        public string? Value(string column)
        {
            if (Text(column, LongestValue) is not { } text)
                return null;
            if (!text.Contains('|'))
                return text;

            IsBad(column, "Only one value can stand here.", "Une seule valeur peut figurer ici.");
            return null;
        }

        /// <summary>The values of a list, each once and in ordinal order, so that the same values are the same content.</summary>
        public IReadOnlyList<string> Values(string column)
        {
            var text = At(column);
            if (text.Length == 0)
                return [];

            var values = Split(text);
            if (values.Any(value => value.Length == 0))
                IsBad(column, "A value between two | is empty.", "Une valeur entre deux | est vide.");
            else if (values.Any(value => value.Length > LongestValue || value.Any(char.IsControl)))
                IsBad(column, $"A value is longer than {LongestValue} characters or holds a control character.", $"Une valeur dépasse {LongestValue} caractères ou contient un caractère de contrôle.");
            else if (values.Length > MostValues)
                IsBad(column, $"More than {MostValues} values.", $"Plus de {MostValues} valeurs.");
            else
                return values;
            return [];
        }

        public T? OneOf<T>(string column, Dictionary<string, T> words)
            where T : struct
        {
            if (Text(column, int.MaxValue) is not { } text)
                return null;
            if (words.TryGetValue(text, out var value))
                return value;

            var allowed = string.Join(", ", words.Keys);
            IsBad(column, $"The value must be one of: {allowed}.", $"La valeur doit être l'une de : {allowed}.");
            return null;
        }

        public DateOnly? Day(string column)
        {
            if (Text(column, int.MaxValue) is not { } text)
                return null;
            if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                && day >= Earliest && day <= Latest)
            {
                return day;
            }

            IsBad(column,
                "The date must be a day that exists, as yyyy-MM-dd, from 1990 to 2100.",
                "La date doit être un jour qui existe, sous la forme aaaa-MM-jj, de 1990 à 2100.");
            return null;
        }

        public string? SirenNumber(string column)
        {
            if (Text(column, int.MaxValue) is not { } text)
                return null;
            if (Siren.IsValid(text))
                return text;

            IsBad(column, "The SIREN must be nine digits, the last of which checks the others.", "Le SIREN doit compter neuf chiffres, dont le dernier vérifie les autres.");
            return null;
        }

        public decimal? Amount(string column)
        {
            if (Text(column, int.MaxValue) is not { } text)
                return null;
            if (ReadAmount(text) is not { } amount)
                IsBad(column, "The amount must be in EUR, with a point and at most two decimals, below ten thousand billion.", "Le montant doit être en EUR, avec un point et deux décimales au plus, inférieur à dix mille milliards.");
            else if (amount < 0)
                IsBad(column, "The amount is negative.", "Le montant est négatif.");
            else
                return amount;
            return null;
        }

        public LineDigest Digest()
        {
            var content = new StringBuilder(400);
            for (var column = 0; column < Columns.Length; column++)
            {
                if (column > 0)
                    content.Append('\u001f');
                Content(content, Columns[column], At(column));
            }

            foreach (var cell in line.Cells.AsSpan(Math.Min(line.Width, line.Cells.Length)))
                content.Append('\u001f').Append(cell);
            Span<byte> digest = stackalloc byte[32];
            SHA256.HashData(Encoding.UTF8.GetBytes(content.ToString()), digest);
            return new LineDigest(BinaryPrimitives.ReadUInt128BigEndian(digest), BinaryPrimitives.ReadUInt128BigEndian(digest[16..]));
        }

        static void Content(StringBuilder content, string column, string text)
        {
            if (text.Length == 0)
                return;
            if (Lists.Contains(column))
                content.AppendJoin('|', Split(text));
            else if (Amounts.Contains(column) && ReadAmount(text) is { } amount)
                content.Append(CultureInfo.InvariantCulture, $"{amount:0.##}");
            else
                content.Append(text);
        }

        string At(string column) => At(PlaceOf[column]);

        /// <summary>The trimmed cell; empty when the line or the header ends before it.</summary>
        string At(int column) => line.Places[column] is >= 0 and var index && index < line.Cells.Length ? line.Cells[index].Trim() : "";

        static string[] Split(string text) => text.Contains('|')
            ? [.. text.Split('|', StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]
            : [text];

        /// <summary>At most 13 digits before the point, so that it fits the database's decimal(18,2) with room for sums.</summary>
        static decimal? ReadAmount(string text)
        {
            var digits = text.StartsWith('-') ? text[1..] : text;
            var parts = digits.Split('.');
            var wellFormed = parts.Length <= 2
                && parts[0].Length is >= 1 and <= 13
                && (parts.Length == 1 || parts[1].Length is 1 or 2)
                && parts.All(part => part.All(char.IsAsciiDigit));
            return wellFormed ? decimal.Parse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) : null;
        }
    }
}
