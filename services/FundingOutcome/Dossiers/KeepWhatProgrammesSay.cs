using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.FundingOutcome.Dossiers;

/// <summary>Whether a dossier counts depends on what its programme awards.</summary>
public sealed class KeepProgramme : IListener<ProgrammePublished>
{
    public async Task<Heard> Hear(ProgrammePublished happened, Transaction transaction)
    {
        if (await DossierStore.KeepProgramme(transaction, happened) > 0)
        {
            // What was deposited before this was heard.
            foreach (var (dossier, version) in await DossierStore.VersionsUnder(transaction, happened.ProgrammeId, happened.Version))
                await RecordDeposit.Tell(transaction, dossier, version);
        }

        return Heard.Applied;
    }
}

/// <summary>Results are asked for from the day a call announces them, and are added up by the plan it belongs to.</summary>
public sealed class KeepCall : IListener<CallPublished>
{
    public async Task<Heard> Hear(CallPublished happened, Transaction transaction)
    {
        await DossierStore.KeepCall(transaction, happened);
        await DossierStore.KeepPlan(transaction, happened);
        return Heard.Applied;
    }
}

/// <summary>An import lists the values that are in no vocabulary yet.</summary>
public sealed class KeepVocabularyValue : IListener<VocabularyChanged>
{
    public async Task<Heard> Hear(VocabularyChanged happened, Transaction transaction)
    {
        await DossierStore.KeepNames(transaction, happened);
        return Heard.Applied;
    }
}
