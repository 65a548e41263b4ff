using System.Text;
using CsvHelper;
using Labelling.Hosting;

namespace Labelling.ExpertReview.Experts;

/// <summary>Why a cell cannot be taken; a column that is empty means the whole line.</summary>
public sealed record LineMistake(string Column, string English, string French)
{
    public string Because => Words.Say(English, French);
}

/// <summary>A line of a list of experts, as it was read.</summary>
public sealed record ExpertLine(int Number, string Email, string Language, ExpertFields Fields, IReadOnlyList<LineMistake> Mistakes);

/// <summary>A list of experts: CSV in UTF-8, comma or semicolon, the header in any order. Several values of a cell are joined by "|".</summary>
public static class ExpertFile
{
    public static readonly IReadOnlyList<string> Columns =
        ["email", "language", "profile", "sectors", "therapeutic_areas", "technology_axes", "keywords", "digital", "largest_load", "declared_sirens"];

    /// <summary>At most so many letters: some thousand experts.</summary>
    public const int Largest = 300_000;

    const int MostLines = 2000;

    /// <returns>The lines, or why none can be read.</returns>
    public static (IReadOnlyList<ExpertLine> Lines, Refusal? WhyNot) Read(string content)
    {
        var bytes = Encoding.UTF8.GetBytes(content.TrimStart('\uFEFF'));
        var separator = bytes.FirstOrDefault(letter => letter is (byte)',' or (byte)';' or (byte)'\n') == ';' ? ';' : ',';
        var malformed = false;
        using var csv = CsvReader.Create(bytes, new CsvReaderOptions { Separator = separator, HasHeader = false, TrackLineNumbers = true, OnMalformedRecord = _ => malformed = true });
        if (!csv.Read() || malformed)
            return ([], Header($"The first line must be the header, as {string.Join(separator, Columns)}.", $"La première ligne doit être l'en-tête, comme {string.Join(separator, Columns)}."));
        var header = Enumerable.Range(0, csv.FieldCount).Select(place => csv.GetString(place).Trim()).ToList();
        if (header.FirstOrDefault(name => !Columns.Contains(name)) is { } unknown)
            return ([], Header($"The header has a column that is not known: {Short(unknown)}.", $"L'en-tête a une colonne inconnue : {Short(unknown)}."));
        if (header.GroupBy(name => name).FirstOrDefault(same => same.Count() > 1) is { } twice)
            return ([], Header($"The header has the column {twice.Key} twice.", $"L'en-tête a deux fois la colonne {twice.Key}."));
        if (!header.Contains("email"))
            return ([], Header("The header lacks the column email.", "Il manque à l'en-tête la colonne email."));

        var lines = new List<ExpertLine>();
        while (csv.Read())
        {
            var cells = Enumerable.Range(0, csv.FieldCount).Select(place => csv.GetString(place).Trim()).ToList();
            if (cells.All(cell => cell.Length == 0) && !malformed)
                continue;
            lines.Add(Line((int)csv.LineNumber, header, cells, malformed));
            malformed = false;
            if (lines.Count > MostLines)
                return ([], new("experts.too-long", $"The list has more than {MostLines} lines: send it in parts.", $"La liste a plus de {MostLines} lignes : envoyez-la en plusieurs parties."));
        }
        return (lines, null);
    }

    static Refusal Header(string english, string french) => new("experts.header", english, french);

    static string Short(string text) => text.Length <= 60 ? text : $"{text[..60]}…";

    static ExpertLine Line(int number, List<string> header, List<string> cells, bool malformed)
    {
        var mistakes = new List<LineMistake>();
        if (malformed)
            mistakes.Add(new("", "A quotation mark stands where none can.", "Un guillemet est mal placé."));
        else if (cells.Count > header.Count)
            mistakes.Add(new("", $"The line has {cells.Count} cells, and the header {header.Count}.", $"La ligne a {cells.Count} cellules, et l'en-tête {header.Count}."));

        string? Cell(string column) => header.IndexOf(column) is >= 0 and var place && place < cells.Count ? cells[place] : header.Contains(column) ? "" : null;
        IReadOnlyList<string>? Several(string column) => Cell(column)?.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        T? OneOf<T>(string column, string english, string french, Func<string, T?> read) where T : struct
        {
            if (Cell(column) is not { Length: > 0 } text)
                return null;
            if (read(text) is { } value)
                return value;
            mistakes.Add(new(column, english, french));
            return null;
        }

        var email = Cell("email") ?? "";
        if (!Storage.Mail.IsAddress(email))
            mistakes.Add(new("email", "Give an e-mail address, as name@example.org.", "Donnez une adresse électronique, comme nom@exemple.org."));
        var language = OneOf("language", "Write fr or en.", "Écrivez fr ou en.", text => text.ToLowerInvariant() is "fr" or "en" ? (bool?)text.Equals("en", StringComparison.OrdinalIgnoreCase) : null);
        return new(number, email, language is true ? "en" : "fr", new(
            Several("sectors"), Several("therapeutic_areas"), Several("technology_axes"), Several("keywords"),
            OneOf("profile", "Write academic, industry or clinician.", "Écrivez academic, industry ou clinician.",
                text => Enum.GetValues<ExpertProfile>().Where(profile => profile.ToString().Equals(text, StringComparison.OrdinalIgnoreCase)).Select(profile => (ExpertProfile?)profile).FirstOrDefault()),
            OneOf("digital", "Write yes or no.", "Écrivez yes ou no.", text => text.ToLowerInvariant() switch { "yes" or "oui" => true, "no" or "non" => false, _ => (bool?)null }),
            OneOf("largest_load", "Write a whole number from 0 to 50.", "Écrivez un nombre entier de 0 à 50.", text => int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var load) ? (int?)load : null),
            Several("declared_sirens")?.Select(siren => siren.Replace(" ", "", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal).ToList()), mistakes);
    }
}
