using System.Globalization;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;
using Labelling.Web;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Labelling.Submission.Attachments;

/// <summary>
/// A file comes in as it is sent, piece by piece into the folder of uploads, counted and hashed on its way; then it is looked into.
/// Form fields: <c>file</c>, once, and <c>restricted</c> (true or false) before or after it.
/// </summary>
public static class AttachFile
{
    /// <summary>The file and what a form has around it.</summary>
    public const long LargestRequest = Upload.LargestRequest;

    public static async Task<Results<Created<AttachmentView>, UploadRefused, NotFoundProblem, ForbiddenProblem, ConflictProblem>> Handle(
        Guid id, HttpRequest request, DossierStore dossiers, AttachmentStore attachments, AttachmentFiles files, IScanner scanner,
        Caller caller, TimeProvider clock, CancellationToken stop)
    {
        if (await dossiers.Find(id, Viewer.Of(caller), stop) is not { } seen)
        {
            return Problems.NotFound();
        }

        if (seen.Stance.WhyNot(Act.EditDossier) is { } notTheirs)
        {
            return notTheirs;
        }

        if (!seen.Dossier.IsWritable)
        {
            return Refusals.NotWritable(seen.Dossier, "dossier.not-editable");
        }

        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 100 } boundary)
        {
            return UploadRefused.Of(415, "media-type",
                "Send a form with the file (Content-Type: multipart/form-data).", "Envoyez un formulaire avec le fichier (Content-Type: multipart/form-data).");
        }

        if (request.ContentLength > LargestRequest)
        {
            return TooLarge();
        }

        await using var file = files.Receive();
        // A form of a page was read already, to a file of the framework's, for the token that shows whose page it is.
        var (name, restricted, refused) = request.HttpContext.Features.Get<IFormFeature>()?.Form is { } read
            ? await Receive(read, file, stop)
            : await Receive(new MultipartReader(boundary, request.Body), file, stop);
        if (refused is not null)
        {
            return refused;
        }

        if (name is not null && AttachmentName.WhyNot(name) is { } misleading)
        {
            return UploadRefused.Of(422, misleading.Code, misleading.English, misleading.French);
        }

        var (kind, wrong) = await AttachmentContent.Of(file.Content, stop);
        if (kind is null || name is null)
        {
            return wrong is null ? NoFile() : UploadRefused.Of(422, wrong.Code, wrong.English, wrong.French);
        }

        file.Content.Position = 0;
        var scanned = await scanner.Scan(file.Content, stop);
        if (scanned.State is ScanState.Infected)
        {
            return UploadRefused.Of(422, "attachment.virus",
                $"The scanner found a virus in this file ({scanned.Found}): it was not kept. Clean your computer, then send the file again.",
                $"L'antivirus a trouvé un virus dans ce fichier ({scanned.Found}) : il n'a pas été conservé. Nettoyez votre ordinateur, puis renvoyez le fichier.");
        }

        var attachment = new Attachment
        {
            Id = Guid.CreateVersion7(),
            DossierId = id,
            Name = kind.NameFor(name),
            MediaType = kind.MediaType,
            Bytes = file.Content.Length,
            Sha256 = file.Sha256(),
            Restricted = restricted,
            Scan = scanned.State,
            AddedAt = clock.Now(),
            AddedBy = caller.PersonId,
        };
        // The file first: a row never speaks of a content that is not there.
        files.Keep(file, attachment.Sha256);
        return await attachments.Add(attachment, caller.Actor(Roles.Holder), stop) switch
        {
            Added.Yes => TypedResults.Created($"/api/dossiers/{id}/attachments/{attachment.Id}", AttachmentView.Of(attachment)),
            Added.NotWritable => Refusals.NotWritable(seen.Dossier, "dossier.not-editable"),
            Added.TooMuch => UploadRefused.Of(422, "attachment.too-much",
                "With this file the attachments would be larger than 100 MB together: remove one first, or send a smaller file.",
                "Avec ce fichier, les pièces jointes dépasseraient 100 Mo au total : retirez-en une d'abord, ou envoyez un fichier plus petit."),
        };
    }

    /// <summary>Back to the page of the attachments; or that page again, with why the file was not taken beside its field.</summary>
    public static async Task<Results<SeeOther, RazorComponentResult<ShowAttachmentsPage>, NotFoundProblem>> HandleForm(
        Guid id, HttpRequest request, DossierStore dossiers, AttachmentStore attachments, AttachmentFiles files, IScanner scanner,
        Caller caller, TimeProvider clock, CancellationToken stop)
    {
        var answer = await Handle(id, request, dossiers, attachments, files, scanner, caller, clock, stop);
        return answer.Result is Created<AttachmentView> { Value: { } added }
            ? Pages.SeeOther($"/dossiers/{id}/attachments", string.Format(CultureInfo.CurrentCulture, Submission.Text.Attachments_Added, added.Name))
            : await ShowAttachments.Again(id, answer, "file", dossiers, attachments, caller, stop);
    }

    static async Task<(string? Name, bool Restricted, UploadRefused? Refused)> Receive(MultipartReader form, IncomingFile file, CancellationToken stop)
    {
        string? name = null;
        var restricted = false;
        try
        {
            while (await form.ReadNextSectionAsync(stop) is { } part)
            {
                if (!ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var disposition))
                {
                    continue;
                }

                var field = HeaderUtilities.RemoveQuotes(disposition.Name).Value;
                if (field == "file" && disposition.IsFileDisposition())
                {
                    if (name is not null)
                    {
                        return (null, false, OneAtATime());
                    }

                    name = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value ?? "";
                    if (!await Copy(part.Body, file, stop))
                    {
                        return (null, false, TooLarge());
                    }
                }
                else if (field == "restricted" && await Text(part.Body, stop) is var text)
                {
                    if (YesOrNo(text) is not { } said)
                    {
                        return (null, false, NeitherYesNorNo());
                    }

                    restricted = said;
                }
            }
        }
        catch (Exception broken) when (broken is InvalidDataException || broken is IOException and not BadHttpRequestException)
        {
            // A form that is cut off, or has headers without end.
            return (null, false, UploadRefused.Of(400, "unreadable", "The form ends before its end: send the file again.", "Le formulaire est incomplet : renvoyez le fichier."));
        }

        return name is null ? (null, false, NoFile()) : (name, restricted, null);
    }

    static async Task<(string? Name, bool Restricted, UploadRefused? Refused)> Receive(IFormCollection form, IncomingFile file, CancellationToken stop)
    {
        if (YesOrNo($"{form["restricted"]}".Trim().ToLowerInvariant()) is not { } restricted)
        {
            return (null, false, NeitherYesNorNo());
        }

        if (form.Files.Count != 1 || form.Files[0].Name != "file")
        {
            return (null, false, form.Files.Count > 1 ? OneAtATime() : NoFile());
        }

        await using var content = form.Files[0].OpenReadStream();
        return await Copy(content, file, stop) ? (form.Files[0].FileName, restricted, null) : (null, false, TooLarge());
    }

    static bool? YesOrNo(string text) => text switch
    {
        "true" or "on" => true,
        "false" or "" => false,
        _ => null,
    };

    /// <summary>False: there is more than may be; the rest is not read.</summary>
    static async Task<bool> Copy(Stream from, IncomingFile to, CancellationToken stop)
    {
        var buffer = new byte[81920];
        long bytes = 0;
        while (await from.ReadAsync(buffer, stop) is > 0 and var read)
        {
            bytes += read;
            if (bytes > Attachment.Largest)
            {
                return false;
            }

            await to.Add(buffer.AsMemory(0, read), stop);
        }

        return true;
    }

    /// <summary>A short field; of a longer one no more than shows that it is none.</summary>
    static async Task<string> Text(Stream from, CancellationToken stop)
    {
        var buffer = new byte[16];
        var read = await from.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, stop);
        return System.Text.Encoding.UTF8.GetString(buffer, 0, read).Trim().ToLowerInvariant();
    }

    static UploadRefused NeitherYesNorNo() => UploadRefused.Of(400, "invalid", "restricted: give true or false.", "restricted : donnez true ou false.");

    static UploadRefused OneAtATime() => UploadRefused.Of(400, "attachment.one", "Send one file at a time.", "Envoyez un fichier à la fois.");

    static UploadRefused NoFile() => UploadRefused.Of(400, "attachment.none", "Choose a file: the form has none in its field \"file\".", "Choisissez un fichier : le formulaire n'en contient pas dans son champ « file ».");

    static UploadRefused TooLarge() => UploadRefused.Of(413, "attachment.too-large",
        "The file is larger than 20 MB: send a smaller one.", "Le fichier dépasse 20 Mo : envoyez-en un plus petit.");
}

