using Labelling.Contracts;
using Labelling.FundingOutcome.Facts;

namespace Labelling.FundingOutcome.Statistics;

/// <summary>
/// Every dossier as it was known from day to day, in memory: a row for each stretch of days in which nothing of it changes, of small
/// numbers that stand for what many dossiers have in common. Nothing is summed: who asks goes through the dossiers as they were known on a
/// day. Columns are only ever appended to, so what a reader holds stays as it is while more is taken in.
/// </summary>
public sealed class DossierColumns : IMadeOfFacts
{
    /// <summary>What is known from a day until that of the next row of the dossier.</summary>
    readonly record struct Row(int From, int What, int Decision, int Duplicate, int Applications, int Steps);

    /// <summary>What a dossier is; beside the day it was registered as numbers of what many have in common.</summary>
    readonly record struct What(int Registered, int Lead, int Topics, int Rare);

    sealed record Lead(
        DossierKind Kind, bool AimsAtProjectLabel, string? Programme, string? OrganisationType, bool? Collaborative, string? Region, string? Call, string? FundingBody);

    sealed record Topics(IReadOnlyList<string> Sectors, IReadOnlyList<string> TherapeuticAreas, IReadOnlyList<string> TechnologyAxes)
    {
        public bool Equals(Topics? other) => other is not null && Sectors.SequenceEqual(other.Sectors)
            && TherapeuticAreas.SequenceEqual(other.TherapeuticAreas) && TechnologyAxes.SequenceEqual(other.TechnologyAxes);

        public override int GetHashCode() => HashOf(Sectors.Concat(TherapeuticAreas).Concat(TechnologyAxes));
    }

    /// <summary>What most dossiers do not say. An amount is one with its number of decimals, for it is written as it was said.</summary>
    sealed record Rare(decimal? TotalBudgetEur, byte? Decimals, Guid? Resubmits, IReadOnlyList<string>? JointlyWith)
    {
        public bool Equals(Rare? other) => other is not null && TotalBudgetEur == other.TotalBudgetEur && Decimals == other.Decimals && Resubmits == other.Resubmits
            && (JointlyWith is null ? other.JointlyWith is null : other.JointlyWith is not null && JointlyWith.SequenceEqual(other.JointlyWith));

        public override int GetHashCode() => HashCode.Combine(TotalBudgetEur, Resubmits, HashOf(JointlyWith ?? []));
    }

    /// <summary>Applications as the tables look at them: what was requested is left out, for it would tell nearly all apart.</summary>
    sealed record Applied(IReadOnlyList<Application> Applications)
    {
        public bool Equals(Applied? other) => other is not null && Applications.SequenceEqual(other.Applications)
            && Applications.Zip(other.Applications).All(pair => pair.First.AmountGrantedEur?.Scale == pair.Second.AmountGrantedEur?.Scale);

        public override int GetHashCode() => HashOf(Applications);
    }

    static int HashOf<T>(IEnumerable<T> values)
    {
        var hash = new HashCode();
        foreach (var value in values)
            hash.Add(value);
        return hash.ToHashCode();
    }

    Appended<Guid> ids = new();

    /// <summary>By dossier its first row; the last one ends where the next dossier begins.</summary>
    Appended<int> firsts = new();
    Appended<Row> rows = new();
    Appended<What> whats = new();
    Appended<StepDays> steps = Beginning(default(StepDays));
    readonly Numbered<Lead> leads = new();
    readonly Numbered<Topics> topics = new();
    readonly Numbered<Rare> rares = new();
    readonly Numbered<Decision> decisions = new();
    readonly Numbered<Duplicate> duplicates = new();
    readonly Numbered<Applied> applications = new();
    readonly Dictionary<string, string> words = new(StringComparer.Ordinal);

    /// <summary>By dossier: it went. Never changed where a reader may look.</summary>
    bool[] gone = [];
    int left;

    /// <summary>As they stand: until something is taken in, the same again.</summary>
    Known? standing;

    static Appended<T> Beginning<T>(T first)
    {
        var column = new Appended<T>();
        column.Add(first);
        return column;
    }

