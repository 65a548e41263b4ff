using FsCheck;
using FsCheck.Fluent;
using static Labelling.Submission.RuleResult;

namespace Labelling.Submission.Tests;

/// <summary>Eligibility over generated rules and dossiers.</summary>
public sealed class EligibilityProperties
{
    static readonly DateOnly Day = new(2026, 6, 30);

    static readonly IReadOnlyDictionary<string, VocabularyValue> Names = new[]
    {
        new VocabularyValue(Guid.CreateVersion7(), VocabularyValue.Sector, "medtech", "Medical technology", "Technologies médicales"),
        new VocabularyValue(Guid.CreateVersion7(), VocabularyValue.TherapeuticArea, "oncology", "Oncology", "Oncologie"),
        new VocabularyValue(Guid.CreateVersion7(), VocabularyValue.TechnologyAxis, "imaging", "Imaging", "Imagerie"),
    }.ToDictionary(value => value.Code);

    static Gen<T?> Maybe<T>(Gen<T> some) where T : struct => Gen.OneOf(Gen.Constant<T?>(null), some.Select(value => (T?)value));

    static Gen<string?> MaybeOneOf(params string?[] values) => Gen.Elements<string?>([null, .. values]);

    static Gen<IReadOnlyList<T>> UpTo<T>(int most, Gen<T> one) => Gen.Choose(0, most).SelectMany(count => one.ListOf(count)).Select(list => (IReadOnlyList<T>)[.. list]);

    /// <summary>Most calls set few rules.</summary>
    static Gen<T?> Seldom<T>(Gen<T> some) where T : struct => Gen.Choose(0, 3).SelectMany(drawn => drawn == 0 ? some.Select(value => (T?)value) : Gen.Constant<T?>(null));

    /// <summary>Rules that do not contradict themselves, as the check at the door sees to.</summary>
    static readonly Gen<EligibilityRules> Rules =
        from least in Seldom(Gen.Choose(1, 6))
        from most in Seldom(Gen.Choose(1, 6))
        from sme in Gen.Elements(true, false, false)
        from laboratory in Gen.Elements(true, false, false)
        from budgetFrom in Seldom(Gen.Choose(0, 40).Select(hundreds => hundreds * 100_000m))
        from budgetTo in Seldom(Gen.Choose(0, 40).Select(hundreds => hundreds * 100_000m))
        from durationFrom in Seldom(Gen.Choose(1, 60))
        from durationTo in Seldom(Gen.Choose(1, 60))
        from territory in Seldom(Gen.Choose(1, 100))
        from themes in Gen.Elements<string[]?>(null, null, null, null, [], ["medtech"], ["oncology", "imaging"], ["imaging", "medtech"])
        from age in Seldom(Gen.Choose(30, 60))
        from extension in Seldom(Gen.Choose(1, 3))
        from turnover in Seldom(Gen.Choose(1, 20).Select(hundreds => hundreds * 100_000m))
        from phase in MaybeOneOf(null, null, null, null, "1A", "2", "3B")
        select new EligibilityRules(
            least, least > most ? null : most, sme, laboratory, budgetFrom, budgetFrom > budgetTo ? null : budgetTo,
            durationFrom, durationFrom > durationTo ? null : durationTo, territory, themes, age, age is null ? null : extension, turnover, phase);

    static readonly Gen<Organisation> Organisations =
        from type in MaybeOneOf("sme", "academic", "hospital", "large-company")
        from turnover in Maybe(Gen.Choose(0, 20).Select(hundreds => hundreds * 100_000m))
        select new Organisation(Type: type, TurnoverEur: turnover);

    static readonly Gen<WorkPackage> Packages =
        from start in Maybe(Gen.Choose(1, 40))
        from length in Maybe(Gen.Choose(1, 40))
        select new WorkPackage(StartMonth: start, LengthMonths: length);

