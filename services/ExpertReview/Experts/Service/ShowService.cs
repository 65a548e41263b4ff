using Labelling.Contracts;
using Labelling.ExpertReview.Labels;
using Labelling.Hosting;
using Labelling.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Labelling.ExpertReview.Experts.Service;

/// <summary>A statement with where anybody checks it.</summary>
public sealed record ShownStatement(SignedService Says, string Address);

/// <summary>An expert's own record of service: the years, a signed statement of each on demand, and the page on which it is checked.</summary>
public static class ShowService
{
    public static Task<RazorComponentResult<ServicePage>> Page(Caller caller, ServiceStore service, CancellationToken stop) => Show(caller, service, null, stop);

    /// <summary>States a year once more only where there is more to say.</summary>
    public static async Task<Results<SeeOther, RazorComponentResult<ServicePage>>> HandleForm(
        Typed typed, Caller caller, ServiceStore service, PersonStore people, LabelKeys keys, TimeProvider clock, CancellationToken stop)
    {
        var year = typed.Whole("year");
        if ((await service.Years(caller.PersonId, stop)).FirstOrDefault(one => one.Year == year) is not { } served || await people.Find(caller.PersonId, stop) is not { } person)
            return await Show(caller, service, FormRefusal.Of(Problems.Unprocessable("service.nothing", "There is nothing to state of that year.", "Il n'y a rien à attester pour cette année.")), stop);
        var before = (await service.Of(caller.PersonId, stop)).FirstOrDefault(one => one.Served == served && one.Says.Name == person.Name);
        if (before is null)
            await service.Add(before = ServiceStatement.Of(caller.PersonId, person.Name, served, keys, clock.GetUtcNow()), caller.Actor(Roles.Expert), stop);
        return Pages.SeeOther($"/experts/me/service/{before.Id}");
    }

    public static async Task<Results<RazorComponentResult<StatementPage>, NotFoundProblem>> Statement(
        Guid id, Caller caller, ServiceStore service, PageLinks links, DocumentPrinter printer, CancellationToken stop) =>
        await Own(id, caller, service, stop) is { } statement
            ? Pages.Show<StatementPage>(new { Id = id, Statement = Shown(statement, links), printer.Prints })
            : Problems.NotFound();

    public static async Task<Results<FileContentHttpResult, NotFoundProblem, ConflictProblem>> Pdf(
        Guid id, Caller caller, ServiceStore service, PageLinks links, DocumentPrinter printer, CancellationToken stop) =>
        await Own(id, caller, service, stop) is { } statement
            ? await printer.Answer<PrintedStatement>(
                new Dictionary<string, object?> { [nameof(PrintedStatement.Name)] = statement.FileName, [nameof(PrintedStatement.Statement)] = Shown(statement, links) }, statement.FileName, stop)
            : Problems.NotFound();

    /// <summary>The bytes that were signed.</summary>
    public static async Task<Results<FileContentHttpResult, NotFoundProblem>> Content(Guid id, Caller caller, ServiceStore service, CancellationToken stop) =>
        await Own(id, caller, service, stop) is { } statement ? TypedResults.File(statement.Bytes, "application/json", $"{statement.FileName}.json") : Problems.NotFound();

    public static async Task<Results<FileContentHttpResult, NotFoundProblem>> Signature(Guid id, Caller caller, ServiceStore service, CancellationToken stop) =>
        await Own(id, caller, service, stop) is { } statement ? TypedResults.File(statement.Signature, "application/octet-stream", $"{statement.FileName}.sig") : Problems.NotFound();

    /// <summary>For whoever was shown it: it stands here, and its signature holds.</summary>
    public static async Task<RazorComponentResult<CheckStatementPage>> Check(Guid id, ServiceStore service, LabelKeys keys, CancellationToken stop) =>
        await service.Find(id, stop) is { } statement && keys.Holds(statement.KeyId, statement.Bytes, statement.Signature)
            ? Pages.Show<CheckStatementPage>(new { statement.Says })
            : Pages.Show<CheckStatementPage>(new { }, StatusCodes.Status404NotFound);

    static ShownStatement Shown(ServiceStatement statement, PageLinks links) => new(statement.Says, links.To($"/experts/statements/{statement.Id}"));

    static async Task<ServiceStatement?> Own(Guid id, Caller caller, ServiceStore service, CancellationToken stop) =>
        await service.Find(id, stop) is { } statement && statement.PersonId == caller.PersonId ? statement : null;

    static async Task<RazorComponentResult<ServicePage>> Show(Caller caller, ServiceStore service, FormRefusal? refusal, CancellationToken stop) => Pages.Show<ServicePage>(
        new { Years = await service.Years(caller.PersonId, stop), Statements = await service.Of(caller.PersonId, stop), Errors = refusal?.Errors ?? FieldErrors.None }, refusal?.Status ?? 200);
}
