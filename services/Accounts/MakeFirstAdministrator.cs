using System.Security.Cryptography;
using System.Text;
using FluentValidation;
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
    public sealed record Request(string Code, string Name, string Email, string Password, string Language);

    sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(request => request.Code).NotEmpty().MaximumLength(100);
            RuleFor(request => request.Password).MinimumLength(Passwords.Shortest).MaximumLength(200);
        }
    }

    public static async Task<Results<Created<PersonView>, ValidationProblem, NotFoundProblem, ConflictProblem>> Handle(
        Request request, Caller caller, PersonStore people, Passwords passwords, TimeProvider clock, CancellationToken stop)
    {
        var person = Person.Register(request.Name.Trim(), request.Email.Trim(), request.Language, [Roles.Administrator], [], clock.GetUtcNow());
        if (new Rules().Validate(request) is { IsValid: false } broken)
            return Problems.Invalid(broken);
        if (new PersonShapeRules().Validate(new Shape(person)) is { IsValid: false } misshapen)
            return Problems.Invalid(misshapen);
        return await people.RegisterFirstAdministrator(Digest(request.Code), person, passwords.Hash(request.Password), new Actor(null, "first administrator", caller.Address), stop) switch
        {
            PersonSaved.Saved => TypedResults.Created($"/api/people/{person.Id}", PersonView.Of(person)),
            PersonSaved.EmailTaken => PersonRefusals.EmailTaken(),
            PersonSaved.Stale or PersonSaved.OrganisationUnknown => Problems.Stale(),
            null => Problems.NotFound(),
        };
    }

    static string Digest(string code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code)));

    sealed record Shape(Person Person) : IPersonShape
    {
        public string Name => Person.Name;
        public string Email => Person.Email;
        public string Language => Person.Language;
        public IReadOnlyList<string> Roles => Person.Roles;
        public IReadOnlyList<AffiliationPeriod> Affiliations => Person.Affiliations;
    }

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
