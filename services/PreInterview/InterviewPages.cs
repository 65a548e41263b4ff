using System.Globalization;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.PreInterview;

/// <summary>The interviews of a dossier as a piece of its page, the latest round first.</summary>
public static class ShowInterviewsOfDossier
{
    const int Most = 50;

    public static async Task<Piece> Handle(Guid dossier, InterviewStore store, InterviewViews views, Caller caller, CancellationToken stop)
    {
        var viewer = Viewer.Of(caller);
        var (list, _) = await store.List(viewer, dossier, null, 1, Most, stop);
        if (list.Count == 0) return Piece.None(Text.Interview_Title);
        var shown = new List<InterviewView>();
        foreach (var seen in list.OrderByDescending(seen => seen.Interview.Round))
            shown.Add(await views.Full(seen, viewer, stop));
        return Piece.Of<InterviewRounds>(Text.Interview_Title, new { Rounds = shown, Links = true });
    }

    /// <summary>What happened in them, for the timeline of the dossier.</summary>
    public static async Task<Piece> Timeline(Guid dossier, InterviewStore store, Caller caller, CancellationToken stop)
    {
        var (list, _) = await store.List(Viewer.Of(caller), dossier, null, 1, Most, stop);
        IReadOnlyList<TimelineEntry> entries = [.. list.SelectMany(Entries).OrderByDescending(entry => entry.At)];
        return entries.Count == 0 ? Piece.None(Text.Interview_TimelineTitle) : Piece.Of<Timeline>(Text.Interview_TimelineTitle, new { Entries = entries });
    }

    static IEnumerable<TimelineEntry> Entries(SeenInterview seen)
    {
        var interview = seen.Interview;
        if (interview.Round > 1)
            yield return new(interview.OpenedAt, string.Format(CultureInfo.CurrentCulture, Text.Timeline_AnotherRound, interview.Round));
        if (interview is { HeldOn: not null, Booking: { } booking } && seen.Stance.May(Act.SeeBooking))
            yield return new(booking.EndsAt, Text.Timeline_Held);
        if (interview is { ConcludedAt: { } concluded, Conclusion: { } conclusion } && seen.Stance.May(Act.ReadConclusion))
            yield return new(concluded, Text.Timeline_Concluded, InterviewWords.Name(conclusion.Recommendation));
        if (interview.Reply is { } reply && seen.Stance.May(Act.ReadConclusion))
            yield return new(reply.At, Text.Timeline_Replied);
    }
}

/// <summary>The dossiers that an expert interviews, as a piece of the list of dossiers.</summary>
public static class ListDossiersInterviewed
{
    public static async Task<Piece> Handle(InterviewStore store, InterviewViews views, Caller caller, CancellationToken stop)
    {
        var viewer = Viewer.Of(caller);
        var (list, _) = await store.List(viewer, null, null, 1, 500, stop);
        var mine = list.Where(seen => seen.Stance.Is(Who.Interviewer | Who.Proposed) && !seen.Stance.Is(Who.Holder | Who.CoHolder)).ToList();
        return caller.Is(Roles.Expert)
            ? Piece.Of<InterviewsTable>(Text.Interviews_Title, new { Interviews = await views.Brief(mine, viewer, stop) })
            : Piece.None(Text.Interviews_Title);
    }
}

/// <summary>What waits here: for holders to book, to come to, to read and answer; for experts to hold and conclude; for the office to propose experts.</summary>
public static class ShowWaits
{
    const int Most = 50;

    /// <summary>A conclusion is news for so many days, and is then found on the page of the dossier.</summary>
    const int ConclusionIsNews = 30;

    public static async Task<Piece> Handle(InterviewStore store, InterviewViews views, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        var viewer = Viewer.Of(caller);
        var now = clock.GetUtcNow();
        var waits = new List<Wait>();
        foreach (var status in new[] { InterviewStatus.ToSchedule, InterviewStatus.SlotsProposed, InterviewStatus.Booked, InterviewStatus.Held, InterviewStatus.Concluded })
        {
            var (list, _) = await store.List(viewer, null, status, 1, Most, stop);
            foreach (var seen in list)
                if (await Of(seen, views, viewer, now, stop) is { } wait)
                    waits.Add(wait);
        }
        return waits.Count == 0 ? Piece.None(Text.Waits_Title) : Piece.Of<Waits>(Text.Waits_Title, new { Items = waits });
    }

