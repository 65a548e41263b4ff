using System.Text;
using System.Text.Json;
using Labelling.ExpertReview.Labels;
using Labelling.Hosting;
using Labelling.Storage;

namespace Labelling.ExpertReview.Experts.Service;

/// <summary>What somebody did for the committee in a year of Europe/Paris: reviews handed in, sessions sat in. Of no dossier, nor what they said of it.</summary>
public sealed record YearOfService(int Year, int Reviews, int Sessions);

/// <summary>What a statement says. Another set of members is another format.</summary>
public sealed record SignedService(string Format, DateOnly IssuedOn, string KeyId, string Name, int Reviews, int Sessions, Guid Statement, int Year)
{
    public const string CurrentFormat = "labelling-service-1";
}

/// <summary>A yearly statement of service, signed with the key that labels are signed with.</summary>
/// <remarks>Id: The code under which anybody to whom it is shown can check it; it cannot be guessed.</remarks>
public sealed record ServiceStatement
{
    public required Guid Id { get; init; }
    public required Guid PersonId { get; init; }
    public required YearOfService Served { get; init; }

    /// <summary>Canonical JSON; its UTF-8 bytes are what is signed.</summary>
    public required string Content { get; init; }
    public required byte[] Signature { get; init; }
    public required string KeyId { get; init; }
    public required DateTimeOffset At { get; init; }

    public byte[] Bytes => Encoding.UTF8.GetBytes(Content);

    public SignedService Says => Json.Read<SignedService>(Content);

    /// <summary>Nothing of whose it is.</summary>
    public string FileName => $"service-{Served.Year}";

    public static ServiceStatement Of(Guid personId, string name, YearOfService served, LabelKeys keys, DateTimeOffset at)
    {
        // Not in the order of time: it is a secret between the expert and whom they show it to.
        var id = Guid.NewGuid();
        var content = CanonicalJson.Write(JsonSerializer.SerializeToNode(
            new SignedService(SignedService.CurrentFormat, Paris.Day(at), keys.Id, name, served.Reviews, served.Sessions, id, served.Year), Json.Options));
        return new()
        {
            Id = id,
            PersonId = personId,
            Served = served,
            Content = content,
            Signature = keys.Sign(Encoding.UTF8.GetBytes(content)),
            KeyId = keys.Id,
            At = at,
        };
    }
}
