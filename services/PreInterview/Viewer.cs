using Labelling.Contracts;
using Labelling.Hosting;

namespace Labelling.PreInterview;

/// <summary>In what capacity a person stands before an interview. One only: nobody acts in two on the same dossier.</summary>
public enum Standing
{
    /// <summary>Holder or co-holder of the dossier, and nothing else, whatever other roles the person has.</summary>
    Holder,

    /// <summary>The expert who is booked, or held or concluded it.</summary>
    Interviewer,

    /// <summary>The office.</summary>
    Office,

    /// <summary>Sees, does not act, and does not read the private note.</summary>
    Administrator,

    /// <summary>An expert proposed to the holder.</summary>
    Proposed,
}

/// <summary>Who looks, as far as the store's filter is concerned.</summary>
public sealed record Viewer(Guid PersonId, bool IsOffice, bool IsAdministrator, bool IsExpert)
{
    public bool SeesAll => IsOffice || IsAdministrator;

    public static Viewer Of(Caller caller) =>
        new(caller.PersonId, caller.Is(Roles.Office), caller.Is(Roles.Administrator), caller.Is(Roles.Expert));

    /// <summary>The one capacity out of the links the store found; null: the interview does not exist for this person.</summary>
    public Standing? StandingAmong(IReadOnlyCollection<Standing> links) =>
        links.Contains(Standing.Holder) ? Standing.Holder
        : IsExpert && links.Contains(Standing.Interviewer) ? Standing.Interviewer
        : IsOffice ? Standing.Office
        : IsAdministrator ? Standing.Administrator
        : IsExpert && links.Contains(Standing.Proposed) ? Standing.Proposed
        : null;
}

/// <summary>An interview as one person sees it.</summary>
public sealed record SeenInterview(Interview Interview, DossierToInterview Dossier, Standing Standing);
