using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.ExpertReview.Experts;

/// <summary>
/// An erased person is their pseudonym from now on. Reviews, votes and decisions stay; what the expert said of themselves goes. The
/// minutes of a session are a signed document and stay as they were written.
/// </summary>
public sealed class ForgetPerson : IListener<PersonErased>
{
    public async Task<Heard> Hear(PersonErased happened, Transaction transaction)
    {
        var known = await PersonStore.Find(Reading.In(transaction), happened.PersonId);
        await PersonStore.Keep(transaction, new PersonInReview
        {
            Id = happened.PersonId,
            Name = Pseudonym.Of(happened.PersonId),
            Language = known?.Language ?? "fr",
            Roles = [],
            Affiliations = Forgotten.Affiliations(known?.Affiliations ?? []),
            Sequence = happened.Sequence,
        });
        await PersonStore.KeepDisabled(transaction, happened.PersonId, true);
        await transaction.Execute("delete from ExpertInterest where PersonId = @PersonId", new { happened.PersonId });
        // A statement names them, and they have nobody left to show it to.
        await transaction.Execute("delete from ServiceStatement where PersonId = @PersonId", new { happened.PersonId });
        await transaction.Execute("delete from ExpertAddress where PersonId = @PersonId", new { happened.PersonId });
        await transaction.Execute("delete from ExpertDeclaration where PersonId = @PersonId", new { happened.PersonId });
        await transaction.Execute(
            """
            update Expert
            set Keywords = '[]', Absences = '[]', Declaration = null, Revision = Revision + 1
            where PersonId = @PersonId
            """,
            new { happened.PersonId });
        await Forgotten.In(transaction, happened.PersonId);
        return Heard.Applied;
    }
}
