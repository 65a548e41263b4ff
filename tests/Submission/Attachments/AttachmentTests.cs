using System.Net.Http.Headers;
using Labelling.Hosting;
using Labelling.Storage;
using Labelling.Submission.Attachments;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Labelling.Submission.Tests.Attachments;

[TestFixtureSource(typeof(Ground.TestDatabases), nameof(Ground.TestDatabases.Fixtures))]
public sealed class AttachmentTests(Dialect dialect)
{
    World world = null!;
    string folder = null!;
    AttachmentFiles files = null!;
    IScanner scanner = new NoScanner();

    [SetUp]
    public async Task Begin()
    {
        world = await World.Create(dialect);
        folder = Directory.CreateTempSubdirectory("labelling-uploads-").FullName;
        files = new AttachmentFiles(Path.Combine(folder, "uploads"));
        scanner = new NoScanner();
    }

    [TearDown]
    public async Task End()
    {
        await world.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    AttachmentStore Store => world.Database.Get<AttachmentStore>();

    string[] Kept => Directory.Exists(Path.Combine(folder, "uploads"))
        ? [.. Directory.EnumerateFiles(Path.Combine(folder, "uploads"), "*", SearchOption.AllDirectories).Select(path => Path.GetFileName(path)).Order()]
        : [];

    static HttpRequest Form(byte[] content, string name, string? restricted = null)
    {
        var form = new MultipartFormDataContent();
        if (restricted is not null)
            form.Add(new StringContent(restricted), "restricted");
        var file = new ByteArrayContent(content);
        file.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = "file", FileName = "a.bin", FileNameStar = name };
        form.Add(file);
        var context = new DefaultHttpContext();
        context.Request.ContentType = form.Headers.ContentType!.ToString();
        context.Request.Body = form.ReadAsStream();
        return context.Request;
    }

    async Task<IResult> Attach(Caller caller, Guid dossier, byte[] content, string name = "annexe.pdf", string? restricted = null) =>
        (await AttachFile.Handle(dossier, Form(content, name, restricted), world.Dossiers, Store, files, scanner, caller, world.Clock, default)).Result;

    async Task<AttachmentView> Attached(Guid dossier, byte[]? content = null, string name = "annexe.pdf", string? restricted = null) =>
        World.Value<AttachmentView>(await Attach(World.Holder, dossier, content ?? Files.Pdf(), name, restricted));

    async Task<IResult> List(Caller caller, Guid dossier) => (await ShowAttachments.Handle(dossier, world.Dossiers, Store, caller, default)).Result;

    async Task<IResult> ListVersion(Caller caller, Guid dossier, int version) =>
        (await ShowAttachments.HandleVersion(dossier, version, world.Dossiers, Store, caller, default)).Result;

    async Task<string[]> Names(Caller caller, Guid dossier) => [.. World.Value<IReadOnlyList<AttachmentView>>(await List(caller, dossier)).Select(one => one.Name)];

    async Task<string[]> NamesOf(Caller caller, Guid dossier, int version) =>
        [.. World.Value<IReadOnlyList<AttachmentView>>(await ListVersion(caller, dossier, version)).Select(one => one.Name)];

    async Task<IResult> Download(Caller caller, Guid dossier, Guid attachment) =>
        (await DownloadAttachment.Handle(dossier, attachment, world.Dossiers, Store, files, caller, default)).Result;

    async Task<IResult> DownloadOf(Caller caller, Guid dossier, int version, Guid attachment) =>
        (await DownloadAttachment.HandleVersion(dossier, version, attachment, world.Dossiers, Store, files, caller, default)).Result;

    async Task<IResult> Remove(Caller caller, Guid dossier, Guid attachment) =>
        (await RemoveAttachment.Handle(dossier, attachment, world.Dossiers, Store, caller, world.Clock, default)).Result;

    /// <summary>A deposited dossier, back with its holder for a correction, in which the one attachment was replaced.</summary>
    async Task<(Guid Dossier, AttachmentView First, AttachmentView Second)> Replaced()
    {
        var draft = await world.Draft();
        var first = await Attached(draft.Id, Files.Pdf("one"), "one.pdf");
        var submitted = World.Value<DossierView>(await world.Submit(World.Holder, draft.Id, draft.Revision));
        await world.Correct(World.Officer, draft.Id, submitted.Revision, new DateOnly(2026, 3, 20));
        Assert.That(World.Code(await Remove(World.Holder, draft.Id, first.Id)), Is.EqualTo("204"));
        var second = await Attached(draft.Id, Files.Pdf("two"), "two.pdf");
        return (draft.Id, first, second);
    }

