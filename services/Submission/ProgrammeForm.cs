using System.Globalization;
using Labelling.Contracts;
using Labelling.Submission.Planning;
using Labelling.Web;

namespace Labelling.Submission;

/// <summary>A programme's settings as a form: a line of the grid left empty is no criterion.</summary>
public static class ProgrammeForm
{
    /// <summary>Lines offered beyond those that are filled.</summary>
    const int EmptyLines = 3;

    const int MostLines = 50;

    static readonly string[] PlanFields = ["plan.admissionDays", "plan.interviewLeadDays", "plan.assignmentDays", "plan.agendaDays", "plan.filingDays", "plan.warnDays"];

    static readonly string[] LineFields = ["code", "english", "french", "weight", "threshold", "digitalOnly"];

    /// <summary>How many lines the form shows for what was typed.</summary>
    public static int LinesOf(Typed typed) => Math.Min(MostLines, Enumerable.Range(0, MostLines).LastOrDefault(line => IsFilled(typed, line), -1) + 1 + EmptyLines);

    /// <summary>What is saved, as it would be typed; the usual settings for a new programme.</summary>
    public static Typed Of(Programme? programme)
    {
        var plan = programme?.Settings.Plan ?? PlanSettings.Usual;
        var values = new Dictionary<string, string?>(RulesForm.Of(programme?.Settings.Rules ?? EligibilityRules.None), StringComparer.Ordinal)
        {
            ["plan.admissionDays"] = Written(plan.AdmissionDays),
            ["plan.interviewLeadDays"] = Written(plan.InterviewLeadDays),
            ["plan.assignmentDays"] = Written(plan.AssignmentDays),
            ["plan.agendaDays"] = Written(plan.AgendaDays),
            ["plan.filingDays"] = Written(plan.FilingDays),
            ["plan.warnDays"] = Written(plan.WarnDays),
            ["expertsPerDossier"] = Written(programme?.Settings.ExpertsPerDossier ?? 3),
            ["reviewDays"] = Written(programme?.Settings.ReviewDays ?? 10),
            ["quorumPercent"] = Written((programme?.Settings.QuorumShare ?? 0.5m) * 100),
            ["validityMonths"] = Written(programme?.Settings.ValidityMonths ?? 24),
            ["interviewRequired"] = programme?.Settings.InterviewRequired ?? true ? "yes" : null,
            ["interviewerMayReview"] = programme?.Settings.InterviewerMayReview ?? false ? "yes" : null,
        };
        if (programme is not null)
        {
            values["winners"] = programme.Settings.Winners is { } winners ? Written(winners) : null;
            values["version"] = programme.Version.ToString(CultureInfo.InvariantCulture);
            values["code"] = programme.Code;
            values["award"] = programme.Award.ToString();
            values["english"] = programme.Settings.English;
            values["french"] = programme.Settings.French;
            foreach (var (line, criterion) in programme.Settings.Grid.Index())
            {
                values[$"grid[{line}].code"] = criterion.Code;
                values[$"grid[{line}].english"] = criterion.English;
                values[$"grid[{line}].french"] = criterion.French;
                values[$"grid[{line}].weight"] = Written(criterion.Weight);
                values[$"grid[{line}].threshold"] = Written(criterion.Threshold);
                values[$"grid[{line}].digitalOnly"] = criterion.DigitalOnly ? "yes" : null;
            }
        }

        return Typed.Of(values);
    }

    /// <summary>The settings typed; and what was typed with the empty lines of the grid left out, so that a line and its errors keep one number.</summary>
    public static (ProgrammeSettings Settings, Typed Read) Read(Typed typed)
    {
        string[] fields = ["version", "code", "award", "english", "french", "expertsPerDossier", "reviewDays", "quorumPercent", "validityMonths", "winners", "interviewRequired", "interviewerMayReview",
            .. PlanFields, .. RulesForm.Fields.Select(field => $"rules.{field}")];
        var values = fields.ToDictionary(field => field, field => typed[field]);
        foreach (var (line, from) in Enumerable.Range(0, MostLines).Where(line => IsFilled(typed, line)).Index())
        {
            foreach (var field in LineFields)
            {
                values[$"grid[{line}].{field}"] = typed[$"grid[{from}].{field}"];
            }
        }

        var read = Typed.Of(values);
        var settings = new ProgrammeSettings(
            read.Text("english"), read.Text("french"), read.Whole("expertsPerDossier") ?? 0, read.Checked("interviewRequired"), read.Checked("interviewerMayReview"),
            read.Whole("reviewDays") ?? 0, (read.Number("quorumPercent") ?? 0) / 100, read.Whole("validityMonths") ?? 0,
            [
                .. Enumerable.Range(0, MostLines).Where(line => IsFilled(read, line)).Select(line => new Criterion(
                    read.Text($"grid[{line}].code"), read.Text($"grid[{line}].english"), read.Text($"grid[{line}].french"),
                    read.Number($"grid[{line}].weight") ?? 0, read.Number($"grid[{line}].threshold") ?? 0, read.Checked($"grid[{line}].digitalOnly"))),
            ])
        {
            Rules = RulesForm.Read(read),
            Winners = read.Whole("winners"),
            Plan = new PlanSettings(
                read.Whole("plan.admissionDays") ?? 0, read.Whole("plan.interviewLeadDays") ?? 0, read.Whole("plan.assignmentDays") ?? 0,
                read.Whole("plan.agendaDays") ?? 0, read.Whole("plan.filingDays") ?? 0, read.Whole("plan.warnDays") ?? 0),
        };
        foreach (var wrong in read.Unreadable.All)
        {
            typed.Wrong(wrong.Field, wrong.Message, wrong.Message);
        }

        return (settings, read);
    }

    static bool IsFilled(Typed typed, int line) => LineFields.Any(field => field != "digitalOnly" && typed[$"grid[{line}].{field}"] is not null);

    static string Written(decimal number) => number.ToString("0.####", CultureInfo.CurrentCulture);
}
