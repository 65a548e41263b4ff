using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Labels;

public sealed record RegisterLine(
    string Number, LabelStatus Status, string Title, string Organisation, string Call, string FundingBody, string Programme,
    DateOnly IssuedOn, DateOnly ValidUntil);

/// <summary>The version of a certificate that counts.</summary>
/// <remarks>Sha256: Of the bytes that were signed, in hexadecimal: whoever holds a file sees whether it is this one.</remarks>
public sealed record CertificateInForce(int Version, DateOnly IssuedOn, string Sha256);

/// <remarks>
/// Kind: What the programme awards.
/// OpenReservations: How many are not lifted. What they ask for stands on the certificate.
/// </remarks>
public sealed record LabelCheck(
    string Number, LabelStatus Status, string Title, string Organisation, string Reference, int Version, string Call, string FundingBody,
    string Programme, Award Kind, DateOnly IssuedOn, DateOnly ValidUntil, DateOnly? RevokedOn, long Revision, int OpenReservations,
    CertificateInForce? Certificate);

/// <summary>For anybody, without an account. Refusals are in none of it.</summary>
public static class ReadLabels
{
    const int LongestSearch = 200, LongestNumber = 40;

    public static async Task<Results<Ok<PageOf<RegisterLine>>, ValidationProblem>> Register(
        LabelStore labels, TimeProvider clock, CancellationToken stop, string? query = null, int page = 1)
    {
        if (ListPage.WhyNot(page) is { } refused)
            return refused;
        if (query is { Length: > LongestSearch })
            return Problems.Invalid("query", "Search for at most 200 characters.", "Cherchez au plus 200 caractères.");
        var (found, total) = await InForce(query, page, labels, clock, stop);
        return TypedResults.Ok(new PageOf<RegisterLine>(found, page, LabelStore.PageSize, total));
    }

    public static async Task<RazorComponentResult<RegisterPage>> RegisterPage(LabelStore labels, TableQuery query, TimeProvider clock, CancellationToken stop)
    {
        if (query.Of("query") is { Length: > LongestSearch })
            return Pages.Show<RegisterPage>(new
            {
                Items = Array.Empty<RegisterLine>(),
                Query = query,
                Total = 0,
                Errors = FieldErrors.One("query", Words.Say("Search for at most 200 characters.", "Cherchez au plus 200 caractères.")),
            }, 400);
        var (found, total) = await InForce(query.Of("query"), query.Page, labels, clock, stop);
        return Pages.Show<RegisterPage>(new { Items = found, Query = query, Total = total });
    }