    [Test]
    public async Task A_file_is_kept_under_its_hash_and_listed_as_it_was_given()
    {
        var draft = await world.Draft();
        var attached = await Attached(draft.Id, Files.Docx(), "Plan d’affaires.docx", "true");
        Assert.That(attached, Is.EqualTo(new AttachmentView(
            attached.Id, "Plan d’affaires.docx", FileKind.Docx.MediaType, Files.Docx().Length, attached.Sha256, true, ScanState.NotScanned, world.Clock.GetUtcNow())));
        Assert.That(Kept, Is.EqualTo(new[] { attached.Sha256 }));
        Assert.That(await File.ReadAllBytesAsync(Path.Combine(folder, "uploads", attached.Sha256[..2], attached.Sha256)), Is.EqualTo(Files.Docx()));
    }

    [Test]
    public async Task The_name_does_not_make_the_kind()
    {
        var draft = await world.Draft();
        Assert.That((await Attached(draft.Id, Files.Png(), "tableau.xlsx")).Name, Is.EqualTo("tableau.xlsx.png"));
        Assert.That(World.Code(await Attach(World.Holder, draft.Id, Files.Text("<html></html>"), "page.pdf")), Is.EqualTo("422 attachment.type"));
        Assert.That(World.Code(await Attach(World.Holder, draft.Id, [], "empty.pdf")), Is.EqualTo("422 attachment.empty"));
        Assert.That(await Names(World.Holder, draft.Id), Is.EqualTo(new[] { "tableau.xlsx.png" }), "and nothing of what was refused is kept");
        Assert.That(Kept, Has.Length.EqualTo(1));
    }

    [Test]
    public async Task A_file_larger_than_20_MB_is_refused_where_it_becomes_so()
    {
        var draft = await world.Draft();
        Assert.That(World.Code(await Attach(World.Holder, draft.Id, Files.PdfOf((int)Attachment.Largest + 1))), Is.EqualTo("413 attachment.too-large"));
        Assert.That(Kept, Is.Empty);
        Assert.That(World.Code(await Attach(World.Holder, draft.Id, Files.PdfOf((int)Attachment.Largest))), Is.EqualTo("201"));
    }

