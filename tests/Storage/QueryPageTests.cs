using Labelling.Ground;

namespace Labelling.Storage.Tests;

/// <summary>Pages of a list, whatever its length: every row once and in order, and always the same total.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public class QueryPageTests(Dialect dialect)
{
    TestDatabase test = null!;

    [SetUp]
    public async Task Create()
    {
        test = await Measuring.Create(dialect, new TestClock("2026-03-12T09:00:00Z"));
        await using var transaction = await test.Database.Begin(CancellationToken.None);
        transaction.WithoutTrail("a test writes past the program");
        await transaction.Execute("create table Line (Nr int not null)");
        for (var nr = 1; nr <= 7; nr++)
            await transaction.Execute("insert into Line (Nr) values (@Nr)", new { Nr = nr });
        await transaction.Commit();
    }

    [TearDown]
    public async Task Delete() => await test.DisposeAsync();

    Task<(IReadOnlyList<int> Page, int Total)> Page(int most, int skip, int take) => test.Database.QueryPage<int>(
        "select count(*) from Line where Nr <= @Most", "select Nr from Line where Nr <= @Most order by Nr", new { Most = most }, skip, take, CancellationToken.None);

    [Test]
    public async Task Every_page_holds_its_rows_and_says_how_many_there_are()
    {
        for (var most = 0; most <= 7; most++)
        {
            for (var take = 1; take <= 8; take++)
            {
                for (var skip = 0; skip <= 9; skip++)
                {
                    var (page, total) = await Page(most, skip, take);
                    Assert.That(page, Is.EqualTo(Enumerable.Range(1, most).Skip(skip).Take(take)), $"{take} of {most} after {skip}");
                    Assert.That(total, Is.EqualTo(most), $"{take} of {most} after {skip}");
                }
            }
        }
    }
}
