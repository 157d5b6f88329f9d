namespace Edge.Field;

/// <summary>
/// The sections of the last answer of each IED, unchanged: drivers write them, and the outstation answers from them. Safe for several
/// threads. Drivers write at each answer, even if nothing changed: an IED that was not written for a while counts as lost.
/// </summary>
public interface IStationImage
{
    /// <summary>What an IED answered.</summary>
    /// <param name="comaster">The id of the concentrator in the profile; 0 where there is only one.</param>
    /// <param name="address">Its address; 1 is the concentrator itself.</param>
    /// <param name="systemVariables">Its six bytes, the concentrator's own bit for "no answer" included.</param>
    /// <param name="digitals">Its words of digital inputs, little-endian.</param>
    /// <param name="analogs">Its words of analogue inputs, little-endian.</param>
    void Update(int comaster, int address, ReadOnlySpan<byte> systemVariables, ReadOnlySpan<byte> digitals, ReadOnlySpan<byte> analogs);

    /// <summary>
    /// The link to all IEDs of a concentrator is down: from now on each has the bit for "no answer" set and keeps its values.
    /// </summary>
    /// <param name="comaster">The id of the concentrator in the profile.</param>
    void Lost(int comaster);
}
