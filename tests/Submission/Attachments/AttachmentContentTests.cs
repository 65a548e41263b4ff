using Labelling.Hosting;
using Labelling.Submission.Attachments;

namespace Labelling.Submission.Tests.Attachments;

/// <summary>What a file is, whatever its name says.</summary>
public class AttachmentContentTests
{
    static async Task<string> Judge(byte[] content)
    {
        using var memory = new MemoryStream(content);
        var (kind, refused) = await AttachmentContent.Of(memory, CancellationToken.None);
        return kind?.Extension ?? refused!.Code;
    }

    static IEnumerable<TestCaseData> Accepted()
    {
        yield return new TestCaseData(Files.Pdf()) { ExpectedResult = ".pdf" }.SetArgDisplayNames("PDF");
        yield return new TestCaseData(Files.Docx()) { ExpectedResult = ".docx" }.SetArgDisplayNames("DOCX");
        yield return new TestCaseData(Files.Odt()) { ExpectedResult = ".odt" }.SetArgDisplayNames("ODT");
        yield return new TestCaseData(Files.Xlsx()) { ExpectedResult = ".xlsx" }.SetArgDisplayNames("XLSX");
        yield return new TestCaseData(Files.Png()) { ExpectedResult = ".png" }.SetArgDisplayNames("PNG");
        yield return new TestCaseData(Files.Jpeg()) { ExpectedResult = ".jpg" }.SetArgDisplayNames("JPEG");
    }

    [TestCaseSource(nameof(Accepted))]
    public Task<string> The_six_kinds_are_known_by_their_content(byte[] content) => Judge(content);

    static IEnumerable<TestCaseData> Refused()
    {
        return
        [
            Case("nothing", [], "attachment.empty"),
            Case("a program", [0x4D, 0x5A, 0x90, 0], "attachment.type"),
            Case("one byte", [0x25], "attachment.type"),
            Case("HTML", Files.Text("<html><script>alert(1)</script></html>"), "attachment.type"),
            Case("SVG with a script", Files.Text("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"), "attachment.type"),
            Case("HTML before a PDF", [.. Files.Text("<script>alert(1)</script>"), .. Files.Pdf()], "attachment.type"),
            Case("a PDF without its end", Files.Pdf()[..^10], "attachment.damaged"),
            Case("a PDF that is an archive too", [.. Files.Pdf(), .. Files.Archive()], "attachment.damaged"),
            Case("an archive behind the PDF's end mark", [.. Files.Pdf(), .. Files.Archive(), .. Files.Text("%%EOF\n")], "attachment.damaged"),
            Case("a picture with an archive behind it", [.. Files.Png(), .. Files.Archive()], "attachment.damaged"),
            Case("a picture with HTML behind it", [.. Files.Png(), .. Files.Text("<script>alert(1)</script>")], "attachment.damaged"),
            Case("a cut-off picture", Files.Png()[..^4], "attachment.damaged"),
            Case("a picture of a million megapixels", Files.Png(1_000_000, 1_000_000), "attachment.damaged"),
            Case("a photograph with an archive behind it", [.. Files.Jpeg(), .. Files.Archive()], "attachment.damaged"),
            Case("a photograph without its end", Files.Jpeg()[..^1], "attachment.damaged"),
            Case("a beginning of a photograph", [0xFF, 0xD8, 0xFF], "attachment.damaged"),
            Case("an archive of programs", Files.Archive(), "attachment.type"),
            Case("a text document's parts under another type", Files.Odt("application/zip"), "attachment.type"),
            Case("two documents in one", Files.DocxAndXlsx(), "attachment.type"),
            Case("a document behind something else", [.. Files.Text("#!/bin/sh\n"), .. Files.Docx()], "attachment.type"),
            Case("a document with something behind it", [.. Files.Docx(), .. Files.Text("<script>")], "attachment.damaged"),
            Case("a document within a document's gap", Gap(), "attachment.damaged"),
            Case("a document with macros", Files.DocxWithMacros(), "attachment.macros"),
            Case("a document of the kind with macros", Files.Docm(), "attachment.macros"),
            Case("a document with a password", Files.Encrypted(), "attachment.encrypted"),
            Case("an archive bomb", Files.Bomb(), "attachment.bomb"),
            Case("an archive bomb that says it is small", Files.LyingBomb(), "attachment.bomb"),
            Case("an archive of too many", Files.Crowd(), "attachment.bomb"),
            Case("a part outside of the document", Files.Docx(("../../etc/passwd", Files.Text("x"))), "attachment.damaged"),
            Case("the same part twice", Files.Docx(("word/document.xml", Files.Text("x"))), "attachment.damaged"),
        ];

        static TestCaseData Case(string what, byte[] content, string code) => new TestCaseData(content) { ExpectedResult = code }.SetArgDisplayNames(what);

        // The list at the end moved away from the entries, and something put between.
        static byte[] Gap()
        {
            var archive = Files.Docx();
            var end = archive.Length - 22;
            var start = BitConverter.ToInt32(archive, end + 16);
            var hidden = Files.Text("<html><script>alert(document.cookie)</script></html>");
            byte[] moved = [.. archive[..start], .. hidden, .. archive[start..]];
            BitConverter.TryWriteBytes(moved.AsSpan(moved.Length - 22 + 16), start + hidden.Length);
            return moved;
        }
    }

