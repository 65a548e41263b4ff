using System.Globalization;
using System.Text;
using System.Text.Unicode;
using FluentValidation;
using FluentValidation.Results;
using Labelling.Contracts;
using Labelling.ExpertReview.Reviews;
using Labelling.Hosting;
using Labelling.Storage;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Experts;

/// <summary>What becomes of a line of a list of experts.</summary>
public enum LineFate
{
    /// <summary>Somebody with an account comes into the pool.</summary>
    Joins,

    /// <summary>An entry changes.</summary>
    Changes,

    /// <summary>Nothing changes.</summary>
    Same,

    /// <summary>Nobody with this address is known: they are invited, and come into the pool with their account.</summary>
    Invited,

    /// <summary>They are waited for already, with other words.</summary>
    AwaitedChanges,
}

/// <summary>
/// The pool from a file. Looked at first, line by line; taken whole or not at all; the same list again changes nothing. Who has an account
/// is known by its address; of the others Accounts hears, and invites them.
/// </summary>
public static class ImportExperts
{
    /// <summary>A dry run says what would be done.</summary>
    public sealed record Request(string Content, bool DryRun = true);

    public sealed record LineView(int Line, string Email, LineFate? Fate, IReadOnlyList<MistakeView> Mistakes);

    public sealed record MistakeView(string Column, string Because);

    public sealed record View(bool Done, IReadOnlyList<LineView> Lines)
    {
        public int Bad => Lines.Count(line => line.Mistakes.Count > 0);

        public int Of(LineFate fate) => Lines.Count(line => line.Fate == fate);
    }

    sealed class Rules : AbstractValidator<Request>
    {
        public Rules() => RuleFor(request => request.Content).NotEmpty().MaximumLength(ExpertFile.Largest);
    }

    sealed record Planned(ExpertLine Line, LineFate? Fate, IReadOnlyList<LineMistake> Mistakes, Expert? Was = null, Expert? Now = null, ExpectedExpert? Awaited = null)
    {
        public LineView View => new(Line.Number, Line.Email, Fate, [.. Mistakes.Select(mistake => new MistakeView(mistake.Column, mistake.Because))]);
    }

    public static async Task<Results<Ok<View>, ValidationProblem, ConflictProblem, UnprocessableProblem>> Handle(
        Request request, Caller caller, ExpertStore experts, ExpectedExpertStore expected, TimeProvider clock, CancellationToken stop)
    {
        if (new Rules().Validate(request) is { IsValid: false } broken)
            return Problems.Invalid(broken);
        var (lines, whyNot) = ExpertFile.Read(request.Content);
        if (whyNot is not null)
            return Problems.Unprocessable(whyNot);
        var at = clock.GetUtcNow();
        var known = (await experts.All(stop)).ToDictionary(both => both.Expert.PersonId, both => both.Expert);
        await using var transaction = await expected.Begin(stop);
        var everybody = (await PersonStore.All(Reading.In(transaction))).Where(person => person.Email is not null).ToList();
        var people = everybody.GroupBy(person => Mail.Normalized(person.Email!)).ToDictionary(same => same.Key, same => same.First(), StringComparer.Ordinal);
        foreach (var (address, personId) in await ExpectedExpertStore.Addresses(Reading.In(transaction)))
            if (everybody.Find(person => person.Id == personId) is { } person)
                people.TryAdd(address, person);
        var awaited = (await ExpectedExpertStore.All(Reading.In(transaction))).ToDictionary(one => Mail.Normalized(one.Email), StringComparer.Ordinal);
        var first = lines.GroupBy(Whom).ToDictionary(same => same.Key, same => same.First(), StringComparer.Ordinal);
        var planned = lines.Select(line => Plan(line, first[Whom(line)], people, known, awaited, Paris.Day(at))).ToList();
        if (request.DryRun)
            return TypedResults.Ok(new View(false, [.. planned.Select(one => one.View)]));
        if (planned.Any(one => one.Mistakes.Count > 0))
            return Problems.Invalid(new ValidationResult(planned.SelectMany(one => one.Mistakes.Select(mistake =>
                new ValidationFailure(string.Create(CultureInfo.InvariantCulture, $"lines[{one.Line.Number}].{mistake.Column}").TrimEnd('.'), mistake.Because)))));
        foreach (var one in planned)
            if (!await Take(transaction, one, caller, at))
                return Problems.Stale();
        await transaction.Commit();
        return TypedResults.Ok(new View(true, [.. planned.Select(one => one.View)]));

        string Whom(ExpertLine line) => people.TryGetValue(Mail.Normalized(line.Email), out var person) ? $"{person.Id}" : Mail.Normalized(line.Email);
    }

