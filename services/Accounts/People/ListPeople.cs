using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;

namespace Labelling.Accounts.People;

/// <summary>The list of people.</summary>
public static class ListPeople
{
    public static async Task<IResult> Page(TableQuery query, Caller caller, PeopleList people, InvitationStore invitations, ErasureStore erasures, CancellationToken stop)
    {
        var asked = new PeopleAsked(
            query.Of("q") is { Length: <= 200 } search ? search : null,
            Roles.All.FirstOrDefault(role => role == query.Of("role")),
            query.Of("state") switch { "active" => PersonState.Active, "disabled" => PersonState.Disabled, "erased" => PersonState.Erased, _ => null },
            query.Sort, query.Descending);
        if (query.Format is { } format)
            return TableExport.File(format, "people", Columns(), await people.Everybody(asked, stop));
        var (lines, total) = await people.Page(asked, query.Skip, TableQuery.PageSize, stop);
        return Pages.Show<PeoplePage>(new
        {
            Lines = lines,
            Total = total,
            Query = query,
            Columns = Columns(),
            Invitations = await invitations.Open(stop),
            Asking = (IReadOnlyList<Guid>)[.. (await erasures.Asked(stop)).Select(asking => asking.Person)],
            Administers = caller.Is(Roles.Administrator),
        });
    }

    static IReadOnlyList<Column<PersonLine>> Columns() =>
    [
        new("name", Text.Field_Name, line => line.Name) { Sortable = true, Address = line => $"/people/{line.Id}" },
        new("roles", Text.Person_Roles, line => line.Roles),
        new("email", Text.Field_Email, line => line.Email) { Sortable = true },
        new("state", Text.Person_State, line => StateWord(line.State)) { State = line => line.State == PersonState.Active ? "done" : "late" },
        new("registered", Text.Person_Registered, line => line.RegisteredAt) { Sortable = true },
        new("language", Text.Field_Language, line => line.Language) { Extra = true },
    ];

    public static string StateWord(PersonState state) => state switch
    {
        PersonState.Active => Text.State_Active,
        PersonState.Disabled => Text.State_Disabled,
        PersonState.Erased => Text.State_Erased,
    };
}
