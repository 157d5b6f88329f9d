namespace Dashboard.Web.Users;

/// <summary>From where a request came, for the record of what users did.</summary>
internal static class Origin
{
    /// <summary>The address of the client; behind a known proxy, that which the proxy names.</summary>
    internal static string? Of(HttpContext context) => context.Connection.RemoteIpAddress is not { } address ? null
        : address.IsIPv4MappedToIPv6 ? address.MapToIPv4().ToString() : address.ToString();
}
