using FluentValidation;
using Labelling.Hosting;
using Labelling.Web;

namespace Labelling.Accounts.People;

/// <summary>One's own name and language; roles and affiliations are read here and changed by the office.</summary>
public static class Profile
{
    public sealed record Request(long Revision, string Name, string Language, string Email, IReadOnlyList<string> Roles, IReadOnlyList<AffiliationPeriod>? Affiliations) : IPersonShape;

    sealed class Rules : AbstractValidator<Request>
    {
        public Rules() => Include(new PersonShapeRules());
    }

    public static async Task<IResult> Page(Caller caller, PersonStore people, OrganisationStore organisations, CancellationToken stop) =>
        await people.Get(caller.PersonId, stop) is { } person ? await Show(person, person.Name, person.Language, FieldErrors.None, 200, organisations, stop) : Problems.NotFound();

    public static async Task<IResult> HandleForm(HttpContext context, Caller caller, PersonStore people, OrganisationStore organisations, CancellationToken stop)
    {
        var form = await Typed.Of(context.Request, stop);
        if (await people.Get(caller.PersonId, stop) is not { } person)
            return Problems.NotFound();
        var request = new Request(form.Revision(), form.Text("name"), form.Text("language"), person.Email, person.Roles, person.Affiliations);
        if (new Rules().Validate(request) is { IsValid: false } broken)
            return await Show(person, request.Name, request.Language, FieldErrors.Of(broken), 400, organisations, stop);
        if (person.Revision != request.Revision
            || person.Change(request.Name, person.Email, request.Language, person.Roles, person.Affiliations) is not { } changed
            || await people.Change(person, changed, caller.Actor(AccountEmail.Role), stop) != PersonSaved.Saved)
            return await Show(person, request.Name, request.Language, FieldErrors.One("", Text.Stale), 409, organisations, stop);
        Languages.Remember(context, request.Language);
        return Pages.SeeOther("/account/profile", Text.Saved);
    }

    static async Task<IResult> Show(Person person, string name, string language, FieldErrors errors, int status, OrganisationStore organisations, CancellationToken stop) =>
        Pages.Show<ProfilePage>(new { Person = person, Name = name, Language = language, Errors = errors, Organisations = (await organisations.All(stop)).ToDictionary(one => one.Id, one => one.Name) }, status);
}
