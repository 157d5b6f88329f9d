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
/// sequence, retry buffer and queue of events. How each event reaches each centre exactly once: ADR 0006.
/// </summary>
public sealed partial class OutstationServer : IDisposable
{
    /// <summary>What the names of all readers of the journal begin with that belong to control centres.</summary>
    public const string ReaderPrefix = "north/";

    // More connections than there are places wait to be turned away: a storm of them must not make a good one wait for its next attempt.
    private const int Backlog = 128;

    // SV, DI, AI and the length byte of the events leave room for at least one event, or none would ever go out.
    private const int MostSections = MaraFrame.MaximumData - 1 - EventFeed.EventLength;

    private static readonly TimeSpan s_check = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_upkeep = TimeSpan.FromMinutes(1);

    private readonly OutstationOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<OutstationServer> _logger;
    private readonly CommandDesk _desk;
    private readonly CentreDirectory _directory;
    private readonly OutstationMetrics _figures;
    private readonly Backoff _backoff;
    private readonly SaidOnce _said = new(256);
    private readonly Lock _lock = new();
    private readonly Dictionary<OutstationConnection, Task> _connections = [];
    private IPEndPoint? _endpoint;
    private long _accepted;
    private long? _fullSaidAt;

    /// <summary>Makes the server and takes note of its known centres in the journal: what happens from now on waits for them.</summary>
    /// <param name="options">Where to listen, and whom to serve.</param>
    /// <param name="image">What the IEDs last said.</param>
    /// <param name="journal">Where the events wait.</param>
    /// <param name="relay">The way to the field of this concentrator; null where there is none.</param>
    /// <param name="zone">The time zone of the substation's clocks.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where centres that come and go are told.</param>
    /// <exception cref="ArgumentException">An option makes no sense, or the concentrator is none that can be served; the message says why.</exception>
    public OutstationServer(
        OutstationOptions options, StationImage image, IJournal journal, IFieldPassThrough? relay, TimeZoneInfo zone, TimeProvider time,
        ILogger<OutstationServer> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(image);
        ConcentratorImage concentrator = Check(options, image);
        _options = options;
        _time = time;
        _logger = logger;
        _desk = new CommandDesk(options, relay, new StationClock(zone, time), time, logger);
        _directory = new CentreDirectory(options, journal, concentrator, _desk, time, logger);
        _figures = new OutstationMetrics(_directory, options.Comaster, time);
        _backoff = new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), time);
    }

    /// <summary>Where it listens, with the port that it got; null while it does not.</summary>
    public IPEndPoint? Endpoint => Volatile.Read(ref _endpoint);

    /// <summary>The readers of the journal that belong to its centres.</summary>
    public ImmutableArray<string> Readers => _directory.Readers;

    /// <summary>Whether an image can be served, without taking note of anybody.</summary>
    /// <param name="options">Where to listen, and whom to serve.</param>
    /// <param name="image">What the IEDs last said.</param>
    /// <exception cref="ArgumentException">An option makes no sense, or the concentrator is none that can be served; the message says why.</exception>
    public static void CanServe(OutstationOptions options, StationImage image)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(image);
        _ = Check(options, image);
    }

    /// <summary>Listens and serves until it is stopped. Where the port cannot be had it tries again, slower each time.</summary>
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
            await EndAllAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _figures.Dispose();
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
                $"The IEDs of concentrator {options.Comaster} take {concentrator.Length} bytes of an answer to a poll; beside them no event fits. "
                + $"At most {MostSections} are possible: shorten the words of its IEDs in the workbook.");
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
                    // IPv4 as well.
                    listener.DualMode = true;
                }

                listener.Bind(_options.Listen);
                listener.Listen(Backlog);
                IPEndPoint endpoint = (IPEndPoint)listener.LocalEndPoint!;
                Volatile.Write(ref _endpoint, endpoint);
                _backoff.Succeeded();
                _said.Over("listen");
                Log.NorthListening(_logger, _options.Comaster, endpoint);
                while (true)
                {
                    Take(await listener.AcceptAsync(stop).ConfigureAwait(false), stop);
                }
            }
            catch (SocketException failure)
            {
                Volatile.Write(ref _endpoint, null);
                if (_said.First("listen"))
                {
                    Log.NorthNotListening(_logger, _options.Comaster, _options.Listen, failure.Message);
                }

                _backoff.Failed();
                await Task.Delay(_backoff.Remaining, _time, stop).ConfigureAwait(false);
            }
        }
    }

    private void Identified(OutstationConnection connection)
    {
        if (connection.Centre is { } centre && centre.SaysComing())
        {
            Log.NorthConnected(_logger, centre.Name, connection.Address, _options.Comaster);
        }
    }

    private void Ended(OutstationConnection connection)
    {
        if (connection.End == ConnectionEnd.NotServed)
        {
            NotServed(connection.Address, connection.Source);
        }
        else if (connection.Centre is { } centre)
        {
            if (centre.SaysGoing())
            {
                Log.NorthLeft(_logger, centre.Name, connection.Address, connection.End.ToWords());
            }
        }
        else if (connection.End is ConnectionEnd.Silent or ConnectionEnd.Garbage && _said.First($"{connection.Address} {connection.End}"))
        {
            Log.NorthStranger(_logger, connection.Address, connection.End.ToWords());
        }
    }

    private void NotServed(IPAddress address, int? source)
    {
        string who = source is { } number ? $"{address} with the source {number}" : address.ToString();
        if (_said.First(who))
        {
            Log.NorthNotServed(_logger, _options.Comaster, who);
        }
    }

    private async Task CheckAsync(CancellationToken stop)
    {
        using PeriodicTimer timer = new(s_check, _time);
        long upkeepAt = _time.GetTimestamp();
        while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false))
        {
            foreach (OutstationConnection connection in All())
            {
                connection.CheckTime();
            }

            if (_time.GetElapsedTime(upkeepAt) >= s_upkeep)
            {
                upkeepAt = _time.GetTimestamp();
                _directory.Upkeep();
            }
        }
    }
}
