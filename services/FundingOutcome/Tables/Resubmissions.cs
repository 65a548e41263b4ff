using System.Globalization;
using Labelling.FundingOutcome.Facts;
using Labelling.FundingOutcome.Statistics;

namespace Labelling.FundingOutcome.Tables;

/// <summary>
/// How dossiers that resubmit another come off beside first submissions, and what became of the dossiers that were refused. A dossier is
/// known here once it is decided, so a resubmission counts from its own decision on.
/// </summary>
public static class Resubmissions
{
    const string First = "first", AfterRefusal = "after-refusal", Other = "other";

    static readonly IReadOnlyList<TableColumn> Columns =
    [
        new("expertised", () => Text.Rates_Expertised, Unit.Dossiers),
        new("labelled", () => Text.Rates_Labelled, Unit.Dossiers),
        new("label-rate", () => Text.Rates_LabelRate, Unit.Share) { Charted = true },
        new("funded", () => Text.Rates_Funded, Unit.Dossiers),
        new("pending", () => Text.Rates_Pending, Unit.Dossiers),
        new("success-rate", () => Text.Rates_SuccessRate, Unit.Share) { Charted = true },
        new("low", () => Text.Tables_Low, Unit.Low) { Of = "success-rate" },
        new("high", () => Text.Tables_High, Unit.High) { Of = "success-rate" },
    ];

    public static readonly FurtherTable Table = new(
        "resubmissions", () => Text.Resubmissions_Title, _ => [Text.Resubmissions_Definition, Text.Resubmissions_Known, Text.Tables_Population],
        (dossiers, question) =>
        {
            var links = new Links();
            return Compare(links.Noting(dossiers), question, links);
        })
    {
        Whole = true,
        Among = (all, question) =>
        {
            var links = Links.Of(all);
            return new CountAlone(dossier => Compare([dossier], question, links)) { Beside = links.Before };
        },
        Beside = () => Text.Resubmissions_Before,
        Finding = (_, rows) => rows.Heads.Count == 1 && Line(rows, First) is { } first && Line(rows, AfterRefusal) is { } again
            ? string.Format(CultureInfo.CurrentCulture, Text.Resubmissions_Finding,
                TableWords.Figure(Unit.Share, again.Values[2]), TableWords.Figure(Unit.Dossiers, again.Values[1]), TableWords.Figure(Unit.Dossiers, again.Values[0]),
                TableWords.Figure(Unit.Share, first.Values[2]), TableWords.Figure(Unit.Dossiers, first.Values[1]), TableWords.Figure(Unit.Dossiers, first.Values[0]))
            : null,
    };

    static readonly IReadOnlyList<TableColumn> RefusedColumns =
    [
        new("refused", () => Text.Refused_Refused, Unit.Dossiers),
        new("resubmitted", () => Text.Refused_Resubmitted, Unit.Dossiers) { Charted = true },
        new("resubmitted-share", () => Text.Refused_ResubmittedShare, Unit.Share),
        new("labelled", () => Text.Refused_Labelled, Unit.Dossiers) { Charted = true },
        new("labelled-share", () => Text.Refused_LabelledShare, Unit.Share),
        new("funded", () => Text.Refused_Funded, Unit.Dossiers) { Charted = true },
        new("funded-share", () => Text.Refused_FundedShare, Unit.Share),
    ];

    public static readonly FurtherTable Refused = new(
        "refused", () => Text.Refused_Title, _ => [Text.Refused_Definition, Text.Resubmissions_Known, Text.Tables_Population],
        (dossiers, question) =>
        {
            var links = new Links();
            return Follow(links.Noting(dossiers), question, links);
        })
    {
        Whole = true,
        Among = (all, question) =>
        {
            var links = Links.Of(all);
            return new CountAlone(dossier => Follow([dossier], question, links)) { Beside = dossier => links.After(dossier.Id).Dossiers };
        },
        Beside = () => Text.Refused_Resubmissions,
        UsuallyBy = "year",
        Finding = (_, rows) => rows.Total!.Values is [> 0 and var refused, var again, _, var labelled, _, var funded, _]
            ? string.Format(CultureInfo.CurrentCulture, Text.Refused_Finding,
                TableWords.Figure(Unit.Dossiers, refused), TableWords.Figure(Unit.Dossiers, again), TableWords.Figure(Unit.Dossiers, labelled), TableWords.Figure(Unit.Dossiers, funded))
            : null,
    };

