using System.Collections.Immutable;
using System.Threading.Channels;
using Edge.Contracts;
using Edge.Field.Mara.Outstation;
using Edge.Field.Taps;
using Edge.Gateway.Configuration;
using Edge.Gateway.Devices.Common;
using Edge.Journal;
using Edge.Pipeline;
using Edge.Pipeline.Commands;
using Edge.Pipeline.Energy;
using Edge.Pipeline.Live;
using Edge.Pipeline.Loop;
using Microsoft.Extensions.Logging;

namespace Edge.Gateway.Runtime;

/// <summary>
/// The parts that depend on the profile: the pipeline, the field drivers and the servers for control centres, with their loops. It
/// activates another profile while it runs, or continues with the present one (ADR 0014). Journal and publisher do not depend on it.
/// </summary>
internal sealed partial class Station : IAsyncDisposable
{
    private readonly GatewayConfiguration _configuration;
    private readonly SqliteJournal _journal;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _logs;
    private readonly ILogger _logger;
    private readonly ImageSwitch _image;
    private readonly ImmutableArray<FieldLink> _links;
    private readonly ImmutableArray<CentreServer> _servers;
    private readonly ClockWatch _clock;
    private readonly TimeSpan _pollLimit;
    private readonly RequestLimit _requests;
    private readonly Channel<Message> _inbox = Channel.CreateUnbounded<Message>(new UnboundedChannelOptions { SingleReader = true });
    private volatile PipelineLoop _pipeline;
    private volatile StationPlan _plan;
    private RunningLoop? _running;
    private long _iterationsBefore;

    /// <remarks>Seven parameters: it makes the pipeline, the drivers and the servers, and needs what each of them needs.</remarks>
    private Station(
        GatewayConfiguration configuration, StationPlan plan, SqliteJournal journal, TimeProvider time, ISystemClock clock,
        ILoggerFactory logs, Func<DriverFactory, DriverFactory>? drivers)
    {
        (_configuration, _plan, _journal, _time, _logs) = (configuration, plan, journal, time, logs);
        _logger = logs.CreateLogger("Edge.Gateway");
        _image = new ImageSwitch(plan.Image);
        Taps = new LinkTaps(
            configuration.Devices.Select(device => device.Name), time, configuration.Northbound.Select((_, i) => CentreServer.NameOf(i)));
        _clock = new ClockWatch(clock, time, logs.CreateLogger<ClockWatch>());
        DriverParts parts = new(journal, _image, time, logs, Taps, clock);
        DriverFactory make = device => device.Create(parts);
        make = drivers?.Invoke(make) ?? make;
        _requests = new RequestLimit(
            new RequestLimitOptions { PerSecond = configuration.Requests.PerSecond, Burst = configuration.Requests.Burst }, time, _logger);
        _pollLimit = plan.Sources.Select(s => s.MaximumAge / 2).Append(s_longestPollLimit).Min();
        _pipeline = NewPipeline(plan, null);
        _links = [.. plan.Devices.Select((_, i) => new FieldLink(i, make, time, logs))];
        _servers = [.. configuration.Northbound.Select((_, i) => new CentreServer(i, NewServer))];
    }

