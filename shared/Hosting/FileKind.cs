using System.Globalization;
using System.Text;

namespace Labelling.Hosting;

/// <summary>What a scanner said of a file.</summary>
public enum ScanState
{
    /// <summary>No scanner is plugged in.</summary>
    NotScanned,

    /// <summary>The scanner was away: for nobody but the holder until it has answered.</summary>
    Waiting,

    /// <summary>Nothing was found.</summary>
    Clean,

    /// <summary>Found later than at the upload, which would have refused it. For nobody any more.</summary>
    Infected,
}

/// <summary>A kind of file that is accepted, known by its content.</summary>
/// <param name="MediaType">As it is sent.</param>
/// <param name="Extension">What its name ends with.</param>
/// <param name="OtherExtensions">What it may end with as well.</param>
public sealed record FileKind(string MediaType, string Extension, params string[] OtherExtensions)
{
    /// <summary>All there are.</summary>
    public static readonly FileKind
        Pdf = new("application/pdf", ".pdf"),
        Docx = new("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"),
        Odt = new("application/vnd.oasis.opendocument.text", ".odt"),
        Xlsx = new("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"),
        Png = new("image/png", ".png"),
        Jpeg = new("image/jpeg", ".jpg", ".jpeg");

    bool Is(string extension) => Extension.Equals(extension, StringComparison.OrdinalIgnoreCase)
        || OtherExtensions.Contains(extension, StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// A name as it was given, but for what can mislead or harm: folders, control characters, marks that turn the reading direction or
    /// are not seen, an extension that says another kind.
    /// </summary>
    public string NameFor(string given)
    {
        var last = given.Split('/', '\\')[^1];
        var seen = new StringBuilder();
        foreach (var rune in last.EnumerateRunes())
            if (rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
                or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
                && !"<>:\"|?*".Contains((char)Math.Min(rune.Value, char.MaxValue)))
                seen.Append(rune);
        var name = seen.ToString().Normalize(NormalizationForm.FormC).Trim().TrimEnd('.').TrimEnd();
        var extension = Path.GetExtension(name);
        if (!Is(extension))
            extension = Extension;
        else
            name = name[..^extension.Length];
        name = name.TrimStart('.').Trim();
        if (name.Length == 0)
            name = "attachment";
        return Shortened(name, LongestName - extension.Length) + extension;
    }

    const int LongestName = 150;

    static string Shortened(string name, int length)
    {
        if (name.Length <= length)
            return name;
        // Not between the halves of a character.
        return char.IsHighSurrogate(name[length - 1]) ? name[..(length - 1)] : name[..length];
    }
}
