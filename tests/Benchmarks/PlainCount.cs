using System.Data.Common;
using System.Globalization;
using Dapper;
using Labelling.FundingOutcome.Statistics;

namespace Labelling.Benchmarks;

/// <summary>A question answered by nothing but SQL over the table of facts, each fact a row with its JSON, as SQLite has it.</summary>
static class PlainCount
{
    public static async Task<string[]> Of(DbConnection connection, RatesQuestion question)
    {
        await connection.ExecuteAsync(
            """
            drop table if exists temp.Held;
            drop table if exists temp.Applied;
            create temp table Held as
            select DossierId,
                max(case when Subject = 'classification' then Value end) as Class,
                max(case when Subject = 'decision' then Value ->> 'outcome' end) as Outcome
            from (
                select DossierId, Subject, Value,
                    row_number() over (partition by DossierId, Subject order by RecordedAt desc, Sequence desc, Position desc) as Place
                from Fact
                where HoldsFrom <= @Day and Subject not like 'application/%')
            where Place = 1
            group by DossierId
            having Class ->> 'kind' = 'Project' and Class ->> 'aimsAtProjectLabel' = 1
                and max(case when Subject = 'duplicate' then Value end) is null
                and Class ->> 'registeredOn' between @From and @To
                and Outcome in ('Labelled', 'LabelledWithReservations', 'Refused', 'SupportLetter');
            create unique index temp.HeldDossier on Held (DossierId);
            create temp table Applied as
            select DossierId, Value ->> 'fundingBody' as Body, Value ->> 'result' as Result, Value ->> 'stage' as Stage
            from (
                select DossierId, Value,
                    row_number() over (partition by DossierId, Subject order by RecordedAt desc, Sequence desc, Position desc) as Place
                from Fact
                where HoldsFrom <= @Day and Subject like 'application/%' and DossierId in (select DossierId from Held))
            where Place = 1 and Value is not null;
            create index temp.AppliedDossier on Applied (DossierId);
            """,
            new { Day = Day(question.AsOf ?? DateOnly.MaxValue), From = Day(question.From), To = Day(question.To) }, commandTimeout: 600);
        var rows = (await connection.QueryAsync<Row>(Table(question, question.By), commandTimeout: 600)).Select(row =>
            $"{(row.Second is null ? row.First : $"{row.First} / {row.Second}")} {row.Counts}");
        var total = await connection.QuerySingleAsync<Row>(Table(question, []), commandTimeout: 600);
        return [.. rows, $"{total.Counts}"];
    }

    static string Table(RatesQuestion question, IReadOnlyList<Breakdown> by)
    {
        var keys = by.Select((_, nth) => $"K{nth}.Value").ToList();
        var body = question.Filters.FirstOrDefault(filter => filter.By == Breakdown.FundingBody) is { } only ? $"'{only.Value}'"
            : by.ToList().IndexOf(Breakdown.FundingBody) is >= 0 and var place ? keys[place]
            : null;
        var seen = $"select 1 from Applied A where A.DossierId = H.DossierId{(body is null ? "" : $" and A.Body = {body}")}";
        return $"""
            select {(keys.Count > 0 ? "K0" : "null")} as First, {(keys.Count > 1 ? "K1" : "null")} as Second, count(*) as Expertised,
                coalesce(sum(Labelled), 0) as Labelled, coalesce(sum(Labelled and Funded), 0) as Funded,
                coalesce(sum(Labelled and not Funded and (Known = 0 or Open)), 0) as Pending
            from (
                select {string.Concat(keys.Select((key, nth) => $"{key} as K{nth}, "))}
                    H.Outcome like 'Labelled%' as Labelled,
                    exists ({seen} and A.Result = 'Funded' and A.Stage in ('Full', 'Appeal')) as Funded,
                    exists ({seen}) as Known,
                    exists ({seen} and A.Result in ('Pending', 'ReserveList', 'Unknown')) as Open
                from Held H
                {string.Concat(by.Select((one, nth) => $"join ({Values(one)}) K{nth} on K{nth}.DossierId = H.DossierId\n"))}
                {string.Concat(question.Filters.Select((one, nth) => $"join ({Values(one.By)}) F{nth} on F{nth}.DossierId = H.DossierId and F{nth}.Value = '{one.Value}'\n"))}
            ) Counted
            {(keys.Count > 0 ? $"group by {string.Join(", ", keys.Select((_, nth) => $"K{nth}"))} order by {string.Join(", ", keys.Select((_, nth) => $"K{nth}"))}" : "")}
            """;
    }

    static string Values(Breakdown by) => by.Name switch
    {
        "sector" => Listed("sectors"),
        "therapeutic-area" => Listed("therapeuticAreas"),
        "technology-axis" => Listed("technologyAxes"),
        "funding-body" => "select DossierId, Class ->> 'fundingBody' as Value from Held where Value is not null union select DossierId, Body from Applied where Body is not null",
        "organisation-type" => One("Class ->> 'organisationType'"),
        "collaborative" => One("case Class ->> 'collaborative' when 1 then 'yes' when 0 then 'no' end"),
        "year" => One("substr(Class ->> 'registeredOn', 1, 4)"),
        "call" => One("Class ->> 'call'"),
        _ => throw new ArgumentException(by.Name, nameof(by)),
    };

    static string Listed(string member) => $"select distinct DossierId, value as Value from Held, json_each(Class, '$.{member}')";

    static string One(string expression) => $"select DossierId, {expression} as Value from Held where Value is not null";

    static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    sealed record Row
    {
        public required string? First { get; init; }
        public required string? Second { get; init; }
        public required int Expertised { get; init; }
        public required int Labelled { get; init; }
        public required int Funded { get; init; }
        public required int Pending { get; init; }

        public Counts Counts => new(Expertised, Labelled, Funded, Pending);
    }
}
