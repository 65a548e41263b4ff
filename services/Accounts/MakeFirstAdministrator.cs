using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FluentValidation;
using FluentValidation.Results;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Accounts;

/// <summary>While there is no administrator, each start gives a one-time code with which the first one registers.</summary>
public static class MakeFirstAdministrator
{
    public sealed record Request(string Code, string Name, string Email, string Password, string Language) : IPersonShape
    {
        IReadOnlyList<string> IPersonShape.Roles => [Contracts.Roles.Administrator];

        IReadOnlyList<AffiliationPeriod>? IPersonShape.Affiliations => null;
    }

    sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            Include(new PersonShapeRules());
            RuleFor(request => request.Code).NotEmpty().MaximumLength(100);
            Passwords.Chosen(RuleFor(request => request.Password));
        }
    }

    public static async Task<Results<Created<PersonView>, ValidationProblem, NotFoundProblem, ConflictProblem>> Handle(
        Request request, Caller caller, PersonStore people, Passwords passwords, TimeProvider clock, CancellationToken stop)
    {
        if (Broken(request) is { } broken)
            return Problems.Invalid(broken);
        var (saved, person) = await Make(request, caller, people, passwords, clock, stop);
        return saved switch
        {
            PersonSaved.Saved => TypedResults.Created($"/api/people/{person.Id}", PersonView.Of(person)),
            PersonSaved.EmailTaken => PersonRefusals.EmailTaken(),
            PersonSaved.Stale or PersonSaved.OrganisationUnknown or PersonSaved.LastAdministrator => Problems.Stale(),
            null => Problems.NotFound(),
        };
    }

    public static RazorComponentResult<FirstAdministratorPage> Page(string? code = null) =>
        Page(new Request(code is { Length: <= 100 } ? code : "", "", "", "", Words.Say("en", "fr")), []);

    /// <summary>The form. The code is what shows that the sender may: there is no session that another site could ride on.</summary>
    public static async Task<RazorComponentResult<FirstAdministratorPage>> HandleForm(
        HttpRequest http, Caller caller, PersonStore people, Passwords passwords, TimeProvider clock, CancellationToken stop)
    {
        var form = await SentForm.Of(http, stop);
        var request = new Request($"{form["code"]}", $"{form["name"]}", $"{form["email"]}", $"{form["password"]}", Words.Say("en", "fr"));
        if (Broken(request) is { } broken)
            return Page(request, [.. broken.Errors.Select(error => (JsonNamingPolicy.CamelCase.ConvertName(error.PropertyName), error.ErrorMessage))]);
        var (saved, _) = await Make(request, caller, people, passwords, clock, stop);
        return saved switch
        {
            PersonSaved.Saved => Page(request, [], made: true),
            PersonSaved.EmailTaken => Page(request, [("email", Words.Say(PersonRefusals.EmailIsTaken.English, PersonRefusals.EmailIsTaken.French))]),
            PersonSaved.Stale or PersonSaved.OrganisationUnknown or PersonSaved.LastAdministrator or null => Page(request, [("code", Words.Say(
                "This address was used already, or a newer one was given: look at what the program printed last.",
                "Cette adresse a déjà servi, ou une plus récente a été donnée : reprenez ce que le programme a affiché en dernier."))]),
        };
    }

    static RazorComponentResult<FirstAdministratorPage> Page(Request filled, IReadOnlyList<(string, string)> errors, bool made = false)
    {
        var parameters = new Dictionary<string, object?>
        {
            [nameof(FirstAdministratorPage.Filled)] = filled with { Password = "" },
            [nameof(FirstAdministratorPage.Errors)] = errors,
            [nameof(FirstAdministratorPage.Made)] = made,
        };
        return new(parameters) { StatusCode = errors.Count > 0 ? 400 : 200 };
    }

    static ValidationResult? Broken(Request request) => new Rules().Validate(request) is { IsValid: false } broken ? broken : null;

    static async Task<(PersonSaved? Saved, Person Person)> Make(
        Request request, Caller caller, PersonStore people, Passwords passwords, TimeProvider clock, CancellationToken stop)
    {
        var person = Person.Register(request.Name.Trim(), request.Email.Trim(), request.Language, [Roles.Administrator], [], clock.GetUtcNow());
        return (await people.RegisterFirstAdministrator(
            Digest(request.Code), person, passwords.Hash(request.Password), new Actor(null, "first administrator", caller.Address), stop), person);
    }

    static string Digest(string code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code)));

    /// <summary>Prints the address with the code once the server listens.</summary>
    internal sealed class Announcement(PersonStore people, IServer server, IHostApplicationLifetime lifetime) : IHostedLifecycleService
    {
        public async Task StartedAsync(CancellationToken cancellationToken)
        {
            if (!await people.LacksAdministrator(cancellationToken))
                return;
            var code = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));
            await people.KeepFirstAdministratorCode(Digest(code), cancellationToken);
            lifetime.ApplicationStarted.Register(() => Console.WriteLine(
                $"There is no administrator yet. Make the first one at {server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()}/first-administrator?code={code}"));
        }

        public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
