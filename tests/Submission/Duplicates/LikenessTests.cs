using System.Globalization;
using System.Text;
using Labelling.Hosting;
using Labelling.Submission.Duplicates;

namespace Labelling.Submission.Tests.Duplicates;

/// <summary>What holds of any two dossiers: tried on generated ones, the same in every run.</summary>
public sealed class LikenessTests
{
    const int Tries = 2_000;

    static readonly string[] Words =
    [
        "suivi", "à", "domicile", "de", "l'insuffisance", "cardiaque", "cœur", "ÉCHOGRAPHIE", "ultrarapide", "naïve", "ß-thalassémie", "3D",
        "organoïdes", "tumeurs", "ARN", "messager", "нейро", "手術", "os", "e-santé", "α", "Łódź", "ﬁbrose", "👩‍⚕️", "(pilote)", "—",
    ];

    static readonly string[] Lead = ["siren 732829320", "siren 356000000", "name institut des yeux", "name quai", "siren 552100554"];

    static string Some(Random random, int most) => string.Join(' ', Enumerable.Range(0, random.Next(1, most)).Select(_ => Words[random.Next(Words.Length)]).Prepend("projet"));

    static Compared Any(Random random) => new(
        Some(random, 9), random.Next(4) == 0 ? null : Some(random, 60),
        random.Next(3) == 0 ? null : Lead[random.Next(2)][6..], random.Next(3) == 0 ? null : Lead[random.Next(2, 4)][5..],
        [.. Lead.Where(_ => random.Next(2) == 0)]);

    [Test]
    public void Likeness_is_symmetric_and_between_nothing_and_one()
    {
        var random = new Random(1);
        for (var number = 0; number < Tries; number++)
        {
            var (one, other) = (Any(random), Any(random));
            var likeness = Likeness.Of(one, other);
            Assert.That(Likeness.Of(other, one), Is.EqualTo(likeness));
            Assert.That(likeness.Title, Is.InRange(0, 1));
            Assert.That(likeness.Summary ?? 0, Is.InRange(0, 1));
            Assert.That(likeness.Strength, Is.InRange(0, 1 + 1e-9));
            Assert.That(likeness.Shared, Is.LessThanOrEqualTo(likeness.Together));
        }
    }

    [Test]
    public void What_is_equal_is_wholly_alike_and_shares_every_key()
    {
        var random = new Random(2);
        for (var number = 0; number < Tries; number++)
        {
            var one = Any(random);
            var likeness = Likeness.Of(one, one with { });
            Assert.That((likeness.Title, likeness.Summary ?? 1, likeness.Shared), Is.EqualTo((1.0, 1.0, one.Organisations.Count)));
            Assert.That(likeness.Reasons, Does.Contain(DuplicateReason.NearTitle));
            Assert.That(Likeness.Keys(one with { }), Is.EquivalentTo(Likeness.Keys(one)));
        }
    }

    [Test]
    public void Accents_case_and_punctuation_make_no_difference()
    {
        var random = new Random(3);
        for (var number = 0; number < Tries; number++)
        {
            var (one, other) = (Any(random), Any(random));
            var disguised = one with { Title = Disguised(one.Title, random), Summary = one.Summary is null ? null : Disguised(one.Summary, random) };
            Assert.That(Likeness.Of(disguised, other), Is.EqualTo(Likeness.Of(one, other)), disguised.Title);
            Assert.That(Likeness.Keys(disguised), Is.EquivalentTo(Likeness.Keys(one)), disguised.Title);
        }
    }

    /// <summary>Other letters for the same word: capitals or small ones, without accents or with them written apart, with signs between the words.</summary>
    static string Disguised(string text, Random random)
    {
        var apart = text.Replace("œ", "oe", StringComparison.Ordinal).Replace("ß", "ss", StringComparison.Ordinal).Normalize(NormalizationForm.FormKD);
        var bare = random.Next(2) == 0 ? apart : string.Concat(apart.EnumerateRunes().Where(rune => Rune.GetUnicodeCategory(rune) != UnicodeCategory.NonSpacingMark));
        var cased = random.Next(2) == 0 ? bare.ToUpperInvariant() : bare.ToLowerInvariant();
        return cased.Replace(" ", new[] { "  ", " - ", ", ", " « ", "\u00a0", " …\n" }[random.Next(6)], StringComparison.Ordinal) + (random.Next(2) == 0 ? "." : "");
    }

    [Test]
    public void Titles_that_are_near_say_nothing_where_the_summaries_have_nothing_in_common_and_equal_ones_always_do()
    {
        const string One = "Kalomi, suivi à domicile de l'insuffisance cardiaque par ultrasons", Other = "Tusavi, suivi à domicile de l'insuffisance cardiaque par ultrasons";
        const string Fabric = "Un textile tissé avec des fibres qui conduisent mesure le souffle.", Camera = "Une caméra regarde la peau et compte les battements du cœur.";
        Likeness Titled(string other, string? one, string? another) => Likeness.Of(new(One, one, null, null, []), new(other, another, null, null, []));
        Assert.That(Titled(Other, Fabric, Camera).Title, Is.InRange(0.8, 0.95));
        Assert.That(Titled(Other, Fabric, Camera).Reasons, Is.Empty);
        Assert.That(Titled(Other, Fabric, null).Reasons, Is.EqualTo(new[] { DuplicateReason.NearTitle }), "an imported one has no summary");
        Assert.That(Titled(Other, Fabric, $"{Fabric} {Camera} {Camera.Replace("peau", "main", StringComparison.Ordinal)}").Reasons, Is.EqualTo(new[] { DuplicateReason.NearTitle }));
        Assert.That(Titled(One, Fabric, Camera).Reasons, Is.EqualTo(new[] { DuplicateReason.NearTitle }));
    }