    static TableRow? Line(FurtherRows rows, string kind) => rows.Rows.SingleOrDefault(row => row.Keys[0] == kind);

    /// <param name="dossiers">Gone through once.</param>
    /// <param name="question">What is asked.</param>
    /// <param name="links">What all dossiers say of each other, complete when these have passed by.</param>
    static FurtherRows Compare(IEnumerable<KnownDossier> dossiers, RatesQuestion question, Links links)
    {
        var again = new List<KnownDossier>();
        var (rows, total) = (new SortedDictionary<(string, string), Tally>(Comparer<(string, string)>.Create(InOrder)), new Tally());
        foreach (var dossier in dossiers)
        {
            if (!SuccessRates.Counts(dossier) || ByRow.Asked(question, dossier) is not { } asked)
                continue;
            if (asked.Classification.Resubmits is null)
                Add(asked, First);
            else
                again.Add(asked);
        }

        foreach (var asked in again)
            Add(asked, links.WasRefused(asked.Classification.Resubmits!.Value) ? AfterRefusal : Other);
        var by = question.By.SingleOrDefault();
        return new FurtherRows(
            [.. by is null ? Array.Empty<TableHead>() : [TableHead.Of(by)], new TableHead("submission", () => Text.Resubmissions_Kind, (kind, _) => Name(kind))],
            Columns,
            [.. rows.Select(row => new TableRow(by is null ? [row.Key.Item2] : [row.Key.Item1, row.Key.Item2], row.Value.Values))],
            new TableRow([], total.Values), by is not { ManyValues: true });

        void Add(KnownDossier asked, string kind)
        {
            total.Add(asked);
            foreach (var (value, seen) in question.By.Count == 0 ? [("", asked)] : ByRow.Of(question.By[0], asked))
            {
                if (!rows.TryGetValue((value, kind), out var row))
                    rows[(value, kind)] = row = new Tally();
                row.Add(seen);
            }
        }
    }

    static int InOrder((string Value, string Kind) one, (string Value, string Kind) other) =>
        string.CompareOrdinal(one.Value, other.Value) is not 0 and var order ? order : Place(one.Kind).CompareTo(Place(other.Kind));

    static int Place(string kind) => kind switch { First => 0, AfterRefusal => 1, _ => 2 };

    static string Name(string kind) => kind switch { First => Text.Resubmissions_First, AfterRefusal => Text.Resubmissions_AfterRefusal, _ => Text.Resubmissions_Other };

    sealed class Tally
    {
        int expertised, labelled, funded, pending;

        public void Add(KnownDossier dossier)
        {
            var standing = SuccessRates.StandingOf(SuccessRates.IsLabelled(dossier.Outcome), dossier.Applications);
            expertised++;
            labelled += standing is Standing.NotLabelled ? 0 : 1;
            funded += standing is Standing.Funded ? 1 : 0;
            pending += standing is Standing.Pending ? 1 : 0;
        }

        public IReadOnlyList<decimal?> Values
        {
            get
            {
                var rates = RateFigures.Of(new Counts(expertised, labelled, funded, pending));
                return [expertised, labelled, (decimal?)rates.LabelRate, funded, pending, (decimal?)rates.SuccessRate, (decimal?)rates.Low, (decimal?)rates.High];
            }
        }
    }

    /// <summary>A refused dossier that is asked about, in its rows.</summary>
    readonly record struct Asked(Guid Id, IReadOnlyList<string> Rows);

    /// <param name="dossiers">Gone through once.</param>
    /// <param name="question">What is asked.</param>
    /// <param name="links">What all dossiers say of each other, complete when these have passed by.</param>
    static FurtherRows Follow(IEnumerable<KnownDossier> dossiers, RatesQuestion question, Links links)
    {
        var refused = new List<Asked>();
        var by = question.By.SingleOrDefault();
        foreach (var dossier in dossiers)
        {
            if (SuccessRates.Counts(dossier) && dossier.Outcome is Outcome.Refused && ByRow.Asked(question, dossier) is { } asked)
                refused.Add(new Asked(asked.Id, by is null ? [] : [.. by.RowsOf(asked)]));
        }

        var (rows, total) = (new SortedDictionary<string, Course>(StringComparer.Ordinal), new Course());
        foreach (var one in refused)
        {
            var after = links.After(one.Id);
            total.Add(after);
            foreach (var value in one.Rows)
            {
                if (!rows.TryGetValue(value, out var row))
                    rows[value] = row = new Course();
                row.Add(after);
            }
        }

        return new FurtherRows(
            by is null ? [] : [TableHead.Of(by)], RefusedColumns, [.. rows.Select(row => new TableRow([row.Key], row.Value.Values))],
            new TableRow([], total.Values), by is not { ManyValues: true });
    }

