using System.Collections.Immutable;
using Edge.Contracts;

namespace Dashboard.Ingest.Sites;

/// <summary>
/// What is known of every site, as far as it has arrived: nothing is known beforehand. Any thread may ask; what is handed out does not
/// change any more. Changes are gathered until someone takes them, the newest value of each thing wins.
/// </summary>
public sealed class SiteStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, SiteState> _sites = new(StringComparer.Ordinal);
    private readonly HashSet<string> _removed = new(StringComparer.Ordinal);
    private readonly IngestLimits _limits;
    private readonly TimeProvider _time;
    private LinkState _link;
    private long _nextRevision;

    public SiteStore(IngestLimits limits, TimeProvider time)
    {
        _limits = limits;
        _time = time;

        // Milliseconds since 1970 times a thousand: above all revisions of a former run, and still an exact number in a browser.
        _nextRevision = time.GetUtcNow().ToUnixTimeMilliseconds() * 1000;
    }

    /// <summary>Raised when there is something to take; any thread, more often than needed.</summary>
    public event Action? Changed;

    /// <summary>Every site at a glance, by name.</summary>
    public ImmutableArray<SiteSummary> Summaries()
    {
        lock (_lock)
        {
            return [.. _sites.Values.Select(state => state.Summary()).OrderBy(s => s.Name, StringComparer.OrdinalIgnoreCase)
                .ThenBy(s => s.Site, StringComparer.Ordinal)];
        }
    }

    /// <summary>A site at a glance with its catalogue, or null when it is not known.</summary>
    public (SiteSummary Summary, CatalogMessage? Catalog)? Site(string site)
    {
        lock (_lock)
        {
            return _sites.TryGetValue(site, out SiteState? state) ? (state.Summary(), state.Catalog) : null;
        }
    }

    /// <summary>A drawing, or null when it is not known.</summary>
    public ScreenContent? Screen(string site, string name)
    {
        lock (_lock)
        {
            return _sites.GetValueOrDefault(site)?.Screen(name);
        }
    }

    /// <summary>Everything of a site that lives, or null when it is not known.</summary>
    public SiteSnapshot? Snapshot(string site)
    {
        lock (_lock)
        {
            return _sites.GetValueOrDefault(site)?.Snapshot(_link);
        }
    }

    /// <summary>What changed since the last call, site by site.</summary>
    public ImmutableArray<SiteChanges> TakeChanges()
    {
        lock (_lock)
        {
            ImmutableArray<SiteChanges>.Builder changes = ImmutableArray.CreateBuilder<SiteChanges>();
            foreach (string site in _removed)
            {
                changes.Add(new SiteChanges(site) { Removed = true });
            }

            _removed.Clear();
            changes.AddRange(_sites.Values.Where(state => state.HasChanges).Select(state => state.TakeChanges(_link)));
            return changes.ToImmutable();
        }
    }

    /// <summary>
    /// The dashboard got its connection to the broker; what it had heard before counts again only when it is heard again.
    /// </summary>
    internal void LinkUp() => SetLink(up: true);

    /// <summary>The dashboard lost its connection: nothing is known any more.</summary>
    internal void LinkDown() => SetLink(up: false);

    /// <summary>Decides anew how each site is; to be called every second or so.</summary>
    internal void Judge()
    {
        bool changed = false;
        lock (_lock)
        {
            DateTimeOffset now = _time.GetUtcNow();
            foreach (SiteState state in _sites.Values)
            {
                state.Judge(_link, now);
                changed |= state.HasChanges;
            }
        }

        if (changed)
        {
            Changed?.Invoke();
        }
    }

    /// <summary>Takes a message of one of the live kinds. An empty payload removes the thing.</summary>
    /// <exception cref="RefusedException">It is not of the contract, or beyond a limit; nothing has changed.</exception>
    internal void Apply(TopicParts topic, ReadOnlySpan<byte> payload, bool retained)
    {
        Action<SiteState>? change = Read(topic, payload, retained);
        if (change is null)
        {
            return;
        }

        lock (_lock)
        {
            if (!_sites.TryGetValue(topic.Site, out SiteState? state))
            {
                if (payload.IsEmpty)
                {
                    return;
                }

                if (_sites.Count >= _limits.Sites)
                {
                    throw new RefusedException($"{_limits.Sites} sites are known already");
                }

                state = new SiteState(topic.Site, _nextRevision, _time.GetUtcNow());
                state.Judge(_link, _time.GetUtcNow());
                change(state);
                _sites.Add(topic.Site, state);
                _removed.Remove(topic.Site);
            }
            else
            {
                change(state);
            }

            if (state.IsEmpty)
            {
                // Should it come back, its revisions must go on from here.
                _nextRevision = Math.Max(_nextRevision, state.Revision + 1);
                _sites.Remove(topic.Site);
                _removed.Add(topic.Site);
            }
        }

        Changed?.Invoke();
    }

    // Everything that costs time is done before the lock is taken.
    private Action<SiteState>? Read(TopicParts topic, ReadOnlySpan<byte> payload, bool retained)
    {
        bool empty = payload.IsEmpty;
        Fits(payload, topic.Kind switch
        {
            TopicKind.State => _limits.StateBytes,
            TopicKind.Catalog => _limits.CatalogBytes,
            TopicKind.Screen => _limits.ScreenBytes,
            _ => _limits.MessageBytes,
        });
        switch (topic.Kind)
        {
            case TopicKind.State:
                StateMessage? stateMessage = empty ? null : PayloadReader.State(payload);
                return state => state.SetState(stateMessage, retained, _link, _time.GetUtcNow());
            case TopicKind.Catalog:
                CatalogMessage? catalog = empty ? null : PayloadReader.Catalog(payload, topic.Site, _limits);
                return state => state.SetCatalog(catalog);
            case TopicKind.Screen:
                byte[]? svg = empty ? null : SvgCheck.Clean(payload.ToArray(), _limits.ScreenBytes);
                return state => state.SetScreen(topic.Name!, svg, _limits);
            case TopicKind.Tag:
                TagMessage? tag = empty ? null : PayloadReader.Tag(payload);
                return state => state.SetTag(topic.Name!, tag, _link, _limits);
            case TopicKind.Element:
                ElementMessage? element = empty ? null : PayloadReader.Element(payload);
                return state => state.SetElement(topic.Name!, element, _link, _limits);
            case TopicKind.Event or TopicKind.Energy:
            default:
                return null;
        }
    }

    private static void Fits(ReadOnlySpan<byte> payload, int limit)
    {
        if (payload.Length > limit)
        {
            throw new RefusedException($"{payload.Length} bytes, {limit} are allowed");
        }
    }

    private void SetLink(bool up)
    {
        lock (_lock)
        {
            _link = new LinkState(up, up ? _link.Generation + 1 : _link.Generation);
        }

        Judge();
    }
}
