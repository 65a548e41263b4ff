using Labelling.Hosting;
using Labelling.Storage;
using Labelling.Web;

namespace Labelling.Submission.Writing;

/// <summary>What a step page shows: the content, what was typed and not taken over, and what one may choose and write.</summary>
public sealed record WritingPad(
    DossierSeen Seen, DossierContent Content, bool All, CoHolderPart? Part, IReadOnlyList<VocabularyValue> Vocabularies, IReadOnlyList<Programme> Programmes, IReadOnlyList<Call> Calls,
    ExplainEligibility.View Eligibility)
{
    /// <summary>By field: what was typed and could not be saved.</summary>
    public IReadOnlyDictionary<string, string?> Unsaved { get; init; } = new Dictionary<string, string?>();

    public IReadOnlyDictionary<string, SaveFields.Conflict> Conflicts { get; init; } = new Dictionary<string, SaveFields.Conflict>();

    public IReadOnlyDictionary<string, string> Mistakes { get; init; } = new Dictionary<string, string>();

    public Guid Id => Seen.Dossier.Id;

    public VocabularyWords Words => VocabularyWords.Of(Vocabularies);

    public bool Writes(string field) => All || Part?.Holds(field) is true;

    public bool WritesAny(WritingStep step) => All || step.Fields(Content, Vocabularies).Any(field => !field.EndsWith(']') && Writes(field));

    /// <summary>As it is typed: with the comma of the reader's language.</summary>
    public string? Value(string field) => Unsaved.TryGetValue(field, out var typed) ? typed : FieldWords.Typed(field, ContentFields.Read(Content, field));

    public bool Chosen(string field) => Value(field) is not null;

    /// <summary>For a field that one only reads.</summary>
    public string Shown(string field) => FieldWords.Shown(Content, Words, field, ContentFields.Read(Content, field)) ?? Text.Dossier_NotYet;

    public string? Mistake(string field) => Mistakes.GetValueOrDefault(field);

    /// <summary>What each field of the step was when the page was made: what a change is merged from. In conflict: what is there now, which the reader has seen.</summary>
    public string Was(WritingStep step) => Json.Write(step.Fields(Content, Vocabularies).ToDictionary(field => field, field => ContentFields.Read(Content, field)));

    public IReadOnlyList<Option> Options(string vocabulary) =>
        [.. Vocabularies.Where(value => value.Vocabulary == vocabulary).Select(value => new Option(value.Code, Hosting.Words.Say(value.English, value.French)))];

    public FieldErrors Errors => new(
    [
        .. Mistakes.Select(mistake => new FieldError(mistake.Key, $"{FieldWords.Label(Content, mistake.Key)}{Hosting.Words.Say(": ", "\u202f: ")}{mistake.Value}")),
        .. Conflicts.Values.Select(conflict => new FieldError(conflict.Field, $"{FieldWords.Label(Content, conflict.Field)}{Hosting.Words.Say(": ", "\u202f: ")}{conflict.Said}")),
    ]);

    public IReadOnlyList<(WritingStep Step, int Missing)> Steps
    {
        get
        {
            var missing = Completeness.Of(Content).CountBy(one => WritingSteps.StepOf(one.Field)).ToDictionary();
            return [.. WritingSteps.All.Select(step => (step, step is WritingStep.Check ? missing.Values.Sum() : missing.GetValueOrDefault(step)))];
        }
    }
}
