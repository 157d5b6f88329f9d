using Edge.Domain;
using Edge.Protocols.Mara;

namespace Edge.Field.Mara.Layout;

/// <summary>
/// Converts the codes and motives of Mara events to the types of the domain (Mara 1.4 §5). The rest of the gateway does not use the codes.
/// </summary>
internal static class MaraMeanings
{
    private const RestartCauses Known = RestartCauses.PowerOn | RestartCauses.BrownOut | RestartCauses.Watchdog;

    /// <summary>The time over which an energy was counted.</summary>
    /// <param name="code">The code of the event.</param>
    public static EnergyKind Energy(int code) => code switch
    {
        MaraEnergyCode.Period => EnergyKind.Period,
        MaraEnergyCode.LastPeriodOfDay => EnergyKind.LastPeriodOfDay,
        MaraEnergyCode.DailyTotal => EnergyKind.Day,
        _ => EnergyKind.Other,
    };

    /// <summary>The condition that a communications event reports.</summary>
    /// <param name="code">The code of the event.</param>
    /// <param name="motive">Its motive.</param>
    public static DeviceCondition Condition(int code, int motive) => code switch
    {
        MaraCommunicationsCode.Link when motive == MaraCommunicationsCode.MotiveLost => DeviceCondition.LinkLost,
        MaraCommunicationsCode.Link => DeviceCondition.LinkRestored,
        MaraCommunicationsCode.Restart when (motive & (int)MaraRestartMotive.WholeIed) != 0 => DeviceCondition.Restarted,
        MaraCommunicationsCode.Restart => DeviceCondition.UartRestarted,
        MaraCommunicationsCode.CommunicationsRestarted => DeviceCondition.CommunicationsRestarted,
        MaraCommunicationsCode.RamReturned => DeviceCondition.RamReturned,
        MaraCommunicationsCode.ForcedDigital => DeviceCondition.Forced,
        _ => DeviceCondition.Other,
    };

    /// <summary>The causes of a restart; the bits of the motive are those of <see cref="RestartCauses"/>.</summary>
    /// <param name="code">The code of the event.</param>
    /// <param name="motive">Its motive.</param>
    public static RestartCauses Causes(int code, int motive) =>
        code == MaraCommunicationsCode.Restart ? (RestartCauses)motive & Known : RestartCauses.None;
}
