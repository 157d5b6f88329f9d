using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Edge.Field.Taps;

namespace Edge.Gateway.Monitor;

/// <summary>One client of the monitor, from its request until the connection is closed.</summary>
/// <param name="socket">The connection.</param>
/// <param name="time">The clock.</param>
/// <param name="timeout">How long it may take to send the request, and to receive a part of the lines.</param>
internal sealed class MonitorClient(Socket socket, TimeProvider time, TimeSpan timeout)
{
    /// <summary>The longest request, in bytes.</summary>
    public const int MaximumRequest = 4096;

    // Short enough for a person, and long enough to need hardly any processor time.
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(50);

    private readonly Dictionary<string, string> _questions = new(StringComparer.Ordinal);

    /// <summary>The kinds of records for a level.</summary>
    public static TapKinds KindsOf(MonitorLevel level) =>
        level == MonitorLevel.Bytes ? TapKinds.Sent | TapKinds.Arrived | TapKinds.Ended : TapKinds.Sent | TapKinds.Ended;

    /// <summary>Reads the one line that a client sends.</summary>
    /// <exception cref="JsonException">The line is no request.</exception>
    /// <exception cref="OperationCanceledException">No line arrived in time.</exception>
    public async Task<MonitorRequest> ReadRequestAsync(CancellationToken stop)
    {
        using CancellationTokenSource limit = new(timeout, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        byte[] buffer = new byte[MaximumRequest];
        int length = 0;
        while (true)
        {
            if (length == buffer.Length)
            {
                throw new JsonException($"The line has more than {MaximumRequest} bytes.");
            }

            int count = await socket.ReceiveAsync(buffer.AsMemory(length), SocketFlags.None, either.Token).ConfigureAwait(false);
            if (count == 0)
            {
                throw new IOException("The client closed the connection before its request.");
            }

            length += count;
            int end = buffer.AsSpan(0, length).IndexOf((byte)'\n');
            if (end >= 0)
            {
                return JsonSerializer.Deserialize(buffer.AsSpan(0, end), MonitorJson.Default.MonitorRequest) is { } request
                    && Enum.IsDefined(request.Level) ? request : throw new JsonException("A part of the request is missing.");
            }
        }
    }

    /// <summary>Sends the reason for a refusal.</summary>
    public async Task RefuseAsync(string reason, CancellationToken stop)
    {
        using MemoryStream line = new();
        Add(line, new MonitorWelcome(null, null, reason), MonitorJson.Default.MonitorWelcome);
        await SendAsync(line, stop).ConfigureAwait(false);
        socket.Shutdown(SocketShutdown.Send);
    }

    /// <summary>Sends the records of the listener, until the client closes the connection or stops reading.</summary>
    public async Task StreamAsync(TapListener listener, MonitorWelcome welcome, CancellationToken stop)
    {
        using CancellationTokenSource closed = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task watching = WaitForCloseAsync(closed);
        try
        {
            using MemoryStream lines = new();
            Add(lines, welcome, MonitorJson.Default.MonitorWelcome);
            using PeriodicTimer timer = new(s_period, time);
            do
            {
                foreach ((TapRecord record, byte[] bytes) in listener.Read())
                {
                    if (LineOf(record, bytes, welcome.Level!.Value) is { } line)
                    {
                        Add(lines, line, MonitorJson.Default.MonitorLine);
                    }
                }

                await SendAsync(lines, closed.Token).ConfigureAwait(false);
                lines.SetLength(0);
            }
            while (await timer.WaitForNextTickAsync(closed.Token).ConfigureAwait(false));
        }
        finally
        {
            await closed.CancelAsync().ConfigureAwait(false);
            await watching.ConfigureAwait(false);
        }
    }

    private static void Add<T>(MemoryStream lines, T line, JsonTypeInfo<T> type)
    {
        JsonSerializer.Serialize(lines, line, type);
        lines.WriteByte((byte)'\n');
    }

    private MonitorLine? LineOf(in TapRecord record, byte[] bytes, MonitorLevel level)
    {
        string? hex = bytes.Length > 0 ? Convert.ToHexString(bytes) : null;
        string when = record.Time.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        long? dropped = record.Dropped > 0 ? record.Dropped : null;
        string link = $"{record.Device} {record.Peer}";
        (string question, string answer) = record.Answers ? ("in", "out") : ("out", "in");
        if (record.Kind == TapKinds.Ended)
        {
            string outcome = record.Outcome switch
            {
                TapOutcome.Answered => "answered",
                TapOutcome.Silent => "silent",
                TapOutcome.Noise => "noise",
                _ => "failed",
            };
            string direction = record.Outcome == TapOutcome.Noise ? "in" : answer;
            if (level != MonitorLevel.Outcomes)
            {
                return new MonitorLine(when, record.Device, direction, hex, outcome, null, dropped, record.Peer);
            }

            string? asked = record is { Answers: true, Outcome: TapOutcome.Noise } ? null : _questions.GetValueOrDefault(link);
            return new MonitorLine(when, record.Device, direction, null, outcome, asked, dropped, record.Peer);
        }

        bool sent = record.Kind == TapKinds.Sent;
        if (level != MonitorLevel.Outcomes)
        {
            bool? whole = sent && record.Answers ? true : null;
            return new MonitorLine(when, record.Device, sent ? question : "in", hex, null, null, dropped, record.Peer, whole);
        }

        _questions[link] = hex ?? "";
        return dropped is null ? null : new MonitorLine(when, record.Device, question, null, null, hex, dropped, record.Peer);
    }

    // Further bytes of the client are ignored; only the end of the connection matters.
    private async Task WaitForCloseAsync(CancellationTokenSource closed)
    {
        byte[] ignored = new byte[256];
        try
        {
            while (await socket.ReceiveAsync(ignored, SocketFlags.None, closed.Token).ConfigureAwait(false) > 0)
            {
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // The connection is lost, or the stream has ended: both are handled alike.
        }

        await closed.CancelAsync().ConfigureAwait(false);
    }

    private async Task SendAsync(MemoryStream lines, CancellationToken stop)
    {
        ReadOnlyMemory<byte> left = lines.GetBuffer().AsMemory(0, (int)lines.Length);
        while (!left.IsEmpty)
        {
            using CancellationTokenSource limit = new(timeout, time);
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
            left = left[await socket.SendAsync(left, SocketFlags.None, either.Token).ConfigureAwait(false)..];
        }
    }
}
