using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Reviews;

/// <summary>The whole selection in one spreadsheet, a line a review and criterion, for the committee that must justify itself.</summary>
public static class ExportSelection
{
    sealed record Line(ScoredDossier Dossier, ShowSynthesis.Adjusted? Adjusted, ScoredReview Review, ScoredCriterion Criterion);

    /// <summary>Of each reader only the dossiers whose reviews and experts' names they may read.</summary>
    public static async Task<FileContentHttpResult> Handle(
        Caller caller, SelectionStore selection, InvitationReader reader, ReviewAccess access, CancellationToken stop)
    {
        var lines = new List<Line>();
        foreach (var dossier in await selection.Scored(caller.PersonId, Stance.Roles(caller.Roles), stop))
        {
            var standing = await access.Of(caller, dossier.DossierId, stop);
            if (!standing.May(Act.ReadSynthesis) || !standing.May(Act.SeeExpertNames))
                continue;
            var adjusted = ShowSynthesis.Adjusted.Of(await reader.Adjust(dossier.Totals, stop));
            lines.AddRange(dossier.Reviews.SelectMany(review => review.Scores.Select(criterion => new Line(dossier, adjusted, review, criterion))));
        }
        return TableExport.File("xlsx", "selection", Columns, lines);
    }

    static IReadOnlyList<Column<Line>> Columns =>
    [
        new("reference", Text.List_Reference, line => line.Dossier.Reference),
        new("acronym", Text.List_Dossier, line => line.Dossier.Acronym),
        new("title", Text.List_DossierTitle, line => line.Dossier.Title),
        new("call", Text.Selection_Call, line => line.Dossier.Call),
        new("registered", Text.Selection_Registered, line => line.Dossier.RegisteredOn),
        new("mean", Text.Selection_Mean, line => ReviewView.Rounded(line.Dossier.Mean)),
        new("adjusted", Text.Figures_Adjusted, line => line.Adjusted?.Score),
        new("low", Text.Selection_Low, line => line.Adjusted?.Low),
        new("high", Text.Selection_High, line => line.Adjusted?.High),
        new("decision", Text.List_Decision, line => line.Dossier.Released is { } decision ? ReviewWords.Name(decision) : null),
        new("expert", Text.Board_Expert, line => line.Review.ExpertName),
        new("profile", Text.Selection_Profile, line => ReviewWords.Name(line.Review.Profile)),
        new("version", Text.Selection_Version, line => line.Review.Version),
        new("submitted", Text.Selection_Submitted, line => line.Review.SubmittedAt),
        new("total", Text.Selection_Total, line => ReviewView.Rounded(line.Review.Total)),
        new("recommendation", Text.Review_Recommendation, line => ReviewWords.Name(line.Review.Recommendation)),
        new("confidence", Text.Selection_Confidence, line => line.Review.Confidence),
        new("criterion", Text.Review_Criterion, line => Words.Say(line.Criterion.English, line.Criterion.French)),
        new("weight", Text.Review_Weight, line => line.Criterion.Weight),
        new("threshold", Text.Review_Threshold, line => line.Criterion.Threshold),
        new("score", Text.Review_Score, line => line.Criterion.Score),
        new("to-holder", Text.Review_ToHolder, line => line.Criterion.CommentToHolder),
        new("to-committee", Text.Review_ToCommittee, line => line.Criterion.CommentToCommittee),
    ];
}
