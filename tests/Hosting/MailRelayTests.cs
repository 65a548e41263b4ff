using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Labelling.Contracts;
using Labelling.Ground;
using Labelling.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Labelling.Hosting.Tests;

/// <summary>From the commit of a mail to the mail server or the folder.</summary>
public class MailRelayTests
{
    static readonly CancellationToken Stop = CancellationToken.None;

    Folder folder = null!;

    [SetUp]
    public void Make() => folder = new Folder();

    [TearDown]
    public void Delete() => folder.Dispose();

    string Pickup => Path.Combine(folder.Path, "mail");

    string[] Files => Directory.Exists(Pickup) ? Directory.GetFiles(Pickup, "*.eml") : [];

    async Task<WebApplication> Start(params string[] settings)
    {
        var app = await LabellingHost.Build(["--urls", "http://127.0.0.1:0", "--data", folder.Path, .. settings], Probe.All);
        await app.StartAsync();
        return app;
    }

    static Database DatabaseOf(WebApplication app) => app.Services.GetRequiredService<Databases>()[EventCatalogue.Submission];

    static async Task Write(Database database, params OutgoingMail[] mails)
    {
        await using var transaction = await database.Begin(Stop);
        foreach (var mail in mails)
            await Mail.Add(transaction, mail);
        await transaction.Commit();
    }

    static OutgoingMail To(string address, string key, string subject = "Bonjour", string text = "Bonjour") => new("test.greeting", key, address, "fr", subject, text);

    static async Task<IReadOnlyList<MailLine>> Log(Database database) => (await Mail.Log(database, 1, 200, Stop)).Lines;

    static Task AllSent(Database database) => Eventually(async () => (await Log(database)).All(line => line.SentAt is not null));

    static async Task Eventually(Func<Task<bool>> holds) => Assert.That(await Patience.Until(holds), "it did not come about");

    [Test]
    public async Task What_is_committed_lies_in_the_folder_under_the_name_of_its_id()
    {
        await using var app = await Start("--Mail:Pickup", Pickup, "--Mail:From", "Comité <comite@cluster.example>");
        await Write(DatabaseOf(app), To("zoe@alpha.example", "one", "Votre dossier « Étoile »", "À demain,\r\n.un point\n" + new string('é', 500)) with { Name = "Zoé Martin", Html = "<p>À demain</p>", Attachments = [new("invité.ics", "text/calendar; charset=utf-8", [1, 2, 3])] });
        await AllSent(DatabaseOf(app));
        var line = (await Log(DatabaseOf(app))).Single();
        Assert.That(Files.Select(Path.GetFileName), Is.EqualTo(new[] { PickupMail.FileOf(line.Id) }));
        Assert.That(Directory.GetFileSystemEntries(Pickup), Has.Length.EqualTo(1), "nothing half-written is left");
        var text = await File.ReadAllTextAsync(Files[0]);
        Assert.That(text.All(char.IsAscii), "headers and bodies travel as ASCII");
        var headers = Headers(text);
        Assert.That(headers["message-id"], Is.EqualTo($"<{line.Id:N}@cluster.example>"));
        Assert.That(headers["content-language"], Is.EqualTo("fr"));
        Assert.That(Decoded(headers["subject"]), Is.EqualTo("Votre dossier « Étoile »"));
        Assert.That(Decoded(headers["to"]), Is.EqualTo("\"Zoé Martin\" <zoe@alpha.example>").Or.EqualTo("Zoé Martin <zoe@alpha.example>"));
        Assert.That(Decoded(headers["from"]), Does.EndWith("<comite@cluster.example>").And.Contains("Comité"));
        Assert.That(text, Does.Contain("AQID").And.Contains("text/html").And.Contains("=C3=80 demain"));
        await app.StopAsync();
    }

    [Test]
    public async Task Nobody_can_begin_a_header_with_a_name_a_subject_or_a_file()
    {
        const string Nasty = "x\r\nBcc: victim@example.org\r\n\r\nHello \"><script>";
        await using var app = await Start("--Mail:Pickup", Pickup);
        await Write(DatabaseOf(app), To("zoe@alpha.example", "one", Nasty) with { Name = Nasty, Attachments = [new(Nasty, Nasty.Replace("x", "text/plain"), [1])] },
            To("zoe@alpha.example", "two", Nasty) with { Name = Nasty, Attachments = [new(Nasty, "text/plain", [1])] });
        await Eventually(() => Task.FromResult(Files.Length == 1));
        var text = await File.ReadAllTextAsync(Files[0]);
        Assert.That(Headers(text).Keys, Has.None.EqualTo("bcc"));
        Assert.That(text.ReplaceLineEndings("\n").Split('\n'), Has.None.StartsWith("Bcc").IgnoreCase);
        // A type that is none can be sent by nobody: it waits where the office sees it, and holds up nothing else.
        await Eventually(async () => (await Log(DatabaseOf(app))).Single(line => line.SentAt is null).Attempts > 0);
        await app.StopAsync();
    }

