using System.Text.Json.Serialization;

namespace Edge.Gateway.Devices.Mara;

/// <summary>Reads the keys of the types of the Mara protocol.</summary>
[JsonSerializable(typeof(MaraTcpDevice))]
[JsonSerializable(typeof(MaraBusDevice))]
internal sealed partial class MaraJson : JsonSerializerContext;
