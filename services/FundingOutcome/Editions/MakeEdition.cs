using System.Globalization;
using FluentValidation;
using Labelling.FundingOutcome.Statistics;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.FundingOutcome.Editions;

/// <summary>The office makes an edition: chooses its tables, writes its words, looks at it as it would be, publishes it.</summary>
public static class MakeEdition
{
    public sealed record Words(string TitleEn, string TitleFr, string AsOf, string CommentEn, string CommentFr)
    {
        public static Words Of(IFormCollection form) =>
            new(Field(form, "titleEn"), Field(form, "titleFr"), Field(form, "asOf"), Field(form, "commentEn"), Field(form, "commentFr"));

        public static Words Of(Edition edition) =>
            new(edition.TitleEn, edition.TitleFr, edition.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), edition.CommentEn, edition.CommentFr);

        public DateOnly? Day => DateOnly.TryParseExact(AsOf, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
    }

    public sealed class Rules : AbstractValidator<Words>
    {
        public Rules(DateOnly today)
        {
            RuleFor(words => words.TitleEn).NotEmpty().MaximumLength(200);
            RuleFor(words => words.TitleFr).NotEmpty().MaximumLength(200);
            RuleFor(words => words.CommentEn).MaximumLength(20_000);
            RuleFor(words => words.CommentFr).MaximumLength(20_000);
            RuleFor(words => words.AsOf).Must((words, _) => words.Day is { } day && day.Year >= 1990 && day < today)
                .WithMessage(_ => Text.Edition_WrongDay);
        }
    }

