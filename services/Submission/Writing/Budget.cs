using System.Globalization;

namespace Labelling.Submission.Writing;

/// <summary>Two amounts that should be one: Field is where the stated one stands.</summary>
public sealed record BudgetDifference(string Field, string English, string French);

/// <summary>Sums over the table of costs by partner and work package, and where what is stated does not add up to them. Pure.</summary>
public static class Budget
{
    static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB"), French = CultureInfo.GetCultureInfo("fr-FR");

    public static decimal OfPackage(WorkPackage package) => package.Costs?.Values.Sum() ?? 0;

    public static decimal OfPartner(DossierContent content, string key) =>
        content.WorkPackages.Sum(package => package.Costs is { } costs && costs.TryGetValue(key, out var cost) ? cost : 0);

    public static decimal OfTable(DossierContent content) => content.WorkPackages.Sum(OfPackage);

    public static bool IsSplit(DossierContent content) => content.WorkPackages.Any(package => package.Costs is { Count: > 0 });

    public static IReadOnlyList<BudgetDifference> Differences(DossierContent content)
    {
        var found = new List<BudgetDifference>();
        foreach (var package in content.WorkPackages.Where(package => package.Costs is { Count: > 0 } && package.CostEur is not null))
        {
            var title = package.Title ?? package.Key;
            Compare(
                $"workPackages[{package.Key}].costEur", package.CostEur, OfPackage(package),
                $"Work package {title}: its cost", "the sum over the partners", $"Lot {title} : son coût", "la somme sur les partenaires");
        }

        if (IsSplit(content))
        {
            foreach (var key in WritingSteps.Keys(content))
            {
                var one = key == Organisation.LeadKey ? content.Lead : content.Partners.FirstOrDefault(row => row.Key == key);
                Compare(
                    $"{WritingSteps.At(key)}.budgetEur", one?.BudgetEur, OfPartner(content, key),
                    $"{one?.Name ?? "Lead"}: the budget", "the sum over the work packages", $"{one?.Name ?? "Chef de file"} : le budget", "la somme sur les lots");
            }
        }

        if (content.Consortium().Count > 0 && content.Consortium().All(one => one.BudgetEur is not null))
        {
            Compare(
                "totalBudgetEur", content.TotalBudgetEur, content.Consortium().Sum(one => one.BudgetEur ?? 0),
                "The total budget", "the sum of the partners' budgets", "Le budget total", "la somme des budgets des partenaires");
        }

        if (content.WorkPackages.Count > 0 && content.WorkPackages.All(package => package.CostEur is not null))
        {
            Compare(
                "totalBudgetEur", content.TotalBudgetEur, content.WorkPackages.Sum(package => package.CostEur ?? 0),
                "The total budget", "the sum of the work packages", "Le budget total", "la somme des lots");
        }

        if (content.Consortium().Count > 0 && content.Consortium().All(one => one.AidRequestedEur is not null))
        {
            Compare(
                "aidRequestedEur", content.AidRequestedEur, content.Consortium().Sum(one => one.AidRequestedEur ?? 0),
                "The aid requested", "the sum of the partners' aids", "L’aide demandée", "la somme des aides des partenaires");
        }

        return found;

        void Compare(string field, decimal? stated, decimal sum, string english, string sumEnglish, string french, string sumFrench)
        {
            if (stated is { } amount && amount != sum)
            {
                found.Add(new BudgetDifference(
                    field,
                    $"{english} is {Eur(amount, English)}, {sumEnglish} is {Eur(sum, English)}: {Eur(Math.Abs(amount - sum), English)} {(amount > sum ? "more" : "less")}.",
                    $"{french.Replace(" :", "\u202f:", StringComparison.Ordinal)} est de {Eur(amount, French)}, {sumFrench} est de {Eur(sum, French)}\u202f: {Eur(Math.Abs(amount - sum), French)} de {(amount > sum ? "plus" : "moins")}."));
            }
        }
    }

    /// <summary>The stated amounts as the table has them: of each work package that is split, of each partner, and in total.</summary>
    public static DossierContent TakeOver(DossierContent content)
    {
        if (!IsSplit(content))
        {
            return content;
        }

        var packages = content.WorkPackages.Select(package => package.Costs is { Count: > 0 } ? package with { CostEur = OfPackage(package) } : package).ToList();
        return content with
        {
            WorkPackages = packages,
            Lead = content.Lead is null ? null : content.Lead with { BudgetEur = OfPartner(content, Organisation.LeadKey) },
            Partners = [.. content.Partners.Select(row => row with { BudgetEur = OfPartner(content, row.Key!) })],
            TotalBudgetEur = packages.Sum(package => package.CostEur ?? 0),
        };
    }

    static string Eur(decimal amount, CultureInfo culture) => $"{amount.ToString("#,0.##", culture)}\u00a0€";
}
