using System.Text.RegularExpressions;
using FluentValidation;
using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission.Writing;

/// <summary>
/// Saves what was typed, field by field: what nobody else changed meanwhile is taken over, and the rest is given back with why.
/// Two people who write different fields both win.
/// </summary>
public static partial class SaveFields
{
    /// <summary>From: the value the change was made from, as it was last given out.</summary>
    public sealed record Request(IReadOnlyList<FieldChange> Changes);

    public sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(request => request.Changes).NotEmpty().Must(changes => changes is null || changes.Count <= 1000)
                .Says("Send between 1 and 1000 changed fields.", "Envoyez entre 1 et 1000 champs modifiés.");
            RuleForEach(request => request.Changes).NotNull().Must(change => change is null || change.Field is { Length: >= 1 and <= 200 })
                .Says("Name the field, in at most 200 characters.", "Nommez le champ, en 200 caractères au plus.");
        }
    }

    /// <summary>Value: as it is kept from now on, to be sent as the From of the next change.</summary>
    public sealed record Saved(string Field, string? Value);

    /// <summary>Theirs: what stands in the field now. Shown: the same as a reader sees it. Gone: the row it stood in was removed.</summary>
    public sealed record Conflict(string Field, string? Theirs, string? Shown, string? Yours, bool Gone, string? By, DateTimeOffset? At, string Said);

    public sealed record Mistake(string Field, string? Yours, string Said);

    /// <summary>Every change of the request is in one of the three lists.</summary>
    public sealed record Answer(
        long Revision, DateTimeOffset SavedAt, string SavedAtShown, IReadOnlyList<Saved> Saved, IReadOnlyList<Conflict> Conflicts, IReadOnlyList<Mistake> Mistakes);

    const int Tries = 8;

    public static async Task<Results<Ok<Answer>, ValidationProblem, NotFoundProblem, ForbiddenProblem, ConflictProblem, UnprocessableProblem>> Handle(
        Guid id, Request request, DossierStore dossiers, NamedThings named, VocabularyStore vocabularies, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken)
        {
            return Problems.Invalid(broken);
        }

        for (var attempt = 0; attempt < Tries; attempt++)
        {
            if (await dossiers.Find(id, Viewer.Of(caller), stop) is not { } seen)
            {
                return Problems.NotFound();
            }

            if (seen.Stance.WhyNot(Act.WritePart) is { } refused)
            {
                return refused;
            }

            if (!seen.Dossier.IsWritable)
            {
                return Refusals.NotWritable(seen.Dossier, "dossier.not-editable");
            }

            var part = seen.Stance.May(Act.EditDossier) ? null : await dossiers.Part(id, caller.PersonId, stop);
            if (part is null && !seen.Stance.May(Act.EditDossier))
            {
                // The part was changed between the two reads.
                continue;
            }

            var (merged, mistakes) = await Accepted(seen, part, request.Changes, named, Viewer.Of(caller), stop);
            var edited = seen.Dossier;
            if (ContentFields.Differences(seen.Dossier.Content.Keyed(), merged.Content).Count > 0)
            {
                edited = seen.Dossier.Edit(merged.Content, clock.Now()) ?? throw new InvalidOperationException("A dossier that can be written could not be edited.");
                if (!await dossiers.Save(seen.Dossier, edited, DossierAction.Edited, caller.Actor(Roles.Holder), stop))
                {
                    // Somebody saved at this moment: merge with what they saved.
                    continue;
                }
            }

            return TypedResults.Ok(new Answer(
                edited.Revision, edited.ChangedAt, Paris.Time(edited.ChangedAt),
                [.. merged.Taken.Select(change => new Saved(change.Field, ContentFields.Read(edited.Content.Keyed(), change.Field)))],
                await Told(id, edited.Content, merged.Conflicts, dossiers, VocabularyWords.Of(await vocabularies.All(stop)), stop),
                mistakes));
        }

        return Problems.Stale();
    }

    /// <summary>The merge without the changes that the rules of the content refuse: each of those comes back with the rule's words.</summary>
    static async Task<(Merged Merged, IReadOnlyList<Mistake> Mistakes)> Accepted(
        DossierSeen seen, CoHolderPart? part, IReadOnlyList<FieldChange> changes, NamedThings named, Viewer viewer, CancellationToken stop)
    {
        var mistakes = new List<Mistake>();
        var left = new List<FieldChange>();
        foreach (var change in changes)
        {
            if (part is not null && !part.Holds(change.Field))
            {
                mistakes.Add(new Mistake(change.Field, change.To, Words.Say(
                    "The holder gave you your own organisation's part to write: ask them to change this, or to give you all.",
                    "Le porteur vous a confié la part de votre organisme : demandez-lui de modifier ceci, ou de tout vous confier.")));
            }
            else if (change.Field == "programmeId" && seen.Dossier.Version > 0)
            {
                mistakes.Add(new Mistake(change.Field, change.To, Words.Say(
                    "A deposited dossier stays in its programme: start another dossier.", "Un dossier déposé reste dans son programme : commencez un autre dossier.")));
            }
            else
            {
                left.Add(change);
            }
        }

        while (true)
        {
            var merged = FieldMerge.Of(seen.Dossier.Content, left);
            if (merged.Refused.Count > 0)
            {
                mistakes.AddRange(merged.Refused.Select(refused => new Mistake(refused.Field, refused.Yours, Say(refused))));
                left = Without(left, merged.Refused.Select(refused => refused.Field));
                continue;
            }

            if (merged.Taken.Count == 0)
            {
                return (merged, mistakes);
            }

            var mine = Mine(Wrong(merged.Content));
            if (mine.Count == 0
                && await named.FirstUnknown(merged.Content, seen.Dossier.HolderId, seen.Dossier.Id, viewer, stop) is { Details.Title: { } title }
                && NamedField().Match(title) is { Success: true } match)
            {
                mine = Mine([(FieldOf(merged.Content, match.Groups["field"].Value), match.Groups["said"].Value)]);
            }

            if (mine.Count == 0)
            {
                return (merged, mistakes);
            }

            foreach (var change in left.Where(change => mine.Any(one => Concerns(change.Field, one.Field))).ToList())
            {
                mistakes.Add(new Mistake(change.Field, change.To, mine.First(one => Concerns(change.Field, one.Field)).Said));
                left.Remove(change);
            }
        }

        // What was wrong before is not held against who changes something else.
        List<(string Field, string Said)> Mine(IReadOnlyList<(string Field, string Said)> wrong) =>
            [.. wrong.Where(one => left.Any(change => Concerns(change.Field, one.Field)))];
    }

    /// <summary>A mistake in a field is that of whoever changed the field, its row or its list.</summary>
    static bool Concerns(string changed, string wrong) =>
        changed == wrong || ContentFields.RowOf(wrong) == changed
        || ContentFields.Parse(wrong) is { Key: null, Cell: null } list && ContentFields.Parse(changed) is { Key: not null, Cell: null } row && row.Name == list.Name;

    static List<FieldChange> Without(List<FieldChange> changes, IEnumerable<string> fields)
    {
        var left = fields.ToHashSet(StringComparer.Ordinal);
        return [.. changes.Where(change => !left.Contains(change.Field))];
    }

    static IReadOnlyList<(string Field, string Said)> Wrong(DossierContent content) =>
    [
        .. new DossierContentRules().Validate(content).Errors.Select(error => (
            FieldOf(content, string.Join('.', error.PropertyName.Split('.').Select(System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName))), error.ErrorMessage)),
    ];

    /// <summary>"partners[0].siren" is the place in the list; the field is named by the key of the row.</summary>
    static string FieldOf(DossierContent content, string path)
    {
        var match = Indexed().Match(path);
        if (!match.Success)
        {
            return path;
        }

        var (list, at, rest) = (match.Groups["list"].Value, int.Parse(match.Groups["at"].Value, System.Globalization.CultureInfo.InvariantCulture), match.Groups["rest"].Value);
        return list switch
        {
            ContentFields.Partners => $"{list}[{content.Partners[at].Key}]{rest}",
            ContentFields.WorkPackages when rest.StartsWith(".costs", StringComparison.Ordinal) => $"{list}[{content.WorkPackages[at].Key}].costs[{CostAt(content.WorkPackages[at], rest)}]",
            ContentFields.WorkPackages => $"{list}[{content.WorkPackages[at].Key}]{rest}",
            "sectors" => $"{list}[{content.Sectors[at]}]",
            "therapeuticAreas" => $"{list}[{content.TherapeuticAreas[at]}]",
            "technologyAxes" => $"{list}[{content.TechnologyAxes[at]}]",
            _ => list,
        };
    }

    static string CostAt(WorkPackage package, string rest) =>
        Indexed().Match(rest[1..]) is { Success: true } match && package.Costs is { } costs
            ? costs.ElementAt(int.Parse(match.Groups["at"].Value, System.Globalization.CultureInfo.InvariantCulture)).Key
            : "";

    static async Task<IReadOnlyList<Conflict>> Told(
        Guid id, DossierContent content, IReadOnlyList<FieldConflict> conflicts, DossierStore dossiers, VocabularyWords words, CancellationToken stop)
    {
        var authors = await dossiers.Authors(id, [.. conflicts.SelectMany(one => new[] { one.Field, ContentFields.RowOf(one.Field) }).OfType<string>().Distinct()], stop);
        return
        [
            .. conflicts.Select(one =>
            {
                var author = authors.GetValueOrDefault(one.Gone ? ContentFields.RowOf(one.Field) ?? one.Field : one.Field)
                    ?? authors.GetValueOrDefault(ContentFields.RowOf(one.Field) ?? "");
                return new Conflict(one.Field, one.Theirs, FieldWords.Shown(content, words, one.Field, one.Theirs), one.Yours, one.Gone, author?.ByName, author?.ChangedAt, FieldWords.Said(one, author));
            }),
        ];
    }

    static string Say(FieldRefusal refused) => refused.Fault switch
    {
        FieldFault.Unknown => Words.Say("There is no such field.", "Ce champ n'existe pas."),
        FieldFault.Gone => Words.Say("The row of this field was removed.", "La ligne de ce champ a été retirée."),
        FieldFault.Unreadable when ContentFields.IsDay(refused.Field) => Words.Say("Give a day that exists, as 2026-03-12.", "Donnez un jour qui existe, comme 12/03/2026."),
        FieldFault.Unreadable when ContentFields.IsNumber(refused.Field) => Words.Say("Give a number, without letters.", "Donnez un nombre, sans lettres."),
        FieldFault.Unreadable => Words.Say("Choose one of the values.", "Choisissez une des valeurs."),
    };

    [GeneratedRegex(@"\A(?<list>[A-Za-z]+)\[(?<at>[0-9]{1,4})\](?<rest>.*)\z", RegexOptions.Singleline)]
    private static partial Regex Indexed();

    [GeneratedRegex(@"\A(?<field>[a-z][A-Za-z.\[\]0-9]*)\s?: (?<said>\S.*)\z", RegexOptions.Singleline)]
    private static partial Regex NamedField();
}
