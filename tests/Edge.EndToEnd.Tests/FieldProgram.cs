using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using TestKit;

namespace Edge.EndToEnd.Tests;

/// <summary>The simulator as a program, with its control port.</summary>
internal sealed class FieldProgram : IAsyncDisposable
{
    private readonly RunningProgram _program;
    private TcpClient? _control;
    private StreamReader? _answers;

    private readonly List<string> _log = [];
    private int _events;

    private FieldProgram(string[] more) => _program = new RunningProgram(
        "firmware-sim/FirmwareSim.Host", "firmware-sim",
        ["--listen", "127.0.0.1:0", "--control", "127.0.0.1:0", "--incidents-every", "never", .. more]);

    /// <summary>Where its concentrator listens; 0 without one.</summary>
    public int Port { get; private set; }

    /// <summary>Starts it.</summary>
    /// <param name="stop">The stop of the test.</param>
    /// <param name="more">More options than a quiet plant on free ports needs.</param>
    public static async Task<FieldProgram> StartAsync(CancellationToken stop, params string[] more)
    {
        FieldProgram field = new(more);
        field._program.Start();
        try
        {
            // What it says of its ports stands in front of this.
            int control = PortOf(await field._program.HearAsync("control on ", stop));
            field.Port = field._program.Said.Contains("listening on ", StringComparison.Ordinal)
                ? PortOf(await field._program.HearAsync("listening on ", stop)) : 0;
            field._control = new TcpClient("127.0.0.1", control);
            field._answers = new StreamReader(field._control.GetStream());
            return field;
        }
        catch
        {
            await field.DisposeAsync();
            throw;
        }
    }

    /// <summary>Gives an order that must succeed.</summary>
    public async Task<string> TellAsync(string order, CancellationToken stop)
    {
        await _control!.GetStream().WriteAsync(Encoding.UTF8.GetBytes(order + "\n"), stop);
        string answer = await _answers!.ReadLineAsync(stop) ?? throw new EndOfStreamException("The simulator closed the connection.");
        Assert.StartsWith("ok ", answer, StringComparison.Ordinal);
        return answer[3..];
    }

    public async Task<JsonElement> StatusAsync(CancellationToken stop) =>
        JsonDocument.Parse(await TellAsync("status", stop)).RootElement;

    /// <summary>How many questions it has heard, over the network and on its buses.</summary>
    public async Task<long> HeardAsync(CancellationToken stop)
    {
        JsonElement status = await StatusAsync(stop);
        long heard = status.GetProperty("heard").GetInt64();
        return status.GetProperty("buses") is { ValueKind: JsonValueKind.Array } buses
            ? heard + buses.EnumerateArray().Sum(bus => bus.GetProperty("questions").GetInt64())
            : heard;
    }

    /// <summary>Waits until it has heard more questions than so many.</summary>
    public Task AskedAfterAsync(long count, string what, CancellationToken stop) =>
        Eventually.TrueAsync(async () => await HeardAsync(stop) > count, what, stop);

    /// <summary>
    /// What the devices recorded since the start, in their order, each as its ten bytes in hex. The simulator keeps the latest 5000: where
    /// there are more, this must be asked for in between.
    /// </summary>
    public async Task<IReadOnlyList<string>> LogAsync(CancellationToken stop)
    {
        string[] words = (await TellAsync("log", stop)).Split(' ');
        int more = int.Parse(words[0], CultureInfo.InvariantCulture) - _log.Count;
        Assert.True(more < words.Length, $"{more} events were recorded since the log was read, more than it keeps.");
        _log.AddRange(words[^more..]);
        _events += words[^more..].Count(hex => !Recorded.IsEnergy(hex));
        return [.. _log];
    }

    /// <summary>How many events the devices recorded, energies left out.</summary>
    public async Task<int> CountAsync(CancellationToken stop)
    {
        _ = await LogAsync(stop);
        return _events;
    }

    /// <summary>What the devices recorded, in their order, energies left out.</summary>
    public async Task<IReadOnlyList<Recorded>> RecordedAsync(CancellationToken stop) => Recorded.Of(await LogAsync(stop));

    /// <summary>The energies that the devices recorded, in their order.</summary>
    public async Task<IReadOnlyList<Recorded>> EnergiesAsync(CancellationToken stop) => Recorded.EnergiesOf(await LogAsync(stop));

    /// <summary>
    /// Waits until nothing is on its way in the plant: a breaker that was closed says eight seconds later that its spring is wound, and
    /// what was recorded is whole only then.
    /// </summary>
    public async Task AtRestAsync(CancellationToken stop)
    {
        await Eventually.TrueAsync(
            async () => (await StatusAsync(stop)).GetProperty("winding").GetArrayLength() == 0, "every spring is wound", stop);

        // What the plant did last is recorded within the poll that follows it; a round of a bus asks each of its IEDs.
        const int TwoRounds = 2 * 12;
        bool isBus = (await StatusAsync(stop)).GetProperty("buses").ValueKind == JsonValueKind.Array;
        long heard = await HeardAsync(stop);
        await AskedAfterAsync(heard + (isBus ? TwoRounds : 1), "the gateway asks the field twice", stop);
    }

    public async ValueTask DisposeAsync()
    {
        _answers?.Dispose();
        _control?.Dispose();
        await _program.DisposeAsync();
    }

    private static int PortOf(string endPoint) => int.Parse(endPoint[(endPoint.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture);
}
