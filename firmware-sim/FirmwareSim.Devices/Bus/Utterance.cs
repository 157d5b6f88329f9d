namespace FirmwareSim.Devices.Bus;

/// <summary>What one party says without a pause: a row of bytes at the line's pace, each instant worked out from the first.</summary>
internal sealed class Utterance(IBusStation? station, UtteranceKind kind, TimeSpan start, int baud)
{
    private readonly HashSet<Utterance> _met = [];

    /// <summary>Who speaks, unless it is the master or noise.</summary>
    public IBusStation? Station => station;

    public UtteranceKind Kind => kind;

    public string Name => station?.Name ?? (kind == UtteranceKind.Master ? "master" : "noise");

    /// <summary>How many bytes are over.</summary>
    public int Index { get; private set; }

    /// <summary>The byte on the line.</summary>
    public byte Current { get; set; }

    /// <summary>Whether somebody spoke into that byte.</summary>
    public bool Spoiled { get; set; }

    /// <summary>Whether noise fell into that byte.</summary>
    public bool Noisy { get; set; }

    /// <summary>Whether its meeting with the master's transceiver is written down.</summary>
    public bool MetDriver { get; set; }

    /// <summary>When that byte began.</summary>
    public TimeSpan ByteStart => start + BusLine.Bytes(Index, baud);

    /// <summary>When its stop bit is over.</summary>
    public TimeSpan ByteEnd => start + BusLine.Bytes(Index + 1, baud);

    /// <summary>The next byte.</summary>
    public void Next()
    {
        Index++;
        (Spoiled, Noisy) = (false, false);
    }

    /// <summary>When the last of some more bytes will be over.</summary>
    public TimeSpan EndAfter(int more) => start + BusLine.Bytes(Index + 1 + more, baud);

    /// <summary>True the first time that these two meet.</summary>
    public bool Meets(Utterance other) => !other._met.Contains(this) && _met.Add(other);
}

/// <summary>Who may speak on a bus.</summary>
internal enum UtteranceKind : byte
{
    Master = 0,
    Station = 1,
    Noise = 2,
}
