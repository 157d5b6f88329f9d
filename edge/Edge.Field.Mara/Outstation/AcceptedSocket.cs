using System.Net;
using System.Net.Sockets;

namespace Edge.Field.Mara.Outstation;

/// <summary>A socket that the outstation has accepted.</summary>
/// <param name="Number">A sequence number: the later of two connections has the greater.</param>
/// <param name="Socket">The socket.</param>
/// <param name="Address">The remote address.</param>
internal readonly record struct AcceptedSocket(long Number, Socket Socket, IPAddress Address)
{
    private const int KeepAliveAfter = 10;
    private const int KeepAliveInterval = 2;
    private const int KeepAliveRetries = 3;

    /// <summary>Prepares a socket that was just accepted; false where it is closed already.</summary>
    public static bool TryPrepare(Socket socket, out IPAddress address)
    {
        try
        {
            address = ((IPEndPoint)socket.RemoteEndPoint!).Address;
            address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
            socket.NoDelay = true;
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, KeepAliveAfter);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, KeepAliveInterval);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, KeepAliveRetries);
            return true;
        }
        catch (SocketException)
        {
            address = IPAddress.None;
            return false;
        }
    }
}
