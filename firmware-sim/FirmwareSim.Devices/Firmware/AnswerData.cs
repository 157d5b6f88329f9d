using Edge.Protocols.Mara;

namespace FirmwareSim.Devices.Firmware;

/// <summary>The data of an answer.</summary>
internal static class AnswerData
{
    /// <summary>Puts it at the begin of the room.</summary>
    /// <returns>Its length.</returns>
    public static int Put<T>(this Span<byte> room, scoped in T answer)
        where T : IMaraData, allows ref struct
    {
        answer.Write(room);
        return answer.DataLength;
    }
}
