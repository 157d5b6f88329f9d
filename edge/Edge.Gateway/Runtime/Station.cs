using System.Collections.Immutable;
using System.Threading.Channels;
using Edge.Contracts;
using Edge.Field.Mara.Outstation;
using Edge.Field.Taps;
using Edge.Gateway.Configuration;
using Edge.Gateway.Devices.Common;
using Edge.Journal;
using Edge.Pipeline;
using Edge.Pipeline.Energy;
using Edge.Pipeline.Live;
using Edge.Pipeline.Loop;
using Microsoft.Extensions.Logging;

namespace Edge.Gateway.Runtime;

/// <summary>
/// What depends on the profile: the pipeline, the drivers of the field and the servers for control centres, with their loops. It puts
/// another profile to work while it runs, or goes on with the one that it has (ADR 0014). Journal and publisher outlive both.
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
    private readonly TimeSpan _patience;
    private readonly Channel<Message> _inbox = Channel.CreateUnbounded<Message>(new UnboundedChannelOptions { SingleReader = true });
    private volatile PipelineLoop _pipeline;
    private volatile StationPlan _plan;
    private RunningLoop? _running;
    private long _iterationsBefore;

    private Station(
        GatewayConfiguration configuration, StationPlan plan, SqliteJournal journal, TimeProvider time, ILoggerFactory logs,
        Func<DriverFactory, DriverFactory>? drivers)
    {
        (_configuration, _plan, _journal, _time, _logs) = (configuration, plan, journal, time, logs);
        _logger = logs.CreateLogger("Edge.Gateway");
        _image = new ImageSwitch(plan.Image);
        Taps = new LinkTaps(
            configuration.Devices.Select(device => device.Name), time, configuration.Northbound.Select((_, i) => CentreServer.NameOf(i)));
        DriverParts parts = new(journal, _image, time, logs, Taps);
        DriverFactory make = device => device.Create(parts);
        make = drivers?.Invoke(make) ?? make;
        _patience = plan.Sources.Select(s => s.MaximumAge / 2).Append(s_longestPatience).Min();
        _pipeline = NewPipeline(plan, null);
        _links = [.. plan.Devices.Select((_, i) => new FieldLink(i, make, time, logs))];
        _servers = [.. configuration.Northbound.Select((_, i) => new CentreServer(i, NewServer))];
    }

    /// <summary>Puts a station together; nothing runs before <see cref="RunAsync"/>.</summary>
    /// <param name="configuration">A checked configuration.</param>
    /// <param name="plan">What its profile makes of it.</param>
    /// <param name="journal">The journal, open.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logs">Where everything is said.</param>
    /// <param name="drivers">For tests: takes the place of what makes the drivers.</param>
    /// <exception cref="GatewayStartException">Something that it needs is not there.</exception>
    public static async Task<Station> CreateAsync(
        GatewayConfiguration configuration, StationPlan plan, SqliteJournal journal, TimeProvider time, ILoggerFactory logs,
        Func<DriverFactory, DriverFactory>? drivers = null)
    {
        Station station = new(configuration, plan, journal, time, logs, drivers);
        try
        {
            await station.UseAsync(plan).ConfigureAwait(false);
        }
        catch
        {
            await station.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        OutstationServers.ForgetOthers(station._servers.SelectMany(s => s.Readers), journal, station._logger);
        return station;
    }

    /// <summary>The plan that is at work.</summary>
    public StationPlan Plan => _plan;

    /// <summary>Where what goes over its links is seen; those of all profiles.</summary>
    public LinkTaps Taps { get; }

    /// <summary>Where its present is seen.</summary>
    public LiveBoard Board => _pipeline.Board;

    /// <summary>Told when another plan has been put to work, before anything new is read: the board to be published.</summary>
    public Action<StationPlan, LiveBoard>? Taken { get; set; }

    /// <summary>Grows while the pipeline moves.</summary>
    public long Progress => Interlocked.Read(ref _iterationsBefore) + _pipeline.Iterations;

    /// <summary>Does what an operator asks for, by whichever profile is at work when its turn comes.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="expires">When it is no longer to be done, UTC.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<ElementAnswer> RequestAsync(ElementRequest request, DateTimeOffset expires, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await _pipeline.RequestAsync(request, expires, cancellationToken).ConfigureAwait(false);
            }
            catch (ChannelClosedException)
            {
                // Another profile took over before its turn: its pipeline is there already.
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

                await TakeAsync(message.Change!, stop).ConfigureAwait(false);
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
        predecessor);

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

    // From the broker towards the field, so that nothing is read before it can be kept; the stop goes the other way.
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

    /// <returns>A loop that failed meanwhile, or null.</returns>
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
