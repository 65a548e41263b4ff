using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;
using Labelling.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.Submission.Writing;

/// <summary>Everything a page of writing needs to be put together.</summary>
public sealed class WritingDesk(DossierStore dossiers, VocabularyStore vocabularies, ProgrammeStore programmes, CallStore calls)
{
    /// <summary>The pad; or the answer to give instead: 404 to a stranger, 403 to who may only read, the dossier's page once it is not written any more.</summary>
    public async Task<(WritingPad? Pad, IResult? Instead)> Open(Guid id, Caller caller, CancellationToken stop)
    {
        if (await dossiers.Find(id, Viewer.Of(caller), stop) is not { } seen)
        {
            return (null, Problems.NotFound());
        }

        if (seen.Stance.WhyNot(Act.WritePart) is { } refused)
        {
            return (null, refused);
        }

        if (!seen.Dossier.IsWritable)
        {
            return (null, Pages.SeeOther($"/dossiers/{id}", Text.Write_NotNow));
        }

        var (all, content) = (seen.Stance.May(Act.EditDossier), seen.Dossier.Content.Keyed());
        return (new WritingPad(
            seen, content, all, all ? null : await dossiers.Part(id, caller.PersonId, stop),
            await vocabularies.All(stop), await programmes.All(stop), await calls.ToAimAt(content.CallId, stop),
            await ExplainEligibility.Of(seen, calls, stop)), null);
    }
}

/// <summary>A step of writing, as a page that works without scripts: Save takes over every field that was changed, and goes on.</summary>
public static class WriteDossier
{
    public static async Task<IResult> Page(Guid id, string step, WritingDesk desk, Caller caller, CancellationToken stop)
    {
        if (WritingSteps.Of(step) is not { } at)
        {
            return Problems.NotFound();
        }

        var (pad, instead) = await desk.Open(id, caller, stop);
        return pad is null ? instead! : Pages.Show<WriteDossierPage>(new { Pad = pad, Step = at, Person = caller.PersonId });
    }

    public static async Task<IResult> HandleForm(
        Guid id, string step, HttpRequest http, WritingDesk desk, DossierStore dossiers, NamedThings named, VocabularyStore vocabularies, Caller caller, TimeProvider clock, CancellationToken stop)
    {
        if (WritingSteps.Of(step) is not { } at)
        {
            return Problems.NotFound();
        }

        var (before, instead) = await desk.Open(id, caller, stop);
        if (before is null)
        {
            return instead!;
        }

        var form = await SentForm.Of(http, stop);
        var (verb, about) = form["act"].ToString().Split(':', 2) is [var first, var second] ? (first, second) : (form["act"].ToString(), "");
        var changes = Typed(form, before, verb, about);
        var (conflicts, mistakes) = (new List<SaveFields.Conflict>(), new List<SaveFields.Mistake>());
        if (changes.Count > 0)
        {
            var answer = await SaveFields.Handle(id, new(changes), dossiers, named, vocabularies, caller, clock, stop);
            if (answer.Result is not Ok<SaveFields.Answer> { Value: { } saved })
            {
                return await Again(null, FormRefusal.Of(answer.Result)!);
            }

            conflicts.AddRange(saved.Conflicts);
            mistakes.AddRange(saved.Mistakes);
        }

        if (conflicts.Count + mistakes.Count == 0 && verb == "totals")
        {
            return await TakeOverTotals();
        }

        return conflicts.Count + mistakes.Count > 0
            ? await Again(new(changes.Where(change => conflicts.Any(one => one.Field == change.Field) || mistakes.Any(one => one.Field == change.Field)).ToDictionary(change => change.Field, change => change.To)), null)
            : Pages.SeeOther(Onward(id, at, verb, changes));

        async Task<IResult> TakeOverTotals()
        {
            var (now, elsewhere) = await desk.Open(id, caller, stop);
            if (now is null)
            {
                return elsewhere!;
            }

            var summed = Budget.TakeOver(now.Content);
            var changed = ContentFields.Differences(now.Content, summed).Select(field => new FieldChange(field, ContentFields.Read(now.Content, field), ContentFields.Read(summed, field))).ToList();
            if (changed.Count > 0 && await SaveFields.Handle(id, new(changed), dossiers, named, vocabularies, caller, clock, stop) is { Result: not Ok<SaveFields.Answer> and var refused })
            {
                return await Again(null, FormRefusal.Of(refused)!);
            }

            return Pages.SeeOther($"/dossiers/{id}/write/{at.Slug()}#budget", changed.Count > 0 ? Text.Write_TotalsTaken : null);
        }

        // The page again, with what was typed and why it was not saved.
        async Task<IResult> Again(Dictionary<string, string?>? unsaved, FormRefusal? refusal)
        {
            var (now, elsewhere) = await desk.Open(id, caller, stop);
            if (now is null)
            {
                return elsewhere!;
            }

            var pad = now with
            {
                Unsaved = unsaved ?? changes.ToDictionary(change => change.Field, change => change.To),
                Conflicts = conflicts.ToDictionary(conflict => conflict.Field),
                Mistakes = mistakes.ToDictionary(mistake => mistake.Field, mistake => mistake.Said),
            };
            return Pages.Show<WriteDossierPage>(
                new { Pad = pad, Step = at, Person = caller.PersonId, Refused = refusal?.Errors ?? FieldErrors.None }, refusal?.Status ?? (conflicts.Count > 0 ? 409 : 400));
        }
    }

