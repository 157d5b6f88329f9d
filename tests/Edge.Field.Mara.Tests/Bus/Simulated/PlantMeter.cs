using FirmwareSim.Devices.Plant;

namespace Edge.Field.Mara.Tests.Bus.Simulated;

/// <summary>
/// What a channel delivered, integrated from its power by this test alone: power is constant between two moments at which the plant is
/// solved, each second and at each switching. The simulator's own sums are not looked at.
/// </summary>
internal sealed class PlantMeter
{
    private readonly Substation _station;
    private readonly PowerChannel[] _channels;
    private readonly double[] _power;
    private readonly double[] _energy;
    private readonly Dictionary<DateTimeOffset, double[]> _readings = [];
    private DateTimeOffset _since;

    public PlantMeter(Substation station, IReadOnlyList<PowerChannel> channels)
    {
        (_station, _channels, _since) = (station, [.. channels], station.Agenda.Now);
        Assert.Equal(0, _since.Ticks % TimeSpan.TicksPerSecond);
        _power = [.. channels.Select(c => c.Power)];
        _energy = new double[channels.Count];

        // Both after the plant itself: it was there first.
        station.Board.Changed += _ => Look();
        station.Agenda.Every(TimeSpan.FromSeconds(1), Look);
    }

    /// <summary>kWh or kvarh of a channel between two quarters of an hour.</summary>
    public double Delivered(int channel, DateTimeOffset from, DateTimeOffset to) => _readings[to][channel] - _readings[from][channel];

    private void Look()
    {
        DateTimeOffset now = _station.Agenda.Now;
        double hours = (now - _since).TotalHours;
        _since = now;
        for (int i = 0; i < _channels.Length; i++)
        {
            _energy[i] += _power[i] * hours;
            _power[i] = _channels[i].Power;
        }

        if (now.Ticks % (15 * TimeSpan.TicksPerMinute) == 0)
        {
            _readings[now] = [.. _energy];
        }
    }
}
