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
