namespace FirmwareSim.Devices.Bus;

/// <summary>
/// A station on the bus besides its master, as a state machine over explicit time: it gets each byte on the bus, and returns when it starts
/// to send. All instants count from the beginning of the line.
/// </summary>
public interface IBusStation
{
    /// <summary>What a collision calls it: <c>IED 5</c>.</summary>
    string Name { get; }

    /// <summary>When it begins to speak, or null while it does not want to. Looked at after every byte and every order.</summary>
    TimeSpan? Speaks { get; }

    /// <summary>Whether what it says next answers the master: then the time since the question was its turn-round.</summary>
    bool Answers { get; }

    /// <summary>A byte's stop bit is over. Not called while it speaks itself.</summary>
    void Hear(byte value, TimeSpan at);

    /// <summary>It has begun to speak.</summary>
    void Begin();

    /// <summary>The next byte that it says; false when it has said everything.</summary>
    bool TrySay(int index, out byte value);

    /// <summary>The stop bit of its last byte is over.</summary>
    void End(TimeSpan at);
}
