using Edge.Field.Linux;

namespace Edge.Field.Serial;

/// <summary>The part of a port that the direction uses.</summary>
internal interface IUart
{
    /// <summary>Whether the last written bit was sent; null where the driver cannot report it (adapters, pseudo-terminals).</summary>
    /// <exception cref="SerialPortException">The port has gone.</exception>
    bool? IsTransmitterEmpty();

    /// <summary>Drops the bytes that were not sent yet.</summary>
    /// <exception cref="SerialPortException">The port has gone.</exception>
    void DropOutput();

    /// <summary>Tells the kernel to switch the direction by RTS, and reads the settings back.</summary>
    /// <param name="wanted">The settings.</param>
    /// <exception cref="SerialPortException">The driver cannot, or uses other settings.</exception>
    void SetRs485(Rs485Settings wanted);
}

/// <summary>The direction of the transceiver. One caller at a time, that of the bus.</summary>
internal interface IDriverEnable : IDisposable
{
    /// <summary>Prepares a port that was just opened; <see cref="Off"/> was called before.</summary>
    /// <exception cref="SerialPortException">The direction cannot be switched in this way.</exception>
    void Prepare(IUart port);

    /// <summary>Switches the transceiver to transmit, and returns when the first bit may be sent.</summary>
    /// <exception cref="SerialPortException">The line cannot be switched.</exception>
    void On();

    /// <summary>Waits, where the direction needs it, until everything written was sent, and switches the transceiver to receive.</summary>
    /// <param name="port">The port.</param>
    /// <param name="due">The computed time stamp of the end of the last stop bit.</param>
    /// <param name="length">How long the frame takes on the wire.</param>
    /// <returns>The time stamp at which the bus was free.</returns>
    /// <exception cref="SerialPortException">The port has gone, or the line cannot be switched.</exception>
    long AfterWrite(IUart port, long due, TimeSpan length);

    /// <summary>Switches the transceiver to receive in any state.</summary>
    /// <exception cref="SerialPortException">The line cannot be switched.</exception>
    void Off();
}
