using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;

namespace Dashboard.Web.Users;

/// <summary>Who has which right: the only table of it. Every endpoint and every method of the hub names its right.</summary>
internal static class Rights
{
    /// <summary>The least role that has a right.</summary>
    internal static readonly IReadOnlyDictionary<Right, SessionRole> Least = new Dictionary<Right, SessionRole>
    {
        [Right.Watch] = SessionRole.Viewer,
        [Right.Acknowledge] = SessionRole.Operator,
        [Right.SetByHand] = SessionRole.Operator,
        [Right.Shelve] = SessionRole.Operator,
        [Right.TakeOutOfService] = SessionRole.Supervisor,
        [Right.ForgetStation] = SessionRole.Supervisor,
        [Right.ReadAudit] = SessionRole.Supervisor,
        [Right.ReadNotifications] = SessionRole.Supervisor,
        [Right.ManageNotifications] = SessionRole.Engineer,
        [Right.ManageUsers] = SessionRole.Administrator,
    };

    /// <summary>Whether a role has a right.</summary>
    internal static bool Has(SessionRole role, Right right) =>
        Least.TryGetValue(right, out SessionRole least) ? role >= least : right is Right.Open or Right.AnySession;

    /// <summary>Whether a user has a right.</summary>
    internal static bool Has(ClaimsPrincipal user, Right right) => right switch
    {
        Right.Open => true,
        Right.AnySession => user.Identity?.IsAuthenticated == true && SessionCookie.TokenOf(user) is null,
        _ => IsIn(user) && SessionCookie.GrantsOf(user).Has(right),
    };

    /// <summary>Whether a user has a right at a station.</summary>
    internal static bool Has(ClaimsPrincipal user, Right right, string site) => IsIn(user) && SessionCookie.GrantsOf(user).Has(right, site);

    /// <summary>The stations at which a user has a right; null: all.</summary>
    internal static ImmutableArray<string>? SitesOf(ClaimsPrincipal user, Right right) => SessionCookie.GrantsOf(user).SitesOf(right);

    /// <summary>Whether a right is one at a station: a role for single ones is enough for it there.</summary>
    internal static bool IsOfStation(Right right) =>
        right is Right.Watch or Right.Acknowledge or Right.SetByHand or Right.Shelve or Right.TakeOutOfService or Right.ForgetStation;

    /// <summary>The answer to a user without a right.</summary>
    internal static IResult Refusal(Right right) => Problems.Of(
        403, "forbidden",
        Least.TryGetValue(right, out SessionRole least)
            ? $"This needs the right {right}, which users with the role {least} have." : "You may not do this.");

    /// <summary>Names the right that an endpoint needs.</summary>
    internal static TBuilder Requires<TBuilder>(this TBuilder builder, Right right)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.WithMetadata(new RequiresAttribute(right));
        return right == Right.Open ? builder.AllowAnonymous() : builder.RequireAuthorization(PolicyOf(right));
    }

    /// <summary>A policy for each right.</summary>
    internal static void AddRights(this AuthorizationBuilder builder)
    {
        foreach (Right right in Enum.GetValues<Right>().Where(right => right != Right.Open))
        {
            builder.AddPolicy(PolicyOf(right), policy => policy
                .AddAuthenticationSchemes(UserServices.Scheme).RequireAuthenticatedUser()
                .RequireAssertion(context => Has(context.User, right, context.Resource)));
        }
    }

    // Where the address names a station, the right is asked for there.
    private static bool Has(ClaimsPrincipal user, Right right, object? resource) =>
        (resource as HttpContext)?.GetRouteValue("site") is string site ? Has(user, right, site) : Has(user, right);

    private static bool IsIn(ClaimsPrincipal user) =>
        user.Identity?.IsAuthenticated == true && !SessionCookie.MustChange(user) && !SessionCookie.MustEnrol(user);

    private static string PolicyOf(Right right) => $"right {right}";
}
