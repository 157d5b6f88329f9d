namespace Edge.Domain;

/// <summary>
/// How the protocol of a device names an event. A new protocol adds a kind here; nobody but its driver, and those who hand it on to
/// clients of the same protocol, looks into it. The default: no protocol names it.
/// </summary>
public readonly record struct NativeRecord
{
    private readonly bool _isMara;
    private readonly MaraNative _mara;

    /// <summary>A record of Mara.</summary>
    /// <param name="mara">The record.</param>
    public NativeRecord(in MaraNative mara) => (_isMara, _mara) = (true, mara);

    /// <summary>The record of Mara; null where it is of another protocol or of none.</summary>
    public MaraNative? Mara => _isMara ? _mara : null;

    /// <summary>Where it was recorded, without what: for what the gateway finds out about the same place.</summary>
    public NativeRecord Place => _isMara
        ? new(_mara with { Code = null, Motive = null, Bytes = default })
        : default;

    /// <summary>As <see cref="NativeRecord(in MaraNative)"/>.</summary>
    /// <param name="mara">The record.</param>
    public static implicit operator NativeRecord(MaraNative mara) => new(in mara);
}

/// <summary>An event in the words of Mara (Mara 1.4 §5). Handed on as it is; its meaning stands in the content of the event.</summary>
/// <param name="Concentrator">The number of the concentrator behind which it was recorded; 0 where there is only one.</param>
/// <param name="Ied">The bus address of the IED, as the event names it (0 and 1: the concentrator).</param>
public readonly record struct MaraNative(int Concentrator, int Ied)
{
    /// <summary>About an input: its port.</summary>
    public int? Port { get; init; }

    /// <summary>About an input: its bit.</summary>
    public int? Bit { get; init; }

    /// <summary>About an energy: its channel.</summary>
    public int? Channel { get; init; }

    /// <summary>Energy, idle mark, communications: the code.</summary>
    public int? Code { get; init; }

    /// <summary>Communications: the motive.</summary>
    public int? Motive { get; init; }

    /// <summary>The record as it stood on the wire; empty where there was none.</summary>
    public NativeBytes Bytes { get; init; }
}