public static class RemoveAttachment
{
    public static async Task<Results<NoContent, NotFoundProblem, ForbiddenProblem, ConflictProblem>> Handle(
        Guid id, Guid attachmentId, DossierStore dossiers, AttachmentStore attachments, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        if (await dossiers.Find(id, Viewer.Of(caller), stop) is not { } seen
            || (await attachments.Of(seen, stop)).SingleOrDefault(one => one.Id == attachmentId) is not { } attachment)
        {
            return Problems.NotFound();
        }

        if (seen.Stance.WhyNot(Act.EditDossier) is { } notTheirs)
        {
            return notTheirs;
        }

        if (!seen.Dossier.IsWritable)
        {
            return Refusals.NotWritable(seen.Dossier, "dossier.not-editable");
        }

        return await attachments.Remove(attachment, caller.Actor(Roles.Holder), clock.Now(), stop) ? TypedResults.NoContent() : Problems.Stale();
    }

    /// <summary>A page says which revision of the dossier it showed: what was deposited or corrected meanwhile is looked at first.</summary>
    public static async Task<Results<SeeOther, RazorComponentResult<ShowAttachmentsPage>, NotFoundProblem>> HandleForm(
        Guid id, Guid attachmentId, Typed typed, DossierStore dossiers, AttachmentStore attachments, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        IResult answer = await dossiers.Find(id, Viewer.Of(caller), stop) is { } seen && seen.Stance.May(Act.EditDossier) && seen.Dossier.Revision != typed.Revision()
            ? Problems.Stale()
            : await Handle(id, attachmentId, dossiers, attachments, caller, clock, stop);
        return answer is INestedHttpResult { Result: NoContent }
            ? Pages.SeeOther($"/dossiers/{id}/attachments", Text.Attachments_Removed)
            : await ShowAttachments.Again(id, answer, "", dossiers, attachments, caller, stop);
    }
}
