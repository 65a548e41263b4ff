using Labelling.Accounts;
using Labelling.Contracts;
using Labelling.FundingOutcome.Asking;
using Labelling.FundingOutcome.Editions;
using Labelling.FundingOutcome.History;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.Embedded.Demonstration;

/// <summary>
/// The demonstration: the history file, and some thirty live dossiers at every stage, brought there over HTTP so that their whole past
/// is real. Stopped while loading, it goes on at the next start.
/// </summary>
public sealed class Demo(string data)
{
    /// <summary>One talk each, which begins at once, and four for second talks.</summary>
    const int Experts = 28;

    const string Administrator = "administrator@demo.labelling.example";

    readonly Dictionary<string, string> passwords = new(StringComparer.Ordinal);

    /// <summary>A line a person: role, e-mail, password.</summary>
    string AccountsFile => Path.Combine(data, "demo-accounts.txt");

    string LoadedFile => Path.Combine(data, "demo-loaded");

    static string History => Path.Combine(AppContext.BaseDirectory, "Demonstration", "history.csv");

    /// <summary>False: the folder holds databases that no demonstration made.</summary>
    public bool MayUse() => File.Exists(AccountsFile) || !File.Exists(Path.Combine(data, "accounts.db"));

    /// <summary>Registers the administrator, before anybody can come in.</summary>
    public async Task Prepare(IServiceProvider services)
    {
        await services.GetRequiredService<AccountStore>().MarkAsDemonstration(CancellationToken.None);
        var people = services.GetRequiredService<PersonStore>();
        if (!await people.LacksAdministrator(CancellationToken.None))
            return;
        await people.Register(
            Person.Register("Bruno Keller", Administrator, "fr", [Roles.Administrator], [], services.GetRequiredService<TimeProvider>().GetUtcNow()),
            services.GetRequiredService<Passwords>().Hash(PasswordOf(Administrator)), Operator, CancellationToken.None);
    }

    static readonly Actor Operator = new(null, "demonstration", "command line");

    /// <summary>The first edition of the barometer, made from the history.</summary>
    static async Task PublishFirstEdition(IServiceProvider services)
    {
        var (editions, barometer) = (services.GetRequiredService<EditionStore>(), services.GetRequiredService<Barometer>());
        if ((await editions.Published(CancellationToken.None)).Count > 0)
            return;
        var edition = Edition.Start("Barometer 2025", "Baromètre 2025", new DateOnly(2025, 10, 1)) with
        {
            CommentEn = "The three years 2022 to 2024. Digital health is funded half as often as the other sectors.",
            CommentFr = "Les trois années 2022 à 2024. La santé numérique est financée deux fois moins souvent que les autres filières.",
        };
        await editions.Add(edition, Operator, CancellationToken.None);
        if (await barometer.Publish(edition, Operator, CancellationToken.None) is not Publishing.Done)
            throw new InvalidOperationException("The first edition of the barometer could not be published.");
    }


    /// <summary>Loads what is missing.</summary>
    /// <param name="app">The running application.</param>
    /// <param name="address">Where it answers.</param>
    /// <param name="say">Progress, a line each.</param>
    /// <returns>One account a role.</returns>
    public async Task<IReadOnlyList<Account>> Load(WebApplication app, Uri address, Action<string> say)
    {
        using var http = new HttpClient { BaseAddress = address };
        var administrator = new Account(http, Roles.Administrator, "Bruno Keller", Administrator, PasswordOf(Administrator));
        if (!File.Exists(LoadedFile))
        {
            var cast = new Cast(http, administrator, PasswordOf);
            say("registering people");
            await cast.Gather(Experts);
            say("importing history.csv");
            await using (var file = File.OpenRead(History))
                await app.Services.GetRequiredService<Import>().Run(file, skipBadLines: false, Operator, CancellationToken.None);
            await PublishFirstEdition(app.Services);
            await LoadDossiers(new Journey(cast, TimeSpan.FromSeconds(60)), app.Services, say);
            Save(cast);
            await File.WriteAllTextAsync(LoadedFile, "The demonstration is loaded; without this file the next start looks for what is missing.\n");
        }
        return [.. File.ReadLines(AccountsFile).Select(line => line.Split(' ')).DistinctBy(parts => parts[0])
            .Select(parts => new Account(http, parts[0], parts[0], parts[1], parts[2]))];
    }