    static readonly Gen<DossierContent> Contents =
        from hasLead in Gen.Elements(true, true, false)
        from lead in Organisations
        from partners in UpTo(6, Organisations)
        from packages in UpTo(4, Packages)
        from budget in Maybe(Gen.Choose(0, 40).Select(hundreds => hundreds * 100_000m))
        from territory in Maybe(Gen.Choose(0, 100))
        from sectors in Gen.SubListOf("medtech", "biotech-pharma")
        from areas in Gen.SubListOf("oncology", "cardiology")
        from axes in Gen.SubListOf("imaging", "robotics")
        from born in Maybe(Gen.Choose(0, 20_000).Select(days => new DateOnly(1950, 1, 1).AddDays(days)))
        from leaves in Maybe(Gen.Choose(0, 4))
        from phase in MaybeOneOf("1", "1A", "2B", "4")
        select new DossierContent
        {
            Lead = hasLead ? lead : null,
            Partners = partners,
            WorkPackages = packages,
            TotalBudgetEur = budget,
            TerritorySharePercent = territory,
            Sectors = [.. sectors],
            TherapeuticAreas = [.. areas],
            TechnologyAxes = [.. axes],
            CandidateBornOn = born,
            CandidateMaternityLeaves = leaves,
            ClinicalPhase = phase,
        };

