using System.Text;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;
using Labelling.Submission.Attachments;
using Labelling.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Labelling.Submission.Tests;

/// <summary>The PDF of a dossier, printed by a real browser where there is one.</summary>
public sealed class PdfTests
{
    static string Chromium
    {
        get
        {
            var program = Environment.GetEnvironmentVariable("LABELLING_TEST_CHROMIUM") is { Length: > 0 } given ? given : "/usr/bin/chromium";
            if (!File.Exists(program))
                Assert.Ignore($"There is no browser at {program}: LABELLING_TEST_CHROMIUM names another.");
            return program;
        }
    }

    static PdfPrinter Printer(TimeSpan? patience = null) => new(Chromium, patience ?? TimeSpan.FromSeconds(60), NullLogger<PdfPrinter>.Instance);

    static bool Says(byte[] pdf, string text) => pdf.AsSpan().IndexOf(Encoding.Latin1.GetBytes(text)) >= 0 || pdf.AsSpan().IndexOf(Encoding.BigEndianUnicode.GetBytes(text)) >= 0
        || Encoding.ASCII.GetString(pdf).Contains(Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text)), StringComparison.OrdinalIgnoreCase);

    [Test]
    public async Task The_properties_of_the_PDF_say_which_dossier_it_is_and_name_nobody()
    {
        using var printer = Printer();
        await using var world = await World.Create(Dialect.Sqlite);
        var submitted = await world.Submitted();
        var printing = new DossierPrinting(
            world.Dossiers, world.Database.Get<AttachmentStore>(), world.Database.Get<VocabularyStore>(), world.Database.Get<ProgrammeStore>(), world.Database.Get<CallStore>(),
            new DocumentPrinter(printer, new ServiceCollection().BuildServiceProvider(), NullLoggerFactory.Instance));
        var document = (await printing.Read(submitted.Id, complete: true, World.Holder, default))!;
        var (answer, pdf) = await printing.Print(document, default);
        Assert.That(answer, Is.EqualTo(Printing.Done));
        Assert.That(pdf, Has.Length.GreaterThan(5_000));
        Assert.That(pdf![..5], Is.EqualTo("%PDF-"u8.ToArray()));
        Assert.That(document.HolderName, Is.EqualTo("Person 0"));
        Assert.Multiple(() =>
        {
            Assert.That(Says(pdf, "2026-0001-v1"), Is.True, "the title");
            foreach (var secret in new[] { "/Author", "Person 0", "labelling-print", "file://", "capteur" })
                Assert.That(Says(pdf, secret), Is.False, secret);
        });
    }

    [Test]
    public async Task A_browser_that_takes_too_long_is_ended_and_leaves_nothing()
    {
        using var printer = Printer(TimeSpan.FromMilliseconds(1));
        Assert.That((await printer.Print("<!DOCTYPE html><title>x</title>", default)).Answer, Is.EqualTo(Printing.Failed));
        Assert.That(Directory.EnumerateDirectories(Path.GetTempPath(), "labelling-print-*"), Is.Empty);
    }

    [Test]
    public async Task So_many_wait_and_the_next_is_asked_to_come_back()
    {
        using var stop = new CancellationTokenSource();
        using var printer = Printer();
        var waiting = Enumerable.Range(0, PdfPrinter.MostWaiting).Select(_ => printer.Print("<!DOCTYPE html><title>x</title>", stop.Token)).ToList();
        Assert.That((await printer.Print("<!DOCTYPE html>", default)).Answer, Is.EqualTo(Printing.Busy));
        await stop.CancelAsync();
        Assert.That(async () => await Task.WhenAll(waiting), Throws.InstanceOf<OperationCanceledException>());
    }
}