    /// <summary>A password made once and kept from then on: whatever is interrupted finds the same one again.</summary>
    string PasswordOf(string email)
    {
        if (passwords.Count == 0 && File.Exists(AccountsFile))
            foreach (var parts in File.ReadLines(AccountsFile).Select(line => line.Split(' ')).Where(parts => parts.Length == 3))
                passwords[parts[1]] = parts[2];
        if (passwords.TryGetValue(email, out var known))
            return known;
        var password = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(9));
        var role = email.Split('@')[0].TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        Directory.CreateDirectory(data);
        File.AppendAllText(AccountsFile, $"{role} {email} {password}\n");
        return passwords[email] = password;
    }

    /// <summary>In the order of the people's table, once everybody is there.</summary>
    void Save(Cast cast)
    {
        var accounts = (IEnumerable<Account>)[cast.Administrator, cast.Office, .. cast.Seats, .. cast.Holders, .. cast.Experts];
        File.WriteAllLines(AccountsFile, accounts.Select(account => $"{account.Role} {account.Email} {account.Password}"));
    }

    static async Task LoadDossiers(Journey journey, IServiceProvider services, Action<string> say)
    {
        await journey.KeepPastCalls();
        await journey.OpenCalls();
        var ids = new Dictionary<string, Guid>(StringComparer.Ordinal);
        foreach (var plan in Plans)
        {
            ids[plan.Acronym] = await journey.Bring(plan, plan.Resubmits is { } resubmitted ? ids[resubmitted] : null);
            say($"{plan.Acronym}: {plan.Until}{(plan.Withdrawn ? ", withdrawn" : "")} ({ids.Count} of {Plans.Count})");
        }
        foreach (var meeting in Meetings)
        {
            await journey.Hold(meeting, ids);
            say(meeting.Title);
        }
        foreach (var outcome in Outcomes)
            await journey.Record(outcome, ids[outcome.Acronym], HolderOf(outcome.Acronym));
        // Asked, and nobody has answered yet; who was asked less than a day ago is not asked again.
        foreach (var (acronym, call, body) in ((string, string, string)[])[("UROSENSE", "PM'up 2026", "Region"), ("XENOGRAFT", "RHU 2026", "ANR")])
            await services.GetRequiredService<QuestionStore>().AskNow(ids[acronym], call, body, Operator, CancellationToken.None);
        await journey.Revoke(ids["SONOVIA"]);
        await journey.LiftReservation(ids["UROSENSE"], HolderOf("UROSENSE"));
        await journey.LabelledToo(ids["THERAPIX"], "Medicen Paris Region");
        await journey.LabelledToo(ids["VASCUNOVA"], "Lyonbiopôle");
        await journey.AskReconsideration(ids["WIKISOIN"], HolderOf("WIKISOIN"));
        await journey.ProposeExperts();
        await journey.OfferTimes();
        await journey.ConfirmDuplicate(ids["CARDIOLINK2"], "CEP-2024-0087");
        await journey.Correspond(ids["CARDIOLINK"], HolderOf("CARDIOLINK"));
        say("outcomes");

        static int HolderOf(string acronym) => Plans.First(plan => plan.Acronym == acronym).Holder;
    }

    /// <summary>The dossiers: every status, every way of the interview.</summary>
    static readonly IReadOnlyList<Plan> Plans =
    [
        new("AURORE", "Aurore, dépistage précoce de la rétinopathie", 0, ["e-health"], true, Stage.Draft, 0),
        new("BIOTRACE", "Biotrace, traceurs pour la médecine nucléaire", 1, ["biotech-pharma"], false, Stage.Draft, 0, Call: "RHU 2026"),
        new("CARDIOLINK", "Cardiolink, suivi à domicile de l'insuffisance cardiaque", 0, ["dm-div", "e-health"], true, Stage.Submitted, 0),
        new("DERMASCAN", "Dermascan, tri des lésions cutanées", 1, ["medtech"], true, Stage.Submitted, 0, Call: "Innov'up 2026"),
        new("ENDOFLEX", "Endoflex, endoscope souple à usage unique", 2, ["medtech"], false, Stage.CorrectionRequested, 0),
        new("FIBRONET", "Fibronet, score de fibrose hépatique", 0, ["dm-div"], false, Stage.Inadmissible, 0, Call: "PM'up 2026"),
        new("GENOPRINT", "Génoprint, impression de greffons cutanés", 1, ["biotech-pharma"], false, Stage.Submitted, 0, Withdrawn: true),
        new("HEMOLUX", "Hémolux, dosage optique de l'hémoglobine", 2, ["dm-div"], false, Stage.Admitted, 0, Corrected: true),
        new("IMMUNOVA", "Immunova, vaccin thérapeutique", 0, ["biotech-pharma"], false, Stage.Admitted, 0, Call: "RHU 2026"),
        new("JUVENTA", "Juventa, prothèse connectée de l'enfant", 1, ["medtech", "e-health"], true, Stage.ExpertsProposed, 1),
        new("KINEASY", "Kineasy, rééducation guidée à domicile", 2, ["e-health"], true, Stage.Booked, 0),
        new("LUMIRIS", "Lumiris, implant cornéen", 0, ["medtech"], false, Stage.Held, 3),
        new("METABIO", "Métabio, biomarqueurs du métabolisme", 1, ["dm-div"], false, Stage.Concluded, 4, Talk.ProceedWithAdvice),
        new("NEUROSYNC", "Neurosync, stimulation adaptative", 2, ["medtech"], true, Stage.Concluded, 5, Talk.ReplannedFirst, Call: "RHU 2026"),
        new("ONCOVIEW", "Oncoview, lecture assistée des mammographies", 0, ["e-health"], true, Stage.Concluded, 6, Talk.RedirectedFirst),
        new("PULMOCARE", "Pulmocare, télésuivi respiratoire", 1, ["e-health"], true, Stage.Invited, 23),
        new("QUANTIMED", "Quantimed, dosage individuel des anticoagulants", 2, ["dm-div"], false, Stage.UnderReview, 26, Talk.Waived),
        new("RENALIS", "Rénalis, dialyse portable", 0, ["medtech"], false, Stage.Reviewed, 9),
        new("SONOVIA", "Sonovia, échographie ultrarapide", 1, ["medtech"], true, Stage.Reviewed, 10, Call: "RHU 2026"),
        new("THERAPIX", "Thérapix, vectorisation d'ARN messager", 2, ["biotech-pharma"], false, Stage.Reviewed, 11),
        new("UROSENSE", "Urosense, capteur de pression vésicale", 0, ["dm-div", "medtech"], false, Stage.Reviewed, 12, Call: "PM'up 2026"),
        new("VASCUNOVA", "Vascunova, stent résorbable", 1, ["medtech"], false, Stage.Reviewed, 13, Talk.ProceedWithAdvice, Call: "Innov'up 2026"),
        new("WIKISOIN", "Wikisoin, parcours de soins partagé", 2, ["e-health"], true, Stage.Reviewed, 14),
        new("XENOGRAFT", "Xénograft, organoïdes de tumeurs", 0, ["biotech-pharma"], false, Stage.Reviewed, 15, Talk.Waived, Call: "RHU 2026"),
        new("YTTRIUM", "Yttrium, radiothérapie interne ciblée", 1, ["biotech-pharma", "medtech"], false, Stage.Reviewed, 16),
        new("ZENITHEAR", "Zenithear, audition augmentée", 2, ["medtech"], true, Stage.Reviewed, 17, Corrected: true),
        new("ALGIFREE", "Algifree, douleur chronique sans opioïde", 0, ["biotech-pharma"], false, Stage.Reviewed, 18, Call: "RHU 2026"),
        new("BONEPATH", "Bonepath, substitut osseux imprimé", 1, ["medtech"], false, Stage.Reviewed, 19),
        new("WIKISOIN2", "Wikisoin 2, parcours de soins partagé des maladies chroniques", 2, ["e-health"], true, Stage.Reviewed, 20, Talk.RedirectedFirst, Resubmits: "WIKISOIN"),
        new("DIABLOOP", "Diabloop, boucle fermée pour l'enfant", 0, ["dm-div"], true, Stage.Reviewed, 21, Withdrawn: true),
        new("CARDIOLINK2", "Cardiolink, suivi à domicile de l'insuffisance cardiaque (second dépôt)", 1, ["dm-div"], true, Stage.Submitted, 0),
        new("EPIDERMA", "Épiderma, peau reconstruite", 2, ["biotech-pharma"], false, Stage.Reviewed, 22),
    ];

    static readonly IReadOnlyList<Meeting> Meetings =
    [
        new("Comité d'octobre", [("WIKISOIN", Verdict.Refuse)]),
        new("Comité de novembre",
            [
                ("SONOVIA", Verdict.Label), ("THERAPIX", Verdict.Label), ("UROSENSE", Verdict.LabelWithReservations), ("VASCUNOVA", Verdict.Label),
                ("XENOGRAFT", Verdict.Label), ("YTTRIUM", Verdict.SupportLetter), ("ZENITHEAR", Verdict.Label),
                ("ALGIFREE", Verdict.LabelWithReservations), ("BONEPATH", Verdict.Adjourn), ("WIKISOIN2", Verdict.Label),
            ], AdjournedTo: "Comité de janvier"),
        new("Comité de décembre", [("EPIDERMA", Verdict.Label)], Released: false, InDays: 15),
        new("Comité de janvier", [("BONEPATH", Verdict.Label), ("RENALIS", Verdict.Label)], Open: false, InDays: 31),
    ];

    static readonly IReadOnlyList<Outcome> Outcomes =
    [
        new("SONOVIA", "ANR", "Funded", 500_000m),
        new("THERAPIX", "Bpifrance", "Funded", 650_000m),
        new("UROSENSE", "Region", "Pending"),
        new("VASCUNOVA", "Region", "Refused"),
        new("XENOGRAFT", "ANR", "ReserveList"),
        new("WIKISOIN", "Bpifrance", "Funded", 300_000m),
        new("WIKISOIN2", "ANR", "Refused"),
    ];
}
