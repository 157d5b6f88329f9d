namespace FirmwareSim.Devices.Plant;

/// <summary>A power that is measured and metered.</summary>
public sealed class PowerChannel
{
    /// <summary>kW or kvar, now.</summary>
    public double Power { get; internal set; }

    /// <summary>kWh or kvarh since the simulation began.</summary>
    public double Energy { get; private set; }

    internal void Integrate(TimeSpan time) => Energy += Power * time.TotalHours;
}

/// <summary>The on-load tap changer of a transformer with its voltage regulator.</summary>
public sealed class TapChanger
{
    private const double Target = 13.4;
    private const double DeadBand = 0.13;
    private const int Last = 8;
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(40);

    private TimeSpan _beyond;

    /// <summary>−8 to +8.</summary>
    public int Position { get; private set; }

    /// <summary>How much the tap lifts the voltage; 1.25 % a step.</summary>
    public double Ratio => 1 + 0.0125 * Position;

    /// <summary>Lets the regulator look at its bar.</summary>
    /// <param name="kilovolts">The bar, or 0 when it is dead: then the regulator rests.</param>
    /// <param name="step">Since it last looked.</param>
    public void Step(double kilovolts, TimeSpan step)
    {
        double error = Target - kilovolts;
        if (kilovolts < 8 || Math.Abs(error) <= DeadBand)
        {
            _beyond = TimeSpan.Zero;
            return;
        }

        _beyond += step;
        if (_beyond >= Delay)
        {
            Position = Math.Clamp(Position + Math.Sign(error), -Last, Last);
            _beyond = TimeSpan.Zero;
        }
    }
}
