using Edge.Contracts;

namespace Dashboard.Historian;

/// <summary>Something that the historian keeps for ever, once per identity (site, epoch, seq).</summary>
/// <param name="Site">Whose it is.</param>
public abstract record HistorianRecord(string Site)
{
    /// <summary>The epoch of the gateway's journal.</summary>
    public abstract string Epoch { get; }

    /// <summary>The number within the epoch.</summary>
    public abstract long Seq { get; }

    /// <summary>The identity as one text, unique for ever.</summary>
    public string Key => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Site}/{Epoch}/{Seq}");
}

/// <summary>One entry of the sequence of events.</summary>
/// <param name="Site">Whose it is.</param>
/// <param name="Event">What the gateway sent.</param>
public sealed record EventRecord(string Site, EventMessage Event) : HistorianRecord(Site)
{
    /// <inheritdoc />
    public override string Epoch => Event.Epoch;

    /// <inheritdoc />
    public override long Seq => Event.Seq;
}

/// <summary>One count of energy.</summary>
/// <param name="Site">Whose it is.</param>
/// <param name="Energy">What the gateway sent.</param>
public sealed record EnergyRecord(string Site, EnergyMessage Energy) : HistorianRecord(Site)
{
    /// <inheritdoc />
    public override string Epoch => Energy.Epoch;

    /// <inheritdoc />
    public override long Seq => Energy.Seq;
}
