using Labelling.Contracts;
using Labelling.ExpertReview.Sessions;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Reviews;

/// <summary>A dossier in the table of scores.</summary>
public sealed record ScoreLine(Guid DossierId, string Reference, string Acronym, Decision Decision, decimal Mean, ShowSynthesis.Adjusted? Adjusted, int Reviews);

/// <summary>
/// The highest scores that were not labelled and the lowest that were, of released decisions; who reviewed how much and how fast. Each
/// reader's tables are of what they may read: a dossier they are in conflict on, take part in or are recused on is in none.
/// </summary>
public static class ShowReviewFigures
{
    public const int Most = 10;

    public static async Task<RazorComponentResult<ReviewFiguresPage>> Page(
        Caller caller, SelectionStore selection, InvitationReader reader, ReviewAccess access, TimeProvider clock, CancellationToken stop)
    {
        var (refused, labelled) = await Lines(caller, selection, reader, access, stop);
        return Pages.Show<ReviewFiguresPage>(new { Refused = refused, Labelled = labelled, Loads = await Loads(caller, selection, access, clock, stop) });
    }

    public static async Task<Piece> Scores(Caller caller, SelectionStore selection, InvitationReader reader, ReviewAccess access, CancellationToken stop)
    {
        if (!Reads(caller))
            return Piece.None(Text.Figures_Scores);
        var (refused, labelled) = await Lines(caller, selection, reader, access, stop);
        return Piece.Of<ScoresPiece>(Text.Figures_Scores, new { Refused = refused, Labelled = labelled });
    }

    public static async Task<Piece> Load(Caller caller, SelectionStore selection, ReviewAccess access, TimeProvider clock, CancellationToken stop) =>
        Reads(caller)
            ? Piece.Of<LoadsPiece>(Text.Figures_Loads, new { Loads = await Loads(caller, selection, access, clock, stop) })
            : Piece.None(Text.Figures_Loads);

    static bool Reads(Caller caller) => caller.IsAny(Roles.Office, Roles.Chair, Roles.ViceChair);

    static async Task<(IReadOnlyList<ScoreLine> Refused, IReadOnlyList<ScoreLine> Labelled)> Lines(
        Caller caller, SelectionStore selection, InvitationReader reader, ReviewAccess access, CancellationToken stop)
    {
        var decided = (await selection.Scored(caller.PersonId, Stance.Roles(caller.Roles), stop)).Where(dossier => dossier is { Released: not null, Mean: not null }).ToList();
        return (
            await Some(decided.Where(dossier => !IsLabelled(dossier.Released!.Value)).OrderByDescending(dossier => dossier.Mean)),
            await Some(decided.Where(dossier => IsLabelled(dossier.Released!.Value)).OrderBy(dossier => dossier.Mean)));

        async Task<IReadOnlyList<ScoreLine>> Some(IEnumerable<ScoredDossier> ordered)
        {
            var lines = new List<ScoreLine>();
            foreach (var dossier in ordered)
            {
                if (!(await access.Of(caller, dossier.DossierId, stop)).May(Act.ReadSynthesis))
                    continue;
                lines.Add(new(
                    dossier.DossierId, dossier.Reference, dossier.Acronym, dossier.Released!.Value, Math.Round(dossier.Mean!.Value, 2, MidpointRounding.AwayFromZero),
                    ShowSynthesis.Adjusted.Of(await reader.Adjust(dossier.Totals, stop)), dossier.Reviews.Count));
                if (lines.Count == Most)
                    break;
            }
            return lines;
        }
    }

    static bool IsLabelled(Decision decision) => decision switch
    {
        Decision.Label or Decision.LabelWithReservations => true,
        Decision.Adjourn or Decision.Refuse or Decision.SupportLetter => false,
    };

    static async Task<IReadOnlyList<ExpertLoad>> Loads(Caller caller, SelectionStore selection, ReviewAccess access, TimeProvider clock, CancellationToken stop)
    {
        var rows = await selection.Invitations(caller.PersonId, Stance.Roles(caller.Roles), stop);
        // A number that differs by one would tell a member in conflict who reviews: before the release those dossiers are not counted.
        var hidden = new HashSet<Guid>();
        foreach (var dossier in rows.Where(row => !row.Released).Select(row => row.DossierId).Distinct())
            if (!(await access.Of(caller, dossier, stop)).May(Act.SeeExpertNames))
                hidden.Add(dossier);
        var today = Paris.Day(clock.GetUtcNow());
        return
        [
            .. from row in rows
               where !hidden.Contains(row.DossierId)
               group row by row.ExpertId into mine
               let name = mine.First().Name
               orderby name
               let days = mine.Where(row => row is { Status: InvitationStatus.Submitted, SubmittedAt: not null }).Select(row => (row.SubmittedAt!.Value - row.InvitedAt).TotalDays).Order().ToList()
               select new ExpertLoad(
                   mine.Key, name, mine.Count(row => row.Status is not InvitationStatus.Cancelled),
                   mine.Count(row => row.Status is InvitationStatus.Declined or InvitationStatus.ConflictDeclared), days.Count,
                   mine.Count(row => row.Status.IsOpen()), mine.Count(row => row.Status.IsOpen() && row.DueOn < today),
                   days.Count == 0 ? null : Math.Round((days[(days.Count - 1) / 2] + days[days.Count / 2]) / 2, 1)),
        ];
    }
}
