using System.Security.Cryptography;
using Labelling.Contracts;
using Labelling.FundingOutcome.Applications;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.FundingOutcome.Lists;

/// <summary>A doubtful line with the dossiers beside it.</summary>
public sealed record LineBeside(ListLine Line, IReadOnlyList<(DossierBeside Dossier, double Score)> Dossiers);

/// <summary>A list as its page shows it.</summary>
public sealed record ListShown(PublishedList List, IReadOnlyList<PublishedLine> Lines, IReadOnlyList<LineBeside> Doubtful)
{
    public int Count(LineStanding standing) => Lines.Count(line => line.Standing == standing);
}

/// <summary>A funding body's published list: sent as a file, its lines matched with dossiers, the sure ones recorded, the doubtful ones decided.</summary>
public static class ImportList
{
    /// <summary>Doubtful lines on a page: the next ones come as these are decided.</summary>
    const int Shown = 20;

    public static async Task<RazorComponentResult<ImportListsPage>> Page(TableQuery query, ListStore lists, CancellationToken stop) =>
        await ShowLists(query, lists, null, Typed.Nothing, stop);

    public static async Task<Results<SeeOther, RazorComponentResult<ImportListsPage>>> Upload(
        TableQuery query, HttpRequest request, Caller caller, ListStore lists, CancellationToken stop)
    {
        var typed = await Typed.Of(request, stop);
        var body = typed.Text("fundingBody");
        if (body.Length == 0)
            typed.Missing("fundingBody");
        if (body.Length > 100)
            typed.Wrong("fundingBody", "Give a name of 100 characters at most.", "Donnez un nom de 100 caractères au plus.");
        if (typed.Text("call").Length > 300)
            typed.Wrong("call", "Give a code of 300 characters at most.", "Donnez un code de 300 caractères au plus.");
        var file = request.HasFormContentType ? request.Form.Files["file"] : null;
        if (file is null or { Length: 0 })
            typed.Wrong("file", "Choose the file: CSV or XLSX.", "Choisissez le fichier\u202f: CSV ou XLSX.");
        else if (file.Length > PublishedFile.LargestFile)
            typed.Wrong("file", "The file is larger than 5 MB. Send it in parts.", "Le fichier dépasse 5\u202fMo. Envoyez-le en plusieurs parties.");
        if (FormRefusal.Of(typed) is { } unreadable)
            return await ShowLists(query, lists, unreadable, typed, stop);

        using var memory = new MemoryStream();
        await file!.CopyToAsync(memory, stop);
        var bytes = memory.ToArray();
        var (read, whyNot) = PublishedFile.Read(bytes);
        if (read is null)
            return await ShowLists(query, lists, new FormRefusal(FieldErrors.One("file", Words.Say(whyNot!.English, whyNot.French)), StatusCodes.Status422UnprocessableEntity), typed, stop);
        var (id, isNew) = await lists.Add(
            read, NameOf(file.FileName), Convert.ToHexStringLower(SHA256.HashData(bytes)), body, typed["call"], caller.Actor(Roles.Office), stop);
        if (!isNew)
            return Pages.SeeOther($"/outcomes/imports/{id}", Text.Import_SameFile);
        // Columns that are known by their names need nobody to say what they are.
        if (ListColumns.Recognise(read.Header) is { IsEnough: true } columns && await lists.Find(id, stop) is { } list)
            await lists.Match(list, columns, caller.PersonId, caller.Actor(Roles.Office), stop);
        return Pages.SeeOther($"/outcomes/imports/{id}");
    }

    public static async Task<Results<RazorComponentResult<ImportListPage>, FileContentHttpResult, NotFoundProblem>> One(Guid id, TableQuery query, ListStore lists, CancellationToken stop)
    {
        if (await lists.Find(id, stop) is not { } list)
            return Problems.NotFound();
        if (query.Format is { } format)
        {
            var lines = await lists.Lines(id, stop);
            var dossiers = await Beside(lists, lines.Select(line => line.DossierId).OfType<Guid>(), stop);
            return TableExport.File(format, Text.Import_FileName, Columns(dossiers), lines);
        }
        return await Show(list, lists, null, Typed.Nothing, stop);
    }

