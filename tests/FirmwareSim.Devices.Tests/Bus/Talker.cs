using FirmwareSim.Devices.Bus;

namespace FirmwareSim.Devices.Tests.Bus;

/// <summary>A station that says something once, at an instant, and remembers what it heard.</summary>
internal sealed class Talker(string name, TimeSpan? at = null, params byte[] says) : IBusStation
{
    public List<(TimeSpan At, byte Value)> Heard { get; } = [];

    public string Name => name;

    public TimeSpan? Speaks { get; private set; } = at;

    public bool Answers => true;

    public void Hear(byte value, TimeSpan at) => Heard.Add((at, value));

    public void Begin() => Speaks = null;

    public bool TrySay(int index, out byte value)
    {
        value = index < says.Length ? says[index] : (byte)0;
        return index < says.Length;
    }

    public void End(TimeSpan at)
    {
        // It has nothing more to do.
    }
}
