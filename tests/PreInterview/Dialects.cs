using Labelling.Ground;
using Labelling.Storage;

namespace Labelling.PreInterview.Tests;

/// <summary>A fixture for each database it runs on.</summary>
static class Dialects
{
    public static IEnumerable<TestFixtureData> All()
    {
        yield return new TestFixtureData(Dialect.Sqlite);
        var other = new TestFixtureData(Dialect.SqlServer);
        yield return TestDatabases.SqlServer is null ? (TestFixtureData)other.Ignore("LABELLING_TEST_SQLSERVER is not set") : other;
    }
}
