using System.Reflection;
using Edge.Gateway.Configuration;
using Edge.Gateway.Devices;
using Edge.Gateway.Devices.Common;
using TestKit;

namespace Edge.Gateway.Tests.Configuration;

/// <summary>
/// Each key of the gateway's configuration that names a file, folder, device or socket has a row in docs/limits.md. A new key with a text
/// fails until it has a row, or stands in the list of those that are only words.
/// </summary>
public sealed class Every_file_of_the_configuration_has_a_bound
{
    private static readonly string[] s_words =
    [
        "site", "name", "timeZone", "devices.name", "devices.type", "devices.host", "devices.bus.direction.mode",
        "devices.localIo.inputs.pull", "devices.localIo.mcp23017.name", "devices.localIo.mcp23017.address",
        "devices.localIo.ads1115.address", "northbound.clients.name", "northbound.clients.address", "mqtt.host", "mqtt.clientId",
        "mqtt.user", "mqtt.passwordVariable", "mqtt.historians",
    ];

    [Fact]
    public void A_key_with_a_text_is_a_way_in_or_only_a_word()
    {
        string[] keys = [.. Texts(typeof(GatewayConfiguration), "").Distinct().Order(StringComparer.Ordinal)];
        Assert.Contains("profile.workbook", keys);
        Assert.Contains("devices.bus.serialPort", keys);
        Assert.Equal(keys.Except(s_words), LimitsTable.Ways("file").Where(key => !key.Contains(':', StringComparison.Ordinal)));
        Assert.Equal([], s_words.Except(keys));
    }

    private static IEnumerable<string> Texts(Type type, string prefix)
    {
        foreach (PropertyInfo property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite))
        {
            string key = prefix + char.ToLowerInvariant(property.Name[0]) + property.Name[1..];
            Type of = property.PropertyType.IsArray ? property.PropertyType.GetElementType()! : property.PropertyType;
            IEnumerable<string> found = of == typeof(string) ? [key]
                : of == typeof(DeviceConfiguration) ? DeviceTypes.Known.All.SelectMany(device => Texts(device.Keys, key + "."))
                : of.Assembly == typeof(GatewayConfiguration).Assembly && of.IsClass ? Texts(of, key + ".")
                : [];
            foreach (string one in found)
            {
                yield return one;
            }
        }
    }
}
