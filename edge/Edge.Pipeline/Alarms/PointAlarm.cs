using Edge.Domain;

namespace Edge.Pipeline.Alarms;

/// <summary>A limit that is exceeded, or an alarm that is suppressed.</summary>
/// <param name="Kind">Which of both.</param>
/// <param name="Tag">The point.</param>
/// <param name="Device">Its device.</param>
internal readonly record struct PointAlarm(GatewayFinding Kind, string Tag, DeviceId Device);
