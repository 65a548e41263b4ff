namespace Labelling.Submission;

/// <summary>Whether a call accepts a dossier.</summary>
public enum Fit
{
    Fits,
    AfterOneChange,
    No,
}

/// <summary>A call against a dossier. Change: the one that would do, where one is enough.</summary>
public sealed record CallFit(Call Call, Fit Fit, Eligibility Eligibility, EligibilityChange? Change)
{
    /// <summary>
    /// The call's rules together with the programme's, since a deposit is judged by both. One change is enough when, once it is made,
    /// no rule of either is broken: not only the one that asked for it.
    /// </summary>
    public static CallFit Of(DossierContent content, Call call, RulesAsked asked)
    {
        var eligibility = Eligibility.Of(content, asked);
        if (eligibility.Eligible)
        {
            return new CallFit(call, Fit.Fits, eligibility, null);
        }

        var change = Possible(content, asked, eligibility).FirstOrDefault(one => Eligibility.Of(one.After, asked).Eligible);
        return new CallFit(call, change is null ? Fit.No : Fit.AfterOneChange, eligibility, change);
    }

    /// <summary>What each broken rule asks for; and partners who join and are what other rules ask for, as one change.</summary>
    static IEnumerable<EligibilityChange> Possible(DossierContent content, RulesAsked asked, Eligibility eligibility)
    {
        var missing = eligibility.Lines.Where(line => line.Result is RuleResult.Missing).ToList();
        var broken = missing.Select(line => line.Rule).ToHashSet(StringComparer.Ordinal);
        var (sme, laboratory) = (broken.Contains("sme-required"), broken.Contains("laboratory-required"));
        var tooFew = Math.Max(asked.OfCall?.PartnersAtLeast ?? 0, asked.OfProgramme?.PartnersAtLeast ?? 0) - content.Consortium().Count;
        var joining = tooFew > 0 && (sme || laboratory) && tooFew >= (sme ? 1 : 0) + (laboratory ? 1 : 0)
            ? new[] { new EligibilityChange(content).Join(tooFew, sme, laboratory) }
            : [];
        return missing.SelectMany(line => line.Changes).Concat(joining);
    }
}