    [Test]
    public async Task A_mail_sent_again_after_a_crash_replaces_its_own_file()
    {
        await using var app = await Start();
        await Write(DatabaseOf(app), To("zoe@alpha.example", "one"));
        var mail = (await Mail.Claim(DatabaseOf(app), "test", 10, TimeSpan.FromMinutes(1), Stop)).Single();
        var sender = new PickupMail(MailSettings.Read(new Microsoft.Extensions.Configuration.ConfigurationManager { ["Mail:Pickup"] = Pickup }));
        Directory.CreateDirectory(Path.Combine(Pickup, $".{mail.Id:N}"));
        await File.WriteAllTextAsync(Path.Combine(Pickup, $".{mail.Id:N}", "half.eml"), "half");
        await sender.Send(mail, Stop);
        await sender.Send(mail, Stop);
        Assert.That(Directory.GetFileSystemEntries(Pickup).Select(Path.GetFileName), Is.EqualTo(new[] { PickupMail.FileOf(mail.Id) }));
        Assert.That(await File.ReadAllTextAsync(Files[0]), Does.Contain("Bonjour"));
        await app.StopAsync();
    }

    [Test]
    public async Task Without_a_way_out_mails_wait_and_leave_once_there_is_one()
    {
        await using (var app = await Start())
        {
            await Write(DatabaseOf(app), To("zoe@alpha.example", "one"), To("ali@beta.example", "two"));
            Assert.That((await Log(DatabaseOf(app))).Select(line => line.SentAt), Is.All.Null);
            await app.StopAsync();
        }
        await using var later = await Start("--Mail:Pickup", Pickup);
        await AllSent(DatabaseOf(later));
        Assert.That(Files, Has.Length.EqualTo(2));
        await later.StopAsync();
    }

    [Test]
    public async Task The_mail_server_gets_each_mail_once_with_its_text()
    {
        await using var server = new MailServer();
        await using var app = await Start("--Mail:Smtp", server.Address, "--Mail:From", "Labelling <labelling@cluster.example>");
        await Write(DatabaseOf(app), [.. Enumerable.Range(1, 25).Select(number => To($"person{number}@alpha.example", $"{number}", $"Numéro {number}", $".{number}"))]);
        await AllSent(DatabaseOf(app));
        Assert.That(server.Received.Select(mail => mail.To), Is.EquivalentTo(Enumerable.Range(1, 25).Select(number => $"person{number}@alpha.example")));
        Assert.That(server.Received.Select(mail => mail.From), Is.All.EqualTo("labelling@cluster.example"));
        var first = server.Received.Single(mail => mail.To == "person1@alpha.example").Data;
        Assert.That(Decoded(Headers(first)["subject"]), Is.EqualTo("Numéro 1"));
        Assert.That(first.ReplaceLineEndings("\n"), Does.Contain("\n\n.1"));
        Assert.That(server.Received.Select(mail => Headers(mail.Data)["message-id"]).Distinct().Count(), Is.EqualTo(25));
        await app.StopAsync();
    }

    [Test]
    public async Task A_server_that_says_later_is_asked_again_and_an_address_it_refuses_is_not()
    {
        await using var server = new MailServer { Answer = to => to.StartsWith("nobody", StringComparison.Ordinal) ? "550 no such user" : to.StartsWith("busy", StringComparison.Ordinal) ? "451 later" : "250 OK" };
        await using var app = await Start("--Mail:Smtp", server.Address, "--Mail:From", "labelling@cluster.example");
        await Write(DatabaseOf(app), To("nobody@alpha.example", "one"), To("busy@alpha.example", "two"), To("zoe@alpha.example", "three"));
        await Eventually(async () => (await Log(DatabaseOf(app))).All(line => line.SentAt is not null || line.Attempts > 0));
        var lines = (await Log(DatabaseOf(app))).ToDictionary(line => line.Address!);
        Assert.That(lines["nobody@alpha.example"], Has.Property(nameof(MailLine.RefusedAt)).Not.Null.And.Property(nameof(MailLine.LastError)).Contains("550"));
        Assert.That(lines["busy@alpha.example"], Has.Property(nameof(MailLine.RefusedAt)).Null.And.Property(nameof(MailLine.SentAt)).Null.And.Property(nameof(MailLine.LastError)).Contains("later"));
        Assert.That(lines["zoe@alpha.example"].SentAt, Is.Not.Null);
        await app.StopAsync();
    }

