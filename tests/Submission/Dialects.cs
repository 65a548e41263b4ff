using Labelling.Ground;
using Labelling.Storage;

namespace Labelling.Submission.Tests;

/// <summary>Whole fixtures run once a dialect; without a server the SQL Server half is reported as skipped.</summary>
static class Dialects
{
    public static IEnumerable<TestFixtureData> All()
    {
        yield return new TestFixtureData(Dialect.Sqlite);
        var other = new TestFixtureData(Dialect.SqlServer);
        yield return TestDatabases.SqlServer is null ? other.Ignore("LABELLING_TEST_SQLSERVER is not set") : other;
    }
}
