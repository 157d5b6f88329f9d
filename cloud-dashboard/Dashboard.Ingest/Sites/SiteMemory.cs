using Dashboard.Historian;
using Edge.Contracts;

namespace Dashboard.Ingest.Sites;

/// <summary>What changed of a site since it was kept last. The messages are immutable, so they are written without the lock.</summary>
/// <param name="Site">As in the topics.</param>
internal sealed record KeptSite(string Site)
{
    internal bool Removed { get; init; }

    internal DateTimeOffset FirstSeen { get; init; }

    internal DateTimeOffset? LastHeard { get; init; }

    internal DateTimeOffset? Forgotten { get; init; }

    internal bool StateChanged { get; init; }

    internal StateMessage? State { get; init; }

    internal bool CatalogChanged { get; init; }

    internal CatalogMessage? Catalog { get; init; }

    internal IReadOnlyDictionary<string, ScreenContent?> Screens { get; init; } = new Dictionary<string, ScreenContent?>();
}

/// <summary>Which parts of one site are not kept yet, and which were kept before the restart and have not arrived since.</summary>
internal sealed class SiteMemory(DateTimeOffset now)
{
    private readonly HashSet<string> _screens = new(StringComparer.Ordinal);
    private readonly HashSet<string> _restoredScreens = new(StringComparer.Ordinal);
    private DateTimeOffset _firstSeen = now;
    private bool _changed = true;
    private bool _state;
    private bool _catalog;

    internal bool HasChanges => _changed || _state || _catalog || _screens.Count > 0;

    /// <summary>When a supervisor forgot the site; null: it is shown.</summary>
    internal DateTimeOffset? Forgotten { get; private set; }

    internal void Forget(DateTimeOffset? at) => (Forgotten, _changed) = (at, true);

    internal void StateChanged() => _state = true;

    internal void CatalogChanged() => _catalog = true;

    internal void ScreenChanged(string name) => _screens.Add(name);

    internal void ScreenHeard(string name) => _restoredScreens.Remove(name);

    internal void AllChanged(IEnumerable<string> screens)
    {
        (_changed, _state, _catalog) = (true, true, true);
        _screens.UnionWith(screens);
    }

    internal void Restored(RememberedStation kept)
    {
        (_firstSeen, Forgotten) = (kept.FirstSeen, kept.Forgotten);
        (_changed, _state, _catalog) = (false, false, false);
        _screens.Clear();
        _restoredScreens.UnionWith(kept.Screens.Keys);
    }

    /// <summary>
    /// The drawings of before the restart that a new catalogue does not have. A broker that restarted too does not have them either, so no
    /// gateway takes them back.
    /// </summary>
    internal string[] TakeOrphans(CatalogMessage? catalog)
    {
        string[] orphans = [.. _restoredScreens.Where(name => catalog?.Screens.Any(screen => screen.Name == name) != true)];
        _restoredScreens.ExceptWith(orphans);
        return orphans;
    }

    internal KeptSite Take(
        string site, DateTimeOffset? lastHeard, StateMessage? state, CatalogMessage? catalog, Func<string, ScreenContent?> screen)
    {
        KeptSite kept = new(site)
        {
            FirstSeen = _firstSeen,
            LastHeard = lastHeard,
            Forgotten = Forgotten,
            StateChanged = _state,
            State = state,
            CatalogChanged = _catalog,
            Catalog = catalog,
            Screens = _screens.ToDictionary(name => name, screen, StringComparer.Ordinal),
        };
        (_changed, _state, _catalog) = (false, false, false);
        _screens.Clear();
        return kept;
    }
}
