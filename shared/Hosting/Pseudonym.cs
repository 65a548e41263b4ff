namespace Labelling.Hosting;

/// <summary>What an erased person is called from then on, everywhere.</summary>
public static class Pseudonym
{
    /// <summary>"Erased person 7f3a": the same in every service, and nobody can work the name out from it.</summary>
    public static string Of(Guid person) => $"Erased person {person.ToString("N")[^4..]}";
}