    [Test]
    public async Task A_dossier_holds_100_MB_however_many_come_at_once()
    {
        var draft = await world.Draft();
        var large = Files.PdfOf((int)Attachment.Largest);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Attach(World.Holder, draft.Id, large))));
        Assert.That(answers.Select(World.Code).Order(), Is.EqualTo(Enumerable.Repeat("201", 5).Concat(Enumerable.Repeat("422 attachment.too-much", 3))));
        Assert.That(Kept, Has.Length.EqualTo(1), "the same content is kept once");
        Assert.That(World.Code(await Attach(World.Holder, draft.Id, Files.Pdf())), Is.EqualTo("422 attachment.too-much"));
        await Remove(World.Holder, draft.Id, World.Value<IReadOnlyList<AttachmentView>>(await List(World.Holder, draft.Id))[0].Id);
        Assert.That(World.Code(await Attach(World.Holder, draft.Id, Files.Pdf())), Is.EqualTo("201"), "room was made");
    }

    [Test]
    public async Task Files_are_attached_by_who_holds_the_dossier_and_while_it_is_writable()
    {
        var draft = await world.Draft();
        Assert.That(World.Code(await Attach(World.Stranger, draft.Id, Files.Pdf())), Is.EqualTo("404 not-found"));
        Assert.That(World.Code(await Attach(World.Holder, Guid.CreateVersion7(), Files.Pdf())), Is.EqualTo("404 not-found"));
        var attached = await Attached(draft.Id);
        var submitted = World.Value<DossierView>(await world.Submit(World.Holder, draft.Id, draft.Revision));
        Assert.That(World.Code(await Attach(World.Officer, draft.Id, Files.Pdf())), Is.EqualTo("403 dossier.not-holder"));
        Assert.That(World.Code(await Remove(World.Officer, draft.Id, attached.Id)), Is.EqualTo("403 dossier.not-holder"));
        Assert.That(World.Code(await Attach(World.Holder, draft.Id, Files.Pdf())), Is.EqualTo("409 dossier.not-editable"));
        Assert.That(World.Code(await Remove(World.Holder, draft.Id, attached.Id)), Is.EqualTo("409 dossier.not-editable"));
        Assert.That(await Names(World.Officer, submitted.Id), Is.EqualTo(new[] { "annexe.pdf" }));
    }

    [Test]
    public async Task A_file_that_comes_after_the_confirmation_page_asks_for_another_look()
    {
        var draft = await world.Draft();
        await world.Prepare(World.Holder, draft.Id, draft.Revision);
        Assert.That((await world.View(draft.Id, World.Holder)).ConfirmationShownAt, Is.Not.Null);
        var attached = await Attached(draft.Id);
        Assert.That((await world.View(draft.Id, World.Holder)).ConfirmationShownAt, Is.Null);
        await world.Prepare(World.Holder, draft.Id, draft.Revision);
        await Remove(World.Holder, draft.Id, attached.Id);
        Assert.That((await world.View(draft.Id, World.Holder)).ConfirmationShownAt, Is.Null);
    }

    [Test]
    public async Task A_deposited_version_keeps_its_files_whatever_is_removed_later()
    {
        var (dossier, first, second) = await Replaced();
        Assert.That(await Names(World.Holder, dossier), Is.EqualTo(new[] { "two.pdf" }));
        Assert.That(await Names(World.Officer, dossier), Is.EqualTo(new[] { "one.pdf" }), "who does not hold it sees what was deposited");
        Assert.That(await NamesOf(World.Officer, dossier, 1), Is.EqualTo(new[] { "one.pdf" }));
        Assert.That(await DownloadOf(World.Holder, dossier, 1, first.Id), Is.InstanceOf<AttachmentFile>());
        Assert.That(World.Code(await ListVersion(World.Officer, dossier, 2)), Is.EqualTo("404 not-found"));

        var view = await world.View(dossier, World.Holder);
        await world.Submit(World.Holder, dossier, view.Revision);
        Assert.That(await NamesOf(World.Officer, dossier, 1), Is.EqualTo(new[] { "one.pdf" }));
        Assert.That(await NamesOf(World.Officer, dossier, 2), Is.EqualTo(new[] { "two.pdf" }));
        Assert.That(await Names(World.Officer, dossier), Is.EqualTo(new[] { "two.pdf" }));
        Assert.That(await DownloadOf(World.Officer, dossier, 2, second.Id), Is.InstanceOf<AttachmentFile>());
    }

    // ABUSE 19
    [Test]
    public async Task Abuse_19_a_document_of_another_dossier_is_not_had_by_its_id()
    {
        var own = await world.Submitted(by: World.Stranger);
        var draft = await world.Draft();
        var attached = await Attached(draft.Id);
        var submitted = World.Value<DossierView>(await world.Submit(World.Holder, draft.Id, draft.Revision));
        foreach (var (caller, dossier) in new[] { (World.Stranger, own.Id), (World.Stranger, submitted.Id), (World.Holder, own.Id), (World.Committee, submitted.Id), (World.Officer, own.Id) })
        {
            Assert.That(World.Code(await Download(caller, dossier, attached.Id)), Is.EqualTo("404 not-found"));
            Assert.That(World.Code(await DownloadOf(caller, dossier, 1, attached.Id)), Is.EqualTo("404 not-found"));
            Assert.That(World.Code(await Remove(caller, dossier, attached.Id)), Is.EqualTo("404 not-found"));
        }
        Assert.That(await Download(World.Officer, submitted.Id, attached.Id), Is.InstanceOf<AttachmentFile>());
    }

    // ABUSE 20
    [Test]
    public async Task Abuse_20_a_file_of_an_older_version_is_had_through_that_version_only()
    {
        var (dossier, first, second) = await Replaced();
        Assert.That(World.Code(await Download(World.Holder, dossier, first.Id)), Is.EqualTo("404 not-found"), "it was removed");
        Assert.That(World.Code(await Download(World.Officer, dossier, second.Id)), Is.EqualTo("404 not-found"), "it is not deposited yet");
        Assert.That(World.Code(await DownloadOf(World.Officer, dossier, 1, second.Id)), Is.EqualTo("404 not-found"));
        Assert.That(World.Code(await DownloadOf(World.Stranger, dossier, 1, first.Id)), Is.EqualTo("404 not-found"));
        Assert.That(await DownloadOf(World.Officer, dossier, 1, first.Id), Is.InstanceOf<AttachmentFile>());
    }

    [Test]
    public async Task A_download_is_saved_and_never_shown()
    {
        var draft = await world.Draft();
        var attached = await Attached(draft.Id, Files.Pdf(), "Évaluation \"finale\".pdf");
        var context = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        await (await Download(World.Holder, draft.Id, attached.Id)).ExecuteAsync(context);
        var headers = context.Response.Headers;
        Assert.Multiple(() =>
        {
            Assert.That(context.Response.ContentType, Is.EqualTo("application/pdf"));
            Assert.That(headers.ContentDisposition.ToString(), Does.StartWith("attachment; ").And.Contain("filename*=UTF-8''%C3%89valuation%20finale.pdf"));
            Assert.That(headers.XContentTypeOptions.ToString(), Is.EqualTo("nosniff"));
            Assert.That(headers.CacheControl.ToString(), Is.EqualTo("private, no-store"));
            Assert.That(headers.ContentSecurityPolicy.ToString(), Does.EndWith("sandbox"));
            Assert.That(((MemoryStream)context.Response.Body).ToArray(), Is.EqualTo(Files.Pdf()));
        });
    }

    [Test]
    public async Task A_virus_is_refused_with_words_and_not_kept()
    {
        await using var clamd = Clamd.Listen();
        scanner = Asking(clamd.Port);
        var draft = await world.Draft();
        var refused = await Attach(World.Holder, draft.Id, Files.Pdf(Clamd.Virus));
        Assert.That(World.Code(refused), Is.EqualTo("422 attachment.virus"));
        Assert.That(((Problem)refused).Details.Title, Does.Contain("Test.Signature"));
        Assert.That(Kept, Is.Empty);
        Assert.That((await Attached(draft.Id)).Scan, Is.EqualTo(ScanState.Clean));
    }

    [Test]
    public async Task While_the_scanner_is_away_a_file_waits_for_it()
    {
        int port;
        await using (var gone = Clamd.Listen())
            port = gone.Port;
        scanner = Asking(port);
        var draft = await world.Draft();
        var clean = await Attached(draft.Id);
        var bad = await Attached(draft.Id, Files.Pdf(Clamd.Virus), "bad.pdf");
        Assert.That(clean.Scan, Is.EqualTo(ScanState.Waiting));
        await world.Submit(World.Holder, draft.Id, draft.Revision);
        Assert.That(World.Code(await Download(World.Officer, draft.Id, clean.Id)), Is.EqualTo("409 attachment.waiting"));
        Assert.That(await Download(World.Holder, draft.Id, clean.Id), Is.InstanceOf<AttachmentFile>());

        await Sweep(scanner, DateTimeOffset.UtcNow);
        Assert.That(World.Code(await Download(World.Officer, draft.Id, clean.Id)), Is.EqualTo("409 attachment.waiting"), "it is still away");

        await using var clamd = Clamd.Listen();
        await Sweep(Asking(clamd.Port), DateTimeOffset.UtcNow);
        Assert.That(await Download(World.Officer, draft.Id, clean.Id), Is.InstanceOf<AttachmentFile>());
        Assert.That(World.Code(await Download(World.Officer, draft.Id, bad.Id)), Is.EqualTo("409 attachment.infected"));
        Assert.That(World.Code(await Download(World.Holder, draft.Id, bad.Id)), Is.EqualTo("409 attachment.infected"));
    }

    [Test]
    public async Task What_nothing_refers_to_is_swept_once_it_is_old()
    {
        var draft = await world.Draft();
        var kept = await Attached(draft.Id, Files.Pdf("kept"));
        var removed = await Attached(draft.Id, Files.Pdf("removed"));
        var twice = await Attached(draft.Id, Files.Pdf("twice"));
        await Attached(draft.Id, Files.Pdf("twice"));
        await Remove(World.Holder, draft.Id, removed.Id);
        await Remove(World.Holder, draft.Id, twice.Id);
        await File.WriteAllTextAsync(Path.Combine(folder, "uploads", "incoming", "cut-off"), "half");

        await Sweep(scanner, DateTimeOffset.UtcNow);
        Assert.That(Kept, Has.Length.EqualTo(4), "nothing is old yet");
        await Sweep(scanner, DateTimeOffset.UtcNow + AttachmentFiles.Spared + TimeSpan.FromMinutes(1));
        Assert.That(Kept, Is.EqualTo(new[] { kept.Sha256, twice.Sha256 }.Order()));
    }

    [Test]
    public async Task A_file_of_a_deposited_version_is_never_swept()
    {
        var (_, first, second) = await Replaced();
        await Sweep(scanner, DateTimeOffset.UtcNow + TimeSpan.FromDays(1000));
        Assert.That(Kept, Is.EqualTo(new[] { first.Sha256, second.Sha256 }.Order()));
    }

    [Test]
    public async Task The_trail_says_who_attached_and_removed_what()
    {
        var draft = await world.Draft();
        var attached = await Attached(draft.Id);
        await Remove(World.Holder, draft.Id, attached.Id);
        var lines = (await AuditTrail.Of(world.Database.Database, [draft.Id], default)).Where(line => line.Action.StartsWith("attachment.", StringComparison.Ordinal)).ToList();
        Assert.That(lines.Select(line => (line.Action, line.PersonId, line.ActorRole)), Is.EqualTo(new[]
        {
            ("attachment.added", (Guid?)Sample.Holder, "holder"), ("attachment.removed", Sample.Holder, "holder"),
        }));
        Assert.That(lines[0].ValueAfter, Does.Contain(attached.Sha256).And.Not.Contain("annexe"), "a file's name may name a person: it is kept apart");
        Assert.That(lines[0].PersonalValue, Does.Contain("annexe.pdf"));
    }

    [TestCase("application/json", "415 media-type")]
    [TestCase("multipart/form-data", "415 media-type")]
    [TestCase("multipart/form-data; boundary=x", "400 unreadable")]
    public async Task A_form_that_is_none_is_refused(string type, string code)
    {
        var draft = await world.Draft();
        var context = new DefaultHttpContext();
        context.Request.ContentType = type;
        context.Request.Body = new MemoryStream(Files.Text("{}"));
        Assert.That(World.Code((await AttachFile.Handle(draft.Id, context.Request, world.Dossiers, Store, files, scanner, World.Holder, world.Clock, default)).Result), Is.EqualTo(code));
    }

    [Test]
    public async Task A_form_holds_one_file_and_says_yes_or_no()
    {
        var draft = await world.Draft();
        Assert.That(World.Code(await Attach(World.Holder, draft.Id, Files.Pdf(), restricted: "perhaps")), Is.EqualTo("400 invalid"));
        foreach (var (form, code) in new[]
        {
            (new MultipartFormDataContent { { new StringContent("true"), "restricted" } }, "400 attachment.none"),
            (new MultipartFormDataContent { { new ByteArrayContent(Files.Pdf()), "file", "a.pdf" }, { new ByteArrayContent(Files.Pdf()), "file", "b.pdf" } }, "400 attachment.one"),
        })
        {
            var context = new DefaultHttpContext();
            context.Request.ContentType = form.Headers.ContentType!.ToString();
            context.Request.Body = form.ReadAsStream();
            Assert.That(World.Code((await AttachFile.Handle(draft.Id, context.Request, world.Dossiers, Store, files, scanner, World.Holder, world.Clock, default)).Result), Is.EqualTo(code));
        }
        Assert.That(Kept, Is.Empty);
    }

    static IScanner Asking(int port) => ClamAv.Of(
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Uploads:ClamAv"] = $"127.0.0.1:{port}" }).Build(), NullLogger<ClamAv>.Instance);

    Task Sweep(IScanner asked, DateTimeOffset now) => new AttachmentSweep(Store, world.Database.Get<Labelling.Submission.Messages.MessageStore>(), files, asked, NullLogger<AttachmentSweep>.Instance).Run(now, default);
}
