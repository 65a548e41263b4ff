using Labelling.Hosting;
using Labelling.Web;

namespace Labelling.Submission;

/// <summary>What happened to a dossier here, as a piece of another service's page.</summary>
public static class ShowTimeline
{
    public static async Task<Piece> Handle(Guid dossier, DossierStore dossiers, Caller caller, CancellationToken stop) =>
        await dossiers.Find(dossier, Viewer.Of(caller), stop) is { } seen
            ? Piece.Of<Timeline>(Text.Dossier_TimelineTitle, new { Entries = DossierReader.Timeline(await dossiers.History(dossier, forHolder: !seen.Stance.May(Act.ReadOfficeMarks), stop)) })
            : Piece.None(Text.Dossier_TimelineTitle);
}
