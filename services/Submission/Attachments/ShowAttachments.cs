using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission.Attachments;

public static class ShowAttachments
{
    public static async Task<Results<Ok<IReadOnlyList<AttachmentView>>, NotFoundProblem>> Handle(
        Guid id, DossierStore dossiers, AttachmentStore attachments, Caller caller, CancellationToken stop) =>
        await dossiers.Find(id, Viewer.Of(caller), stop) is { } seen
            ? TypedResults.Ok(Views(await attachments.Of(seen, stop)))
            : Problems.NotFound();

    public static async Task<Results<Ok<IReadOnlyList<AttachmentView>>, NotFoundProblem>> HandleVersion(
        Guid id, int version, DossierStore dossiers, AttachmentStore attachments, Caller caller, CancellationToken stop) =>
        await dossiers.Find(id, Viewer.Of(caller), stop) is { } seen && await dossiers.FindVersion(id, version, Viewer.Of(caller), stop) is not null
            ? TypedResults.Ok(Views(await attachments.OfVersion(seen, version, stop)))
            : Problems.NotFound();

    public static async Task<Results<RazorComponentResult<ShowAttachmentsPage>, NotFoundProblem>> Page(
        Guid id, DossierStore dossiers, AttachmentStore attachments, Caller caller, CancellationToken stop) =>
        await dossiers.Find(id, Viewer.Of(caller), stop) is { } seen
            ? await Shown(seen, FieldErrors.None, 200, attachments, caller, stop)
            : Problems.NotFound();

    /// <summary>The page once more, with why what its form asked was not done.</summary>
    /// <remarks>Field: what is wrong with an upload belongs to it.</remarks>
    public static async Task<Results<SeeOther, RazorComponentResult<ShowAttachmentsPage>, NotFoundProblem>> Again(
        Guid id, IResult answer, string field, DossierStore dossiers, AttachmentStore attachments, Caller caller, CancellationToken stop)
    {
        if (answer is NotFoundProblem or INestedHttpResult { Result: NotFoundProblem } || await dossiers.Find(id, Viewer.Of(caller), stop) is not { } seen)
        {
            return Problems.NotFound();
        }

        var refusal = FormRefusal.Of(answer) ?? throw new InvalidOperationException("The form was not refused.");
        var errors = answer is INestedHttpResult { Result: UploadRefused } ? FieldErrors.One(field, refusal.Errors.All[0].Message) : refusal.Errors;
        return await Shown(seen, errors, refusal.Status, attachments, caller, stop);
    }

    static async Task<RazorComponentResult<ShowAttachmentsPage>> Shown(
        DossierSeen seen, FieldErrors errors, int status, AttachmentStore attachments, Caller caller, CancellationToken stop) =>
        Pages.Show<ShowAttachmentsPage>(
            new
            {
                seen.Dossier.Id,
                seen.Dossier.Revision,
                Acronym = seen.Shown.Acronym,
                Writable = caller.Is(Roles.Holder) && seen.Stance.May(Act.EditDossier),
                seen.Held,
                Attachments = await attachments.Of(seen, stop),
                Errors = errors,
            }, status);

    static IReadOnlyList<AttachmentView> Views(IReadOnlyList<Attachment> attachments) => [.. attachments.Select(AttachmentView.Of)];
}

/// <summary>A file is reached through what it belongs to and nothing else: the dossier as it is now, or one deposited version.</summary>
public static class DownloadAttachment
{
    public static async Task<Results<AttachmentFile, NotFoundProblem, ConflictProblem>> Handle(
        Guid id, Guid attachmentId, DossierStore dossiers, AttachmentStore attachments, AttachmentFiles files, Caller caller, CancellationToken stop) =>
        await dossiers.Find(id, Viewer.Of(caller), stop) is { } seen
        && (await attachments.Of(seen, stop)).SingleOrDefault(one => one.Id == attachmentId) is { } attachment
            ? Send(attachment, seen.Held, files)
            : Problems.NotFound();

    public static async Task<Results<AttachmentFile, NotFoundProblem, ConflictProblem>> HandleVersion(
        Guid id, int version, Guid attachmentId, DossierStore dossiers, AttachmentStore attachments, AttachmentFiles files, Caller caller, CancellationToken stop) =>
        await dossiers.Find(id, Viewer.Of(caller), stop) is { } seen
        && await dossiers.FindVersion(id, version, Viewer.Of(caller), stop) is not null
        && (await attachments.OfVersion(seen, version, stop)).SingleOrDefault(one => one.Id == attachmentId) is { } attachment
            ? Send(attachment, seen.Held, files)
            : Problems.NotFound();

    /// <summary>A holder may have back what still waits for the scanner: it is theirs.</summary>
    internal static Results<AttachmentFile, NotFoundProblem, ConflictProblem> Send(Attachment attachment, bool held, AttachmentFiles files) =>
        AttachmentFile.WhyNot(attachment.Scan) is { } refusal && !(held && attachment.Scan is ScanState.Waiting)
            ? Problems.Conflict(refusal)
            : new AttachmentFile(attachment.Name, attachment.MediaType, attachment.Sha256, files);
}
