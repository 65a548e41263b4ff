using System.Globalization;
using System.Text;
using Labelling.Hosting;
using Labelling.Submission.Attachments;

namespace Labelling.Submission.Messages;

/// <summary>A line of the talk between the holders of a dossier and the office.</summary>
public sealed record Message
{
    /// <summary>Of its text, in characters.</summary>
    public const int Longest = 4_000;

    /// <summary>Files that go with one.</summary>
    public const int MostFiles = 3;

    /// <summary>For so long its author can take it back. It keeps its place, and says that it was.</summary>
    public static readonly TimeSpan Retractable = TimeSpan.FromMinutes(15);

    public required Guid Id { get; init; }

    /// <summary>1, 2, 3... on a dossier.</summary>
    public required int Number { get; init; }
    public required Guid DossierId { get; init; }
    public required Guid AuthorId { get; init; }
    public required bool FromOffice { get; init; }

    /// <summary>Null once it was taken back.</summary>
    public required string? Written { get; init; }
    public required DateTimeOffset SentAt { get; init; }
    public required DateTimeOffset? RemovedAt { get; init; }

    public bool MayRemove(Guid person, DateTimeOffset now) => AuthorId == person && RemovedAt is null && now - SentAt <= Retractable;

    /// <summary>As typed, without what is not seen or turns the reading direction; lines end in one way.</summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes())
        {
            if (rune.Value is '\n' or '\t' || (!TurnsDirection(rune) && Rune.GetUnicodeCategory(rune) is not UnicodeCategory.Control))
            {
                clean.Append(rune);
            }
        }

        return clean.ToString().Trim();
    }

    /// <summary>A name beside a message: one line, nothing unseen in it, whatever its bearer registered.</summary>
    public static string CleanName(string name) => string.Join(' ', string.Concat(name.EnumerateRunes()
        .Where(rune => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned))
        .Select(rune => Rune.IsControl(rune) || Rune.IsWhiteSpace(rune) ? " " : rune.ToString())).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    static bool TurnsDirection(Rune rune) => rune.Value is >= 0x202A and <= 0x202E or >= 0x2066 and <= 0x2069 or 0x200E or 0x200F or 0x061C;
}

/// <summary>A file that goes with a message. Its content lies with those of attachments.</summary>
public sealed record MessageFile
{
    public required Guid Id { get; init; }
    public required Guid MessageId { get; init; }
    public required string Name { get; init; }
    public required string MediaType { get; init; }
    public required long Bytes { get; init; }
    public required string Sha256 { get; init; }
    public required ScanState Scan { get; init; }
}

/// <summary>A file of a message as the API shows it.</summary>
public sealed record MessageFileView(Guid Id, string Name, string MediaType, long Bytes, ScanState Scan);

/// <summary>A message as one reader sees it. Text is null once its author took it back; Unread: written by the other side since the reader last read.</summary>
public sealed record MessageView(
    Guid Id, int Number, bool FromOffice, string? Author, bool Mine, string? Text, DateTimeOffset SentAt, DateTimeOffset? RemovedAt, bool Removable, bool Unread,
    IReadOnlyList<MessageFileView> Files);

/// <summary>All of them, the oldest first. Revision: the number of the last one, to be sent with the next.</summary>
public sealed record ThreadView(Guid DossierId, int Revision, int Unread, bool MayWrite, IReadOnlyList<MessageView> Messages);