    [Test]
    public async Task A_server_that_is_away_loses_nothing()
    {
        var port = ServiceProcess.FreePort();
        await using var app = await Start("--Mail:Smtp", $"smtp://127.0.0.1:{port}", "--Mail:From", "labelling@cluster.example");
        await Write(DatabaseOf(app), To("zoe@alpha.example", "one"));
        await Eventually(async () => (await Log(DatabaseOf(app))).Single().Attempts > 0);
        await app.StopAsync();

        await using var server = new MailServer();
        await using var back = await Start("--Mail:Smtp", server.Address, "--Mail:From", "labelling@cluster.example");
        await AllSent(DatabaseOf(back));
        Assert.That(server.Received, Has.Count.EqualTo(1));
        await back.StopAsync();
    }

    [Test]
    public async Task A_password_is_never_sent_without_encryption()
    {
        await using var server = new MailServer();
        var settings = MailSettings.Read(new Microsoft.Extensions.Configuration.ConfigurationManager { ["Mail:Smtp"] = $"smtps://user:secret@127.0.0.1:{server.Port}", ["Mail:From"] = "labelling@cluster.example" });
        await using var app = await Start();
        await Write(DatabaseOf(app), To("zoe@alpha.example", "one"));
        var mail = (await Mail.Claim(DatabaseOf(app), "test", 10, TimeSpan.FromMinutes(1), Stop)).Single();
        Assert.That(() => new SmtpMail(settings).Send(mail, Stop), Throws.InstanceOf<System.Net.Mail.SmtpException>(), "this server has no STARTTLS");
        Assert.That(server.Commands, Has.None.StartsWith("AUTH"));
        Assert.That(server.Received, Is.Empty);
        Assert.That(MailSettings.Read(new Microsoft.Extensions.Configuration.ConfigurationManager { ["Mail:Smtp"] = "smtp://user:secret@mail.example.org:587", ["Mail:From"] = "labelling@cluster.example" }).Encrypted);
        await app.StopAsync();
    }

    /// <summary>A sender that dies in the middle: some mails left, the mark of the last one was never written.</summary>
    sealed class Dying(IMailSender behind, int after) : IMailSender
    {
        int left = after;

        public async Task Send(MailToSend mail, CancellationToken stop)
        {
            await behind.Send(mail, CancellationToken.None);
            if (Interlocked.Decrement(ref left) == 0)
                await Task.Delay(Timeout.Infinite, stop);
        }
    }

    sealed class Counting : IMailSender
    {
        public readonly ConcurrentQueue<Guid> Sent = [];

        public async Task Send(MailToSend mail, CancellationToken stop)
        {
            Sent.Enqueue(mail.Id);
            await Task.Yield();
        }
    }

    [Test]
    public async Task A_relay_killed_between_the_file_and_the_mark_loses_nothing_and_writes_no_second_file()
    {
        var clock = new TestClock("2026-03-12T09:00:00Z");
        await using var test = await TestDatabase.Create(Dialect.Sqlite, Probe.Service(EventCatalogue.Submission), clock);
        await Write(test.Database, [.. Enumerable.Range(1, 30).Select(number => To($"person{number}@alpha.example", $"{number}"))]);
        var pickup = new PickupMail(MailSettings.Read(new Microsoft.Extensions.Configuration.ConfigurationManager { ["Mail:Pickup"] = Pickup }));
        var killed = new MailRelay(test.Database, new Dying(pickup, 7), NullLogger<MailRelay>.Instance);
        await killed.StartAsync(Stop);
        await Eventually(() => Task.FromResult(Files.Length == 7));
        Assert.That((await Log(test.Database)).Count(line => line.SentAt is not null), Is.EqualTo(6), "the seventh lies in the folder and is not marked");

        // Killed: nobody gives anything back; the lease has to end.
        clock.Advance(TimeSpan.FromMinutes(7));
        using var next = new MailRelay(test.Database, pickup, NullLogger<MailRelay>.Instance);
        await next.StartAsync(Stop);
        await AllSent(test.Database);
        await next.StopAsync(Stop);
        Assert.That(Files.Select(Path.GetFileName), Is.EquivalentTo((await Log(test.Database)).Select(line => PickupMail.FileOf(line.Id))));
        await killed.StopAsync(Stop);
        killed.Dispose();
    }

