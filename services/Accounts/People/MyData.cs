using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Web;

namespace Labelling.Accounts.People;

/// <summary>Everything that is held on me, and asking to be erased.</summary>
public static class MyData
{
    public static Task<IResult> Page(Caller caller, ErasureStore erasures, CancellationToken stop) => Show(FieldErrors.None, 200, caller, erasures, stop);

    public static async Task<IResult> HandleForm(HttpRequest http, Caller caller, ErasureStore erasures, CancellationToken stop)
    {
        var form = await Typed.Of(http, stop);
        if (form.Text("act") == "take-back")
        {
            await erasures.TakeBack(caller.PersonId, caller.Actor(AccountEmail.Role), stop);
            return Pages.SeeOther("/account/my-data", Text.Erasure_TakenBack);
        }
        if (form.Text("act") != "ask" || form.Text("sure") != "yes")
            return await Show(FieldErrors.One("sure", Text.Erasure_SayYes), 400, caller, erasures, stop);
        await erasures.Ask(caller.PersonId, caller.Actor(AccountEmail.Role), stop);
        return Pages.SeeOther("/account/my-data", Text.Erasure_Asked);
    }

    static async Task<IResult> Show(FieldErrors errors, int status, Caller caller, ErasureStore erasures, CancellationToken stop) => Pages.Show<MyDataPage>(new
    {
        Sources = Sources(caller.PersonId),
        (await erasures.Plan(caller.PersonId, stop)).AskedAt,
        Errors = errors,
    }, status);

    internal static IReadOnlyList<string> Sources(Guid person) => [$"{PersonalData.Fragment(EventCatalogue.Accounts)}?person={person}", .. ExportPerson.Fragments(person)];
}
