using System.Diagnostics;
using System.Globalization;
using Labelling.Ground;
using Labelling.Hosting;
using Labelling.Storage;
using Labelling.Submission;
using Labelling.Submission.Duplicates;

namespace Labelling.Benchmarks;

/// <summary>
/// The search for duplicates among 30,000 dossiers: how long one takes, beside comparing the title with each of the 30,000 in the same
/// run; and how many of the made variants it finds again (recall), and how much of what it finds was made (precision).
/// </summary>
static class DuplicateSearch
{
    const int Dossiers = 30_000, Variants = 100;

    /// <summary>Of one search, in milliseconds; of precision and recall over all variants.</summary>
    const double LimitMilliseconds = 250, LeastRecall = 0.95, LeastPrecision = 0.9;

    static readonly (string Name, Func<Made, Random, Made> Vary)[] Kinds =
    [
        ("deposited again as it was", (made, _) => made),
        ("two letters mistyped", (made, random) => made with { Title = Mistyped(made.Title, random, 2) }),
        ("words of the title in another order", (made, random) => made with { Title = Reordered(made.Title, random) }),
        ("acronym translated", (made, random) => made with { Acronym = Word(random, 3), Title = $"{Word(random, 3)}, {made.Title[(made.Title.IndexOf(' ', StringComparison.Ordinal) + 1)..]}" }),
        ("without accents, in capitals", (made, _) => made with { Title = TextLikeness.Plain(made.Title).ToUpperInvariant(), Summary = TextLikeness.Plain(made.Summary) }),
        ("another title, summary with a sentence changed", (made, random) => made with { Title = TitleOf(random), Summary = $"{made.Summary} {Sentence(random)}" }),
        ("same lead, a third of the title changed", (made, random) => made with { Title = Changed(made.Title, random), Summary = SummaryOf(random) }),
        ("same consortium, half of the title, another lead", (made, random) => made with { Title = $"{made.Title} {Word(random, 3)} {Word(random, 3)}", Summary = SummaryOf(random), Turned = true }),
    ];

    public static async Task<int> Run()
    {
        await using var folder = await TestDatabase.Create(Dialect.Sqlite, SubmissionService.Service, new TestClock("2026-03-12T09:00:00Z"));
        var database = folder.Database;
        var store = new DuplicateStore(database);
        var random = new Random(2026);
        var made = Enumerable.Range(0, Dossiers).Select(_ => Any(random)).ToList();
        var filled = Stopwatch.StartNew();
        await Seeds.Plant(database, default);
        var template = new Template((await folder.Get<ProgrammeStore>().All(default))[0].Id, await CallOf(folder));
        await Insert(database, template, made.Select((one, number) => (Id: Guid.CreateVersion7(), one, number)).ToList(), asked: false);
        Console.WriteLine(Invariant($"{Dossiers:N0} dossiers in {filled.Elapsed.TotalSeconds:0} s"));

        var variants = (from kind in Kinds
                        from number in Enumerable.Range(0, Variants)
                        let of = random.Next(Dossiers)
                        select (kind.Name, Of: of, Id: Guid.CreateVersion7(), Made: kind.Vary(made[of], random))).ToList();
        await Insert(database, template, [.. variants.Select((variant, number) => (variant.Id, variant.Made, Dossiers + number))], asked: true);
        var times = new List<double>();
        foreach (var asked in variants.Select(variant => variant.Id.ToString("D").ToUpperInvariant()))
        {
            var begun = Stopwatch.GetTimestamp();
            await store.Search(asked, default);
            times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }

        var beside = Measure(() => made.Count(one => TextLikeness.Dice(TextLikeness.Trigrams(one.Title), TextLikeness.Trigrams(variants[0].Made.Title)) > 0.8));
        var pairs = (await database.Query<PairRow>(
            """
            select C.DossierId, O.Reference, C.Reasons
            from DuplicateCandidate C
            join Dossier O on O.Id = C.OtherId
            """, null, default)).ToLookup(pair => pair.DossierId);
        // Two variants of one dossier repeat each other too.
        var numbers = variants.Select((variant, number) => (variant.Of, Number: Dossiers + number)).ToLookup(variant => variant.Of, variant => ReferenceOf(variant.Number));
        bool IsRight(int of, PairRow pair) => pair.Reference == ReferenceOf(of) || numbers[of].Contains(pair.Reference);
        var (found, right) = (0, 0);
        foreach (var kind in variants.GroupBy(variant => variant.Name))
        {
            var again = kind.Count(variant => pairs[variant.Id].Any(pair => pair.Reference == ReferenceOf(variant.Of)));
            var good = kind.Sum(variant => pairs[variant.Id].Count(pair => IsRight(variant.Of, pair)));
            var all = kind.Sum(variant => pairs[variant.Id].Count());
            (found, right) = (found + again, right + good);
            Console.WriteLine(Invariant($"{kind.Key,-50} recall {again,3} of {Variants}, precision {good} of {all}"));
        }

        foreach (var wrong in variants.SelectMany(variant => pairs[variant.Id].Where(pair => !IsRight(variant.Of, pair))).CountBy(pair => pair.Reasons).OrderByDescending(wrong => wrong.Value))
            Console.WriteLine(Invariant($"{wrong.Value,5} wrong for {wrong.Key}"));

        var (recall, precision) = (found / (double)variants.Count, right / (double)pairs.Sum(of => of.Count()));
        var p99 = times.Order().ElementAt((int)(times.Count * 0.99));
        var held = recall >= LeastRecall && precision >= LeastPrecision && p99 < LimitMilliseconds;
        Console.WriteLine(Invariant($"all: recall {recall:0.000} (at least {LeastRecall:0.00}), precision {precision:0.000} (at least {LeastPrecision:0.00})"));
        Console.WriteLine(Invariant($"one search: p50 {times.Order().ElementAt(times.Count / 2):0.0} ms, p99 {p99:0.0} ms (under {LimitMilliseconds:0} ms), most {times.Max():0.0} ms; comparing one title with all of them takes {beside:0} ms: {(held ? "held" : "NOT held")}"));
        return held ? 0 : 1;
    }

