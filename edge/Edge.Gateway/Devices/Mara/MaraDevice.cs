using Edge.Gateway.Devices.Common;

namespace Edge.Gateway.Devices.Mara;

/// <summary>What the types of the Mara protocol have in common: the keys about the IEDs of a concentrator.</summary>
public abstract record MaraDevice : DeviceConfiguration
{
    /// <summary>The id of its concentrator in the sheet <c>comaster</c>, from 1. Required where there are several devices.</summary>
    public int? Comaster { get; set; }

    /// <summary>Whether the clocks of the field are set. Default true; false where another master does it.</summary>
    public bool SetTime { get; set; } = true;

    /// <summary>
    /// How far the clock of an IED may be off before an event reports it, 10 ms to 1 minute. Default 100 ms; it is right again at 80 %.
    /// </summary>
    public TimeSpan SkewLimit { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The addresses (1 to 63) of old boards that send digital events as bit, port, state. Default none.</summary>
    public int[] OldEventLayout { get; set; } = [];

    /// <inheritdoc/>
    internal override void Check(DeviceCheck check)
    {
        for (int i = 0; i < OldEventLayout.Length; i++)
        {
            check.Range($"oldEventLayout[{i}]", OldEventLayout[i], 1, 63);
        }

        check.Range("skewLimit", SkewLimit, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1));
        if (Comaster is { } id)
        {
            check.Range("comaster", id, 1, int.MaxValue);
        }
    }
}
