using Labelling.ExpertReview.Experts;
using Labelling.ExpertReview.Reviews;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Sessions;

/// <summary>One dossier of a bundle: what the committee reads of it.</summary>
public sealed record DocumentOfItem(ItemView Item, string Summary, IReadOnlyList<string> Consortium, ShowSynthesis.View Synthesis);

/// <summary>The documents of a session in one bundle, for one reader.</summary>
/// <remarks>LeftOut: Places on the agenda that are not in it: the reader is recused there, or has another part in the dossier.</remarks>
public sealed record SessionDocuments(SessionView Session, IReadOnlyList<DocumentOfItem> Items, IReadOnlyList<int> LeftOut, bool Prints);

/// <summary>Puts the bundle together. Of a dossier whose reviews the reader may not read nothing is in it but its place on the agenda.</summary>
public sealed class DocumentsReader(
    SessionReader reader, DossierStore dossiers, InvitationStore invitations, PersonStore people, InvitationReader grids, ReviewAccess access, PdfPrinter printer)
{
    /// <summary>Null: there is no such session, or not for this caller.</summary>
    public async Task<SessionDocuments?> Read(Guid id, Caller caller, CancellationToken stop)
    {
        if (await reader.Read(id, caller, stop) is not { } session)
            return null;
        var items = new List<DocumentOfItem>();
        foreach (var item in session.Items.OrderBy(item => item.Position))
        {
            if (!item.Recused && await dossiers.Find(item.DossierId, stop) is { } dossier
                && (await ShowSynthesis.Handle(item.DossierId, caller, dossiers, invitations, people, grids, access, stop)).Result is Ok<ShowSynthesis.View> { Value: { } synthesis })
                items.Add(new(item, dossier.Summary, [.. dossier.Consortium.Select(party => party.Name)], synthesis));
        }
        return new(session, items, [.. session.Items.Where(item => items.All(one => one.Item.Id != item.Id)).Select(item => item.Position).Order()], printer.Prints);
    }
}

public static class ShowDocuments
{
    public static async Task<Results<RazorComponentResult<DocumentsPage>, NotFoundProblem>> Page(Guid id, DocumentsReader documents, Caller caller, CancellationToken stop) =>
        await documents.Read(id, caller, stop) is { } shown ? Pages.Show<DocumentsPage>(new { Shown = shown }) : Problems.NotFound();

    public static async Task<Results<FileContentHttpResult, NotFoundProblem, ConflictProblem>> Pdf(
        Guid id, DocumentsReader documents, DocumentPrinter printer, Caller caller, CancellationToken stop) =>
        await documents.Read(id, caller, stop) is { } shown
            ? await printer.Answer<PrintedDocuments>(
                new Dictionary<string, object?> { [nameof(PrintedDocuments.Shown)] = shown }, $"{Text.Documents_FileName}-{Paris.Day(shown.Session.StartsAt):yyyy-MM-dd}", stop)
            : Problems.NotFound();
}
