namespace FirmwareSim.Devices.Plant;

/// <summary>All of the plant's chance comes from one seed, so that a day can be lived again.</summary>
public sealed class Chance(int seed)
{
#pragma warning disable CA5394 // Repeatable on purpose: this is weather, not a secret.
    private readonly Random _random = new(seed);

    /// <summary>Even, between 0 and 1.</summary>
    public double Next() => _random.NextDouble();

    /// <summary>Even, from 1 to <paramref name="sides"/>.</summary>
    public int Die(int sides) => _random.Next(sides) + 1;
#pragma warning restore CA5394

    /// <summary>Even, between two delays.</summary>
    public TimeSpan Between(TimeSpan least, TimeSpan most) => least + (most - least) * Next();

    /// <summary>A normal deviate, mean 0, deviation 1.</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Next())) * Math.Cos(2 * Math.PI * Next());

    /// <summary>The time until the next of rare, independent things.</summary>
    public TimeSpan Wait(TimeSpan mean) => mean * Math.Min(5, Math.Max(0.05, -Math.Log(1 - Next())));
}

/// <summary>A quantity that wanders about zero and is always drawn back (Ornstein–Uhlenbeck).</summary>
/// <param name="chance">Where its pushes come from.</param>
/// <param name="deviation">How far from zero it usually is.</param>
/// <param name="memory">How long it remembers.</param>
public sealed class Wander(Chance chance, double deviation, TimeSpan memory)
{
    /// <summary>Where it is now.</summary>
    public double Value { get; private set; } = deviation * chance.Normal();

    /// <summary>Lets it wander on.</summary>
    public void Step(TimeSpan step)
    {
        double keep = Math.Exp(-step / memory);
        Value = Value * keep + deviation * Math.Sqrt(1 - keep * keep) * chance.Normal();
    }
}
