using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;

namespace Labelling.Accounts;

/// <summary>What is asked of a person's data wherever they are given.</summary>
public interface IPersonShape
{
    string Name { get; }
    string Email { get; }
    string Language { get; }
    IReadOnlyList<string> Roles { get; }
    IReadOnlyList<AffiliationPeriod>? Affiliations { get; }
}

public sealed class PersonShapeRules : AbstractValidator<IPersonShape>
{
    public PersonShapeRules()
    {
        RuleFor(person => person.Name).Must(name => name.Trim().Length is > 0 and <= 200 && OneLine(name))
            .Says("Give the name, on one line of at most 200 characters.", "Donnez le nom, sur une ligne de 200 caractères au plus.");
        RuleFor(person => person.Email).Must(email => IsEmail(email.Trim())).Says(EmailInEnglish, EmailInFrench);
        RuleFor(person => person.Language).Must(language => language is "fr" or "en").Says("Give \"fr\" or \"en\".", "Donnez « fr » ou « en ».");
        RuleFor(person => person.Roles).NotEmpty().Must(roles => roles.Count <= Contracts.Roles.All.Count)
            .Says("Name each role once.", "Nommez chaque rôle une seule fois.");
        RuleForEach(person => person.Roles).Must(role => Contracts.Roles.All.Contains(role))
            .Says($"Roles are {string.Join(", ", Contracts.Roles.All)}.", $"Les rôles sont {string.Join(", ", Contracts.Roles.All)}.");
        RuleFor(person => person.Affiliations).Must(affiliations => affiliations is null or { Count: <= 50 }).Says("At most 50 affiliations.", "Au plus 50 appartenances.");
        RuleForEach(person => person.Affiliations).NotNull();
        RuleForEach(person => person.Affiliations).ChildRules(affiliation =>
        {
            affiliation.RuleFor(period => period.From).SensibleDay();
            affiliation.RuleFor(period => period.To).SensibleDay();
            affiliation.RuleFor(period => period.To).Must((period, to) => to is null || to >= period.From)
                .Says("The end comes before the beginning.", "La fin précède le début.");
        });
        RuleFor(person => person.Affiliations)
            .Must(affiliations => affiliations is null || affiliations.DistinctBy(period => (period?.OrganisationId, period?.From)).Count() == affiliations.Count)
            .Says("The same affiliation stands here twice.", "La même appartenance figure deux fois.");
    }

    const string EmailInEnglish = "Give one e-mail address, like name@example.org.", EmailInFrench = "Donnez une adresse électronique, comme nom@exemple.fr.";

    /// <summary>True for one plain address: what mail can be sent to.</summary>
    public static bool IsEmail(string email) => Storage.Mail.IsAddress(email);

    public static string EmailWanted() => Words.Say(EmailInEnglish, EmailInFrench);

    static bool OneLine(string text) => !text.Any(char.IsControl);
}

/// <summary>The answer about a person.</summary>
public sealed record PersonView(
    Guid Id, string Name, string Email, string Language, IReadOnlyList<string> Roles, IReadOnlyList<AffiliationPeriod> Affiliations,
    DateTimeOffset? DisabledAt, DateTimeOffset RegisteredAt, long Revision)
{
    public static PersonView Of(Person person) => new(
        person.Id, person.Name, person.Email, person.Language, person.Roles, person.Affiliations, person.DisabledAt, person.RegisteredAt, person.Revision);
}

/// <summary>Refusals that registering and changing a person share.</summary>
static class PersonRefusals
{
    public static readonly Refusal EmailIsTaken = new("person.email-taken",
        "Another account has this e-mail address.", "Un autre compte a cette adresse électronique.");

    public static ConflictProblem EmailTaken() => Problems.Conflict(EmailIsTaken);

    public static readonly Refusal IsLastAdministrator = new("person.last-administrator",
        "Nobody else is an administrator: give somebody else that role first.", "Personne d'autre n'est administrateur : donnez d'abord ce rôle à quelqu'un d'autre.");

    public static ConflictProblem LastAdministrator() => Problems.Conflict(IsLastAdministrator);

    public static ConflictProblem Disabled() => Problems.Conflict("account.disabled",
        "This account is disabled.", "Ce compte est désactivé.");

    public static UnprocessableProblem OrganisationUnknown() => Problems.Unprocessable("person.organisation-unknown",
        "One of the organisations is not known. Add it first.", "L'un des organismes est inconnu. Ajoutez-le d'abord.");
}