    static async Task<Wait?> Of(SeenInterview seen, InterviewViews views, Viewer viewer, DateTimeOffset now, CancellationToken stop)
    {
        var (interview, stance) = (seen.Interview, seen.Stance);
        var page = $"/interviews/{interview.Id}";
        var name = seen.Dossier.Acronym;
        return interview.Status switch
        {
            InterviewStatus.ToSchedule when stance.May(Act.ProposeExperts) => Wait.For($"{page}/propose", Text.Wait_Propose, name).Since(Paris.Day(interview.OpenedAt)),
            InterviewStatus.SlotsProposed when stance.May(Act.BookSlot) => await Book(seen, views, viewer, page, now, stop),
            InterviewStatus.Booked when interview.Booking is { } booking => stance.May(Act.ConcludeInterview) || IsInterviewer(stance)
                ? booking.EndsAt <= now
                    ? Wait.For(page, Text.Wait_SayHeld, name).Since(Paris.Day(booking.EndsAt))
                    : Wait.For(page, Text.Wait_Hold, name).On(booking.StartsAt)
                : stance.May(Act.BookSlot) && booking.EndsAt > now ? Wait.For(page, Text.Wait_Come, name).On(booking.StartsAt)
                : null,
            InterviewStatus.Held when stance.May(Act.ConcludeInterview) => Wait.For($"{page}/conclude", Text.Wait_Conclude, name).Since(interview.HeldOn ?? Paris.Day(now)),
            InterviewStatus.Concluded when stance.May(Act.AnswerConclusion) && interview is { Reply: null, ConcludedAt: { } concluded } && concluded > now.AddDays(-ConclusionIsNews) =>
                Wait.For(page, Text.Wait_ReadConclusion, name).Since(Paris.Day(concluded)),
            InterviewStatus.ToSchedule or InterviewStatus.SlotsProposed or InterviewStatus.Booked or InterviewStatus.Held or InterviewStatus.Concluded
                or InterviewStatus.Cancelled or InterviewStatus.Waived => null,
        };
    }

    static bool IsInterviewer(Stance stance) => stance.Is(Who.Interviewer) && stance.Is(Who.Expert) && !stance.Is(Who.Holder | Who.CoHolder);

    /// <summary>After the last slot on offer there is nothing left to book: that is its deadline.</summary>
    static async Task<Wait> Book(SeenInterview seen, InterviewViews views, Viewer viewer, string address, DateTimeOffset now, CancellationToken stop)
    {
        var wait = Wait.For(address, Text.Wait_Book, seen.Dossier.Acronym);
        var slots = (await views.Full(seen, viewer, stop)).Slots;
        return slots is { Count: > 0 } ? wait.Before(slots.Max(slot => slot.StartsAt), now) : wait;
    }
}

public static class InterviewWords
{
    public static string Name(InterviewStatus status) => status switch
    {
        InterviewStatus.ToSchedule => Text.Status_ToSchedule,
        InterviewStatus.SlotsProposed => Text.Status_SlotsProposed,
        InterviewStatus.Booked => Text.Status_Booked,
        InterviewStatus.Held => Text.Status_Held,
        InterviewStatus.Concluded => Text.Status_Concluded,
        InterviewStatus.Cancelled => Text.Status_Cancelled,
        InterviewStatus.Waived => Text.Status_Waived,
    };

    public static string Kind(InterviewStatus status) => status switch
    {
        InterviewStatus.ToSchedule or InterviewStatus.SlotsProposed or InterviewStatus.Held => "waiting",
        InterviewStatus.Booked or InterviewStatus.Cancelled or InterviewStatus.Waived => "info",
        InterviewStatus.Concluded => "done",
    };

    public static string Name(InterviewRecommendation recommendation) => recommendation switch
    {
        InterviewRecommendation.Proceed => Text.Recommendation_Proceed,
        InterviewRecommendation.ProceedWithAdvice => Text.Recommendation_ProceedWithAdvice,
        InterviewRecommendation.Replan => Text.Recommendation_Replan,
        InterviewRecommendation.Redirect => Text.Recommendation_Redirect,
    };

    public static string Span(DateTimeOffset from, DateTimeOffset to) => $"{Paris.Due(Paris.Day(from))}, {Paris.Time(from)}–{Paris.Time(to)} (Paris)";
}
