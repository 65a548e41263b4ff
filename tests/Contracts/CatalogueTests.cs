using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.Json.Nodes;
using Labelling.Embedded;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.Contracts.Tests;

/// <summary>The catalogue of events says what is so.</summary>
public class CatalogueTests
{
    static IEnumerable<TestCaseData> Kinds() => EventCatalogue.All.Select(kind => new TestCaseData(kind).SetArgDisplayNames(kind.Name));

    static IEnumerable<TestCaseData> Services() => CommandLine.Services.Select(service => new TestCaseData(service).SetArgDisplayNames(service.Name));

    [Test]
    public void Every_event_is_in_the_catalogue_and_nothing_else_is() =>
        Assert.That(
            EventCatalogue.All.Select(kind => kind.Type),
            Is.EquivalentTo(typeof(EventCatalogue).Assembly.GetExportedTypes().Where(type => type.GetProperty("EventId") is not null)));

    [TestCaseSource(nameof(Kinds))]
    public void An_event_begins_with_its_id_its_subject_its_place_and_its_time(EventKind kind)
    {
        var members = kind.Type.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length)!.GetParameters();
        Assert.That(members.Take(4).Select(member => member.ParameterType), Is.EqualTo(new[] { typeof(Guid), typeof(Guid), typeof(long), typeof(DateTimeOffset) }));
        Assert.That(members.Take(4).Select(member => member.Name), Is.EqualTo(new[] { "EventId", members[1].Name, "Sequence", "At" }));
        var sample = Samples.Of(kind);
        Assert.Multiple(() =>
        {
            Assert.That(kind.Name, Is.EqualTo(kind.Type.Name));
            Assert.That(kind.Type.Namespace, Is.EqualTo("Labelling.Contracts"), "queues carry the namespace");
            Assert.That(kind.EventIdOf(sample), Is.EqualTo(Of("EventId")));
            Assert.That(kind.SubjectOf(sample), Is.EqualTo(Of(members[1].Name!)));
            Assert.That(kind.SequenceOf(sample), Is.EqualTo(Of("Sequence")));
        });

        object? Of(string member) => kind.Type.GetProperty(member)!.GetValue(sample);
    }

    [TestCaseSource(nameof(Kinds))]
    public void Numbering_an_event_changes_its_place_and_nothing_else(EventKind kind)
    {
        var expected = JsonNode.Parse(Json.Write(Samples.Of(kind)))!;
        expected["sequence"] = 4711;
        Assert.That(Json.Write(kind.Numbered(Samples.Of(kind), 4711)), Is.EqualTo(expected.ToJsonString(Json.Options)));
    }

    [Test]
    public void Every_service_of_the_catalogue_runs_and_every_service_that_runs_is_named_there()
    {
        var names = CommandLine.Services.Select(service => service.Name).ToList();
        Assert.Multiple(() =>
        {
            Assert.That(names, Is.Unique);
            Assert.That(names, Is.EquivalentTo(typeof(EventCatalogue).GetFields().Where(field => field.IsLiteral).Select(field => field.GetRawConstantValue())));
            Assert.That(EventCatalogue.All.SelectMany(kind => kind.HeardBy.Append(kind.Publisher)).Distinct(), Is.SubsetOf(names));
            Assert.That(EventCatalogue.All.Where(kind => kind.HeardBy.Contains(kind.Publisher)).Select(kind => kind.Name), Is.Empty, "a service hears itself");
            Assert.That(EventCatalogue.All.Where(kind => kind.HeardBy.Distinct().Count() != kind.HeardBy.Count).Select(kind => kind.Name), Is.Empty, "hears twice");
        });
    }

    [TestCaseSource(nameof(Services))]
    public void A_service_hears_what_the_catalogue_says(LabellingService service)
    {
        var listeners = new Listeners(service.Name);
        service.Listen(listeners);
        var byEvent = listeners.ByEvent();
        Assert.Multiple(() =>
        {
            Assert.That(byEvent.Keys, Is.EquivalentTo(EventCatalogue.HeardBy(service.Name).Select(kind => kind.Type)
                .Where(type => byEvent.ContainsKey(type) || !Access.IsAbout(type))), "who may come in is kept by the host: that needs no listener");
            Assert.That(byEvent.Values.Select(listener => listener.Assembly).Distinct(), Is.All.EqualTo(service.Schema));
            Assert.That(byEvent.Values.Select(listener => listener.Name).Where(name => name.EndsWith("Consumer") || name.EndsWith("Handler") || name.EndsWith("Listener")),
                Is.Empty, "a listener is named for what it does");
        });
    }

    /// <summary>A service that does not hear of it lets in whom it should not.</summary>
    [Test]
    public void Every_service_but_Accounts_hears_who_may_come_in() =>
        Assert.That(
            EventCatalogue.All.Where(kind => Access.IsAbout(kind.Type)).Select(kind => (kind.Name, string.Join(' ', kind.HeardBy.Order()))),
            Is.EquivalentTo(new[] { "PersonRegistered", "PersonChanged", "AccountDisabled", "AccountEnabled", "SessionsEnded", "PersonErased" }
                .Select(name => (name, "ExpertReview FundingOutcome PreInterview Submission"))));

    [TestCaseSource(nameof(Services))]
    public void A_service_makes_every_event_it_publishes(LabellingService service) =>
        Assert.That(EventCatalogue.All.Where(kind => kind.Publisher == service.Name).Select(kind => kind.Name), Is.SubsetOf(EventsMadeIn(service.Schema)));

    /// <summary>A listener may put one event it hears into the form of another; of anything else only the publisher can know.</summary>
    [TestCaseSource(nameof(Services))]
    public void A_service_makes_no_event_that_it_neither_publishes_nor_hears(LabellingService service) =>
        Assert.That(EventsMadeIn(service.Schema), Is.SubsetOf(EventCatalogue.All.Where(kind => kind.Publisher == service.Name || kind.HeardBy.Contains(service.Name)).Select(kind => kind.Name)));

    [Test]
    public void Every_service_has_a_queue_of_its_own()
    {
        var queueOf = typeof(LabellingHost).Assembly.GetType("Labelling.Hosting.Bus")?.GetMethod("QueueOf", BindingFlags.Static | BindingFlags.Public)
            ?? throw new AssertionException("Labelling.Hosting.Bus.QueueOf is not there: name the new place here.");
        var queues = CommandLine.Services.Select(service => (string)queueOf.Invoke(null, [service.Name])!).ToList();
        Assert.Multiple(() =>
        {
            Assert.That(queues, Is.Unique);
            Assert.That(queues, Is.EqualTo(new[] { "labelling-accounts", "labelling-submission", "labelling-pre-interview", "labelling-expert-review", "labelling-funding-outcome" }),
                "messages wait in these queues: another name leaves them behind");
        });
    }

    /// <summary>Events whose constructor the assembly calls: reading and numbering call none.</summary>
    static IReadOnlyList<string> EventsMadeIn(Assembly assembly)
    {
        using var file = File.OpenRead(assembly.Location);
        using var image = new PEReader(file);
        var metadata = image.GetMetadataReader();
        return
        [
            .. metadata.MemberReferences.Select(metadata.GetMemberReference)
                .Where(member => metadata.GetString(member.Name) == ".ctor" && member.Parent.Kind == HandleKind.TypeReference)
                .Select(member => metadata.GetTypeReference((TypeReferenceHandle)member.Parent))
                .Where(type => metadata.GetString(type.Namespace) == "Labelling.Contracts")
                .Select(type => metadata.GetString(type.Name))
                .Where(name => EventCatalogue.Named(name) is not null)
                .Distinct(),
        ];
    }
}
