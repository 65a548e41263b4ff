using Labelling.ExpertReview.Sessions;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.ExpertReview.Tests.Sessions;

public sealed class ExportTests
{
    /// <summary>More sessions than a statement takes values: 32,766 on SQLite, 2,100 on SQL Server.</summary>
    [TestCaseSource(typeof(TestDatabases), nameof(TestDatabases.All))]
    public async Task All_sessions_are_exported_however_many(Dialect dialect)
    {
        await using var world = await CommitteeWorld.Create(dialect);
        var many = dialect switch { Dialect.Sqlite => 33_000, Dialect.SqlServer => 2_200 };
        await world.Run(dialect switch
        {
            Dialect.Sqlite =>
                """
                with recursive N(I) as (select 1 union all select I + 1 from N where I < @Many)
                insert into Session (Id, Title, StartsAt, Place, Status, Revision, Turn)
                select printf('%08X-0000-7000-8000-000000000000', I), 'March', @At, 'Lyon', 'Planned', 1, 1 from N
                """,
            Dialect.SqlServer =>
                """
                with N(I) as (select 1 union all select I + 1 from N where I < @Many)
                insert into Session (Id, Title, StartsAt, Place, Status, Revision, Turn)
                select newid(), 'March', @At, 'Lyon', 'Planned', 1, 1 from N option (maxrecursion 0)
                """,
        }, new { Many = many, At = world.Clock.GetUtcNow() });
        var (lines, total) = await world.Db.Get<SessionCalendar>().List(
            CommitteeWorld.Office, Who.Office, new(ToCome: false, Past: false, null), world.Clock.GetUtcNow(), 0, 100_000, default);
        Assert.That((lines.Count, total), Is.EqualTo((many, many)));
    }
}
