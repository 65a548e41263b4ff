using System.Text.Json;
using System.Text.Json.Nodes;
using Labelling.Storage;

namespace Labelling.Contracts.Tests;

/// <summary>
/// Messages stay readable: those of the past by the program of today, those of a newer publisher by an older listener.
/// For a new event, or one that has grown: LABELLING_WRITE_GOLDEN=1 dotnet test tests/Contracts, and commit the file.
/// </summary>
public class MessageTests
{
    [OneTimeSetUp]
    public void WriteMissing() => GoldenFile.WriteMissing();

    static IEnumerable<string> Events() => EventCatalogue.All.Select(kind => kind.Name);

    // Once files are written, the run that wrote them does not list them here; it lists what was there when it began.
    static IEnumerable<GoldenFile> Files() => GoldenFile.All();

    static EventKind KindOf(GoldenFile golden) =>
        EventCatalogue.Named(golden.Event)
        ?? throw new AssertionException($"{golden.FileName}: {golden.Event} is in the catalogue no more, but messages of it were sent. Put the record back; a new one goes beside it.");

    [TestCaseSource(nameof(Events))]
    public void An_event_has_a_sample_with_every_member_filled(string name) =>
        Assert.That(Growth.Unfilled(JsonNode.Parse(Json.Write(Samples.Of(EventCatalogue.Named(name)!)))), Is.Empty);

    [TestCaseSource(nameof(Events))]
    public void An_event_is_written_as_in_its_newest_golden_file(string name)
    {
        var golden = GoldenFile.Newest(name);
        Assert.That(golden, Is.Not.Null, $"{name} has no golden file: LABELLING_WRITE_GOLDEN=1 dotnet test tests/Contracts writes it.");
        var kind = EventCatalogue.Named(name)!;
        Assert.That(Growth.NewMembers(golden!.Message, kind.Type), Is.Empty, $"{name} has grown: LABELLING_WRITE_GOLDEN=1 dotnet test tests/Contracts writes its next golden file.");
        Assert.That(GoldenFile.Write(Samples.Of(kind)), Is.EqualTo(golden.Text));
    }

    [Test]
    public void Every_golden_file_is_of_an_event_in_the_catalogue() =>
        Assert.That(GoldenFile.All().Select(golden => golden.Event).Distinct(), Is.EquivalentTo(EventCatalogue.All.Select(kind => kind.Name)));

    [TestCaseSource(nameof(Files))]
    public void A_message_of_the_past_is_read_as_it_was_meant(GoldenFile golden)
    {
        var kind = KindOf(golden);
        var now = JsonNode.Parse(Json.Write(Json.Read(golden.Text, kind.Type)));
        Assert.That(Growth.AsFarAs(golden.Message, now)!.ToJsonString(), Is.EqualTo(golden.Message.ToJsonString()));
        var sample = JsonNode.Parse(Json.Write(Samples.Of(kind)));
        Assert.That(Growth.AsFarAs(golden.Message, sample)!.ToJsonString(), Is.EqualTo(golden.Message.ToJsonString()), "the sample was changed: samples only grow");
    }

    [TestCaseSource(nameof(Files))]
    public void A_message_of_a_newer_publisher_is_read_without_what_is_unknown(GoldenFile golden)
    {
        var kind = KindOf(golden);
        var newer = Growth.WithUnknownMembers(golden.Message)!.ToJsonString();
        Assert.That(Json.Write(Json.Read(newer, kind.Type)), Is.EqualTo(Json.Write(Json.Read(golden.Text, kind.Type))));
    }

    [TestCaseSource(nameof(Files))]
    public void A_message_without_its_optional_members_is_read(GoldenFile golden)
    {
        var kind = KindOf(golden);
        var bare = Growth.WithoutOptional(golden.Message, kind.Type);
        var now = JsonNode.Parse(Json.Write(Json.Read(bare.ToJsonString(), kind.Type)));
        Assert.That(Growth.AsFarAs(bare, now)!.ToJsonString(), Is.EqualTo(bare.ToJsonString()));
    }

    [TestCaseSource(nameof(Files))]
    public void An_event_only_grows_and_what_is_new_is_optional(GoldenFile golden)
    {
        var kind = KindOf(golden);
        Assert.Multiple(() =>
        {
            Assert.That(Growth.Lost(golden.Message, JsonNode.Parse(Json.Write(Samples.Of(kind)))), Is.Empty, "members that were written once and are no more");
            Assert.That(Growth.NewMembers(golden.Message, kind.Type).Where(member => !member.Optional), Is.Empty, "new members that old messages do not have");
        });
    }

    /// <summary>A listener that still runs the old program cannot read a value it has not heard of: a new one needs a new event.</summary>
    [TestCase(typeof(Award), "ProjectLabel, IdeaLabel, ProductLabel, Prize, Accelerator")]
    [TestCase(typeof(DossierKind), "Project, Platform")]
    [TestCase(typeof(InterviewRecommendation), "Proceed, ProceedWithAdvice, Replan, Redirect")]
    [TestCase(typeof(ApplicationStage), "PreProposal, Full, Appeal")]
    [TestCase(typeof(FundingResult), "Pending, Funded, ReserveList, Refused, Withdrawn, Unknown")]
    [TestCase(typeof(HowKnown), "DeclaredByHolder, CheckedByOffice, ImportedFromBody")]
    public void The_values_of_an_enumeration_stay_what_they_are(Type type, string values) =>
        Assert.That(string.Join(", ", Enum.GetNames(type)), Is.EqualTo(values));

    [Test]
    public void No_enumeration_of_the_contracts_is_without_its_line_above() =>
        Assert.That(
            typeof(EventCatalogue).Assembly.GetExportedTypes().Where(type => type.IsEnum),
            Is.EquivalentTo(typeof(MessageTests).GetMethod(nameof(The_values_of_an_enumeration_stay_what_they_are))!
                .GetCustomAttributes(typeof(TestCaseAttribute), false).Cast<TestCaseAttribute>().Select(line => (Type)line.Arguments[0]!)));

    [Test]
    public void A_value_of_an_enumeration_is_written_by_name_and_one_there_is_not_is_refused()
    {
        Assert.That(Json.Write(InterviewRecommendation.Redirect), Is.EqualTo("\"Redirect\""));
        Assert.That(() => Json.Read<InterviewRecommendation>("\"Abolish\""), Throws.InstanceOf<JsonException>());
    }
}
