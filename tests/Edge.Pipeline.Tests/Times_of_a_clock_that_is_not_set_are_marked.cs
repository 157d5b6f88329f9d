using Edge.Domain;
using Edge.Formulas;
using Edge.Pipeline.Loop;
using Microsoft.Extensions.Time.Testing;
using TestKit;
using TestKit.Journals;
using TestKit.Logs;

namespace Edge.Pipeline.Tests;

public sealed class Times_of_a_clock_that_is_not_set_are_marked : IAsyncDisposable
{
    private static readonly TimeSpan s_behind = TimeSpan.FromDays(-240);

    private readonly FakeTimeProvider _steady = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly CancellationTokenSource _stop = new();
    private readonly MemoryJournal _journal = new();
    private readonly PlayedClock _clock;
    private readonly PipelineLoop _pipeline;
    private readonly Task _loop;
    private int _values;

    public Times_of_a_clock_that_is_not_set_are_marked()
    {
        _clock = new PlayedClock(_steady) { Offset = s_behind, IsSynchronised = false };
        _pipeline = new PipelineLoop(
            Plant.Profile, FormulaEngine.Build(Plant.Profile), _journal,
            [
                new DeviceSource { Device = "bus", Points = [1], MaximumAge = TimeSpan.FromDays(1), HasTimeOfGateway = true },
                new DeviceSource { Device = "comaster", Points = [0], MaximumAge = TimeSpan.FromDays(1) },
            ],
            _clock, new Notes<PipelineLoop>(), clock: new ClockWatch(_clock, _clock, new Notes()));
        _loop = _pipeline.RunAsync(_stop.Token);
    }

    [Fact]
    public async Task All_until_it_is_set_and_none_after_it()
    {
        await SubmitAsync("comaster", Event(TimeMarks.None), Event(TimeMarks.Gateway));
        await SubmitAsync("bus", Event(TimeMarks.None), Event(TimeMarks.Ambiguous));
        Assert.Equal(GatewayClock.NotSet, _pipeline.Board.Clock);

        // Stamped before, handled after.
        Scan late = ScanOf("comaster", Event(TimeMarks.Gateway));
        _steady.Advance(TimeSpan.FromMilliseconds(100));
        _clock.Set(TimeSpan.Zero);
        Assert.True(await _pipeline.SubmitAsync(late, TestContext.Current.CancellationToken));
        FieldEvent ofBefore = Event(TimeMarks.None) with { Time = _clock.GetUtcNow() + s_behind };
        await SubmitAsync("bus", Event(TimeMarks.None), Event(TimeMarks.Gateway), ofBefore);
        Assert.Equal(GatewayClock.Synchronised, _pipeline.Board.Clock);

        JournalEntry[] entries = [.. _journal.Entries.Where(e => e.Events.Length > 0)];
        Assert.Equal(
            [GatewayClock.NotSet, GatewayClock.NotSet, GatewayClock.Synchronised, GatewayClock.NotSet, GatewayClock.Synchronised],
            entries.Select(e => e.Clock));
        Assert.Equal([TimeMarks.None, TimeMarks.Gateway | TimeMarks.Unsynchronised], Marks(entries[0]));
        Assert.Equal([TimeMarks.Unsynchronised, TimeMarks.Ambiguous | TimeMarks.Unsynchronised], Marks(entries[1]));
        Assert.Equal(GatewayFinding.GatewayClockSet, entries[2].Events[0].Content.Finding?.Kind);
        Assert.Equal([TimeMarks.Gateway | TimeMarks.Unsynchronised], Marks(entries[3]));
        Assert.Equal([TimeMarks.None, TimeMarks.Gateway, TimeMarks.Unsynchronised], Marks(entries[4]));
    }

    [Fact]
    public async Task A_journal_that_fails_gets_the_jump_when_it_works()
    {
        await SubmitAsync("comaster");
        _journal.Disk = Disk.Full;
        _steady.Advance(TimeSpan.FromSeconds(1));
        _clock.Set(TimeSpan.Zero);
        Assert.False(await _pipeline.SubmitAsync(ScanOf("comaster"), TestContext.Current.CancellationToken));
        _journal.Disk = Disk.Sound;
        await SubmitAsync("bus", Event(TimeMarks.Gateway));

        Assert.Single(_journal.Entries, e => e.Events.Any(one => one.Content.Finding?.Kind == GatewayFinding.GatewayClockSet));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _loop);
        _stop.Dispose();
    }

    private static TimeMarks[] Marks(JournalEntry entry) => [.. entry.Events.Select(e => e.Marks)];

    private FieldEvent Event(TimeMarks marks) => new()
    {
        Device = new("1"),
        Content = new StateChange(false),
        Tag = "LA152B03",
        Time = _clock.GetUtcNow(),
        Marks = marks,
        Received = _clock.GetUtcNow(),
    };

    private Scan ScanOf(string device, params FieldEvent[] events) => new()
    {
        Device = device,
        Time = _clock.GetUtcNow(),
        Readings = new Reading[] { new(device == "bus" ? 1 : 0, PointValue.Whole(++_values), QualityState.Good) },
        Events = [.. events],
    };

    private async Task SubmitAsync(string device, params FieldEvent[] events) =>
        Assert.True(await _pipeline.SubmitAsync(ScanOf(device, events), TestContext.Current.CancellationToken));
}
