using Labelling.Contracts;

namespace Labelling.Hosting.Tests;

/// <summary>A process that cannot run says why in one sentence and ends with the right code.</summary>
[NonParallelizable]
public class SettingsTests
{
    static async Task<(int Code, string Said)> Run(params string[] arguments)
    {
        using var folder = new Folder();
        var before = Console.Error;
        using var said = new StringWriter();
        Console.SetError(said);
        try
        {
            return (await LabellingHost.Run(["--urls", "http://127.0.0.1:0", "--data", folder.Path, .. arguments], Probe.Service(EventCatalogue.Submission)), said.ToString().Trim());
        }
        finally
        {
            Console.SetError(before);
        }
    }

    [TestCase("--Database:Provider", "Oracle", "Database__Provider is \"Oracle\"; it can be Sqlite or SqlServer.")]
    [TestCase("--Database:Provider", "1", "Database__Provider is \"1\"; it can be Sqlite or SqlServer.")]
    [TestCase("--Web:Https", "maybe", "Web__Https is \"maybe\"; it can be true or false.")]
    [TestCase("--Bus:RabbitMq", "localhost", "Bus__RabbitMq is not an address like amqp://user:password@host:5672/.")]
    [TestCase("--Bus:RabbitMq", "", "Submission alone needs a broker: set Bus__RabbitMq to an address like amqp://user:password@host:5672/.")]
    public async Task A_wrong_setting_ends_the_process_with_2(string name, string value, string sentence)
    {
        var (code, said) = await Run(name, value);
        Assert.That((code, said), Is.EqualTo((2, sentence)));
    }

    [Test]
    public async Task A_missing_connection_string_is_named()
    {
        var (code, said) = await Run("--Bus:RabbitMq", "amqp://127.0.0.1:1/", "--Database:Provider", "SqlServer");
        Assert.That((code, said), Is.EqualTo((2, "ConnectionStrings__Submission is missing: with SqlServer every service needs one.")));
    }

    [Test]
    public async Task A_connection_string_that_is_none_is_named()
    {
        var (code, said) = await Run("--Bus:RabbitMq", "amqp://127.0.0.1:1/", "--ConnectionStrings:Submission", "nonsense");
        Assert.That(code, Is.EqualTo(2));
        Assert.That(said, Does.StartWith("ConnectionStrings__Submission is not a connection string for Sqlite"));
    }
}

public class NounTests
{
    [TestCase("384574943", true)]
    [TestCase("732829320", true)]
    [TestCase("732829321", false)]
    [TestCase("73282932", false)]
    [TestCase("73282932O", false)]
    [TestCase(null, false)]
    public void A_siren_has_a_check_digit(string? text, bool valid) => Assert.That(Siren.IsValid(text), Is.EqualTo(valid));

    [TestCase("2025-12-31T22:59:59Z", "2025-12-31")]
    [TestCase("2025-12-31T23:00:00Z", "2026-01-01")]
    [TestCase("2026-06-30T21:59:59Z", "2026-06-30")]
    [TestCase("2026-06-30T22:00:00Z", "2026-07-01")]
    public void A_day_is_counted_in_Paris(string instant, string day) =>
        Assert.That(Paris.Day(DateTimeOffset.Parse(instant, null)), Is.EqualTo(DateOnly.Parse(day, null)));

    [TestCase("2026-03-28", "2026-03-28T23:00:00Z")]
    [TestCase("2026-03-29", "2026-03-29T22:00:00Z")]
    [TestCase("2026-10-25", "2026-10-25T23:00:00Z")]
    public void A_day_ends_at_midnight_in_Paris(string day, string end) =>
        Assert.That(Paris.EndOfDay(DateOnly.Parse(day, null)), Is.EqualTo(DateTimeOffset.Parse(end, null)));
}
