namespace Dashboard.Historian.Journal;

/// <summary>
/// Which of several dashboards on one database stores the journal of a site, acknowledges it and rolls its values up. Only the work is
/// shared by it: a record that two of them store is there once all the same.
/// </summary>
public interface ISiteLeases
{
    /// <summary>Whether it is this one; takes a site that no other has, or whose dashboard has not been heard of for a time.</summary>
    /// <exception cref="HistorianException">The database cannot be asked.</exception>
    bool Holds(string site);
}
