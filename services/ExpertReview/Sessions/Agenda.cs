namespace Labelling.ExpertReview.Sessions;

/// <summary>One published version of a session's agenda, with what changed since the one before.</summary>
public sealed record Agenda
{
    public required int Number { get; init; }
    public required DateTimeOffset PublishedAt { get; init; }

    /// <summary>The dossiers in the order they are taken.</summary>
    public required IReadOnlyList<Guid> DossierIds { get; init; }
    public IReadOnlyList<Guid> Added { get; init; } = [];
    public IReadOnlyList<Guid> Removed { get; init; } = [];

    /// <summary>True: those that stand in both versions are taken in another order.</summary>
    public bool Reordered { get; init; }

    public string Letter => LetterOf(Number);

    public static Agenda After(Agenda? before, IReadOnlyList<Guid> dossierIds, DateTimeOffset at)
    {
        IReadOnlyList<Guid> previous = before?.DossierIds ?? [];
        return new()
        {
            Number = (before?.Number ?? 0) + 1,
            PublishedAt = at,
            DossierIds = dossierIds,
            Added = [.. dossierIds.Except(previous)],
            Removed = [.. previous.Except(dossierIds)],
            Reordered = !previous.Where(dossierIds.Contains).SequenceEqual(dossierIds.Where(previous.Contains)),
        };
    }

    /// <summary>1 is A, 26 is Z, 27 is AA, as columns of a spreadsheet are named.</summary>
    public static string LetterOf(int number)
    {
        var letters = "";
        for (; number > 0; number = (number - 1) / 26)
            letters = (char)('A' + (number - 1) % 26) + letters;
        return letters;
    }
}
