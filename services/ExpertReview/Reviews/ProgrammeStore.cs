using Labelling.Contracts;
using Labelling.Storage;

namespace Labelling.ExpertReview.Reviews;

public sealed class ProgrammeStore(Database database)
{
    public Task<ProgrammeSettings?> Find(Guid programmeId, int version, CancellationToken stop) =>
        Find(Reading.From(database, stop), programmeId, version);

    public static async Task<ProgrammeSettings?> Find(Reading reading, Guid programmeId, int version)
    {
        var row = await reading.QuerySingleOrDefault<ProgrammeRow>(
            """
            select ProgrammeId, Version, Code, English, French, Award, ExpertsPerDossier, InterviewRequired, InterviewerMayReview,
                   ReviewDays, QuorumShare, ValidityMonths, Winners
            from ProgrammeVersion
            where ProgrammeId = @ProgrammeId and Version = @Version
            """,
            new { ProgrammeId = programmeId, Version = version });
        if (row is null)
            return null;
        var grid = await reading.Query<CriterionRow>(
            """
            select ProgrammeId, Version, Code, Place, English, French, Weight, Threshold, DigitalOnly
            from GridCriterion
            where ProgrammeId = @ProgrammeId and Version = @Version
            order by Place
            """,
            new { ProgrammeId = programmeId, Version = version });
        return row.With(grid);
    }

    public static async Task<IReadOnlyDictionary<(Guid ProgrammeId, int Version), ProgrammeSettings>> All(Reading reading)
    {
        var rows = await reading.Query<ProgrammeRow>(
            """
            select ProgrammeId, Version, Code, English, French, Award, ExpertsPerDossier, InterviewRequired, InterviewerMayReview,
                   ReviewDays, QuorumShare, ValidityMonths, Winners
            from ProgrammeVersion
            """);
        var criteria = (await reading.Query<CriterionRow>(
            """
            select ProgrammeId, Version, Code, Place, English, French, Weight, Threshold, DigitalOnly
            from GridCriterion
            order by Place
            """)).ToLookup(criterion => (criterion.ProgrammeId, criterion.Version));
        return rows.ToDictionary(row => (row.ProgrammeId, row.Version), row => row.With(criteria[(row.ProgrammeId, row.Version)]));
    }

    /// <summary>Keeps a version; a version is published once and never changes, so one that is there already stays.</summary>
    public static async Task Keep(Transaction transaction, ProgrammeSettings programme)
    {
        var isNew = await transaction.TryInsert(
            """
            insert into ProgrammeVersion (ProgrammeId, Version, Code, English, French, Award, ExpertsPerDossier, InterviewRequired,
                                          InterviewerMayReview, ReviewDays, QuorumShare, ValidityMonths, Winners)
            values (@ProgrammeId, @Version, @Code, @English, @French, @Award, @ExpertsPerDossier, @InterviewRequired,
                    @InterviewerMayReview, @ReviewDays, @QuorumShare, @ValidityMonths, @Winners)
            """,
            new
            {
                programme.ProgrammeId,
                programme.Version,
                programme.Code,
                programme.English,
                programme.French,
                Award = programme.Award.ToString(),
                programme.ExpertsPerDossier,
                programme.InterviewRequired,
                programme.InterviewerMayReview,
                programme.ReviewDays,
                programme.QuorumShare,
                programme.ValidityMonths,
                programme.Winners,
            });
        if (!isNew)
            return;
        foreach (var (place, criterion) in programme.Grid.Index())
        {
            await transaction.Execute(
                """
                insert into GridCriterion (ProgrammeId, Version, Code, Place, English, French, Weight, Threshold, DigitalOnly)
                values (@ProgrammeId, @Version, @Code, @Place, @English, @French, @Weight, @Threshold, @DigitalOnly)
                """,
                new
                {
                    programme.ProgrammeId,
                    programme.Version,
                    criterion.Code,
                    Place = place,
                    criterion.English,
                    criterion.French,
                    criterion.Weight,
                    criterion.Threshold,
                    criterion.DigitalOnly,
                });
        }
    }

    sealed record ProgrammeRow
    {
        public required Guid ProgrammeId { get; init; }
        public required int Version { get; init; }
        public required string Code { get; init; }
        public required string English { get; init; }
        public required string French { get; init; }
        public required Award Award { get; init; }
        public required int ExpertsPerDossier { get; init; }
        public required bool InterviewRequired { get; init; }
        public required bool InterviewerMayReview { get; init; }
        public required int ReviewDays { get; init; }
        public required decimal QuorumShare { get; init; }
        public required int ValidityMonths { get; init; }
        public required int? Winners { get; init; }

        public ProgrammeSettings With(IEnumerable<CriterionRow> grid) => new(
            ProgrammeId, Version, Code, English, French, Award, ExpertsPerDossier, InterviewRequired, InterviewerMayReview,
            ReviewDays, QuorumShare, ValidityMonths,
            [.. grid.Select(row => new Criterion(row.Code, row.English, row.French, row.Weight, row.Threshold, row.DigitalOnly))], Winners);
    }

    sealed record CriterionRow
    {
        public required Guid ProgrammeId { get; init; }
        public required int Version { get; init; }
        public required string Code { get; init; }
        public required int Place { get; init; }
        public required string English { get; init; }
        public required string French { get; init; }
        public required decimal Weight { get; init; }
        public required decimal Threshold { get; init; }
        public required bool DigitalOnly { get; init; }
    }
}
