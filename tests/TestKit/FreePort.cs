using System.Net;
using System.Net.Sockets;

namespace TestKit;

/// <summary>Ports of the loopback for programs that must be told one.</summary>
public static class FreePort
{
    /// <summary>Ports that nobody used a moment ago, all different.</summary>
    public static int[] Take(int count)
    {
        TcpListener[] listeners = [.. Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0))];
        foreach (TcpListener listener in listeners)
        {
            listener.Start();
        }

        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        foreach (TcpListener listener in listeners)
        {
            listener.Stop();
        }

        return ports;
    }

    /// <summary>Whether somebody listens there.</summary>
    public static bool IsTaken(int port)
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
