using System.Data.Common;
using Labelling.Contracts;
using Labelling.FundingOutcome.Applications;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Tests;

[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public sealed class Stores(Dialect dialect)
{
    Base known = null!;
    Live dossier = null!;

    ApplicationStore Store => known.Test.Get<ApplicationStore>();

    static readonly Reader Office = new(Guid.Empty, Who.Office);

    [SetUp]
    public async Task Begin()
    {
        known = await Base.Create(dialect);
        await Live.PublishProgrammes(known);
        dossier = await Live.Labelled(known, "2026-0001");
    }

    [TearDown]
    public async Task End() => await known.DisposeAsync();

    [Test]
    public async Task An_application_comes_back_as_it_was_filed()
    {
        var (application, happened) = FundingApplication.File(
            dossier.Id, "ANR", "PRCE 2026", ApplicationStage.Appeal, 123_456_789.01m, new DateOnly(2026, 3, 1), HowKnown.DeclaredByHolder, known.Clock.GetUtcNow());
        await Store.File(application, happened, Base.Office, CancellationToken.None);

        Assert.That(await Store.Application(application.Id, Office, CancellationToken.None), Is.EqualTo(application));
        Assert.That(await Store.ApplicationsOf(dossier.Id, CancellationToken.None), Is.EqualTo(new[] { application }));
        Assert.That(await known.Test.Events(), Is.EqualTo(new object[] { happened with { Sequence = 1 } }));
        Assert.That(await known.Count("AuditLine where Action = 'funding-application.filed'"), Is.EqualTo(1));
    }

    [Test]
    public async Task Every_result_stays_in_the_history_with_who_knew_it_when()
    {
        var application = await dossier.Apply("ANR");
        known.Clock.Advance(TimeSpan.FromDays(1));
        application = await dossier.Answer(application, FundingResult.ReserveList);
        var better = application.Known with { Result = FundingResult.Funded, AmountGrantedEur = 75.5m, ResultOn = new DateOnly(2026, 3, 13), Reason = "ranked 3rd" };
        var (recorded, happened) = application.Record(better, known.Clock.GetUtcNow())!.Value;
        Assert.That(await Store.Record(application, recorded, happened, Base.Office, CancellationToken.None));

        Assert.That(await Store.Application(application.Id, Office, CancellationToken.None), Is.EqualTo(recorded));
        var history = await Store.HistoryOf(application.Id, CancellationToken.None);
        Assert.That(history.Select(row => (row.Revision, row.Known.Result)), Is.EqualTo(new[]
        {
            (1L, FundingResult.Pending), (2L, FundingResult.ReserveList), (3L, FundingResult.Funded),
        }));
        Assert.That(history[2], Is.EqualTo(new ResultRecorded(3, better, known.Clock.GetUtcNow(), Roles.Office)));
        Assert.That((await known.Test.Events()).Select(e => e.GetType().Name), Is.EqualTo(new[]
        {
            nameof(FundingApplicationFiled), nameof(FundingResultRecorded), nameof(FundingResultRecorded),
        }));
    }

    [Test]
    public async Task A_result_recorded_on_a_stale_revision_changes_nothing()
    {
        var stale = await dossier.Apply("ANR");
        var current = await dossier.Answer(stale, FundingResult.Refused);
        var (facts, events, lines) = (await known.Count("Fact"), await known.Count("Outbox"), await known.Count("AuditLine"));

        var (recorded, happened) = stale.Record(stale.Known with { Result = FundingResult.Funded }, known.Clock.GetUtcNow())!.Value;
        Assert.That(await Store.Record(stale, recorded, happened, Base.Office, CancellationToken.None), Is.False);

        Assert.That(await Store.Application(stale.Id, Office, CancellationToken.None), Is.EqualTo(current));
        Assert.That((await known.Count("Fact"), await known.Count("Outbox"), await known.Count("AuditLine")), Is.EqualTo((facts, events, lines)));
    }

    [Test]
    public async Task Two_imports_at_once_import_every_dossier_once()
    {
        var file = "reference,title,kind,registered_on\n" + string.Concat(Enumerable.Range(0, 200).Select(n => $"R{n},T,project,2022-01-01\n"));
        var reports = await Task.WhenAll(known.Import(file), known.Import(file), known.Import(file));

        Assert.That(reports.Select(report => report.Imported).Order(), Is.EqualTo(new[] { 0, 0, 200 }));
        Assert.That(reports.Select(report => report.Unchanged).Order(), Is.EqualTo(new[] { 0, 200, 200 }));
        Assert.That(await known.Count("HistoryDossier"), Is.EqualTo(200));
    }

    [Test]
    public async Task An_import_that_is_stopped_leaves_nothing()
    {
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();
        using var file = new MemoryStream("reference,title,kind,registered_on\nA,T,project,2022-01-01\n"u8.ToArray());
        Assert.That(
            async () => await new History.Import(known.Database).Run(file, false, Base.Office, stopped.Token),
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(await known.Count("HistoryDossier"), Is.Zero);
    }

    // What the database itself refuses, by the name of the constraint. @D is a live dossier, @A an application of it.
    static readonly (string Constraint, string Sql)[] Illegal =
    [
        ("CK_Dossier_Origin", "insert into Dossier (Id, Reference, Origin) values (@New, 'X', 'Elsewhere')"),
        ("CK_Dossier_Version", "insert into Dossier (Id, Reference, Origin) values (@New, 'X', 'Live')"),
        ("CK_Dossier_Version", "insert into Dossier (Id, Reference, Origin, Version) values (@New, 'X', 'History', 1)"),
        ("CK_DossierVersion_Version", "insert into DossierVersion (DossierId, Version, ProgrammeId, ProgrammeVersion, Classification) values (@D, 0, @New, 1, '{}')"),
        ("CK_Programme_Award", "insert into Programme (Id, Version, Code, Award) values (@New, 1, 'x', 'Medal')"),
        ("CK_Fact_Subject", "insert into Fact (DossierId, Subject, Value, HoldsFrom, RecordedAt, Sequence) values (@D, 'rumour', '{}', '2026-01-01', '2026-01-01', 0)"),
        ("CK_Fact_Value", "insert into Fact (DossierId, Subject, Value, HoldsFrom, RecordedAt, Sequence) values (@D, 'classification', null, '2026-01-01', '2026-01-01', 0)"),
        ("FK_Fact_Dossier", "insert into Fact (DossierId, Subject, Value, HoldsFrom, RecordedAt, Sequence) values (@New, 'decision', '{}', '2026-01-01', '2026-01-01', 0)"),
        ("CK_HistoryImport_Counts", "insert into HistoryImport (Id, At, Lines, Imported, Changed, Unchanged, BadLines) values (@New, '2026-01-01', 3, 1, 0, 0, 0)"),
        ("CK_FundingApplication_Stage", "update FundingApplication set Stage = 'Second' where Id = @A"),
        ("CK_FundingApplication_Result", "update FundingApplication set Result = 'Lost' where Id = @A"),
        ("CK_FundingApplication_HowKnown", "update FundingApplication set HowKnown = 'Hearsay' where Id = @A"),
        ("CK_FundingApplication_Requested", "update FundingApplication set AmountRequestedEur = -1 where Id = @A"),
        ("CK_FundingApplication_Granted", "update FundingApplication set AmountGrantedEur = 5 where Id = @A"),
        ("CK_FundingApplication_Granted", "update FundingApplication set AmountGrantedEur = -5, Result = 'Funded' where Id = @A"),
        ("CK_FundingApplication_Pending", "update FundingApplication set Reason = 'why' where Id = @A"),
        ("CK_FundingApplication_Days", "update FundingApplication set Result = 'Refused', ResultOn = '2000-01-01' where Id = @A"),
        ("CK_FundingApplication_Body", "update FundingApplication set FundingBody = '' where Id = @A"),
        ("CK_FundingApplication_Revision", "update FundingApplication set Revision = 0 where Id = @A"),
    ];

    [Test]
    public async Task The_database_refuses_what_must_never_be()
    {
        var application = await dossier.Apply("ANR");
        foreach (var (constraint, sql) in Illegal)
        {
            await using var transaction = await known.Database.Begin(CancellationToken.None);
            var refused = Assert.CatchAsync<DbException>(
                () => transaction.Execute(sql, new { New = Guid.CreateVersion7(), D = dossier.Id, A = application.Id }), sql);
            // SQLite does not name the foreign key.
            if (dialect == Dialect.SqlServer || !constraint.StartsWith("FK", StringComparison.Ordinal))
                Assert.That(refused!.Message, Does.Contain(constraint).IgnoreCase, sql);
        }
    }

    [Test]
    public async Task A_reference_is_imported_once_whatever_writes_it()
    {
        await known.ImportGood("reference,title,kind,registered_on\nA,T,project,2022-01-01\n");
        await using var transaction = await known.Database.Begin(CancellationToken.None);
        Assert.That(
            await transaction.TryInsert("insert into Dossier (Id, Reference, Origin) values (@Id, 'A', 'History')", new { Id = Guid.CreateVersion7() }),
            Is.False);
    }

    [Test]
    public async Task References_and_values_that_differ_in_capitals_are_different()
    {
        await known.ImportGood("reference,title,kind,registered_on,sectors,decision\nr,T,project,2022-01-01,medtech,refused\nR,T,project,2022-01-01,Medtech,refused\n");
        Assert.That(await known.Rows("sector", "2022-01-01", "2022-01-01"), Is.EqualTo(new[] { "Medtech 1 0 0 0", "medtech 1 0 0 0", "(total) 2 0 0 0" }));
    }
}
