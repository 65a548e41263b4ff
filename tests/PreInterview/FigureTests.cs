using Labelling.Contracts;

namespace Labelling.PreInterview.Tests;

/// <summary>Centiles by the nearest rank.</summary>
public class FigureTests
{
    [TestCase(new int[0], null, null)]
    [TestCase(new[] { 7 }, 7, 7)]
    [TestCase(new[] { 9, 4 }, 6.5, 9)]
    [TestCase(new[] { 3, 1, 2 }, 2, 3)]
    [TestCase(new[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 }, 5.5, 9)]
    [TestCase(new[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 }, 6, 10)]
    public void The_middle_and_the_ninetieth_are_delays_that_occurred(int[] days, double? median, double? ninetieth)
    {
        var day = new DateOnly(2026, 1, 1);
        var figures = new InterviewFigures(days.Length, 0, [.. days.Select(number => new FirstTalk(day, day.AddDays(number)))], days.Length, 0, []);
        Assert.That(((double?)figures.Median, (double?)figures.Ninetieth), Is.EqualTo((median, ninetieth)));
    }

    [Test]
    public void A_line_adds_up() =>
        Assert.That(new RecommendationLine(InterviewRecommendation.Proceed, 10, 4, 1, 2, 1, 1).Undecided, Is.EqualTo(2));
}
