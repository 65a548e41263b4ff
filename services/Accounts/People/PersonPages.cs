using System.Globalization;
using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;
using Labelling.Web;

namespace Labelling.Accounts.People;

/// <summary>An affiliation as it was typed.</summary>
public sealed record AffiliationTyped(string Organisation, string From, string To)
{
    public bool IsEmpty => Organisation.Length == 0 && From.Length == 0 && To.Length == 0;
}

/// <summary>How a person signs in, in numbers.</summary>
public sealed record SignInState
{
    public required int SignIns { get; init; }
    public required int PersonalTokens { get; init; }
    public required int Passkeys { get; init; }
    public required bool SecondFactor { get; init; }
    public required DateTimeOffset? LastSeenAt { get; init; }
}

/// <summary>One person: who they are, what they may do, how they sign in. An administrator changes it; the office reads.</summary>
public static class ShowPerson
{
    const int EmptyRows = 2;

    public sealed record Request(long Revision, string Name, string Email, string Language, IReadOnlyList<string> Roles, IReadOnlyList<AffiliationPeriod>? Affiliations) : IPersonShape;

    sealed class Rules : AbstractValidator<Request>
    {
        public Rules() => Include(new PersonShapeRules());
    }

    public static async Task<IResult> Page(Guid id, Caller caller, Parts parts, CancellationToken stop) =>
        await parts.People.Get(id, stop) is { } person ? await Show(person, null, null, FieldErrors.None, 200, caller, parts, stop) : Problems.NotFound();

    public static async Task<IResult> HandleForm(Guid id, HttpRequest http, Caller caller, Parts parts, CancellationToken stop)
    {
        var form = await Typed.Of(http, stop);
        if (await parts.People.Get(id, stop) is not { } person)
            return Problems.NotFound();
        var typed = Affiliations(form);
        var errors = FieldErrors.None;
        var periods = new List<AffiliationPeriod>();
        foreach (var (row, number) in typed.Select((row, number) => (row, number)))
        {
            if (row.IsEmpty)
                continue;
            var to = (DateOnly?)null;
            if (!Guid.TryParse(row.Organisation, out var organisation))
                errors = errors.And($"organisation-{number}", Text.Affiliation_Organisation);
            else if (!Day(row.From, out var from) || (row.To.Length > 0 && !Day(row.To, out to)))
                errors = errors.And($"from-{number}", Text.Affiliation_Days);
            else
                periods.Add(new AffiliationPeriod(organisation, from!.Value, to));
        }
        var request = new Request(form.Revision(), form.Text("name"), form.Text("email"), form.Text("language"), form.All("roles"), periods);
        if (new Rules().Validate(request) is { IsValid: false } broken)
            errors = new FieldErrors([.. errors.All, .. FieldErrors.Of(broken).All.Select(error => error with { Field = error.Field.StartsWith("affiliations", StringComparison.Ordinal) ? "organisation-0" : error.Field })]);
        if (!errors.IsEmpty)
            return await Show(person, request, typed, errors, 400, caller, parts, stop);
        if (person.Revision != request.Revision)
            return await Show(person, request, typed, FieldErrors.One("", Text.Stale), 409, caller, parts, stop);
        if (person.Change(request.Name, request.Email, request.Language, request.Roles, periods) is not { } changed)
            return await Show(person, request, typed, FieldErrors.One("", Text.Person_IsDisabled), 409, caller, parts, stop);
        return await parts.People.Change(person, changed, caller.Actor(Roles.Administrator), stop) switch
        {
            PersonSaved.Saved => Pages.SeeOther($"/people/{id}", Text.Saved),
            PersonSaved.EmailTaken => await Show(person, request, typed, FieldErrors.One("email", Text.Person_EmailTaken), 409, caller, parts, stop),
            PersonSaved.OrganisationUnknown => await Show(person, request, typed, FieldErrors.One("organisation-0", Text.Affiliation_Organisation), 422, caller, parts, stop),
            PersonSaved.LastAdministrator => await Show(
                person, request, typed, FieldErrors.One("roles", Words.Say(PersonRefusals.IsLastAdministrator.English, PersonRefusals.IsLastAdministrator.French)), 409, caller, parts, stop),
            PersonSaved.Stale => await Show(person, request, typed, FieldErrors.One("", Text.Stale), 409, caller, parts, stop),
        };
    }

    public static async Task<IResult> HandleDisable(Guid id, HttpRequest http, Caller caller, PersonStore people, TimeProvider clock, CancellationToken stop)
    {
        var answer = await DisableAccount.Handle(id, new DisableAccount.Request((await Typed.Of(http, stop)).Revision()), caller, people, clock, stop);
        return answer.Result is Microsoft.AspNetCore.Http.HttpResults.Ok<PersonView> ? Pages.SeeOther($"/people/{id}", Text.Person_Disabled) : answer.Result;
    }

    public static async Task<IResult> HandleEnable(Guid id, HttpRequest http, Caller caller, PersonStore people, CancellationToken stop)
    {
        var answer = await EnableAccount.Handle(id, new EnableAccount.Request((await Typed.Of(http, stop)).Revision()), caller, people, stop);
        return answer.Result is Microsoft.AspNetCore.Http.HttpResults.Ok<PersonView> ? Pages.SeeOther($"/people/{id}", Text.Person_Enabled) : answer.Result;
    }

