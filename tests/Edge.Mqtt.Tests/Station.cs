using Edge.Domain;
using Edge.Pipeline;
using Edge.Pipeline.Live;
using Edge.Pipeline.Loop;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TestKit.Journals;

namespace Edge.Mqtt.Tests;

/// <summary>A small substation and a publisher of it that runs until it is disposed.</summary>
internal sealed class Station : IAsyncDisposable
{
    public const string Root = "edge/v1/la-prueba/";
    public const string State = Root + "state";
    public const string Event = Root + "event";
    public const string Energy = Root + "energy";

    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private bool _stopped;

    public Station(
        int port, MemoryJournal journal, Func<MqttOptions, MqttOptions>? options = null, Profile? profile = null,
        ILogger<MqttPublisher>? logger = null,
        ElementRequestHandler? requests = null)
    {
        Profile = profile ?? Small;
        Journal = journal;
        Board = new LiveBoard(Profile.Digitals.Length + Profile.Analogs.Length, Profile.Elements.Length, ["comaster"], Start);
        MqttOptions plain = new()
        {
            Host = "127.0.0.1",
            Port = port,
            ClientId = "edge-la-prueba",
            Gather = TimeSpan.FromMilliseconds(10),
            RetryMinimum = TimeSpan.FromMilliseconds(50),
            RetryMaximum = TimeSpan.FromMilliseconds(200),
            CursorLag = TimeSpan.FromMilliseconds(100),
        };
        Publisher = new MqttPublisher(
            options?.Invoke(plain) ?? plain,
            new SiteDescription
            {
                Site = "la-prueba",
                Name = "ET La Prueba",
                TimeZone = "America/Argentina/Buenos_Aires",
                Profile = Profile,
                ElementUnits = [.. Profile.Elements.Select(_ => (string?)null)],
                Software = "edge 9.9.9",
            },
            Board, journal, TimeProvider.System, logger ?? NullLogger<MqttPublisher>.Instance, requests);
        PublisherLoop loop = new(journal, Publisher, Board, TimeProvider.System, NullLogger<PublisherLoop>.Instance);
        _running = Task.WhenAll(
            [
                Publisher.RunAsync(_stop.Token), EndQuietlyAsync(loop.RunAsync(_stop.Token)),
                .. Publisher.Feeds.Select(feed => EndQuietlyAsync(feed.Run(_stop.Token))),
            ]);
    }

    public static Profile Small { get; } = new()
    {
        Hash = new string('a', 64),
        Ieds = [new IedDefinition(1, 1, 1, 6, 3, 4, "COMaster"), new IedDefinition(2, 4, 2, 6, 1, 2, "Feeder 3")],
        Digitals =
        [
            new DigitalPoint("LA152B03", "Feeder 3 breaker", new MaraInput(0, 4, 4, 0, 0), false, 2, 7),
            new DigitalPoint("LA1-ODD/TAG", "A tag that no topic takes", new MaraInput(0, 4, 4, 0, 1), false, 1, null),
        ],
        Analogs = [new AnalogPoint("LA1PA_03", "Feeder 3 P", "kW", new MaraChannel(0, 4, 5, 0), 2.0, 0.5, 0, 8000, 0)],
        Elements =
        [
            new Element("LA152B03", "Breaker", null, 1, null, null, "LA", false),
            new Element("LA1PA_03", "Power", null, null, null, null, "LA", false),
            new Element("LA_OLD", "Out of use", null, null, null, null, "LA", true),
        ],
        Formulas = [],
        Colours = [new PaletteColour(1, "ocre", "#d7a15b", "13.2 kV")],
        Screens =
        [
            new Screen("VS", "Valle Sur", "VS", null, "<svg id=\"vs\"/>"), new Screen("LA", "La Prueba", "LA", "VS", "<svg id=\"la\"/>"),
        ],
        StateTexts = [new StateText(7, 0, "abierto"), new StateText(7, 1, "cerrado")],
    };

    public Profile Profile { get; }

    public MemoryJournal Journal { get; }

    public LiveBoard Board { get; }

    public MqttPublisher Publisher { get; }

    public static string[] RetainedTopics =>
    [
        State, Root + "catalog", Root + "screen/VS", Root + "screen/LA", Root + "tag/LA152B03", Root + "tag/LA1PA_03",
        Root + "element/LA152B03", Root + "element/LA1PA_03",
    ];

    public void SetPower(double value) => Board.Update(
        [2], _ => new PointState(true, PointValue.Whole((int)(value / 2)), value, QualityState.Good, Start), [1],
        _ => new ElementDisplay($"{value:F2}", value, 2, null, null, QualityState.Good, null, Start));

    public void AddEvents(int count)
    {
        Journal.AddEvents(count);
        Board.NotifyJournalWritten();
    }

    public async Task StopAsync()
    {
        _stopped = true;
        await _stop.CancelAsync();
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_stopped)
        {
            await StopAsync();
        }

        _stop.Dispose();
    }

    private static async Task EndQuietlyAsync(Task loop)
    {
        try
        {
            await loop;
        }
        catch (OperationCanceledException)
        {
            // The end of the test.
        }
    }
}
