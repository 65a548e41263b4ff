using Labelling.Contracts;
using Labelling.FundingOutcome.Applications;
using Labelling.Hosting;

namespace Labelling.FundingOutcome.Tests;

/// <summary>A live dossier and what happens to it, told as the events other services publish.</summary>
sealed class Live(Base known, string reference)
{
    public static readonly Guid ProjectLabels = Guid.Parse("00000000-0000-7000-8000-000000000001");
    public static readonly Guid IdeaLabels = Guid.Parse("00000000-0000-7000-8000-000000000002");

    long submission, review, talk;
    int version;
    DateTimeOffset? first;

    public Guid Id { get; } = Guid.CreateVersion7();

    public Guid Holder { get; init; } = Guid.CreateVersion7();

    public string Reference => reference;

    DateTimeOffset Now => known.Clock.GetUtcNow();

    public static ProgrammePublished Programme(Guid id, string code, Award award, int version = 1) => new(
        Guid.CreateVersion7(), id, version, DateTimeOffset.UnixEpoch, version, code, code, code, award, 3, true, false, 10, 0.5m, 24, []);

    public static async Task PublishProgrammes(Base known)
    {
        await known.Test.Hear(Programme(ProjectLabels, "project-label", Award.ProjectLabel));
        await known.Test.Hear(Programme(IdeaLabels, "idea-label", Award.IdeaLabel));
    }

    public DossierSubmitted Submission(
        string[]? sectors = null, string body = "ANR", string call = "ANR-2026", DossierKind kind = DossierKind.Project, Guid? programme = null,
        int partners = 0, string leadType = "sme", string? region = "Île-de-France", Guid[]? coHolders = null, Guid? resubmits = null,
        decimal budget = 1_000_000, string[]? axes = null)
    {
        first ??= Now;
        return new DossierSubmitted(
            Guid.CreateVersion7(), Id, ++submission, Now, first.Value, ++version, reference, $"Title of {reference}", "ACRONYM", "Summary",
            kind, false, programme ?? ProjectLabels, 1, Guid.CreateVersion7(), call, body, Holder, coHolders ?? [],
            new Party(null, "Lead", null, leadType, region),
            [.. Enumerable.Range(0, partners).Select(n => new Party(null, $"Partner {n}", null, "academic", null))],
            sectors ?? ["medtech"], ["oncology"], axes ?? ["imaging"], [], budget, resubmits);
    }

    public LabelIssued Label(int? of = null, bool withReservations = false, string number = "L-2026-0001") => new(
        Guid.CreateVersion7(), Id, ++review, Now, of ?? version, Guid.CreateVersion7(), number, withReservations, new DateOnly(2028, 1, 1));

    public DossierCoLabelled LabelledToo(string number, params string[] clusters) => new(Guid.CreateVersion7(), Id, ++review, Now, Guid.CreateVersion7(), number, clusters);

    /// <summary>The same call, said anew.</summary>
    public static CallPublished Call(Base known, Guid id, long sequence, string code, string? plan, string body = "ANR") => new(
        Guid.CreateVersion7(), id, sequence, known.Clock.GetUtcNow(), code, body, null, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, "Europe/Paris", [], null, plan);

    public LabelRefused Refusal(int? of = null) => new(Guid.CreateVersion7(), Id, ++review, Now, of ?? version);

    public SupportLetterIssued SupportLetter() => new(Guid.CreateVersion7(), Id, ++review, Now, version);

    public DossierAdjourned Adjournment() => new(Guid.CreateVersion7(), Id, ++review, Now, version, Guid.CreateVersion7());

    public DossierAdmitted Admission() => new(Guid.CreateVersion7(), Id, ++submission, Now, version);

    /// <summary>Recorded now, held so many days ago.</summary>
    public InterviewHeld Interview(int daysAgo = 0) =>
        new(Guid.CreateVersion7(), Id, ++talk, Now, Guid.CreateVersion7(), Guid.CreateVersion7(), Paris.Day(Now).AddDays(-daysAgo));

    public DossierWithdrawn Withdrawal() => new(Guid.CreateVersion7(), Id, ++submission, Now);

    public DossierRefusedAdmission Inadmissible() => new(Guid.CreateVersion7(), Id, ++submission, Now, version);

    public DuplicateConfirmed DuplicateOf(string original) => new(Guid.CreateVersion7(), Id, ++submission, Now, original);

    public DuplicateDismissed NoDuplicate() => new(Guid.CreateVersion7(), Id, ++submission, Now);

    /// <summary>Deposited and labelled, all on one day.</summary>
    public static async Task<Live> Labelled(Base known, string reference, string[]? sectors = null, string body = "ANR")
    {
        var dossier = new Live(known, reference);
        await known.Test.Hear(dossier.Submission(sectors, body));
        await known.Test.Hear(dossier.Label());
        return dossier;
    }

    public async Task<FundingApplication> Apply(
        string body, ApplicationStage stage = ApplicationStage.Full, FundingResult result = FundingResult.Pending, decimal? granted = null, string? call = null)
    {
        var (application, filed) = FundingApplication.File(Id, body, call, stage, 100, Paris.Day(Now), HowKnown.CheckedByOffice, Now);
        await known.Test.Get<ApplicationStore>().File(application, filed, Base.Office, CancellationToken.None);
        return result == FundingResult.Pending ? application : await Answer(application, result, granted);
    }

    public async Task<FundingApplication> Answer(FundingApplication application, FundingResult result, decimal? granted = null)
    {
        var (recorded, happened) = application.Record(new ResultKnown(result, granted, null, null, HowKnown.CheckedByOffice, "list of the body"), Now)!.Value;
        Assert.That(await known.Test.Get<ApplicationStore>().Record(application, recorded, happened, Base.Office, CancellationToken.None));
        return recorded;
    }
}
