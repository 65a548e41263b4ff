using System.Text.Json;
using System.Text.Json.Nodes;
using Labelling.ExpertReview.Labels;
using Labelling.ExpertReview.Tests.Sessions;
using Labelling.Ground;
using Labelling.Storage;

namespace Labelling.ExpertReview.Tests.Labels;

public sealed class CertificateTests
{
    readonly string folder = Directory.CreateTempSubdirectory("labelling-label-").FullName;

    [OneTimeTearDown]
    public void Remove() => Directory.Delete(folder, recursive: true);

    static async Task<Certificate> Released(CommitteeWorld world)
    {
        var session = await world.Opened([await world.Dossier(1)]);
        await world.Decide(session.Id, session.Items[0].Id, Committee.WithReservations);
        (await world.Release(Committee.Chair, session.Items[0].Id)).As<ReleasedList>();
        return (await world.Certificates("L-2026-0001")).Single();
    }

    [Test]
    public async Task A_released_label_is_checked_by_openssl_and_with_another_byte_it_fails()
    {
        await using var world = await CommitteeWorld.Create(Dialect.Sqlite);
        var certificate = await Released(world);
        await File.WriteAllTextAsync(Path.Combine(folder, "key.pem"), world.Keys.Published.Single(key => key.Id == certificate.KeyId).Pem);
        await File.WriteAllBytesAsync(Path.Combine(folder, "label.json"), certificate.Bytes);
        await File.WriteAllBytesAsync(Path.Combine(folder, "label.sig"), certificate.Signature);
        Task<(int Code, string Said)> Check() => Tool.Run(folder, "openssl", "dgst", "-sha256", "-verify", "key.pem", "-signature", "label.sig", "label.json");

        Assert.That(await Check(), Is.EqualTo((0, "Verified OK\n")));
        var changed = certificate.Bytes;
        changed[^10] ^= 1;
        await File.WriteAllBytesAsync(Path.Combine(folder, "label.json"), changed);
        var (code, said) = await Check();
        Assert.That((code, said.Split('\n')[0]), Is.EqualTo((1, "Verification failure")));
    }

    [Test]
    public async Task What_is_signed_says_the_whole_label_in_its_one_form()
    {
        await using var world = await CommitteeWorld.Create(Dialect.Sqlite);

        var certificate = await Released(world);

        Assert.That(certificate.Content, Is.EqualTo($$"""
            {"call":"i-demo","certificate":{"issuedOn":"2026-03-12","keyId":"{{world.Keys.Id}}","version":1},"coLabelledBy":[],
            "dossier":{"reference":"2026-0001","title":"Imaging 1","version":1},"format":"labelling-label-1","fundingBody":"Bpifrance",
            "holder":"Optica 1","issuedOn":"2026-03-12","kind":"project-label","number":"L-2026-0001",
            "programme":{"code":"project-label","name":{"en":"Project label","fr":"Label projet"},"version":1},
            "reservations":[{"dueOn":"2026-06-30","liftedOn":null,"owner":"Optica","text":"Name a clinician"}],
            "signatory":{"name":"Person 01","role":"chair"},"validUntil":"2028-03-12"}
            """.Replace("\n", "", StringComparison.Ordinal)));
        Assert.That(CanonicalJson.Write(JsonNode.Parse(certificate.Content)), Is.EqualTo(certificate.Content));
    }

    // From RFC 8785, as far as it concerns what a label holds.
    [TestCase("{\"b\":1,\"a\":[true,false,null,{}],\"é\":\"x\",\"\\ud83d\\ude00\":1,\"\\ufb33\":2}", "{\"a\":[true,false,null,{}],\"b\":1,\"é\":\"x\",\"😀\":1,\"\ufb33\":2}")]
    [TestCase("""{"\u20ac":"Euro Sign","\r":"Carriage Return","1":"One","\u0080":"Control","\u00f6":"o"}""", "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"ö\":\"o\",\"€\":\"Euro Sign\"}")]
    [TestCase(""" { "a" : "\u000f\u000aA'\u0042\"\\\"\/<\u2028" } """, "{\"a\":\"\\u000f\\nA'B\\\"\\\\\\\"/<\u2028\"}")]
    [TestCase("[-0, 12, 9007199254740991]", "[0,12,9007199254740991]")]
    [TestCase("[]", "[]")]
    public void One_content_has_one_text(string given, string canonical) =>
        Assert.That(CanonicalJson.Write(JsonNode.Parse(given)), Is.EqualTo(canonical));

    [TestCase("1.5")]
    [TestCase("9007199254740992")]
    [TestCase("1e3")]
    public void A_number_that_programs_read_differently_is_not_signed(string number) =>
        Assert.That(() => CanonicalJson.Write(JsonNode.Parse(number)), Throws.ArgumentException);

    [Test]
    public void Members_are_read_the_same_by_any_reader([Values("\"", "\\", "\u0001", "\u001f", "\u007f", "\u2028", "😀", "\n\t\b\f\r")] string text)
    {
        using var read = JsonDocument.Parse(CanonicalJson.Write(new JsonObject { [text] = text }));

        var member = read.RootElement.EnumerateObject().Single();
        Assert.That((member.Name, member.Value.GetString()), Is.EqualTo((text, text)));
    }

    [Test]
    public void A_key_that_was_changed_is_kept_for_checking()
    {
        var keys = Directory.CreateTempSubdirectory("labelling-keys-").FullName;
        try
        {
            var before = new LabelKeys(keys);
            var signed = before.Sign([1, 2, 3]);
            Assert.That(new LabelKeys(keys).Id, Is.EqualTo(before.Id), "the next process reads it");
            File.Move(Path.Combine(keys, "label-signing.pem"), Path.Combine(keys, "label-signing-2025.pem"));

            var after = new LabelKeys(keys);

            Assert.That(after.Id, Is.Not.EqualTo(before.Id));
            Assert.That(after.Published.Select(key => (key.Id, key.Current)), Is.EqualTo(new[] { (after.Id, true), (before.Id, false) }));
            Assert.That(after.Published.Select(key => key.Pem), Is.All.StartsWith("-----BEGIN PUBLIC KEY-----\n"));
            Assert.That(after.Holds(before.Id, [1, 2, 3], signed), Is.True);
            Assert.That(after.Holds(after.Id, [1, 2, 3], signed), Is.False);
            Assert.That(after.Holds(before.Id, [1, 2, 4], signed), Is.False);
            if (!OperatingSystem.IsWindows())
                Assert.That(File.GetUnixFileMode(Path.Combine(keys, "label-signing.pem")), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        }
        finally
        {
            Directory.Delete(keys, recursive: true);
        }
    }
}
