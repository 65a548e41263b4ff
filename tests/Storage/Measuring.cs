using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.Storage.Tests;

/// <summary>A service of nothing but one table, for what Storage does for all of them.</summary>
static class Measuring
{
    public static readonly LabellingService Service =
        new("Submission", (_, _) => { }, _ => { }, _ => { }, typeof(Measuring).Assembly, []);

    public static Task<TestDatabase> Create(Dialect dialect, TimeProvider clock) => TestDatabase.Create(dialect, Service, clock);
}
