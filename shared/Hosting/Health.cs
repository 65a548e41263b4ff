using System.Data.Common;
using Labelling.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Labelling.Hosting;

/// <summary>/health/live: the process answers. /health/ready: its databases and its broker answer too.</summary>
static class Health
{
    public static void Add(IServiceCollection services, Databases databases)
    {
        var checks = services.AddHealthChecks();
        foreach (var (name, database) in databases.All)
            checks.AddCheck($"database of {name}", new DatabaseHealth(database));
        // The bus registers its own check, red while the broker is away.
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = Write }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions
        {
            ResponseWriter = Write,
            // A bus that lost its broker calls itself degraded: nothing leaves and nothing comes, which is not ready.
            ResultStatusCodes = { [HealthStatus.Degraded] = StatusCodes.Status503ServiceUnavailable },
        }).AllowAnonymous();
    }

    // Names and states only: this page is open to anybody, an error text could carry a host name.
    static Task Write(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(new
    {
        status = report.Status.ToString(),
        checks = report.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Status.ToString()),
    });

    sealed class DatabaseHealth(Database database) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                await database.Query<int>("select 1", null, cancellationToken);
                return HealthCheckResult.Healthy();
            }
            catch (DbException failure)
            {
                return HealthCheckResult.Unhealthy("does not answer", failure);
            }
        }
    }
}
