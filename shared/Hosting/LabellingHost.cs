using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization;
using Labelling.Storage;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.OpenApi;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Labelling.Hosting;

/// <summary>Runs one service (deployed) or all of them (embedded). There is no embedded mode, only more values.</summary>
public static partial class LabellingHost
{
    /// <summary>Largest body of a request, in bytes, where an endpoint does not say otherwise.</summary>
    const long LargestBody = 1 << 20;

    /// <summary>Builds, runs, and ends with an exit code: 0 ended as asked, 1 cannot run now, 2 wrong settings.</summary>
    public static async Task<int> Run(string[] args, params LabellingService[] services)
    {
        try
        {
            await using var app = await Build(args, services);
            await app.RunAsync();
            return 0;
        }
        catch (SettingsException wrong)
        {
            await Console.Error.WriteLineAsync(wrong.Message);
            return 2;
        }
        catch (SchemaException unusable)
        {
            await Console.Error.WriteLineAsync(unusable.Message);
            return 1;
        }
        catch (IOException taken) when (taken.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            await Console.Error.WriteLineAsync(taken.Message);
            return 1;
        }
    }

    /// <summary>Everything but running: settings read, schemas brought up to date, what a killed process left handed back.</summary>
    /// <param name="args">As on the command line: --urls, --data and any setting.</param>
    /// <param name="services">The services of this process.</param>
    /// <param name="also">More to register, before the application is built.</param>
    /// <exception cref="SettingsException">A setting cannot be used.</exception>
    /// <exception cref="SchemaException">A database is newer than the program, or a script was changed.</exception>
    public static async Task<WebApplication> Build(string[] args, IReadOnlyList<LabellingService> services, Action<WebApplicationBuilder>? also = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        Log(builder);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
        });
        builder.Configuration.AddSecrets();
        also?.Invoke(builder);
        builder.Services.TryAddSingleton(TimeProvider.System);
        var clock = (TimeProvider?)builder.Services.Last(service => service.ServiceType == typeof(TimeProvider)).ImplementationInstance ?? TimeProvider.System;

        var settings = Settings.Read(builder.Configuration);
        var proxy = Proxy.Read(builder.Configuration);
        if (services.Count == 1 && settings.RabbitMq is null)
            throw new SettingsException($"{services[0].Name} alone needs a broker: set Bus__RabbitMq to an address like amqp://user:password@host:5672/.");
        var databases = new Databases(services.ToDictionary(service => service.Name, service => settings.DatabaseOf(service.Name, builder.Configuration, clock)));
        foreach (var service in services)
            await Upgrade(databases[service.Name], service);
        if (settings.RabbitMq is null)
            foreach (var database in databases.All.Values)
                await Outbox.SendAgainWhatWasNotTakenIn(database, databases.All, CancellationToken.None);

        builder.Services.AddSingleton(settings);
        // Shared like the signing key: whichever service protected something, another can read it.
        builder.Services.AddDataProtection().SetApplicationName("labelling").PersistKeysToFileSystem(new DirectoryInfo(settings.Keys));
        builder.Services.AddSingleton(databases);
        Forgery.Add(builder.Services, settings.Https);
        Health.Add(builder.Services, databases);
        Answers(builder.Services);
        foreach (var service in services)
            service.Register(builder.Services, databases[service.Name]);
        SignIn.Add(builder.Services, settings, new SigningKey(settings.Keys), clock);
        builder.Services.AddSingleton(provider => new Receptions(services.ToDictionary(
            service => service.Name, service => new Reception(service, databases[service.Name], provider))));
        AuditWitnessing.Add(builder.Services, databases, settings, clock);
        RateLimits.Add(builder.Services, builder.Configuration);
        PdfPrinter.Add(builder.Services, builder.Configuration);
        Bus.Add(builder.Services, settings.RabbitMq, services);
        // After the bus: hosted services end in the opposite order, so the relays end before it.
        foreach (var service in services)
        {
            builder.Services.AddSingleton<IHostedService>(provider => new OutboxRelay(
                databases[service.Name], provider.GetRequiredService<IEventBus>(), provider.GetRequiredService<ILogger<OutboxRelay>>()));
            builder.Services.AddSingleton<IHostedService>(provider => new WaitingSweep(
                provider.GetRequiredService<Receptions>()[service.Name], clock, provider.GetRequiredService<ILogger<WaitingSweep>>()));
        }
        MailLog.Relay(builder.Services, services, databases, settings.Mail);
        Retention.Add(builder.Services, services, databases);
        Trace(builder);

        var app = builder.Build();
        app.Lifetime.ApplicationStopped.Register(databases.CloseReaders);
        // First of all: everything after it reads the caller's address and scheme.
        if (proxy is not null)
            app.UseForwardedHeaders(proxy);
        ResponseHeaders.Use(app, settings.Https);
        Languages.Use(app);
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        ServedFiles.Use(app);
        app.UseSwaggerUI(page =>
        {
            page.RoutePrefix = "openapi";
            page.DocumentTitle = "Labelling · API";
            // Behind one address each service's document has a name there; the page of one service then lists them all.
            if (builder.Configuration["OpenApi:Documents"] is { Length: > 0 } documents)
                foreach (var document in documents.Split(',', StringSplitOptions.TrimEntries))
                    page.SwaggerEndpoint($"/openapi/{document}.json", document);
            else
                page.SwaggerEndpoint("/openapi/v1.json", "Labelling");
        });
        app.UseAuthentication();
        app.UseRateLimiter();
        // What addresses there are is public, as a page of the API says them; who is signed out and asks for none of them need not sign in
        // to hear so. What an address names is asked behind the sign-in.
        app.Use((context, next) =>
        {
            if (context.GetEndpoint() is not null)
                return next();
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        app.UseAuthorization();
        Scopes.Use(app);
        LargeBody.Use(app);
        Forgery.Use(app);
        Health.Map(app);
        app.MapOpenApi().AllowAnonymous();
        foreach (var service in services)
        {
            service.Map(app);
            MailLog.Map(app, service.Name, databases[service.Name]);
            Retention.Map(app, service.Name);
            PersonalData.Map(app, service.Name, databases[service.Name]);
        }
        return app;
    }

    /// <summary>Waits for a database server that is still starting; anything else it cannot do ends the start.</summary>
    static async Task Upgrade(Database database, LabellingService service)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await SchemaUpgrade.Run(database, service.Schema, CancellationToken.None);
                return;
            }
            catch (Microsoft.Data.SqlClient.SqlException away) when (away.Number is -2 or 2 or 53 or 233 or 10060 or 10061 or 258 && attempt < 60)
            {
                await Console.Error.WriteLineAsync($"The database server of {database.Name} does not answer yet ({away.Number}); trying again.");
                await Task.Delay(TimeSpan.FromSeconds(2));
            }
            catch (DbException failure)
            {
                throw new SchemaException($"The database of {database.Name} cannot be opened or brought up to date: {failure.Message}");
            }
        }
    }

    static void Answers(IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json => Shape(json.SerializerOptions));
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddExceptionHandler<UnreadableRequest>();
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails = context =>
        {
            if (context.ProblemDetails.Extensions.ContainsKey("code"))
                return;
            var refusal = context.ProblemDetails.Status switch
            {
                401 => new("signed-out", "Sign in first: this needs a token (POST /api/tokens).", "Connectez-vous d'abord : il faut un jeton (POST /api/tokens)."),
                403 => new("not-your-role", "Your role does not allow this.", "Votre rôle ne le permet pas."),
                404 => Problems.Nothing,
                405 => new("method", "This address does not take that method.", "Cette adresse n'accepte pas cette méthode."),
                413 => Problems.TooLarge,
                415 => Problems.NotJson,
                >= 500 => new("broken", "This failed on our side and nothing was changed. Try again; if it goes on, tell the office the time and this address.",
                    "Une erreur de notre côté : rien n'a été modifié. Réessayez ; si cela continue, indiquez l'heure et cette adresse aux permanents."),
                _ => new Refusal("refused", "The request was refused.", "La requête a été refusée."),
            };
            context.ProblemDetails.Title = Words.Say(refusal.English, refusal.French);
            context.ProblemDetails.Extensions["code"] = refusal.Code;
        });
        services.AddOpenApi("v1", document =>
        {
            // Every use case has its Request and every service may have its Organisation: a schema is named with where it stands.
            document.CreateSchemaReferenceId = type => OpenApiOptions.CreateDefaultSchemaReferenceId(type) is not { } name ? null
                : type.Type is { Namespace: { } space } named && space.StartsWith("Labelling.", StringComparison.Ordinal)
                    ? string.Join('.', (string?[])[space["Labelling.".Length..], named.DeclaringType?.Name, name]).Replace("..", ".")
                    : name;
            document.AddDocumentTransformer((description, _, _) =>
            {
                description.Info.Title = "Labelling";
                description.Info.Description = "The journey of a project from its deposit to the published success rates. Errors are problem details (RFC 9457) with a stable `code`.";
                description.Components ??= new OpenApiComponents();
                description.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
                description.Components.SecuritySchemes["bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT", Description = "From POST /api/tokens." };
                return Task.CompletedTask;
            });
            document.AddOperationTransformer((operation, context, _) =>
            {
                var metadata = context.Description.ActionDescriptor.EndpointMetadata;
                operation.Responses ??= [];
                if (operation.RequestBody is not null)
                {
                    operation.Responses.TryAdd("400", new OpenApiResponse { Description = "The body cannot be read, or a field needs another value." });
                    operation.Responses.TryAdd("413", new OpenApiResponse { Description = "The body is too large." });
                }
                if (metadata.OfType<IAllowAnonymous>().Any())
                    return Task.CompletedTask;
                operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("bearer", context.Document)] = [] }];
                operation.Responses.TryAdd("401", new OpenApiResponse { Description = "No token, or one that is over." });
                if (metadata.OfType<IAuthorizeData>().Where(data => data.Roles is not null).Select(data => data.Roles).FirstOrDefault() is { } roles)
                {
                    operation.Responses.TryAdd("403", new OpenApiResponse { Description = $"For {roles.Replace(",", ", ")}." });
                    operation.Description = $"{operation.Description} For: {roles.Replace(",", ", ")}.".Trim();
                }
                return Task.CompletedTask;
            });
        });
    }

    /// <summary>What requests may look like: camelCase, enums by name, nothing unknown, nothing missing.</summary>
    internal static void Shape(JsonSerializerOptions json)
    {
        json.Converters.Add(new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false));
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.RespectNullableAnnotations = true;
        json.RespectRequiredConstructorParameters = true;
        json.NumberHandling = JsonNumberHandling.Strict;
        json.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        json.MaxDepth = 32;
    }

    static void Log(WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        // Standard output belongs to what a command answers; messages go to standard error.
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
            console.UseUtcTimestamp = true;
        });
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        builder.Logging.AddFilter("MassTransit", LogLevel.Warning);
        // It warns at each first start that its keys lie unencrypted in the keys' folder; so does the signing key, and the folder is guarded for it.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
    }

    static void Trace(WebApplicationBuilder builder)
    {
        if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is not { Length: > 0 })
            return;
        builder.Services.AddSingleton(Sdk.CreateTracerProviderBuilder().AddSource("Microsoft.AspNetCore", "MassTransit").AddOtlpExporter().Build());
    }
}
