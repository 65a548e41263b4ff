using Labelling.Storage;

namespace Labelling.FundingOutcome.Tests;

/// <summary>Tests of which each has a database of its own that has heard of the programmes.</summary>
public abstract class WithProgrammes(Dialect dialect)
{
    private protected Base known = null!;

    private protected Dialect Dialect => dialect;

    [SetUp]
    public async Task Begin()
    {
        known = await Base.Create(dialect);
        await Live.PublishProgrammes(known);
    }

    [TearDown]
    public async Task End() => await known.DisposeAsync();
}
