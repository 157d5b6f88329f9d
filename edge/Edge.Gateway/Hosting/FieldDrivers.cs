using Edge.Domain;
using Edge.Field.Drivers;
using Edge.Field.Tcp;
using Edge.Gateway.Configuration;
using Edge.Pipeline;
using Edge.Profiles;
using Microsoft.Extensions.Logging;

namespace Edge.Gateway.Hosting;

/// <summary>Makes the driver that a device of the configuration asks for.</summary>
internal static class FieldDrivers
{
    /// <summary>A station that came back is asked at the latest after so long.</summary>
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(10);

    public static IFieldDriver Create(
        DeviceConfiguration device, string timeZone, ProfileImportResult import, IJournal journal, TimeProvider time, ILoggerFactory logs)
    {
        Profile profile = import.Profile!;
        string? host = device.Host ?? import.Comaster?.Host;
        if (string.IsNullOrWhiteSpace(host))
        {
            throw new GatewayStartException(
                $"devices: {device.Name} has no host, and the workbook names none: give \"host\" in the configuration, or fill it in the sheet comaster.");
        }

        return new MaraTcpDriver(
            new MaraTcpOptions
            {
                Device = device.Name,
                Peer = new TcpPeerOptions { Host = host, Port = device.Port ?? import.Comaster?.Port ?? 9761 },
                AnswerTimeout = device.AnswerTimeout,
                SetTime = device.SetTime,
                LongestBackoff = LongestBackoff,
                OldEventLayout = [.. device.OldEventLayout],
            },
            profile, TimeZoneInfo.FindSystemTimeZoneById(timeZone), journal.GetDeviceMark(device.Name), time,
            logs.CreateLogger<MaraTcpDriver>());
    }
}
