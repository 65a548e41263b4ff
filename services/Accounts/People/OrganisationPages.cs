using System.Globalization;
using Labelling.Hosting;
using Labelling.Web;

namespace Labelling.Accounts.People;

/// <summary>Organisations: SIREN with its check digit, type, region, the group's parent.</summary>
public static class OrganisationPages
{
    public static async Task<IResult> List(TableQuery query, OrganisationStore organisations, Vocabularies vocabularies, CancellationToken stop)
    {
        var types = (await vocabularies.Of(Vocabularies.OrganisationType, stop)).ToDictionary(word => word.Code, word => word.Name, StringComparer.Ordinal);
        var regions = (await vocabularies.Of(Vocabularies.Region, stop)).ToDictionary(word => word.Code, word => word.Name, StringComparer.Ordinal);
        var all = await organisations.All(stop);
        var names = all.Where(one => one.Siren is not null).ToDictionary(one => one.Siren!, one => one.Name);
        IReadOnlyList<Column<Organisation>> columns =
        [
            new("name", Text.Field_Name, one => one.Name) { Sortable = true, Address = one => $"/organisations/{one.Id}" },
            new("siren", Text.Organisation_Siren, one => one.Siren) { Sortable = true },
            new("type", Text.Organisation_Type, one => types.GetValueOrDefault(one.Type, one.Type)) { Sortable = true },
            new("region", Text.Organisation_Region, one => one.Region is null ? null : regions.GetValueOrDefault(one.Region, one.Region)) { Sortable = true },
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

    public static Task<IResult> New(Vocabularies vocabularies, CancellationToken stop) =>
        Show(null, new ChangeOrganisation.Request(0, "", ""), FieldErrors.None, 200, vocabularies, stop);

    public static async Task<IResult> Page(Guid id, OrganisationStore organisations, Vocabularies vocabularies, CancellationToken stop) =>
        await organisations.Get(id, stop) is { } one
            ? await Show(id, new ChangeOrganisation.Request(one.Revision, one.Name, one.Type, one.Siren, one.Region, one.GroupSiren), FieldErrors.None, 200, vocabularies, stop)
            : Problems.NotFound();

    public static async Task<IResult> HandleNew(HttpRequest http, Caller caller, OrganisationStore organisations, Vocabularies vocabularies, CancellationToken stop)
    {
        var request = Filled(await Typed.Of(http, stop));
        if (new OrganisationShapeRules().Validate(request) is { IsValid: false } broken)
            return await Show(null, request, FieldErrors.Of(broken), 400, vocabularies, stop);
        if (await vocabularies.WhyNot(request, null, stop) is var (field, whyNot))
            return await Show(null, request, FieldErrors.One(field, Words.Say(whyNot.English, whyNot.French)), 400, vocabularies, stop);
        var organisation = AddOrganisation.From(Guid.CreateVersion7(), 1, request);
        return await organisations.Add(organisation, caller.Actor(AddOrganisation.Acting(caller)), stop) == OrganisationSaved.Saved
            ? Pages.SeeOther("/organisations", Text.Saved)
            : await Show(null, request, FieldErrors.One("siren", Text.Organisation_SirenTaken), 409, vocabularies, stop);
    }

    public static async Task<IResult> HandleForm(Guid id, HttpRequest http, Caller caller, OrganisationStore organisations, Vocabularies vocabularies, CancellationToken stop)
    {
        var request = Filled(await Typed.Of(http, stop));
        if (await organisations.Get(id, stop) is not { } organisation)
            return Problems.NotFound();
        if (new OrganisationShapeRules().Validate(request) is { IsValid: false } broken)
            return await Show(id, request, FieldErrors.Of(broken), 400, vocabularies, stop);
        if (await vocabularies.WhyNot(request, organisation, stop) is var (field, whyNot))
            return await Show(id, request, FieldErrors.One(field, Words.Say(whyNot.English, whyNot.French)), 400, vocabularies, stop);
        if (organisation.Revision != request.Revision)
            return await Show(id, request with { Revision = organisation.Revision }, FieldErrors.One("", Text.Stale), 409, vocabularies, stop);
        return await organisations.Change(organisation, AddOrganisation.From(id, organisation.Revision + 1, request), caller.Actor(AddOrganisation.Acting(caller)), stop) switch
        {
            OrganisationSaved.Saved => Pages.SeeOther("/organisations", Text.Saved),
            OrganisationSaved.SirenTaken => await Show(id, request, FieldErrors.One("siren", Text.Organisation_SirenTaken), 409, vocabularies, stop),
            OrganisationSaved.Stale => await Show(id, request, FieldErrors.One("", Text.Stale), 409, vocabularies, stop),
        };
    }

    static async Task<IResult> Show(Guid? id, ChangeOrganisation.Request filled, FieldErrors errors, int status, Vocabularies vocabularies, CancellationToken stop) =>
        Pages.Show<OrganisationPage>(new
        {
            Id = id,
            Filled = filled,
            Errors = errors,
            Types = Offered(await vocabularies.Of(Vocabularies.OrganisationType, stop), filled.Type),
            Regions = Offered(await vocabularies.Of(Vocabularies.Region, stop), filled.Region),
        }, status);

    /// <summary>What can be chosen, what is there already among it; nothing while no value was heard.</summary>
    static IReadOnlyList<Option> Offered(IReadOnlyList<VocabularyWord> known, string? now) => known.Count == 0
        ? []
        : [.. known.Select(word => new Option(word.Code, word.Name)), .. now is { Length: > 0 } && known.All(word => word.Code != now) ? (Option[])[new(now, now)] : []];

    static ChangeOrganisation.Request Filled(Typed form) => new(
        form.Revision(), form.Text("name"), form.Text("type"), Siren(form.Text("siren")), OrNull(form.Text("region")), Siren(form.Text("groupSiren")));

    /// <summary>People write it in groups of three.</summary>
    static string? Siren(string typed) => OrNull(string.Concat(typed.Where(letter => !char.IsWhiteSpace(letter))));

    static string? OrNull(string text) => text.Length == 0 ? null : text;
}
