using System.Net;

namespace Edge.Gateway.Metrics;

/// <summary>Statistics for Prometheus: off unless an address is given.</summary>
public sealed record MetricsConfiguration
{
    /// <summary>
    /// Where <c>GET /metrics</c> is answered: address and port, as <c>127.0.0.1:9464</c>, <c>[::1]:9464</c>, or <c>0.0.0.0:9464</c> for the
    /// whole network. Absent: nowhere.
    /// </summary>
    public string? Listen { get; set; }

    /// <summary>The address; null where none is given.</summary>
    /// <exception cref="FormatException">The text is no address with a port.</exception>
    internal IPEndPoint? EndPoint => Listen is { } text
        ? TryParse(text) ?? throw new FormatException($"'{text}' is no address with a port.") : null;

    /// <summary>What is wrong, in words that follow the key; null when nothing is.</summary>
    internal Phrase? Problem => Listen is not { } text || TryParse(text) is not null
        ? null : (Phrase)$"'{text}' is no address with a port: give one as \"127.0.0.1:9464\", or leave the key out.";

    private static IPEndPoint? TryParse(string text) => IPEndPoint.TryParse(text, out IPEndPoint? end) && end.Port > 0 ? end : null;
}
