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
        return Typed.Of(new Dictionary<string, string?>(RulesForm.Of(rules), StringComparer.Ordinal)
        {
            ["revision"] = call.Revision.ToString(CultureInfo.InvariantCulture),
            ["code"] = call.Code,
            ["fundingBody"] = call.FundingBody,
            ["plan"] = terms.Plan,
            ["envelopeEur"] = Written(terms.EnvelopeEur),
            ["opensAt"] = Exactly(terms.OpensAt),
            ["closesAt"] = Exactly(terms.ClosesAt),
            ["cutOffs"] = string.Join('\n', terms.CutOffs.Select(cutOff => Exactly(cutOff).Replace('T', ' '))),
            ["announcedOn"] = terms.AnnouncedOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["themes"] = string.Join('\n', terms.Themes),
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
            RulesForm.Read(typed), typed["plan"]);
    }

    /// <summary>The funding bodies to choose from.</summary>
    public static IReadOnlyList<Option> Bodies(IReadOnlyList<VocabularyValue> values) =>
        [.. values.Where(value => value.Vocabulary == VocabularyValue.FundingBody).Select(value => new Option(value.Code, Words.Say(value.English, value.French)))];

    /// <summary>With its seconds where it has some: saving the form as it came moves no closing.</summary>
    static string Exactly(DateTimeOffset instant) =>
        TimeZoneInfo.ConvertTime(instant, Paris.Zone).ToString(instant.Second == 0 ? "yyyy-MM-dd'T'HH:mm" : "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

    static string? Written(decimal? number) => number?.ToString("0.##", CultureInfo.CurrentCulture);
}
