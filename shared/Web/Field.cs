using Microsoft.AspNetCore.Components;

namespace Labelling.Web;

/// <summary>What every field has: a label, help under it, and the error tied to it.</summary>
public abstract class Field : ComponentBase
{
    /// <summary>Its name in the form; its id too, so that the list of errors can lead to it.</summary>
    [Parameter, EditorRequired]
    public required string Name { get; set; }

    /// <summary>Another id, where a page asks for the same name in several forms.</summary>
    [Parameter]
    public string? Id { get; set; }

    /// <summary>The id of the field.</summary>
    protected string Key => Id ?? Name;

    /// <summary>What is asked, above the field.</summary>
    [Parameter, EditorRequired]
    public required string Label { get; set; }

    /// <summary>What was typed or saved before.</summary>
    [Parameter]
    public string? Value { get; set; }

    /// <summary>How to answer, as plain text under the label.</summary>
    [Parameter]
    public string? Help { get; set; }

    /// <summary>What is wrong with the answer, beside it.</summary>
    [Parameter]
    public string? Error { get; set; }

    /// <summary>True when it may stay empty; the label says so.</summary>
    [Parameter]
    public bool Optional { get; set; }

    /// <summary>The texts that describe the field to readers that do not see it.</summary>
    protected string? DescribedBy => (Help, Error) switch
    {
        (null, null) => null,
        ({ }, null) => $"{Key}-help",
        (null, { }) => $"{Key}-error",
        ({ }, { }) => $"{Key}-help {Key}-error",
    };

    /// <summary>"true" when there is an error.</summary>
    protected string? Invalid => Error is null ? null : "true";
}
