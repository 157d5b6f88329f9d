using System.Collections.Immutable;
using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace Dashboard.Web;

/// <summary>Section <c>Proxies</c>: whose word is taken for where a request comes from.</summary>
public sealed record ProxyOptions
{
    /// <summary>
    /// Addresses and networks of the reverse proxies in front of the dashboard, such as <c>127.0.0.1</c> or <c>10.1.0.0/24</c>; none by
    /// default. Only from them <c>X-Forwarded-For</c>, <c>X-Forwarded-Proto</c> and <c>X-Forwarded-Host</c> count.
    /// </summary>
    public ImmutableArray<IPNetwork> Known { get; init; } = [];

    /// <summary>
    /// Origins at which browsers reach the dashboard, such as <c>https://scada.example:8443</c>, for a proxy that cannot tell them.
    /// </summary>
    public ImmutableArray<string> Origins { get; init; } = [];

    internal static ProxyOptions From(IConfiguration configuration)
    {
        IConfigurationSection section = configuration.GetSection("Proxies");
        return new ProxyOptions
        {
            Known = [.. section.GetSection("Known").GetChildren().Select(Network)],
            Origins = [.. section.GetSection("Origins").GetChildren().Select(Origin)],
        };
    }

    internal bool Knows(IPAddress? address)
    {
        IPAddress? plain = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
        return plain is not null && Known.Any(network => network.Contains(plain));
    }

    internal void Apply(ForwardedHeadersOptions options)
    {
        // Also where ASPNETCORE_FORWARDEDHEADERS_ENABLED would believe everybody.
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        options.ForwardLimit = null;
        options.ForwardedHeaders = Known.IsEmpty
            ? ForwardedHeaders.None
            : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
        foreach (IPNetwork network in Known)
        {
            options.KnownIPNetworks.Add(network);
        }
    }

    private static IPNetwork Network(IConfigurationSection entry)
    {
        string text = entry.Value ?? "";
        if (IPAddress.TryParse(text, out IPAddress? address))
        {
            return new IPNetwork(address, 8 * address.GetAddressBytes().Length);
        }

        return IPNetwork.TryParse(text, out IPNetwork network)
            ? network
            : throw new SettingException($"{entry.Path} '{text}' is no address and no network: use such as 127.0.0.1, ::1 or 10.1.0.0/24.");
    }

    private static string Origin(IConfigurationSection entry) =>
        Uri.TryCreate(entry.Value, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https" && uri.PathAndQuery == "/"
            ? uri.GetLeftPart(UriPartial.Authority)
            : throw new SettingException($"{entry.Path} '{entry.Value}' is no origin: use such as https://scada.example:8443.");
}
