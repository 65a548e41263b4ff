using Labelling.Contracts;
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

        var pages = app.MapGroup("/experts").ExcludeFromDescription();
        pages.MapGet("/", ListPool.Page).For(Roles.Office).Limited(Limits.List);
        pages.MapGet("/me", ExpertPages.Mine).For(Roles.Expert);
        pages.MapGet("/conflicts", ShowConflictsPage.Page).For(Roles.Office).Limited(Limits.List);
        pages.MapGet("/{personId:guid}", ExpertPages.Page).For(Roles.Expert, Roles.Office);
        pages.MapGet("/{personId:guid}/edit", ExpertPages.Form).For(Roles.Expert, Roles.Office);
        pages.MapPost("/{personId:guid}/edit", ExpertPages.HandleForm).For(Roles.Expert, Roles.Office);

        app.MapGet("/api/conflicts", ShowConflicts.Handle).For(Roles.Office).WithTags("Experts")
            .WithSummary("Conflicts of interest detected between a person and a dossier, each with its reason.");
    }
}
