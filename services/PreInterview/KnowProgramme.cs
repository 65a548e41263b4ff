using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.PreInterview;

/// <summary>Keeps every version of a programme: whether it requires the interview, and its grid.</summary>
public sealed class KnowProgramme : IListener<ProgrammePublished>
{
    public async Task<Heard> Hear(ProgrammePublished happened, Transaction transaction)
    {
        await KnownStore.Know(transaction, happened);
        return Heard.Applied;
    }
}
