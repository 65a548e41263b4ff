using Labelling.Contracts;
using Labelling.Hosting;
using Labelling.Storage;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Labelling.PreInterview.Tests;

public class ServiceTests
{
    [Test]
    public void It_hears_what_the_catalogue_says()
    {
        var listeners = new Listeners(PreInterviewService.Service.Name);
        PreInterviewService.Service.Listen(listeners);

        Assert.That(listeners.ByEvent().Keys.Select(type => type.Name),
            Is.EquivalentTo(EventCatalogue.HeardBy("PreInterview").Select(kind => kind.Name).Except([nameof(SessionsEnded), nameof(PersonErased)])));
    }

    [Test]
    public async Task Its_addresses_are_these_each_with_a_summary_and_an_audience()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Services.AddAuthorization();
        PreInterviewService.Service.Register(builder.Services, new Database("PreInterview", Dialect.Sqlite, "Data Source=unused.db", TimeProvider.System));
        builder.Services.AddSingleton(TimeProvider.System);
        await using var app = builder.Build();
        PreInterviewService.Service.Map(app);

        var endpoints = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).Cast<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal)).ToArray();

        Assert.That(endpoints.Select(Described), Is.EquivalentTo(new[]
        {
            "POST /api/slots/ expert",
            "GET /api/slots/ expert,office,administrator",
            "DELETE /api/slots/{id:guid} expert",
            "GET /api/interviews/ anyone",
            "GET /api/interviews/{id:guid} anyone",
            "POST /api/interviews/{id:guid}/propose office",
            "POST /api/interviews/{id:guid}/book anyone",
            "POST /api/interviews/{id:guid}/cancel-booking anyone",
            "POST /api/interviews/{id:guid}/no-show expert,office",
            "POST /api/interviews/{id:guid}/hold expert,office",
            "POST /api/interviews/{id:guid}/conclude expert",
            "POST /api/interviews/{id:guid}/reply anyone",
            "POST /api/interviews/{id:guid}/waive office",
            "GET /api/interviews/{id:guid}/trail anyone",
            "GET /api/interviews/{id:guid}/calendar anyone",
        }));
        Assert.That(endpoints.Select(endpoint => endpoint.Metadata.GetMetadata<IEndpointSummaryMetadata>()?.Summary), Is.All.Not.Null.And.All.Not.Empty);
        Assert.That(endpoints.Select(endpoint => endpoint.Metadata.GetMetadata<ITagsMetadata>()), Is.All.Not.Null);
    }

    static string Described(RouteEndpoint endpoint)
    {
        var method = endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods.Single();
        var audience = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>();
        return $"{method} {endpoint.RoutePattern.RawText} {(audience.Count == 0 ? "nobody said" : audience.Single().Roles ?? "anyone")}";
    }
}
