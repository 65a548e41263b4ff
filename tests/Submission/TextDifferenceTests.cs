using FsCheck;
using FsCheck.Fluent;

namespace Labelling.Submission.Tests;

/// <summary>What is shown between two texts is all of both, whatever they are, and no more than it takes.</summary>
public sealed class TextDifferenceTests
{
    /// <summary>Texts of few words, so that two of them share some; with spaces, line breaks, marks, and characters of two halves, one of them torn.</summary>
    static Arbitrary<string> Texts => Of("a", "b", "cé", " ", " ", "\n", ".", "’", "😀", "e\u0301", "12", "\ud83d");

    /// <summary>Each character is a word of its own.</summary>
    static Arbitrary<string> Marks => Of(".", ";", "-", "!");

    static Arbitrary<string> Of(params string[] words) => Arb.From(from some in Gen.Elements(words).ArrayOf() select string.Concat(some));

    [Test]
    public void Applied_to_the_old_text_it_gives_the_new_one() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(3_000),
        Prop.ForAll(Texts, Texts, (old, now) => TextDifference.Apply(old, TextDifference.Of(old, now)) == now));

    [Test]
    public void No_more_is_removed_and_added_than_it_takes() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1_000),
        Prop.ForAll(Marks, Marks, (old, now) =>
            TextDifference.Of(old, now).Where(piece => piece.Kind is PieceKind.Same).Sum(piece => piece.Text.Length) == LongestCommon(old, now)));

    [Test]
    public void Two_texts_with_nothing_in_common_replace_each_other()
    {
        var old = string.Join(' ', Enumerable.Range(0, 3_000).Select(number => $"a{number}"));
        var now = string.Join(';', Enumerable.Range(0, 3_000).Select(number => $"b{number}"));
        var difference = TextDifference.Of(old, now);
        Assert.That(difference.Select(piece => piece.Kind), Is.EqualTo(new[] { PieceKind.Removed, PieceKind.Added }));
        Assert.That(TextDifference.Apply(old, difference), Is.EqualTo(now));
    }

    [Test]
    public void A_word_is_changed_as_a_whole() => Assert.That(
        TextDifference.Of("Mesurer en cinq minutes.", "Mesurer en six minutes, sans douleur."),
        Is.EqualTo(new TextPiece[]
        {
            new(PieceKind.Same, "Mesurer en "), new(PieceKind.Removed, "cinq"), new(PieceKind.Added, "six"), new(PieceKind.Same, " minutes"),
            new(PieceKind.Added, ", sans douleur"), new(PieceKind.Same, "."),
        }));

    [Test]
    public void A_difference_is_of_its_own_text_and_no_other()
    {
        var difference = TextDifference.Of("un deux", "un trois");
        Assert.That(() => TextDifference.Apply("un quatre", difference), Throws.ArgumentException);
        Assert.That(() => TextDifference.Apply("un deux trois", difference), Throws.ArgumentException);
    }

    static int LongestCommon(string from, string to)
    {
        var table = new int[from.Length + 1, to.Length + 1];
        for (var x = 1; x <= from.Length; x++)
            for (var y = 1; y <= to.Length; y++)
                table[x, y] = from[x - 1] == to[y - 1] ? table[x - 1, y - 1] + 1 : Math.Max(table[x - 1, y], table[x, y - 1]);
        return table[from.Length, to.Length];
    }
}