    public static async Task<RazorComponentResult<EditionsPage>> List(EditionStore editions, TimeProvider clock, CancellationToken stop) =>
        Pages.Show<EditionsPage>(new
        {
            Editions = await editions.All(stop),
            Typed = new Words("", "", Paris.Day(clock.GetUtcNow()).AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), "", ""),
        });

    public static async Task<Results<SeeOther, RazorComponentResult<EditionsPage>>> Start(
        HttpRequest request, Caller caller, EditionStore editions, TimeProvider clock, CancellationToken stop)
    {
        var typed = Words.Of(await SentForm.Of(request, stop));
        if (new Rules(Paris.Day(clock.GetUtcNow())).Validate(typed) is { IsValid: false } broken)
            return Pages.Show<EditionsPage>(new { Editions = await editions.All(stop), Typed = typed, Errors = FieldErrors.Of(broken) }, 400);
        var edition = Edition.Start(typed.TitleEn, typed.TitleFr, typed.Day!.Value);
        await editions.Add(edition, caller.Actor(Contracts.Roles.Office), stop);
        return Pages.SeeOther($"/editions/{edition.Id}", Text.Edition_Started);
    }

    public static async Task<Results<RazorComponentResult<EditionPage>, NotFoundProblem>> Page(
        Guid id, Caller caller, EditionStore editions, EditionPages pages, CancellationToken stop) =>
        await editions.Find(id, stop) is { } edition ? await pages.Show(edition, Words.Of(edition), FieldErrors.None, 200, caller, stop) : Problems.NotFound();

    public static Task<Results<SeeOther, RazorComponentResult<EditionPage>, NotFoundProblem>> Write(
        Guid id, HttpRequest request, Caller caller, EditionStore editions, EditionPages pages, TimeProvider clock, CancellationToken stop) =>
        Change(id, request, caller, editions, pages, "edition.written", Text.Edition_Saved, (edition, form) =>
        {
            var typed = Words.Of(form);
            return new Rules(Paris.Day(clock.GetUtcNow())).Validate(typed) is { IsValid: false } broken
                ? (null, FieldErrors.Of(broken))
                : (edition.Write(typed.TitleEn, typed.TitleFr, typed.Day!.Value, typed.CommentEn, typed.CommentFr), null);
        }, stop);

    public static Task<Results<SeeOther, RazorComponentResult<EditionPage>, NotFoundProblem>> AddTable(
        Guid id, HttpRequest request, Caller caller, EditionStore editions, EditionPages pages, CancellationToken stop) =>
        Change(id, request, caller, editions, pages, "edition.table-added", Text.Edition_TableAdded, (edition, form) =>
        {
            var by = string.Join(',', form["by"].OfType<string>().Where(name => name.Length > 0));
            var (question, errors) = RatesQuestionText.Read(by, Field(form, "from"), Field(form, "to"), null);
            if (question is null)
                return (null, FieldErrors.One(errors[0].Field, Hosting.Words.Say(errors[0].English, errors[0].French)));
            var table = new ChosenTable(string.Join(',', question.By.Select(one => one.Name)), question.From, question.To);
            return edition.With(table) is { } added ? (added, null) : (null, FieldErrors.One("by", Text.Edition_TableThere));
        }, stop);

    public static Task<Results<SeeOther, RazorComponentResult<EditionPage>, NotFoundProblem>> RemoveTable(
        Guid id, int table, HttpRequest request, Caller caller, EditionStore editions, EditionPages pages, CancellationToken stop) =>
        Change(id, request, caller, editions, pages, "edition.table-removed", Text.Edition_TableRemoved, (edition, _) => (edition.Without(table), null), stop);

    public static async Task<Results<SeeOther, RazorComponentResult<EditionPage>, NotFoundProblem>> Publish(
        Guid id, HttpRequest request, Caller caller, EditionStore editions, Barometer barometer, EditionPages pages, TimeProvider clock, CancellationToken stop)
    {
        if (await editions.Find(id, stop) is not { } edition)
            return Problems.NotFound();
        if (Field(await SentForm.Of(request, stop), "revision") != edition.Revision.ToString(CultureInfo.InvariantCulture))
            return await Refused(FieldErrors.One("", Text.Edition_Stale), 409);
        // A day that is not over yet would still change.
        if (edition.AsOf >= Paris.Day(clock.GetUtcNow()))
            return await Refused(FieldErrors.One("asOf", Text.Edition_WrongDay), 400);
        return await barometer.Publish(edition, caller.Actor(Contracts.Roles.Office), stop) switch
        {
            Publishing.Done => Pages.SeeOther($"/editions/{id}", Text.Edition_Published),
            Publishing.Stale => await Refused(FieldErrors.One("", Text.Edition_Stale), 409),
            Publishing.Nothing => await Refused(FieldErrors.One("", Text.Edition_NothingToPublish), 400),
        };

        async Task<RazorComponentResult<EditionPage>> Refused(FieldErrors errors, int status)
        {
            var now = await editions.Find(id, stop) ?? edition;
            return await pages.Show(now, Words.Of(now), errors, status, caller, stop);
        }
    }

    /// <summary>One change of an edition that nobody else changed since it was shown.</summary>
    static async Task<Results<SeeOther, RazorComponentResult<EditionPage>, NotFoundProblem>> Change(
        Guid id, HttpRequest request, Caller caller, EditionStore editions, EditionPages pages, string what, string done,
        Func<Edition, IFormCollection, (Edition? Changed, FieldErrors? Errors)> change, CancellationToken stop)
    {
        if (await editions.Find(id, stop) is not { } edition)
            return Problems.NotFound();
        var form = await SentForm.Of(request, stop);
        var typed = form.ContainsKey("titleEn") ? Words.Of(form) : Words.Of(edition);
        if (Field(form, "revision") != edition.Revision.ToString(CultureInfo.InvariantCulture))
            return await pages.Show(edition, typed, FieldErrors.One("", Text.Edition_Stale), 409, caller, stop);
        var (changed, errors) = change(edition, form);
        if (changed is null)
            return await pages.Show(edition, typed, errors ?? FieldErrors.One("", Text.Edition_NotNow), errors is null ? 409 : 400, caller, stop);
        return await editions.Save(changed, what, caller.Actor(Contracts.Roles.Office), stop)
            ? Pages.SeeOther($"/editions/{id}", done)
            : await pages.Show(edition, typed, FieldErrors.One("", Text.Edition_Stale), 409, caller, stop);
    }

    static string Field(IFormCollection form, string name) => form[name].ToString().Trim();
}
