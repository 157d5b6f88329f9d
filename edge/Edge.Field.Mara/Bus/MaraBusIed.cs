using Edge.Field.Mara.Layout;
using Edge.Protocols.Mara;

namespace Edge.Field.Mara.Bus;

/// <summary>How far the last answer of an IED is on the way to the journal.</summary>
internal enum AnswerPlace : byte
{
    /// <summary>In the journal: the IED may be asked its next sequence.</summary>
    Journaled = 0,

    /// <summary>In the scan that is being collected.</summary>
    Gathered = 1,

    /// <summary>In the scan that was handed over.</summary>
    Offered = 2,
}

/// <summary>
/// An IED of a bus: its identity, and how far it has been read. Its other state is kept by the types that use it: turns, health, values.
/// <see cref="Checkpoint"/>, <see cref="Place"/> and <see cref="AskedBefore"/> are guarded by the gate of the gathering.
/// </summary>
internal sealed class MaraBusIed(int index, MaraIedMap map)
{
    /// <summary>Its place among the IEDs of the bus, from 0.</summary>
    public int Index { get; } = index;

    /// <summary>Its points.</summary>
    public MaraIedMap Map { get; } = map;

    /// <summary>Its address.</summary>
    public MaraAddress Address { get; } = new(map.Ied.Address);

    /// <summary>Its id in the catalogue. Addresses repeat behind different concentrators.</summary>
    public string DeviceId { get; } = map.Device.ToString();

    /// <summary>Its name in logs.</summary>
    public string Name { get; } =
        map.Ied.Description.Length == 0 ? $"IED {map.Ied.Address}" : $"IED {map.Ied.Address} ({map.Ied.Description})";

    /// <summary>How far it has been read, the collected answers included.</summary>
    public MaraIedCheckpoint Checkpoint;

    /// <summary>Where its last answer is.</summary>
    public AnswerPlace Place { get; set; }

    /// <summary>
    /// Whether its next sequence may have been asked already. This is true at the start, because an earlier run may have asked it. The
    /// answer may then be old, from when the sequence was asked first.
    /// </summary>
    public bool AskedBefore { get; set; } = true;

    /// <summary>Whether it is lost: five polls in a row had no answer.</summary>
    public bool IsLost => (Checkpoint.Flags & MaraIedFlags.Lost) != 0;

    /// <summary>The sequence of its next question: the successor of the journaled one (ADR 0005).</summary>
    public byte NextSequence =>
        (Checkpoint.Flags & MaraIedFlags.Known) == 0 ? MaraSequence.BusFirst : MaraSequence.NextOnBus(Checkpoint.Sequence);

    /// <summary>Sets or clears a reported state.</summary>
    public void SetFlag(MaraIedFlags flag, bool on) =>
        Checkpoint.Flags = on ? Checkpoint.Flags | flag : Checkpoint.Flags & ~flag;
}
