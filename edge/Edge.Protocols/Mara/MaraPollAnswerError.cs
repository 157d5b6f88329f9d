using System.Globalization;

namespace Edge.Protocols.Mara;

/// <summary>The sections of an answer to 0x10, in their order (Mara 1.4 §4).</summary>
public enum MaraSection : byte
{
    /// <summary>System variables, 6 bytes an IED.</summary>
    SystemVariables = 0,

    /// <summary>Digital words of 2 bytes.</summary>
    Digitals = 1,

    /// <summary>Analogue words of 2 bytes.</summary>
    Analogs = 2,

    /// <summary>Events of 10 bytes.</summary>
    Events = 3,
}

/// <summary>The faults of an answer to 0x10 whose frame is correct.</summary>
public enum MaraPollAnswerFault : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The data ended where the length of a section should stand.</summary>
    Missing = 1,

    /// <summary>The length of a section is 0; an empty section is 1.</summary>
    ZeroLength = 2,

    /// <summary>A section claims more bytes than the data has left.</summary>
    PastEnd = 3,

    /// <summary>A section does not end with a whole entry.</summary>
    BrokenEntry = 4,

    /// <summary>Bytes are left behind the last section.</summary>
    TrailingBytes = 5,
}

/// <summary>A fault of an answer to 0x10, and its place.</summary>
/// <param name="Fault">The fault.</param>
/// <param name="Section">The section.</param>
/// <param name="Offset">The offset in the data of the frame: the length byte of the section, or the first byte too many.</param>
/// <param name="Claimed">How many bytes the section claims to have after its length byte.</param>
/// <param name="Available">How many bytes there were.</param>
public readonly record struct MaraPollAnswerError(
    MaraPollAnswerFault Fault, MaraSection Section, int Offset, int Claimed, int Available)
{
    /// <summary>How many bytes one entry of a section takes.</summary>
    /// <param name="section">The section.</param>
    public static int EntryLength(MaraSection section) => section switch
    {
        MaraSection.SystemVariables => MaraSystemVariables.Length,
        MaraSection.Events => MaraEvent.Length,
        _ => 2,
    };

    /// <summary>The fault as text, with the offset counted in the data.</summary>
    public override string ToString() => Describe(0);

    /// <summary>The fault as text.</summary>
    /// <param name="origin">
    /// The number to add to the offset: <see cref="MaraFrame.HeaderLength"/> to count from the start of the frame.
    /// </param>
    public string Describe(int origin)
    {
        string name = Section switch
        {
            MaraSection.SystemVariables => "SV",
            MaraSection.Digitals => "DI",
            MaraSection.Analogs => "AI",
            _ => "event",
        };
        FormattableString text = Fault switch
        {
            MaraPollAnswerFault.None => $"no error",
            MaraPollAnswerFault.Missing => $"{name} section missing at byte {Offset + origin}: the data ends there",
            MaraPollAnswerFault.ZeroLength => $"{name} section at byte {Offset + origin} has length 0; an empty one has 1",
            MaraPollAnswerFault.PastEnd =>
                $"{name} section at byte {Offset + origin} claims {Claimed} bytes, {Available} are left",
            MaraPollAnswerFault.BrokenEntry =>
                $"{name} section at byte {Offset + origin} has {Claimed} bytes, no multiple of {EntryLength(Section)}",
            _ => $"{Available} bytes left behind the event section, from byte {Offset + origin}",
        };
        return text.ToString(CultureInfo.InvariantCulture);
    }
}