    public void Add(IReadOnlyList<StoredFact> facts)
    {
        standing = null;
        var started = false;
        Classification? classification = null;
        foreach (var stretch in Stretch.OfAll(facts))
        {
            var known = stretch.Known;
            if (!started)
            {
                ids.Add(known.Id);
                firsts.Add(rows.Count);
                if (gone.Length < ids.Count)
                    Array.Resize(ref gone, Math.Max(1024, ids.Count + ids.Count / 2));
            }

            if (!ReferenceEquals(classification, known.Classification))
                whats.Add(NumbersOf(classification = known.Classification));
            if (known.Steps != default && known.Steps != steps[^1])
                steps.Add(known.Steps);
            rows.Add(new Row(
                stretch.From.DayNumber, whats.Count - 1,
                known.Decision is { } decision ? decisions.NumberOf(new Decision(decision.Outcome, null, null, decision.On)) : -1,
                known.Duplicate is { } duplicate ? duplicates.NumberOf(duplicate) : -1,
                known.Applications.Count > 0 ? applications.NumberOf(Of(known.Applications)) : -1,
                known.Steps == default ? 0 : steps.Count - 1));
            started = true;
        }
    }

    What NumbersOf(Classification known) => new(
        known.RegisteredOn.DayNumber,
        leads.NumberOf(new Lead(
            known.Kind, known.AimsAtProjectLabel, Word(known.Programme), Word(known.OrganisationType), known.Collaborative, Word(known.Region), Word(known.Call), Word(known.FundingBody))),
        topics.NumberOf(new Topics(Words(known.Sectors), Words(known.TherapeuticAreas), Words(known.TechnologyAxes))),
        known is { TotalBudgetEur: null, Resubmits: null, JointlyWith: null } ? -1
            : rares.NumberOf(new Rare(known.TotalBudgetEur, known.TotalBudgetEur?.Scale, known.Resubmits, known.JointlyWith)));

    Applied Of(IReadOnlyList<Application> known) => new([.. known.Select(application =>
        application with { FundingBody = Word(application.FundingBody), Call = Word(application.Call), AmountRequestedEur = null })]);

    /// <summary>A word is kept once, however many dossiers say it.</summary>
    string? Word(string? said)
    {
        if (said is null)
            return null;
        if (words.TryGetValue(said, out var word))
            return word;
        return words[said] = said;
    }

    string[] Words(IReadOnlyList<string> said) => [.. said.Select(word => Word(word)!)];

    public void Forget(IReadOnlySet<Guid> some)
    {
        standing = null;
        gone = [.. gone];
        for (var dossier = 0; dossier < ids.Count; dossier++)
        {
            if (!gone[dossier] && some.Contains(ids[dossier]))
            {
                gone[dossier] = true;
                left++;
            }
        }
    }

    /// <summary>Whether so many went that what they leave behind is worth clearing away.</summary>
    public bool WantsOrder => left > 1024 + ids.Count / 8;

    public void Order()
    {
        if (left == 0)
            return;
        standing = null;
        var (oldIds, oldFirsts, oldRows, oldWhats, oldSteps, went) = (ids, firsts, rows, whats, steps, gone);
        (ids, firsts, rows, whats, steps) = (new(), new(), new(), new(), Beginning(default(StepDays)));
        for (var dossier = 0; dossier < oldIds.Count; dossier++)
        {
            if (went[dossier])
                continue;
            ids.Add(oldIds[dossier]);
            firsts.Add(rows.Count);
            var (what, step) = (-1, 0);
            for (var row = oldFirsts[dossier]; row < (dossier + 1 < oldIds.Count ? oldFirsts[dossier + 1] : oldRows.Count); row++)
            {
                var old = oldRows[row];
                if (old.What != what)
                    whats.Add(oldWhats[what = old.What]);
                if (old.Steps != 0 && old.Steps != step)
                    steps.Add(oldSteps[step = old.Steps]);
                rows.Add(old with { What = whats.Count - 1, Steps = old.Steps == 0 ? 0 : steps.Count - 1 });
            }
        }

        gone = new bool[ids.Count];
        left = 0;
    }

    /// <summary>What is known at this moment. It stays so.</summary>
    public Known AsTheyStand() => standing ??= new Known(this);

