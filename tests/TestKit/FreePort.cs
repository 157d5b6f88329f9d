using System.Net;
using System.Net.Sockets;

namespace TestKit;

/// <summary>Ports of the loopback for programs that must be told one.</summary>
public static class FreePort
{
    // Below those that the system gives to connections (from 32768): none of these takes a port while a program is started again.
    private const int First = 10_000;
    private const int End = 30_000;

    // A browser opens no page there, whoever listens: the one of those it shuns in this range.
    private const int Shunned = 10_080;

    private static readonly Lock s_lock = new();
    private static readonly HashSet<int> s_given = [];

    /// <summary>Ports that nobody used a moment ago, all different; none of them is given twice.</summary>
    public static int[] Take(int count)
    {
        lock (s_lock)
        {
            List<int> ports = [];
            while (ports.Count < count)
            {
                int port = Random.Shared.Next(First, End);
                if (port != Shunned && !s_given.Contains(port) && CanListen(port))
                {
                    ports.Add(port);
                    s_given.Add(port);
                }
            }

            return [.. ports];
        }
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

    private static bool CanListen(int port)
    {
        using TcpListener listener = new(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