    /// <summary>The latest labels, for programs that follow the register (RFC 4287).</summary>
    public static async Task<ContentHttpResult> Feed(LabelStore labels, PageLinks links, TimeProvider clock, CancellationToken stop)
    {
        var (found, _) = await InForce(null, 1, labels, clock, stop);
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true, CheckCharacters = false, NewLineHandling = NewLineHandling.Entitize }))
        {
            xml.WriteStartElement("feed", "http://www.w3.org/2005/Atom");
            xml.WriteAttributeString("xml", "lang", null, Words.Language);
            xml.WriteElementString("id", links.To("/labels"));
            xml.WriteElementString("title", Text.Register_Title);
            xml.WriteElementString("updated", Instant(found.Count > 0 ? found[0].IssuedOn : DateOnly.MinValue));
            Link("self", links.To("/labels/feed"));
            Link("alternate", links.To("/labels"));
            foreach (var line in found)
            {
                var address = links.To($"/labels/{line.Number}");
                xml.WriteStartElement("entry");
                xml.WriteElementString("id", address);
                xml.WriteElementString("title", Clean($"{line.Number} · {line.Title}"));
                xml.WriteElementString("updated", Instant(line.IssuedOn));
                xml.WriteStartElement("author");
                xml.WriteElementString("name", Clean(line.Organisation));
                xml.WriteEndElement();
                Link("alternate", address);
                xml.WriteElementString("summary", Clean($"{line.Organisation}, {LabelWords.Said(Text.Label_CallOf, line.Call, line.FundingBody)}. {LabelWords.Name(line.Status)}. {Text.Label_ValidUntil} {Paris.Written(line.ValidUntil)}."));
                xml.WriteEndElement();
            }
            xml.WriteEndElement();

            void Link(string relation, string address)
            {
                xml.WriteStartElement("link");
                xml.WriteAttributeString("rel", relation);
                xml.WriteAttributeString("href", address);
                xml.WriteEndElement();
            }
        }
        return TypedResults.Text($"<?xml version=\"1.0\" encoding=\"utf-8\"?>{text}", "application/atom+xml", Encoding.UTF8);
    }

    /// <summary>The end of the day before, in Paris: a label has a day, not an hour.</summary>
    static string Instant(DateOnly day) =>
        (day == DateOnly.MinValue ? DateTimeOffset.UnixEpoch : Paris.EndOfDay(day.AddDays(-1))).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Without the characters that XML cannot hold.</summary>
    static string Clean(string text) => new([.. text.EnumerateRunes().Where(rune => rune.Value > 0xffff || XmlConvert.IsXmlChar((char)rune.Value)).SelectMany(rune => rune.ToString())]);

    static async Task<(IReadOnlyList<RegisterLine> Lines, int Total)> InForce(string? query, int page, LabelStore labels, TimeProvider clock, CancellationToken stop)
    {
        var today = Paris.Day(clock.GetUtcNow());
        var (found, total) = await labels.Register(string.IsNullOrWhiteSpace(query) ? null : query.Trim(), today, page, stop);
        return (
        [
            .. found.Select(label => new RegisterLine(
                label.Number.ToString(), label.StatusOn(today), label.Dossier.Title, label.Dossier.Organisation, label.Dossier.Call,
                label.Dossier.FundingBody, Words.Say(label.Dossier.ProgrammeEnglish, label.Dossier.ProgrammeFrench),
                label.IssuedOn, label.ValidUntil)),
        ], total);
    }

    public static async Task<Results<Ok<LabelCheck>, NotFoundProblem>> Check(
        string number, LabelStore labels, TimeProvider clock, CancellationToken stop) =>
        await labels.Find(number, stop) is { } label
            ? TypedResults.Ok(View(label, await labels.Certificates(label.Id, stop), Paris.Day(clock.GetUtcNow())))
            : Problems.NotFound();

    /// <summary>On to the page of a number that somebody typed.</summary>
    public static SeeOther Typed(string? number) =>
        Pages.SeeOther(number?.Trim().ToUpperInvariant() is { Length: > 0 and <= LongestNumber } given ? $"/labels/{Uri.EscapeDataString(given)}" : "/labels");

    public static async Task<RazorComponentResult<CheckLabelPage>> CheckPage(
        string number, LabelStore labels, LabelAccess access, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        if (await labels.Find(number, stop) is not { } label)
            return Pages.Show<CheckLabelPage>(new { Number = number.Length <= LongestNumber ? number : number[..LongestNumber] }, 404);
        var acts = new List<(string Address, string Text)>();
        if (await access.MayRead(label, caller, stop))
        {
            acts.Add(($"/labels/{label.Number}/certificate", Text.Check_SeeCertificate));
            if (label.Reservations.Count > 0)
                acts.Add(($"/labels/{label.Number}/reservations", Text.Check_SeeReservations));
            acts.Add(($"/labels/{label.Number}/clusters", Text.Check_SeeClusters));
            if (label.Revocation is not null || (await access.StandingOn(label, caller, stop) is { } standing && standing.May(Act.RevokeLabel)))
                acts.Add(($"/labels/{label.Number}/revoke", label.Revocation is null ? Text.Check_Revoke : Text.Check_WhyRevoked));
        }
        return Pages.Show<CheckLabelPage>(new
        {
            Number = label.Number.ToString(),
            Label = View(label, await labels.Certificates(label.Id, stop), Paris.Day(clock.GetUtcNow())),
            Acts = acts,
        });
    }

    internal static LabelCheck View(Label label, IReadOnlyList<Certificate> certificates, DateOnly today) => new(
        label.Number.ToString(), label.StatusOn(today), label.Dossier.Title, label.Dossier.Organisation, label.Dossier.Reference,
        label.Dossier.Version, label.Dossier.Call, label.Dossier.FundingBody,
        Words.Say(label.Dossier.ProgrammeEnglish, label.Dossier.ProgrammeFrench), label.Dossier.Award, label.IssuedOn, label.ValidUntil,
        label.Revocation is { } revocation ? Paris.Day(revocation.At) : null, label.Revision, label.Open,
        certificates.Count == 0 ? null : new(
            certificates[0].Version, Paris.Day(certificates[0].At), Convert.ToHexStringLower(SHA256.HashData(certificates[0].Bytes))));
}
