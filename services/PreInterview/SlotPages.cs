using System.Globalization;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.PreInterview;

/// <summary>What an expert's page of times shows.</summary>
public sealed record SlotsShown(IReadOnlyList<(Slot Slot, string? Dossier)> ToCome, int More, DateTimeOffset Now);

/// <summary>An expert's times: offered one by one or as a weekly pattern, and taken back.</summary>
public static class SlotPages
{
    const int Shown = 200, AtOnce = 100;

    public static async Task<RazorComponentResult<SlotsPage>> Page(Caller caller, SlotStore slots, InterviewStore interviews, TimeProvider clock, CancellationToken stop) =>
        await Show(caller, slots, interviews, clock, Typed.Nothing, FieldErrors.None, 200, stop);

    public static async Task<Results<SeeOther, RazorComponentResult<SlotsPage>>> OfferOne(
        Typed typed, Caller caller, SlotStore slots, InterviewStore interviews, TimeProvider clock, CancellationToken stop)
    {
        var (from, minutes) = (typed.InParis("startsAt"), typed.Whole("minutes"));
        Needed(typed, ("startsAt", from is null), ("minutes", minutes is null));
        if (typed.Unreadable is { IsEmpty: false } unreadable)
            return await Show(caller, slots, interviews, clock, typed, unreadable, 400, stop);
        if (WrongLength(minutes!.Value))
            return await Show(caller, slots, interviews, clock, typed, FieldErrors.One("minutes", Length()), 422, stop);
        if (await Offer(caller, slots, [(from!.Value, from.Value.AddMinutes(minutes.Value))], clock, stop) is { } refusal)
            return await Show(caller, slots, interviews, clock, typed, FieldErrors.One("startsAt", Words.Say(refusal.English, refusal.French)), 422, stop);
        return Pages.SeeOther("/slots", string.Format(CultureInfo.CurrentCulture, Text.Slots_OfferedOne, InterviewWords.Span(from.Value, from.Value.AddMinutes(minutes.Value))));
    }

    public static async Task<Results<SeeOther, RazorComponentResult<SlotsPage>>> OfferWeekly(
        Typed typed, Caller caller, SlotStore slots, InterviewStore interviews, TimeProvider clock, CancellationToken stop)
    {
        var weekday = typed.Choice<DayOfWeek>("weekday");
        var (from, to, each) = (Hour(typed, "from"), Hour(typed, "to"), typed.Whole("each"));
        var (first, last) = (typed.Day("firstDay"), typed.Day("lastDay"));
        Needed(typed, ("weekday", weekday is null), ("from", from is null), ("to", to is null), ("each", each is null), ("firstDay", first is null), ("lastDay", last is null));
        if (typed.Unreadable is { IsEmpty: false } unreadable)
            return await Again(unreadable, 400);
        var pattern = new WeeklyPattern(weekday!.Value, from!.Value, to!.Value, each!.Value, first!.Value, last!.Value);
        var now = clock.GetUtcNow();
        if (Wrong(pattern, Paris.Day(now)) is var (field, said))
            return await Again(FieldErrors.One(field, said), 422);
        var (times, leftOut) = pattern.Times();
        if (times.Count == 0)
            return await Again(FieldErrors.One(leftOut.Count > 0 ? "from" : "to", leftOut.Count > 0 ? LeftOut(leftOut) : Text.Slots_NoneFits), 422);
        if (times.Count > AtOnce)
            return await Again(FieldErrors.One("lastDay", string.Format(CultureInfo.CurrentCulture, Text.Slots_TooMany, times.Count, AtOnce)), 422);
        // What is left of today's part may have begun.
        if (await Offer(caller, slots, times, clock, stop) is { } refusal)
            return await Again(FieldErrors.One(refusal.Code == "slot.past" ? "firstDay" : "from", Words.Say(refusal.English, refusal.French)), 422);
        var done = string.Format(CultureInfo.CurrentCulture, Text.Slots_OfferedMany, times.Count);
        return Pages.SeeOther("/slots", leftOut.Count == 0 ? done : $"{done} {LeftOut(leftOut)}");

        Task<Results<SeeOther, RazorComponentResult<SlotsPage>>> Again(FieldErrors errors, int status) => ShowAgain(caller, slots, interviews, clock, typed, errors, status, stop);
    }

