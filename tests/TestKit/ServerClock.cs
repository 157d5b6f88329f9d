namespace TestKit;

/// <summary>The clock of a server on which somebody sets the time: what passes is counted beside it. It begins at noon.</summary>
public sealed class ServerClock : TimeProvider
{
    /// <summary>What the clock shows, UTC.</summary>
    public DateTimeOffset Utc { get; set; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>How long the server has been running.</summary>
    public TimeSpan Running { get; set; } = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Utc;

    /// <inheritdoc/>
    public override long GetTimestamp() => Running.Ticks;
}
