using Edge.Contracts.Journal;
using Edge.Domain;
using Edge.Journal;
using Edge.Mqtt;
using Edge.Pipeline.Live;
using Edge.Pipeline.Loop;
using Microsoft.Extensions.Logging.Abstractions;
using TestKit.Logs;

namespace Edge.EndToEnd.Tests.Steps;

/// <summary>What of a gateway is on the road, from one start to its end: journal, feed, publisher, connection.</summary>
internal sealed class GatewayPart : IAsyncDisposable
{
    internal const string Site = "la-prueba";

    private static readonly JournalTopics s_topics = new(Site);

    private readonly string _folder;
    private readonly CancellationTokenSource _stop = new();
    private readonly Wire _wire;
    private readonly LiveBoard _board;
    private readonly MqttPublisher _publisher;
    private Task _running = Task.CompletedTask;

    /// <summary>Opens the journal of a folder. Nothing goes out before <see cref="Run"/>.</summary>
    internal GatewayPart(string folder, int broker, TimeProvider clock, Trap trap)
    {
        _folder = folder;
        Journal = new WatchedJournal(
            SqliteJournal.Open(
                new JournalOptions { Path = Path.Combine(folder, "journal.db"), MaximumAge = TimeSpan.FromHours(1) }, clock,
                Said),
            s_topics.Historian, trap);
        _wire = new Wire(broker, s_topics.Records)
        {
            Arrived = (packet, fromBroker) =>
            {
                if ((packet, fromBroker) is (Packet.Batch, false) or (Packet.BatchConfirmed, true) or (Packet.Acknowledgement, true))
                {
                    trap.Reach(
                        packet == Packet.Batch ? Step.Published : packet == Packet.BatchConfirmed ? Step.Held : Step.AnswerDelivered);
                }
            },
            Passed = (packet, fromBroker) =>
            {
                if (fromBroker && packet is Packet.BatchConfirmed or Packet.Acknowledgement)
                {
                    trap.Reach(packet == Packet.BatchConfirmed ? Step.Confirmed : Step.AnswerReceived);
                }
            },
        };
        _board = new LiveBoard(0, 0, [], FieldPart.Start);
        _publisher = new MqttPublisher(
            new MqttOptions
            {
                Host = "127.0.0.1",
                Port = _wire.Port,
                ClientId = "edge-" + Site,
                Historians = [s_topics.Historian],
                CursorLag = TimeSpan.FromMilliseconds(1),
                Gather = TimeSpan.FromMilliseconds(10),
                RetryMinimum = TimeSpan.FromMilliseconds(20),
                AbsentMaximum = TimeSpan.FromMilliseconds(100),
                RetryMaximum = TimeSpan.FromMilliseconds(100),
                Sweep = TimeSpan.Zero,
            },
            new SiteDescription
            {
                Site = Site,
                Name = "ET La Prueba",
                TimeZone = "America/Argentina/Buenos_Aires",
                Profile = s_profile,
                ElementUnits = [],
                Software = "edge 9.9.9",
            },
            _board, Journal, TimeProvider.System, NullLogger<MqttPublisher>.Instance);
    }

    private static readonly Profile s_profile = new()
    {
        Hash = new string('a', 64),
        Ieds = [],
        Digitals = [],
        Analogs = [],
        Elements = [],
        Formulas = [],
        Colours = [],
        Screens = [],
        StateTexts = [],
    };

    internal WatchedJournal Journal { get; }

    /// <summary>What the journal logged.</summary>
    internal Notes<SqliteJournal> Said { get; } = new();

    /// <summary>Whether every reader has every record, on the disk.</summary>
    internal bool IsEverythingHandled =>
        Journal.Status.LastSeq is var last && Journal.GetCursor(s_topics.Historian) == last
        && Journal.GetCursor(MqttPublisher.CursorName) == last;

    internal void Run()
    {
        PublisherLoop loop = new(Journal, _publisher, _board, TimeProvider.System, NullLogger<PublisherLoop>.Instance);
        _running = Task.WhenAll(
            [_publisher.RunAsync(_stop.Token), QuietAsync(loop.RunAsync), .. _publisher.Feeds.Select(feed => FeedAsync(feed.Run))]);
    }

    /// <summary>It is killed: its connection breaks, and this is what its disk has. What it does afterwards has no effect.</summary>
    internal void Kill(string copy)
    {
        _wire.Cut();
        lock (Journal.Gate)
        {
            Disk.Copy(_folder, copy);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await _wire.DisposeAsync();
        await Journal.DisposeAsync();
        _stop.Dispose();
    }

    private Task FeedAsync(Func<CancellationToken, Task> run) => Task.Run(() =>
    {
        WatchedJournal.IsFeed.Value = true;
        return QuietAsync(run);
    });

    private async Task QuietAsync(Func<CancellationToken, Task> run)
    {
        try
        {
            await run(_stop.Token);
        }
        catch (OperationCanceledException)
        {
            // The end of it.
        }
    }
}
