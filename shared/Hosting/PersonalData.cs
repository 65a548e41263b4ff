using System.Text.Json;
using Labelling.Contracts;
using Labelling.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Labelling.Hosting;

/// <summary>Some of what a service holds on a person.</summary>
/// <param name="English">What it is, in words.</param>
/// <param name="French">The same in French.</param>
/// <param name="Sql">Selects the rows that carry the person's id, @Person, in both dialects: their own words and facts, nobody else's.</param>
public sealed record PersonalPart(string English, string French, string Sql)
{
    /// <summary>
    /// True for what even an administrator does not read: votes, reviews, declarations. An administrator is told how much there is.
    /// </summary>
    public bool OnlyThemselves { get; init; }
}

/// <summary>What a service holds on a person: registered once a service, beside its stores.</summary>
/// <param name="Service">Whose it is.</param>
/// <param name="Parts">In the order in which they are read.</param>
public sealed record PersonalData(string Service, IReadOnlyList<PersonalPart> Parts)
{
    /// <summary>What every service has.</summary>
    static readonly IReadOnlyList<PersonalPart> OfEveryService =
    [
        new("Mails sent to the person", "Messages envoyés à la personne",
            """
            select Kind, Address, Language, Subject, QueuedAt, SentAt
            from Mail
            where PersonId = @Person
            order by Position
            """),
        new("What the person did, from the audit trail", "Ce que la personne a fait, d’après le journal d’audit",
            """
            select At, ActorRole, Origin, Action, SubjectId
            from AuditLine
            where PersonId = @Person
            order by Position
            """),
        new("What was done about the person's account, from the audit trail", "Ce qui a été fait sur le compte de la personne, d’après le journal d’audit",
            """
            select At, ActorRole, Action
            from AuditLine
            where SubjectId = @Person and (PersonId is null or PersonId <> @Person)
            order by Position
            """),
    ];

    /// <summary>Everything held, as far as this reader may read it.</summary>
    public async Task<Held> Of(Database database, Guid person, bool themselves, CancellationToken stop)
    {
        var parts = new List<HeldPart>();
        foreach (var part in Parts.Concat(OfEveryService))
        {
            // Rows of any shape: this is the one place where nobody reads a column by name.
            var rows = await database.Query<dynamic>(part.Sql, new { Person = person }, stop);
            var withheld = part.OnlyThemselves && !themselves;
            parts.Add(new HeldPart(Words.Say(part.English, part.French), rows.Count, withheld,
                withheld ? [] : [.. rows.Select(row => ((IDictionary<string, object?>)row).ToDictionary(cell => JsonNamingPolicy.CamelCase.ConvertName(cell.Key), cell => cell.Value))]));
        }
        return new Held(Service, person, parts);
    }

    /// <summary>The path of a service's part, as JSON.</summary>
    public static string Address(string service) => $"/api/my-data/{ServiceAddress.Of(service)}";

    /// <summary>The path of a service's part, as a fragment.</summary>
    public static string Fragment(string service) => $"/fragments/{ServiceAddress.Of(service)}/my-data";

    internal static void Map(WebApplication app, string service, Database database)
    {
        if (app.Services.GetServices<PersonalData>().SingleOrDefault(data => data.Service == service) is not { } data)
            return;
        app.MapGet(Address(service), async Task<Results<Ok<Held>, NotFoundProblem>> (Caller caller, CancellationToken stop, Guid? person = null) =>
            MayRead(caller, person) ? TypedResults.Ok(await data.Of(database, person ?? caller.PersonId, Themselves(caller, person), stop)) : Problems.NotFound())
            .ForAnyone().WithTags("My data").WithSummary($"Everything {service} holds on me; of somebody else for an administrator");
        app.MapGet(Fragment(service), async Task<IResult> (Caller caller, CancellationToken stop, string? person = null) =>
        {
            Guid? asked = person is null ? null : Guid.TryParse(person, out var id) ? id : Guid.Empty;
            return MayRead(caller, asked)
                ? new RazorComponentResult<HeldLines>(new Dictionary<string, object?> { [nameof(HeldLines.Held)] = await data.Of(database, asked ?? caller.PersonId, Themselves(caller, asked), stop) })
                : TypedResults.NoContent();
        }).ForAnyone().ExcludeFromDescription();
    }

    /// <summary>A personal token reads nobody's file: it is for dossiers.</summary>
    static bool MayRead(Caller caller, Guid? person) => caller.MayBind && (Themselves(caller, person) || caller.Is(Roles.Administrator));

    static bool Themselves(Caller caller, Guid? person) => person is null || person == caller.PersonId;
}

/// <summary>What a service holds on a person.</summary>
/// <param name="Service">Whose it is.</param>
/// <param name="PersonId">On whom.</param>
/// <param name="Parts">What.</param>
public sealed record Held(string Service, Guid PersonId, IReadOnlyList<HeldPart> Parts);

/// <summary>Some of it.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Count">How many rows.</param>
/// <param name="Withheld">True when this reader is told the number only.</param>
/// <param name="Rows">The rows, as they stand.</param>
public sealed record HeldPart(string Name, int Count, bool Withheld, IReadOnlyList<IReadOnlyDictionary<string, object?>> Rows);
