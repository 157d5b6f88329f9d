namespace FirmwareSim.Devices.Plant;

/// <summary>What a feeder's consumers want, by the hour of a working day and of a day of rest.</summary>
/// <param name="Working">24 factors, 0 to 1, one an hour.</param>
/// <param name="Rest">24 factors for Sunday; Saturday lies half way.</param>
public sealed record LoadShape(double[] Working, double[] Rest)
{
    /// <summary>Homes: a hump at noon, the peak after sunset.</summary>
    public static LoadShape Residential { get; } = new(
        [.48, .42, .38, .36, .36, .38, .45, .55, .58, .58, .60, .64, .70, .68, .62, .58, .58, .62, .70, .82, .94, 1.0, .88, .66],
        [.54, .48, .44, .40, .38, .38, .40, .44, .52, .60, .68, .76, .82, .78, .68, .60, .58, .62, .70, .80, .92, .96, .82, .62]);

    /// <summary>Shops and offices: two shifts with the siesta between them.</summary>
    public static LoadShape Commercial { get; } = new(
        [.26, .24, .23, .23, .24, .28, .38, .58, .82, .96, 1.0, .98, .88, .66, .56, .58, .76, .92, .96, .94, .80, .58, .40, .30],
        [.26, .24, .23, .23, .23, .24, .25, .28, .34, .40, .46, .48, .46, .40, .36, .34, .36, .40, .46, .52, .50, .42, .34, .28]);

    /// <summary>Mills and cold stores: three shifts, nearly flat.</summary>
    public static LoadShape Industrial { get; } = new(
        [.70, .68, .68, .68, .70, .76, .88, .96, 1.0, 1.0, .98, .96, .86, .92, .98, .98, .96, .90, .84, .80, .80, .78, .74, .72],
        [.52, .52, .52, .52, .52, .52, .53, .54, .55, .55, .55, .55, .54, .54, .55, .55, .54, .54, .53, .53, .53, .52, .52, .52]);

    /// <summary>Farms: pumps by day, little at night.</summary>
    public static LoadShape Rural { get; } = new(
        [.40, .38, .38, .40, .46, .62, .80, .90, .96, 1.0, 1.0, .94, .80, .74, .78, .86, .90, .88, .82, .78, .72, .62, .52, .44],
        [.38, .36, .36, .36, .40, .48, .58, .66, .70, .72, .72, .70, .64, .60, .60, .62, .64, .64, .64, .66, .64, .56, .48, .42]);

    /// <summary>The factor at a local time, between the hours in a straight line.</summary>
    public double At(DateTime local)
    {
        double weight = local.DayOfWeek switch { DayOfWeek.Sunday => 1, DayOfWeek.Saturday => .5, _ => 0 };
        double hour = local.TimeOfDay.TotalHours;
        int from = (int)hour;
        double part = hour - from;
        int to = (from + 1) % 24;
        double working = Working[from] * (1 - part) + Working[to] * part;
        double rest = Rest[from] * (1 - part) + Rest[to] * part;
        return working * (1 - weight) + rest * weight;
    }
}

/// <summary>The consumers of one feeder.</summary>
public sealed class FeederLoad(Chance chance, LoadShape shape, double peak, double powerFactor, double restlessness)
{
    private static readonly TimeSpan Brief = TimeSpan.FromSeconds(60);

    private readonly Wander _habit = new(chance, 0.05 * restlessness, TimeSpan.FromMinutes(25));
    private readonly Wander _flicker = new(chance, 0.008 * restlessness, TimeSpan.FromSeconds(4));
    private readonly Wander _factor = new(chance, 0.012, TimeSpan.FromMinutes(40));
    private DateTimeOffset? _darkSince;
    private double _pickup;

    /// <summary>kW that they would draw at rated voltage.</summary>
    public double Active { get; private set; }

    /// <summary>kvar that they would draw at rated voltage.</summary>
    public double Reactive { get; private set; }

    /// <summary>One step of the day.</summary>
    /// <param name="now">The instant.</param>
    /// <param name="local">The same on the wall.</param>
    /// <param name="step">Since the step before.</param>
    /// <param name="live">Whether they have had supply; after an outage they come back hungry for some minutes.</param>
    public void Step(DateTimeOffset now, DateTime local, TimeSpan step, bool live)
    {
        _habit.Step(step);
        _flicker.Step(step);
        _factor.Step(step);
        if (!live)
        {
            _darkSince ??= now;
        }
        else if (_darkSince is { } since)
        {
            _pickup = now - since > Brief ? 0.35 : 0;
            _darkSince = null;
        }

        _pickup *= Math.Exp(-step / TimeSpan.FromMinutes(4));
        Active = Math.Max(0.05 * peak, peak * shape.At(local) * (1 + _habit.Value + _flicker.Value) * (1 + _pickup));
        double cosine = Math.Clamp(powerFactor + _factor.Value, 0.78, 0.99);
        Reactive = Active * Math.Sqrt(1 - cosine * cosine) / cosine;
    }
}
