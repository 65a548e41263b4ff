using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Labelling.Hosting;

namespace Labelling.Embedded.Demonstration;

/// <summary>
/// Brings dossiers, sessions and outcomes to where their plan says, over HTTP, as the people concerned would. Every step looks first
/// at what is there and does what is missing: whatever was interrupted, by a kill or a full stop, is gone on with.
/// </summary>
/// <param name="cast">The people.</param>
/// <param name="patience">For how long a step may fail before it is given up: an event may be under way, a service away.</param>
public sealed class Journey(Cast cast, TimeSpan patience)
{
    readonly TimeProvider clock = TimeProvider.System;
    readonly Dictionary<string, Guid> calls = new(StringComparer.Ordinal);

    /// <summary>Opens one more call, unless it is.</summary>
    public Task OpenCall(string code, string fundingBody, int months) => Patiently(async () =>
    {
        var now = clock.GetUtcNow();
        var known = (await cast.Office.Get("/api/calls")).AsArray().FirstOrDefault(call => call!.Text("code") == code);
        calls[code] = (known ?? await cast.Office.Post("/api/calls", new { code, fundingBody, opensAt = now.AddDays(-60), closesAt = now.AddMonths(months), timeZone = "Europe/Paris" })).Id();
    });

    /// <summary>Opens the calls of the demonstration.</summary>
    public Task OpenCalls() => Patiently(async () =>
    {
        var known = (await cast.Office.Get("/api/calls")).AsArray().ToDictionary(call => call!.Text("code"), call => call!.Id(), StringComparer.Ordinal);
        var now = clock.GetUtcNow();
        foreach (var (code, body, envelope, months, plan) in Calls)
            calls[code] = known.TryGetValue(code, out var id) ? id : (await cast.Office.Post("/api/calls", new
            {
                code,
                fundingBody = body,
                envelopeEur = envelope,
                opensAt = now.AddDays(-60),
                closesAt = now.AddMonths(months),
                timeZone = "Europe/Paris",
                plan,
            })).Id();
        foreach (var (code, body, envelope, months, plan, rules) in CallsWithRules)
            if (!known.ContainsKey(code))
                await cast.Office.Post("/api/calls", new
                {
                    code,
                    fundingBody = body,
                    envelopeEur = envelope,
                    opensAt = now.AddDays(-30),
                    closesAt = now.AddMonths(months),
                    timeZone = "Europe/Paris",
                    cutOffs = new[] { now.AddMonths(months / 2) },
                    rules,
                    plan,
                });
    });

