using Edge.Gateway.Configuration;
using Edge.Mqtt;
using Microsoft.Extensions.Logging;

namespace Edge.Gateway.Runtime;

/// <summary>Makes the options of the publisher from the configuration of the broker, and reads the password.</summary>
internal static class MqttSettings
{
    public static MqttOptions Of(GatewayConfiguration configuration, ILogger logger)
    {
        MqttConfiguration mqtt = configuration.Mqtt;
        string? password = Password(mqtt);
        if (password is not null && !mqtt.Tls)
        {
            Log.PasswordInClear(logger);
        }

        return new MqttOptions
        {
            Host = mqtt.Host,
            Port = mqtt.Port ?? (mqtt.Tls ? 8883 : 1883),
            ClientId = mqtt.ClientId ?? $"edge-{configuration.Site}",
            User = mqtt.User,
            Password = password,
            Tls = mqtt.Tls,
            CaFile = mqtt.CaFile,
            Heartbeat = mqtt.Heartbeat,
            Gather = mqtt.Gather,
            KeepAlive = mqtt.KeepAlive,
            Historians = [.. mqtt.Historians],
        };
    }

    private static string? Password(MqttConfiguration mqtt)
    {
        if (mqtt.PasswordVariable is { } variable)
        {
            return Environment.GetEnvironmentVariable(variable);
        }

        if (mqtt.PasswordFile is not { } file)
        {
            return null;
        }

        try
        {
            using StreamReader reader = new(file);
            return reader.ReadLine() is { Length: > 0 } line
                ? line
                : throw new GatewayStartException($"{file}: the first line is empty; it must have the password of the broker.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GatewayStartException($"{file}: the password of the broker cannot be read: {WordedException.TextOf(e)}", e);
        }
    }
}