    static async Task<IResult> Show(
        Person person, Request? filled, IReadOnlyList<AffiliationTyped>? typed, FieldErrors errors, int status, Caller caller, Parts parts, CancellationToken stop)
    {
        var plan = await parts.Erasures.Plan(person.Id, stop);
        return Pages.Show<PersonPage>(new
        {
            Person = person,
            // What was typed comes back with the revision that is there now: saving again says yes to what somebody else did meanwhile.
            Filled = (filled ?? new Request(person.Revision, person.Name, person.Email, person.Language, person.Roles, person.Affiliations)) with { Revision = person.Revision },
            Typed = Rows(typed ?? [.. person.Affiliations.Select(period => new AffiliationTyped($"{period.OrganisationId}", Iso(period.From), period.To is { } to ? Iso(to) : ""))]),
            Emails = await parts.Emails.Of(person.Id, stop),
            SignIn = await parts.SignIn(person.Id, stop),
            Organisations = (IReadOnlyList<Option>)[.. (await parts.Organisations.All(stop)).Select(one => new Option($"{one.Id}", one.Name))],
            Erased = await parts.IsErased(person.Id, stop),
            plan.AskedAt,
            Errors = errors,
            Administers = caller.Is(Roles.Administrator),
        }, status);
    }

    static List<AffiliationTyped> Rows(IReadOnlyList<AffiliationTyped> typed) => [.. typed, .. Enumerable.Repeat(new AffiliationTyped("", "", ""), EmptyRows)];

    static List<AffiliationTyped> Affiliations(Typed form)
    {
        var rows = new List<AffiliationTyped>();
        for (var number = 0; number < 60 && form.Has($"organisation-{number}"); number++)
            rows.Add(new AffiliationTyped(form.Text($"organisation-{number}"), form.Text($"from-{number}"), form.Text($"to-{number}")));
        return [.. rows.Where(row => !row.IsEmpty)];
    }

    static bool Day(string text, out DateOnly? day)
    {
        var read = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var found);
        day = read ? found : null;
        return read;
    }

    static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The stores that this page reads, as one parameter of its handlers.</summary>
    public sealed class Parts(Database database, PersonStore people, EmailStore emails, OrganisationStore organisations, ErasureStore erasures)
    {
        public PersonStore People => people;

        public EmailStore Emails => emails;

        public OrganisationStore Organisations => organisations;

        public ErasureStore Erasures => erasures;

        public async Task<SignInState> SignIn(Guid person, CancellationToken stop) => await database.QuerySingleOrDefault<SignInState>(
            """
            select (select count(*) from Session where PersonId = @Person and EndedAt is null and EndsAt > @Now and Kind <> 'personal') as SignIns,
                   (select count(*) from Session where PersonId = @Person and EndedAt is null and EndsAt > @Now and Kind = 'personal') as PersonalTokens,
                   (select count(*) from Passkey where PersonId = @Person) as Passkeys,
                   (select count(*) from SecondFactor where PersonId = @Person and ConfirmedAt is not null) as SecondFactor,
                   (select max(LastSeenAt) from Session where PersonId = @Person) as LastSeenAt
            """,
            new { Person = person, Now = database.Clock.GetUtcNow() }, stop) ?? throw new InvalidOperationException("A count gave no row.");

        public async Task<bool> IsErased(Guid person, CancellationToken stop) =>
            await database.QuerySingleOrDefault<int>("select count(*) from Person where Id = @Person and ErasedAt is not null", new { Person = person }, stop) == 1;
    }
}

/// <summary>Erasing a person: what would go is shown first.</summary>
public static class ErasePerson
{
    public static async Task<IResult> Page(Guid id, Caller caller, ShowPerson.Parts parts, CancellationToken stop) =>
        await parts.People.Get(id, stop) is { } person && !await parts.IsErased(id, stop) ? await Show(person, null, 200, caller, parts, stop) : Problems.NotFound();

    public static async Task<IResult> HandleForm(Guid id, HttpRequest http, Caller caller, ShowPerson.Parts parts, CancellationToken stop)
    {
        if (await parts.People.Get(id, stop) is not { } person || await parts.IsErased(id, stop))
            return Problems.NotFound();
        if (person.Id == caller.PersonId)
            return await Show(person, Text.Erase_Own, 409, caller, parts, stop);
        if (person.Revision != (await Typed.Of(http, stop)).Revision())
            return await Show(person, Text.Stale, 409, caller, parts, stop);
        return await parts.Erasures.Erase(person, caller.Actor(Roles.Administrator), stop) switch
        {
            Erased.Done => Pages.SeeOther("/people", Text.Erase_Done),
            Erased.LastAdministrator => await Show(person, Text.Erase_LastAdministrator, 409, caller, parts, stop),
            Erased.Stale => await Show(person, Text.Stale, 409, caller, parts, stop),
        };
    }

    static async Task<IResult> Show(Person person, string? refused, int status, Caller caller, ShowPerson.Parts parts, CancellationToken stop) => Pages.Show<ErasePage>(new
    {
        Person = person,
        Plan = await parts.Erasures.Plan(person.Id, stop),
        Sources = MyData.Sources(person.Id),
        Errors = refused is null ? FieldErrors.None : FieldErrors.One("", refused),
    }, status);
}
