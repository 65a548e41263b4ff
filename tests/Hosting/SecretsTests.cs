using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Labelling.Hosting.Tests;

/// <summary>Settings out of files.</summary>
public class SecretsTests
{
    static async Task<Settings> Start(Folder folder, params string[] more)
    {
        await using var app = await LabellingHost.Build(["--urls", "http://127.0.0.1:0", "--data", folder.Path, .. more], Probe.All);
        return app.Services.GetRequiredService<Settings>();
    }

    [Test]
    public async Task A_file_is_a_setting_without_its_line_end_and_wins_over_the_same_setting_elsewhere()
    {
        using var folder = new Folder();
        using var secrets = new Folder();
        await File.WriteAllTextAsync(Path.Combine(secrets.Path, "Bus__RabbitMq"), "amqp://labelling:secret@127.0.0.1:1/\n");
        var settings = await Start(folder, "--Secrets:Directory", secrets.Path, "--Bus:RabbitMq", "amqp://elsewhere:1/");
        Assert.That(settings.RabbitMq?.ToString(), Is.EqualTo("amqp://labelling:secret@127.0.0.1:1/"));
    }

    [Test]
    public async Task Without_the_setting_no_folder_is_read()
    {
        using var folder = new Folder();
        Assert.That((await Start(folder)).RabbitMq, Is.Null);
    }

    [Test]
    public async Task What_is_built_with_settings_of_its_own_keeps_them()
    {
        using var folder = new Folder();
        using var secrets = new Folder();
        await File.WriteAllTextAsync(Path.Combine(secrets.Path, "Bus__RabbitMq"), "amqp://127.0.0.1:1/");
        await using var app = await LabellingHost.Build(
            ["--urls", "http://127.0.0.1:0", "--data", folder.Path, "--Secrets:Directory", secrets.Path], Probe.All,
            builder => builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Bus:RabbitMq"] = null }));
        Assert.That(app.Services.GetRequiredService<Settings>().RabbitMq, Is.Null);
    }

    [Test]
    public void A_folder_that_is_not_there_is_a_wrong_setting()
    {
        using var folder = new Folder();
        var missing = Path.Combine(folder.Path, "none");
        Assert.That(async () => await Start(folder, "--Secrets:Directory", missing),
            Throws.TypeOf<SettingsException>().With.Message.EqualTo($"Secrets__Directory is \"{missing}\"; there is no such folder."));
    }
}
