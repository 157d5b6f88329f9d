using Edge.Field.Linux;

namespace Edge.Field.Serial;

/// <summary>What the direction needs of a port.</summary>
internal interface IUart
{
    /// <summary>
    /// Whether the last bit of what was written has left; null where the driver does not know it (adapters, pseudo-terminals).
    /// </summary>
    /// <exception cref="SerialPortException">The port has gone.</exception>
    bool? IsTransmitterEmpty();

    /// <summary>Throws away what has not been sent yet.</summary>
    /// <exception cref="SerialPortException">The port has gone.</exception>
    void DropOutput();

    /// <summary>Lets the kernel switch the direction by RTS, and reads back whether it will.</summary>
    /// <param name="wanted">The settings.</param>
    /// <exception cref="SerialPortException">The driver cannot, or took something else.</exception>
    void SetRs485(Rs485Settings wanted);
}

/// <summary>The direction of the transceiver. One caller at a time, that of the bus.</summary>
internal interface IDriverEnable : IDisposable
{
    /// <summary>Prepares a port that was just opened; <see cref="Off"/> was called before.</summary>
    /// <exception cref="SerialPortException">The direction cannot be switched so.</exception>
    void Prepare(IUart port);

    /// <summary>Makes the transceiver talk, and returns when the first bit may leave.</summary>
    /// <exception cref="SerialPortException">The line cannot be switched.</exception>
    void On();

    /// <summary>Waits where the direction needs it until everything written has left, and makes the transceiver listen.</summary>
    /// <param name="port">The port.</param>
    /// <param name="due">The time stamp at which the last stop bit ends by arithmetic.</param>
    /// <param name="length">How long the frame takes on the wire.</param>
    /// <returns>The time stamp at which the bus was free.</returns>
    /// <exception cref="SerialPortException">The port has gone, or the line cannot be switched.</exception>
    long AfterWrite(IUart port, long due, TimeSpan length);

    /// <summary>Makes the transceiver listen, whatever it did before.</summary>
    /// <exception cref="SerialPortException">The line cannot be switched.</exception>
    void Off();
}
