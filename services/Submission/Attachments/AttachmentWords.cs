using System.Globalization;
using Labelling.Hosting;

namespace Labelling.Submission.Attachments;

/// <summary>What is said beside the name of an attachment.</summary>
public static class AttachmentWords
{
    /// <summary>Null: there is nothing to say.</summary>
    public static string? Note(this ScanState scan) => scan switch
    {
        ScanState.Clean => null,
        ScanState.NotScanned => Text.Dossier_NotScanned,
        ScanState.Waiting => Text.Dossier_ScanWaits,
        ScanState.Infected => Text.Dossier_Infected,
    };

    /// <summary>"312 kB", never 0.</summary>
    public static string Size(long bytes) => string.Format(CultureInfo.CurrentCulture, Text.Dossier_AttachmentSize, Math.Max(1, bytes / 1024m));

    /// <summary>Size, whether it is restricted, and what the scanner says.</summary>
    public static string About(Attachment attachment) => string.Join(", ", new[]
    {
        Size(attachment.Bytes),
        attachment.Restricted ? Text.Attachments_Restricted : null,
        attachment.Scan.Note(),
    }.OfType<string>());

    /// <summary>Whether this reader can have its content now.</summary>
    public static bool CanBeRead(Attachment attachment, bool held) => attachment.Scan switch
    {
        ScanState.Clean or ScanState.NotScanned => true,
        ScanState.Waiting => held,
        ScanState.Infected => false,
    };
}
