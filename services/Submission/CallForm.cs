using System.Globalization;
using Labelling.Hosting;
using Labelling.Web;

namespace Labelling.Submission;

/// <summary>A call's terms as a form: instants are typed as days and hours of Paris.</summary>
public static class CallForm
{
    /// <summary>What is saved, as it would be typed.</summary>
    public static Typed Of(Call? call)
    {
        if (call is null)
        {
            return Typed.Nothing;
        }

        var (terms, rules) = (call.Terms, call.Terms.Rules);
        return Typed.Of(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["revision"] = call.Revision.ToString(CultureInfo.InvariantCulture),
            ["code"] = call.Code,
            ["fundingBody"] = call.FundingBody,
            ["envelopeEur"] = Written(terms.EnvelopeEur),
            ["opensAt"] = Paris.Typed(terms.OpensAt),
            ["closesAt"] = Paris.Typed(terms.ClosesAt),
            ["cutOffs"] = string.Join('\n', terms.CutOffs.Select(cutOff => Paris.Typed(cutOff).Replace('T', ' '))),
            ["announcedOn"] = terms.AnnouncedOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["themes"] = string.Join('\n', terms.Themes),
            ["rules.partnersAtLeast"] = Written(rules.PartnersAtLeast),
            ["rules.partnersAtMost"] = Written(rules.PartnersAtMost),
            ["rules.smeRequired"] = rules.SmeRequired ? "yes" : null,
            ["rules.laboratoryRequired"] = rules.LaboratoryRequired ? "yes" : null,
            ["rules.budgetFromEur"] = Written(rules.BudgetFromEur),
            ["rules.budgetToEur"] = Written(rules.BudgetToEur),
            ["rules.durationFromMonths"] = Written(rules.DurationFromMonths),
            ["rules.durationToMonths"] = Written(rules.DurationToMonths),
        });
    }

    /// <summary>The terms typed. What cannot be read is noted with what was typed, and stands here as nothing.</summary>
    public static CallTerms Read(Typed typed, string timeZone)
    {
        var (opens, closes) = (typed.InParis("opensAt"), typed.InParis("closesAt"));
        foreach (var (field, instant) in new[] { ("opensAt", opens), ("closesAt", closes) })
        {
            if (instant is null && typed.Unreadable.Of(field) is null)
            {
                typed.Missing(field);
            }
        }

        var cutOffs = new List<DateTimeOffset>();
        foreach (var line in typed.Lines("cutOffs"))
        {
            var (instant, whyNot) = Paris.Read(line);
            if (instant is { } cutOff)
            {
                cutOffs.Add(cutOff);
            }
            else
            {
                typed.Wrong("cutOffs", $"{line}: {whyNot!.English}", $"{line}\u202f: {whyNot.French}");
            }
        }

        return new CallTerms(
            typed.Text("code"), typed.Text("fundingBody"), typed.Number("envelopeEur"), opens ?? default, closes ?? default, timeZone, cutOffs,
            typed.Day("announcedOn"), typed.Lines("themes"),
            new CallRules(
                typed.Whole("rules.partnersAtLeast"), typed.Whole("rules.partnersAtMost"), typed.Checked("rules.smeRequired"), typed.Checked("rules.laboratoryRequired"),
                typed.Number("rules.budgetFromEur"), typed.Number("rules.budgetToEur"), typed.Whole("rules.durationFromMonths"), typed.Whole("rules.durationToMonths")));
    }

    /// <summary>The funding bodies to choose from.</summary>
    public static IReadOnlyList<Option> Bodies(IReadOnlyList<VocabularyValue> values) =>
        [.. values.Where(value => value.Vocabulary == VocabularyValue.FundingBody).Select(value => new Option(value.Code, Words.Say(value.English, value.French)))];

    static string? Written(decimal? number) => number?.ToString("0.##", CultureInfo.CurrentCulture);
}
