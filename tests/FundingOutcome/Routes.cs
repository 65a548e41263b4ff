using Labelling.Ground;
using Labelling.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Labelling.FundingOutcome.Tests;

public sealed class Routes
{
    [Test]
    public async Task Every_route_can_be_bound_and_says_what_it_is_for()
    {
        var builder = WebApplication.CreateSlimBuilder();
        var database = new Database("FundingOutcome", Dialect.Sqlite, "Data Source=never-opened.db", new TestClock("2026-03-12T09:00:00Z"));
        builder.Services.AddSingleton(database.Clock);
        FundingOutcomeService.Service.Register(builder.Services, database);
        await using var app = builder.Build();
        FundingOutcomeService.Service.Map(app);

        // Asking for the endpoints builds them, which fails where a parameter cannot be bound.
        var routes = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).Cast<RouteEndpoint>().ToList();

        Assert.That(
            routes.Select(route => $"{route.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods.Single()} {route.RoutePattern.RawText}"),
            Is.EquivalentTo(new[]
            {
                "GET /api/statistics/success-rates",
                "POST /api/history/",
                "POST /api/funding-applications/",
                "GET /api/funding-applications/",
                "GET /api/funding-applications/trail",
                "GET /api/funding-applications/{id:guid}",
                "POST /api/funding-applications/{id:guid}/result",
                "GET /fragments/funding-outcome/trail",
                "GET /api/outcomes",
            }));
        Assert.That(routes.Where(route => route.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal)).Select(route => route.Metadata.GetMetadata<IEndpointSummaryMetadata>()?.Summary), Has.None.Null);
        Assert.That(
            routes.Select(route => route.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize).OfType<long>(),
            Is.EqualTo(new[] { 64L << 20 }));
    }
}
