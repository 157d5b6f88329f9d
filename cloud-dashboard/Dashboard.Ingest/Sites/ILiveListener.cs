using Dashboard.Historian;

namespace Dashboard.Ingest.Sites;

/// <summary>Receives live changes. The methods must not block: a slow listener needs its own queue.</summary>
public interface ILiveListener
{
    /// <summary>Changes of a site in the last window.</summary>
    void Changes(SiteChanges changes);

    /// <summary>An event that was stored for the first time. It may be an old one.</summary>
    void Event(EventRecord record);

    /// <summary>The health of the broker connection or of the historian changed.</summary>
    void Health();
}