    /// <summary>What became of a refused dossier.</summary>
    /// <param name="Resubmitted">It was resubmitted.</param>
    /// <param name="Labelled">One of them was labelled.</param>
    /// <param name="Funded">One of them was labelled and funded.</param>
    /// <param name="Dossiers">The dossiers that resubmit it, and those that resubmit them.</param>
    sealed record Followed(bool Resubmitted, bool Labelled, bool Funded, IReadOnlyList<Guid> Dossiers);

    /// <summary>What dossiers say of each other, noted as they pass by.</summary>
    sealed class Links
    {
        /// <summary>What is known of a resubmission.</summary>
        readonly record struct Later(Guid Id, bool Labelled, bool Funded);

        readonly HashSet<Guid> refused = [];
        readonly Dictionary<Guid, Guid> resubmits = [];
        readonly Dictionary<Guid, List<Later>> laterOf = [];

        public static Links Of(IEnumerable<KnownDossier> dossiers)
        {
            var links = new Links();
            foreach (var dossier in dossiers)
                links.Note(dossier);
            return links;
        }

        public IEnumerable<KnownDossier> Noting(IEnumerable<KnownDossier> dossiers)
        {
            foreach (var dossier in dossiers)
            {
                Note(dossier);
                yield return dossier;
            }
        }

        void Note(KnownDossier dossier)
        {
            if (dossier.Outcome is Outcome.Refused)
                refused.Add(dossier.Id);
            if (dossier.Classification.Resubmits is not { } original)
                return;
            resubmits[dossier.Id] = original;
            if (!SuccessRates.Counts(dossier))
                return;
            if (!laterOf.TryGetValue(original, out var known))
                laterOf[original] = known = [];
            var labelled = SuccessRates.IsLabelled(dossier.Outcome);
            known.Add(new Later(dossier.Id, labelled, labelled && SuccessRates.IsFunded(dossier.Applications)));
        }

        public bool WasRefused(Guid dossier) => refused.Contains(dossier);

        /// <summary>What a dossier resubmits, and what that resubmitted in turn.</summary>
        public IReadOnlyList<Guid> Before(KnownDossier dossier)
        {
            var before = new List<Guid>();
            for (var one = dossier.Classification.Resubmits; one is { } original && original != dossier.Id && !before.Contains(original);)
            {
                before.Add(original);
                one = resubmits.TryGetValue(original, out var earlier) ? earlier : null;
            }

            return before;
        }

        /// <summary>A resubmission that is refused in turn may be resubmitted too.</summary>
        public Followed After(Guid dossier)
        {
            var (labelled, funded, resubmitted) = (false, false, false);
            var (seen, after, next) = (new HashSet<Guid> { dossier }, new List<Guid>(), new Queue<Guid>([dossier]));
            while (next.TryDequeue(out var one))
            {
                foreach (var later in laterOf.GetValueOrDefault(one) ?? [])
                {
                    (resubmitted, labelled, funded) = (true, labelled || later.Labelled, funded || later.Funded);
                    if (!seen.Add(later.Id))
                        continue;
                    after.Add(later.Id);
                    next.Enqueue(later.Id);
                }
            }

            return new Followed(resubmitted, labelled, funded, after);
        }
    }

    sealed class Course
    {
        int refused, resubmitted, labelled, funded;

        public void Add(Followed after)
        {
            refused++;
            resubmitted += after.Resubmitted ? 1 : 0;
            labelled += after.Labelled ? 1 : 0;
            funded += after.Funded ? 1 : 0;
        }

        public IReadOnlyList<decimal?> Values =>
        [
            refused, resubmitted, (decimal?)Share.Of(resubmitted, refused), labelled, (decimal?)Share.Of(labelled, resubmitted),
            funded, (decimal?)Share.Of(funded, resubmitted),
        ];
    }
}
