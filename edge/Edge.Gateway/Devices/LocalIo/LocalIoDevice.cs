using System.Text.Json.Serialization;
using Edge.Field.Inputs;
using Edge.Field.LocalIo;
using Edge.Gateway.Devices.Common;
using Edge.Pipeline;
using Microsoft.Extensions.Logging;

namespace Edge.Gateway.Devices.LocalIo;

/// <summary>The local inputs of the gateway, in place of IED 1 of a concentrator.</summary>
public sealed record LocalIoDevice : DeviceConfiguration
{
    /// <summary>How long a reading of the inputs may take.</summary>
    private static readonly TimeSpan s_longestReading = TimeSpan.FromSeconds(2);

    /// <summary>The id of its concentrator in the sheet <c>comaster</c>, from 1. Required where there are several.</summary>
    public int? Comaster { get; set; }

    /// <summary>From one poll to the next, 100 ms to 1 minute. Default 1 s. Values are stale after two of them.</summary>
    public TimeSpan PollPeriod { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The wiring. Required.</summary>
    public LocalIoConfiguration? LocalIo { get; set; }

    /// <summary>The row of the table.</summary>
    internal static DeviceType Row { get; } = new("local-io", $"the inputs of the box", LocalIoJson.Default.LocalIoDevice);

    /// <summary>Only the points of the concentrator itself (Mara 1.4 §5).</summary>
    internal override ConcentratorShare Share => new() { Comaster = Comaster, Reads = address => address is 0 or 1 };

    /// <inheritdoc/>
    internal override void Check(DeviceCheck check)
    {
        check.PollPeriod(PollPeriod);
        if (Comaster is { } id)
        {
            check.Range("comaster", id, 1, int.MaxValue);
        }

        LocalIoChecks.Check(this, check);
    }

    /// <inheritdoc/>
    internal override DevicePlan Plan(DevicePlanning planning)
    {
        int comaster = planning.ComasterOf(Share);
        return new DevicePlan
        {
            Device = Name,
            Place = comaster,
            Comaster = comaster,
            Points = planning.PointsOf(Share),
            LocalDevices = [planning.Profile.Concentrator(comaster).Id.ToString()],
            MaximumAge = DeviceSource.AgeOf(PollPeriod, s_longestReading),
            Period = PollPeriod,
            Create = parts => new LocalIoDriver(
                OptionsOf(comaster, planning.Zone), planning.Profile, new LinuxHardware(), new LinuxBox(parts.Clock), parts.Image,
                parts.Time, parts.Logs.CreateLogger<LocalIoDriver>()),
        };
    }

    /// <summary>The wiring.</summary>
    /// <param name="comaster">The id of the concentrator of its points in the profile.</param>
    /// <param name="zone">The zone of the substation.</param>
    internal LocalIoOptions OptionsOf(int comaster, TimeZoneInfo zone)
    {
        LocalIoConfiguration io = LocalIo!;
        return new LocalIoOptions
        {
            Device = Name,
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
}

/// <summary>Reads the keys of the local inputs.</summary>
[JsonSerializable(typeof(LocalIoDevice))]
internal sealed partial class LocalIoJson : JsonSerializerContext;