    /// <summary>Creates a station; nothing runs before <see cref="RunAsync"/>.</summary>
    /// <remarks>Seven parameters, those of the constructor.</remarks>
    /// <param name="configuration">A checked configuration.</param>
    /// <param name="plan">The plan for its profile.</param>
    /// <param name="journal">The journal, open.</param>
    /// <param name="time">The clock.</param>
    /// <param name="clock">Reports whether it is right.</param>
    /// <param name="logs">Makes the loggers.</param>
    /// <param name="drivers">For tests: replaces the factory of the drivers.</param>
    /// <exception cref="GatewayStartException">Something that it needs is missing.</exception>
    public static async Task<Station> CreateAsync(
        GatewayConfiguration configuration, StationPlan plan, SqliteJournal journal, TimeProvider time, ISystemClock clock,
        ILoggerFactory logs, Func<DriverFactory, DriverFactory>? drivers = null)
    {
        Station station = new(configuration, plan, journal, time, clock, logs, drivers);
        try
        {
            await station.UseAsync(plan).ConfigureAwait(false);
        }
        catch
        {
            await station.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        OutstationServers.RemoveOtherReaders(station._servers.SelectMany(s => s.Readers), journal, station._logger);
        return station;
    }

    /// <summary>The active plan.</summary>
    public StationPlan Plan => _plan;

    /// <summary>The taps of its links, for the monitor; the same for all profiles.</summary>
    public LinkTaps Taps { get; }

    /// <summary>The board with its latest values.</summary>
    public LiveBoard Board => _pipeline.Board;

    /// <summary>Called when another plan was activated, before the first poll, with the board to publish.</summary>
    public Action<StationPlan, LiveBoard>? Activated { get; set; }

    /// <summary>Increases while the pipeline runs.</summary>
    public long Progress => Interlocked.Read(ref _iterationsBefore) + _pipeline.Iterations;

    /// <summary>Executes a request of an operator, with the profile that is active then; or refuses it, where too many come.</summary>
    /// <param name="request">The request.</param>
    /// <param name="expires">When the request becomes invalid, UTC.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<ElementAnswer> RequestAsync(ElementRequest request, DateTimeOffset expires, CancellationToken cancellationToken)
    {
        if (_requests.Refuse() is { } refused)
        {
            return refused;
        }

        while (true)
        {
            try
            {
                return await _pipeline.RequestAsync(request, expires, cancellationToken).ConfigureAwait(false);
            }
            catch (ChannelClosedException)
            {
                // Another profile was activated before the request was executed: _pipeline is the new one already.
            }
        }
    }

    /// <summary>Runs until it is stopped.</summary>
    /// <param name="stop">The stop.</param>
    /// <exception cref="LoopFailedException">One of the loops failed.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            Start();
            while (true)
            {
                Message message = await _inbox.Reader.ReadAsync(stop).ConfigureAwait(false);
                if (message.Ended is { } ended)
                {
                    throw new LoopFailedException(ended.Name, ended.Failure);
                }

                await ActivateAsync(message.Change!, stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            if (await StopAsync().ConfigureAwait(false) is { } failed)
            {
                throw new LoopFailedException(failed.Name, failed.Failure);
            }

            throw;
        }
        catch
        {
            _ = await StopAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _requests.Dispose();
        foreach (CentreServer server in _servers)
        {
            await server.DisposeAsync().ConfigureAwait(false);
        }

        foreach (FieldLink link in _links)
        {
            await link.DisposeAsync().ConfigureAwait(false);
        }
    }

    private PipelineLoop NewPipeline(StationPlan plan, PipelineLoop? predecessor) => new(
        plan.Profile, plan.Engine, _journal, plan.Sources, _time, _logs.CreateLogger<PipelineLoop>(),
        predecessor is null ? new EnergyBook(new EnergyBookOptions { Zone = TimeZoneInfo.FindSystemTimeZoneById(_configuration.TimeZone) })
            : null,
        predecessor, _clock);

    private OutstationServer NewServer(string name, OutstationOptions options, StationImage image) => new(
        options with { Tap = Taps.Find(name) }, image, _journal,
        PassThroughGroup.Of([.. _links.Where(l => l.Comaster == options.Comaster && l.ReachesField)]),
        TimeZoneInfo.FindSystemTimeZoneById(_configuration.TimeZone), _time, _logs.CreateLogger<OutstationServer>());

    private async Task UseAsync(StationPlan plan)
    {
        _image.Use(plan.Image);
        foreach (FieldLink link in _links)
        {
            await link.UseAsync(plan).ConfigureAwait(false);
        }

        foreach (CentreServer server in _servers)
        {
            await server.UseAsync(plan).ConfigureAwait(false);
        }
    }

    // The pipeline starts before the field, so that nothing is read before it can be stored. The stop has the opposite order.
    private void Start()
    {
        PipelineLoop pipeline = _pipeline;
        _running = new RunningLoop("pipeline", pipeline.RunAsync, Ended);
        foreach (CentreServer server in _servers)
        {
            server.Start(Ended);
        }

        foreach (FieldLink link in _links)
        {
            link.Start(pipeline, Ended);
        }
    }

    /// <returns>A loop that failed during the stop, or null.</returns>
    private async Task<RunningLoop?> StopAsync()
    {
        await Task.WhenAll(_links.Select(l => l.StopAsync())).ConfigureAwait(false);
        await Task.WhenAll(_servers.Select(s => s.StopAsync())).ConfigureAwait(false);
        if (_running is { } pipeline)
        {
            _running = null;
            await pipeline.StopAsync().ConfigureAwait(false);
            pipeline.Dispose();
        }

        RunningLoop? failed = null;
        while (_inbox.Reader.TryRead(out Message message))
        {
            failed ??= message.Ended;
            _ = message.Change?.Result.TrySetResult(new Refusal(ProfileReasonCode.GatewayStops, "The gateway stops."));
        }

        return failed;
    }

    private void Ended(RunningLoop loop) => _ = _inbox.Writer.TryWrite(new Message(loop, null));

    private readonly record struct Message(RunningLoop? Ended, Change? Change);

    private sealed record Change(StationPlan Plan, TaskCompletionSource<Refusal?> Result);
}
