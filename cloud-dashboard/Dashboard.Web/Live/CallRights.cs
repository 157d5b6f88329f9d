using System.Collections.Concurrent;
using System.Reflection;
using Dashboard.Web.Users;
using Microsoft.AspNetCore.SignalR;

namespace Dashboard.Web.Live;

/// <summary>
/// Lets a page call what its user has the right for, at the station that it names first. A method without a named right is for nobody.
/// </summary>
internal sealed class CallRights : IHubFilter
{
    private static readonly ConcurrentDictionary<string, Right?> Known = new(StringComparer.Ordinal);

    /// <summary>The right that a method of the hub needs; null: it names none.</summary>
    internal static Right? Of(string method) => Known.GetOrAdd(
        method, name => typeof(ILiveServer).GetMethod(name)?.GetCustomAttribute<RequiresAttribute>()?.Right);

    /// <inheritdoc />
    public ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next) =>
        Of(invocationContext.HubMethod.Name) is { } right && invocationContext.Context.User is { } user
            && (invocationContext.HubMethodArguments is [string { Length: > 0 } site, ..]
                ? Rights.Has(user, right, site) : Rights.Has(user, right))
            ? next(invocationContext)
            : throw new HubException("forbidden: this user may not do that.");
}
