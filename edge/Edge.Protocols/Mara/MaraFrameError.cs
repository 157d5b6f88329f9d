using System.Globalization;

namespace Edge.Protocols.Mara;

/// <summary>The faults of bytes that should be exactly one frame.</summary>
public enum MaraFrameFault : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The first byte is not FE.</summary>
    NoStart = 1,

    /// <summary>QTY is outside 8 to 253.</summary>
    BadLength = 2,

    /// <summary>There are fewer bytes than QTY says.</summary>
    CutOff = 3,

    /// <summary>There are more bytes than QTY says.</summary>
    TooLong = 4,

    /// <summary>The block check is wrong.</summary>
    BadCheck = 5,
}

/// <summary>A fault of bytes that should be exactly one frame.</summary>
/// <param name="Fault">The fault.</param>
/// <param name="Expected">The QTY, or the computed block check.</param>
/// <param name="Found">The number of bytes, the QTY, or the block check in the frame.</param>
public readonly record struct MaraFrameError(MaraFrameFault Fault, int Expected, int Found)
{
    /// <summary>The fault as text.</summary>
    public override string ToString()
    {
        FormattableString text = Fault switch
        {
            MaraFrameFault.None => $"no error",
            MaraFrameFault.NoStart => $"no start of frame: FE expected at byte 0",
            MaraFrameFault.BadLength => $"QTY at byte 1 is {Found}, it must be {MaraFrame.MinimumLength} to {MaraFrame.MaximumLength}",
            MaraFrameFault.CutOff when Found < 2 => $"frame cut off before its QTY: {Found} byte is here",
            MaraFrameFault.CutOff => $"frame cut off: QTY at byte 1 says {Expected} bytes, {Found} are here",
            MaraFrameFault.TooLong => $"QTY at byte 1 says {Expected} bytes, {Found} are here",
            _ => $"BCC is {Found:X4}, it must be {Expected:X4}",
        };
        return text.ToString(CultureInfo.InvariantCulture);
    }
}
