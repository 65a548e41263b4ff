namespace Labelling.Hosting;

/// <summary>A rule of the domain that says no. The handler that meets it answers with one of <see cref="Problems"/>.</summary>
/// <param name="Code">Stable, for programs.</param>
/// <param name="English">A sentence the person can act on.</param>
/// <param name="French">The same in French.</param>
public sealed record Refusal(string Code, string English, string French);
