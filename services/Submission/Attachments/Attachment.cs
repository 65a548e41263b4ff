using System.Globalization;
using System.Text;

namespace Labelling.Submission.Attachments;

/// <summary>What a scanner said of a file.</summary>
public enum ScanState
{
    /// <summary>No scanner is plugged in.</summary>
    NotScanned,

    /// <summary>The scanner was away: for nobody but the holder until it has answered.</summary>
    Waiting,

    Clean,

    /// <summary>Found later than at the upload, which would have refused it. For nobody any more.</summary>
    Infected,
}

/// <summary>A kind of file that is accepted, known by its content.</summary>
public sealed record FileKind(string MediaType, string Extension, params string[] OtherExtensions)
{
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

/// <summary>A file of a dossier. Its content lies in the folder of uploads under its SHA-256.</summary>
public sealed record Attachment
{
    /// <summary>Of one file, in bytes.</summary>
    public const long Largest = 20 << 20;

    /// <summary>Of all files that a dossier has at a time, in bytes.</summary>
    public const long LargestTogether = 100 << 20;

    public required Guid Id { get; init; }
    public required Guid DossierId { get; init; }
    public required string Name { get; init; }
    public required string MediaType { get; init; }
    public required long Bytes { get; init; }
    public required string Sha256 { get; init; }

    /// <summary>As confidential as the dossier's annex: it stays with those who read that.</summary>
    public required bool Restricted { get; init; }

    public required ScanState Scan { get; init; }
    public required DateTimeOffset AddedAt { get; init; }
    public required Guid AddedBy { get; init; }
}

/// <summary>An attachment as the API shows it.</summary>
public sealed record AttachmentView(
    Guid Id, string Name, string MediaType, long Bytes, string Sha256, bool Restricted, ScanState Scan, DateTimeOffset AddedAt)
{
    public static AttachmentView Of(Attachment attachment) => new(
        attachment.Id, attachment.Name, attachment.MediaType, attachment.Bytes, attachment.Sha256, attachment.Restricted, attachment.Scan, attachment.AddedAt);
}