    /// <summary>The dossiers as columns had them at one moment.</summary>
    public sealed class Known
    {
        readonly int dossiers, end;
        readonly bool[] gone;
        readonly Guid[] ids;
        readonly int[] firsts;
        readonly Row[] rows;
        readonly What[] whats;
        readonly StepDays[] steps;
        readonly Lead[] leads;
        readonly Topics[] topics;
        readonly Rare[] rares;
        readonly Decision[] decisions;
        readonly Duplicate[] duplicates;
        readonly Applied[] applications;

        internal Known(DossierColumns columns)
        {
            (dossiers, end, gone) = (columns.ids.Count, columns.rows.Count, columns.gone);
            (ids, firsts, rows, whats, steps) = (columns.ids.Items, columns.firsts.Items, columns.rows.Items, columns.whats.Items, columns.steps.Items);
            (leads, topics, rares) = (columns.leads.Items, columns.topics.Items, columns.rares.Items);
            (decisions, duplicates, applications) = (columns.decisions.Items, columns.duplicates.Items, columns.applications.Items);
        }

        /// <summary>Each dossier that was known at the end of a day and registered between two days, as it was known.</summary>
        public IEnumerable<KnownDossier> On(DateOnly asOf, DateOnly from, DateOnly to, IReadOnlyDictionary<string, string> planOfCall)
        {
            var (day, first, last) = (asOf.DayNumber, from.DayNumber, to.DayNumber);
            for (var dossier = 0; dossier < dossiers; dossier++)
            {
                if (gone[dossier])
                    continue;
                var (begins, row) = (firsts[dossier], (dossier + 1 < dossiers ? firsts[dossier + 1] : end) - 1);
                while (row >= begins && rows[row].From > day)
                    row--;
                if (row < begins)
                    continue;
                var registered = whats[rows[row].What].Registered;
                if (registered >= first && registered <= last)
                    yield return At(dossier, row, planOfCall);
            }
        }

        KnownDossier At(int dossier, int place, IReadOnlyDictionary<string, string> planOfCall)
        {
            ref readonly var row = ref rows[place];
            return new KnownDossier(
                ids[dossier], ClassificationOf(whats[row.What]),
                row.Decision < 0 ? null : decisions[row.Decision],
                row.Duplicate < 0 ? null : duplicates[row.Duplicate],
                row.Applications < 0 ? [] : applications[row.Applications].Applications)
            {
                PlanOfCall = planOfCall,
                Steps = steps[row.Steps],
            };
        }

        Classification ClassificationOf(What what)
        {
            var (lead, of, rare) = (leads[what.Lead], topics[what.Topics], what.Rare < 0 ? null : rares[what.Rare]);
            return new Classification(
                DateOnly.FromDayNumber(what.Registered), lead.Kind, lead.AimsAtProjectLabel, lead.Programme, of.Sectors, of.TherapeuticAreas, of.TechnologyAxes,
                lead.OrganisationType, lead.Collaborative, lead.Region, lead.Call, lead.FundingBody, rare?.TotalBudgetEur, rare?.Resubmits, rare?.JointlyWith);
        }
    }

    /// <summary>Values behind each other. What was there is never changed, so who holds <see cref="Items"/> sees the same for ever.</summary>
    sealed class Appended<T>
    {
        public T[] Items { get; private set; } = [];

        public int Count { get; private set; }

        public T this[int place] => Items[place];

        public void Add(T value)
        {
            if (Count == Items.Length)
            {
                var more = new T[Math.Max(64, Count + Count / 2)];
                Items.CopyTo(more, 0);
                Items = more;
            }

            Items[Count++] = value;
        }
    }

    /// <summary>Values that many have in common, each once.</summary>
    sealed class Numbered<T>
        where T : notnull
    {
        readonly Dictionary<T, int> numbers = [];
        readonly Appended<T> values = new();

        public T[] Items => values.Items;

        public int NumberOf(T value)
        {
            if (!numbers.TryGetValue(value, out var number))
            {
                numbers[value] = number = values.Count;
                values.Add(value);
            }

            return number;
        }
    }
}
