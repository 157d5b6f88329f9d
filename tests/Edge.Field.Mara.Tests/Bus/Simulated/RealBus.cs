using Edge.Domain;
using Edge.Field.Bus;
using Edge.Field.Mara.Bus;
using Edge.Field.Serial;
using Edge.Pipeline;
using FirmwareSim.Devices.Bus;
using FirmwareSim.Devices.Plant;
using FirmwareSim.Devices.Simulation;
using Microsoft.Extensions.Logging;
using TestKit.Field;
using TestKit.Ptys;

namespace Edge.Field.Mara.Tests.Bus.Simulated;

/// <summary>
/// The gateway's serial bus and master on a real pseudo-terminal, with the simulator's IEDs behind it in real time, and the direction line
/// on a GPIO chip that records each change and reports it to the simulated wire.
/// </summary>
internal sealed class RealBus : IAsyncDisposable
{
    private const int Line = 17;

    private readonly SimulatedStation _station;
    private readonly MaraBusDriver _driver;

    private RealBus(
        SimulatedStation station, Profile profile, TimeZoneInfo zone, int room, int realtimePriority, ILogger<MaraBusDriver> logger)
    {
        _station = station;
        PtyBus wire = station.Buses[0];
        Gpio = new RecordingGpio(TimeProvider.System, room);

        // The line is notified of a question before its bytes, and of the transceiver at the moment of each change.
        Gpio.Switched = high =>
        {
            long now = TimeProvider.System.GetTimestamp();
            if (high)
            {
                wire.DriverOn(now);
                wire.MasterWrote(now);
            }
            else
            {
                wire.DriverOff(now);
            }
        };
        Bus = SerialBus.Create(
            new SerialBusOptions
            {
                Port = new SerialPortOptions { Path = wire.Device, BitRate = 9600 },
                Direction = new DirectionOptions { Mode = DirectionMode.Gpio, Chip = "gpiochip0", Line = Line },
                RealtimePriority = realtimePriority,
            },
            TimeProvider.System, logger, Gpio);
        _driver = new MaraBusDriver(new MaraBusOptions { Device = "bus" }, profile, zone, Bus, null, null, TimeProvider.System, logger);
    }

    public RecordingGpio Gpio { get; }

    public SerialBus Bus { get; }

    /// <summary>The events that the gateway got, as they stood on the wire.</summary>
    public List<string> Events { get; } = [];

    public static async Task<RealBus> StartAsync(
        Profile profile, TimeZoneInfo zone, TimeSpan incidentsEvery, int room, ILogger<MaraBusDriver> logger, int realtimePriority = 10)
    {
        SimulatedStation station = await SimulatedStation.StartAsync(new SimulatedStationOptions
        {
            Comasters = [],
            Buses = [new BusSetup()],
            Plant = new PlantOptions
            {
                IncidentsEvery = incidentsEvery,
                OperatorLeast = TimeSpan.FromSeconds(5),
                OperatorMost = TimeSpan.FromSeconds(10),
            },
        }).ConfigureAwait(false);
        return new RealBus(station, profile, zone, room, realtimePriority, logger);
    }

    /// <summary>Takes and acknowledges scans, as the loop of the field does.</summary>
    /// <param name="disk">How long the journal takes for one.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(TimeSpan disk, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                PollResult result = await _driver.PollAsync(cancellationToken).ConfigureAwait(false);
                if (result.Scan is { } scan)
                {
                    await Task.Delay(disk, cancellationToken).ConfigureAwait(false);
                    foreach (FieldEvent happened in scan.Events)
                    {
                        Events.Add(happened.Bytes.ToString());
                    }

                    _driver.Acknowledge();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The end of the measurement.
        }
    }

    public FirmwareSim.Devices.Bus.BusStatistics Wire() => _station.Buses[0].Statistics();

    public void Reset() => _station.Buses[0].ResetStatistics();

    /// <summary>What the IEDs recorded, and how many events still wait in them.</summary>
    public (IReadOnlyList<string> Recorded, int Waiting) Truth() => _station.OnBus(
        "bus", bus => (bus.Log.Latest.Select(e => Convert.ToHexString(e.Bytes)).ToArray(), bus.Ieds.Sum(i => i.Ied.Waiting)));

    public bool DriverIsOn => Gpio.IsHigh(Line);

    /// <summary>The gateway's side ends: nothing is sent any more.</summary>
    public ValueTask EndAsync() => _driver.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await EndAsync().ConfigureAwait(false);
        await _station.DisposeAsync().ConfigureAwait(false);
    }
}
