using System.Globalization;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Submission.Attachments;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission.Messages;

/// <summary>
/// A message from a holder to the office or back, with at most three files. Form fields: <c>text</c>, <c>revision</c> (the number of the last
/// message read: whoever wrote meanwhile is read first), <c>files</c>.
/// </summary>
public static class SendMessage
{
    /// <summary>All of it, with what a form has around it.</summary>
    public const long LargestRequest = AttachFile.LargestRequest;

    public static async Task<Results<Created<ThreadView>, ValidationProblem, UploadRefused, NotFoundProblem, ForbiddenProblem, ConflictProblem>> Handle(
        Guid id, HttpRequest request, DossierStore dossiers, MessageStore messages, MessageMail mail, AttachmentFiles files, IScanner scanner, Caller caller, TimeProvider clock,
        CancellationToken stop)
    {
        if (await dossiers.Find(id, Viewer.Of(caller), stop) is not { } seen)
        {
            return Problems.NotFound();
        }

        if (seen.Stance.WhyNot(Act.WriteMessage) is { } notTheirs)
        {
            return notTheirs;
        }

        if (!seen.Stance.May(Act.WriteMessage))
        {
            return Problems.Conflict("message.not-deposited",
                "The office reads a dossier once it is deposited: deposit it first, then write to the office here.",
                "Les permanents lisent un dossier une fois déposé : déposez-le d'abord, puis écrivez-leur ici.");
        }

        if (!request.HasFormContentType)
        {
            return UploadRefused.Of(415, "media-type",
                "Send a form with the message (Content-Type: multipart/form-data).", "Envoyez un formulaire avec le message (Content-Type: multipart/form-data).");
        }

        if (request.ContentLength > LargestRequest)
        {
            return TooLarge();
        }

        var form = await SentForm.Of(request, stop);
        var text = Message.Clean($"{form["text"]}");
        if (text.Length is 0 or > Message.Longest)
        {
            return text.Length == 0
                ? Problems.Invalid("text", "Write your message.", "Écrivez votre message.")
                : Problems.Invalid("text", $"At most {Message.Longest} characters.", $"{Message.Longest} caractères au plus.");
        }

        if (!int.TryParse($"{form["revision"]}", NumberStyles.None, CultureInfo.InvariantCulture, out var revision))
        {
            return Problems.Invalid("revision", "Give the number of the last message you read, 0 before the first.", "Donnez le numéro du dernier message lu, 0 avant le premier.");
        }

        var sent = form.Files.Where(file => file.Name == "files" && (file.Length > 0 || file.FileName.Length > 0)).ToList();
        if (sent.Count > Message.MostFiles)
        {
            return Problems.Invalid("files", $"At most {Message.MostFiles} files with one message.", $"{Message.MostFiles} fichiers au plus par message.");
        }

        var now = clock.Now();
        var message = new Message
        {
            Id = Guid.CreateVersion7(),
            Number = revision + 1,
            DossierId = id,
            AuthorId = caller.PersonId,
            FromOffice = !seen.Held,
            Written = text,
            SentAt = now,
            RemovedAt = null,
        };
        // Before anything is kept: whoever has not read the last message is asked to, whatever they attached.
        if ((await messages.Of(seen, caller.PersonId, now, stop)).Revision != revision)
        {
            return WrittenMeanwhile();
        }

        var kept = new List<MessageFile>();
        foreach (var file in sent)
        {
            var (taken, refused) = await Upload.Take(file, "files", files, scanner, stop);
            if (taken is null)
            {
                return refused!;
            }

            kept.Add(new MessageFile
            {
                Id = Guid.CreateVersion7(),
                MessageId = message.Id,
                Name = taken.Name,
                MediaType = taken.MediaType,
                Bytes = taken.Bytes,
                Sha256 = taken.Sha256,
                Scan = taken.Scan,
            });
        }

        return await messages.Send(message, kept, [seen.Dossier.HolderId, .. seen.Dossier.Content.CoHolderIds], caller.Actor(seen.Held ? Roles.Holder : Roles.Office), mail, stop)
            ? TypedResults.Created($"/api/dossiers/{id}/messages", await messages.Of(seen, caller.PersonId, now, stop))
            : WrittenMeanwhile();
    }

    static ConflictProblem WrittenMeanwhile() => Problems.Conflict("stale",
        "Somebody wrote since you read this. Read the new message, then send yours: it is kept below.",
        "Quelqu'un a écrit depuis votre lecture. Lisez le nouveau message, puis envoyez le vôtre : il est conservé ci-dessous.");

    static UploadRefused TooLarge() => UploadRefused.Of(413, "attachment.too-large",
        "files: the message with its files is larger than 20 MB: send smaller ones.", "files : le message et ses fichiers dépassent 20 Mo : envoyez-en de plus petits.");

    public static async Task<Results<SeeOther, RazorComponentResult<ShowMessagesPage>, NotFoundProblem, ForbiddenProblem>> HandleForm(
        Guid id, HttpRequest request, Typed typed, DossierStore dossiers, MessageStore messages, MessageMail mail, AttachmentFiles files, IScanner scanner, Caller caller, TimeProvider clock,
        CancellationToken stop)
    {
        var answer = await Handle(id, request, dossiers, messages, mail, files, scanner, caller, clock, stop);
        return answer.Result is ForbiddenProblem forbidden ? forbidden
            : FormRefusal.Of(answer) is not { } refusal ? Pages.SeeOther($"/dossiers/{id}/messages", Text.Messages_Sent)
            : await ShowMessages.Again(id, refusal, typed, dossiers, messages, caller, clock, stop);
    }
}
