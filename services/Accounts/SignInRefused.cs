using System.Reflection;
using Labelling.Hosting;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace Labelling.Accounts;

/// <summary>401, the same for an unknown address, a wrong password and a disabled account.</summary>
public sealed class SignInRefused(ProblemDetails details) : Problem(details), IEndpointMetadataProvider
{
    public static SignInRefused Because() => new(Problems.Body(401, "sign-in-refused",
        "The e-mail address and the password do not fit together. Check both, or ask the office to reset your password.",
        "L'adresse et le mot de passe ne correspondent pas. Vérifiez les deux, ou demandez aux permanents de réinitialiser votre mot de passe."));

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => Describe(builder, 401);
}
