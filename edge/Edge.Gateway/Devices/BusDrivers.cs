using System.Collections.Immutable;
using Edge.Domain;
using Edge.Field;
using Edge.Field.Bus;
using Edge.Field.Inputs;
using Edge.Field.Mara.Bus;
using Edge.Field.Serial;
using Edge.Gateway.Configuration;
using Edge.Pipeline;
using Microsoft.Extensions.Logging;

namespace Edge.Gateway.Devices;

/// <summary>Makes the masters of RS-485 pairs that the configuration asks for.</summary>
internal static class BusDrivers
{
    /// <summary>Whether a device is a pair.</summary>
    public static bool IsBus(DeviceConfiguration device) => device.Type == ConfigurationChecks.MaraRs485;

    /// <summary>How the pair is polled.</summary>
    /// <param name="device">A checked device.</param>
    /// <param name="comaster">The id that its points carry in the profile.</param>
    public static MaraBusOptions OptionsOf(DeviceConfiguration device, int comaster)
    {
        BusConfiguration bus = device.Bus!;
        return new MaraBusOptions
        {
            Device = device.Name,
            Comaster = comaster,
            Ieds = [.. bus.Ieds],
            PollPeriod = bus.PollPeriod,
            AnswerTimeout = bus.AnswerTimeout,
            SetTimePeriod = device.SetTime ? bus.SetTimePeriod : TimeSpan.Zero,
            SyncPeriod = device.SetTime ? bus.SyncPeriod : TimeSpan.Zero,
            SkewLimit = device.SkewLimit,
            Mask = new InputMaskOptions { Events = bus.Mask.Events, Window = bus.Mask.Window, Duration = bus.Mask.Duration },
            OldEventLayout = [.. device.OldEventLayout],
            Outputs = bus.Outputs.ToImmutableDictionary(
                o => ((byte)o.Port, (byte)o.Bit), o => new MaraOutput(o.Ied, (ushort)o.PhysicalPort, (byte)o.PhysicalBit)),
        };
    }

    /// <summary>The port and who switches its direction.</summary>
    /// <param name="bus">A checked pair.</param>
    public static SerialBusOptions PortOf(BusConfiguration bus) => new()
    {
        Port = new SerialPortOptions { Path = bus.SerialPort, BitRate = bus.Baud },
        Direction = new DirectionOptions
        {
            Mode = bus.Direction.Mode switch { "kernel" => DirectionMode.Kernel, "gpio" => DirectionMode.Gpio, _ => DirectionMode.Auto },
            Chip = bus.Direction.Chip,
            Line = bus.Direction.Line ?? -1,
            ActiveLow = !bus.Direction.ActiveHigh,
            GuardBefore = bus.Direction.GuardBefore,
            GuardAfter = bus.Direction.GuardAfter,
        },
        Echo = bus.Echo,
        RealtimePriority = bus.RealtimePriority,
    };

    /// <summary>Whether the pair reads a point of an IED of its concentrator.</summary>
    public static bool Reads(BusConfiguration bus, int address) =>
        bus.Ieds.Length == 0 ? address is >= 2 and <= 63 : bus.Ieds.Contains(address);

    /// <summary>Whether the pair could be mastered with a profile; its port is not touched.</summary>
    /// <exception cref="GatewayStartException">It could not.</exception>
    public static void Check(DeviceConfiguration device, int comaster, Profile profile, TimeZoneInfo zone, TimeProvider time)
    {
        try
        {
            MaraBusDriver.Check(OptionsOf(device, comaster), profile, zone, time);
        }
        catch (ArgumentException e)
        {
            throw new GatewayStartException($"devices: {e.Message} Correct the configuration or the workbook.", e);
        }
    }

    /// <summary>Makes the master of the pair.</summary>
    /// <exception cref="GatewayStartException">It cannot be.</exception>
    public static MaraBusDriver Create(
        DeviceConfiguration device, int comaster, Profile profile, TimeZoneInfo zone, IJournal journal, IStationImage? image, TimeProvider time,
        ILoggerFactory logs)
    {
        try
        {
            MaraBusOptions options = OptionsOf(device, comaster);
            options.Validate();
            SerialBus bus = SerialBus.Create(PortOf(device.Bus!), time, logs.CreateLogger<SerialBus>());
            try
            {
                MaraBusDriver driver = new(
                    options, profile, zone, bus, journal.GetCheckpoint(device.Name), image, time, logs.CreateLogger<MaraBusDriver>());
                Log.PairMastered(
                    logs.CreateLogger("Edge.Gateway"), device.Name, bus.Name, driver.Addresses.Length, string.Join(", ", driver.Addresses));
                return driver;
            }
            catch
            {
                bus.Dispose();
                throw;
            }
        }
        catch (ArgumentException e)
        {
            throw new GatewayStartException($"devices: {e.Message} Correct the configuration or the workbook.", e);
        }
    }
}
