using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission;

public static class ListDossiers
{
    /// <summary>More than one installation will ever hold; a file beyond it would not open in the programs it is for.</summary>
    const int LargestExport = 200_000;

    public sealed record Query(DossierStatus? Status, int Page, int PageSize);

    public sealed class Rules : AbstractValidator<Query>
    {
        public Rules()
        {
            RuleFor(query => query.Status).IsInEnum();
            RuleFor(query => query.Page).PageNumber();
            RuleFor(query => query.PageSize).PageSize();
        }
    }

    /// <summary>Made once: no list is asked for more often.</summary>
    static readonly Rules Shape = new();

    public static async Task<Results<Ok<PageOf<DossierLine>>, ValidationProblem>> Handle(
        DossierStore dossiers, Caller caller, CancellationToken stop, DossierStatus? status = null, int page = 1, int pageSize = 25)
    {
        if (Shape.Validate(new Query(status, page, pageSize)) is { IsValid: false } broken)
        {
            return Problems.Invalid(broken);
        }

        var (items, total) = await dossiers.List(Viewer.Of(caller), new DossierFilter(status), (page - 1) * pageSize, pageSize, stop);
        return TypedResults.Ok(new PageOf<DossierLine>(items, page, pageSize, total));
    }

    /// <summary>Holders, office and administrators find their dossiers here; experts and the committee through the services that show them theirs.</summary>
    public static async Task<Results<RazorComponentResult<ListDossiersPage>, RazorComponentResult<ListDossiersElsewherePage>, FileContentHttpResult>> Page(
        TableQuery query, DossierStore dossiers, CallStore calls, ProgrammeStore programmes, Caller caller, CancellationToken stop)
    {
        var elsewhere = caller.IsAny(Roles.Expert, Roles.Member, Roles.Chair, Roles.ViceChair);
        if (elsewhere && !caller.IsAny(Roles.Holder, Roles.Office, Roles.Administrator))
        {
            return Pages.Show<ListDossiersElsewherePage>();
        }

        var filter = Asked(query);
        var callNames = await calls.Names(stop);
        var programmeNames = await programmes.Names(stop);
        var columns = Columns(caller, callNames, programmeNames);
        if (query.Format is { } format)
        {
            var (all, _) = await dossiers.List(Viewer.Of(caller), filter, 0, LargestExport, stop);
            return TableExport.File(format, Text.Dossiers_FileName, columns, all);
        }

        var (items, total) = await dossiers.List(Viewer.Of(caller), filter, query.Skip, TableQuery.PageSize, stop);
        return Pages.Show<ListDossiersPage>(new
        {
            Items = items,
            Total = total,
            Query = query,
            Filter = filter,
            Columns = columns,
            Calls = callNames,
            Programmes = programmeNames,
            Elsewhere = elsewhere,
            Holder = caller.Is(Roles.Holder),
        });
    }

    static DossierFilter Asked(TableQuery query)
    {
        var filter = new DossierFilter(
            Named<DossierStatus>(query.Of("status")), query.Of("search") is { Length: <= 200 } search ? search : null, Id(query.Of("programme")), Id(query.Of("call")));
        return Named<DossierOrder>(query.Sort) is { } order ? filter with { Sort = order, Descending = query.Descending } : filter;
    }

    static T? Named<T>(string? name) where T : struct, Enum =>
        name is not null && !char.IsDigit(name[0]) && name[0] != '-' && Enum.TryParse<T>(name, ignoreCase: true, out var value) && Enum.IsDefined(value) ? value : null;

    static Guid? Id(string? text) => Guid.TryParse(text, out var id) ? id : null;

    /// <summary>What this role decides by is shown; the rest for those who choose it.</summary>
    static IReadOnlyList<Column<DossierLine>> Columns(Caller caller, IReadOnlyList<CallName> calls, IReadOnlyList<ProgrammeName> programmes)
    {
        var office = caller.IsAny(Roles.Office, Roles.Administrator);
        var codes = calls.ToDictionary(call => call.Id, call => call.Code);
        var names = programmes.ToDictionary(programme => programme.Id, programme => programme.Said);
        return
        [
            new("acronym", Text.Dossiers_Acronym, line => line.Acronym ?? line.Title) { Address = line => $"/dossiers/{line.Id}", Sortable = true },
            new("title", Text.Dossiers_Title, line => line.Title) { Sortable = true },
            new("status", Text.Dossiers_Status, line => DossierWords.Name(line.Status, line.Outcome)) { State = line => DossierWords.Kind(line.Status, line.Outcome), Sortable = true },
            new("reference", Text.Dossiers_Reference, line => line.Reference) { Sortable = true, Extra = !office },
            new("deposited", Text.Dossiers_Deposited, line => line.SubmittedAt is { } at ? Paris.Day(at) : null) { Sortable = true, Extra = !office },
            new("call", Text.Dossiers_Call, line => line.CallId is { } call ? codes.GetValueOrDefault(call) : null) { Extra = office },
            new("changed", Text.Dossiers_Changed, line => Paris.Day(line.ChangedAt)) { Sortable = true, Extra = office },
            new("holder", Text.Dossiers_Holder, line => line.HolderName) { Sortable = true, Extra = true },
            new("programme", Text.Dossiers_Programme, line => line.ProgrammeId is { } programme ? names.GetValueOrDefault(programme) : null) { Extra = true },
            new("version", Text.Dossiers_Version, line => line.Version == 0 ? null : line.Version) { Extra = true },
            new("late", Text.Dossiers_Late, line => line.Late) { Extra = true },
        ];
    }
}
