using Labelling.Contracts;
using Labelling.Hosting;

namespace Labelling.PreInterview;

/// <summary>Who looks, for the filter of <see cref="InterviewStore"/>.</summary>
public sealed record Viewer(Guid PersonId, Who Roles)
{
    public static Viewer Of(Caller caller) => new(caller.PersonId, Stance.Roles(caller.Roles));
}

/// <summary>An interview as one person sees it.</summary>
public sealed record SeenInterview(Interview Interview, DossierToInterview Dossier, Who Who)
{
    public Stance Stance => new(Who, Interview.Phase());

    /// <summary>The role in which the person acts on it, for the audit trail.</summary>
    public string ActingRole => (Who & Who.Holder) != 0 ? Roles.Holder
        : (Who & Who.Interviewer) != 0 && (Who & Who.Expert) != 0 ? Roles.Expert
        : Roles.Office;
}
