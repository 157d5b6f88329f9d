using System.Collections.Immutable;
using Edge.Domain;
using Edge.Field.Linux;
using Edge.Gateway.Configuration;
using Edge.Gateway.Metrics;
using Edge.Gateway.Monitor;
using Edge.Journal;
using Edge.Mqtt;
using Edge.Pipeline;
using Edge.Pipeline.Loop;
using Edge.Profiles;
using Microsoft.Extensions.Logging;

namespace Edge.Gateway.Runtime;

/// <summary>Composes one gateway: the only type that knows all of its parts.</summary>
public sealed class GatewayRuntime : IAsyncDisposable
{
    private readonly SqliteJournal _journal;
    private readonly Station _station;
    private readonly ProfileReload _reload;

    private GatewayRuntime(
        SqliteJournal journal, Station station, ProfileReload reload, ImmutableArray<(string, Func<CancellationToken, Task>)> loops)
    {
        _journal = journal;
        _station = station;
        _reload = reload;
        Loops = loops;
    }

    /// <summary>The loops in the order of the start; the stop has the opposite order, from the field to the broker.</summary>
    public ImmutableArray<(string Name, Func<CancellationToken, Task> Run)> Loops { get; }

    /// <summary>For tests: the parts that depend on the profile.</summary>
    internal Station Station => _station;

    /// <summary>Increases while the pipeline runs.</summary>
    public long Progress => _station.Progress;

    /// <summary>Creates a gateway.</summary>
    /// <param name="configuration">A checked configuration.</param>
    /// <param name="import">A profile with its concentrator.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logs">Makes the loggers.</param>
    /// <param name="configurationFile">The file of the configuration, to log that a reload does not read it; null: not logged.</param>
    /// <exception cref="GatewayStartException">Something that it needs is missing.</exception>
    public static GatewayRuntime Create(
        GatewayConfiguration configuration, ProfileImportResult import, TimeProvider time, ILoggerFactory logs,
        string? configurationFile = null) =>
        Create(configuration, import, time, logs, configurationFile, drivers: null);

    /// <summary>
    /// Requests a reload of the profile: it is activated or refused as a whole. A request during a reload causes another one.
    /// </summary>
    public void Reload() => _reload.Request();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _station.DisposeAsync().ConfigureAwait(false);
        await _journal.DisposeAsync().ConfigureAwait(false);
    }

    internal static GatewayRuntime Create(
        GatewayConfiguration configuration, ProfileImportResult import, TimeProvider time, ILoggerFactory logs, string? configurationFile,
        Func<DriverFactory, DriverFactory>? drivers, ISystemClock? clock = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(import);
        Profile profile = import.Profile ?? throw new ArgumentException("There is no profile.", nameof(import));
        ILogger logger = logs.CreateLogger("Edge.Gateway");
        ProfileCheck check = ProfileCheck.Of(import);
        ProfileReport.Write(logger, check);
        Log.Starting(
            logger, Software.Name, configuration.Site, configuration.Name, profile.Digitals.Length, profile.Analogs.Length,
            profile.Elements.Length, profile.Screens.Length, ProfileReload.Short(profile.Hash));

        MqttOptions mqtt = MqttSettings.Of(configuration, logger);
        StationPlan plan = StationPlan.Of(configuration, check, before: null, time);
        SqliteJournal journal = OpenJournal(configuration, time, logs);
        try
        {
            Station station = Station.CreateAsync(
                configuration, plan, journal, time, clock ?? (configuration.TrustClock ? new TrustedClock() : new KernelClock()), logs,
                drivers).GetAwaiter().GetResult();
            return Compose(configuration, station, mqtt, journal, time, logs, configurationFile);
        }
        catch (Exception e) when (e is GatewayStartException or IOException)
        {
            journal.DisposeAsync().AsTask().GetAwaiter().GetResult();
            throw e as GatewayStartException ?? new GatewayStartException($"The gateway cannot start: {WordedException.TextOf(e)}", e)
            {
                IsTemporary = e is JournalWriteException,
            };
        }
    }

    private static GatewayRuntime Compose(
        GatewayConfiguration configuration, Station station, MqttOptions mqtt, SqliteJournal journal, TimeProvider time,
        ILoggerFactory logs,
        string? configurationFile)
    {
        HistorianReaders.RemoveOthers(configuration.Mqtt.Historians, journal, logs.CreateLogger("Edge.Gateway"));
        MqttPublisher publisher = new(
            mqtt, station.Plan.Site, station.Board, journal, time, logs.CreateLogger<MqttPublisher>(), station.RequestAsync);
        PublisherLoop events = new(journal, publisher, station.Board, time, logs.CreateLogger<PublisherLoop>());
        ProfileReload reload = new(configuration, station, publisher, time, logs.CreateLogger("Edge.Gateway"), configurationFile);
        return new GatewayRuntime(journal, station, reload,
        [
            .. MetricsServer.Loops(configuration.Metrics, time, logs),
            .. MonitorServer.Loops(configuration.Monitor, configuration.DataDirectory, station.Taps, time, logs),
            ("mqtt", publisher.RunAsync),
            ("events", events.RunAsync),
            .. publisher.Feeds,
            ("station", station.RunAsync),
            ("reload", reload.RunAsync),
            .. ProfileWatch.Loops(configuration, station, reload, time),
        ]);
    }

    // A directory that is missing or may not be written does not come by itself.
    private static bool IsTemporary(Exception failure) =>
        failure is IOException and not DirectoryNotFoundException && failure.InnerException is not DirectoryNotFoundException;

    private static SqliteJournal OpenJournal(GatewayConfiguration configuration, TimeProvider time, ILoggerFactory logs)
    {
        string path = Path.Combine(configuration.DataDirectory, JournalConfiguration.FileName);
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
            throw new GatewayStartException(WordedException.TextOf(e), e) { IsTemporary = IsTemporary(e) };
        }
    }
}