    static Planned Plan(
        ExpertLine line, ExpertLine first, Dictionary<string, PersonInReview> people, Dictionary<Guid, Expert> known, Dictionary<string, ExpectedExpert> awaited, DateOnly today)
    {
        var mistakes = line.Mistakes.ToList();
        var address = Mail.Normalized(line.Email);
        if (mistakes.All(mistake => mistake.Column != "email") && first.Number != line.Number)
            mistakes.Add(Mail.Normalized(first.Email) == address
                ? new("email", $"This address stands on line {first.Number} already.", $"Cette adresse figure déjà à la ligne {first.Number}.")
                : new("email", $"Another address of this person stands on line {first.Number} already.", $"Une autre adresse de cette personne figure déjà à la ligne {first.Number}."));
        var person = people.GetValueOrDefault(address);
        if (person is not null && !person.Roles.Contains(Roles.Expert))
            mistakes.Add(new("email", "This person has an account without the role of expert: the administrator gives it first.", "Cette personne a un compte sans le rôle d'expert : l'administrateur le donne d'abord."));
        if (person is { Disabled: true })
            mistakes.Add(new("email", "This person's account is disabled.", "Le compte de cette personne est désactivé."));
        var was = person is null ? null : known.GetValueOrDefault(person.Id);
        var entry = line.Fields.On(was, person?.Id ?? Guid.Empty, today);
        if (entry is null && mistakes.All(mistake => mistake.Column != "profile"))
            mistakes.Add(new("profile", "Say whether they are academic, industry or clinician.", "Dites s'il s'agit d'un profil academic, industry ou clinician."));
        if (entry is not null)
            mistakes.AddRange(Broken(entry));
        if (mistakes.Count > 0)
            return new(line, null, mistakes);
        if (person is not null)
            return was is null ? new(line, LineFate.Joins, [], null, entry)
                : Same(was, entry!) ? new(line, LineFate.Same, [])
                : new(line, LineFate.Changes, [], was, entry);
        return awaited.GetValueOrDefault(address) is not { } waiting ? new(line, LineFate.Invited, [])
            : Json.Write(waiting.Fields) == Json.Write(line.Fields) ? new(line, LineFate.Same, [])
            : new(line, LineFate.AwaitedChanges, [], Awaited: waiting);
    }

    static bool Same(Expert was, Expert now) => Json.Write(was with { Revision = 0 }) == Json.Write(now with { Revision = 0 });

    /// <summary>The same rules as for an entry that is written by hand, in both languages.</summary>
    static IEnumerable<LineMistake> Broken(Expert entry)
    {
        var request = new DescribeExpert.Request(
            entry.Revision - 1, entry.Sectors, entry.TherapeuticAreas, entry.TechnologyAxes, entry.Keywords, entry.Profile, entry.Digital, entry.Absences, entry.Declaration.Organisations,
            entry.LargestLoad, entry.Declaration.Text);
        return In("en").Zip(In("fr"), (english, french) => new LineMistake(ColumnOf(english.PropertyName), english.ErrorMessage, french.ErrorMessage));

        List<ValidationFailure> In(string language) => Languages.In(language, () => new DescribeExpert.Rules().Validate(request).Errors);
    }

    static string ColumnOf(string property) => property.Split('[')[0] switch
    {
        nameof(DescribeExpert.Request.Sectors) => "sectors",
        nameof(DescribeExpert.Request.TherapeuticAreas) => "therapeutic_areas",
        nameof(DescribeExpert.Request.TechnologyAxes) => "technology_axes",
        nameof(DescribeExpert.Request.Keywords) => "keywords",
        nameof(DescribeExpert.Request.LargestLoad) => "largest_load",
        nameof(DescribeExpert.Request.DeclaredSirens) => "declared_sirens",
        _ => "",
    };