    [Test]
    public void Words_of_a_title_may_change_places()
    {
        var random = new Random(4);
        for (var number = 0; number < Tries; number++)
        {
            var words = Some(random, 9).Split(' ');
            var title = string.Join(' ', words);
            random.Shuffle(words);
            Assert.That(TextLikeness.Dice(TextLikeness.Trigrams(title), TextLikeness.Trigrams(string.Join(' ', words))), Is.EqualTo(1), title);
        }
    }

    [TestCase("Cardiolink, suivi à domicile de l'insuffisance cardiaque", "Cardiolink, suivi a domicile de l’insufisance cardiaque", true, TestName = "a letter left out")]
    [TestCase("Cardiolink, suivi à domicile de l'insuffisance cardiaque", "Cardiolien, suivi à domicile de l'insuffisance cardiaque", true, TestName = "the acronym translated")]
    [TestCase("Cardiolink, suivi à domicile de l'insuffisance cardiaque", "Kineasy, rééducation guidée à domicile", false, TestName = "another project at home")]
    [TestCase("Sonovia, échographie ultrarapide", "Xénograft, organoïdes de tumeurs", false, TestName = "nothing in common")]
    [TestCase("Stent résorbable phase 2", "Stent résorbable phase 3", true, TestName = "another phase: the office judges")]
    [TestCase("!!!", "???", false, TestName = "no word at all")]
    public void Titles_are_near_or_not(string one, string other, bool near)
    {
        var likeness = Likeness.Of(Of(one), Of(other));
        Assert.That(likeness.Reasons.Contains(DuplicateReason.NearTitle), Is.EqualTo(near), $"{likeness.Title}");
    }

    static Compared Of(string title, string? summary = null, string? siren = null, params string[] organisations) => new(title, summary, siren, null, organisations);

    [Test]
    public void The_same_lead_takes_less_of_a_title_and_the_same_consortium_even_less()
    {
        const string One = "Plateforme de suivi du diabète de l'enfant", Other = "Plateforme de suivi du diabète des adolescents à l'école";
        Assert.That(Likeness.Of(Of(One), Of(Other)).Reasons, Is.Empty);
        Assert.That(Likeness.Of(Of(One, null, "732829320"), Of(Other, null, "732829320")).Reasons, Is.EqualTo(new[] { DuplicateReason.SameLeadNearTitle }));
        Assert.That(Likeness.Of(Of(One, null, "732829320"), Of(Other, null, "356000000")).Reasons, Is.Empty);
        string[] consortium = ["siren 1", "siren 2", "name three"];
        Assert.That(Likeness.Of(Of(One, null, null, consortium), Of("Plateforme de suivi de l'asthme", null, null, consortium)).Reasons, Is.EqualTo(new[] { DuplicateReason.SharedConsortium }));
        Assert.That(Likeness.Of(Of(One, null, null, consortium), Of("Stent résorbable", null, null, consortium)).Reasons, Is.Empty, "a consortium may have two projects");
    }

    [Test]
    public void Words_that_every_summary_has_make_no_two_alike()
    {
        var one = Of("A", "Le projet vise à développer un dispositif pour les patients atteints de diabète, avec un consortium de quatre partenaires.");
        var other = Of("B", "Un consortium de cinq partenaires vise à développer pour les patients un dispositif de rééducation, avec le projet.");
        Assert.That(Likeness.Of(one, other).Summary, Is.LessThan(0.5));
        Assert.That(Likeness.Of(one, one with { Title = "Tout autre titre" }).Reasons, Is.EqualTo(new[] { DuplicateReason.NearSummary }));
    }

    [Test]
    public void The_keys_of_a_text_are_the_same_in_every_version()
    {
        // They are kept in a table: another number finds nothing any more of what was kept before.
        Assert.That(Likeness.Keys(Of("Stent résorbable", "Un stent qui disparaît.", "732829320", "siren 1", "name deux")).Aggregate((all, key) => all ^ key), Is.EqualTo(KeysOfTheFirstVersion));
    }

    const long KeysOfTheFirstVersion = -431490384194093651;

    [Test]
    public void Two_that_are_near_share_a_key()
    {
        var random = new Random(5);
        var missed = 0;
        var near = 0;
        for (var number = 0; number < Tries; number++)
        {
            var title = string.Concat(Enumerable.Range(0, 60).Select(at => at % 8 == 7 ? ' ' : (char)('a' + random.Next(26))));
            var typed = title.ToCharArray();
            for (var typo = 0; typo < 3; typo++)
            {
                typed[random.Next(typed.Length)] = (char)('a' + random.Next(26));
            }

            var (one, other) = (Of(title), Of(new string(typed)));
            if (Likeness.Of(one, other).Title >= 0.8)
            {
                near++;
                missed += Likeness.Keys(one).Intersect(Likeness.Keys(other)).Any() ? 0 : 1;
            }
        }

        Assert.That(near, Is.GreaterThan(500));
        Assert.That(missed, Is.LessThanOrEqualTo(near / 200));
    }
}
