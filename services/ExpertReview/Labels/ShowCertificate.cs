using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Labels;

/// <summary>One version of a label's certificate, with what became of the label since.</summary>
/// <remarks>
/// Replaced: The version that counts, where it is another.
/// Address: Where anybody can check the label.
/// </remarks>
public sealed record ShownCertificate(SignedLabel Says, LabelCheck Check, Certificate? Replaced, string Address)
{
    /// <summary>"L-2026-0017", "L-2026-0017-v2": nothing of whose it is.</summary>
    public string FileName => Says.Certificate.Version == 1 ? Says.Number : $"{Says.Number}-v{Says.Certificate.Version}";
}

/// <summary>The certificate, for whoever reads the decision: as a page, as PDF, and as the signed content with its signature.</summary>
public static class ShowCertificate
{
    public static async Task<Results<RazorComponentResult<CertificatePage>, NotFoundProblem>> Page(
        string number, LabelStore labels, LabelAccess access, PageLinks links, DocumentPrinter printer, Caller caller, TimeProvider clock, CancellationToken stop, int? version = null) =>
        await Find(number, version, labels, access, caller, stop) is var (label, certificate, all)
            ? Pages.Show<CertificatePage>(new { Certificate = Show(label, certificate, all, links, clock), Versions = all, printer.Prints })
            : Problems.NotFound();

    public static async Task<Results<FileContentHttpResult, NotFoundProblem, ConflictProblem>> Pdf(
        string number, LabelStore labels, LabelAccess access, PageLinks links, DocumentPrinter printer, Caller caller, TimeProvider clock, CancellationToken stop, int? version = null)
    {
        if (await Find(number, version, labels, access, caller, stop) is not var (label, certificate, all))
            return Problems.NotFound();
        var shown = Show(label, certificate, all, links, clock);
        return await printer.Answer<PrintedCertificate>(new Dictionary<string, object?> { [nameof(PrintedCertificate.Certificate)] = shown }, shown.FileName, stop);
    }

    /// <summary>The bytes that were signed.</summary>
    public static async Task<Results<FileContentHttpResult, NotFoundProblem>> Content(
        string number, LabelStore labels, LabelAccess access, Caller caller, CancellationToken stop, int? version = null) =>
        await Find(number, version, labels, access, caller, stop) is var (label, certificate, _)
            ? TypedResults.File(certificate.Bytes, "application/json", $"{label.Number}.json")
            : Problems.NotFound();

    public static async Task<Results<FileContentHttpResult, NotFoundProblem>> Signature(
        string number, LabelStore labels, LabelAccess access, Caller caller, CancellationToken stop, int? version = null) =>
        await Find(number, version, labels, access, caller, stop) is var (label, certificate, _)
            ? TypedResults.File(certificate.Signature, "application/octet-stream", $"{label.Number}.sig")
            : Problems.NotFound();

    public static ShownCertificate Show(Label label, Certificate certificate, IReadOnlyList<Certificate> all, PageLinks links, TimeProvider clock)
    {
        var check = ReadLabels.View(label, all, Paris.Day(clock.GetUtcNow()));
        return new(certificate.Says, check, all[0] == certificate ? null : all[0], links.To($"/labels/{label.Number}"));
    }

    static async Task<(Label, Certificate, IReadOnlyList<Certificate>)?> Find(
        string number, int? version, LabelStore labels, LabelAccess access, Caller caller, CancellationToken stop)
    {
        if (await labels.Find(number, stop) is not { } label || !await access.MayRead(label, caller, stop))
            return null;
        var all = await labels.Certificates(label.Id, stop);
        return all.FirstOrDefault(one => version is null || one.Version == version) is { } certificate ? (label, certificate, all) : null;
    }
}
