using System.Globalization;

namespace Labelling.Submission;

public enum RuleResult
{
    Ok,
    Missing,
}

public sealed record EligibilityLine(string Rule, RuleResult Result, string English, string French);

/// <summary>A content against the rules of its call, line by line; a rule the call does not set has no line.</summary>
public sealed record Eligibility(IReadOnlyList<EligibilityLine> Lines)
{
    /// <summary>The organisation types the rules speak of; every other value of the vocabulary is only data.</summary>
    const string Sme = "sme";

    static readonly IReadOnlyList<string> Laboratories = ["academic", "hospital"];

    static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");
    static readonly CultureInfo French = CultureInfo.GetCultureInfo("fr-FR");

    public bool Eligible => Lines.All(line => line.Result is RuleResult.Ok);

    /// <summary>While no call is chosen the only line says so.</summary>
    public static readonly Eligibility NoCall = new([new EligibilityLine(
        "call", RuleResult.Missing, "Choose a call: its rules are then checked here.", "Choisissez un appel à projets : ses règles seront vérifiées ici.")]);

    public static Eligibility Of(DossierContent content, CallRules rules) => new(
    [
        .. Line("partners-at-least", rules.PartnersAtLeast, least => content.Consortium.Count >= least,
            (least, _) => $"At least {least} partners, the lead included; the dossier names {content.Consortium.Count}.",
            (least, _) => $"Au moins {least} partenaires, chef de file compris ; le dossier en nomme {content.Consortium.Count}."),
        .. Line("partners-at-most", rules.PartnersAtMost, most => content.Consortium.Count <= most,
            (most, _) => $"At most {most} partners, the lead included; the dossier names {content.Consortium.Count}.",
            (most, _) => $"Au plus {most} partenaires, chef de file compris ; le dossier en nomme {content.Consortium.Count}."),
        .. Line("sme-required", rules.SmeRequired, content.Consortium.Any(one => one.Type == Sme),
            "At least one partner is an SME.", "Au moins un partenaire est une PME."),
        .. Line("laboratory-required", rules.LaboratoryRequired, content.Consortium.Any(one => one.Type is not null && Laboratories.Contains(one.Type)),
            "At least one partner is an academic laboratory or a hospital.", "Au moins un partenaire est un laboratoire académique ou un hôpital."),
        .. Line("budget-from", rules.BudgetFromEur, from => content.TotalBudgetEur >= from,
            (from, culture) => $"A total budget of at least {Eur(from, culture)}; {Given(content.TotalBudgetEur, culture, "none is given yet", "given: ")}.",
            (from, culture) => $"Un budget total d'au moins {Eur(from, culture)} ; {Given(content.TotalBudgetEur, culture, "il n'est pas encore saisi", "saisi : ")}."),
        .. Line("budget-to", rules.BudgetToEur, to => content.TotalBudgetEur <= to,
            (to, culture) => $"A total budget of at most {Eur(to, culture)}; {Given(content.TotalBudgetEur, culture, "none is given yet", "given: ")}.",
            (to, culture) => $"Un budget total d'au plus {Eur(to, culture)} ; {Given(content.TotalBudgetEur, culture, "il n'est pas encore saisi", "saisi : ")}."),
        .. Line("duration-from", rules.DurationFromMonths, from => content.DurationMonths >= from,
            (from, _) => $"At least {from} months; {(content.DurationMonths is { } months ? $"the work packages take {months}" : "no work package says when it is yet")}.",
            (from, _) => $"Au moins {from} mois ; {(content.DurationMonths is { } months ? $"les lots de travaux en prennent {months}" : "aucun lot de travaux n'est encore daté")}."),
        .. Line("duration-to", rules.DurationToMonths, to => content.DurationMonths <= to,
            (to, _) => $"At most {to} months; {(content.DurationMonths is { } months ? $"the work packages take {months}" : "no work package says when it is yet")}.",
            (to, _) => $"Au plus {to} mois ; {(content.DurationMonths is { } months ? $"les lots de travaux en prennent {months}" : "aucun lot de travaux n'est encore daté")}."),
    ]);

    static EligibilityLine[] Line<T>(string rule, T? limit, Func<T, bool> met, Func<T, CultureInfo, string> english, Func<T, CultureInfo, string> french)
        where T : struct => limit is { } set
            ? [new EligibilityLine(rule, met(set) ? RuleResult.Ok : RuleResult.Missing, english(set, English), french(set, French))]
            : [];

    static EligibilityLine[] Line(string rule, bool required, bool met, string english, string french) => required
        ? [new EligibilityLine(rule, met ? RuleResult.Ok : RuleResult.Missing, english, french)]
        : [];

    static string Given(decimal? amount, CultureInfo culture, string none, string given) => amount is { } eur ? given + Eur(eur, culture) : none;

    static string Eur(decimal amount, CultureInfo culture) => $"{amount.ToString("#,0.##", culture)} EUR";
}
