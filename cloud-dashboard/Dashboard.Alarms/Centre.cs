using Edge.Contracts;

namespace Dashboard.Alarms;

/// <summary>What the centre is called where a station would be: its own alarms and events are of it.</summary>
public static class Centre
{
    /// <summary>Its name in the place of a station. No station can have it: it is no name of a topic.</summary>
    public const string Site = "$centre";

    /// <summary>The epoch of what the centre records, of itself and of stations. What a station sends with it is refused.</summary>
    public const string Epoch = "centre";

    /// <summary>Whether an epoch is that of the centre, or of the same base.</summary>
    /// <param name="epoch">The epoch; that of a record that is kept beside another one has a <c>~</c> behind it.</param>
    public static bool IsEpoch(string epoch)
    {
        ArgumentNullException.ThrowIfNull(epoch);
        return JournalEpochs.BaseOf(epoch.Split('~')[0]) == Epoch;
    }
}
