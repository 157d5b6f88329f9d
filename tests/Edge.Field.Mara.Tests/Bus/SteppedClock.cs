namespace Edge.Field.Mara.Tests.Bus;

/// <summary>A clock that is set: its wall time jumps, its timestamps do not.</summary>
internal sealed class SteppedClock(TimeProvider steady, Func<TimeSpan> step) : TimeProvider
{
    public override long TimestampFrequency => steady.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => steady.GetUtcNow() + step();

    public override long GetTimestamp() => steady.GetTimestamp();
}
