using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Dashboard.Web;

/// <summary>
/// What a connection may cost the web server. Before anybody has logged in it is 64 kB at most; headers are kept as text, two bytes a
/// letter. docs/limits.md has the table.
/// </summary>
internal static class WebLimits
{
    /// <summary>The largest body. What has one is a log-in, a new password, or a call of a page of 4 kB.</summary>
    internal const int BodyBytes = 5 * 1024;

    /// <summary>Request line and headers.</summary>
    internal const int HeaderBytes = 16 * 1024;

    /// <summary>What waits to be read, or to be taken by the other side.</summary>
    internal const int BufferBytes = 16 * 1024;

    /// <summary>Connections at one time, without those of pages that are live.</summary>
    internal const int Connections = 2000;

    /// <summary>Pages that are live.</summary>
    internal const int Live = 2500;

    private const int LeastHttp2 = 65_535;

    internal static void Apply(SocketTransportOptions sockets)
    {
        sockets.MaxReadBufferSize = BufferBytes;
        sockets.MaxWriteBufferSize = BufferBytes;
    }

    internal static void Apply(KestrelServerLimits limits)
    {
        limits.MaxConcurrentConnections = Connections;
        limits.MaxConcurrentUpgradedConnections = Live;
        limits.MaxRequestBodySize = BodyBytes;
        limits.MaxRequestHeadersTotalSize = HeaderBytes;
        limits.MaxRequestLineSize = HeaderBytes / 2;
        limits.MaxRequestBufferSize = BufferBytes;
        limits.MaxResponseBufferSize = BufferBytes;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);

        // Over TLS a browser opens one connection with many requests.
        limits.Http2.InitialConnectionWindowSize = LeastHttp2;
        limits.Http2.InitialStreamWindowSize = LeastHttp2;
        limits.Http2.MaxRequestHeaderFieldSize = HeaderBytes / 2;
        limits.Http2.MaxStreamsPerConnection = 32;
    }
}
