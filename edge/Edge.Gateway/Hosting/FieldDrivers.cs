using Edge.Gateway.Configuration;
using Edge.Pipeline;
using Edge.Profiles;
using Microsoft.Extensions.Logging;

namespace Edge.Gateway.Hosting;

/// <summary>Makes the driver that a device of the configuration asks for.</summary>
internal static class FieldDrivers
{
    public static IFieldDriver Create(
        DeviceConfiguration device, GatewayConfiguration configuration, ProfileImportResult import, IJournal journal, TimeProvider time,
        ILoggerFactory logs) => throw new GatewayStartException("no driver yet");
}
