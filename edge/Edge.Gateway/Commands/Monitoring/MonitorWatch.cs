using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Edge.Gateway.Monitor;

namespace Edge.Gateway.Commands.Monitoring;

/// <summary>The client of the monitor: sends the request, and passes the lines to a report.</summary>
internal static class MonitorWatch
{
    /// <summary>Watches until it is stopped, or the gateway ends.</summary>
    /// <param name="path">The socket.</param>
    /// <param name="request">The request.</param>
    /// <param name="report">Prints the lines.</param>
    /// <param name="errors">Receives error messages.</param>
    /// <param name="stop">The stop.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(
        string path, MonitorRequest request, IMonitorReport report, TextWriter errors, CancellationToken stop)
    {
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return MonitorCommand.Good;
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            errors.Say(NotReached(path, e));
            return MonitorCommand.NotReached;
        }

        try
        {
            await AskAsync(socket, request, stop).ConfigureAwait(false);
            using StreamReader reader = new(new NetworkStream(socket), Encoding.UTF8);
            return await ReadAsync(reader, report, errors, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return MonitorCommand.Good;
        }
        catch (Exception e) when (e is IOException or SocketException or JsonException)
        {
            errors.Say($"The connection to the gateway was lost: {e.Message}");
            return MonitorCommand.Ended;
        }
    }

    private static Phrase NotReached(string path, Exception failure) =>
        failure is SocketException { SocketErrorCode: SocketError.AccessDenied }
            ? (Phrase)$"{path}: permission denied. Run the command as the user of the gateway, or with sudo."
            : $"No gateway runs at {path}: no answer there. "
                + $"Start one (edge run, systemctl start edge), or give its socket with --socket; "
                + $"the log of the gateway names it at the start.";

    private static async Task AskAsync(Socket socket, MonitorRequest request, CancellationToken stop)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(request, MonitorJson.Default.MonitorRequest);
        ReadOnlyMemory<byte> line = (byte[])[.. json, (byte)'\n'];
        try
        {
            while (!line.IsEmpty)
            {
                line = line[await socket.SendAsync(line, SocketFlags.None, stop).ConfigureAwait(false)..];
            }
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.Shutdown or SocketError.ConnectionReset)
        {
            // The gateway closed the connection before the request: its first line has the reason.
        }
    }

    private static async Task<int> ReadAsync(StreamReader reader, IMonitorReport report, TextWriter errors, CancellationToken stop)
    {
        bool first = true;
        while (await reader.ReadLineAsync(stop).ConfigureAwait(false) is { } text)
        {
            if (first && JsonSerializer.Deserialize(text, MonitorJson.Default.MonitorWelcome) is { Error: { } error })
            {
                await errors.WriteLineAsync(error).ConfigureAwait(false);
                return MonitorCommand.Ended;
            }

            if (first)
            {
                report.WriteWelcome(text, JsonSerializer.Deserialize(text, MonitorJson.Default.MonitorWelcome)!);
            }
            else
            {
                report.WriteLine(text, JsonSerializer.Deserialize(text, MonitorJson.Default.MonitorLine)!);
            }

            first = false;
        }

        errors.Say($"The gateway has stopped, or closed the connection.");
        return MonitorCommand.Ended;
    }
}
