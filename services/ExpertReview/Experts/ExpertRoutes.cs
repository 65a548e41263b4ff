using Labelling.Contracts;
using Labelling.ExpertReview.Experts.Service;
using Labelling.Hosting;

namespace Labelling.ExpertReview.Experts;

static class ExpertRoutes
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var experts = app.MapGroup("/api/experts").WithTags("Experts");
        experts.MapGet("/", ListExperts.Handle).For(Roles.Office, Roles.Chair).Limited(Limits.List)
            .WithSummary("The pool of experts, by name.");
        experts.MapGet("/{personId:guid}", ShowExpert.Handle).For(Roles.Expert, Roles.Office)
            .WithSummary("An expert's entry in the pool: their own, or any as office.");
        experts.MapPut("/{personId:guid}", DescribeExpert.Handle).For(Roles.Expert, Roles.Office)
            .WithSummary("Describes an expert and declares their interests; revision 0 puts them into the pool.");

        // Among the people: it invites them to make accounts, which no personal token does.
        app.MapPost("/api/experts/import", ImportExperts.Handle).For(Roles.Office).Limited(Limits.Upload).WithTags("People")
            .WithSummary("A list of experts (CSV): what it would do line by line, or with dryRun false done, whole or not at all.");

        var pages = app.MapGroup("/experts").ExcludeFromDescription();
        pages.MapGet("/", ListPool.Page).For(Roles.Office).Limited(Limits.List);
        pages.MapGet("/import", ImportExperts.Page).For(Roles.Office);
        pages.MapPost("/import", ImportExperts.HandleForm).For(Roles.Office).Limited(Limits.Upload);
        pages.MapPost("/expected/{id:guid}/withdraw", ImportExperts.Withdraw).For(Roles.Office);
        pages.MapGet("/me", ExpertPages.Mine).For(Roles.Expert);
        pages.MapGet("/me/service", ShowService.Page).For(Roles.Expert);
        pages.MapPost("/me/service", ShowService.HandleForm).For(Roles.Expert);
        pages.MapGet("/me/service/{id:guid}", ShowService.Statement).For(Roles.Expert);
        pages.MapGet("/me/service/{id:guid}/statement.pdf", ShowService.Pdf).For(Roles.Expert);
        pages.MapGet("/me/service/{id:guid}/statement.json", ShowService.Content).For(Roles.Expert);
        pages.MapGet("/me/service/{id:guid}/statement.sig", ShowService.Signature).For(Roles.Expert);
        pages.MapGet("/statements/{id:guid}", ShowService.Check).AllowAnonymous().Limited(Limits.List);
        pages.MapGet("/conflicts", ShowConflictsPage.Page).For(Roles.Office).Limited(Limits.List);
        pages.MapGet("/{personId:guid}", ExpertPages.Page).For(Roles.Expert, Roles.Office);
        pages.MapGet("/{personId:guid}/edit", ExpertPages.Form).For(Roles.Expert, Roles.Office);
        pages.MapPost("/{personId:guid}/edit", ExpertPages.HandleForm).For(Roles.Expert, Roles.Office);

        app.MapGet("/api/conflicts", ShowConflicts.Handle).For(Roles.Office).WithTags("Experts")
            .WithSummary("Conflicts of interest detected between a person and a dossier, each with its reason.");
    }
}
