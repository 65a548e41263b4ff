using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.PreInterview;

/// <summary>What an expert is suited for, as the pool says.</summary>
public sealed record ExpertProfile(
    IReadOnlyList<string> Sectors, IReadOnlyList<string> TherapeuticAreas, IReadOnlyList<string> TechnologyAxes,
    IReadOnlyList<string> Keywords, bool Digital, IReadOnlyList<ExpertAbsence> Absences);

/// <summary>Keeps what the pool says of an expert.</summary>
public sealed class KnowExpert : IListener<ExpertProfileChanged>
{
    public async Task<Heard> Hear(ExpertProfileChanged happened, Transaction transaction)
    {
        await KnownStore.Know(transaction, happened);
        return Heard.Applied;
    }
}
