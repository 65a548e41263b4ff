using Labelling.Hosting;

namespace Labelling.Submission.Attachments;

/// <summary>A file of a dossier. Its content lies in the folder of uploads under its SHA-256.</summary>
public sealed record Attachment
{
    /// <summary>Of one file, in bytes.</summary>
    public const long Largest = Upload.Largest;

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