    static double Measure(Func<int> work)
    {
        work();
        var begun = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
    }

    static string ReferenceOf(int number) => Invariant($"2020-{number:00000}");

    static async Task<Guid> CallOf(TestDatabase database)
    {
        var (call, happened) = Call.Publish(new CallTerms(
            "MEASURED", "Bpifrance", null, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero),
            "Europe/Paris", [], null, [], new EligibilityRules()), database.Database.Clock.GetUtcNow());
        await database.Get<CallStore>().Publish(call, happened, new Actor(null, "office", "measured"), default);
        return call.Id;
    }

    /// <summary>As if each had been deposited; those not asked for are looked at like any other, with what they are found by.</summary>
    static async Task Insert(Database database, Template template, IReadOnlyList<(Guid Id, Made Made, int Number)> dossiers, bool asked)
    {
        await using var transaction = await database.Begin(default);
        foreach (var (id, made, number) in dossiers)
        {
            var content = made.Content(template.Programme, template.Call);
            var at = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(number);
            var row = new { Id = id, made.Title, made.Acronym, template.Programme, template.Call, Content = Json.Write(content), At = at, Reference = ReferenceOf(number), Holder = Guid.CreateVersion7(), Sha = new string('0', 64) };
            await transaction.Execute(
                """
                insert into Dossier (Id, Revision, Status, HolderId, Version, Reference, Title, Acronym, ProgrammeId, CallId, Content, ProgrammeVersion, DepositedFor, StartedAt, ChangedAt, FirstSubmittedAt, SubmittedAt, Late, DecisionSequence)
                values (@Id, 2, 'Submitted', @Holder, 1, @Reference, @Title, @Acronym, @Programme, @Call, @Content, 1, @Call, @At, @At, @At, @At, 0, 0)
                """, row);
            await transaction.Execute(
                """
                insert into DossierVersion (DossierId, Version, SubmittedAt, Late, Title, Acronym, ProgrammeId, ProgrammeVersion, CallId, Content, Sha256)
                values (@Id, 1, @At, 0, @Title, @Acronym, @Programme, 1, @Call, @Content, @Sha)
                """, row);
            if (asked)
                await DuplicateStore.Ask(transaction, id);
            else
                await DuplicateStore.Keep(transaction, id, content, at);
        }
        transaction.WithoutTrail("Made up to be measured.");
        await transaction.Commit();
    }

    sealed record Template(Guid Programme, Guid Call);

    sealed record PairRow
    {
        public required Guid DossierId { get; init; }
        public required string Reference { get; init; }
        public required string Reasons { get; init; }
    }

    /// <summary>A made dossier. Turned: the second of the consortium leads.</summary>
    sealed record Made(string Title, string Acronym, string Summary, IReadOnlyList<int> Organisations)
    {
        public bool Turned { get; init; }

        public DossierContent Content(Guid programme, Guid call)
        {
            var all = Organisations.Select(number => new Organisation(Name: $"Organisme {number}", Siren: Invariant($"{100_000_000 + number}"), Type: "sme")).ToList();
            if (Turned)
                all.Reverse();
            return new() { Title = Title, Acronym = Acronym, Summary = Summary, Lead = all[0], Partners = [.. all.Skip(1)], ProgrammeId = programme, CallId = call };
        }
    }

    // ---------------------------------------------------------------- what is made

    static readonly string[] Syllables = ["ka", "lo", "mi", "ner", "tu", "sa", "vi", "dro", "pel", "gri", "xa", "bon", "fu", "chi", "ra", "tel", "zo", "quin", "les", "mor"];

    static readonly string[] Openings = ["suivi à domicile de", "dépistage précoce de", "traitement de", "imagerie de", "plateforme pour", "capteur pour", "implant contre", "rééducation après", "score pronostique de", "thérapie génique de", "organoïdes pour", "robot d'assistance pour", "biomarqueurs de", "vaccin contre", "jumeau numérique de"];

    static readonly string[] Conditions = ["l'insuffisance", "la fibrose", "l'inflammation", "les tumeurs", "la douleur", "l'ischémie", "l'atrophie", "la nécrose", "l'infection", "les malformations", "la sténose", "l'hypertrophie", "les lésions", "la dégénérescence", "le syndrome", "la dysplasie", "l'œdème", "la calcification", "l'hémorragie", "la rupture"];

    static readonly string[] Places = ["cardiaque", "hépatique", "rénale", "pulmonaire", "rétinienne", "cérébrale", "osseuse", "cutanée", "pancréatique", "digestive", "vasculaire", "musculaire", "vésicale", "auditive", "ovarienne", "prostatique", "thyroïdienne", "articulaire", "dentaire", "lymphatique", "médullaire", "trachéale", "cornéenne", "splénique", "placentaire"];

    static readonly string[] Means = ["par ultrasons", "par apprentissage automatique", "avec un dispositif connecté", "en médecine de ville", "à l'hôpital", "chez la personne âgée", "par nanoparticules", "en soins intensifs", "par réalité virtuelle", "avec des données de vie réelle", "sans opioïde", "par stimulation électrique", "au lit du patient", "en zone rurale", "par microfluidique"];

    static readonly string[] Common = ["le", "projet", "vise", "à", "développer", "un", "dispositif", "pour", "les", "patients", "avec", "des", "partenaires", "cliniques", "et", "industriels", "dans", "une", "étude", "qui", "mesure", "la", "qualité", "de", "vie", "puis", "prépare", "marché", "européen"];

    static Made Any(Random random) => new(
        TitleOf(random), Word(random, 3), SummaryOf(random), [.. Enumerable.Range(0, random.Next(1, 7)).Select(_ => random.Next(3_000)).Distinct()]);

    static string TitleOf(Random random) =>
        $"{Capital(Word(random, 3))}, {Of(Openings, random)} {Of(Conditions, random)} {Of(Places, random)} {Of(Means, random)}{(random.Next(3) == 0 ? "" : $" et {Word(random, 2)} {Word(random, 3)}")}";

    static string SummaryOf(Random random) => string.Join(' ', Enumerable.Range(0, random.Next(6, 12)).Select(_ => Sentence(random)));

    /// <summary>Words that every summary has, and a few that hardly any has.</summary>
    static string Sentence(Random random) =>
        Capital(string.Join(' ', Enumerable.Range(0, random.Next(8, 16)).Select(_ => random.Next(4) == 0 ? Word(random, random.Next(2, 4)) : Of(Common, random)))) + ".";

    static string Word(Random random, int syllables) => string.Concat(Enumerable.Range(0, syllables).Select(_ => Of(Syllables, random)));

    static string Of(string[] words, Random random) => words[random.Next(words.Length)];

    static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    static string Mistyped(string title, Random random, int letters)
    {
        var typed = title.ToList();
        for (var number = 0; number < letters; number++)
        {
            var at = random.Next(1, typed.Count - 1);
            switch (random.Next(3))
            {
                case 0:
                    typed.RemoveAt(at);
                    break;
                case 1:
                    typed.Insert(at, typed[at]);
                    break;
                default:
                    (typed[at], typed[at + 1]) = (typed[at + 1], typed[at]);
                    break;
            }
        }
        return string.Concat(typed);
    }

    static string Reordered(string title, Random random)
    {
        var words = title.Split(' ');
        random.Shuffle(words);
        return string.Join(' ', words);
    }

    static string Changed(string title, Random random)
    {
        var words = title.Split(' ');
        for (var at = 0; at < words.Length; at++)
            if (at % 4 == 3)
                words[at] = Word(random, 3);
        return string.Join(' ', words);
    }

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