    /// <summary>Somebody says which column says what.</summary>
    public static async Task<Results<SeeOther, RazorComponentResult<ImportListPage>, NotFoundProblem>> Map(Guid id, Typed typed, Caller caller, ListStore lists, CancellationToken stop)
    {
        if (await lists.Find(id, stop) is not { } list)
            return Problems.NotFound();
        var places = new Dictionary<ListField, int>();
        foreach (var field in Enum.GetValues<ListField>())
            if (typed.Whole(FieldOf(field)) is { } place)
            {
                if (place < 0 || place >= list.Header.Count)
                    typed.Wrong(FieldOf(field), "Choose one of the columns.", "Choisissez une des colonnes.");
                else if (places.ContainsValue(place))
                    typed.Wrong(FieldOf(field), "This column says something else already.", "Cette colonne dit déjà autre chose.");
                else
                    places.Add(field, place);
            }
        if (typed[FieldOf(ListField.Title)] is null)
            typed.Missing(FieldOf(ListField.Title));
        if (FormRefusal.Of(typed) is { } unreadable)
            return await Show(list, lists, unreadable, typed, stop);
        return await lists.Match(list, new ListColumns(places), caller.PersonId, caller.Actor(Roles.Office), stop)
            ? Pages.SeeOther($"/outcomes/imports/{id}")
            : await Show((await lists.Find(id, stop))!, lists, Stale, Typed.Nothing, stop);
    }

    /// <summary>Somebody says which dossier a line means, or none.</summary>
    public static async Task<Results<SeeOther, RazorComponentResult<ImportListPage>, NotFoundProblem, ForbiddenProblem>> Decide(
        Guid id, Typed typed, Caller caller, ListStore lists, ApplicationStore applications, CancellationToken stop)
    {
        if (await lists.Find(id, stop) is not { } list)
            return Problems.NotFound();
        var number = (int)Math.Min(typed.Revision("line"), int.MaxValue);
        Guid? dossier = Guid.TryParse(typed["dossier"], out var chosen) ? chosen : null;
        if (dossier is null && typed["dossier"] != "none")
            return await Show(list, lists, new FormRefusal(FieldErrors.One("", Words.Say("Choose a dossier, or none.", "Choisissez un dossier, ou aucun.")), 400), Typed.Nothing, stop);
        if (dossier is { } meant)
        {
            // Only what stands beside the line can be meant, and what one holds is not one's to check.
            if (!(await lists.Lines(id, stop)).Any(line => line.Line.Number == number && line.Candidates.Any(one => one.DossierId == meant))
                || await applications.Dossier(meant, Reader.Of(caller), stop) is not { } seen)
                return Problems.NotFound();
            if ((seen.Stance with { Phase = Phase.Decided }).WhyNot(Act.CheckOutcome) is { } notYours)
                return notYours;
        }
        return await lists.Decide(list, number, dossier, caller.Actor(Roles.Office), stop) switch
        {
            LineDecided.Yes => Pages.SeeOther($"/outcomes/imports/{id}", dossier is null ? Text.Import_LineDismissed : Text.Import_LineTaken),
            LineDecided.NotWaiting => await Refused("This line was decided meanwhile.", "Cette ligne a été tranchée entre-temps."),
            LineDecided.DossierTaken => await Refused("Another line of this list was recorded for that dossier.", "Une autre ligne de cette liste est déjà enregistrée pour ce dossier."),
            LineDecided.Impossible => await Refused(
                "The list's day lies before the day on which the application was filed. Correct one of them first.",
                "Le jour indiqué par la liste précède le dépôt de la demande. Corrigez d'abord l'un des deux."),
        };

        async Task<RazorComponentResult<ImportListPage>> Refused(string english, string french) =>
            await Show(list, lists, new FormRefusal(FieldErrors.One("", Words.Say(english, french)), StatusCodes.Status409Conflict), Typed.Nothing, stop);
    }

    public static async Task<Results<SeeOther, RazorComponentResult<ImportListPage>, NotFoundProblem>> Undo(Guid id, Typed typed, Caller caller, ListStore lists, CancellationToken stop)
    {
        if (await lists.Find(id, stop) is not { } list)
            return Problems.NotFound();
        return await lists.Undo(list, typed.Revision(), caller.Actor(Roles.Office), stop)
            ? Pages.SeeOther($"/outcomes/imports/{id}", Text.Import_Undone)
            : await Show(list, lists, Stale, Typed.Nothing, stop);
    }

