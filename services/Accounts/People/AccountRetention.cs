using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.Accounts.People;

/// <summary>What Accounts does not keep for ever.</summary>
public static class AccountRetention
{
    public static IEnumerable<RetentionCategory> Categories =>
    [
        new(EventCatalogue.Accounts, "registrations", "Registrations that were never confirmed", "Inscriptions jamais confirmées", 30,
            (database, before, stop) => Due(database, "select count(*) as Number, min(RequestedAt) as Oldest from Registration where RequestedAt < @Before", before, stop),
            (transaction, before) => transaction.Execute("delete from Registration where RequestedAt < @Before", new { Before = before })),
        new(EventCatalogue.Accounts, "invitations", "Invitations that were never accepted", "Invitations jamais acceptées", 90,
            (database, before, stop) => Due(database, "select count(*) as Number, min(InvitedAt) as Oldest from Invitation where InvitedAt < @Before", before, stop),
            (transaction, before) => transaction.Execute("delete from Invitation where InvitedAt < @Before", new { Before = before })),
        new(EventCatalogue.Accounts, "sign-ins", "Sign-ins that are over", "Connexions terminées", 365,
            (database, before, stop) => Due(database,
                "select count(*) as Number, min(MadeAt) as Oldest from Session where EndedAt < @Before or EndsAt < @Before", before, stop),
            (transaction, before) => transaction.Execute("delete from Session where EndedAt < @Before or EndsAt < @Before", new { Before = before })),
        new(EventCatalogue.Accounts, "address-changes", "Changes of address that are over", "Changements d’adresse terminés", 30,
            (database, before, stop) => Due(database,
                "select count(*) as Number, min(RequestedAt) as Oldest from EmailChange where ExpiresAt < @Before and (VetoUntil is null or VetoUntil < @Before)", before, stop),
            (transaction, before) => transaction.Execute(
                "delete from EmailChange where ExpiresAt < @Before and (VetoUntil is null or VetoUntil < @Before)", new { Before = before })),
        new(EventCatalogue.Accounts, "disabled-accounts", "Disabled accounts: the person is erased", "Comptes désactivés : la personne est effacée", 1095,
            (database, before, stop) => Due(database,
                "select count(*) as Number, min(DisabledAt) as Oldest from Person where DisabledAt < @Before and ErasedAt is null", before, stop),
            ErasureStore.EraseDisabledBefore),
    ];

    static async Task<(int Count, DateTimeOffset? Oldest)> Due(Database database, string sql, DateTimeOffset before, CancellationToken stop) =>
        await database.QuerySingleOrDefault<Found>(sql, new { Before = before }, stop) is { } found ? (found.Number, found.Oldest) : (0, null);

    sealed record Found
    {
        public required int Number { get; init; }
        public required DateTimeOffset? Oldest { get; init; }
    }
}