    static void Check(Action<DossierContent, EligibilityRules> holds) =>
        Prop.ForAll(Contents.Zip(Rules).ToArbitrary(), pair => holds(pair.Item1, pair.Item2)).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));

    static Eligibility Judge(DossierContent content, EligibilityRules rules) => Eligibility.Of(content, rules, Day, themeNames: Names);

    /// <summary>The names of the rules that are set, counted without the code under test.</summary>
    static IEnumerable<string> Set(EligibilityRules rules) =>
        new (string Rule, bool IsSet)[]
        {
            ("partners-at-least", rules.PartnersAtLeast is not null), ("partners-at-most", rules.PartnersAtMost is not null),
            ("sme-required", rules.SmeRequired), ("laboratory-required", rules.LaboratoryRequired),
            ("budget-from", rules.BudgetFromEur is not null), ("budget-to", rules.BudgetToEur is not null),
            ("duration-from", rules.DurationFromMonths is not null), ("duration-to", rules.DurationToMonths is not null),
            ("territory-share", rules.TerritoryShareAtLeast is not null), ("themes", rules.Themes is { Count: > 0 }), ("age", rules.AgeUnder is not null),
            ("turnover-or-phase", rules.TurnoverAtLeastEur is not null || rules.ClinicalPhaseAtLeast is not null),
        }.Where(one => one.IsSet).Select(one => one.Rule);

    [Test]
    public void Every_rule_that_is_set_has_one_line_and_a_dossier_is_eligible_if_and_only_if_all_are_met() => Check((content, rules) =>
    {
        var eligibility = Judge(content, rules);
        Assert.That(eligibility.Lines.Select(line => line.Rule), Is.EqualTo(Set(rules)));
        Assert.That(eligibility.Eligible, Is.EqualTo(eligibility.Lines.All(line => line.Result is Ok)));
    });

    [Test]
    public void A_line_that_is_not_met_says_in_both_languages_what_is_missing_and_one_that_is_met_says_nothing_of_it() => Check((content, rules) =>
    {
        foreach (var line in Judge(content, rules).Lines)
        {
            Assert.That(line.MissingEnglish is { Length: > 0 }, Is.EqualTo(line.Result is Missing), line.Rule);
            Assert.That(line.MissingFrench is { Length: > 0 }, Is.EqualTo(line.Result is Missing), line.Rule);
        }
    });

    // The consortium is what four rules read: whoever joins or leaves can concern the others of them.
    static readonly string[] OfConsortium = ["partners-at-least", "partners-at-most", "sme-required", "laboratory-required"];

    [Test]
    public void Doing_what_a_line_asks_for_meets_that_line_and_no_other_but_those_that_read_the_same() => Check((content, rules) =>
    {
        var before = Judge(content, rules);
        foreach (var line in before.Lines)
        {
            foreach (var change in line.Changes)
            {
                var after = Judge(change.After, rules);
                Assert.That(after.Lines.Single(one => one.Rule == line.Rule).Result, Is.EqualTo(Ok), line.Rule);
                Assert.That(
                    after.Lines.Where(one => !Related(line.Rule, one.Rule)).Select(one => (one.Rule, one.Result)),
                    Is.EqualTo(before.Lines.Where(one => !Related(line.Rule, one.Rule)).Select(one => (one.Rule, one.Result))), line.Rule);
            }
        }
    });

    static bool Related(string changed, string other) => changed == other
        || (OfConsortium.Contains(changed) && OfConsortium.Contains(other))
        || changed.Split('-')[0] is "budget" or "duration" && changed.Split('-')[0] == other.Split('-')[0];

    [Test]
    public void A_budget_or_a_duration_put_right_does_not_break_the_other_end_of_its_range() => Check((content, rules) =>
    {
        foreach (var line in Judge(content, rules).Lines.Where(line => line.Rule.Split('-')[0] is "budget" or "duration"))
        {
            foreach (var change in line.Changes)
            {
                Assert.That(Judge(change.After, rules).Lines.Where(one => Related(line.Rule, one.Rule)).All(one => one.Result is Ok), Is.True, line.Rule);
            }
        }
    });

    [Test]
    public void A_call_said_to_fit_after_one_change_fits_once_it_is_made()
    {
        var counted = new Dictionary<Fit, int> { [Fit.Fits] = 0, [Fit.AfterOneChange] = 0, [Fit.No] = 0 };
        Prop.ForAll(Contents.Zip(Rules).Zip(Gen.Elements(true, false).Zip(Rules)).ToArbitrary(), drawn =>
        {
            var ((content, ofCall), (both, ofProgramme)) = drawn;
            var asked = new RulesAsked(Guid.Empty, 1, ofCall, Guid.Empty, 1, both ? ofProgramme : null, Day, Names);
            var fit = CallFit.Of(content, Sample.Call(), asked);
            counted[fit.Fit]++;
            Assert.That(fit.Fit is Fit.Fits, Is.EqualTo(Eligibility.Of(content, asked).Eligible));
            Assert.That(fit.Change is not null, Is.EqualTo(fit.Fit is Fit.AfterOneChange));
            if (fit.Change is { } change)
            {
                Assert.That(CallFit.Of(change.After, fit.Call, asked).Fit, Is.EqualTo(Fit.Fits), change.English);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(6_000));
        Assert.That(counted.Values, Is.All.GreaterThan(100), "each answer came up");
    }

    [Test]
    public void An_sme_that_joins_can_be_the_partner_that_was_missing_too()
    {
        var alone = new DossierContent { Lead = new Organisation(Type: "large-company") };
        var asked = new RulesAsked(Guid.Empty, 1, new EligibilityRules(PartnersAtLeast: 3, SmeRequired: true, LaboratoryRequired: true), null, null, null, Day, Names);

        var fit = CallFit.Of(alone, Sample.Call(), asked);

        Assert.That(fit.Change?.English, Is.EqualTo("Add 2 partners, among them an SME and an academic laboratory or a hospital"));
        Assert.That(Eligibility.Of(fit.Change!.After, asked).Eligible, Is.True);
    }

    [Test]
    public void What_nobody_can_change_is_no_change()
    {
        var tooOld = new DossierContent { CandidateBornOn = new DateOnly(1970, 1, 1) };

        var fit = CallFit.Of(tooOld, Sample.Call(), new RulesAsked(Guid.Empty, 1, new EligibilityRules(AgeUnder: 45), null, null, null, Day, Names));

        Assert.That((fit.Fit, fit.Change), Is.EqualTo((Fit.No, (EligibilityChange?)null)));
        Assert.That(fit.Eligibility.Lines.Single().MissingEnglish, Is.EqualTo("The candidate is too old on the day this call closes."));
    }
}
