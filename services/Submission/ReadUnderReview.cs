using Labelling.Hosting;
using Labelling.Storage;
using Labelling.Submission.Attachments;
using Labelling.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission;

/// <summary>
/// A version under review, as a piece of the page of whoever reviews or decides it: they come with a pass of the service that knows who
/// they are. The annex, what is restricted, whom the holder challenged and the holder's name are not in it.
/// </summary>
public static class ReadUnderReview
{
    public static async Task<IResult> Handle(
        string? pass, ReadingPass passes, DossierStore dossiers, AttachmentStore attachments, VocabularyStore vocabularies, ProgrammeStore programmes, CallStore calls,
        Caller caller, HttpContext http, CancellationToken stop)
    {
        http.Response.Headers.CacheControl = "private, no-store";
        if (await passes.Read(pass, caller.PersonId) is not { } passed || await dossiers.FindVersion(passed, stop) is not { } deposited)
        {
            return Piece.None(Text.UnderReview_Title);
        }

        var content = Json.Read<DossierContent>(deposited.Content) with { ConfidentialAnnex = null, ChallengedPersonIds = [] };
        return Piece.Of<DossierDocumentBody>(Text.UnderReview_Title, new
        {
            Document = new DossierDocument(
                passed.DossierId, null, deposited.Version, deposited.SubmittedAt, null, content,
                await programmes.Find(deposited.ProgrammeId, stop, deposited.ProgrammeVersion), await calls.Find(deposited.CallId, stop),
                VocabularyWords.Of(await vocabularies.All(stop)), await attachments.Of(passed, stop),
                Held: false, Complete: false, MayBeComplete: false, Withheld: false, WithheldFiles: 0),
            Links = true,
            passed.Files,
        });
    }

    /// <summary>Asked for through the page of the review, which checks each time and gives a pass of a minute.</summary>
    public static async Task<Results<AttachmentFile, NotFoundProblem, ConflictProblem>> Attachment(
        Guid attachmentId, string? pass, ReadingPass passes, AttachmentStore attachments, AttachmentFiles files, Caller caller, CancellationToken stop) =>
        await passes.Read(pass, caller.PersonId) is { } passed
        && (await attachments.Of(passed, stop)).SingleOrDefault(one => one.Id == attachmentId) is { } attachment
            ? DownloadAttachment.Send(attachment, held: false, files)
            : Problems.NotFound();
}
