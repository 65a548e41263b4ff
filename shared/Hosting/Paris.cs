using System.Globalization;

namespace Labelling.Hosting;

/// <summary>Days as the cluster counts them: in Europe/Paris.</summary>
public static class Paris
{
    /// <summary>The zone.</summary>
    public static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    /// <summary>The day an instant falls on.</summary>
    public static DateOnly Day(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, Zone).DateTime);

    /// <summary>The first instant after a day, that is midnight of the next.</summary>
    public static DateTimeOffset EndOfDay(DateOnly day)
    {
        var midnight = day.AddDays(1).ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, Zone.GetUtcOffset(midnight)).ToUniversalTime();
    }

    /// <summary>
    /// What somebody typed as a day and an hour in Paris: "2026-03-12T12:00", as browsers send it. Twice a year that is no instant: an
    /// hour that the clocks skip, or one that they show twice.
    /// </summary>
    public static (DateTimeOffset? Instant, Refusal? WhyNot) Read(string typed)
    {
        if (!DateTime.TryParseExact(typed, ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm", "d/M/yyyy HH:mm", "dd/MM/yyyy HH:mm"],
                CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            return (null, new("time.unreadable", "Give a day and an hour, as 2026-03-12 12:00.", "Donnez un jour et une heure, comme 12/03/2026 12:00."));
        if (Zone.IsInvalidTime(local))
            return (null, new("time.skipped",
                "That hour does not exist in Paris: the clocks go forward that night. Choose an hour before 02:00 or from 03:00 on.",
                "Cette heure n'existe pas à Paris\u202f: on avance les horloges cette nuit-là. Choisissez une heure avant 02:00 ou à partir de 03:00."));
        if (Zone.IsAmbiguousTime(local))
            return (null, new("time.twice",
                "That hour comes twice in Paris: the clocks go back that night. Choose an hour before 02:00 or from 03:00 on.",
                "Cette heure passe deux fois à Paris\u202f: on recule les horloges cette nuit-là. Choisissez une heure avant 02:00 ou à partir de 03:00."));
        return (new DateTimeOffset(local, Zone.GetUtcOffset(local)).ToUniversalTime(), null);
    }

    /// <summary>An instant as a field takes it: "2026-03-12T12:00", in Paris.</summary>
    public static string Typed(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Zone).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);

    /// <summary>"10:42", in Paris.</summary>
    public static string Time(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Zone).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A day in the reader's language: "12 March 2026", "12 mars 2026", "1er mars 2026".</summary>
    public static string Written(DateOnly day) => Words.Language == "fr" && day.Day == 1
        ? day.ToString("'1er' MMMM yyyy", CultureInfo.CurrentCulture)
        : day.ToString("d MMMM yyyy", CultureInfo.CurrentCulture);

    /// <summary>A day with its weekday, for something that is due: "Thursday 12 March 2026".</summary>
    public static string Due(DateOnly day) => $"{day.ToString("dddd", CultureInfo.CurrentCulture)} {Written(day)}";

    /// <summary>An instant with its zone: "12 March 2026, 10:42 (Paris)".</summary>
    public static string DayAndTime(DateTimeOffset instant) => $"{Written(Day(instant))}, {Time(instant)} (Paris)";
}
