using Labelling.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Labelling.Hosting;

/// <summary>Lets the witness of a service's trail write every minute, and once more when the host ends.</summary>
sealed partial class AuditWitnessing(AuditWitness witness, TimeProvider clock, ILogger<AuditWitnessing> log) : BackgroundService
{
    /// <summary>Before the bus and the relays, so that it ends after them.</summary>
    public static void Add(IServiceCollection services, Databases databases, Settings settings, TimeProvider clock)
    {
        foreach (var database in databases.All.Values)
            services.AddSingleton<IHostedService>(provider => new AuditWitnessing(
                new AuditWitness(database, settings.Witness), clock, provider.GetRequiredService<ILogger<AuditWitnessing>>()));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1), clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await Write(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host ends; StopAsync writes what is left.
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Write(cancellationToken);
    }

    async Task Write(CancellationToken stop)
    {
        try
        {
            await witness.Write(stop);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or System.Data.Common.DbException)
        {
            // A disk that is full or a database that is away must not end the service; the next minute tries again.
            Failed(witness.File, failure);
        }
    }

    [LoggerMessage(LogLevel.Error, "The witness of the audit trail could not write {File}; what happens until it can again has no witness")]
    partial void Failed(string file, Exception failure);
}
