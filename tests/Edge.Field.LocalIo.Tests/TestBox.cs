using System.Collections.Concurrent;
using System.Device.I2c;
using Edge.Pipeline;
using Edge.Protocols.Mara;
using Microsoft.Extensions.Time.Testing;
using TestKit.Field;
using TestKit.Logs;

namespace Edge.Field.LocalIo.Tests;

/// <summary>Lines whose edges the test makes.</summary>
internal sealed class TestLines(TimeProvider time) : IEdgeSource
{
    private readonly ConcurrentQueue<LineEdge> _edges = [];
    private readonly uint[] _sequence = new uint[64];
    private ulong _levels;

    public string Name => "test";

    public bool Broken { get; set; }

    /// <summary>What no hardware can do.</summary>
    public volatile bool Mistake;

    public int Waiting => _edges.Count;

    public int[] Lines { get; set; } = [];

    public void Set(int line, bool high, DateTimeOffset? at = null)
    {
        int index = Array.IndexOf(Lines, line);
        _levels = high ? _levels | 1UL << index : _levels & ~(1UL << index);
        _edges.Enqueue(new LineEdge(index, high, at ?? time.GetUtcNow(), ++_sequence[index]));
    }

    /// <summary>Edges for which the kernel had no room.</summary>
    public void Lose(int line, uint count) => _sequence[Array.IndexOf(Lines, line)] += count;

    /// <summary>Levels that the lines already have when they are taken.</summary>
    public void Stand(ulong levels) => _levels = levels;

    public ulong Levels() => Broken ? throw new LocalIoException("gpiochip0: the lines cannot be read: gone.") : _levels;

    public int Read(Span<LineEdge> edges, TimeSpan wait)
    {
        if (Broken)
        {
            throw new LocalIoException("gpiochip0: the lines cannot be read: gone.");
        }

        if (Mistake)
        {
            throw new ArithmeticException("ours");
        }

        int count = 0;
        while (count < edges.Length && _edges.TryDequeue(out LineEdge edge))
        {
            edges[count++] = edge;
        }

        return count;
    }

    public void Dispose()
    {
        _edges.Clear();
        Array.Clear(_sequence);
    }
}

/// <summary>A box of lines and chips, its clock moved by the test.</summary>
internal sealed class TestBox : ILocalHardware, IBoxState, IStationImage, IAsyncDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("America/Argentina/Buenos_Aires");

    public FakeTimeProvider Time { get; } = new(Noon);

    public Dictionary<string, TestLines> Chips { get; } = [];

    public Dictionary<int, SimulatedChip> Bus { get; } = [];

    /// <summary>What taking lines comes to instead.</summary>
    public LocalIoException? NoLines { get; set; }

    public bool ClockSynchronised { get; set; } = true;

    public MaraStatusBits RestartCause { get; set; } = MaraStatusBits.NoBrownOut | MaraStatusBits.NoWatchdog;

    public byte[] Variables { get; private set; } = [];

    public byte[] Digitals { get; private set; } = [];

    public byte[] Analogs { get; private set; } = [];

    public LocalIoDriver? Driver { get; private set; }

    public Notes<LocalIoDriver> Notes { get; } = new();

    public IEnumerable<string> Said(int id) => Notes.Of(id);

    public TestLines Lines(string chip)
    {
        if (!Chips.TryGetValue(chip, out TestLines? lines))
        {
            Chips.Add(chip, lines = new TestLines(Time));
        }

        return lines;
    }

    public LocalIoDriver Make(LocalIoOptions options, bool runs = false) =>
        Driver = new LocalIoDriver(options, Station.Profile, this, this, this, Time, Notes) { RunsLoops = runs };

    public static LocalIoOptions Options(params LocalDigitalInput[] inputs) =>
        new() { Device = "local", Zone = Zone, Inputs = [.. inputs] };

    /// <summary>One turn of the banks and converters, and what a poll then brings.</summary>
    public async Task<Scan> PollAsync(TimeSpan after = default)
    {
        Time.Advance(after);
        _ = await LetConvertAsync(Turn());
        PollResult result = await LetConvertAsync(Driver!.PollAsync(TestContext.Current.CancellationToken).AsTask());
        Assert.Null(result.Failure);
        Scan scan = result.Scan!.Value with { Events = result.Scan.Value.Events.Copy() };
        Driver.Acknowledge();
        return scan;
    }

    private async Task<bool> Turn()
    {
        await Driver!.StepAsync(TestContext.Current.CancellationToken);
        return true;
    }

    // Conversions wait by the clock, which moves for nothing else.
    private async Task<T> LetConvertAsync<T>(Task<T> task)
    {
        while (!task.IsCompleted)
        {
            Time.Advance(TimeSpan.FromMilliseconds(1));
            await Task.Yield();
        }

        return await task;
    }

    IEdgeSource ILocalHardware.OpenLines(string chip, ReadOnlySpan<int> lines, LinePull pull)
    {
        if (NoLines is { } failure)
        {
            throw failure;
        }

        TestLines source = Lines(chip);
        source.Lines = lines.ToArray();
        return source;
    }

    I2cDevice ILocalHardware.OpenI2c(int bus, int address) => Bus[address].Open();

    void IStationImage.Update(
        int comaster, int address, ReadOnlySpan<byte> systemVariables, ReadOnlySpan<byte> digitals, ReadOnlySpan<byte> analogs)
    {
        Assert.Equal((0, 1), (comaster, address));
        (Variables, Digitals, Analogs) = (systemVariables.ToArray(), digitals.ToArray(), analogs.ToArray());
    }

    void IStationImage.Lost(int comaster) => Assert.Fail("Local inputs are never lost as a whole.");

    public async ValueTask DisposeAsync()
    {
        if (Driver is not null)
        {
            await Driver.DisposeAsync();
        }
    }
}