    [Test]
    public async Task Two_relays_at_once_send_each_mail_once()
    {
        await using var test = await TestDatabase.Create(Dialect.Sqlite, Probe.Service(EventCatalogue.Submission), TimeProvider.System);
        var sender = new Counting();
        var relays = Enumerable.Range(0, 4).Select(_ => new MailRelay(test.Database, sender, NullLogger<MailRelay>.Instance)).ToList();
        foreach (var relay in relays)
            await relay.StartAsync(Stop);
        foreach (var some in Enumerable.Range(1, 120).Chunk(10))
            await Write(test.Database, [.. some.Select(number => To($"person{number}@alpha.example", $"{number}"))]);
        await AllSent(test.Database);
        foreach (var relay in relays)
        {
            await relay.StopAsync(Stop);
            relay.Dispose();
        }
        Assert.That(sender.Sent, Has.Count.EqualTo(120).And.Unique);
    }

    [Test]
    public async Task The_office_sees_what_left_and_nobody_else_does()
    {
        await using var app = await Start();
        await Write(DatabaseOf(app), To("zoe@alpha.example", "one", "Votre <dossier>", "the text"));
        using var http = new HttpClient { BaseAddress = Probe.AddressOf(app) };
        foreach (var (role, expected) in new[] { (Roles.Office, 200), (Roles.Administrator, 200), (Roles.Chair, 403), (Roles.Holder, 403), (null, 401) })
            foreach (var address in new[] { "/fragments/submission/mail", "/api/mail/submission" })
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, address);
                if (role is not null)
                    request.Headers.Authorization = new("Bearer", SignIn.Token(app.Services.GetRequiredService<SigningKey>(), Guid.CreateVersion7(), [role], DateTimeOffset.UtcNow));
                using var response = await http.SendAsync(request);
                Assert.That((int)response.StatusCode, Is.EqualTo(expected), $"{role} {address}");
                if (expected != 200)
                    continue;
                var said = await response.Content.ReadAsStringAsync();
                Assert.That(said, Does.Contain("zoe@alpha.example").And.Not.Contains("the text"));
                Assert.That(said.Contains("Votre &lt;dossier&gt;") || said.Contains("\"Votre <dossier>\""), said);
            }
        await app.StopAsync();
    }

    static Dictionary<string, string> Headers(string message)
    {
        var head = message.ReplaceLineEndings("\n").Split("\n\n", 2)[0].Replace("\n ", " ").Replace("\n\t", " ");
        return head.Split('\n').Select(line => line.Split(": ", 2)).ToDictionary(parts => parts[0].ToLowerInvariant(), parts => parts[1]);
    }

    /// <summary>RFC 2047.</summary>
    static string Decoded(string header) => System.Text.RegularExpressions.Regex.Replace(
        System.Text.RegularExpressions.Regex.Replace(header, @"\?=\s+=\?", "?==?"), @"=\?utf-8\?([BQ])\?([^?]*)\?=",
        match => Encoding.UTF8.GetString(match.Groups[1].Value is "B" or "b"
            ? Convert.FromBase64String(match.Groups[2].Value)
            : [.. Bytes(match.Groups[2].Value)]), System.Text.RegularExpressions.RegexOptions.IgnoreCase);

    static IEnumerable<byte> Bytes(string quoted)
    {
        for (var index = 0; index < quoted.Length; index++)
            if (quoted[index] == '=')
            {
                yield return Convert.ToByte(quoted.Substring(index + 1, 2), 16);
                index += 2;
            }
            else
            {
                yield return (byte)(quoted[index] == '_' ? ' ' : quoted[index]);
            }
    }
}

public class MailSettingsTests
{
    static MailSettings Read(params (string Name, string Value)[] settings)
    {
        var configuration = new Microsoft.Extensions.Configuration.ConfigurationManager();
        foreach (var (name, value) in settings)
            configuration[name] = value;
        return MailSettings.Read(configuration);
    }

