using System.Collections.Concurrent;
using Edge.Domain;
using Edge.Formulas;
using Edge.Pipeline.Live;
using Edge.Pipeline.Loop;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TestKit;
using TestKit.Journals;
using TestKit.Logs;

namespace Edge.Pipeline.Tests;

/// <summary>A driver that returns the answers of the test.</summary>
internal class TestDriver(ConcurrentQueue<string> order) : IFieldDriver
{
    private readonly ConcurrentQueue<PollResult> _answers = new();

    public int Polls;

    public int Acknowledged;

    /// <summary>The answer when none is queued; null: the poll does not end.</summary>
    public Func<PollResult>? Always { get; set; }

    /// <summary>What a poll waits for before its answer, or null.</summary>
    public Func<CancellationToken, Task>? Takes { get; set; }

    public string Device => "comaster";

    public void Answer(Scan scan) => _answers.Enqueue(new PollResult(scan));

    public async ValueTask<PollResult> PollAsync(CancellationToken cancellationToken)
    {
        order.Enqueue("poll");
        _ = Interlocked.Increment(ref Polls);
        if (Takes is { } takes)
        {
            await takes(cancellationToken);
        }

        if (_answers.TryDequeue(out PollResult next))
        {
            return next;
        }

        if (Always is { } always)
        {
            return always();
        }

        await Task.Delay(Timeout.Infinite, cancellationToken);
        return default;
    }

    public void Acknowledge()
    {
        order.Enqueue("acknowledge");
        _ = Interlocked.Increment(ref Acknowledged);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

internal sealed class TestDriverThatPacesItself(ConcurrentQueue<string> order) : TestDriver(order), IPacesItself;

/// <summary>A pipeline with a breaker, a measurement, three elements, and a clock that the test advances.</summary>
internal sealed class Plant : IAsyncDisposable
{
    public const int Breaker = 0;
    public const int Power = 1;

    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _loops = [];

    public Plant(
        bool pacesItself = false, Profile? profile = null, Plant? after = null, PipelineLoop? predecessor = null,
        TimeSpan? maximumAge = null)
    {
        Journal = after?.Journal ?? new MemoryJournal { Appended = () => Order.Enqueue("journal") };
        Time = after?.Time ?? new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        Driver = pacesItself ? new TestDriverThatPacesItself(Order) : new TestDriver(Order);
        profile ??= Profile;
        Pipeline = new PipelineLoop(
            profile, FormulaEngine.Build(profile), Journal,
            [new DeviceSource { Device = "comaster", Points = [0, 1], MaximumAge = maximumAge ?? TimeSpan.FromSeconds(3) }], Time, Logged,
            predecessor: predecessor);
        Watch = Pipeline.Board.Watch();
        _loops.Add(Pipeline.RunAsync(_stop.Token));
    }

    public static Profile Profile { get; } = new()
    {
        Hash = "h",
        Ieds = [new IedDefinition(1, 1, 1, 6, 1, 1, "COMaster")],
        Digitals = [new DigitalPoint("LA152B03", "Breaker", new MaraInput(0, 1, 1, 0, 0), false, 2, null)],
        Analogs = [new AnalogPoint("LA1PA_03", "P", "kW", new MaraChannel(0, 1, 1, 0), 2.0, null, null, null, 0)],
        Elements =
        [
            new Element("LA152B03", "Breaker", null, 3, null, null, "LA", false),
            new Element("LA1PA_03", "Power", null, null, null, null, "LA", false),
            new Element("NAME", "A name", "52", null, 99, null, "LA", false),
        ],
        Formulas =
        [
            new FormulaRow("LA152B03", ElementAttribute.Fill, "SI(di.LA152B03.value, 1, 5)", 2),
            new FormulaRow("LA1PA_03", ElementAttribute.Text, "str(ai.LA1PA_03.value*ai.LA1PA_03.escala)", 3),
        ],
        Colours =
        [
            new PaletteColour(1, "ocre", "#d7a15b", ""), new PaletteColour(5, "azul", "#0000ff", ""),
            new PaletteColour(3, "gris", "#808080", ""),
        ],
        Screens = [],
        StateTexts = [],
    };

    public ConcurrentQueue<string> Order { get; } = new();

    public FakeTimeProvider Time { get; }

    public MemoryJournal Journal { get; }

    public TestDriver Driver { get; }

    public Notes<PipelineLoop> Logged { get; } = new();

    public PipelineLoop Pipeline { get; }

    public BoardWatch Watch { get; }

    public Dictionary<int, PointState> Points { get; } = [];

    public Dictionary<int, ElementDisplay> Elements { get; } = [];

    /// <summary>Reads the changes of the board, as a publisher does.</summary>
    public Plant Refresh()
    {
        BoardChanges changes = new();
        Watch.Drain(changes);
        foreach ((int point, PointState state) in changes.Points)
        {
            Points[point] = state;
        }

        foreach ((int element, ElementDisplay display) in changes.Elements)
        {
            Elements[element] = display;
        }

        return this;
    }

    public Scan Scan(int breaker, int power, params FieldEvent[] events) => new()
    {
        Device = "comaster",
        Time = Time.GetUtcNow(),
        Readings = new Reading[]
        {
            new(Breaker, PointValue.Binary(breaker != 0), QualityState.Good), new(Power, PointValue.Whole(power), QualityState.Good),
        },
        Events = [.. events],
    };

    public FieldEvent Event() => new()
    {
        Device = new("1"),
        Content = new StateChange(false),
        Tag = "LA152B03",
        Time = Time.GetUtcNow(),
        Received = Time.GetUtcNow(),
    };

    public async Task SubmitAsync(Scan scan) => Assert.True(await Pipeline.SubmitAsync(scan, TestContext.Current.CancellationToken));

    /// <summary>Starts a loop that polls the driver.</summary>
    public void Poll(ILogger<FieldLoop>? log = null) => _loops.Add(
        new FieldLoop(Driver, Pipeline, new FieldLoopOptions(), Time, log ?? NullLogger<FieldLoop>.Instance).RunAsync(_stop.Token));

    /// <summary>Advances the clock in small steps until the condition holds.</summary>
    public async Task AdvanceUntilAsync(Func<bool> condition, TimeSpan limit, string what)
    {
        for (TimeSpan elapsed = TimeSpan.Zero; elapsed < limit; elapsed += PipelineLoop.CheckInterval)
        {
            long iterations = Pipeline.Iterations;
            Time.Advance(PipelineLoop.CheckInterval);
            await Eventually.TrueAsync(() => Pipeline.Iterations > iterations, "the loop runs", TestContext.Current.CancellationToken);
            if (condition())
            {
                return;
            }
        }

        Assert.Fail($"Not within {limit} of the clock: {what}.");
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (Task loop in _loops.Where(loop => !loop.IsCompletedSuccessfully))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loop);
        }

        _stop.Dispose();
    }
}
