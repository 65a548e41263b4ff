using Labelling.Embedded.Demonstration;
using Labelling.Ground;

namespace Labelling.Journey.Tests;

/// <summary>A committee with its people, in a deployment that has just been started for the first time.</summary>
public static class Company
{
    const string Password = "une phrase de passe assez longue";

    public static async Task<(Cast Cast, Embedded.Demonstration.Journey Journey)> Of(Deployment deployment, int experts, TimeSpan? patience = null, int members = 3)
    {
        var administrator = new Account(deployment.Http, "administrator", "Bruno Keller", "administrator@labelling.test", Password);
        using var made = await deployment.Http.PostAsync("/api/first-administrator", System.Net.Http.Json.JsonContent.Create(new
        {
            code = await deployment.FirstAdministratorCode(),
            name = administrator.Name,
            email = administrator.Email,
            password = Password,
            language = "fr",
        }));
        made.EnsureSuccessStatusCode();
        var cast = new Cast(deployment.Http, administrator, _ => Password);
        await cast.Gather(experts, members);
        var journey = new Embedded.Demonstration.Journey(cast, patience ?? Patience.Long);
        await journey.OpenCalls();
        return (cast, journey);
    }
}