    static async Task<bool> Take(Transaction transaction, Planned one, Caller caller, DateTimeOffset at)
    {
        var who = caller.Actor(Roles.Office);
        return one.Fate switch
        {
            LineFate.Joins or LineFate.Changes => await ExpertStore.Save(transaction, one.Was, one.Now!, who),
            LineFate.Invited => await ExpectedExpertStore.Expect(
                transaction, new() { Id = Guid.CreateVersion7(at), Email = one.Line.Email, Fields = one.Line.Fields, ExpectedBy = caller.PersonId, ExpectedAt = at, Revision = 1 }, one.Line.Language, who),
            LineFate.AwaitedChanges => await ExpectedExpertStore.Change(transaction, one.Awaited! with { Fields = one.Line.Fields, Revision = one.Awaited!.Revision + 1 }, who),
            LineFate.Same or null => true,
        };
    }

    public static async Task<RazorComponentResult<ImportExpertsPage>> Page(ExpectedExpertStore expected, CancellationToken stop) => await Show(expected, null, null, null, stop);

    /// <summary>A file that was chosen is looked at; what was looked at is taken.</summary>
    public static async Task<IResult> HandleForm(HttpRequest http, Caller caller, ExpertStore experts, ExpectedExpertStore expected, TimeProvider clock, CancellationToken stop)
    {
        var typed = await Typed.Of(http, stop);
        var takes = typed.Text("act") == "import";
        var content = typed.AsTyped("content");
        if (!takes)
        {
            var file = http.HasFormContentType ? http.Form.Files["file"] : null;
            if (file is null or { Length: 0 })
                typed.Wrong("file", "Choose the list: a CSV file.", "Choisissez la liste : un fichier CSV.");
            else if (file.Length > ExpertFile.Largest)
                typed.Wrong("file", "The file is larger than 300 kB: send it in parts.", "Le fichier dépasse 300 ko : envoyez-le en plusieurs parties.");
            if (FormRefusal.Of(typed) is { } unreadable)
                return await Show(expected, null, null, unreadable, stop);
            using var memory = new MemoryStream();
            await file!.CopyToAsync(memory, stop);
            var bytes = memory.ToArray();
            content = (Utf8.IsValid(bytes) ? Encoding.UTF8 : Encoding.Latin1).GetString(bytes);
        }
        var answer = await Handle(new(content, DryRun: !takes), caller, experts, expected, clock, stop);
        if (answer.Result is not Ok<View> { Value: { } view })
            return await Show(expected, null, null, FormRefusal.Of(answer), stop);
        return view.Done ? Pages.SeeOther("/experts/import", Text.Experts_Imported) : await Show(expected, view, content, null, stop);
    }

    public static async Task<Results<SeeOther, ConflictProblem>> Withdraw(Guid id, Typed typed, ExpectedExpertStore expected, Caller caller, CancellationToken stop) =>
        await expected.Withdraw(id, typed.Revision(), caller.Actor(Roles.Office), stop) ? Pages.SeeOther("/experts/import", Text.Experts_Withdrawn) : Problems.Stale();

    static async Task<RazorComponentResult<ImportExpertsPage>> Show(ExpectedExpertStore expected, View? looked, string? content, FormRefusal? refusal, CancellationToken stop) =>
        Pages.Show<ImportExpertsPage>(
            new { Awaited = await expected.All(stop), Looked = looked, Content = content, Errors = refusal?.Errors ?? FieldErrors.None }, refusal?.Status ?? 200);

    public static string NameOf(LineFate fate) => fate switch
    {
        LineFate.Joins => Text.Experts_Joins,
        LineFate.Changes => Text.Experts_Changes,
        LineFate.Same => Text.Experts_Same,
        LineFate.Invited => Text.Experts_Invited,
        LineFate.AwaitedChanges => Text.Experts_AwaitedChanges,
    };
}
