namespace Labelling.ExpertReview.Sessions;

public enum TimerKind
{
    /// <summary>The holder is heard.</summary>
    Hearing,

    /// <summary>The members discuss.</summary>
    Discussion,
}

/// <summary>Until when an item is heard or discussed. It ends nothing by itself: a person does.</summary>
public sealed record ItemTimer(Guid ItemId, TimerKind Kind, DateTimeOffset EndsAt)
{
    public const int MostMinutes = 180;
}
