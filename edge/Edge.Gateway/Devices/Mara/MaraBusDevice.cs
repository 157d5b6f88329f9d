using System.Collections.Immutable;
using Edge.Field.Bus;
using Edge.Field.Inputs;
using Edge.Field.Mara.Bus;
using Edge.Field.Serial;
using Edge.Gateway.Devices.Common;
using Microsoft.Extensions.Logging;

namespace Edge.Gateway.Devices.Mara;

/// <summary>IEDs on an RS-485 bus where the gateway is the master in place of a concentrator.</summary>
public sealed record MaraBusDevice : MaraDevice
{
    /// <summary>The bus, with a poll period and an answer time-out of its own. Required.</summary>
    public BusConfiguration? Bus { get; set; }

    /// <summary>The row of the table.</summary>
    internal static DeviceType Row { get; } = new("mara-rs485", $"IEDs on a bus", MaraJson.Default.MaraBusDevice);

    /// <inheritdoc/>
    internal override ConcentratorShare Share => new()
    {
        Comaster = Comaster,
        Reads = address => Bus is { Ieds.Length: > 0 } bus ? bus.Ieds.Contains(address) : address is >= 2 and <= 63,
    };

    /// <inheritdoc/>
    internal override void Check(DeviceCheck check)
    {
        base.Check(check);
        BusChecks.Check(this, check);
    }

    /// <inheritdoc/>
    internal override DevicePlan Plan(DevicePlanning planning)
    {
        int comaster = planning.ComasterOf(Share);
        MaraBusOptions options = OptionsOf(comaster);
        _ = OrWrong(() =>
        {
            MaraBusDriver.Check(options, planning.Profile, planning.Zone, planning.Time);
            return true;
        });
        return new DevicePlan
        {
            Device = Name,
            Place = comaster,
            Comaster = comaster,
            Points = planning.PointsOf(Share),
            MaximumAge = options.MaximumAge,
            HasTimeOfGateway = SetTime,
            Create = parts => OrWrong(() => Create(options, planning, parts)),
        };
    }

    /// <summary>How the bus is polled.</summary>
    /// <param name="comaster">The id of the concentrator of its points in the profile.</param>
    internal MaraBusOptions OptionsOf(int comaster)
    {
        BusConfiguration bus = Bus!;
        return new MaraBusOptions
        {
            Device = Name,
            Comaster = comaster,
            Ieds = [.. bus.Ieds],
            PollPeriod = bus.PollPeriod,
            AnswerTimeout = bus.AnswerTimeout,
            SetTimePeriod = SetTime ? bus.SetTimePeriod : TimeSpan.Zero,
            SyncPeriod = SetTime ? bus.SyncPeriod : TimeSpan.Zero,
            SkewLimit = SkewLimit,
            Mask = new InputMaskOptions { Events = bus.Mask.Events, Window = bus.Mask.Window, Duration = bus.Mask.Duration },
            OldEventLayout = [.. OldEventLayout],
            Outputs = bus.Outputs.ToImmutableDictionary(
                o => ((byte)o.Port, (byte)o.Bit), o => new MaraOutput(o.Ied, (ushort)o.PhysicalPort, (byte)o.PhysicalBit)),
        };
    }

    /// <summary>The port, and what switches its direction.</summary>
    internal SerialBusOptions PortOptions()
    {
        BusConfiguration bus = Bus!;
        return new SerialBusOptions
        {
            Port = new SerialPortOptions { Path = bus.SerialPort, BitRate = bus.Baud },
            Direction = new DirectionOptions
            {
                Mode = bus.Direction.Mode switch
                {
                    "kernel" => DirectionMode.Kernel,
                    "gpio" => DirectionMode.Gpio,
                    _ => DirectionMode.Auto,
                },
                Chip = bus.Direction.Chip,
                Line = bus.Direction.Line ?? -1,
                ActiveLow = !bus.Direction.ActiveHigh,
                GuardBefore = bus.Direction.GuardBefore,
                GuardAfter = bus.Direction.GuardAfter,
            },
            Echo = bus.Echo,
            RealtimePriority = bus.RealtimePriority,
        };
    }

    private MaraBusDriver Create(MaraBusOptions options, DevicePlanning planning, DriverParts parts)
    {
        options.Validate();
        SerialBus bus = SerialBus.Create(
            PortOptions(), parts.Time, parts.Logs.CreateLogger<SerialBus>(), tap: parts.Taps.Find(Name));
        try
        {
            MaraBusDriver driver = new(
                options, planning.Profile, planning.Zone, bus, parts.Checkpoints.GetCheckpoint(Name), parts.Image, parts.Time,
                parts.Logs.CreateLogger<MaraBusDriver>());
            Log.BusMastered(
                parts.Logs.CreateLogger("Edge.Gateway"), Name, bus.Name, driver.Addresses.Length, string.Join(", ", driver.Addresses));
            return driver;
        }
        catch
        {
            bus.Dispose();
            throw;
        }
    }

    private static T OrWrong<T>(Func<T> make)
    {
        try
        {
            return make();
        }
        catch (ArgumentException e)
        {
            throw new GatewayStartException($"devices: {WordedException.TextOf(e)} Correct the configuration or the workbook.", e);
        }
    }
}
