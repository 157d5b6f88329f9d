using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Edge.Field.Links;
using Edge.Field.Time;
using Edge.Pipeline;
using Edge.Protocols.Mara;
using Microsoft.Extensions.Logging;

namespace Edge.Field.Mara.Outstation;

/// <summary>
/// Answers control centres in the place of one concentrator (Mara 1.4 §7): the same sections in the same order, and for each centre its own
/// sequence, retry buffer and queue of events. ADR 0006 describes how each event reaches each centre exactly once.
/// </summary>
public sealed class OutstationServer : IDisposable
{
    /// <summary>The prefix of the names of all control centres' readers of the journal.</summary>
    public const string ReaderPrefix = "north/";

    // More than there are places: in a flood of connections a valid one must not have to retry.
    private const int Backlog = 128;

    // At least one event must fit beside SV, DI, AI and the length byte of the events, or none could ever be sent.
    private const int MostSections = MaraFrame.MaximumData - 1 - EventFeed.EventLength;

    private static readonly TimeSpan s_check = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_upkeep = TimeSpan.FromMinutes(1);

    private readonly OutstationOptions _options;
    private readonly TimeProvider _time;
    private readonly CentreDirectory _directory;
    private readonly OutstationMetrics _metrics;
    private readonly ConnectionLog _log;
    private readonly ConnectionPlaces _places;
    private readonly Backoff _backoff;
    private IPEndPoint? _endpoint;

    /// <summary>Creates the server and registers its known centres in the journal: events are kept for them from now on.</summary>
    /// <remarks>Seven parameters: the server creates its parts itself, so it needs what each of them needs.</remarks>
    /// <param name="options">Where to listen, and whom to serve.</param>
    /// <param name="image">The last answers of the IEDs.</param>
    /// <param name="journal">The journal with the events.</param>
    /// <param name="field">The access to the field of this concentrator; null where there is none.</param>
    /// <param name="zone">The time zone of the substation's clocks.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Receives connections of centres, and unusual conditions.</param>
    /// <exception cref="ArgumentException">
    /// An option is not valid, or the concentrator cannot be served; the message says why.
    /// </exception>
    public OutstationServer(
        OutstationOptions options, StationImage image, IJournalReader journal, FieldAccess? field, TimeZoneInfo zone,
        TimeProvider time, ILogger<OutstationServer> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(image);
        ConcentratorImage concentrator = Check(options, image);
        _options = options;
        _time = time;
        CommandHandler commands = new(options, field, new StationClock(zone, time), time, logger);
        _directory = new CentreDirectory(options, journal, concentrator, commands, time, logger);
        _metrics = new OutstationMetrics(_directory, options.Comaster, time);
        _log = new ConnectionLog(options.Comaster, time, logger);
        _places = new ConnectionPlaces(options, _directory, commands, _log, time);
        _backoff = new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), time);
    }

    /// <summary>The address and port that it listens on; null while it does not.</summary>
    public IPEndPoint? Endpoint => Volatile.Read(ref _endpoint);

    /// <summary>The number of connections; those that have just ended may be included.</summary>
    public int Connections => _places.Count;

    /// <summary>The journal readers of its centres.</summary>
    public ImmutableArray<string> Readers => _directory.Readers;

    /// <summary>Checks whether an image can be served, without registering a centre.</summary>
    /// <param name="options">Where to listen, and whom to serve.</param>
    /// <param name="image">The last answers of the IEDs.</param>
    /// <exception cref="ArgumentException">
    /// An option is not valid, or the concentrator cannot be served; the message says why.
    /// </exception>
    public static void CanServe(OutstationOptions options, StationImage image)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(image);
        _ = Check(options, image);
    }

    /// <summary>Listens and serves until it is stopped. If the port cannot be opened it tries again with back-off.</summary>
    /// <param name="cancellationToken">The stop.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            Task first = await Task.WhenAny(ListenAsync(either.Token), CheckAsync(either.Token)).ConfigureAwait(false);
            await first.ConfigureAwait(false);
        }
        finally
        {
            Volatile.Write(ref _endpoint, null);
            await either.CancelAsync().ConfigureAwait(false);
            await _places.EndAllAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _metrics.Dispose();
        _directory.Dispose();
    }

    private static ConcentratorImage Check(OutstationOptions options, StationImage image)
    {
        options.Validate();
        ConcentratorImage concentrator = image.Of(options.Comaster) ?? throw new ArgumentException(
            $"The profile has no concentrator {options.Comaster}: it has {string.Join(", ", image.Comasters)}.");
        return concentrator.Length <= MostSections
            ? concentrator
            : throw new ArgumentException(
                $"The IEDs of concentrator {options.Comaster} take {concentrator.Length} bytes of an answer to a poll; beside them no "
                + $"event fits. At most {MostSections} are possible: shorten the words of its IEDs in the workbook.");
    }

    private async Task ListenAsync(CancellationToken stop)
    {
        while (true)
        {
            try
            {
                using Socket listener = new(_options.Listen.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                if (_options.Listen.Address.Equals(IPAddress.IPv6Any))
                {
                    // Accepts IPv4 as well.
                    listener.DualMode = true;
                }

                listener.Bind(_options.Listen);
                listener.Listen(Backlog);
                IPEndPoint endpoint = (IPEndPoint)listener.LocalEndPoint!;
                Volatile.Write(ref _endpoint, endpoint);
                _backoff.Succeeded();
                _log.Listening(endpoint);
                while (true)
                {
                    _places.Accept(await listener.AcceptAsync(stop).ConfigureAwait(false), stop);
                }
            }
            catch (SocketException failure)
            {
                Volatile.Write(ref _endpoint, null);
                _log.NotListening(_options.Listen, failure.Message);
                _backoff.Failed();
                await Task.Delay(_backoff.Remaining, _time, stop).ConfigureAwait(false);
            }
        }
    }

    private async Task CheckAsync(CancellationToken stop)
    {
        using PeriodicTimer timer = new(s_check, _time);
        long upkeepAt = _time.GetTimestamp();
        while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false))
        {
            _places.CheckTime();
            if (_time.GetElapsedTime(upkeepAt) >= s_upkeep)
            {
                upkeepAt = _time.GetTimestamp();
                _directory.Upkeep();
            }
        }
    }
}
