namespace Labelling.Contracts.Tests;

/// <summary>One message of every event, every member filled, the same at every run.</summary>
static class Samples
{
    static readonly Guid
        Dossier = Id(1), Person = Id(2), Organisation = Id(3), Programme = Id(4), Call = Id(5), VocabularyValue = Id(6),
        Interview = Id(7), Expert = Id(8), Session = Id(9), Label = Id(10), Application = Id(11), Import = Id(12);

    /// <summary>13 March 2026, 10:15:30.123456 in Paris: microseconds are what is kept.</summary>
    static readonly DateTimeOffset At = new DateTimeOffset(2026, 3, 13, 9, 15, 30, 123, TimeSpan.Zero).AddMicroseconds(456);

    public static readonly IReadOnlyList<object> All =
    [
        new PersonRegistered(
            Id(101), Person, 1, At, "Inès Carpentier", "ines.carpentier@example.org", "fr", ["holder", "expert"],
            [new Affiliation(Organisation, "732829320", "552100554", new DateOnly(2019, 9, 1), new DateOnly(2025, 12, 31))]),
        new PersonChanged(
            Id(102), Person, 2, At, "Inès Carpentier-Roy", "ines.roy@example.org", "en", ["holder"],
            [new Affiliation(Organisation, "732829320", "552100554", new DateOnly(2019, 9, 1), new DateOnly(2026, 12, 31))]),
        new AccountDisabled(Id(103), Person, 3, At),
        new AccountEnabled(Id(107), Person, 6, At),
        new SessionsEnded(Id(105), Person, 4, At, [Id(17), Id(18)]),
        new PersonErased(Id(106), Person, 5, At),
        new ExpectedExpertFound(Id(108), Id(19), 1, At, Person),
        new OrganisationChanged(Id(104), Organisation, 1, At, "Société Cœur & Santé", "732829320", "sme", "ile-de-france", "552100554"),

        new ProgrammePublished(
            Id(201), Programme, 4, At, 2, "project-label", "Project label", "Label de projet", Award.ProjectLabel,
            3, true, false, 10, 0.5m, 24,
            [
                new Criterion("scientific-quality", "Scientific quality", "Qualité scientifique", 1.5m, 2.5m, false),
                new Criterion("data-governance", "Data governance", "Gouvernance des données", 1m, 2m, true),
            ],
            Winners: 3),
        new CallPublished(
            Id(202), Call, 1, At, "i-Démo 2026", "Bpifrance", 75000000.5m,
            new DateTimeOffset(2026, 1, 5, 8, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 6, 30, 10, 0, 0, TimeSpan.Zero), "Europe/Paris",
            [new DateTimeOffset(2026, 3, 31, 10, 0, 0, TimeSpan.Zero)], new DateOnly(2026, 10, 15),
            Plan: "France 2030"),
        new VocabularyChanged(Id(203), VocabularyValue, 1, At, "sector", "medtech", "Medical technology", "Technologies médicales"),
        new DossierSubmitted(
            Id(204), Dossier, 1, At, At.AddDays(-20), 2, "2026-0042", "Aurore, dépistage précoce", "AURORE", "Le résumé publiable.",
            DossierKind.Project, true, Programme, 2, Call, "i-Démo 2026", "Bpifrance", Person, [Id(13)],
            new Party(Organisation, "Société Cœur & Santé", "732829320", "sme", "ile-de-france", "542065479"),
            [new Party(Id(14), "Laboratoire Aurore", "552100554", "academic", "bretagne", "552032534")],
            ["medtech", "e-health"], ["cardiology"], ["artificial-intelligence"], [Expert], 1500000.25m, Id(15)),
        new DossierAdmitted(Id(205), Dossier, 2, At, 2),
        new DossierRefusedAdmission(Id(206), Dossier, 3, At, 2),
        new CorrectionRequested(Id(207), Dossier, 4, At, 2, new DateOnly(2026, 3, 28)),
        new DossierWithdrawn(Id(208), Dossier, 5, At),
        new DuplicateConfirmed(Id(209), Dossier, 6, At, "CEP-2024-0087"),
        new DuplicateDismissed(Id(210), Dossier, 7, At),

        new InterviewBooked(Id(301), Dossier, 1, At, Interview, Expert, At.AddDays(2), At.AddDays(2).AddMinutes(45)),
        new InterviewHeld(Id(302), Dossier, 2, At, Interview, Expert, new DateOnly(2026, 3, 15)),
        new InterviewConcluded(Id(303), Dossier, 3, At, Interview, Expert, 2, InterviewRecommendation.Redirect, new DateOnly(2026, 9, 30), Id(16)),
        new InterviewCancelled(Id(305), Dossier, 5, At, Interview, Expert),
        new InterviewWaived(Id(304), Dossier, 4, At),

        new ExpertProfileChanged(
            Id(410), Expert, 1, At, ["medtech"], ["cardiology"], ["imaging"], ["échographie"], true, [new ExpertAbsence(new DateOnly(2026, 8, 1), new DateOnly(2026, 8, 21))]),
        new ExpertExpected(Id(412), Id(19), 1, At, "yvonne.choquet@example.org", "fr", Person),
        new ExpertAssigned(Id(401), Dossier, 1, At, Expert),
        new ExpertDeclined(Id(402), Dossier, 2, At, Expert),
        new ReviewSubmitted(Id(403), Dossier, 3, At, Expert),
        new SessionScheduled(Id(404), Session, 1, At, "Comité de novembre", At.AddDays(30)),
        new DossierAdjourned(Id(405), Dossier, 4, At, 2, Session),
        new LabelRefused(Id(406), Dossier, 5, At, 2),
        new SupportLetterIssued(Id(407), Dossier, 6, At, 2),
        new ReconsiderationAdmitted(Id(411), Dossier, 9, At, 2),
        new LabelIssued(Id(408), Dossier, 7, At, 2, Label, "L-2026-0017", true, new DateOnly(2028, 3, 13)),
        new ReservationLifted(Id(412), Dossier, 9, At, Label, "L-2026-0017", 1, 2),
        new LabelRevoked(Id(409), Dossier, 8, At, Label, "L-2026-0017"),
        new DossierCoLabelled(Id(413), Dossier, 9, At, Label, "L-2026-0017", ["Pôle Aurore", "Pôle du Grand Large"]),

        new FundingApplicationFiled(
            Id(501), Dossier, 1, At, Application, "Bpifrance", "i-Démo 2026", ApplicationStage.Full, 700000.75m, new DateOnly(2026, 4, 2)),
        new FundingResultRecorded(
            Id(502), Dossier, 2, At, Application, FundingResult.Funded, 650000m, new DateOnly(2026, 10, 15), HowKnown.CheckedByOffice),
        new HistoryImported(
            Id(503), Import, 1, At,
            [new PastDossier("CEP-2024-0087", "Cardiolink, suivi à domicile", new DateOnly(2024, 2, 29), "Société Cardiolink", "732829320")]),
    ];

    public static object Of(EventKind kind) =>
        All.SingleOrDefault(sample => sample.GetType() == kind.Type)
        ?? throw new AssertionException($"{kind.Name} has no sample: add one, with every member filled, to Samples.cs.");

    static Guid Id(int number) => new($"01957c00-0000-7000-8000-{number:000000000000}");
}
