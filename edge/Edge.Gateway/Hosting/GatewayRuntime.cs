using System.Collections.Immutable;
using Edge.Domain;
using Edge.Field.Northbound;
using Edge.Formulas;
using Edge.Gateway.Configuration;
using Edge.Journal;
using Edge.Mqtt;
using Edge.Pipeline;
using Edge.Profiles;
using Microsoft.Extensions.Logging;

namespace Edge.Gateway.Hosting;

/// <summary>The gateway cannot start; the message says why and what to do.</summary>
public sealed class GatewayStartException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The pieces of one gateway, put together: the only place that knows all of them.</summary>
public sealed class GatewayRuntime : IAsyncDisposable
{
    private readonly SqliteJournal _journal;
    private readonly ImmutableArray<IFieldDriver> _drivers;
    private readonly ImmutableArray<(string Name, NorthboundServer Server)> _northbound;
    private readonly PipelineLoop _pipeline;

    private GatewayRuntime(
        SqliteJournal journal, ImmutableArray<IFieldDriver> drivers, ImmutableArray<(string, NorthboundServer)> northbound, PipelineLoop pipeline,
        ImmutableArray<(string, Func<CancellationToken, Task>)> loops)
    {
        _journal = journal;
        _drivers = drivers;
        _northbound = northbound;
        _pipeline = pipeline;
        Loops = loops;
    }

    /// <summary>What runs, in the order of the start; the stop goes the other way, from the field towards the broker.</summary>
    public ImmutableArray<(string Name, Func<CancellationToken, Task> Run)> Loops { get; }

    /// <summary>Grows while the pipeline moves.</summary>
    public long Progress => _pipeline.Turns;

    /// <summary>Puts a gateway together.</summary>
    /// <param name="configuration">A checked configuration.</param>
    /// <param name="import">A profile with its concentrator.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logs">Where everything is said.</param>
    /// <exception cref="GatewayStartException">Something that it needs is not there.</exception>
    public static GatewayRuntime Create(GatewayConfiguration configuration, ProfileImportResult import, TimeProvider time, ILoggerFactory logs)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(import);
        Profile profile = import.Profile ?? throw new ArgumentException("There is no profile.", nameof(import));
        ILogger logger = logs.CreateLogger("Edge.Gateway");
        ProfileCheck check = ProfileCheck.Of(import);
        FormulaEngine engine = check.Engine!;
        ProfileReport.Write(logger, check);
        Log.Starting(
            logger, Software.Name, configuration.Site, configuration.Name, profile.Digitals.Length, profile.Analogs.Length,
            profile.Elements.Length, profile.Screens.Length, profile.Hash[..Math.Min(12, profile.Hash.Length)]);

        MqttOptions mqtt = MqttSettings.Of(configuration, logger);
        ImmutableArray<string?> units = ElementUnits(profile, engine);
        SqliteJournal journal = OpenJournal(configuration, time, logs);
        try
        {
            return Compose(configuration, import, profile, engine, mqtt, units, journal, time, logs);
        }
        catch (Exception e) when (e is GatewayStartException or IOException)
        {
            journal.DisposeAsync().AsTask().GetAwaiter().GetResult();
            throw e as GatewayStartException ?? new GatewayStartException($"The gateway cannot start: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach ((string _, NorthboundServer server) in _northbound)
        {
            server.Dispose();
        }

        foreach (IFieldDriver driver in _drivers)
        {
            await driver.DisposeAsync().ConfigureAwait(false);
        }

        await _journal.DisposeAsync().ConfigureAwait(false);
    }

    private static GatewayRuntime Compose(
        GatewayConfiguration configuration, ProfileImportResult import, Profile profile, FormulaEngine engine, MqttOptions mqtt,
        ImmutableArray<string?> units, SqliteJournal journal, TimeProvider time, ILoggerFactory logs)
    {
        PipelineLoop pipeline = new(
            profile, engine, journal,
            [.. configuration.Devices.Select(d => new DeviceSource
            {
                Device = d.Name, Points = FieldDrivers.PointsOf(d, import), MaximumAge = FieldDrivers.MaximumAgeOf(d),
            })],
            time, logs.CreateLogger<PipelineLoop>());

        StationImage image = NorthboundServers.ImageOf(configuration, profile, time);
        ImmutableArray<IFieldDriver> drivers = [.. configuration.Devices.Select(d => FieldDrivers.Create(
            d, configuration.TimeZone, import, journal, image, time, logs))];
        ImmutableArray<(string Name, NorthboundServer Server)> northbound =
            NorthboundServers.Create(configuration, import, image, drivers, journal, time, logs);
        SiteDescription site = new()
        {
            Site = configuration.Site,
            Name = configuration.Name,
            TimeZone = configuration.TimeZone,
            Profile = profile,
            ElementUnits = units,
            Software = Software.Name,
        };
        MqttPublisher publisher = new(mqtt, site, pipeline.Board, journal, time, logs.CreateLogger<MqttPublisher>());
        PublisherLoop events = new(journal, publisher, pipeline.Board, time, logs.CreateLogger<PublisherLoop>());
        return new GatewayRuntime(journal, drivers, northbound, pipeline,
        [
            ("mqtt", publisher.RunAsync),
            ("events", events.RunAsync),
            ("pipeline", pipeline.RunAsync),
            .. northbound.Select(n => (n.Name, (Func<CancellationToken, Task>)n.Server.RunAsync)),
            .. configuration.Devices.Zip(drivers).Select(d => ($"field {d.First.Name}", (Func<CancellationToken, Task>)new FieldLoop(
                d.Second, pipeline, new FieldLoopOptions { Period = d.First.PollPeriod }, time, logs.CreateLogger<FieldLoop>()).RunAsync)),
        ]);
    }

    private static SqliteJournal OpenJournal(GatewayConfiguration configuration, TimeProvider time, ILoggerFactory logs)
    {
        string path = Path.Combine(configuration.DataDirectory, "journal.db");
        try
        {
            return SqliteJournal.Open(
                new JournalOptions
                {
                    Path = path,
                    MaximumBytes = configuration.Journal.MaximumMegabytes * 1024L * 1024,
                    MaximumAge = TimeSpan.FromDays(configuration.Journal.MaximumDays),
                },
                time, logs.CreateLogger<SqliteJournal>());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new GatewayStartException($"The journal {path} cannot be opened: {e.Message}", e);
        }
    }

    private static ImmutableArray<string?> ElementUnits(Profile profile, FormulaEngine engine)
    {
        Dictionary<string, string> units = profile.Analogs.Where(a => a.Unit.Length > 0).GroupBy(a => a.Tag)
            .ToDictionary(g => g.Key, g => g.First().Unit, StringComparer.Ordinal);
        return
        [
            .. Enumerable.Range(0, profile.Elements.Length)
                .Select(i => engine.FindSoleAnalog(i) is { } tag ? units.GetValueOrDefault(tag) : null),
        ];
    }
}
