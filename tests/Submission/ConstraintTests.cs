using System.Data.Common;
using Labelling.Ground;
using Labelling.Storage;

namespace Labelling.Submission.Tests;

/// <summary>Raw rows that no code would write: the database refuses them by itself.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.Fixtures))]
public sealed class ConstraintTests(Dialect dialect)
{
    [TestCase("CK_Dossier_Status", "Status = 'Lost'")]
    [TestCase("CK_Dossier_Revision", "Revision = 0")]
    [TestCase("CK_Dossier_DraftHasNoVersion", "Status = 'Draft'")]
    [TestCase("CK_Dossier_DepositIsWhole", "Reference = null")]
    [TestCase("CK_Dossier_DepositIsWhole", "FirstSubmittedAt = null")]
    [TestCase("CK_Dossier_DepositIsWhole", "ProgrammeVersion = null")]
    [TestCase("CK_Dossier_RefusalHasReasons", "Status = 'Inadmissible'")]
    [TestCase("CK_Dossier_RefusalHasReasons", "Status = 'Inadmissible', RefusalReasons = '[]'")]
    [TestCase("CK_Dossier_RefusalHasReasons", "RefusalReasons = '[\"Admissible all the same.\"]'")]
    [TestCase("CK_Dossier_Correction", "Status = 'CorrectionRequested'")]
    [TestCase("CK_Dossier_Correction", "Status = 'CorrectionRequested', CorrectionReason = 'Boring', CorrectionText = 'x', CorrectionDueOn = '2026-04-01', CorrectionVersion = 1")]
    [TestCase("CK_Dossier_WithdrawalHasReason", "Status = 'Withdrawn'")]
    [TestCase("CK_Dossier_ConfirmationIsForWriting", "ConfirmationShownAt = '2026-03-12T12:00:00.000000Z'")]
    [TestCase("CK_Dossier_DuplicateIsOfAnother", "DuplicateOf = Reference")]
    [TestCase("CK_Dossier_Decision", "Status = 'Decided'")]
    [TestCase("CK_Dossier_Decision", "DecisionOutcome = 'Refused', DecisionVersion = 1, DecidedAt = '2026-03-12T12:00:00.000000Z'")]
    [TestCase("CK_Dossier_Decision", "Status = 'Decided', DecisionOutcome = 'Refused', DecisionVersion = 2, DecidedAt = '2026-03-12T12:00:00.000000Z'")]
    [TestCase("CK_Dossier_Label", "Status = 'Decided', DecisionOutcome = 'Labelled', DecisionVersion = 1, DecidedAt = '2026-03-12T12:00:00.000000Z'")]
    [TestCase("CK_Dossier_Label", "LabelNumber = 'L-2026-0001'")]
    public async Task An_impossible_dossier_is_refused(string constraint, string change)
    {
        await using var world = await World.Create(dialect);
        await world.Admissible();
        Assert.That(await Refused(world, $"update Dossier set {change}"), Does.Contain(constraint).IgnoreCase);
    }

    [TestCase("CK_VocabularyValue_Vocabulary", "update VocabularyValue set Vocabulary = 'colour'")]
    [TestCase("CK_VocabularyValue_Named", "update VocabularyValue set French = ''")]
    [TestCase("CK_Programme_Award", "update Programme set Award = 'Medal'")]
    [TestCase("CK_Programme_Version", "update Programme set Version = 0")]
    [TestCase("CK_Call_Window", "update Call set ClosesAt = OpensAt")]
    [TestCase("CK_Call_Envelope", "update Call set EnvelopeEur = -1")]
    [TestCase("CK_Call_FundingPlan", "update Call set FundingPlan = ''")]
    [TestCase("CK_Call_Revision", "update Call set Revision = 0")]
    [TestCase("CK_DossierVersion_Sha256", "update DossierVersion set Sha256 = 'short'")]
    [TestCase("CK_DossierVersion_Version", "update DossierVersion set Version = 0")]
    [TestCase("CK_DossierHistory_Status", "update DossierHistory set Status = 'Lost'")]
    [TestCase("CK_ReferenceYear_LastNumber", "update ReferenceYear set LastNumber = 0")]
    [TestCase("constraint", "update DossierVersion set ProgrammeVersion = 9")]
    [TestCase("constraint", "delete from Call")]
    public async Task An_impossible_row_is_refused(string constraint, string statement)
    {
        await using var world = await World.Create(dialect);
        await world.Admissible();
        Assert.That(await Refused(world, statement), Does.Contain(constraint).IgnoreCase);
    }

    [Test]
    public async Task A_reference_is_given_once()
    {
        await using var world = await World.Create(dialect);
        await world.Submitted();
        await world.Submitted();
        await using var transaction = await world.Database.Database.Begin(default);
        Assert.That(await transaction.TryInsert("update Dossier set Reference = '2026-0001'"), Is.False);
    }

    [Test]
    public async Task What_no_constraint_sees_the_invariants_find()
    {
        await using var database = await TestDatabase.Create(dialect, SubmissionService.Service, new TestClock("2026-03-12T12:00:00Z"));
        Assert.That(await database.Violations(), Is.Empty);
        foreach (var (invariant, statement) in new[]
        {
            ("a programme has a row for each of its versions", "update Programme set Version = 3"),
            ("a dossier has a row for each of its versions", "update Dossier set Version = 2"),
            ("the references of a year have no gaps", "update ReferenceYear set LastNumber = 2"),
            ("a reference belongs to a year that was counted", "update Dossier set Reference = '1999-0001'"),
            ("the history ends with the dossier's status", "delete from DossierHistory where Status = 'Admissible'"),
            ("a deposit is in the history once a version", "delete from DossierHistory where Status = 'Submitted'"),
            ("the latest version is the one the dossier speaks of", "update DossierVersion set Late = 1"),
            ("the original of a duplicate is known", "update Dossier set DuplicateOf = '1998-0001'"),
            ("nobody holds a dossier twice", "insert into DossierCoHolder (DossierId, PersonId) select Id, HolderId from Dossier"),
        })
        {
            var world = await World.Create(dialect);
            await world.Admissible();
            await using (var transaction = await world.Database.Database.Begin(default))
            {
                await transaction.Execute(statement);
                transaction.WithoutTrail("a test writes past the program");
                await transaction.Commit();
            }

            Assert.That(await world.Database.Violations(), Has.Some.StartsWith(invariant));
            await world.Database.DisposeAsync();
        }
    }

    static async Task<string> Refused(World world, string statement)
    {
        await using var transaction = await world.Database.Database.Begin(default);
        return Assert.CatchAsync<DbException>(() => transaction.Execute(statement))?.Message ?? "nothing was refused";
    }
}
