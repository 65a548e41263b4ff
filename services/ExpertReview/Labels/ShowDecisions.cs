using Labelling.Contracts;
using Labelling.ExpertReview.Reconsiderations;
using Labelling.ExpertReview.Reviews;
using Labelling.ExpertReview.Sessions;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Labels;

/// <summary>What the experts say to the holder on one criterion, without a name.</summary>
public sealed record Advice(string Criterion, IReadOnlyList<string> Comments);

/// <summary>The letter that tells the holder of a decision.</summary>
/// <remarks>
/// AskBefore: Last day on which another look can be asked for; null: there is nothing to ask.
/// </remarks>
public sealed record Letter(DecisionLine Decision, string Organisation, string Call, string FundingBody, string Signatory, IReadOnlyList<Advice> Advice, DateOnly? AskBefore)
{
    /// <summary>Nothing of whose it is, nor of what it says.</summary>
    public string FileName => $"{Decision.Reference}-v{Decision.Version}";
}

/// <summary>Released decisions as pages: a list, and a letter for each, for the holders, the office and the chairs.</summary>
public static class ShowDecisions
{
    public static async Task<RazorComponentResult<DecisionsPage>> Page(LabelStore labels, TableQuery query, Caller caller, CancellationToken stop)
    {
        var decisions = await labels.Decisions(caller.PersonId, Stance.Roles(caller.Roles), null, query.Page, stop);
        return Pages.Show<DecisionsPage>(new { Items = decisions.Select(ReadDecisions.Line).ToList(), Query = query });
    }

    public static async Task<Results<RazorComponentResult<LetterPage>, NotFoundProblem>> Letter(
        Guid itemId, LabelStore labels, MeetingStore meetings, InvitationStore invitations, DossierStore dossiers, InvitationReader reader, DocumentPrinter printer, Caller caller,
        CancellationToken stop) =>
        await Find(itemId, labels, meetings, invitations, dossiers, reader, caller, stop) is { } letter
            ? Pages.Show<LetterPage>(new { Letter = letter, printer.Prints })
            : Problems.NotFound();

    public static async Task<Results<FileContentHttpResult, NotFoundProblem, ConflictProblem>> Pdf(
        Guid itemId, LabelStore labels, MeetingStore meetings, InvitationStore invitations, DossierStore dossiers, InvitationReader reader, DocumentPrinter printer, Caller caller,
        CancellationToken stop) =>
        await Find(itemId, labels, meetings, invitations, dossiers, reader, caller, stop) is { } letter
            ? await printer.Answer<PrintedLetter>(new Dictionary<string, object?> { [nameof(PrintedLetter.Letter)] = letter }, letter.FileName, stop)
            : Problems.NotFound();

    static async Task<Letter?> Find(
        Guid itemId, LabelStore labels, MeetingStore meetings, InvitationStore invitations, DossierStore dossiers, InvitationReader reader, Caller caller, CancellationToken stop)
    {
        if ((await labels.Decisions(caller.PersonId, Stance.Roles(caller.Roles), null, 1, stop, itemId)).FirstOrDefault() is not { } row
            || await labels.SessionOf(itemId, stop) is not { } sessionId || await meetings.Read(sessionId, stop) is not { } meeting || meeting.Find(itemId) is not { } item)
            return null;
        var decision = ReadDecisions.Line(row);
        var signatory = item.ReleasedBy is { } by ? (await meetings.Names([by], stop)).GetValueOrDefault(by, "") : "";
        return new(
            decision, item.Dossier.Organisation, item.Dossier.Call, item.Dossier.FundingBody, signatory,
            // The reviews of an adjourned dossier go on: they are not the holder's before they end.
            decision.Decision is Decision.Adjourn ? [] : await AdviceOn(item, invitations, dossiers, reader, stop),
            Reconsideration.Concerns(decision.Decision) ? Reconsideration.LastDay(decision.ReleasedAt) : null);
    }

    /// <summary>By criterion, in the order of the grid; of each, in no order that tells who said it.</summary>
    static async Task<IReadOnlyList<Advice>> AdviceOn(Item item, InvitationStore invitations, DossierStore dossiers, InvitationReader reader, CancellationToken stop)
    {
        if (await dossiers.Find(item.DossierId, stop) is not { } dossier)
            return [];
        var said = new List<(int Place, string Criterion, string Comment)>();
        foreach (var invitation in (await invitations.OfDossier(item.DossierId, stop)).Where(invitation => invitation.Status is InvitationStatus.Submitted))
            if (await reader.GridOf(invitation, dossier, stop) is { } grid)
                said.AddRange(
                    from criterion in grid.Criteria.Index()
                    let comment = invitation.Review.Scores.FirstOrDefault(scored => scored.Criterion == criterion.Item.Code)?.CommentToHolder
                    where !string.IsNullOrWhiteSpace(comment)
                    select (criterion.Index, Words.Say(criterion.Item.English, criterion.Item.French), comment.Trim()));
        return
        [
            .. from one in said
               group one by (one.Place, one.Criterion) into criterion
               orderby criterion.Key.Place
               select new Advice(criterion.Key.Criterion, [.. criterion.Select(one => one.Comment).Order(StringComparer.Ordinal)]),
        ];
    }
}
