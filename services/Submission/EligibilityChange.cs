using System.Globalization;

namespace Labelling.Submission;

/// <summary>One thing changed in a content so that a rule is met: in words, and done.</summary>
public sealed record EligibilityChange(DossierContent Content, string English, string French, DossierContent After)
{
    static readonly CultureInfo InEnglish = CultureInfo.GetCultureInfo("en-GB");
    static readonly CultureInfo InFrench = CultureInfo.GetCultureInfo("fr-FR");

    /// <summary>Nothing changed yet.</summary>
    public EligibilityChange(DossierContent content)
        : this(content, "", "", content)
    {
    }

    /// <summary>So many more partners; an SME and a laboratory among them where asked.</summary>
    public EligibilityChange Join(int more, bool sme, bool laboratory)
    {
        Organisation[] joining =
        [
            .. sme ? new[] { new Organisation(Type: EligibilityCheck.Sme) } : [],
            .. laboratory ? new[] { new Organisation(Type: EligibilityCheck.Academic) } : [],
        ];
        var (english, french) = (sme, laboratory) switch
        {
            (false, false) => ("a partner", "un partenaire"),
            (true, false) => ("an SME", "une PME"),
            (false, true) => ("an academic laboratory or a hospital", "un laboratoire académique ou un hôpital"),
            (true, true) => ("an SME and an academic laboratory or a hospital", "une PME et un laboratoire académique ou un hôpital"),
        };
        var plain = !sme && !laboratory;
        return this with
        {
            English = more == 1 ? $"Add {english}{(plain ? "" : " to the consortium")}" : plain ? $"Add {more} partners" : $"Add {more} partners, among them {english}",
            French = more == 1 ? $"Ajoutez {french}{(plain ? "" : " au consortium")}" : plain ? $"Ajoutez {more} partenaires" : $"Ajoutez {more} partenaires, dont {french}",
            After = Content with { Partners = [.. Content.Partners, .. joining, .. Enumerable.Range(0, Math.Max(0, more - joining.Length)).Select(_ => new Organisation())] },
        };
    }

    /// <summary>So many partners fewer: those first whose kind another one of the consortium has too.</summary>
    public EligibilityChange Leave(int fewer)
    {
        var staying = Content.Consortium().ToList();
        for (var left = 0; left < fewer; left++)
        {
            var at = staying.FindLastIndex(one => !ReferenceEquals(one, Content.Lead) && !IsTheOnly(staying, one, EligibilityCheck.IsSme) && !IsTheOnly(staying, one, EligibilityCheck.IsLaboratory));
            staying.RemoveAt(at >= 0 ? at : staying.Count - 1);
        }

        return this with
        {
            English = fewer == 1 ? "Name one partner fewer" : $"Name {fewer} partners fewer",
            French = fewer == 1 ? "Nommez un partenaire de moins" : $"Nommez {fewer} partenaires de moins",
            After = Content with { Partners = [.. staying.Where(one => !ReferenceEquals(one, Content.Lead))] },
        };
    }

    static bool IsTheOnly(IReadOnlyList<Organisation> among, Organisation one, Func<Organisation, bool> kind) => kind(one) && among.Count(kind) == 1;

    public EligibilityChange Budget(decimal eur, bool atLeast)
    {
        var (english, french) = (EligibilityCheck.Eur(eur, InEnglish), EligibilityCheck.Eur(eur, InFrench));
        return this with
        {
            English = (Content.TotalBudgetEur, atLeast) switch
            {
                (null, true) => $"Give a total budget of {english} or more",
                (null, false) => $"Give a total budget of {english} or less",
                (_, true) => $"Raise the total budget to {english}",
                (_, false) => $"Lower the total budget to {english}",
            },
            French = (Content.TotalBudgetEur, atLeast) switch
            {
                (null, true) => $"Saisissez un budget total de {french} ou plus",
                (null, false) => $"Saisissez un budget total de {french} ou moins",
                (_, true) => $"Portez le budget total à {french}",
                (_, false) => $"Ramenez le budget total à {french}",
            },
            After = Content with { TotalBudgetEur = eur },
        };
    }

