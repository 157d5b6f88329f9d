using Edge.Domain;
using Edge.Formulas;
using Edge.Pipeline.Energy;
using Edge.Pipeline.Loop;
using Microsoft.Extensions.Time.Testing;
using TestKit;
using TestKit.Field;
using TestKit.Journals;
using TestKit.Logs;

namespace Edge.Pipeline.Tests.Energy;

public sealed class The_pipeline_checks_the_energies
{
    private static readonly DateTimeOffset s_begin = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_finding_is_written_once_in_the_entry_of_its_energy()
    {
        await using Rig rig = new();
        Assert.True(await rig.SubmitAsync(Energy(1)));
        rig.Journal.Disk = Disk.Full;
        Scan scan = rig.Scan(Energy(3));
        Assert.False(await rig.Pipeline.SubmitAsync(scan, Stop));
        rig.Journal.Disk = Disk.Sound;
        Assert.True(await rig.Pipeline.SubmitAsync(scan, Stop));
        FieldEvent[] events = [.. rig.Journal.Entries[^1].Events];
        Assert.Equal([FieldEventKind.Energy, FieldEventKind.Finding], events.Select(e => e.Kind));
        Assert.Equal((At(2), GatewayFinding.EnergyMissing), (events[1].Time, events[1].Finding));
    }

    [Fact]
    public async Task An_overdue_period_is_written_though_nothing_else_comes()
    {
        await using Rig rig = new();
        Assert.True(await rig.SubmitAsync(Energy(1)));
        for (DateTimeOffset until = At(2).AddMinutes(12); rig.Time.GetUtcNow() < until;)
        {
            long iterations = rig.Pipeline.Iterations;
            rig.Time.Advance(TimeSpan.FromMinutes(1));
            await Eventually.TrueAsync(() => rig.Pipeline.Iterations > iterations, "the loop runs", Stop);
            _ = await rig.SubmitAsync();
        }

        await Eventually.TrueAsync(() => rig.Journal.Entries.Count(e => e.Events.Length == 1) == 2, "it is written", Stop);
        Assert.Equal(At(2), rig.Journal.Entries[^1].Events[0].Time);
    }

    [Fact]
    public async Task No_reference_to_the_memory_of_a_scan_is_held()
    {
        await using Rig rig = new();
        FieldEvent[] memory = [Energy(1) with { Tag = "P1", Description = "Potencia 1" }];
        Assert.True(await rig.Pipeline.SubmitAsync(rig.Scan() with { Events = new FieldEvents(memory) }, Stop));
        memory[0] = Energy(3) with { Tag = "P1", Description = "Potencia 1" };
        Assert.True(await rig.Pipeline.SubmitAsync(rig.Scan() with { Events = new FieldEvents(memory) }, Stop));

        // The period between them is missing: the book copied the first one. The entries of the journal do not change either.
        memory[0] = Energy(9) with { Device = new("9"), Content = new EnergyCount(EnergyKind.Period, Channel: 7, Count: 1) };
        FieldEvent[] journaled = [.. rig.Journal.Entries.SelectMany(e => e.Events)];
        Assert.Equal([At(1), At(3), At(2)], journaled.Select(e => e.Time));
        Assert.All(journaled, e => Assert.Equal((new DeviceId("2"), 0, "P1"), (e.Device, e.Channel, e.Tag)));
    }

    [Fact]
    public async Task A_restart_reads_only_the_part_of_the_journal_that_it_needs()
    {
        MemoryJournal journal = History(100_000);
        FieldEvent[] read = [.. EnergyHistory.Read(journal, s_begin - EnergyHistory.Span)];

        // Four records a minute, each sixtieth an energy: 26 hours have 6240 of them, including both ends.
        Assert.Equal(105, read.Length);
        Assert.True(read[0].Received >= s_begin - EnergyHistory.Span);
        Assert.InRange(journal.RecordsRead, 6240, 7000);

        await using Rig rig = new(journal);
        Assert.True(await rig.SubmitAsync(Energy(2)));
        Assert.Equal(At(1), Assert.Single(rig.Journal.Entries[^1].Events, e => e.Kind == FieldEventKind.Finding).Time);
    }

    /// <summary>One record every 15 s up to the begin; each sixtieth is the energy of a quarter of an hour.</summary>
    private static MemoryJournal History(int records)
    {
        MemoryJournal journal = new();
        for (int seq = 1; seq <= records; seq++)
        {
            DateTimeOffset time = s_begin - ((records - seq) * TimeSpan.FromSeconds(15));
            if ((records - seq) % 60 != 0)
            {
                journal.AddSamples(time);
                continue;
            }

            EnergyCount count = new(EnergyKind.Period, 0, seq);
            journal.Add(Energy(0) with { Time = time, Received = time, Content = count }, time);
        }

        return journal;
    }

    private static DateTimeOffset At(int period) => s_begin + (period * TimeSpan.FromMinutes(15));

    private static FieldEvent Energy(int period) => new()
    {
        Device = new("2"),
        Content = new EnergyCount(EnergyKind.Period, Channel: 0, Count: 10 + period),
        Time = At(period),
        Received = At(period),
    };

    private sealed class Rig : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _loop;

        public Rig(MemoryJournal? history = null)
        {
            Profile profile = Plant.Profile;
            Journal = history ?? new MemoryJournal();
            Pipeline = new PipelineLoop(
                profile, FormulaEngine.Build(profile), Journal,
                [new DeviceSource { Device = "comaster", Points = [0, 1], MaximumAge = TimeSpan.FromDays(1) }], Time,
                new Notes<PipelineLoop>(), new EnergyBook(new EnergyBookOptions { Zone = TimeZoneInfo.Utc }));
            _loop = Pipeline.RunAsync(_stop.Token);
        }

        public FakeTimeProvider Time { get; } = new(s_begin.AddMinutes(15));

        public MemoryJournal Journal { get; }

        public PipelineLoop Pipeline { get; }

        public Scan Scan(params FieldEvent[] events) =>
            new() { Device = "comaster", Time = Time.GetUtcNow(), Readings = ReadOnlyMemory<Reading>.Empty, Events = [.. events] };

        public async Task<bool> SubmitAsync(params FieldEvent[] events) => await Pipeline.SubmitAsync(Scan(events), Stop);

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _loop);
            _stop.Dispose();
        }
    }
}
