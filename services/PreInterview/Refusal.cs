namespace Labelling.PreInterview;

/// <summary>A rule of the domain that says no: a stable code and a sentence the person can act on.</summary>
public sealed record Refusal(string Code, string English, string French);
