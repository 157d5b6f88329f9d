namespace Dashboard.Historian.Journal;

/// <summary>How far the time of a record can be trusted: what the gateway knew of its clock. The database has the numbers.</summary>
public enum RecordClock
{
    /// <summary>It was right, or the gateway says nothing.</summary>
    Right = 0,

    /// <summary>It was no longer synchronised: off by seconds.</summary>
    Unsynchronised = 1,

    /// <summary>It was not set: off by anything. A word that this software does not know counts as this.</summary>
    NotSet = 2,
}
