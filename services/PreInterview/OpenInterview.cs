using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.PreInterview;

/// <summary>An admitted dossier is talked about: a round is opened, or the open one takes the new version.</summary>
public sealed class OpenInterview(InterviewStore interviews) : IListener<DossierAdmitted>
{
    public async Task<Heard> Hear(DossierAdmitted happened, Transaction transaction)
    {
        if (await KnownStore.Dossier(transaction, happened.DossierId) is not { } before || before.Version < happened.Version) return Heard.NotYet;
        // An older admission than the one known: the later one has done it all.
        if (happened.Sequence <= before.AdmittedSequence) return Heard.Applied;
        await KnownStore.Remember(transaction, before with { AdmittedVersion = happened.Version, AdmittedSequence = happened.Sequence });
        // Read again once the row is ours: a withdrawal may have come between.
        while (await KnownStore.Dossier(transaction, happened.DossierId) is { Withdrawn: false, Inadmissible: false } dossier)
        {
            var last = await InterviewStore.LastOf(transaction, dossier.Id);
            if (last?.TakeVersion(happened.Version) is { } raised)
            {
                if (await interviews.Save(transaction, last, raised, "version-taken", Actor.Service(EventCatalogue.PreInterview)) is Saved.Yes) break;
            }
            else if (dossier.OpenAfterAdmission(last, happened.Version, transaction.Clock.GetUtcNow()) is not { } opened
                || await InterviewStore.Open(transaction, opened, Actor.Service(EventCatalogue.PreInterview)))
            {
                break;
            }
        }

        return Heard.Applied;
    }
}
