using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using MQTTnet.Exceptions;

namespace Edge.Mqtt;

/// <summary>Which exceptions mean that there is no connection to the broker, and no fault of the program.</summary>
internal static class ConnectionFailure
{
    public static bool Is(Exception e) =>
        e is MqttCommunicationException or MqttProtocolViolationException or IOException or SocketException or AuthenticationException
            or CryptographicException or SessionLostException or OperationCanceledException or TimeoutException;

    /// <summary>What happened at the bottom, for the middle of a log line: without a full stop.</summary>
    public static string Innermost(Exception e)
    {
        while (e.InnerException is { } inner)
        {
            e = inner;
        }

        return e.Message.TrimEnd('.');
    }
}
