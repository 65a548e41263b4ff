using Labelling.Contracts;
using Labelling.Hosting;

namespace Labelling.ExpertReview.Assignment;

static class AssignmentRoutes
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/api/invitations", AssignExpert.Handle).For(Roles.Office).WithTags("Assignment")
            .WithSummary("Invites an expert to review a dossier, if every hard rule allows it.");
        app.MapGet("/api/assignments", ShowAssignment.Handle).For(Roles.Office).WithTags("Assignment")
            .WithSummary("A dossier's experts and what is missing among them.");
    }
}