    public static async Task<Results<SeeOther, RazorComponentResult<SlotsPage>, NotFoundProblem>> Remove(
        Guid id, Caller caller, SlotStore slots, InterviewStore interviews, TimeProvider clock, CancellationToken stop)
    {
        var answer = await RemoveSlot.Handle(id, caller, slots, stop);
        if (answer.Result is NotFoundProblem unknown) return unknown;
        return FormRefusal.Of(answer) is { } refusal
            ? await Show(caller, slots, interviews, clock, Typed.Nothing, refusal.Errors, refusal.Status, stop)
            : Pages.SeeOther("/slots", Text.Slots_Removed);
    }

    static async Task<Refusal?> Offer(Caller caller, SlotStore store, IReadOnlyList<(DateTimeOffset StartsAt, DateTimeOffset EndsAt)> times, TimeProvider clock, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        return await store.Offer(caller.PersonId, [.. times.Select(time => Slot.Offer(caller.PersonId, time.StartsAt, time.EndsAt, now))], caller.Actor(Roles.Expert), stop);
    }

    /// <summary>The field that is wrong, and what; null: nothing.</summary>
    static (string Field, string Said)? Wrong(WeeklyPattern pattern, DateOnly today) =>
        WrongLength(pattern.Minutes) ? ("each", Length())
        : pattern.To <= pattern.From ? ("to", Text.Slots_ToBeforeFrom)
        : pattern.FirstDay < today ? ("firstDay", Text.Slots_FirstDayPast)
        : pattern.LastDay < pattern.FirstDay ? ("lastDay", Text.Slots_LastBeforeFirst)
        : pattern.LastDay.DayNumber - pattern.FirstDay.DayNumber > WeeklyPattern.LongestDays ? ("lastDay", Text.Slots_TooFar)
        : null;

    static bool WrongLength(int minutes) => minutes < Slot.Shortest.TotalMinutes || minutes > Slot.Longest.TotalMinutes;

    static string Length() => string.Format(CultureInfo.CurrentCulture, Text.Slots_Length, Slot.Shortest.TotalMinutes, Slot.Longest.TotalMinutes);

    static string LeftOut(IReadOnlyList<DateTime> leftOut) => string.Format(
        CultureInfo.CurrentCulture, Text.Slots_LeftOut,
        string.Join(" ; ", leftOut.Select(local => $"{Paris.Due(DateOnly.FromDateTime(local))} {local.ToString("HH:mm", CultureInfo.InvariantCulture)}")));

    static TimeOnly? Hour(Typed typed, string field)
    {
        if (typed[field] is not { } text) return null;
        if (TimeOnly.TryParseExact(text, ["HH:mm", "H:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var hour)) return hour;
        typed.Wrong(field, "Give an hour, as 14:30.", "Donnez une heure, comme 14:30.");
        return null;
    }

    static void Needed(Typed typed, params ReadOnlySpan<(string Field, bool Missing)> fields)
    {
        foreach (var (field, missing) in fields)
            if (missing && typed.Unreadable.Of(field) is null)
                typed.Missing(field);
    }

    static async Task<Results<SeeOther, RazorComponentResult<SlotsPage>>> ShowAgain(
        Caller caller, SlotStore slots, InterviewStore interviews, TimeProvider clock, Typed typed, FieldErrors errors, int status, CancellationToken stop) =>
        await Show(caller, slots, interviews, clock, typed, errors, status, stop);

    static async Task<RazorComponentResult<SlotsPage>> Show(
        Caller caller, SlotStore slots, InterviewStore interviews, TimeProvider clock, Typed typed, FieldErrors errors, int status, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var (toCome, total) = await slots.ToCome(caller.PersonId, now, Shown, stop);
        var acronyms = await interviews.Acronyms([.. toCome.Select(slot => slot.InterviewId).OfType<Guid>()], stop);
        return Pages.Show<SlotsPage>(
            new
            {
                Shown = new SlotsShown([.. toCome.Select(slot => (slot, slot.InterviewId is { } interview ? acronyms.GetValueOrDefault(interview) : null))], total - toCome.Count, now),
                Typed = typed,
                Errors = errors,
            },
            status);
    }
}
