using Labelling.Contracts;
using Labelling.Hosting;

namespace Labelling.Submission;

/// <summary>
/// Who looks, for the one filter of <see cref="DossierStore"/>: holders and co-holders see theirs, the office and administrators
/// what was deposited. Chairs, members and experts see dossiers through expert review only.
/// </summary>
public sealed record Viewer(Guid PersonId, bool SeesDeposited)
{
    public static Viewer Of(Caller caller) => new(caller.PersonId, caller.IsAny(Roles.Office, Roles.Administrator));
}