    /// <summary>
    /// Keeps the calls that the history file aims at, as the office does that deposited there, each open for its year. One was forgotten:
    /// the page of data quality finds it.
    /// </summary>
    public Task KeepPastCalls() => Patiently(async () =>
    {
        var known = (await cast.Office.Get("/api/calls")).AsArray().Select(call => call!.Text("code")).ToHashSet(StringComparer.Ordinal);
        foreach (var body in new[] { "ANR", "Bpifrance", "Europe", "Region" })
        {
            for (var year = 2019; year <= 2024; year++)
            {
                var code = $"{body}-{year}";
                if (code == "Europe-2020" || known.Contains(code))
                    continue;
                await cast.Office.Post("/api/calls", new
                {
                    code,
                    fundingBody = body,
                    opensAt = new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.FromHours(1)),
                    closesAt = new DateTimeOffset(year, 12, 31, 12, 0, 0, TimeSpan.FromHours(1)),
                    timeZone = "Europe/Paris",
                    plan = body switch { "Bpifrance" when year >= 2022 => "France 2030", "Europe" => year < 2021 ? "Horizon 2020" : "Horizon Europe", _ => null },
                });
            }
        }
    });

    /// <summary>Nobody deposits for these here: they show what rules make of a dossier.</summary>
    static readonly (string Code, string Body, decimal Envelope, int Months, string? Plan, object Rules)[] CallsWithRules =
    [
        ("i-Démo régionalisé 2026", "Region", 20_000_000m, 8, "France 2030", new { partnersAtLeast = 2, smeRequired = true, budgetFromEur = 1_000_000m, budgetToEur = 4_000_000m, territoryShareAtLeast = 60 }),
        ("PEPR imagerie 2026", "ANR", 60_000_000m, 10, "France 2030", new { laboratoryRequired = true, themes = new[] { "imaging", "artificial-intelligence" }, durationFromMonths = 24, durationToMonths = 60 }),
        ("Accompagnement PME 2026", "Foundation", 2_000_000m, 6, null, new { partnersAtMost = 3, smeRequired = true, budgetToEur = 2_000_000m }),
    ];

    static readonly (string Code, string Body, decimal Envelope, int Months, string? Plan)[] Calls =
    [
        ("i-Démo 2026", "Bpifrance", 75_000_000m, 4, "France 2030"), ("i-Nov 2026", "Bpifrance", 20_000_000m, 5, "France 2030"),
        ("PM'up 2026", "Region", 15_000_000m, 6, null), ("Innov'up 2026", "Region", 10_000_000m, 7, null),
        ("RHU 2026", "ANR", 40_000_000m, 8, "France 2030"), ("ANR PRCE 2027", "ANR", 60_000_000m, 9, null),
    ];

    /// <summary>Brings a dossier to where its plan says.</summary>
    /// <param name="plan">How far.</param>
    /// <param name="resubmits">The dossier it resubmits.</param>
    /// <returns>Its id.</returns>
    public Task<Guid> Bring(Plan plan, Guid? resubmits = null) => Patiently(async () =>
    {
        var holder = cast.Holders[plan.Holder % cast.Holders.Count];
        var id = await Started(plan, holder, resubmits);
        if (plan.Until >= Stage.Submitted)
            await Deposited(plan, holder, id);
        if (plan.Until == Stage.CorrectionRequested || plan.Until >= Stage.Submitted && plan.Corrected)
            await Corrected(plan, holder, id);
        if (plan.Until == Stage.Inadmissible)
            await Act(id, "Submitted", cast.Office, "refuse-admission", revision => new { revision, reasons = new[] { "Aucun partenaire ne relève du territoire du pôle." } });
        if (plan.Until >= Stage.Admitted)
            await Act(id, "Submitted", cast.Office, "admit", revision => new { revision });
        if (plan.Until >= Stage.ExpertsProposed && plan.Talk != Talk.None)
            await Interviewed(plan, holder, id);
        if (plan.Until >= Stage.Invited)
            await Reviewed(plan, id);
        if (plan.Withdrawn)
            await Withdraw(holder, id);
        return id;
    });

    /// <summary>Every dossier tells something else, so that none looks like another one only by how it was made up.</summary>
    static string SummaryOf(Plan plan)
    {
        var seed = plan.Acronym.Select((letter, at) => letter * (at + 1)).Sum();
        return $"{plan.Title} : {Efforts[seed % Efforts.Length]} {Patients[seed / 7 % Patients.Length]} {Ends[seed / 49 % Ends.Length]}";
    }

    static readonly string[]
        Efforts =
        [
            "un consortium mène ce travail de la preuve de concept à l'usage clinique.", "une jeune entreprise et un laboratoire partent d'un prototype éprouvé en hôpital.",
            "trois services hospitaliers ont demandé cette solution, faute d'outil adapté.", "le brevet, déposé l'an dernier, n'a encore été exploité par personne.",
            "une équipe de recherche transfère dix ans de résultats vers l'industrie.", "l'étude pilote sur quarante personnes a donné des résultats encourageants.",
            "la fabrication sera relocalisée dans la région, sur une ligne existante.",
        ],
        Patients =
        [
            "Deux associations de patients ont participé à la rédaction des besoins.", "Les soignants essaient chaque version, tous les trois mois.",
            "Un panel d'usagers évalue la gêne, le temps passé et la compréhension.", "Les aidants reçoivent une formation courte et un interlocuteur.",
            "Une enquête auprès de six cents personnes a fixé les priorités.", "L'ergonomie est revue avec des personnes malvoyantes.", "Le recueil du consentement a été simplifié avec elles.",
        ],
        Ends =
        [
            "Le marquage CE est visé en troisième année.", "Une étude médico-économique accompagne l'essai.", "L'accès au remboursement se prépare dès maintenant.",
            "Les données restent en France, chez un hébergeur certifié.", "Un premier déploiement est prévu dans cinq établissements.", "La suite se fera à l'échelle européenne.",
            "Le modèle économique repose sur un abonnement par service.",
        ];

    async Task<Guid> Started(Plan plan, Account holder, Guid? resubmits)
    {
        for (var page = 1; ; page++)
        {
            var listing = (await holder.Get($"/api/dossiers?page={page}&pageSize=100")).Items().ToList();
            if (listing.FirstOrDefault(line => line["title"]?.GetValue<string>() == plan.Title) is { } there)
                return there.Id();
            if (listing.Count == 0)
                break;
        }
        var programme = (await holder.Get("/api/programmes")).AsArray().First(one => one!.Text("code") == plan.Programme)!.Id();
        var seed = plan.Acronym.Sum(letter => letter);
        return (await holder.Post("/api/dossiers", new
        {
            content = new
            {
                title = plan.Title,
                acronym = plan.Acronym,
                summary = SummaryOf(plan),
                confidentialAnnex = "Annexe confidentielle du consortium.",
                kind = "Project",
                digital = plan.Digital,
                lead = new { name = $"Société {plan.Acronym}", siren = Cast.Siren(10_000 + seed * 37 % 80_000), type = "sme", region = "ile-de-france", turnoverEur = plan.TurnoverEur },
                partners = seed % 3 == 0 ? [] : new object[] { new { key = "p1", name = $"Laboratoire {plan.Acronym}", siren = Cast.Siren(200_000 + seed * 53 % 80_000), type = "academic", region = "ile-de-france" } },
                sectors = plan.Sectors,
                therapeuticAreas = new[] { seed % 2 == 0 ? "cardiology" : "oncology" },
                technologyAxes = new[] { plan.Digital ? "artificial-intelligence" : "imaging" },
                trlFrom = 3,
                trlTo = 6,
                objectives = "Démontrer l'intérêt clinique et préparer la mise sur le marché.",
                obstacles = "Peu de données annotées ; aucun marqueur validé.",
                medicalNeed = "Un diagnostic plus précoce ; des patients associés à la conception.",
                userInvolvement = "Deux associations de patients relisent le protocole.",
                dataAndRegulation = "RGPD : analyse d'impact faite. Règlement (UE) 2017/745 : classe IIa visée.",
                businessModel = "Vente aux établissements de santé.",
                workPackages = new[] { new { title = "Preuve de concept", startMonth = 1, lengthMonths = 18, costEur = 600_000m, costs = Costs(400_000, 200_000) }, new { title = "Étude clinique", startMonth = 13, lengthMonths = 24, costEur = 900_000m, costs = Costs(500_000, 400_000) } },
                territorySharePercent = 80,
                totalBudgetEur = 1_500_000m + seed * 1000m,
                aidRequestedEur = 700_000m,
                programmeId = programme,
                callId = calls[plan.Call],
                candidateBornOn = plan.CandidateBornOn,
                candidateMaternityLeaves = plan.MaternityLeaves,
                clinicalPhase = plan.ClinicalPhase,
                challengedPersonIds = plan.Challenged ?? [],
                resubmitsDossierId = resubmits,
                whatChanged = resubmits is null ? null : "Trois établissements se sont engagés à essayer le parcours, et le modèle économique est chiffré.",
            },
        })).Id();

        Dictionary<string, decimal> Costs(decimal lead, decimal laboratory) => seed % 3 == 0 ? new() { ["lead"] = lead + laboratory } : new() { ["lead"] = lead, ["p1"] = laboratory };
    }

    static async Task Deposited(Plan plan, Account holder, Guid id)
    {
        if ((await holder.Get($"/api/dossiers/{id}")).Text("status") != "Draft")
            return;
        await Deposit(holder, id);
    }

    static async Task Deposit(Account holder, Guid id)
    {
        await holder.Post($"/api/dossiers/{id}/prepare-submission", new { revision = (await holder.Get($"/api/dossiers/{id}")).Revision() });
        await holder.Post($"/api/dossiers/{id}/submit", new { revision = (await holder.Get($"/api/dossiers/{id}")).Revision() });
    }

    async Task Corrected(Plan plan, Account holder, Guid id)
    {
        var dossier = await holder.Get($"/api/dossiers/{id}");
        if (dossier.Text("status") == "Submitted" && dossier["version"]!.GetValue<int>() == 1)
            await cast.Office.Post($"/api/dossiers/{id}/request-correction", new
            {
                revision = dossier.Revision(),
                reason = "Incomplete",
                text = "Le calendrier de l'étude clinique manque.",
                dueOn = clock.GetUtcNow().AddDays(15).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            });
        if (plan.Until == Stage.CorrectionRequested)
            return;
        if ((await holder.Get($"/api/dossiers/{id}")).Text("status") == "CorrectionRequested")
            await Deposit(holder, id);
    }

    /// <summary>One act on a dossier, when it stands where the act is due.</summary>
    static async Task Act(Guid id, string from, Account who, string act, Func<long, object> body)
    {
        var dossier = await who.Get($"/api/dossiers/{id}");
        if (dossier.Text("status") == from)
            await who.Post($"/api/dossiers/{id}/{act}", body(dossier.Revision()));
    }

    async Task Interviewed(Plan plan, Account holder, Guid id)
    {
        while (true)
        {
            var interview = (await cast.Office.Get($"/api/interviews?dossierId={id}")).Items().MaxBy(one => one["round"]!.GetValue<int>())
                ?? throw new ApiRefused(HttpStatusCode.NotFound, null, $"{plan.Acronym}: the interview is not open yet.");
            var round = interview["round"]!.GetValue<int>();
            if (round > 1 && plan.Until == Stage.Concluded)
                return;
            // The talk begins at once, so nobody can hold two of them in a row: the second is another expert's.
            var expert = cast.Experts[round == 1 ? plan.Interviewer % cast.Experts.Count : cast.Experts.Count - 1 - plan.Interviewer % 4];
            var path = $"/api/interviews/{interview.Id()}";
            var revision = interview.Revision();
            switch (interview.Text("status"))
            {
                case "ToSchedule" when plan.Talk == Talk.Waived:
                    await cast.Office.Post($"{path}/waive", new { revision, reason = "Le porteur a été reçu le mois dernier pour le même projet." });
                    break;
                case "ToSchedule":
                    await OfferASlot(expert);
                    await cast.Office.Post($"{path}/propose", new { revision, expertIds = new[] { await expert.Id() } });
                    break;
                case "SlotsProposed":
                    if (plan.Until == Stage.ExpertsProposed)
                        return;
                    await OfferASlot(expert);
                    var slot = (await holder.Get(path)).Items("slots").FirstOrDefault(one => one["free"]!.GetValue<bool>())
                        ?? throw new ApiRefused(HttpStatusCode.NotFound, null, $"{plan.Acronym}: there is no free slot yet.");
                    await holder.Post($"{path}/book", new { revision, slotId = slot.Id() });
                    break;
                case "Booked":
                    if (plan.Until == Stage.Booked)
                        return;
                    await expert.Post($"{path}/hold", new { revision });
                    break;
                case "Held":
                    if (plan.Until == Stage.Held)
                        return;
                    await Conclude(plan, expert, path, revision, round);
                    break;
                case "Concluded" when Opens(interview["conclusion"]?["recommendation"]?.GetValue<string>()):
                case "Waived":
                case "Cancelled":
                    return;
                case "Concluded" when plan.Until == Stage.Concluded:
                    return;
                default:
                    // Redirected: the next interview opens once the version for the other call was admitted.
                    throw new ApiRefused(HttpStatusCode.Conflict, null, $"{plan.Acronym}: the next interview is not open yet.");
            }
        }
    }

    static bool Opens(string? recommendation) => recommendation is "Proceed" or "ProceedWithAdvice";

    Task Conclude(Plan plan, Account expert, string path, long revision, int round)
    {
        var first = round == 1;
        return expert.Post($"{path}/conclude", new
        {
            revision,
            recommendation = plan.Talk switch
            {
                Talk.ProceedWithAdvice => "ProceedWithAdvice",
                Talk.ReplannedFirst when first => "Replan",
                Talk.RedirectedFirst when first => "Redirect",
                Talk.Proceed or Talk.Waived or Talk.None or Talk.ReplannedFirst or Talk.RedirectedFirst => "Proceed",
            },
            maturity = new[] { new { criterion = "scientific-quality", maturity = 3.5m, comment = "Solide." } },
            strengths = "Équipe complémentaire, besoin clair.",
            gaps = "Le modèle économique reste à préciser.",
            advice = "Rencontrer un organisme notifié avant le dépôt.",
            privateNote = "À suivre.",
            replanTo = plan.Talk == Talk.ReplannedFirst && first ? clock.GetUtcNow().AddDays(40).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null,
            redirectToCallId = plan.Talk == Talk.RedirectedFirst && first ? calls[plan.OtherCall] : (Guid?)null,
        });
    }

    /// <summary>A slot that begins now, unless the expert has a free one.</summary>
    async Task OfferASlot(Account expert)
    {
        var now = clock.GetUtcNow();
        var mine = (await expert.Get("/api/slots?pageSize=100")).Items().ToList();
        if (mine.Any(slot => slot["free"]!.GetValue<bool>() && slot["startsAt"]!.GetValue<DateTimeOffset>() > now.AddMinutes(-4)))
            return;
        // After whatever the expert has already, but as soon as can be: a talk of ten minutes.
        var start = mine.Select(slot => slot["endsAt"]!.GetValue<DateTimeOffset>()).Where(end => end > now).DefaultIfEmpty(now.AddSeconds(-1)).Max();
        await expert.Post("/api/slots", new { slots = new[] { new { startsAt = start, endsAt = start.AddMinutes(10) } } });
    }

    /// <summary>Times to come of those who are proposed and still to be booked. After all talks, which begin at once in a time just offered.</summary>
    public async Task OfferTimes()
    {
        var tomorrow = Paris.Day(clock.GetUtcNow()).AddDays(1);
        foreach (var expert in cast.Experts.Take(6))
        {
            if ((await expert.Get("/api/slots?pageSize=100")).Items().Any(slot => slot["startsAt"]!.GetValue<DateTimeOffset>() > clock.GetUtcNow().AddDays(1)))
                continue;
            await expert.Post("/api/slots", new
            {
                slots = Enumerable.Range(1, 3).Select(day => Paris.EndOfDay(tomorrow.AddDays(day)).AddHours(9 + day)).Select(start => new { startsAt = start, endsAt = start.AddMinutes(45) }),
            });
        }
    }

    async Task Reviewed(Plan plan, Guid id)
    {
        for (var place = 1; place <= 3; place++)
        {
            var number = (plan.Interviewer + place) % cast.Experts.Count;
            var expert = cast.Experts[number];
            await cast.Describe(number);
            var expertId = await expert.Id();
            var invitation = await Invitation();
            if (invitation is null)
            {
                await cast.Office.Post("/api/invitations", new { dossierId = id, expertId });
                invitation = await Invitation() ?? throw new ApiRefused(HttpStatusCode.NotFound, null, $"{plan.Acronym}: an invitation is missing.");
            }
            if (plan.Until == Stage.Invited || plan.Until == Stage.UnderReview && place > 1)
                continue;
            await Review(expert, invitation.Id("invitationId"), plan.Acronym.Sum(letter => letter) + place);

            async Task<JsonNode?> Invitation() => (await cast.Office.Get($"/api/assignments?dossierId={id}")).Items("experts")
                .FirstOrDefault(line => line.Id("expertId") == expertId);
        }
    }

    /// <summary>Accepts an invitation and submits its review, as far as that was not done.</summary>
    /// <param name="expert">Who is invited.</param>
    /// <param name="invitationId">The invitation.</param>
    /// <param name="seed">What the scores are made of.</param>
    public static async Task Review(Account expert, Guid invitationId, int seed)
    {
        var path = $"/api/invitations/{invitationId}";
        var invitation = await expert.Get(path);
        if (invitation.Text("status") == "Invited")
            invitation = await expert.Post($"{path}/accept", new { revision = invitation.Revision(), noConflict = true });
        if (invitation.Text("status") != "Accepted")
            return;
        invitation = await expert.Get(path);
        var written = await expert.Put($"{path}/review", new
        {
            revision = invitation.Revision(),
            scores = invitation.Items("grid").Select((criterion, index) => new
            {
                criterion = criterion.Text("code"),
                score = 2.5m + (seed * 7 + index * 3) % 6 / 2m,
                commentToHolder = "Argument à étayer par des données.",
                commentToCommittee = "Vu en détail.",
            }),
            recommendation = "Label",
            confidence = 1 + seed % 3,
        });
        await expert.Post($"{path}/submit", new { revision = written.Has("revision") ? written.Revision() : (await expert.Get(path)).Revision() });
    }

    static async Task Withdraw(Account holder, Guid id)
    {
        var dossier = await holder.Get($"/api/dossiers/{id}");
        if (dossier.Text("status") != "Withdrawn")
            await holder.Post($"/api/dossiers/{id}/withdraw", new { revision = dossier.Revision(), reason = "Le partenaire industriel s'est retiré." });
    }

    /// <summary>Withdraws a dossier, wherever it stands.</summary>
    public Task Withdraw(int holder, Guid id) => Patiently(() => Withdraw(cast.Holders[holder % cast.Holders.Count], id));

    /// <summary>Describes an expert in the pool, unless they are.</summary>
    public Task Describe(int number, int largestLoad) => Patiently(() => cast.Describe(number, largestLoad));

    /// <summary>Plans a session, unless it is.</summary>
    /// <param name="title">Unique; it is found again by it.</param>
    /// <param name="inDays">When it starts, from now.</param>
    public Task<Guid> Plan(string title, int inDays) => Patiently(async () =>
    {
        for (var page = 1; ; page++)
        {
            var listing = (await cast.Office.Get($"/api/sessions?page={page}")).Items().ToList();
            if (listing.FirstOrDefault(line => line.Text("title") == title) is { } there)
                return there.Id();
            if (listing.Count == 0)
                break;
        }
        var members = new List<object>();
        foreach (var seat in cast.Seats)
            members.Add(new { personId = await seat.Id(), role = seat.Role });
        return (await cast.Office.Post("/api/sessions", new { title, startsAt = clock.GetUtcNow().AddDays(inDays), place = "Salle Pasteur", members })).Id();
    });

    /// <summary>Holds a session as its plan says.</summary>
    public Task Hold(Meeting meeting, IReadOnlyDictionary<string, Guid> dossiers) => Patiently(async () =>
    {
        var adjournedTo = meeting.AdjournedTo is null ? (Guid?)null : await Plan(meeting.AdjournedTo, meeting.InDays + 30);
        var path = $"/api/sessions/{await Plan(meeting.Title, meeting.InDays)}";
        var session = await cast.Office.Get(path);
        if (session.Text("status") == "Planned")
            session = await cast.Office.Post($"{path}/agenda", new { revision = session.Revision(), dossierIds = meeting.Items.Select(item => dossiers[item.Acronym]) });
        if (!meeting.Open)
            return;
        if (session.Text("status") == "AgendaPublished")
            session = await cast.Chair.Post($"{path}/open", new { revision = session.Revision() });
        if (session.Text("status") == "Open")
        {
            foreach (var seat in cast.Seats)
            {
                var id = await seat.Id();
                if (session.Items("members").First(member => member.Id("personId") == id).Text("presence") == "Absent")
                    await cast.Office.Post($"{path}/attendance", new { personId = id, presence = "Present" });
            }
            foreach (var (acronym, verdict) in meeting.Items)
                await Decide(path, dossiers[acronym], verdict, adjournedTo);
            session = await cast.Office.Get(path);
            session = await cast.Chair.Post($"{path}/close", new { revision = session.Revision() });
        }
        if (!meeting.Released)
            return;
        var waiting = (await cast.Chair.Get("/api/releases")).Items()
            .Where(item => item.Id("sessionId") == session.Id() && item["mine"]!.GetValue<bool>()).Select(item => item.Id("itemId")).ToList();
        if (waiting.Count > 0)
            await cast.Chair.Post("/api/releases", new { itemIds = waiting, confirmation = await cast.Chair.Confirm() });
        session = await cast.Office.Get(path);
        if (session.Text("status") == "Closed")
            await cast.Office.Post($"{path}/minutes/final", new { revision = session.Revision() });
    });

    /// <summary>Takes an item up, puts a decision to the vote and has everybody vote for it, as far as that was not done.</summary>
    /// <param name="path">Of the session.</param>
    /// <param name="dossierId">The item's dossier.</param>
    /// <param name="verdict">What is decided.</param>
    /// <param name="adjournedTo">The session that takes up what is adjourned.</param>
    public async Task Decide(string path, Guid dossierId, Verdict verdict, Guid? adjournedTo)
    {
        while (true)
        {
            var item = (await cast.Chair.Get(path)).Items().First(one => one.Id("dossierId") == dossierId);
            var itemPath = $"{path}/items/{item.Id()}";
            switch (item.Text("status"))
            {
                case "Waiting":
                    await cast.Chair.Post($"{itemPath}/open", new { });
                    break;
                case "Open" when item.Items("ballots").FirstOrDefault(ballot => ballot.Text("status") == "Open") is { }:
                    foreach (var seat in cast.Seats)
                        await seat.Post($"{itemPath}/vote", new { vote = "For" });
                    await cast.Chair.Post($"{itemPath}/close-ballot", new { });
                    break;
                case "Open":
                    await cast.Chair.Post($"{itemPath}/propose", Proposal(verdict, adjournedTo));
                    break;
                default:
                    return;
            }
        }
    }

    object Proposal(Verdict verdict, Guid? adjournedTo) => verdict switch
    {
        Verdict.Label => new { decision = "Label" },
        Verdict.LabelWithReservations => new
        {
            decision = "LabelWithReservations",
            reservations = new[] { new { text = "Joindre l'avis du comité de protection des personnes.", owner = "Le porteur", dueOn = clock.GetUtcNow().AddMonths(3).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) } },
        },
        Verdict.Adjourn => new { decision = "Adjourn", toSessionId = adjournedTo, reasons = "Le plan de financement sera précisé." },
        Verdict.Refuse => new { decision = "Refuse", reasons = "L'intérêt industriel n'est pas démontré." },
        Verdict.SupportLetter => new { decision = "SupportLetter" },
    };

    /// <summary>Records what a funding body answered.</summary>
    public Task Record(Outcome outcome, Guid dossierId, int holder) => Patiently(async () =>
    {
        var who = cast.Holders[holder % cast.Holders.Count];
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var application = (await who.Get($"/api/funding-applications?dossierId={dossierId}")).AsArray().FirstOrDefault(one => one!.Text("fundingBody") == outcome.FundingBody)
            ?? await who.Post("/api/funding-applications", new { dossierId, fundingBody = outcome.FundingBody, stage = "Full", amountRequestedEur = 700_000m, filedOn = today });
        if (application.Text("result") != outcome.Result)
            await who.Post($"/api/funding-applications/{application.Id()}/result", new
            {
                revision = application.Revision(),
                result = outcome.Result,
                amountGrantedEur = outcome.Granted,
                resultOn = outcome.Result is "Funded" or "Refused" ? today : (DateOnly?)null,
            });
    });

    /// <summary>Finds that a dossier repeats another.</summary>
    public Task ConfirmDuplicate(Guid id, string originalReference) => Patiently(async () =>
    {
        var dossier = await cast.Office.Get($"/api/dossiers/{id}");
        if (dossier["duplicateOf"] is null)
            await cast.Office.Post($"/api/dossiers/{id}/confirm-duplicate", new { revision = dossier.Revision(), originalReference });
    });

    /// <summary>A holder asks the office something about a dossier, the office answers, and a last message waits to be read.</summary>
    public Task Correspond(Guid id, int holder) => Patiently(async () =>
    {
        var about = cast.Holders[holder % cast.Holders.Count];
        foreach (var (who, number, text) in (IEnumerable<(Account, int, string)>)
        [
            (about, 0, "Bonjour, notre partenaire hospitalier change de statut en janvier. Faut-il déposer une nouvelle version ?"),
            (cast.Office, 1, "Bonjour, non : dites-le simplement à l'entretien, et joignez la nouvelle convention à la version suivante s'il y en a une."),
            (about, 2, "Merci, c'est noté. La convention sera signée le 15."),
        ])
        {
            var path = $"/api/dossiers/{id}/messages";
            if ((await who.Get(path)).Revision() == number)
                await who.Post(path, new FormUrlEncodedContent(new Dictionary<string, string> { ["text"] = text, ["revision"] = $"{number}" }));
        }
    });

    /// <summary>The holder of a label says how its reservation was met, and the chair lifts it.</summary>
    public Task LiftReservation(Guid dossierId, int holder) => Patiently(async () =>
    {
        var number = (await cast.Office.Get($"/api/decisions?dossierId={dossierId}")).Items().First(line => line.Has("labelNumber")).Text("labelNumber");
        var label = await cast.Chair.Get($"/api/labels/{number}");
        if (label.Text("status") != "WithReservations")
            return;
        await cast.Holders[holder % cast.Holders.Count].Post($"/api/labels/{number}/evidence", new { place = 1, text = "L'avis favorable du comité de protection des personnes nous est parvenu le 3 ; il est joint au dossier." });
        await cast.Chair.Post($"/api/labels/{number}/lift", new { place = 1, revision = label.Revision(), confirmation = await cast.Chair.Confirm() });
    });

    /// <summary>The chair records that another cluster labelled a dossier too.</summary>
    public Task LabelledToo(Guid dossierId, string cluster) => Patiently(async () =>
    {
        var number = (await cast.Office.Get($"/api/decisions?dossierId={dossierId}")).Items().First(line => line.Has("labelNumber")).Text("labelNumber");
        var label = await cast.Chair.Get($"/api/labels/{number}");
        try
        {
            await cast.Chair.Post($"/api/labels/{number}/clusters", new
            {
                cluster,
                decision = "Labelled",
                decidedOn = Paris.Day(clock.GetUtcNow()),
                revision = label.Revision(),
                confirmation = await cast.Chair.Confirm(),
            });
        }
        catch (ApiRefused known) when (known.Code == "label.cluster-known")
        {
            // An interrupted loading had come so far.
        }
    });

    /// <summary>The holder of a refused dossier asks that the committee decide once more; the office has not answered yet.</summary>
    public Task AskReconsideration(Guid dossierId, int holder) => Patiently(async () =>
    {
        var who = cast.Holders[holder % cast.Holders.Count];
        var decision = await who.Get($"/api/reconsiderations/dossiers/{dossierId}");
        if (!decision.Has("asked"))
            await who.Post("/api/reconsiderations", new
            {
                dossierId,
                itemId = decision.Id("itemId"),
                reason = "Trois établissements ont signé une lettre d'intention depuis la séance : elles répondent au motif du refus.",
            });
    });

    /// <summary>The office begins a proposal of experts for the dossiers that wait for theirs, and leaves it open.</summary>
    public Task ProposeExperts() => Patiently(async () =>
    {
        if (await cast.Office.Find("/api/assignments/draft") is null)
            await cast.Office.Post("/api/assignments/draft", new { revision = 0 });
    });

    /// <summary>Revokes the label of a dossier.</summary>
    public Task Revoke(Guid dossierId) => Patiently(async () =>
    {
        var number = (await cast.Office.Get($"/api/decisions?dossierId={dossierId}")).Items().First(line => line.Has("labelNumber")).Text("labelNumber");
        var label = await cast.Chair.Get($"/api/labels/{number}");
        if (label.Text("status") != "Revoked")
            await cast.Chair.Post($"/api/labels/{number}/revoke", new { revision = label.Revision(), reason = "Le projet a été abandonné par son chef de file.", confirmation = await cast.Chair.Confirm() });
    });

    /// <summary>
    /// Does what is missing until nothing refuses it any more. A refusal may pass: an event is under way, somebody else was faster,
    /// a service is away. One that stays is thrown after the time given.
    /// </summary>
    async Task<T> Patiently<T>(Func<Task<T>> doWhatIsMissing)
    {
        var until = clock.GetUtcNow() + patience;
        for (var pause = 20; ; pause = Math.Min(pause * 2, 500))
        {
            try
            {
                return await doWhatIsMissing();
            }
            catch (Exception mayPass) when (mayPass is ApiRefused or HttpRequestException or TaskCanceledException && clock.GetUtcNow() < until)
            {
                await Task.Delay(pause);
            }
        }
    }

    Task Patiently(Func<Task> doWhatIsMissing) => Patiently(async () =>
    {
        await doWhatIsMissing();
        return true;
    });
}
