using Labelling.Storage;
using static Labelling.Hosting.HolderReads;

namespace Labelling.Hosting.Tests;

/// <summary>What a holder reads of the trail, whatever the services write into it.</summary>
public class TrailTests
{
    static readonly Guid Holder = Guid.CreateVersion7(), Officer = Guid.CreateVersion7();

    static readonly TrailTable Table = new(
        new("a.step", "Took a step", "A franchi une étape", Always), new("a.draft", "Wrote", "A écrit", OwnActs), new("a.secret", "Decided", "A décidé", Nothing));

    static AuditEntry Entry(string action, Guid? person, string role) => new()
    {
        Position = 1,
        At = DateTimeOffset.UnixEpoch,
        PersonId = person,
        ActorRole = role,
        Origin = "192.0.2.7",
        Action = action,
        SubjectId = Guid.Empty,
        ValueBefore = """{"a":1}""",
        ValueAfter = """{"a":2}""",
        PersonalValue = """{"name":"Zoé"}""",
    };

    static readonly Dictionary<Guid, string> Names = new() { [Holder] = "Hedy", [Officer] = "Otto" };

    static TrailLine? Read(AuditEntry entry) => Table.ForHolder([entry], new HashSet<Guid> { Holder }, Names).Lines.SingleOrDefault();

    [Test]
    public void A_step_is_read_by_the_role_of_who_took_it_and_no_name_no_address_no_values()
    {
        var line = Read(Entry("a.step", Officer, "office"));
        Assert.That(line, Is.EqualTo(new TrailLine(DateTimeOffset.UnixEpoch, "a.step", "Took a step", null, "office", null, null, null)));
    }

    [Test]
    public void A_holders_own_act_is_read_with_the_name() => Assert.That(Read(Entry("a.draft", Holder, "holder"))?.Who, Is.EqualTo("Hedy"));

    [TestCase("a.draft")]
    [TestCase("a.secret")]
    [TestCase("a.new-act-that-nobody-placed")]
    [TestCase("heard.expert-assigned")]
    [TestCase("item.voted")]
    public void What_others_did_and_what_is_not_in_the_table_is_nothing_to_a_holder(string action)
    {
        Assert.That(Read(Entry(action, Officer, "office")), Is.Null);
        Assert.That(Read(Entry(action, null, "service")), Is.Null);
    }

    [TestCase("a.secret")]
    [TestCase("a.new-act-that-nobody-placed")]
    public void Not_even_when_the_holder_did_it(string action) => Assert.That(Read(Entry(action, Holder, "holder")), Is.Null);

    [Test]
    public void The_office_reads_everything_with_from_where_and_before_and_after()
    {
        var lines = Table.ForOffice([Entry("a.secret", Officer, "office"), Entry("a.unknown", null, "service")], Names).Lines;
        Assert.That(lines.Select(line => (line.What, line.Who, line.From, line.Before?.ToJsonString(), line.After?.ToJsonString())), Is.EqualTo(new[]
        {
            ("Decided", "Otto", "192.0.2.7", """{"a":1}""", """{"a":2}"""), ("a.unknown", (string?)null, "192.0.2.7", """{"a":1}""", """{"a":2}"""),
        }));
        Assert.That(string.Concat(lines.Select(line => Json.Write(line))), Does.Not.Contain("Zoé"), "personal values stay apart");
    }
}
