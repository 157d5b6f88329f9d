namespace Dashboard.Alarms;

/// <summary>What can be in alarm: it has at most one open alarm.</summary>
/// <param name="Site">The station.</param>
/// <param name="Condition">The word of the condition.</param>
/// <param name="Name">The tag or the device that is concerned; empty: the station as a whole.</param>
public readonly record struct AlarmSource(string Site, string Condition, string Name);
