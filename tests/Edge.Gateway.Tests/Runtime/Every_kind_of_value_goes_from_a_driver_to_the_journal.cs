using Edge.Domain;
using Edge.Formulas;
using Edge.Journal;
using Edge.Pipeline;
using Edge.Pipeline.Live;
using Edge.Pipeline.Loop;
using Microsoft.Extensions.Logging.Abstractions;
using TestKit;

namespace Edge.Gateway.Tests.Runtime;

/// <summary>A driver of no protocol, the real loop, the real formulas and the real journal, which is opened again.</summary>
public sealed class Every_kind_of_value_goes_from_a_driver_to_the_journal : IDisposable
{
    private static readonly Reading[] s_readings =
    [
        new(0, PointValue.DoubleBit(DoubleBitState.Indeterminate), QualityState.Good),
        new(1, PointValue.Real(0.1f), QualityState.Of(QualityFlags.Substituted)),
        new(2, PointValue.Whole(-2_147_483_647), QualityState.Good),
        new(3, PointValue.Counter(4_294_967_290, 32), QualityState.Of(QualityFlags.Rollover)),
        new(4, PointValue.Real(1.5), QualityState.Of(QualityFlags.CommLost)),
    ];

    private static readonly Profile s_profile = new()
    {
        Hash = "h",
        Ieds = [new IedDefinition(1, 1, 1, 6, 1, 4, "")],
        Digitals = [new DigitalPoint("BREAKER", "", new MaraInput(0, 1, 1, 0, 0), false, 2, null)],
        Analogs = [Analog("REAL", 10), Analog("WHOLE", 1), Analog("COUNTER", 1), Analog("LOST", 1)],
        Elements = [Element("BREAKER"), Element("REAL"), Element("WHOLE"), Element("COUNTER"), Element("LOST")],
        Formulas =
        [
            Formula("BREAKER", "str(di.BREAKER.value)"), Formula("REAL", "str(ai.REAL.value * ai.REAL.escala)"),
            Formula("WHOLE", "str(ai.WHOLE.value)"), Formula("COUNTER", "str(ai.COUNTER.value)"), Formula("LOST", "str(ai.LOST.q)"),
        ],
        Colours = [],
        Screens = [],
        StateTexts = [],
    };

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Unharmed_and_every_formula_reads_it()
    {
        BoardChanges seen = new();
        await using (SqliteJournal journal = Open())
        {
            await using TestDriver driver = new();
            using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
            PipelineLoop pipeline = new(
                s_profile, FormulaEngine.Build(s_profile), journal,
                [new DeviceSource { Device = driver.Device, Points = [0, 1, 2, 3, 4], MaximumAge = TimeSpan.FromHours(1) }],
                TimeProvider.System, NullLogger<PipelineLoop>.Instance);
            BoardWatch watch = pipeline.Board.Watch();
            FieldLoop field = new(driver, pipeline, new FieldLoopOptions(), TimeProvider.System, NullLogger<FieldLoop>.Instance);
            Task[] loops = [pipeline.RunAsync(stop.Token), field.RunAsync(stop.Token)];
            await driver.Acknowledged.Task.WaitAsync(Stop);
            long iterations = pipeline.Iterations;
            await Eventually.TrueAsync(() => pipeline.Iterations > iterations, "the board shows the scan", Stop);
            watch.Drain(seen);
            await stop.CancelAsync();
            foreach (Task loop in loops)
            {
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loop);
            }
        }

        Dictionary<int, PointState> points = seen.Points.ToDictionary(p => p.Point, p => p.State);
        Assert.All(s_readings, r => Assert.Equal((r.Raw, r.Quality), (points[r.Point].Raw, points[r.Point].Quality)));
        Assert.Equal([3d, 0.1f * 10d, -2_147_483_647, 4_294_967_290, 1.5], s_readings.Select(r => points[r.Point].Value));

        Dictionary<int, ElementDisplay> elements = seen.Elements.ToDictionary(e => e.Element, e => e.Display);
        Assert.Equal([3d, 0.1f * 10d, -2_147_483_647, 4_294_967_290, 2], Enumerable.Range(0, 5).Select(i => elements[i].Number));
        Assert.All(elements.Values, e => Assert.Equal(Quality.Good, e.Quality.Level));

        await using SqliteJournal again = Open();
        Assert.Equal([JournalRecordKind.Samples, JournalRecordKind.Elements], again.Read(0, 10).Select(one => one.Kind));
        JournalRecord record = again.Read(0, 10)[0];
        Sample[] kept = [.. record.Samples.OrderBy(s => Array.FindIndex(s_readings, r => r.Raw == s.Raw))];
        Assert.Equal(s_readings.Select(r => (r.Raw, r.Quality, points[r.Point].Value)), kept.Select(s => (s.Raw, s.Quality, s.Value)));
    }

    private static AnalogPoint Analog(string tag, double scale) =>
        new(tag, "", "", new MaraChannel(0, 1, 1, 0), scale, null, null, null, 0);

    private static Element Element(string tag) => new(tag, "", null, null, null, null, "", false);

    private static FormulaRow Formula(string tag, string expression) => new(tag, ElementAttribute.Text, expression, 2);

    private SqliteJournal Open() => SqliteJournal.Open(
        new JournalOptions { Path = _folder.At("journal.db") }, TimeProvider.System, NullLogger<SqliteJournal>.Instance);

    /// <summary>Answers once.</summary>
    private sealed class TestDriver : IFieldDriver
    {
        private bool _answered;

        public string Device => "fake";

        public TaskCompletionSource Acknowledged { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async ValueTask<PollResult> PollAsync(CancellationToken cancellationToken)
        {
            if (_answered)
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            _answered = true;
            return new PollResult(new Scan { Device = Device, Time = TimeProvider.System.GetUtcNow(), Readings = s_readings });
        }

        public void Acknowledge() => Acknowledged.TrySetResult();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