    [TestCaseSource(nameof(Refused))]
    public Task<string> Anything_else_is_refused_with_a_reason(byte[] content) => Judge(content);

    // ABUSE 37
    [Test]
    public async Task Abuse_37_an_archive_bomb_a_polyglot_a_script_in_an_SVG_are_refused() => Assert.That(
        new[]
        {
            await Judge(Files.Bomb()), await Judge(Files.LyingBomb()), await Judge([.. Files.Pdf(), .. Files.Archive()]),
            await Judge(Files.Text("<svg onload='alert(1)'/>")),
        },
        Is.EqualTo(new[] { "attachment.bomb", "attachment.bomb", "attachment.damaged", "attachment.type" }));

    [Test]
    public async Task Whatever_is_cut_off_or_flipped_is_an_answer_and_no_failure()
    {
        var random = new Random(20260312);
        foreach (var whole in new[] { Files.Pdf(), Files.Docx(), Files.Odt(), Files.Xlsx(), Files.Png(), Files.Jpeg() })
            for (var time = 0; time < 400; time++)
            {
                var content = whole[..random.Next(1, whole.Length + 1)];
                for (var flip = random.Next(4); flip > 0; flip--)
                    content[random.Next(content.Length)] = (byte)random.Next(256);
                Assert.That(await Judge(content), Does.StartWith(".").Or.StartsWith("attachment."));
            }
    }

    [TestCase("Plan d’affaires 2026.pdf", "Plan d’affaires 2026.pdf")]
    [TestCase("C:\\Users\\zoe\\Desktop\\annexe.pdf", "annexe.pdf")]
    [TestCase("../../../etc/passwd", "passwd.pdf")]
    [TestCase("facture\u202Efdp.exe", "facturefdp.exe.pdf")]
    [TestCase("a\u0000b\r\nc\u200B.pdf", "abc.pdf")]
    [TestCase("photo.PDF", "photo.PDF")]
    [TestCase("page.html", "page.html.pdf")]
    [TestCase("", "attachment.pdf")]
    [TestCase(".pdf", "attachment.pdf")]
    [TestCase("...", "attachment.pdf")]
    [TestCase("a\"; filename=\"b.exe", "a; filename=b.exe.pdf")]
    public void A_name_is_shown_as_given_but_for_what_misleads(string given, string shown) =>
        Assert.That(FileKind.Pdf.NameFor(given), Is.EqualTo(shown));

    [Test]
    public void A_name_without_end_is_shortened_and_keeps_its_extension()
    {
        var name = FileKind.Jpeg.NameFor(new string('é', 500) + ".jpeg");
        Assert.That(name, Has.Length.EqualTo(150).And.EndsWith("é.jpeg"));
        Assert.That(FileKind.Jpeg.NameFor("x" + string.Concat(Enumerable.Repeat("😀", 200))), Has.Length.LessThanOrEqualTo(150).And.EndsWith("😀.jpg"));
    }
}
