using System.Globalization;
using Labelling.Hosting;
using Labelling.Web;

namespace Labelling.Accounts.People;

/// <summary>Organisations: SIREN with its check digit, type, region, the group's parent.</summary>
public static class OrganisationPages
{
    public static async Task<IResult> List(TableQuery query, OrganisationStore organisations, CancellationToken stop)
    {
        var all = await organisations.All(stop);
        var names = all.Where(one => one.Siren is not null).ToDictionary(one => one.Siren!, one => one.Name);
        IReadOnlyList<Column<Organisation>> columns =
        [
            new("name", Text.Field_Name, one => one.Name) { Sortable = true, Address = one => $"/organisations/{one.Id}" },
            new("siren", Text.Organisation_Siren, one => one.Siren) { Sortable = true },
            new("type", Text.Organisation_Type, one => one.Type) { Sortable = true },
            new("region", Text.Organisation_Region, one => one.Region) { Sortable = true },
            new("group", Text.Organisation_Group, one => one.GroupSiren is null ? null : names.TryGetValue(one.GroupSiren, out var name) ? $"{name} ({one.GroupSiren})" : one.GroupSiren) { Sortable = true },
        ];
        var found = all.Where(one => query.Of("q") is not { } search
            || one.Name.Contains(search, StringComparison.CurrentCultureIgnoreCase) || one.Siren?.StartsWith(search, StringComparison.Ordinal) == true);
        if (columns.FirstOrDefault(column => column.Key == query.Sort) is { } by)
        {
            var compare = Comparer<object?>.Create((one, other) => string.Compare(one?.ToString(), other?.ToString(), CultureInfo.CurrentCulture, CompareOptions.IgnoreCase));
            found = query.Descending ? found.OrderByDescending(by.Value, compare) : found.OrderBy(by.Value, compare);
        }
        IReadOnlyList<Organisation> lines = [.. found];
        return query.Format is { } format
            ? TableExport.File(format, "organisations", columns, lines)
            : Pages.Show<OrganisationsPage>(new { Lines = (IReadOnlyList<Organisation>)[.. lines.Skip(query.Skip).Take(TableQuery.PageSize)], Total = lines.Count, Query = query, Columns = columns });
    }

    public static IResult New() => Pages.Show<OrganisationPage>(new { Filled = new ChangeOrganisation.Request(0, "", "") });

    public static async Task<IResult> Page(Guid id, OrganisationStore organisations, CancellationToken stop) =>
        await organisations.Get(id, stop) is { } one
            ? Pages.Show<OrganisationPage>(new { Id = (Guid?)id, Filled = new ChangeOrganisation.Request(one.Revision, one.Name, one.Type, one.Siren, one.Region, one.GroupSiren) })
            : Problems.NotFound();

    public static async Task<IResult> HandleNew(HttpRequest http, Caller caller, OrganisationStore organisations, CancellationToken stop)
    {
        var request = Filled(await Typed.Of(http, stop));
        if (new OrganisationShapeRules().Validate(request) is { IsValid: false } broken)
            return Again(null, request, FieldErrors.Of(broken), 400);
        var organisation = AddOrganisation.From(Guid.CreateVersion7(), 1, request);
        return await organisations.Add(organisation, caller.Actor(AddOrganisation.Acting(caller)), stop) == OrganisationSaved.Saved
            ? Pages.SeeOther("/organisations", Text.Saved)
            : Again(null, request, FieldErrors.One("siren", Text.Organisation_SirenTaken), 409);
    }

    public static async Task<IResult> HandleForm(Guid id, HttpRequest http, Caller caller, OrganisationStore organisations, CancellationToken stop)
    {
        var request = Filled(await Typed.Of(http, stop));
        if (await organisations.Get(id, stop) is not { } organisation)
            return Problems.NotFound();
        if (new OrganisationShapeRules().Validate(request) is { IsValid: false } broken)
            return Again(id, request, FieldErrors.Of(broken), 400);
        if (organisation.Revision != request.Revision)
            return Again(id, request with { Revision = organisation.Revision }, FieldErrors.One("", Text.Stale), 409);
        return await organisations.Change(organisation, AddOrganisation.From(id, organisation.Revision + 1, request), caller.Actor(AddOrganisation.Acting(caller)), stop) switch
        {
            OrganisationSaved.Saved => Pages.SeeOther("/organisations", Text.Saved),
            OrganisationSaved.SirenTaken => Again(id, request, FieldErrors.One("siren", Text.Organisation_SirenTaken), 409),
            OrganisationSaved.Stale => Again(id, request, FieldErrors.One("", Text.Stale), 409),
        };
    }

    static IResult Again(Guid? id, ChangeOrganisation.Request filled, FieldErrors errors, int status) =>
        Pages.Show<OrganisationPage>(new { Id = id, Filled = filled, Errors = errors }, status);

    static ChangeOrganisation.Request Filled(Typed form) => new(
        form.Revision(), form.Text("name"), form.Text("type"), Siren(form.Text("siren")), OrNull(form.Text("region")), Siren(form.Text("groupSiren")));

    /// <summary>People write it in groups of three.</summary>
    static string? Siren(string typed) => OrNull(string.Concat(typed.Where(letter => !char.IsWhiteSpace(letter))));

    static string? OrNull(string text) => text.Length == 0 ? null : text;
}
