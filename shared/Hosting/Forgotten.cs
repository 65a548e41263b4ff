using Labelling.Contracts;
using Labelling.Storage;

namespace Labelling.Hosting;

/// <summary>What every service forgets of an erased person, besides what only it knows of: called where it hears PersonErased.</summary>
public static class Forgotten
{
    /// <summary>Address, subject and text of mails go, and the personal values of the audit trail; the lines of both stay.</summary>
    public static async Task In(Transaction transaction, Guid person)
    {
        await Mail.Forget(transaction, person);
        await PersonalValues.Forget(transaction, person);
    }

    /// <summary>
    /// What remains of affiliations: to which group an organisation belongs, which the conflicts of others are found with. Without days
    /// that count for anything.
    /// </summary>
    public static Affiliation[] Affiliations(IEnumerable<Affiliation> affiliations) =>
        [.. affiliations.Where(affiliation => affiliation.GroupSiren is not null).Select(affiliation => affiliation with { From = DateOnly.MinValue.AddYears(1899), To = DateOnly.MinValue.AddYears(1899) })];
}
