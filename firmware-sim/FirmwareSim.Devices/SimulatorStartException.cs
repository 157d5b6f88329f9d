namespace FirmwareSim.Devices;

/// <summary>The simulator cannot start: a port is taken, a recording is wrong. The message is one line for a person.</summary>
public sealed class SimulatorStartException : Exception
{
    public SimulatorStartException()
    {
    }

    public SimulatorStartException(string message)
        : base(message)
    {
    }

    public SimulatorStartException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
