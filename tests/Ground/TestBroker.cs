using NUnit.Framework;

namespace Labelling.Ground;

/// <summary>The RabbitMQ that tests/run.sh starts.</summary>
public static class TestBroker
{
    /// <summary>Its address; the test is reported as skipped when there is none.</summary>
    public static string Address
    {
        get
        {
            if (Environment.GetEnvironmentVariable("LABELLING_TEST_RABBITMQ") is { Length: > 0 } address)
                return address;
            Assert.Ignore("LABELLING_TEST_RABBITMQ is not set: tests/run.sh starts a broker and sets it.");
            return "";
        }
    }

}