    [TestCase("Mail:Smtp", "mail.example.org", "Mail__Smtp is not an address like smtp://user:password@mail.example.org:587.")]
    [TestCase("Mail:Smtp", "http://u:secret@mail.example.org", "Mail__Smtp is not an address like smtp://user:password@mail.example.org:587.")]
    [TestCase("Mail:Smtp", "smtps://mail.example.org:465", "Mail__Smtp names port 465, where encryption comes before the greeting; this program begins it with STARTTLS: name the submission port, usually 587.")]
    [TestCase("Mail:Smtp", "smtp://mail.example.org:587", "Mail__From is missing: whom is mail from? For example Labelling <labelling@example.org>.")]
    [TestCase("Mail:From", "a@b.example, c@d.example", "Mail__From is not an address like Labelling <labelling@example.org>.")]
    [TestCase("PublicAddress", "labelling.example.org", "PublicAddress is not an address like https://labelling.example.org.")]
    public void A_setting_that_cannot_be_used_is_named_without_its_password(string name, string value, string sentence) =>
        Assert.That(() => Read((name, value)), Throws.TypeOf<SettingsException>().With.Message.EqualTo(sentence));

    [Test]
    public void Two_ways_out_are_one_too_many() =>
        Assert.That(() => Read(("Mail:Smtp", "smtp://localhost:25"), ("Mail:Pickup", "/tmp/x"), ("Mail:From", "a@b.example")), Throws.TypeOf<SettingsException>());

    [Test]
    public void The_password_is_not_shown() =>
        Assert.That(Read(("Mail:Smtp", "smtp://user:secret@mail.example.org:587"), ("Mail:From", "a@b.example")).ToString(), Does.Not.Contain("secret").And.Contains("mail.example.org"));
}

/// <summary>As much of a mail server as sending needs (RFC 5321), without encryption.</summary>
sealed class MailServer : IAsyncDisposable
{
    readonly System.Net.Sockets.TcpListener listener = new(IPAddress.Loopback, 0);
    readonly ConcurrentBag<System.Net.Sockets.TcpClient> clients = [];

    public MailServer()
    {
        listener.Start();
        _ = Accept();
    }

    public sealed record Received1(string From, string To, string Data);

    public ConcurrentQueue<Received1> Received { get; } = [];

    public ConcurrentQueue<string> Commands { get; } = [];

    /// <summary>What it says to a recipient.</summary>
    public Func<string, string> Answer { get; init; } = _ => "250 OK";

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public string Address => $"smtp://127.0.0.1:{Port}";

    async Task Accept()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync();
                clients.Add(client);
                _ = Talk(client);
            }
        }
        catch (Exception ended) when (ended is System.Net.Sockets.SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    async Task Talk(System.Net.Sockets.TcpClient client)
    {
        try
        {
            using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
            await using var writer = new StreamWriter(client.GetStream(), Encoding.ASCII) { NewLine = "\r\n", AutoFlush = true };
            await writer.WriteLineAsync("220 test");
            var from = "";
            var to = "";
            while (await reader.ReadLineAsync() is { } line)
            {
                Commands.Enqueue(line);
                var verb = line.Split(' ', ':')[0].ToUpperInvariant();
                switch (verb)
                {
                    case "EHLO" or "HELO":
                        await writer.WriteLineAsync("250 test");
                        break;
                    case "MAIL":
                        from = Between(line);
                        await writer.WriteLineAsync("250 OK");
                        break;
                    case "RCPT":
                        to = Between(line);
                        await writer.WriteLineAsync(Answer(to));
                        break;
                    case "DATA":
                        await writer.WriteLineAsync("354 go on");
                        var data = new StringBuilder();
                        while (await reader.ReadLineAsync() is { } text && text != ".")
                            data.Append(text.StartsWith("..", StringComparison.Ordinal) ? text[1..] : text).Append("\r\n");
                        Received.Enqueue(new Received1(from, to, data.ToString()));
                        await writer.WriteLineAsync("250 OK");
                        break;
                    case "QUIT":
                        await writer.WriteLineAsync("221 bye");
                        return;
                    case "RSET":
                        await writer.WriteLineAsync("250 OK");
                        break;
                    default:
                        await writer.WriteLineAsync("502 not here");
                        break;
                }
            }
        }
        catch (Exception ended) when (ended is IOException or System.Net.Sockets.SocketException or ObjectDisposedException)
        {
            // The other side hung up.
        }
    }

    static string Between(string line) => line[(line.IndexOf('<') + 1)..line.IndexOf('>')];

    public ValueTask DisposeAsync()
    {
        listener.Stop();
        foreach (var client in clients)
            client.Dispose();
        return ValueTask.CompletedTask;
    }
}
