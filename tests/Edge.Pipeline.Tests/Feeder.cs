using Edge.Domain;
using Edge.Formulas;
using Edge.Pipeline.Live;
using Edge.Pipeline.Loop;
using Microsoft.Extensions.Time.Testing;
using TestKit.Journals;
using TestKit.Logs;

namespace Edge.Pipeline.Tests;

/// <summary>
/// A feeder as in the old workbook: the protection 51 and the breaker 52 of bay 05, those of a transformer in bay 01, a breaker of another
/// IED, a disconnector without contacts, and a text that operators set.
/// </summary>
internal sealed class Feeder : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    public Feeder(MemoryJournal? journal = null, params ElementState[] kept)
    {
        Journal = journal ?? new MemoryJournal();
        Journal.Kept = [.. kept];
        Pipeline = new PipelineLoop(
            Profile, FormulaEngine.Build(Profile), Journal,
            [
                new DeviceSource
                {
                    Device = "comaster", Points = [.. Enumerable.Range(0, Profile.Digitals.Length)], MaximumAge = TimeSpan.FromSeconds(3),
                },
            ],
            Time, Logged);
        Watch = Pipeline.Board.Watch();
        _loop = Pipeline.RunAsync(_stop.Token);
    }

    public static Profile Profile { get; } = new()
    {
        Hash = "h",
        Ieds = [new IedDefinition(1, 1, 1, 6, 1, 0, "COMaster")],
        Digitals =
        [
            Point("E4252B05", 2), Point("E4251_05", 0), Point("E4252B06", 2), Point("E4251_06", 0), Point("E4264_05", 1),
            Point("E4252T01", 2), Point("E4252B01", 2), Point("E4251T01", 0), Point("E4287_01", 0), Point("E4281_09", 0),
            Point("E4252B09", 2, ied: 9),
        ],
        Analogs = [],
        Elements =
        [
            Shape("E4252B05", "0"), Shape("E4251_05", "0"), Shape("E4252B06", "0"), Shape("E4251_06", "0"), Shape("E4264_05", "0"),
            Shape("E4252T01", null), Shape("E4252B01", null), Shape("E4251T01", "0"), Shape("E4287_01", "0"), Shape("E4281_09", "0"),
            Shape("E4252B09", "0"),
            Shape("E4289S05", "1"), Shape("E42TEC05", "ES"), Shape("E42ETT00", null),
        ],
        Formulas =
        [
            new FormulaRow("E4252B05", ElementAttribute.Fill, "SI(di.E4252B05.value, 3, SI(int(eg.E4252B05.text), 6, 5))", 2),
            new FormulaRow("E4289S05", ElementAttribute.Stroke, "SI(int(eg.E4289S05.text), 2, 3)", 3),
            new FormulaRow("E42ETT00", ElementAttribute.Text, "eg.E42TEC05.text", 4),
        ],
        Colours = [Colour(2, "#ee82ee"), Colour(3, "#ffffff"), Colour(5, "#0000ff"), Colour(6, "#ff0000")],
        Screens = [new Screen("E4", "", "E4", null, null)],
        StateTexts = [],
    };

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public MemoryJournal Journal { get; }

    public Notes<PipelineLoop> Logged { get; } = new();

    public PipelineLoop Pipeline { get; }

    public BoardWatch Watch { get; }

    /// <summary>Every attribute that the journal was asked to keep, in order.</summary>
    public IEnumerable<ElementState> Kept => Journal.Entries.SelectMany(e => e.Elements.ToArray());

    /// <summary>The newest display of an element, as a publisher reads it.</summary>
    public ElementDisplay this[string tag]
    {
        get
        {
            BoardChanges changes = new();
            Watch.Drain(changes);
            foreach ((int element, ElementDisplay display) in changes.Elements)
            {
                _displays[Profile.Elements[element].Tag] = display;
            }

            return _displays[tag];
        }
    }

    private readonly Dictionary<string, ElementDisplay> _displays = [];

    /// <summary>Submits a scan: these points are 1, all others 0, with these events.</summary>
    public Task PollAsync(string[] active, params (string Tag, int State)[] events) =>
        PollAsync(active, [.. events.Select(e => (e.Tag, new StateChange(e.State != 0)))]);

    /// <summary>The same with changes of any form.</summary>
    public async Task PollAsync(string[] active, (string Tag, StateChange Change)[] events)
    {
        Scan scan = new()
        {
            Device = "comaster",
            Time = Time.GetUtcNow(),
            Readings = Profile.Digitals
                .Select((p, i) => new Reading(i, PointValue.Binary(active.Contains(p.Tag)), QualityState.Good)).ToArray(),
            Events = [.. events.Select(e => new FieldEvent
            {
                Device = new("1"), Content = e.Change, Tag = e.Tag, Time = Time.GetUtcNow(), Received = Time.GetUtcNow(),
            })],
        };
        Assert.True(await Pipeline.SubmitAsync(scan, TestContext.Current.CancellationToken));
        await WaitForBoardAsync();
    }

    public Task<ElementAnswer> SetAsync(string tag, string? value, ElementAttribute attribute = ElementAttribute.Text) =>
        Pipeline.SetElementAsync(tag, attribute, value, "ana", TestContext.Current.CancellationToken);

    public Task<ElementAnswer> AcknowledgeAsync(string tag) => Pipeline.AcknowledgeAsync(tag, "ana", TestContext.Current.CancellationToken);

    /// <summary>Waits for the update of the board, which happens between the answers to two requests.</summary>
    public async Task WaitForBoardAsync() => _ = await Pipeline.RequestAsync(
        new ElementRequest(ElementAction.Set, "NOBODY", ElementAttribute.Text, null, "test"), DateTimeOffset.MaxValue,
        TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _loop);
        _stop.Dispose();
    }

    private static DigitalPoint Point(string tag, int kind, int ied = 1) => new(tag, "", new MaraInput(0, ied, 1, 0, 0), false, kind, null);

    private static Element Shape(string tag, string? text) => new(tag, "", text, null, null, null, "E4", false);

    private static PaletteColour Colour(int index, string colour) => new(index, "", colour, "");
}
