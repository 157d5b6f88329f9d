using Edge.Domain;

namespace Edge.Journal;

/// <summary>
/// Events of the encodings 1 and 2 hold the codes of Mara 1.4 §5 in place of what they mean. Those files were written when Mara was the
/// only protocol; this table is the only place outside of its driver that still knows the codes.
/// </summary>
internal static class OlderEvents
{
    private const int Whole = 8;
    private const RestartCauses Known = RestartCauses.PowerOn | RestartCauses.BrownOut | RestartCauses.Watchdog;

    /// <summary>The id of a device that an older record names by concentrator and bus address.</summary>
    public static DeviceId Device(int concentrator, int address) => ConcentratorLayout.IdOf(concentrator, address);

    /// <summary>The same event with its meanings.</summary>
    public static FieldEvent WithMeanings(in FieldEvent entry) => entry.Kind switch
    {
        FieldEventKind.Gateway => entry with { Finding = (GatewayFinding)entry.Code, Code = 0 },
        FieldEventKind.Energy => entry with
        {
            EnergyKind = entry.Code switch
            {
                0 => EnergyKind.Period,
                1 => EnergyKind.LastPeriodOfDay,
                3 => EnergyKind.Day,
                _ => EnergyKind.Other,
            },
        },
        FieldEventKind.Communications => entry with
        {
            Condition = (entry.Code, entry.Motive) switch
            {
                (2, 0) => DeviceCondition.LinkLost,
                (2, _) => DeviceCondition.LinkRestored,
                (3, var motive) => (motive & Whole) != 0 ? DeviceCondition.Restarted : DeviceCondition.UartRestarted,
                (4, _) => DeviceCondition.CommunicationsRestarted,
                (6, _) => DeviceCondition.RamReturned,
                (7, _) => DeviceCondition.Forced,
                _ => DeviceCondition.Other,
            },
            Causes = entry.Code == 3 ? (RestartCauses)entry.Motive & Known : RestartCauses.None,
        },
        _ => entry,
    };
}
