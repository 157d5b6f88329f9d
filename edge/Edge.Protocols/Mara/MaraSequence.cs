namespace Edge.Protocols.Mara;

/// <summary>
/// The sequence byte, SEC (Mara 1.4 §2): repeating it requests the last answer again, a new one acknowledges it. A slave accepts any value;
/// these are the rules of the master.
/// </summary>
public static class MaraSequence
{
    /// <summary>The lowest that a control centre uses.</summary>
    public const byte CentreFirst = 0x20;

    /// <summary>The highest that a control centre uses.</summary>
    public const byte CentreLast = 0x7F;

    /// <summary>The first of a master on RS-485, which alternates this and <see cref="BusSecond"/>.</summary>
    public const byte BusFirst = 0x00;

    /// <summary>The second on RS-485; also the one of <see cref="MaraCommand.Sync"/>.</summary>
    public const byte BusSecond = 0x80;

    /// <summary>The one of a time broadcast, which has no answer and is not part of the poll sequence.</summary>
    public const byte Time = 0xBB;

    /// <summary>The next one of a control centre: counts 20…7F and wraps; from anywhere else it begins at 20.</summary>
    /// <param name="current">The one in use.</param>
    public static byte NextOfCentre(byte current) =>
        current is >= CentreFirst and < CentreLast ? (byte)(current + 1) : CentreFirst;

    /// <summary>The next one of a master on RS-485: alternates 00 and 80.</summary>
    /// <param name="current">The one in use.</param>
    public static byte NextOnBus(byte current) => current == BusFirst ? BusSecond : BusFirst;
}