    static FormRefusal Stale => FormRefusal.Of(Problems.Stale())!;

    public static string FieldOf(ListField field) => field switch
    {
        ListField.Title => "title",
        ListField.Siren => "siren",
        ListField.Result => "result",
        ListField.Granted => "granted",
        ListField.Requested => "requested",
        ListField.On => "on",
    };

    /// <summary>Without a path, and not longer than a name is read.</summary>
    static string NameOf(string fileName)
    {
        var name = new string([.. fileName[(fileName.LastIndexOfAny(['/', '\\']) + 1)..].Where(letter => !char.IsControl(letter))]).Trim();
        return name.Length is > 0 and <= 150 ? name : name.Length == 0 ? "list" : name[..150];
    }

    static async Task<RazorComponentResult<ImportListsPage>> ShowLists(TableQuery query, ListStore lists, FormRefusal? refusal, Typed typed, CancellationToken stop)
    {
        var (page, total) = await lists.Page(query.Skip, TableQuery.PageSize, stop);
        return Pages.Show<ImportListsPage>(new { Items = page, Total = total, Query = query, Errors = refusal?.Errors ?? FieldErrors.None, Typed = typed }, refusal?.Status ?? 200);
    }

    static async Task<RazorComponentResult<ImportListPage>> Show(PublishedList list, ListStore lists, FormRefusal? refusal, Typed typed, CancellationToken stop)
    {
        var lines = await lists.Lines(list.Id, stop);
        var waiting = list.Status is ListStatus.Matched ? lines.Where(line => line.Standing is LineStanding.Doubtful).Take(Shown).ToList() : [];
        var dossiers = await Beside(lists, waiting.SelectMany(line => line.Candidates).Select(one => one.DossierId), stop);
        return Pages.Show<ImportListPage>(
            new
            {
                Shown = new ListShown(list, lines,
                    [.. waiting.Select(line => new LineBeside(line.Line, [.. line.Candidates.Where(one => dossiers.ContainsKey(one.DossierId)).Select(one => (dossiers[one.DossierId], one.Score))]))]),
                Errors = refusal?.Errors ?? FieldErrors.None,
                Typed = typed,
            },
            refusal?.Status ?? 200);
    }

    static async Task<IReadOnlyDictionary<Guid, DossierBeside>> Beside(ListStore lists, IEnumerable<Guid> ids, CancellationToken stop)
    {
        var found = new Dictionary<Guid, DossierBeside>();
        foreach (var some in ids.Distinct().Chunk(500))
            foreach (var (id, dossier) in await lists.Dossiers(some, stop))
                found[id] = dossier;
        return found;
    }

    public static string NameOf(LineStanding standing) => standing switch
    {
        LineStanding.Taken => Text.Import_Taken,
        LineStanding.Known => Text.Import_Known,
        LineStanding.Doubtful => Text.Import_Doubtful,
        LineStanding.NotFound => Text.Import_NotFound,
        LineStanding.Dismissed => Text.Import_Dismissed,
        LineStanding.Undone => Text.Import_UndoneLine,
        LineStanding.Kept => Text.Import_Kept,
    };

    static IReadOnlyList<Column<PublishedLine>> Columns(IReadOnlyDictionary<Guid, DossierBeside> dossiers) =>
    [
        new("line", Text.Import_Line, one => one.Line.Number),
        new("title", Text.Outcomes_Title, one => one.Line.Title),
        new("siren", Text.Import_Siren, one => one.Line.Siren),
        new("result", Text.Funding_Result, one => FundingWords.Name(one.Line.Result)),
        new("granted", Text.Funding_AmountGranted, one => one.Line.GrantedEur),
        new("standing", Text.Import_Standing, one => NameOf(one.Standing)),
        new("dossier", Text.Outcomes_Dossier, one => one.DossierId is { } id && dossiers.TryGetValue(id, out var dossier) ? dossier.Reference : null),
    ];
}
