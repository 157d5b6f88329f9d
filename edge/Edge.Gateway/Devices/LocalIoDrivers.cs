using Edge.Domain;
using Edge.Field;
using Edge.Field.Inputs;
using Edge.Field.LocalIo;
using Edge.Gateway.Configuration;
using Edge.Pipeline;
using Microsoft.Extensions.Logging;

namespace Edge.Gateway.Devices;

/// <summary>Makes the driver of the local inputs that the configuration asks for.</summary>
public static class LocalIoDrivers
{
    /// <summary>Whether a device is the local inputs.</summary>
    /// <param name="device">A device of the configuration.</param>
    public static bool IsLocal(DeviceConfiguration device) => device.Type == ConfigurationChecks.LocalIo;

    /// <summary>Whether they read a point of an IED of their concentrator: only of the concentrator itself (Mara 1.4 §5).</summary>
    /// <param name="address">The address of the IED.</param>
    public static bool Reads(int address) => address is 0 or 1;

    /// <summary>What is wired where.</summary>
    /// <param name="device">A checked device.</param>
    /// <param name="comaster">The id that its points carry in the profile.</param>
    /// <param name="zone">The zone of the substation.</param>
    public static LocalIoOptions OptionsOf(DeviceConfiguration device, int comaster, TimeZoneInfo zone)
    {
        LocalIoConfiguration io = device.LocalIo!;
        return new LocalIoOptions
        {
            Device = device.Name,
            Comaster = comaster,
            Zone = zone,
            AnalogPeriod = io.AnalogPeriod,
            Mask = new InputMaskOptions { Events = io.MaskEvents },
            Inputs = [.. io.Inputs.Select(i => new LocalDigitalInput(i.Port, i.Bit, i.Chip, i.Line)
            {
                Filter = i.Filter ?? io.Filter,
                Inverted = i.Inverted,
                Pull = LocalIoWords.TryPull(i.Pull, out LinePull pull) ? pull : LinePull.AsIs,
            })],
            Expanders = [.. io.Mcp23017.Select(c => new Mcp23017Options(c.Name, c.Bus, LocalIoWords.AddressOf(c.Address)!.Value)
            {
                Interrupt = c.Interrupt is { } line ? (line.Chip, line.Line) : null,
                Period = c.PollPeriod,
            })],
            Converters = [.. io.Ads1115.Select(c => new Ads1115Options(c.Bus, LocalIoWords.AddressOf(c.Address)!.Value)
            {
                Alert = c.Alert is { } line ? (line.Chip, line.Line) : null,
                Channels = [.. c.Channels.Select(n => new LocalAnalogInput(n.Channel, n.Input)
                {
                    Range = n.Range,
                    Rate = n.Rate,
                    Continuous = n.Continuous,
                    Divider = n.Divider,
                    FullScale = n.FullScale,
                    Counts = n.Counts,
                })],
            })],
        };
    }

    /// <summary>Makes the driver; nothing is opened yet.</summary>
    /// <param name="device">A checked device.</param>
    /// <param name="comaster">The id that its points carry in the profile.</param>
    /// <param name="profile">The points.</param>
    /// <param name="zone">The zone of the substation.</param>
    /// <param name="image">Where IED 1 is shown to control centres, or null.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logs">Where everything is said.</param>
    public static IFieldDriver Create(
        DeviceConfiguration device, int comaster, Profile profile, TimeZoneInfo zone, IStationImage? image, TimeProvider time, ILoggerFactory logs) =>
        new LocalIoDriver(
            OptionsOf(device, comaster, zone), profile, new LinuxHardware(), new LinuxBox(), image, time, logs.CreateLogger<LocalIoDriver>());
}
