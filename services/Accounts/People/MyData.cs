using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;

namespace Labelling.Accounts.People;

/// <summary>Everything that is held on me, and asking to be erased.</summary>
public static class MyData
{
    public static async Task<IResult> Page(Caller caller, ErasureStore erasures, CancellationToken stop) => Pages.Show<MyDataPage>(new
    {
        Sources = Sources(caller.PersonId),
        (await erasures.Plan(caller.PersonId, stop)).AskedAt,
    });

    public static async Task<IResult> HandleForm(HttpRequest http, Caller caller, ErasureStore erasures, CancellationToken stop)
    {
        if ((await Form.Of(http, stop)).Text("act") == "take-back")
        {
            await erasures.TakeBack(caller.PersonId, caller.Actor(AccountEmail.Role), stop);
            return Pages.SeeOther("/account/my-data", Text.Erasure_TakenBack);
        }
        await erasures.Ask(caller.PersonId, caller.Actor(AccountEmail.Role), stop);
        return Pages.SeeOther("/account/my-data", Text.Erasure_Asked);
    }

    internal static IReadOnlyList<string> Sources(Guid person) => [$"{PersonalData.Fragment(EventCatalogue.Accounts)}?person={person}", .. ExportPerson.Fragments(person)];
}
