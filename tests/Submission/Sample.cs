using Labelling.Contracts;

namespace Labelling.Submission.Tests;

/// <summary>Things as the tests need them, complete unless a test takes something away.</summary>
static class Sample
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 12, 12, 0, 0, TimeSpan.Zero);

    public static readonly Guid Holder = new("00000000-0000-7000-8000-00000000a001");
    public static readonly Guid CoHolder = new("00000000-0000-7000-8000-00000000a002");
    public static readonly Guid Stranger = new("00000000-0000-7000-8000-00000000a003");
    public static readonly Guid Officer = new("00000000-0000-7000-8000-00000000a004");
    public static readonly Guid Expert = new("00000000-0000-7000-8000-00000000a005");
    public static readonly Guid Administrator = new("00000000-0000-7000-8000-00000000a006");

    public static DossierContent Content(Guid? programme = null, Guid? call = null) => new()
    {
        Title = "Rétine sous lumière lente",
        Acronym = "RETINA",
        Summary = "Une caméra qui voit la rétine travailler.",
        ConfidentialAnnex = "Le prix du capteur.",
        Kind = DossierKind.Project,
        Lead = new Organisation(Name: "Optique du Quai", Siren: "732829320", Type: "sme", Region: "ile-de-france"),
        Partners = [new Organisation(Name: "Institut des yeux", Type: "academic")],
        Sectors = ["medtech"],
        TherapeuticAreas = ["ophthalmology"],
        TechnologyAxes = ["imaging"],
        TrlFrom = 3,
        TrlTo = 6,
        Objectives = "Mesurer en cinq minutes.",
        MedicalNeed = "Dépister plus tôt ; deux associations de patients consultées.",
        WorkPackages =
        [
            new WorkPackage("Capteur", 1, 12, 400_000m),
            new WorkPackage("Clinique", 10, 15, 500_000m),
        ],
        TotalBudgetEur = 1_000_000m,
        AidRequestedEur = 450_000m,
        ProgrammeId = programme ?? Guid.CreateVersion7(),
        CallId = call ?? Guid.CreateVersion7(),
    };

    public static CallTerms Terms(string code = "i-Nov 2026", EligibilityRules? rules = null, DateTimeOffset? opens = null, DateTimeOffset? closes = null) => new(
        code, "Bpifrance", 20_000_000m,
        opens ?? new DateTimeOffset(2026, 1, 5, 8, 0, 0, TimeSpan.Zero), closes ?? new DateTimeOffset(2026, 6, 30, 10, 0, 0, TimeSpan.Zero),
        "Europe/Paris", [], null, [], rules ?? new EligibilityRules());

    public static Call Call(string code = "i-Nov 2026", EligibilityRules? rules = null, DateTimeOffset? opens = null, DateTimeOffset? closes = null) =>
        new(Guid.CreateVersion7(), 1, Terms(code, rules, opens, closes));

    public static Decision Decision(DecisionOutcome outcome = DecisionOutcome.Refused, int version = 1) => outcome switch
    {
        DecisionOutcome.Labelled or DecisionOutcome.LabelledWithReservations =>
            new Decision(outcome, version, Noon, Guid.CreateVersion7(), "L-2026-0001", null),
        DecisionOutcome.Refused or DecisionOutcome.SupportLetter => new Decision(outcome, version, Noon, null, null, null),
    };

    /// <summary>A dossier that came to that status the usual way.</summary>
    public static Dossier Dossier(DossierStatus status)
    {
        var call = Call();
        var draft = Submission.Dossier.Start(Holder, Content(call: call.Id), Noon);
        var submitted = draft.Submit(call, 1, false, Noon)!.Numbered("2026-0001").Dossier;
        var admissible = submitted.Admit(Noon)!.Value.Item1;
        return status switch
        {
            DossierStatus.Draft => draft,
            DossierStatus.Submitted => submitted,
            DossierStatus.CorrectionRequested => submitted.RequestCorrection(CorrectionReason.Incomplete, "Le budget manque.", new DateOnly(2026, 3, 20), Noon)!.Value.Item1,
            DossierStatus.Admissible => admissible,
            DossierStatus.Inadmissible => submitted.RefuseAdmission(["Hors du territoire."], Noon)!.Value.Item1,
            DossierStatus.Withdrawn => submitted.Withdraw("Le consortium s'est défait.", Noon)!.Value.Item1,
            DossierStatus.Decided => admissible.Decide(Decision(), 1)!,
        };
    }
}
