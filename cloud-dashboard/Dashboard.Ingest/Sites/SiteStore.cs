using System.Collections.Immutable;
using System.Security.Cryptography;
using Dashboard.Historian;
using Edge.Contracts;

namespace Dashboard.Ingest.Sites;

/// <summary>
/// The received state of all sites; sites are not configured beforehand. Safe for several threads; returned objects are immutable. Changes
/// are collected until <see cref="TakeChanges"/>; only the newest value of each thing is kept.
/// </summary>
public sealed class SiteStore
{
    private static readonly TimeSpan LongestUnkept = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, SiteState> _sites = new(StringComparer.Ordinal);
    private readonly HashSet<string> _removed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _notKept = new(StringComparer.Ordinal);
    private readonly IngestLimits _limits;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly LinkState[] _links;
    private long _nextRevision;

    public SiteStore(IngestLimits limits, TimeProvider time, SiteShards? shards = null)
    {
        Shards = shards ?? SiteShards.One;
        _links = new LinkState[Shards.Brokers];
        _limits = limits;
        _time = time;
        _start = time.GetTimestamp();
        Announcements = new SeqAnnouncements(time);

        _nextRevision = Revision(time.GetUtcNow());
    }

    private Moment Now => new(_time.GetUtcNow(), _time.GetElapsedTime(_start));

    /// <summary>Raised on changes, by any thread, possibly more often than needed.</summary>
    public event Action? Changed;

    /// <summary>Which broker carries which site.</summary>
    public SiteShards Shards { get; }

    /// <summary>The numbers of records that the states have announced over this connection.</summary>
    public SeqAnnouncements Announcements { get; }

    /// <summary>The summaries of all sites, by name.</summary>
    public ImmutableArray<SiteSummary> Summaries()
    {
        lock (_lock)
        {
            return [.. _sites.Values.Where(state => state.Forgotten is null).Select(state => state.Summary())
                .OrderBy(s => s.Name, StringComparer.OrdinalIgnoreCase).ThenBy(s => s.Site, StringComparer.Ordinal)];
        }
    }

    /// <summary>The summary of a site and its catalogue, or null when it is not known.</summary>
    public (SiteSummary Summary, CatalogMessage? Catalog)? Site(string site)
    {
        lock (_lock)
        {
            return Shown(site) is { } state ? (state.Summary(), state.Catalog) : null;
        }
    }

    /// <summary>A drawing, or null when it is not known.</summary>
    public ScreenContent? Screen(string site, string name) => Read(site, state => state.Screen(name));

    /// <summary>All live data of a site, or null when it is not known.</summary>
    public SiteSnapshot? Snapshot(string site) => Read(site, state => state.Snapshot(LinkOf(site)));

    /// <summary>What a point of a site says now, or null when it is not known.</summary>
    public TagMessage? Tag(string site, string tag) => Read(site, state => state.TagNow(tag, LinkOf(site)));

