using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.PreInterview;

public static class ExplainInterviewAccess
{
    static readonly Act[] Acts =
    [
        Act.SeeInterview, Act.SeeBooking, Act.SeeProposedExperts, Act.ReadConclusion, Act.ReadPrivateNote, Act.ReadWaiver, Act.ProposeExperts,
        Act.BookSlot, Act.CancelBooking, Act.RecordInterview, Act.ConcludeInterview, Act.AnswerConclusion, Act.WaiveInterview,
    ];

    public static Task<Results<Ok<AccessAnswer>, ForbiddenProblem>> Handle(
        Guid id, InterviewStore interviews, Standings standings, Caller caller, CancellationToken stop, Guid? person = null) =>
        ExplainAccess.Of(
            caller, person, standings, Act.AskAboutOthers, Acts,
            async (somebody, roles) => (await interviews.See(id, new Viewer(somebody, roles), stop))?.Stance, stop);

    /// <summary>Of the latest round of a dossier.</summary>
    public static async Task<Piece> Fragment(Guid dossier, InterviewStore interviews, Standings standings, Caller caller, CancellationToken stop, Guid? person = null) =>
        AccessLines.Piece(Text.Access_Title, await ExplainAccess.Of(
            caller, person, standings, Act.AskAboutOthers, Acts,
            async (somebody, roles) => (await interviews.List(new Viewer(somebody, roles), dossier, null, 1, 1, stop)).Page.FirstOrDefault()?.Stance, stop));
}
