using System.Text.Json.Nodes;
using Labelling.Contracts;
using Labelling.Storage;

namespace Labelling.Hosting;

/// <summary>What a holder of the dossier reads of an act in its trail.</summary>
public enum HolderReads
{
    /// <summary>Nothing: it is the office's, the experts' or the committee's business, or not released.</summary>
    Nothing,

    /// <summary>It, when a holder did it.</summary>
    OwnActs,

    /// <summary>It, whoever did it: a step that holders are told of anyway.</summary>
    Always,
}

/// <summary>An act that the trail can tell of.</summary>
/// <param name="Action">As in the audit trail: "dossier.admitted".</param>
/// <param name="English">What was done, in words.</param>
/// <param name="French">The same in French.</param>
/// <param name="Holder">What a holder reads of it.</param>
public sealed record TrailAction(string Action, string English, string French, HolderReads Holder);

/// <summary>A line of a dossier's trail, as one reader sees it.</summary>
/// <param name="At">When.</param>
/// <param name="Action">What, for programs.</param>
/// <param name="What">What, in the reader's language.</param>
/// <param name="Who">A name; null when nobody's name is known here or is to be told.</param>
/// <param name="Role">In which role, in the reader's language.</param>
/// <param name="From">From where; for the office only, else null.</param>
/// <param name="Before">For the office only, else null.</param>
/// <param name="After">For the office only, else null.</param>
public sealed record TrailLine(
    DateTimeOffset At, string Action, string What, string? Who, string Role, string? From, JsonNode? Before, JsonNode? After);

/// <summary>The trail of a dossier, as far as one service knows it and one reader may read it, the oldest line first.</summary>
/// <param name="Lines">Its lines.</param>
public sealed record TrailView(IReadOnlyList<TrailLine> Lines);

/// <summary>
/// The acts of a service, written by hand: what each is in words, and what a holder reads of it. An act that is not in the table is
/// nothing to a holder.
/// </summary>
/// <param name="actions">All of them.</param>
public sealed class TrailTable(params TrailAction[] actions)
{
    readonly Dictionary<string, TrailAction> byName = actions.ToDictionary(action => action.Action, StringComparer.Ordinal);

    /// <summary>All acts in the table.</summary>
    public IReadOnlyCollection<TrailAction> Actions => byName.Values;

    /// <summary>Everything, as the office reads it.</summary>
    /// <param name="entries">Of the dossier.</param>
    /// <param name="names">As far as the service knows people.</param>
    public TrailView ForOffice(IEnumerable<AuditEntry> entries, IReadOnlyDictionary<Guid, string> names) => new(
    [
        .. entries.Select(entry => new TrailLine(
            entry.At, entry.Action, What(entry.Action), NameOf(entry, names), RoleOf(entry.ActorRole), entry.Origin, Node(entry.ValueBefore), Node(entry.ValueAfter))),
    ]);

    /// <summary>What concerns the holders: their own acts by name, and the steps they are told of by the role of who took them.</summary>
    /// <param name="entries">Of the dossier.</param>
    /// <param name="holders">Who holds it.</param>
    /// <param name="names">As far as the service knows people.</param>
    public TrailView ForHolder(IEnumerable<AuditEntry> entries, IReadOnlySet<Guid> holders, IReadOnlyDictionary<Guid, string> names) => new(
    [
        .. entries.Where(entry => Reads(entry, holders)).Select(entry => new TrailLine(
            entry.At, entry.Action, What(entry.Action), IsOf(entry, holders) ? NameOf(entry, names) : null, RoleOf(entry.ActorRole), null, null, null)),
    ]);

    /// <summary>What anybody may read who may see the dossier, and nothing of what its reviewers and its committee did before a release.</summary>
    /// <param name="entries">Of the dossier.</param>
    public TrailView ForOthers(IEnumerable<AuditEntry> entries) => ForHolder(entries, new HashSet<Guid>(), new Dictionary<Guid, string>());

    bool Reads(AuditEntry entry, IReadOnlySet<Guid> holders) => byName.TryGetValue(entry.Action, out var action) && action.Holder switch
    {
        HolderReads.Nothing => false,
        HolderReads.OwnActs => IsOf(entry, holders),
        HolderReads.Always => true,
    };

    static bool IsOf(AuditEntry entry, IReadOnlySet<Guid> holders) => entry.PersonId is { } person && holders.Contains(person);

    static string? NameOf(AuditEntry entry, IReadOnlyDictionary<Guid, string> names) =>
        entry.PersonId is { } person ? names.GetValueOrDefault(person) : null;

    static JsonNode? Node(string? json) => json is null ? null : JsonNode.Parse(json);

    string What(string action) => byName.TryGetValue(action, out var known) ? Words.Say(known.English, known.French)
        : action.StartsWith("heard.", StringComparison.Ordinal) ? Words.Say($"Took in what another service told ({action[6..]})", $"A pris en compte ce qu'un autre service a annoncé ({action[6..]})")
        : action;

    static string RoleOf(string role) => role switch
    {
        Roles.Holder => Words.Say("holder", "porteur"),
        Roles.Expert => Words.Say("expert", "expert"),
        Roles.Member => Words.Say("committee member", "membre du comité"),
        Roles.Chair => Words.Say("chair", "président du comité"),
        Roles.ViceChair => Words.Say("vice-chair", "vice-président du comité"),
        Roles.Office => Words.Say("office", "permanents"),
        Roles.Administrator => Words.Say("administrator", "administrateur"),
        "service" => Words.Say("the program", "le programme"),
        "named" => Words.Say("somebody the holder named", "une personne désignée par le porteur"),
        "operator" => Words.Say("operator", "exploitant"),
        _ => role,
    };
}