    /// <summary>The changes since the last call, by site.</summary>
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
            changes.AddRange(_sites.Values.Where(state => state.HasChanges && state.Forgotten is null)
                .Select(state => state.TakeChanges(LinkOf(state.Site), _time)).Where(change => !change.IsEmpty));
            return changes.ToImmutable();
        }
    }

    /// <summary>Shows a site no longer, until its gateway publishes that it is online.</summary>
    /// <returns>False when it is online now.</returns>
    internal bool Forget(string site)
    {
        lock (_lock)
        {
            if (Shown(site) is not { } state)
            {
                return true;
            }

            if (state.IsOnline)
            {
                return false;
            }

            state.Forget(Now.At);
            _removed.Add(site);
        }

        Changed?.Invoke();
        return true;
    }

    /// <summary>Takes a site as it was kept before the dashboard restarted, unless it is known already.</summary>
    /// <exception cref="RefusedException">It violates the contract, or exceeds a limit.</exception>
    internal void Restore(RememberedStation kept)
    {
        StateMessage? message = kept.State is null ? null : PayloadReader.State(kept.State);
        CatalogMessage? catalog = kept.Catalog is null ? null : PayloadReader.Catalog(kept.Catalog, kept.Site, _limits);
        lock (_lock)
        {
            if (_sites.ContainsKey(kept.Site))
            {
                return;
            }

            // Above all revisions of the earlier run also when the clock was set back since: what it kept is up to a minute old.
            _nextRevision = Math.Max(_nextRevision, Revision((kept.LastHeard ?? kept.FirstSeen) + LongestUnkept));
            SiteState state = NewSite(kept.Site);
            state.Restore(message, catalog, kept, _limits, Now);
            _sites.Add(kept.Site, state);
        }

        UpdateStatus();
    }

    /// <summary>What is to be kept of each site since the last call.</summary>
    internal ImmutableArray<KeptSite> TakeForMemory()
    {
        lock (_lock)
        {
            ImmutableArray<KeptSite> kept =
            [
                .. _notKept.Where(site => !_sites.ContainsKey(site)).Select(site => new KeptSite(site) { Removed = true }),
                .. _sites.Values.Where(state => state.IsToBeKept).Select(state => state.TakeForMemory()),
            ];
            _notKept.Clear();
            return kept;
        }
    }

    /// <summary>Something of each site.</summary>
    internal ImmutableArray<T> OfEach<T>(Func<SiteState, IEnumerable<T>> what)
    {
        lock (_lock)
        {
            return [.. _sites.Values.SelectMany(what)];
        }
    }

    /// <summary>What was taken could not be kept: it is taken again.</summary>
    internal void KeepAgain(IEnumerable<KeptSite> sites)
    {
        lock (_lock)
        {
            foreach (KeptSite site in sites)
            {
                if (_sites.TryGetValue(site.Site, out SiteState? state))
                {
                    state.KeepAgain();
                }
                else
                {
                    _notKept.Add(site.Site);
                }
            }
        }
    }

    /// <summary>The dashboard connected to a broker; earlier values of its sites become good only when they arrive again.</summary>
    /// <param name="broker">The number of the broker.</param>
    internal void LinkUp(int broker = 0) => SetLink(broker, up: true);

    /// <summary>The dashboard lost its connection to a broker: the status of its sites is unknown.</summary>
    /// <param name="broker">The number of the broker.</param>
    internal void LinkDown(int broker = 0) => SetLink(broker, up: false);

    /// <summary>Updates the status of each site; to be called about every second.</summary>
    internal void UpdateStatus()
    {
        bool changed = false;
        lock (_lock)
        {
            Moment now = Now;
            foreach (SiteState state in _sites.Values)
            {
                state.UpdateStatus(LinkOf(state.Site), now);
                changed |= state.HasChanges;
            }
        }

        if (changed)
        {
            Changed?.Invoke();
        }
    }

    /// <summary>Applies a message of one of the live kinds. An empty payload removes its subject.</summary>
    /// <exception cref="RefusedException">It violates the contract, or exceeds a limit; nothing has changed.</exception>
    internal void Apply(TopicParts topic, ReadOnlySpan<byte> payload, bool retained)
    {
        Action<SiteState>? change;
        try
        {
            change = Read(topic, payload, retained);
        }
        catch (RefusedException) when (topic.Kind == TopicKind.State)
        {
            // Of a gateway whose state cannot be read it is not known which numbers it has announced.
            Announcements.Forget(topic.Site);
            throw;
        }

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

                state = NewSite(topic.Site);
                change(state);
                _sites.Add(topic.Site, state);
                _removed.Remove(topic.Site);
            }
            else
            {
                change(state);
                if (state.Forgotten is null)
                {
                    _removed.Remove(topic.Site);
                }
            }

            if (state.IsEmpty)
            {
                // If it appears again, its revisions must continue from here.
                _nextRevision = Math.Max(_nextRevision, state.Revision + 1);
                _sites.Remove(topic.Site);
                _removed.Add(topic.Site);
                _notKept.Add(topic.Site);
            }
        }

        if (topic.Kind == TopicKind.State)
        {
            Announce(topic.Site);
        }

        Changed?.Invoke();
    }

    // Outside the lock: records that wait for it go on.
    private void Announce(string site)
    {
        StateMessage? state;
        lock (_lock)
        {
            state = _sites.GetValueOrDefault(site)?.State;
        }

        if (state is null)
        {
            Announcements.Forget(site);
        }
        else
        {
            Announcements.Announce(site, state);
        }
    }

    // Milliseconds since 1970 times a thousand: above all revisions of an earlier run, and still an exact number in a browser.
    private static long Revision(DateTimeOffset at) => at.ToUnixTimeMilliseconds() * 1000;

    private T? Read<T>(string site, Func<SiteState, T?> read)
        where T : class
    {
        lock (_lock)
        {
            return Shown(site) is { } state ? read(state) : null;
        }
    }

    private SiteState? Shown(string site) => _sites.TryGetValue(site, out SiteState? state) && state.Forgotten is null ? state : null;

    private SiteState NewSite(string site)
    {
        if (_sites.Count >= _limits.Sites)
        {
            // A site that was forgotten makes room.
            string? oldest = _sites.Keys.Where(name => _sites[name].Forgotten is not null).MinBy(name => _sites[name].Forgotten);
            if (oldest is null)
            {
                throw new RefusedException($"{_limits.Sites} sites are known already");
            }

            _sites.Remove(oldest);
            Announcements.Forget(oldest);
            _notKept.Add(oldest);
        }

        SiteState state = new(site, _nextRevision, Now.At);
        state.UpdateStatus(LinkOf(site), Now);
        return state;
    }

    // Parsing is done before the lock is taken.
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
                return state => state.SetState(stateMessage, retained, LinkOf(topic.Site), Now);
            case TopicKind.Catalog:
                byte[]? hash = empty ? null : SHA256.HashData(payload);
                if (hash is not null && HasCatalog(topic.Site, hash))
                {
                    return null;
                }

                CatalogMessage? catalog = empty ? null : PayloadReader.Catalog(payload, topic.Site, _limits);
                return state => state.SetCatalog(catalog, hash);
            case TopicKind.Screen:
                byte[]? svg = empty ? null : SvgCheck.Clean(payload.ToArray(), _limits.ScreenBytes);
                return state => state.SetScreen(topic.Name!, svg, _limits);
            case TopicKind.Tag:
                TagMessage? tag = empty ? null : PayloadReader.Tag(payload);
                return state => state.SetTag(topic.Name!, tag, LinkOf(topic.Site), _limits);
            case TopicKind.Element:
                ElementMessage? element = empty ? null : PayloadReader.Element(payload);
                return state => state.SetElement(topic.Name!, element, LinkOf(topic.Site), _limits);
            case TopicKind.Event or TopicKind.Energy:
            default:
                return null;
        }
    }

    private bool HasCatalog(string site, byte[] hash)
    {
        lock (_lock)
        {
            return _sites.TryGetValue(site, out SiteState? state) && state.HasCatalog(hash);
        }
    }

    private static void Fits(ReadOnlySpan<byte> payload, int limit)
    {
        if (payload.Length > limit)
        {
            throw new RefusedException($"{payload.Length} bytes, {limit} are allowed");
        }
    }

    // A site that no broker carries any more is remembered, and nothing of it is current.
    private LinkState LinkOf(string site) => Shards.Of(site) is { } broker ? _links[broker] : default;

    private void SetLink(int broker, bool up)
    {
        lock (_lock)
        {
            int generation = _links[broker].Generation;
            _links[broker] = new LinkState(up, up ? generation + 1 : generation);
        }

        Announcements.ForgetAll(site => Shards.Of(site) == broker);
        UpdateStatus();
    }
}
