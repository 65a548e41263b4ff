using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Asking;

/// <summary>
/// Whoever a holder said to ask has no account, so no erasure ever comes for them: name and address go once they were asked long enough
/// ago, from the question and from the log of mails. That somebody was asked, and what they answered, stays.
/// </summary>
public static class NamedPeople
{
    const string Due = "PersonId is null and Address is not null and AskedAt < @Before";

    public static readonly RetentionCategory Category = new(
        EventCatalogue.FundingOutcome, "named-people",
        "Names and addresses of people without an account whom somebody said to ask about a result, since they were asked",
        "Noms et adresses des personnes sans compte désignées pour répondre sur un résultat, depuis qu’elles ont été interrogées", 365,
        async (database, before, stop) => await database.QuerySingleOrDefault<Found>(
            $"select count(*) as Number, min(AskedAt) as Oldest from FundingQuestion where {Due}", new { Before = before }, stop) is { } found ? (found.Number, found.Oldest) : (0, null),
        async (transaction, before) =>
        {
            await Mail.ForgetOthers(transaction, QuestionMails.Asks, before);
            // The key is a digest of the address, which could be guessed.
            return await transaction.Execute(
                $"""
                update FundingQuestion
                set Name = null, Address = null, Recipient = concat('forgotten ', Id)
                where {Due}
                """,
                new { Before = before });
        });

    sealed record Found
    {
        public required int Number { get; init; }
        public required DateTimeOffset? Oldest { get; init; }
    }
}