    /// <summary>What the form says was changed, from what to what, and the row that a button adds, removes or moves.</summary>
    static List<FieldChange> Typed(IFormCollection form, WritingPad pad, string verb, string about)
    {
        var changes = new List<FieldChange>();
        foreach (var (field, was) in Was(form["was"].ToString()))
        {
            var isCheck = field == "digital" || ContentFields.Parse(field) is { Key: not null, Cell: null };
            if (ContentFields.Parse(field) is { Name: ContentFields.Partners or ContentFields.WorkPackages, Key: not null, Cell: null } or { Cell: "order" }
                || !isCheck && !form.ContainsKey(field) || form.ContainsKey($"take.{field}") || !pad.Writes(field))
            {
                continue;
            }

            var to = ContentFields.Tidy(form[field].ToString());
            // A row that is removed takes along what was typed into it.
            if (to != FieldWords.Typed(field, was) && to != was && !(verb == "remove" && ContentFields.RowOf(field) == about))
            {
                changes.Add(new FieldChange(field, was, to));
            }
        }

        switch (verb)
        {
            case "add" when about is ContentFields.Partners or ContentFields.WorkPackages:
                changes.Add(new FieldChange($"{about}[{NewKey()}]", null, "{}"));
                break;
            case "remove":
                changes.Add(new FieldChange(about, Was(form["was"].ToString()).GetValueOrDefault(about), null));
                break;
            case "up" or "down" when ContentFields.Parse(about) is { Key: { } key } row && ContentFields.Read(pad.Content, $"{row.Name}.order") is { } order:
                changes.Add(new FieldChange($"{row.Name}.order", order, Moved(order, key, verb == "up" ? -1 : 1)));
                break;
        }

        return changes;
    }

    static string Moved(string order, string key, int by)
    {
        var keys = order.Split(' ').ToList();
        var from = keys.IndexOf(key);
        if (from >= 0)
        {
            keys.RemoveAt(from);
            keys.Insert(Math.Clamp(from + by, 0, keys.Count), key);
        }

        return string.Join(' ', keys);
    }

    static string NewKey() => Guid.CreateVersion7().ToString("N")[^10..];

    static string Onward(Guid id, WritingStep at, string verb, IReadOnlyList<FieldChange> changes) => verb switch
    {
        "next" when at.Next() is { } next => $"/dossiers/{id}/write/{next.Slug()}",
        "add" => $"/dossiers/{id}/write/{at.Slug()}#{changes[^1].Field}",
        _ => $"/dossiers/{id}/write/{at.Slug()}",
    };

    static IReadOnlyDictionary<string, string?> Was(string text)
    {
        try
        {
            return text.Length == 0 ? new Dictionary<string, string?>() : Json.Read<Dictionary<string, string?>>(text);
        }
        catch (System.Text.Json.JsonException)
        {
            // Not the page's own: nothing was changed from it.
            return new Dictionary<string, string?>();
        }
    }
}
