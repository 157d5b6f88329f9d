namespace Dashboard.Alarms;

/// <summary>What the centre is called where a station would be: its own alarms and events are of it.</summary>
public static class Centre
{
    /// <summary>Its name in the place of a station. No station can have it.</summary>
    public const string Site = "$centre";
}
