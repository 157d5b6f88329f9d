using Dashboard.Historian;

namespace Dashboard.Ingest.Sites;

/// <summary>Who wants to know what changes, now. None of these may block: what is slow must queue by itself.</summary>
public interface ILiveListener
{
    /// <summary>What changed of a site in the last window.</summary>
    void Changes(SiteChanges changes);

    /// <summary>An event that was stored for the first time. It may be an old one.</summary>
    void Event(EventRecord record);

    /// <summary>The connection to the broker, or the historian, came or went.</summary>
    void Health();
}
