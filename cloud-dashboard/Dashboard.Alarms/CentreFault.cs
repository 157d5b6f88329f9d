namespace Dashboard.Alarms;

/// <summary>
/// What the centre knows now of something that can be in alarm. What it does not know it does not say: what was said holds.
/// </summary>
/// <param name="Source">What it is.</param>
/// <param name="Finding">A word of <see cref="CentreFinding"/>.</param>
/// <param name="IsThere">Whether it is in alarm.</param>
public sealed record CentreFault(AlarmSource Source, string Finding, bool IsThere)
{
    /// <summary>1 (first) to 4; null: that of the condition.</summary>
    public int? Priority { get; init; }

    /// <summary>What exactly, in words or numbers that need no translation.</summary>
    public string? Text { get; init; }

    /// <summary>The alarm that ends because what it is about is no longer there; null: it is judged.</summary>
    public Alarm? Ends { get; init; }

    /// <summary>Since when it is so; null: since now.</summary>
    public DateTimeOffset? Time { get; init; }
}
