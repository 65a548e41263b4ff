using System.Net.Sockets;
using Labelling.Hosting;
using Labelling.Submission.Attachments;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Labelling.Submission.Tests.Attachments;

public class ScannerTests
{
    static IScanner Of(string? setting) => ClamAv.Of(
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Uploads:ClamAv"] = setting }).Build(), NullLogger<ClamAv>.Instance);

    static Task<Scanned> Scan(IScanner scanner, byte[] content) => scanner.Scan(new MemoryStream(content), CancellationToken.None);

    [Test]
    public async Task The_whole_content_is_sent_and_clean_is_clean()
    {
        await using var clamd = Clamd.Listen();
        var content = Files.PdfOf(300_000);
        Assert.That(await Scan(Of($"127.0.0.1:{clamd.Port}"), content), Is.EqualTo(new Scanned(ScanState.Clean)));
        Assert.That(clamd.Received.Single(), Is.EqualTo(content));
    }

    [Test]
    public async Task A_virus_is_named()
    {
        await using var clamd = Clamd.Listen();
        Assert.That(await Scan(Of($"127.0.0.1:{clamd.Port}"), Files.Pdf(Clamd.Virus)), Is.EqualTo(new Scanned(ScanState.Infected, "Test.Signature")));
    }

    [Test]
    public async Task A_socket_of_this_machine_is_asked_as_well()
    {
        var path = Path.Combine(Path.GetTempPath(), $"c{Guid.NewGuid():N}"[..12]);
        try
        {
            await using var clamd = Clamd.Listen(new UnixDomainSocketEndPoint(path));
            Assert.That(await Scan(Of(path), Files.Pdf()), Is.EqualTo(new Scanned(ScanState.Clean)));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [TestCase("INSTREAM size limit exceeded. ERROR")]
    [TestCase("stream: ")]
    [TestCase("")]
    public async Task Any_other_answer_is_no_answer(string says)
    {
        await using var clamd = Clamd.Listen();
        clamd.Says = says;
        Assert.That(await Scan(Of($"127.0.0.1:{clamd.Port}"), Files.Pdf()), Is.EqualTo(new Scanned(ScanState.Waiting)));
    }

    [Test]
    public async Task A_scanner_that_is_away_makes_the_file_wait()
    {
        int port;
        await using (var gone = Clamd.Listen())
            port = gone.Port;
        Assert.That(await Scan(Of($"127.0.0.1:{port}"), Files.Pdf()), Is.EqualTo(new Scanned(ScanState.Waiting)));
        Assert.That(await Scan(Of("/nowhere/clamd.ctl"), Files.Pdf()), Is.EqualTo(new Scanned(ScanState.Waiting)));
    }

    [TestCase(null)]
    [TestCase("")]
    public async Task Without_a_scanner_a_file_is_marked_as_not_scanned(string? setting)
    {
        Assert.That(Of(setting).Scans, Is.False);
        Assert.That(await Scan(Of(setting), Files.Pdf()), Is.EqualTo(new Scanned(ScanState.NotScanned)));
    }

    [TestCase("clamd")]
    [TestCase("clamd:")]
    [TestCase("clamd:port")]
    [TestCase(":3310")]
    [TestCase("clamd:70000")]
    public void A_setting_that_is_no_address_is_a_wrong_setting(string setting) =>
        Assert.That(() => Of(setting), Throws.TypeOf<SettingsException>().With.Message.StartsWith($"Uploads__ClamAv is \"{setting}\"; it can be"));
}
