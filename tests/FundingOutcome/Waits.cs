using Labelling.Contracts;
using Labelling.FundingOutcome.Applications;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Tests;

/// <summary>Whose results are waited for: of all decided dossiers only those are looked at that can be among them.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public sealed class Waits(Dialect dialect) : WithProgrammes(dialect)
{
    Task<IReadOnlyList<DossierSeen>> Awaited(Guid person, string role, params string[] calls) =>
        known.Test.Get<ApplicationStore>().Awaited(Reader.Of(new Caller(person, new HashSet<string> { role }, "test")), calls, CancellationToken.None);

    async Task<Live> Labelled(string reference, string call, bool withReservations = false)
    {
        var dossier = new Live(known, reference);
        await known.Test.Hear(dossier.Submission(call: call));
        await known.Test.Hear(dossier.Label(withReservations: withReservations));
        return dossier;
    }

    [Test]
    public async Task Of_the_labelled_ones_without_a_grant_those_of_calls_announced_long_ago_and_the_readers_own()
    {
        var silent = await Labelled("2026-0001", "ANR-2026");
        var reserved = await Labelled("2026-0002", "ANR-2026", withReservations: true);
        var lately = await Labelled("2026-0003", "ANR-2027");
        await (await Labelled("2026-0004", "ANR-2026")).Apply("ANR", result: FundingResult.Funded);
        await (await Labelled("2026-0005", "ANR-2026")).Apply("ANR", ApplicationStage.PreProposal, FundingResult.Funded);
        await (await Labelled("2026-0006", "ANR-2026")).Apply("ANR");
        var refused = new Live(known, "2026-0007");
        await known.Test.Hear(refused.Submission(call: "ANR-2026"));
        await known.Test.Hear(refused.Refusal());
        var undecided = new Live(known, "2026-0008");
        await known.Test.Hear(undecided.Submission(call: "ANR-2026"));

        Assert.That((await Awaited(Guid.CreateVersion7(), Roles.Office, "ANR-2026")).Select(dossier => dossier.Reference),
            Is.EqualTo(new[] { "2026-0006", "2026-0005", "2026-0002", "2026-0001" }));
        Assert.That(await Awaited(Guid.CreateVersion7(), Roles.Office), Is.Empty, "no call was announced long ago");
        Assert.That((await Awaited(lately.Holder, Roles.Holder, "ANR-2026")).Select(dossier => (dossier.Reference, dossier.Held)), Is.EqualTo(new[] { ("2026-0003", true) }));
        Assert.That(await Awaited(refused.Holder, Roles.Holder, "ANR-2026"), Is.Empty);
        Assert.That((await Awaited(silent.Holder, Roles.Holder)).Single().Id, Is.EqualTo(silent.Id));
        Assert.That((await Awaited(reserved.Holder, Roles.Member, "ANR-2026")).Select(dossier => dossier.Id), Is.SubsetOf(new[] { reserved.Id }), "a member sees nobody else's");
    }
}
