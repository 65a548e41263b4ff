namespace Labelling.Permissions.Tests;

/// <summary>One world for all tests of the project: they change nothing in it but what they made themselves.</summary>
[SetUpFixture]
public class Place
{
    static World? world;

    internal static World World => world ?? throw new InvalidOperationException("The world is not built yet.");

    [OneTimeSetUp]
    public async Task Build() => world = await World.Build();

    [OneTimeTearDown]
    public async Task End()
    {
        if (world is not null)
            await world.DisposeAsync();
    }
}
