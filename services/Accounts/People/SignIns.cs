using Labelling.Contracts;
using Labelling.Storage;

namespace Labelling.Accounts.People;

/// <summary>Ends what a person is signed in with, everywhere.</summary>
static class SignIns
{
    /// <summary>Ends every sign-in of a person, personal tokens among them, and tells the other services.</summary>
    public static async Task EndAll(Transaction transaction, Guid person)
    {
        var row = new { Person = person, Now = transaction.Clock.GetUtcNow() };
        var open = await transaction.Query<Guid>("select Id from Session where PersonId = @Person and EndedAt is null and EndsAt > @Now", row);
        if (open.Count == 0)
            return;
        await transaction.Execute("update Session set EndedAt = @Now where PersonId = @Person and EndedAt is null", row);
        await Outbox.Add(transaction, new SessionsEnded(Guid.CreateVersion7(), person, 0, row.Now, [.. open]));
    }
}
