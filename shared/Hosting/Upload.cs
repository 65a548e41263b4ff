using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace Labelling.Hosting;

/// <summary>An upload that is not taken: 400, 413, 415 or 422.</summary>
public sealed class UploadRefused(ProblemDetails details) : Problem(details), IEndpointMetadataProvider
{
    /// <inheritdoc/>
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        Describe(builder, 400);
        Describe(builder, 413);
        Describe(builder, 415);
        Describe(builder, 422);
    }

    /// <summary>With a stable code, and a sentence in both languages.</summary>
    public static UploadRefused Of(int status, string code, string english, string french) => new(Problems.Body(status, code, english, french));
}

/// <summary>A file that was looked into and kept.</summary>
/// <param name="Name">Without what can mislead or harm.</param>
/// <param name="MediaType">By its content.</param>
/// <param name="Bytes">How many.</param>
/// <param name="Sha256">Under which it is kept.</param>
/// <param name="Scan">What the scanner said.</param>
public sealed record UploadedFile(string Name, string MediaType, long Bytes, string Sha256, ScanState Scan);

/// <summary>Files that come with a form.</summary>
public static class Upload
{
    /// <summary>Of one file, in bytes.</summary>
    public const long Largest = 20 << 20;

    /// <summary>A file and what a form has around it.</summary>
    public const long LargestRequest = Largest + (64 << 10);

    /// <summary>Looks at a file of a form: its name, its content whatever it is called, viruses; and keeps it.</summary>
    /// <param name="sent">The file.</param>
    /// <param name="field">The field it came in, which begins what is said of it.</param>
    /// <param name="files">Where it is kept.</param>
    /// <param name="scanner">Who looks for viruses.</param>
    /// <param name="stop">Ends the work.</param>
    /// <returns>The file, or why it was not taken; then nothing of it is kept.</returns>
    public static async Task<(UploadedFile? File, UploadRefused? Refused)> Take(IFormFile sent, string field, AttachmentFiles files, IScanner scanner, CancellationToken stop)
    {
        if (sent.Length > Largest)
            return (null, UploadRefused.Of(413, "attachment.too-large", $"{field}: the file is larger than 20 MB: send a smaller one.", $"{field} : le fichier dépasse 20 Mo : envoyez-en un plus petit."));
        if (AttachmentName.WhyNot(sent.FileName) is { } misleading)
            return (null, UploadRefused.Of(422, misleading.Code, $"{field}: {misleading.English}", $"{field} : {misleading.French}"));

        await using var file = files.Receive();
        await using (var content = sent.OpenReadStream())
        {
            var buffer = new byte[81920];
            while (await content.ReadAsync(buffer, stop) is > 0 and var read)
                await file.Add(buffer.AsMemory(0, read), stop);
        }

        var (kind, wrong) = await AttachmentContent.Of(file.Content, stop);
        if (kind is null)
            return (null, UploadRefused.Of(422, wrong!.Code, $"{field}: {wrong.English}", $"{field} : {wrong.French}"));
        file.Content.Position = 0;
        var scanned = await scanner.Scan(file.Content, stop);
        if (scanned.State is ScanState.Infected)
            return (null, UploadRefused.Of(422, "attachment.virus",
                $"{field}: the scanner found a virus in this file ({scanned.Found}): nothing was sent. Clean your computer, then send it again.",
                $"{field} : l'antivirus a trouvé un virus dans ce fichier ({scanned.Found}) : rien n'a été envoyé. Nettoyez votre ordinateur, puis renvoyez-le."));
        var kept = new UploadedFile(kind.NameFor(sent.FileName), kind.MediaType, file.Content.Length, file.Sha256(), scanned.State);
        // The file first: a row never speaks of a content that is not there.
        files.Keep(file, kept.Sha256);
        return (kept, null);
    }
}
