namespace Labelling.Web;

/// <summary>Where a dossier is with one of its steps.</summary>
public enum StepState
{
    /// <summary>Behind it.</summary>
    Done,

    /// <summary>It is here.</summary>
    Current,

    /// <summary>Still to come.</summary>
    Ahead,

    /// <summary>It ended here: refused, withdrawn, inadmissible.</summary>
    Stopped,
}

/// <summary>A step of a dossier's life.</summary>
/// <param name="Name">What it is called: "Interview".</param>
/// <param name="State">Where the dossier is with it.</param>
/// <param name="Note">A few words below: "12 March", "waived".</param>
public sealed record Step(string Name, StepState State, string? Note = null);

/// <summary>Something that happened, in a timeline.</summary>
/// <param name="At">When.</param>
/// <param name="What">In words.</param>
/// <param name="More">A sentence more.</param>
public sealed record TimelineEntry(DateTimeOffset At, string What, string? More = null);
