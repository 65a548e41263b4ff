using System.Globalization;
using Labelling.ExpertReview.Experts;
using Labelling.ExpertReview.Labels;
using Labelling.ExpertReview.Reconsiderations;
using Labelling.ExpertReview.Reviews;
using Labelling.Hosting;
using Labelling.Web;

namespace Labelling.ExpertReview;

/// <summary>What the committee released of a dossier, as a piece of its page; for the office and the chair also how far its reviews are.</summary>
public static class ShowDecisionOfDossier
{
    public static async Task<Piece> Handle(
        Guid dossier, LabelStore labels, ConflictStore conflicts, InvitationStore invitations, DossierStore dossiers, Caller caller, CancellationToken stop)
    {
        var decisions = await Released(dossier, labels, caller, stop);
        var standing = await conflicts.StandingOn(caller, dossier, stop);
        var progress = standing.May(Act.SeeProgress)
            ? (await invitations.ProgressByDossier(stop)).GetValueOrDefault(dossier)
            : null;
        if (decisions.Count == 0 && progress is null)
            return Piece.None(Text.Decision_Title);
        var needed = progress is null ? null : (await dossiers.Find(dossier, stop))?.Programme?.ExpertsPerDossier;
        return Piece.Of<DecisionPiece>(Text.Decision_Title, new { Decisions = decisions, DossierId = dossier, Progress = progress, Needed = needed, MayReconsider = standing.May(Act.AskReconsideration) && decisions.Count > 0 && Reconsideration.Concerns(decisions[0].Decision) });
    }

    /// <summary>Released things only, for the timeline of the dossier.</summary>
    public static async Task<Piece> Timeline(Guid dossier, LabelStore labels, Caller caller, CancellationToken stop)
    {
        var decisions = await Released(dossier, labels, caller, stop);
        return decisions.Count == 0
            ? Piece.None(Text.Decision_TimelineTitle)
            : Piece.Of<Timeline>(Text.Decision_TimelineTitle, new { Entries = decisions.Select(Entry).ToList() });
    }

    static TimelineEntry Entry(DecisionLine decision) => new(
        decision.ReleasedAt,
        ReviewWords.Name(decision.Decision),
        decision.LabelNumber is { } number ? string.Format(CultureInfo.CurrentCulture, Text.Decision_Number, number)
            : decision.ToSessionTitle is { } session ? string.Format(CultureInfo.CurrentCulture, Text.Decision_ToSession, session)
            : null);

    static async Task<IReadOnlyList<DecisionLine>> Released(Guid dossier, LabelStore labels, Caller caller, CancellationToken stop) =>
        [.. (await labels.Decisions(caller.PersonId, Stance.Roles(caller.Roles), dossier, 1, stop)).Select(ReadDecisions.Line)];
}