    public EligibilityChange Duration(int months, bool atLeast)
    {
        var packages = Content.WorkPackages;
        var dated = Content.DurationMonths() is not null;
        return this with
        {
            English = !dated ? $"Plan the work packages over {months} months {(atLeast ? "or more" : "or less")}" : atLeast ? $"Plan {months} months" : $"Plan {months} months at most",
            French = !dated ? $"Planifiez les lots de travaux sur {months} mois {(atLeast ? "ou plus" : "ou moins")}" : atLeast ? $"Planifiez {months} mois" : $"Planifiez {months} mois au plus",
            After = Content with
            {
                WorkPackages = !dated ? [.. packages, new WorkPackage(StartMonth: 1, LengthMonths: months)]
                    : atLeast ? [.. packages.Select((package, at) => at == Last(packages) ? package with { LengthMonths = months - package.StartMonth + 1 } : package)]
                    : [.. packages.Select(package => Within(package, months))],
            },
        };
    }

    /// <summary>The package that ends last.</summary>
    static int Last(IReadOnlyList<WorkPackage> packages) => packages.Index().Where(one => End(one.Item) is not null).MaxBy(one => End(one.Item)).Index;

    static int? End(WorkPackage package) => package.StartMonth + package.LengthMonths - 1;

    static WorkPackage Within(WorkPackage package, int months)
    {
        if (End(package) is not { } end || end <= months)
        {
            return package;
        }

        var start = Math.Min(package.StartMonth!.Value, months);
        return package with { StartMonth = start, LengthMonths = months - start + 1 };
    }

    public EligibilityChange Territory(int percent) => this with
    {
        English = $"Do {percent} % of the work in the territory",
        French = $"Réalisez {percent}\u202f% des travaux sur le territoire",
        After = Content with { TerritorySharePercent = percent },
    };

    /// <summary>The first of the themes named where its vocabulary has its place.</summary>
    public EligibilityChange Theme(string theme, string? vocabulary, string english, string french) => this with
    {
        English = $"Name {english}, if the project is about it",
        French = $"Indiquez {french}, si le projet en relève",
        After = vocabulary switch
        {
            VocabularyValue.Sector => Content with { Sectors = [.. Content.Sectors, theme] },
            VocabularyValue.TherapeuticArea => Content with { TherapeuticAreas = [.. Content.TherapeuticAreas, theme] },
            _ => Content with { TechnologyAxes = [.. Content.TechnologyAxes, theme] },
        },
    };

    /// <summary>A candidate born late enough to be under the limit on that day.</summary>
    public EligibilityChange Born(DateOnly on, int limit)
    {
        var tooOld = on.AddYears(-limit);
        return this with
        {
            English = $"Give the date of birth of a candidate born after {EligibilityCheck.Day(tooOld, InEnglish)}",
            French = $"Saisissez la date de naissance d'un candidat né après le {EligibilityCheck.Day(tooOld, InFrench)}",
            After = Content with { CandidateBornOn = tooOld.AddDays(1) },
        };
    }

    public EligibilityChange Turnover(decimal eur) => this with
    {
        English = $"Give the lead's turnover, if it is {EligibilityCheck.Eur(eur, InEnglish)} or more",
        French = $"Saisissez le chiffre d'affaires du chef de file, s'il atteint {EligibilityCheck.Eur(eur, InFrench)}",
        After = Content with { Lead = Content.Lead! with { TurnoverEur = eur } },
    };

    public EligibilityChange Phase(string phase) => this with
    {
        English = $"Give the clinical phase reached, if it is {phase} or later",
        French = $"Saisissez la phase clinique atteinte, si c'est {phase} ou au-delà",
        After = Content with { ClinicalPhase = phase },
    };
}
