using Labelling.Hosting;

namespace Labelling.Submission;

/// <summary>Who looks, for the filter of <see cref="DossierStore"/>.</summary>
public sealed record Viewer(Guid PersonId, Who Roles)
{
    public static Viewer Of(Caller caller) => new(caller.PersonId, Stance.Roles(caller.Roles));
}
