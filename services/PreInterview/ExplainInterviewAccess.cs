using Labelling.Hosting;
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
}
