using Labelling.Contracts;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;
using Labelling.Submission.Attachments;
using Labelling.Submission.Messages;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Labelling.Submission.Tests.Messages;

[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public sealed class MessageTests(Dialect dialect)
{
    static readonly CancellationToken Stop = CancellationToken.None;

    static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    string folder = "";

    [SetUp]
    public void Folder() => folder = Directory.CreateTempSubdirectory("labelling-test-").FullName;

    [TearDown]
    public void Tidy() => Directory.Delete(folder, recursive: true);

    static MessageStore Store(World world) => world.Database.Get<MessageStore>();

    async Task<IResult> Send(World world, Caller caller, Guid id, string text, int revision, params (string Name, byte[] Content)[] files)
    {
        var collection = new FormFileCollection();
        collection.AddRange(files.Select(file => new FormFile(new MemoryStream(file.Content), 0, file.Content.Length, "files", file.Name)));
        var context = new DefaultHttpContext();
        context.Request.ContentType = "multipart/form-data; boundary=x";
        context.Request.Form = new FormCollection(new Dictionary<string, StringValues> { ["text"] = text, ["revision"] = $"{revision}" }, collection);
        return (await SendMessage.Handle(
            id, context.Request, world.Dossiers, Store(world), world.Database.Get<MessageMail>(), new AttachmentFiles(folder), new NoScanner(), caller, world.Clock, Stop)).Result;
    }

    static async Task<IResult> Read(World world, Caller caller, Guid id) => (await ShowMessages.Handle(id, world.Dossiers, Store(world), caller, world.Clock, Stop)).Result;

    static async Task<IResult> Mark(World world, Caller caller, Guid id, int to) => (await ReadMessages.Handle(id, new(to), world.Dossiers, Store(world), caller, world.Clock, Stop)).Result;

    static async Task<IResult> Remove(World world, Caller caller, Guid id, Guid message) => (await RemoveMessage.Handle(id, message, world.Dossiers, Store(world), caller, world.Clock, Stop)).Result;

    static async Task<ThreadView> Thread(World world, Caller caller, Guid id) => World.Value<ThreadView>(await Read(world, caller, id));

    static Task<IReadOnlyList<UnreadLine>> Unread(World world, Caller caller) => Store(world).Unread(Viewer.Of(caller), Stop);

    static async Task<IReadOnlyList<(string Address, string Language, string Subject, string Text)>> Mails(World world) =>
        [.. (await world.Database.Database.Query<MailRow>("select Address, Language, Subject, TextBody from Mail where Kind = 'dossier.message' order by Position", null, Stop)).Select(row => (row.Address, row.Language, row.Subject, row.TextBody))];

    sealed record MailRow
    {
        public required string Address { get; init; }
        public required string Language { get; init; }
        public required string Subject { get; init; }
        public required string TextBody { get; init; }
    }

    /// <summary>The officer and one more, who reads English.</summary>
    static async Task Staffed(World world)
    {
        await world.Database.Hear(new PersonChanged(Guid.CreateVersion7(), Sample.Officer, 2, Sample.Noon, "Olive Office", "olive@pole.example", "fr", [Roles.Office], []));
        await world.Database.Hear(new PersonRegistered(Guid.CreateVersion7(), Sample.Administrator, 1, Sample.Noon, "Otto Office", "otto@pole.example", "en", [Roles.Office], []));
    }

    [Test]
    public async Task A_message_goes_to_the_other_side_is_unread_there_and_is_answered()
    {
        await using var world = await World.Create(dialect);
        await Staffed(world);
        var dossier = await world.Submitted(world.Content() with { CoHolderIds = [Sample.CoHolder] });
        Assert.That(World.Code(await Send(world, World.Holder, dossier.Id, "  Quand saurons-nous ?\r\nMerci  ", 0)), Is.EqualTo("201"));
        var seen = await Thread(world, World.Officer, dossier.Id);
        Assert.That((seen.Revision, seen.Unread, seen.MayWrite), Is.EqualTo((1, 1, true)));
        Assert.That((seen.Messages[0].Text, seen.Messages[0].FromOffice, seen.Messages[0].Author, seen.Messages[0].Unread), Is.EqualTo(("Quand saurons-nous ?\nMerci", false, "Person 0", true)));
        Assert.That((await Unread(world, World.Officer)).Select(line => (line.DossierId, line.Acronym, line.Held, line.Messages)), Is.EqualTo(new[] { (dossier.Id, "RETINA", false, 1) }));
        Assert.That(await Unread(world, World.Holder), Is.Empty);

        await Mark(world, World.Officer, dossier.Id, 1);
        Assert.That(await Unread(world, World.Officer), Is.Empty);
        Assert.That(await Unread(world, World.Caller(Sample.Administrator, Roles.Office)), Is.Empty, "what one of the office read, the office has read");
        await Send(world, World.Officer, dossier.Id, "Mardi.", 1);
        Assert.That((await Unread(world, World.Holder)).Single().Held, Is.True);
        Assert.That((await Unread(world, World.CoHolder)).Single().Messages, Is.EqualTo(1), "each holder for themselves");
        await Mark(world, World.Holder, dossier.Id, 2);
        Assert.That(await Unread(world, World.Holder), Is.Empty);
        Assert.That(await Unread(world, World.CoHolder), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task The_mail_says_in_the_readers_language_that_there_is_a_message_and_nothing_of_it()
    {
        await using var world = await World.Create(dialect);
        await Staffed(world);
        var dossier = await world.Submitted();
        await Send(world, World.Holder, dossier.Id, "Le prix du capteur est secret.", 0);
        var mails = await Mails(world);
        Assert.That(mails.Select(mail => (mail.Address, mail.Language, mail.Subject)), Is.EquivalentTo(new[]
        {
            ("olive@pole.example", "fr", "Un message vous attend sur Labelling"), ("otto@pole.example", "en", "A message waits for you on Labelling"),
        }));
        foreach (var mail in mails)
        {
            Assert.That(mail.Text, Does.Contain($"/dossiers/{dossier.Id}/messages"));
            foreach (var secret in new[] { "capteur", "RETINA", "Rétine", dossier.Reference!, "Person 0", "Optique" })
            {
                Assert.That($"{mail.Subject} {mail.Text}", Does.Not.Contain(secret));
            }
        }

        await Send(world, World.Holder, dossier.Id, "Et encore.", 1);
        Assert.That(await Mails(world), Has.Count.EqualTo(2), "whoever was told and has not read is not told again");
        await Mark(world, World.Officer, dossier.Id, 2);
        await Send(world, World.Holder, dossier.Id, "Encore un.", 2);
        Assert.That(await Mails(world), Has.Count.EqualTo(4));
        await Send(world, World.Officer, dossier.Id, "Oui.", 3);
        Assert.That((await Mails(world))[^1].Address, Is.EqualTo("p0@example.org"));
    }

    [Test]
    public async Task Who_writes_has_read_the_last_message_and_two_at_once_are_not_lost()
    {
        await using var world = await World.Create(dialect);
        var dossier = await world.Submitted();
        await Send(world, World.Holder, dossier.Id, "Un.", 0);
        Assert.That(World.Code(await Send(world, World.Officer, dossier.Id, "Deux.", 0)), Is.EqualTo("409 stale"));
        Assert.That(World.Code(await Send(world, World.Officer, dossier.Id, "Deux.", 7)), Is.EqualTo("409 stale"));
        var racing = await Task.WhenAll(Enumerable.Range(0, 6).Select(number => Send(world, World.Officer, dossier.Id, $"Réponse {number}.", 1)));
        Assert.That(racing.Select(World.Code).Order(), Is.EqualTo(new[] { "201", "409 stale", "409 stale", "409 stale", "409 stale", "409 stale" }));
        Assert.That((await Thread(world, World.Officer, dossier.Id)).Messages, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_message_is_taken_back_within_a_quarter_of_an_hour_by_its_author_and_that_shows()
    {
        await using var world = await World.Create(dialect);
        var dossier = await world.Submitted();
        await Send(world, World.Holder, dossier.Id, "Oups.", 0, ("a.png", await Image()));
        var message = (await Thread(world, World.Holder, dossier.Id)).Messages[0];
        Assert.That(message.Removable, Is.True);
        Assert.That((await Thread(world, World.Officer, dossier.Id)).Messages[0].Removable, Is.False);
        Assert.That(World.Code(await Remove(world, World.Officer, dossier.Id, message.Id)), Is.EqualTo("403 message.not-yours"));
        world.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.That(World.Code(await Remove(world, World.Holder, dossier.Id, message.Id)), Is.EqualTo("200"));
        var taken = (await Thread(world, World.Officer, dossier.Id)).Messages.Single();
        Assert.That((taken.Text, taken.RemovedAt is null, taken.Files.Count, taken.Unread), Is.EqualTo(((string?)null, false, 0, false)));
        Assert.That(await Unread(world, World.Officer), Is.Empty);
        Assert.That(World.Code(await Remove(world, World.Holder, dossier.Id, message.Id)), Is.EqualTo("409 message.not-removable"));
        await Send(world, World.Holder, dossier.Id, "Trop tard.", 1);
        var late = (await Thread(world, World.Holder, dossier.Id)).Messages[1];
        world.Clock.Advance(TimeSpan.FromMinutes(15) + TimeSpan.FromSeconds(1));
        Assert.That(World.Code(await Remove(world, World.Holder, dossier.Id, late.Id)), Is.EqualTo("409 message.not-removable"));
        Assert.That((await Thread(world, World.Officer, dossier.Id)).Messages[1].Text, Is.EqualTo("Trop tard."));
    }

    /// <summary>The smallest picture there is: one dot.</summary>
    static Task<byte[]> Image() => Task.FromResult(Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="));

    [Test]
    public async Task Files_are_what_they_say_and_reached_through_their_message_alone()
    {
        await using var world = await World.Create(dialect);
        var dossier = await world.Submitted();
        var other = await world.Submitted(by: World.Stranger);
        var image = await Image();
        foreach (var misleading in new[] { "../../secret.png", "\u202egnp.exe", "C:\\a.png" })
        {
            Assert.That(World.Code(await Send(world, World.Holder, dossier.Id, "Voici.", 0, (misleading, image))), Does.StartWith("422 attachment.name-"));
        }

        Assert.That(World.Code(await Send(world, World.Holder, dossier.Id, "Voici.", 0, ("capteur.exe", image))), Is.EqualTo("201"));
        var message = (await Thread(world, World.Officer, dossier.Id)).Messages.Single();
        Assert.That(message.Files.Single().Name, Does.EndWith(".png"));
        foreach (var (name, content) in new[] { ("a.png", Png), ("a.pdf", "<script>alert(1)</script>"u8.ToArray()), ("a.png", []), ("a.svg", "<svg onload='x'/>"u8.ToArray()) })
        {
            Assert.That(World.Code(await Send(world, World.Holder, dossier.Id, "Et ceci.", 1, (name, content))), Does.StartWith("4"));
        }

        Assert.That(World.Code(await Send(world, World.Holder, dossier.Id, "Trop.", 1, ("1.png", image), ("2.png", image), ("3.png", image), ("4.png", image))), Is.EqualTo("400"));
        Assert.That((await Thread(world, World.Officer, dossier.Id)).Messages, Has.Count.EqualTo(1), "what was refused was not sent");

        async Task<string> Download(Caller caller, Guid of, Guid messageId) =>
            World.Code((await DownloadMessageFile.Handle(of, messageId, message.Files[0].Id, world.Dossiers, Store(world), new AttachmentFiles(folder), caller, Stop)).Result);
        Assert.That(await Download(World.Officer, dossier.Id, message.Id), Is.EqualTo("200"));
        Assert.That(await Download(World.Holder, dossier.Id, message.Id), Is.EqualTo("200"));
        Assert.That(await Download(World.Stranger, dossier.Id, message.Id), Is.EqualTo("404 not-found"));
        Assert.That(await Download(World.Stranger, other.Id, message.Id), Is.EqualTo("404 not-found"));
        Assert.That(await Download(World.Officer, other.Id, message.Id), Is.EqualTo("404 not-found"));
        Assert.That(await Download(World.Administrator, dossier.Id, message.Id), Is.EqualTo("403 message.not-yours"));
    }

    [Test]
    public async Task Messages_are_for_the_holders_and_the_office_alone_and_once_there_is_a_deposit()
    {
        await using var world = await World.Create(dialect);
        var draft = await world.Draft();
        Assert.That(World.Code(await Send(world, World.Holder, draft.Id, "Bonjour", 0)), Is.EqualTo("409 message.not-deposited"));
        Assert.That((await Thread(world, World.Holder, draft.Id)).MayWrite, Is.False);
        Assert.That(World.Code(await Send(world, World.Officer, draft.Id, "Bonjour", 0)), Is.EqualTo("404 not-found"));
        var dossier = await world.Submitted();
        foreach (var (caller, code) in new[] { (World.Stranger, "404 not-found"), (World.Committee, "404 not-found"), (World.Administrator, "403 message.not-yours") })
        {
            Assert.That(World.Code(await Read(world, caller, dossier.Id)), Is.EqualTo(code));
            Assert.That(World.Code(await Send(world, caller, dossier.Id, "Bonjour", 0)), Is.EqualTo(code));
            Assert.That(World.Code(await Mark(world, caller, dossier.Id, 1)), Is.EqualTo(code));
            Assert.That(await Unread(world, caller), Is.Empty);
        }

        var both = World.Caller(Sample.Holder, Roles.Holder, Roles.Office);
        await Send(world, both, dossier.Id, "Je porte ce dossier.", 0);
        Assert.That((await Thread(world, World.Officer, dossier.Id)).Messages.Single().FromOffice, Is.False, "who holds a dossier writes as its holder");
    }

    [TestCase("", "400")]
    [TestCase(" \n\u202e ", "400")]
    public async Task What_says_nothing_is_not_sent(string text, string code)
    {
        await using var world = await World.Create(dialect);
        var dossier = await world.Submitted();
        Assert.That(World.Code(await Send(world, World.Holder, dossier.Id, text, 0)), Is.EqualTo(code));
        Assert.That(World.Code(await Send(world, World.Holder, dossier.Id, new string('x', Message.Longest + 1), 0)), Is.EqualTo("400"));
        Assert.That(World.Code(await Send(world, World.Holder, dossier.Id, new string('x', Message.Longest), 0)), Is.EqualTo("201"));
    }

    [Test]
    public async Task An_erased_person_leaves_no_text_no_file_and_no_address_and_their_data_can_be_had_before()
    {
        await using var world = await World.Create(dialect);
        await Staffed(world);
        var dossier = await world.Submitted();
        await Send(world, World.Holder, dossier.Id, "Mon numéro est le 06.", 0, ("a.png", await Image()));
        await Send(world, World.Officer, dossier.Id, "Merci.", 1);
        var held = await ExportPerson.Data.Of(world.Database.Database, Sample.Holder, themselves: true, Stop);
        Assert.That(Json.Write(held), Does.Contain("Mon numéro est le 06.").And.Contain("a.png").And.Not.Contain("Merci."));

        await world.Database.Hear(new PersonErased(Guid.CreateVersion7(), Sample.Holder, 9, Sample.Noon));
        var thread = await Thread(world, World.Officer, dossier.Id);
        Assert.That(thread.Messages.Select(message => (message.Text, message.Files.Count)), Is.EqualTo(new[] { ((string?)null, 0), ("Merci.", 0) }));
        Assert.That(await world.Database.Database.QuerySingleOrDefault<int>("select count(*) from Message where Written like '%06%'", null, Stop), Is.Zero);
        var mails = (await Mails(world)).Count;
        await Send(world, World.Officer, dossier.Id, "Encore.", 2);
        Assert.That(await Mails(world), Has.Count.EqualTo(mails), "an erased person has no address");
    }

    [Test]
    public async Task Messages_go_once_their_time_is_over_and_the_next_is_unread_all_the_same()
    {
        await using var world = await World.Create(dialect);
        var dossier = await world.Submitted();
        await Send(world, World.Holder, dossier.Id, "Ancien.", 0, ("a.png", await Image()));
        await Mark(world, World.Officer, dossier.Id, 1);
        var retention = new Retention(world.Database.Database, [MessageRetention.Category]);
        Assert.That((await retention.Lines(Stop)).Single().Due, Is.Zero);
        world.Clock.Advance(TimeSpan.FromDays(1826));
        Assert.That((await retention.Lines(Stop)).Single().Due, Is.EqualTo(1));
        Assert.That(await retention.Delete(MessageRetention.Category, Actor.Service("test"), Stop), Is.EqualTo(1));
        Assert.That((await Thread(world, World.Officer, dossier.Id)).Messages, Is.Empty);
        await Send(world, World.Holder, dossier.Id, "Nouveau.", 0);
        Assert.That(await Unread(world, World.Officer), Has.Count.EqualTo(1));
    }

    [TestCase("Anna\u202eMartin", "AnnaMartin")]
    [TestCase("  Anna \u200b\t Martin\n", "Anna Martin")]
    [TestCase("Anna Martin", "Anna Martin")]
    public void A_name_beside_a_message_holds_nothing_unseen(string name, string shown) => Assert.That(Message.CleanName(name), Is.EqualTo(shown));
}
