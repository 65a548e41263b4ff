using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.PreInterview;

/// <summary>An interview as its page shows it to one person: what they may read, and what they may do now.</summary>
public sealed record InterviewShown(InterviewView View, Stance Stance, DateTimeOffset Now)
{
    public bool MayPropose => Stance.May(Act.ProposeExperts);
    public bool MayBook => Stance.May(Act.BookSlot);
    public bool MayCancelBooking => Stance.May(Act.CancelBooking);
    public bool MayWaive => Stance.May(Act.WaiveInterview);
    public bool MayConclude => Stance.May(Act.ConcludeInterview);
    public bool MayAnswer => Stance.May(Act.AnswerConclusion) && View.Conclusion is { Reply: null };

    /// <summary>Once the talk has begun it can be said whether it took place.</summary>
    public bool MayRecord => Stance.May(Act.RecordInterview) && View.StartsAt <= Now;

    /// <summary>The times that can be booked, without the one booked now.</summary>
    public IReadOnlyList<SlotView> Bookable => [.. (View.Slots ?? []).Where(slot => slot.Free && slot.EndsAt > Now)];

    public bool IsHolder => Stance.Is(Who.Holder | Who.CoHolder);
}

/// <summary>Reads an interview for its page, and shows it again with what was wrong.</summary>
public sealed class InterviewReader(InterviewStore interviews, InterviewViews views, TimeProvider clock)
{
    /// <summary>Null: there is none for this person.</summary>
    public async Task<InterviewShown?> Read(Guid id, Caller caller, CancellationToken stop)
    {
        var viewer = Viewer.Of(caller);
        return await interviews.See(id, viewer, stop) is { } seen
            ? new InterviewShown(await views.Full(seen, viewer, stop), seen.Stance, clock.GetUtcNow())
            : null;
    }

    /// <summary>What a form of the page came to: back to the page with a message, or the page again with what was wrong and what was typed.</summary>
    public async Task<Results<SeeOther, RazorComponentResult<ShowInterviewPage>, NotFoundProblem>> Answer(
        Guid id, Caller caller, IResult? answer, Typed typed, string message, CancellationToken stop,
        string? back = null, string? reasonField = null)
    {
        if ((FormRefusal.Of(typed) ?? (answer is null ? null : FormRefusal.Of(answer))) is not { } refusal)
            return Pages.SeeOther(back ?? $"/interviews/{id}", message);
        // A page with two reasons has another name for one of them.
        var errors = reasonField is null ? refusal.Errors
            : new FieldErrors([.. refusal.Errors.All.Select(error => error.Field == "reason" ? error with { Field = reasonField } : error)]);
        return await Read(id, caller, stop) is { } shown
            ? Pages.Show<ShowInterviewPage>(new { Shown = shown, Errors = errors, Typed = typed }, refusal.Status)
            : Problems.NotFound();
    }
}
