namespace Edge.Field.Serial;

/// <summary>The direction of the transceiver. One caller at a time, that of the bus.</summary>
internal interface IDriverEnable : IDisposable
{
    /// <summary>Prepares a port that was just opened, and makes sure that the transceiver listens.</summary>
    /// <exception cref="SerialPortException">The direction cannot be switched so.</exception>
    void Prepare(TermiosPort port);

    /// <summary>Makes the transceiver talk, and returns when the first bit may leave.</summary>
    /// <exception cref="SerialPortException">The line cannot be switched.</exception>
    void On();

    /// <summary>Waits where the direction needs it until everything written has left, and makes the transceiver listen.</summary>
    /// <param name="port">The port.</param>
    /// <param name="due">The time stamp at which the last stop bit ends by arithmetic.</param>
    /// <param name="length">How long the frame takes on the wire.</param>
    /// <returns>The time stamp at which the pair was free.</returns>
    /// <exception cref="SerialPortException">The port has gone, or the line cannot be switched.</exception>
    long AfterWrite(TermiosPort port, long due, TimeSpan length);

    /// <summary>Makes the transceiver listen, whatever it did before.</summary>
    /// <exception cref="SerialPortException">The line cannot be switched.</exception>
    void Off();
}
