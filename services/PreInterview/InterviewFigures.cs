using System.Globalization;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.PreInterview;

/// <summary>A talk that took place: on which day the dossier was registered, and on which it was talked about first.</summary>
public sealed record FirstTalk(DateOnly RegisteredOn, DateOnly HeldOn)
{
    public int Days => HeldOn.DayNumber - RegisteredOn.DayNumber;
}

/// <summary>What became of the dossiers that got one recommendation, counted in dossiers.</summary>
/// <param name="Recommendation">The recommendation of a round; a dossier replanned and then sent on counts under both.</param>
/// <param name="Dossiers">All of them: the denominator.</param>
/// <param name="Labelled">Of these, labelled, with reservations too.</param>
/// <param name="WithReservations">Of the labelled, those with reservations.</param>
/// <param name="Refused">Of these, refused.</param>
/// <param name="SupportLetter">Of these, given a support letter.</param>
/// <param name="Withdrawn">Of these, withdrawn and never decided.</param>
public sealed record RecommendationLine(InterviewRecommendation Recommendation, int Dossiers, int Labelled, int WithReservations, int Refused, int SupportLetter, int Withdrawn)
{
    public int Undecided => Dossiers - Labelled - Refused - SupportLetter - Withdrawn;
}

/// <summary>The office's figures about interviews whose dossiers were registered between two days, both included.</summary>
/// <param name="Registered">Dossiers admitted to an interview.</param>
/// <param name="Waived">Of these, those whose last round was waived.</param>
/// <param name="Talks">First talks, a dossier once.</param>
/// <param name="Held">Talks that took place, all rounds.</param>
/// <param name="NoShows">Bookings to which the holder did not come.</param>
/// <param name="Lines">By recommendation.</param>
public sealed record InterviewFigures(int Registered, int Waived, IReadOnlyList<FirstTalk> Talks, int Held, int NoShows, IReadOnlyList<RecommendationLine> Lines)
{
    public decimal? Median => Centile(50);

    public decimal? Ninetieth => Centile(90);

    /// <summary>By the nearest rank, so that it is a delay that occurred; the median of an even number is the mean of the two in the middle. Null: no talk.</summary>
    public decimal? Centile(int percent)
    {
        int[] days = [.. Talks.Select(talk => talk.Days).Order()];
        if (days.Length == 0) return null;
        if (percent == 50 && days.Length % 2 == 0) return (days[days.Length / 2 - 1] + days[days.Length / 2]) / 2m;
        return days[Math.Max(1, (percent * days.Length + 99) / 100) - 1];
    }
}

public static class ShowInterviewFigures
{
    public static async Task<Results<RazorComponentResult<InterviewFiguresPage>, FileContentHttpResult>> Page(
        TableQuery query, InterviewStore interviews, TimeProvider clock, CancellationToken stop)
    {
        var today = Paris.Day(clock.GetUtcNow());
        var (from, to) = (Day(query.Of("from")) ?? new DateOnly(today.Year, 1, 1), Day(query.Of("to")) ?? today);
        var figures = await interviews.Figures(from, to, stop);
        return query.Format is { } format
            ? TableExport.File(format, Text.Figures_FileName, Columns(), figures.Lines)
            : Pages.Show<InterviewFiguresPage>(new { Figures = figures, From = from, To = to, Query = query, Columns = Columns() });
    }

    static IReadOnlyList<Column<RecommendationLine>> Columns() =>
    [
        new("recommendation", Text.Conclude_Recommendation, line => InterviewWords.Name(line.Recommendation)),
        new("dossiers", Text.Figures_Dossiers, line => line.Dossiers),
        new("labelled", Text.Figures_Labelled, line => line.Labelled),
        new("reservations", Text.Figures_WithReservations, line => line.WithReservations),
        new("refused", Text.Figures_Refused, line => line.Refused),
        new("letter", Text.Figures_SupportLetter, line => line.SupportLetter),
        new("withdrawn", Text.Figures_Withdrawn, line => line.Withdrawn),
        new("undecided", Text.Figures_Undecided, line => line.Undecided),
    ];

    static DateOnly? Day(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
