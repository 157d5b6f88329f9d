using Dashboard.Web.Users;
using Microsoft.AspNetCore.Authorization;
using Scalar.AspNetCore;

namespace Dashboard.Web.OpenApi;

/// <summary>The page that shows the document and tries its requests. Everything of it comes from this site.</summary>
internal static class ApiReference
{
    private const string Path = "/api-reference";

    internal static void MapApiReference(this WebApplication app)
    {
        RouteGroupBuilder group = app.MapGroup("").Requires(Right.Watch);

        // Its scripts are open to everybody by themselves.
        ((IEndpointConventionBuilder)group).Finally(endpoint =>
        {
            foreach (IAllowAnonymous open in endpoint.Metadata.OfType<IAllowAnonymous>().ToArray())
            {
                _ = endpoint.Metadata.Remove(open);
            }
        });
        _ = group.MapScalarApiReference(Path, options =>
        {
            _ = options.WithNonce().WithTitle("Telecontrol").DisableDefaultFonts().DisableTelemetry().DisableAgent().DisableMcp()
                .WithDynamicBaseServerUrl();
            options.HideClientButton = true;
            options.ShowDeveloperTools = DeveloperToolsVisibility.Never;
        });
    }
}
