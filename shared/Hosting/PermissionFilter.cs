using System.Collections.Concurrent;

namespace Labelling.Hosting;

/// <summary>
/// The page of <see cref="Permissions"/> as SQL over one store's tables: a predicate made of the store's own constants, for lists,
/// counts, single reads, exports and fragments alike.
/// </summary>
/// <param name="relations">How each relation is found, for the person @PersonId; a key of several relations finds them as one.</param>
/// <param name="phases">How each phase is found, where an act of the store depends on one.</param>
public sealed class PermissionFilter(IReadOnlyDictionary<Who, string> relations, IReadOnlyDictionary<Phase, string>? phases = null)
{
    readonly ConcurrentDictionary<(Act, Who), string> composed = new();

    /// <summary>The predicate: rows for which the act is allowed to @PersonId in these roles.</summary>
    /// <exception cref="InvalidOperationException">The act depends on a relation or phase that the store does not say how to find.</exception>
    public string For(Act act, Who roles) => composed.GetOrAdd((act, roles), key => Compose(key.Item1, key.Item2));

    /// <summary>An integer: the relations found, as flags of <see cref="Who"/>.</summary>
    public string Found { get; } = string.Join(" + ", relations.Select(relation =>
        $"case when {relation.Value} then {(int)Permissions.Each(relation.Key).First()} else 0 end"));

    /// <summary>The predicate: rows to which @PersonId stands in one of these relations.</summary>
    public string Is(Who any) => $"({string.Join(" or ", Permissions.Each(any).Select(Relation).Distinct())})";

    string Compose(Act act, Who roles)
    {
        // What a role alone decides comes first: it costs no look at another table.
        var terms = Permissions.Cases(act, roles).OrderBy(one => one.Who < Who.HolderRole).Select(one => string.Join(" and ", Parts(one.Who, one.While, one.Shut))).Distinct().ToList();
        return terms.Count == 0 ? "(1 = 0)" : terms.Contains("1 = 1") ? "(1 = 1)" : $"({string.Join(" or ", terms)})";
    }

    IEnumerable<string> Parts(Who who, Phase during, Who shut)
    {
        string[] parts =
        [
            .. who >= Who.HolderRole ? Array.Empty<string>() : [Relation(who)],
            .. during is Phase.Any ? Array.Empty<string>() : [$"({string.Join(" or ", Permissions.Each(during).Select(Found))})"],
            .. Permissions.Each(shut).Select(other => $"not {Relation(other)}").Distinct(),
        ];
        return parts.Length == 0 ? ["1 = 1"] : parts;

        string Found(Phase phase) => phases is not null && phases.TryGetValue(phase, out var sql)
            ? sql
            : throw new InvalidOperationException($"The store does not say how the phase {phase} is found.");
    }

    string Relation(Who who) => relations.Where(known => (known.Key & who) != 0).Select(known => known.Value).FirstOrDefault()
        ?? throw new InvalidOperationException($"The store does not say how the relation {who} is found.");
}
