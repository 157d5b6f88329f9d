using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Edge.Domain;
using Edge.Field.Mara.Outstation;
using Edge.Pipeline;
using TestKit;
using TestKit.Field;
using TestKit.Journals;
using TestKit.Logs;

namespace Edge.Field.Mara.Tests.Outstation;

/// <summary>A server on a real socket over a journal in memory; it can be restarted with nothing kept but the journal.</summary>
internal sealed class Site : IAsyncDisposable
{
    /// <summary>Two IEDs behind the concentrator: 6 + 6 + 6 bytes, 2 + 1 + 1 and 1 + 1 + 2 words.</summary>
    public static readonly ImmutableArray<IedDefinition> Ieds =
    [
        new(1, 3, 3, 6, 1, 2, ""), new(2, 1, 1, 6, 2, 1, ""), new(3, 2, 2, 6, 1, 1, ""),
    ];

    private CancellationTokenSource _stop = new();
    private OutstationServer? _server;
    private Task _running = Task.CompletedTask;
    private int _made;

    public Site(
        OutstationOptions? options = null, ImmutableArray<IedDefinition>? ieds = null, TimeProvider? time = null,
        MemoryJournal? journal = null)
    {
        Journal = journal ?? new MemoryJournal();
        Options = options ?? new() { Clients = [new() { Name = "centre" }] };
        Options = Options with { Listen = new IPEndPoint(IPAddress.Loopback, 0), QuestionsPerSecond = 1_000_000 };
        Time = time ?? TimeProvider.System;
        Image = new StationImage(ieds ?? Ieds, Time, TimeSpan.FromHours(1));
    }

    public OutstationOptions Options { get; set; }

    public TimeProvider Time { get; }

    public StationImage Image { get; }

    public MemoryJournal Journal { get; }

    public Notes<OutstationServer> Notes { get; } = new();

    public FakeField? Field { get; set; }

    public List<string> Made { get; } = [];

    public int Port => _server!.Endpoint!.Port;

    /// <summary>How many connections the server holds.</summary>
    public int Connections => _server!.Connections;

    public static byte[] Event(int number) =>
        [0x02, 0x83, 26, 7, 1, 8, (byte)(number / 65536), (byte)(number / 256 % 256), (byte)number, 0x40];

    /// <summary>So many events happen behind this concentrator.</summary>
    public void Happen(int count = 1)
    {
        for (int i = 0; i < count; i++)
        {
            byte[] native = Event(_made++);
            Made.Add(Convert.ToHexString(native));
            Journal.Happen(native);
        }
    }

    public async Task StartAsync()
    {
        _stop = new CancellationTokenSource();
        _server = new OutstationServer(
            Options, Image, Journal, Field is { } field ? new FieldAccess(field, field) : null, Station.Zone, Time, Notes);
        _running = _server.RunAsync(_stop.Token);
        await Eventually.TrueAsync(
            () => _server.Endpoint is not null || _running.IsFaulted, "it listens", TestContext.Current.CancellationToken);
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _running);
        _running = Task.CompletedTask;
        _server!.Dispose();
        _server = null;
        _stop.Dispose();
    }

    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    /// <summary>Sends a question and breaks the connection without a look at the answer.</summary>
    public static async Task SendOnlyAsync(ControlCentre centre)
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        if (!centre.IsConnected)
        {
            await centre.ConnectAsync(stop);
        }

        try
        {
            await centre.SendAsync(centre.Question(), stop);
        }
        catch (SocketException)
        {
            // The server had restarted meanwhile.
        }

        centre.Drop();
    }

    public ControlCentre Centre(byte source = 0x40, bool alternates = false) => new(() => Port, source, alternates);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await StopAsync();
        }
    }
}

/// <summary>The way to a field that the test plays.</summary>
internal sealed class FakeField : IFieldPassThrough, ITakesOrders
{
    public ConcurrentQueue<string> Asked { get; } = [];

    public Func<byte, byte[], Task<PassThroughAnswer>> Answer { get; set; } = (_, data) => Task.FromResult(PassThroughAnswer.Of(data));

    public async ValueTask<PassThroughAnswer> AskAsync(byte command, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        Asked.Enqueue($"{command:X2} {Convert.ToHexString(data.Span)}");
        return await Answer(command, data.ToArray()).WaitAsync(cancellationToken);
    }

    public async ValueTask<OrderAnswer> OrderAsync(FieldOrder order, CancellationToken cancellationToken)
    {
        MaraOutputAddress output = Assert.IsType<MaraOutputAddress>(order.Output);
        Assert.NotEmpty(order.By);
        PassThroughAnswer answer = await AskAsync(0x13, new byte[] { output.Port, output.Bit, order.State }, cancellationToken);
        return answer.Outcome switch
        {
            PassThroughOutcome.Answered => new OrderAnswer(OrderOutcome.Done),
            PassThroughOutcome.Refused => new OrderAnswer(OrderOutcome.Refused, answer.Detail),
            PassThroughOutcome.NotPossible => new OrderAnswer(OrderOutcome.NotPossible, answer.Detail),
            PassThroughOutcome.LinkDown => new OrderAnswer(OrderOutcome.LinkDown, answer.Detail),
            _ => new OrderAnswer(OrderOutcome.Unknown, answer.Detail),
        };
    }

    public ValueTask<PassThroughAnswer> SetTimeAsync(DateTime local, CancellationToken cancellationToken)
    {
        Asked.Enqueue($"time {local.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture)}");
        return ValueTask.FromResult(PassThroughAnswer.Of(default));
    }
}
