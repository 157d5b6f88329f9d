using Edge.Domain;
using Edge.Protocols.Mara;

namespace Edge.Field.Mara.Layout;

/// <summary>
/// What the codes and motives of an event mean (Mara 1.4 §5). They end here: the rest of the gateway knows the meanings alone.
/// </summary>
internal static class MaraMeanings
{
    private const RestartCauses Known = RestartCauses.PowerOn | RestartCauses.BrownOut | RestartCauses.Watchdog;

    /// <summary>What an energy was counted over.</summary>
    /// <param name="code">The code of the event.</param>
    public static EnergyKind Energy(int code) => code switch
    {
        MaraEnergyCode.Period => EnergyKind.Period,
        MaraEnergyCode.LastPeriodOfDay => EnergyKind.LastPeriodOfDay,
        MaraEnergyCode.DailyTotal => EnergyKind.Day,
        _ => EnergyKind.Other,
    };

    /// <summary>What an event of communications reports of the device.</summary>
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

    /// <summary>Why the device restarted; the bits of the motive are those of <see cref="RestartCauses"/>.</summary>
    /// <param name="code">The code of the event.</param>
    /// <param name="motive">Its motive.</param>
    public static RestartCauses Causes(int code, int motive) =>
        code == MaraCommunicationsCode.Restart ? (RestartCauses)motive & Known : RestartCauses.None;
}
