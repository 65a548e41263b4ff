using Labelling.ExpertReview.Labels;
using Labelling.ExpertReview.Tests.Sessions;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;
using Labelling.Web;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Labelling.ExpertReview.Tests.Labels;

/// <summary>The certificate as PDF, printed by a real browser where there is one, and read with Debian's programs.</summary>
public sealed class CertificatePdfTests
{
    [Test]
    public async Task It_reads_well_as_text_in_both_languages_and_its_code_leads_to_the_check_page()
    {
        var chromium = Environment.GetEnvironmentVariable("LABELLING_TEST_CHROMIUM") is { Length: > 0 } given ? given : "/usr/bin/chromium";
        if (!File.Exists(chromium))
            Assert.Ignore($"There is no browser at {chromium}: LABELLING_TEST_CHROMIUM names another.");
        await using var world = await CommitteeWorld.Create(Dialect.Sqlite);
        var session = await world.Opened([await world.Dossier(1)]);
        await world.Decide(session.Id, session.Items[0].Id, Committee.WithReservations);
        (await world.Release(Committee.Chair, session.Items[0].Id)).As<ReleasedList>();
        var label = (await world.Db.Get<LabelStore>().Find("L-2026-0001", default))!;
        var all = await world.Certificates("L-2026-0001");
        var settings = new ConfigurationManager { ["PublicAddress"] = "https://labels.example.org" };
        var shown = ShowCertificate.Show(label, all[0], all, new PageLinks(MailSettings.Read(settings)), world.Clock);
        using var printer = new PdfPrinter(chromium, TimeSpan.FromSeconds(60), NullLogger<PdfPrinter>.Instance);
        await using var services = new ServiceCollection().BuildServiceProvider();
        var documents = new DocumentPrinter(printer, services, NullLoggerFactory.Instance);
        var folder = Directory.CreateTempSubdirectory("labelling-label-").FullName;
        try
        {
            foreach (var (language, expected) in Expected)
            {
                var (answer, pdf) = await Languages.In(language, () => documents.Print<PrintedCertificate>(
                    new Dictionary<string, object?> { [nameof(PrintedCertificate.Certificate)] = shown }, default));
                Assert.That(answer, Is.EqualTo(Printing.Done));
                await File.WriteAllBytesAsync(Path.Combine(folder, "label.pdf"), pdf!);
                var (_, text) = await Tool.Run(folder, "pdftotext", "label.pdf", "-");
                var lines = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(line => line != "\f");
                Assert.That(string.Join(' ', lines).Replace('\u202f', ' ').Replace('\u00a0', ' '), Is.EqualTo(expected));
                await Tool.Run(folder, "pdftoppm", "-r", "150", "-png", "-singlefile", "label.pdf", "page");
                Assert.That(await Tool.Run(folder, "zbarimg", "--raw", "--quiet", "page.png"), Is.EqualTo((0, "https://labels.example.org/labels/L-2026-0001\n")));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static readonly (string Language, string Text)[] Expected =
    [
        ("en", "Certificate of label L-2026-0001 The project committee has labelled the dossier deposited by Optica 1: Imaging 1 Number L-2026-0001 Lead organisation Optica 1 "
            + "Project Imaging 1 Dossier 2026-0001, version 1 Programme Project label (label for a project) For the call i-demo (Bpifrance) Labelled on 12 March 2026 "
            + "Valid until 12 March 2028 Reservations 1. Name a clinician (Optica, before 30 June 2026) Signed by Person 01, chair of the committee "
            + "Version 1 of the certificate, 12 March 2026 Check this label Anybody can see at this address whether the label is in force: open it, or scan the code. "
            + "https://labels.example.org/labels/L-2026-0001"),
        ("fr", "Certificat du label L-2026-0001 Le comité projets a labellisé le dossier déposé par Optica 1 : Imaging 1 Numéro L-2026-0001 Chef de file Optica 1 "
            + "Projet Imaging 1 Dossier 2026-0001, version 1 Programme Label projet (label de projet) Pour l’appel i-demo (Bpifrance) Labellisé le 12 mars 2026 "
            + "Valable jusqu’au 12 mars 2028 Réserves 1. Name a clinician (Optica, avant le 30 juin 2026) Signé par Person 01, président du comité "
            + "Version 1 du certificat, 12 mars 2026 Vérifier ce label Chacun peut voir à cette adresse si le label est en vigueur : ouvrez-la ou scannez le code. "
            + "https://labels.example.org/labels/L-2026-0001"),
    ];
}
