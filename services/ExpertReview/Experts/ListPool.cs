using Labelling.Contracts;
using Labelling.ExpertReview.Reviews;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Experts;

/// <summary>An expert as a line of the pool. Open and LastInvited are of the invitations that the reader may know of.</summary>
public sealed record PoolLine(Expert Expert, PersonInReview Person, int Open, DateOnly? LastInvited)
{
    public bool HasRoom => Open < Expert.LargestLoad;
}

/// <summary>What the pool is searched for; null: not asked.</summary>
public sealed record PoolFilter(string? Text, string? Sector, string? Area, string? Axis, ExpertProfile? Profile, bool Digital, bool Room, bool Overdue, int? UnusedMonths)
{
    public static PoolFilter Of(TableQuery query) => new(
        query.Of("text"), query.Of("sector"), query.Of("area"), query.Of("axis"),
        query.Of("profile") is { } profile && Enum.TryParse<ExpertProfile>(profile, out var value) && value.ToString() == profile ? value : null,
        query.Of("digital") is not null, query.Of("room") is not null, query.Of("overdue") is not null,
        int.TryParse(query.Of("unused"), out var months) && months is > 0 and <= 120 ? months : null);

    public bool Fits(PoolLine line, KnownWords words, DateOnly today) =>
        (Text is null || Contains(line.Person.Name) || line.Expert.Keywords.Any(Contains) || words.Of(KnownWords.Sector, line.Expert.Sectors).Any(Contains)
            || words.Of(KnownWords.TherapeuticArea, line.Expert.TherapeuticAreas).Any(Contains) || words.Of(KnownWords.TechnologyAxis, line.Expert.TechnologyAxes).Any(Contains))
        && (Sector is null || line.Expert.Sectors.Contains(Sector))
        && (Area is null || line.Expert.TherapeuticAreas.Contains(Area))
        && (Axis is null || line.Expert.TechnologyAxes.Contains(Axis))
        && (Profile is null || line.Expert.Profile == Profile)
        && (!Digital || line.Expert.Digital)
        && (!Room || line.HasRoom && !line.Person.Disabled && !line.Expert.IsAbsent(today, today))
        && (!Overdue || line.Expert.Declaration.IsOverdue(today))
        && (UnusedMonths is not { } months || line.LastInvited is not { } last || last < today.AddMonths(-months));

    bool Contains(string text) => text.Contains(Text!, StringComparison.CurrentCultureIgnoreCase);
}

/// <summary>The pool as a page of the office: searched and filtered, sorted, exported.</summary>
public static class ListPool
{
    public static async Task<IResult> Page(TableQuery query, Caller caller, ExpertStore experts, SelectionStore selection, TimeProvider clock, CancellationToken stop)
    {
        var today = Paris.Day(clock.GetUtcNow());
        var used = (await selection.Invitations(caller.PersonId, Stance.Roles(caller.Roles), stop)).ToLookup(row => row.ExpertId);
        List<PoolLine> all =
        [
            .. from both in await experts.All(stop)
               let mine = used[both.Expert.PersonId].ToList()
               select new PoolLine(
                   both.Expert, both.Person, mine.Count(row => row.Status.IsOpen()),
                   mine.Count == 0 ? null : Paris.Day(mine.Max(row => row.InvitedAt))),
        ];
        var words = await experts.Words(stop);
        var filter = PoolFilter.Of(query);
        var fitting = Sorted(all.Where(line => filter.Fits(line, words, today)), query).ToList();
        if (query.Format is { } format)
            return TableExport.File(format, "experts", PoolPage.Columns(words, today), fitting);
        return Pages.Show<PoolPage>(new
        {
            Lines = fitting.Skip(query.Skip).Take(TableQuery.PageSize).ToList(),
            Total = fitting.Count,
            Query = query,
            Filter = filter,
            Words = words,
            Today = today,
            Sectors = words.Sorted(KnownWords.Sector, all.SelectMany(line => line.Expert.Sectors)),
            Areas = words.Sorted(KnownWords.TherapeuticArea, all.SelectMany(line => line.Expert.TherapeuticAreas)),
            Axes = words.Sorted(KnownWords.TechnologyAxis, all.SelectMany(line => line.Expert.TechnologyAxes)),
        });
    }

    static IEnumerable<PoolLine> Sorted(IEnumerable<PoolLine> lines, TableQuery query)
    {
        var sorted = query.Sort switch
        {
            "open" => lines.OrderBy(line => line.Open),
            "last" => lines.OrderBy(line => line.LastInvited ?? DateOnly.MinValue),
            "declared" => lines.OrderBy(line => line.Expert.Declaration.DeclaredOn),
            _ => lines.OrderBy(line => line.Person.Name, StringComparer.CurrentCultureIgnoreCase),
        };
        return query.Descending ? sorted.Reverse() : sorted;
    }
}
