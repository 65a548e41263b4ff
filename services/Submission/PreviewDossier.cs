using Labelling.Hosting;
using Labelling.Submission.Attachments;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission;

/// <summary>
/// A whole dossier as one document, for reading and printing: as the committee sees it, or with the confidential parts for whoever reads
/// those. What is left out is said; what a reader may not read is not in the document at all.
/// </summary>
/// <remarks>Withheld, WithheldFiles: the annex and so many restricted attachments are there, and left out here.</remarks>
public sealed record DossierDocument(
    Guid Id, string? Reference, int Version, DateTimeOffset? SubmittedAt, string? HolderName, DossierContent Content, Programme? Programme, Call? Call,
    VocabularyWords Words, IReadOnlyList<Attachment> Attachments, bool Held, bool Complete, bool MayBeComplete, bool Withheld, int WithheldFiles)
{
    public string Title => Content.Title ?? Content.Acronym ?? Text.Dossier_Untitled;
}

/// <summary>Puts the document together, and prints it.</summary>
public sealed class DossierPrinting(
    DossierStore dossiers, AttachmentStore attachments, VocabularyStore vocabularies, ProgrammeStore programmes, CallStore calls,
    DocumentPrinter printer)
{
    public bool Prints => printer.Prints;

    /// <summary>Null: it does not exist, or not for this caller. Complete: with the confidential parts, for whoever reads them.</summary>
    public async Task<DossierDocument?> Read(Guid id, bool complete, Caller caller, CancellationToken stop)
    {
        if (await dossiers.Find(id, Viewer.Of(caller), stop) is not { } seen)
        {
            return null;
        }

        var mayBeComplete = seen.Stance.May(Act.ReadAnnex);
        var confidential = complete && mayBeComplete;
        var files = await attachments.Of(seen, stop);
        return new DossierDocument(
            id, seen.Dossier.Reference, seen.Held && seen.Dossier.IsWritable ? 0 : seen.Dossier.Version, seen.Dossier.SubmittedAt, seen.HolderName,
            confidential ? seen.Shown : seen.Shown with { ConfidentialAnnex = null },
            seen.Shown.ProgrammeId is { } programme ? await programmes.Find(programme, stop, seen.Dossier.ProgrammeVersion) : null,
            seen.Shown.CallId is { } call ? await calls.Find(call, stop) : null,
            VocabularyWords.Of(await vocabularies.All(stop)),
            [.. files.Where(one => confidential || !one.Restricted)],
            seen.Held, confidential, mayBeComplete,
            mayBeComplete && !confidential && !string.IsNullOrWhiteSpace(seen.Shown.ConfidentialAnnex),
            confidential ? 0 : files.Count(one => one.Restricted));
    }

    /// <summary>The title of the PDF and the name of its file say which dossier it is, and nobody's name.</summary>
    public Task<(Printing Answer, byte[]? Pdf)> Print(DossierDocument document, CancellationToken stop) =>
        printer.Print<PrintedDossier>(Shown(document), stop);

    public Task<Results<FileContentHttpResult, NotFoundProblem, ConflictProblem>> Answer(DossierDocument document, CancellationToken stop) =>
        printer.Answer<PrintedDossier>(Shown(document), NameOf(document), stop);

    static Dictionary<string, object?> Shown(DossierDocument document) => new() { [nameof(PrintedDossier.Document)] = document };

    public static string NameOf(DossierDocument document) => document.Reference is { } reference
        ? document.Version == 0 ? $"{reference}-draft" : $"{reference}-v{document.Version}"
        : "dossier-draft";
}

public static class PreviewDossier
{
    public static async Task<Results<RazorComponentResult<PreviewDossierPage>, NotFoundProblem>> Page(
        Guid id, string? parts, DossierPrinting printing, Caller caller, CancellationToken stop) =>
        await printing.Read(id, parts == "all", caller, stop) is { } document
            ? Pages.Show<PreviewDossierPage>(new { Document = document, printing.Prints })
            : Problems.NotFound();

    public static async Task<Results<FileContentHttpResult, NotFoundProblem, ConflictProblem>> Pdf(
        Guid id, string? parts, DossierPrinting printing, Caller caller, CancellationToken stop) =>
        await printing.Read(id, parts == "all", caller, stop) is { } document ? await printing.Answer(document, stop) : Problems.NotFound();
}
