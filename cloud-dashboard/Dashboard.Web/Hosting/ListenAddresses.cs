namespace Dashboard.Web.Hosting;

/// <summary>Where the web server is to listen, by the settings.</summary>
internal static class ListenAddresses
{
    /// <summary>Refuses what others could read on the way: plain HTTP that other machines reach, without a proxy that ends TLS.</summary>
    /// <exception cref="SettingException">An address is reachable without encryption, and no proxy is named.</exception>
    internal static void Check(IConfiguration configuration, ProxyOptions proxies)
    {
        if (proxies.Known.IsEmpty && Of(configuration).FirstOrDefault(IsPlainAndReachable) is { } address)
        {
            throw new SettingException(
                $"{address} is reachable from other machines without encryption: passwords and sessions could be read on the way. Use an "
                + $"https address with a certificate (Kestrel:Certificates:Default), listen on 127.0.0.1, or name the reverse proxy with "
                + $"TLS in Proxies:Known.");
        }
    }

    /// <summary>Whether what goes over this address can be read by others on the way.</summary>
    internal static bool IsPlainAndReachable(string address) =>
        address.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
        && !address.StartsWith("http://unix:", StringComparison.OrdinalIgnoreCase)
        && !(Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) && uri.IsLoopback);

    /// <summary>The addresses, as the web server reads them: its endpoints, else the addresses, else ports of every address.</summary>
    internal static IReadOnlyList<string> Of(IConfiguration configuration)
    {
        string[] endpoints = [.. configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(one => one["Url"]).OfType<string>()];
        string[] urls = Parts(configuration["urls"]);
        return endpoints.Length > 0 ? endpoints
            : urls.Length > 0 ? urls
            : [.. Parts(configuration["http_ports"]).Select(port => $"http://*:{port}")];
    }

    private static string[] Parts(string? text) =>
        text?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
