using System.Globalization;
using Labelling.Hosting;

namespace Labelling.Submission;

/// <summary>The answers that several actions on a dossier share.</summary>
public static class Refusals
{
    /// <summary>409: what the status is, and what can be done.</summary>
    public static ConflictProblem NotFrom(Dossier dossier, string code, string english, string french) => Problems.Conflict(
        code,
        $"The dossier is {dossier.Status.English()}. {english}",
        $"Le dossier est {dossier.Status.French()}. {french}");

    public static ConflictProblem NotWritable(Dossier dossier, string code) => NotFrom(
        dossier, code,
        "Only a draft, or a dossier for which the office asked a correction, can be written and submitted: ask the office for a correction, or start another dossier.",
        "Seul un brouillon, ou un dossier dont les permanents demandent la correction, peut être écrit et déposé : demandez une correction aux permanents, ou commencez un autre dossier.");

    /// <summary>A deadline as both languages say it, in Paris.</summary>
    public static (string English, string French) InParis(DateTimeOffset instant)
    {
        var local = TimeZoneInfo.ConvertTime(instant, Paris.Zone);
        return (
            local.ToString("d MMMM yyyy 'at' HH:mm", CultureInfo.GetCultureInfo("en-GB")) + " (Paris time)",
            local.ToString("d MMMM yyyy 'à' HH 'h' mm", CultureInfo.GetCultureInfo("fr-FR")) + " (heure de Paris)");
    }

    public static (string English, string French) Day(DateOnly day) => (
        day.ToString("d MMMM yyyy", CultureInfo.GetCultureInfo("en-GB")),
        day.ToString("d MMMM yyyy", CultureInfo.GetCultureInfo("fr-FR")));
}
