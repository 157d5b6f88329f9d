using System.Collections.Immutable;
using System.Security.Cryptography;
using Dashboard.Alarms;
using Dashboard.Historian;
using Edge.Contracts;

namespace Dashboard.Ingest.Sites;

/// <summary>
/// The received state of one site. Not thread-safe: <see cref="SiteStore"/> holds its lock. A generation is one connection to the broker:
/// values that did not arrive in this generation may have changed while the dashboard was not connected, so they are not returned as good.
/// </summary>
internal sealed class SiteState(string site, long revision, DateTimeOffset now)
{
    private static readonly TimeSpan StateGap = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstCatalogGap = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestCatalogGap = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, ScreenContent> _screens = new(StringComparer.Ordinal);
    private readonly HashSet<string> _changedElements = new(StringComparer.Ordinal);
    private readonly HashSet<string> _changedTags = new(StringComparer.Ordinal);

    private Dictionary<string, Received<ElementMessage>> Elements { get; } = new(StringComparer.Ordinal);

    private Dictionary<string, Received<TagMessage>> Tags { get; } = new(StringComparer.Ordinal);

    private CatalogMessage? _catalog;
    private Received<StateMessage>? _state;
    private DateTimeOffset? _lastHeard;

    // The same by the clock that nobody sets: the wall clock of the server may be set back or forward at any time.
    private TimeSpan _lastHeardRunning;
    private SiteStatus _status = SiteStatus.Unknown;
    private SiteReason? _reason = SiteReason.NoState;
    private DateTimeOffset _since = now;
    private readonly ChangePace _statePace = new(StateGap, StateGap);
    private readonly ChangePace _catalogPace = new(FirstCatalogGap, LongestCatalogGap);
    private byte[]? _catalogHash;
    private bool _catalogChanged;
    private bool _stateChanged;
    private bool _summaryChanged = true;

    private readonly SiteMemory _memory = new(now);
    private readonly SiteOutages _outages = new();
    private readonly GatewayJudgement _judgement = new();

    internal string Site => site;

    internal long Revision { get; private set; } = revision;

    internal CatalogMessage? Catalog => _catalog;

    /// <summary>Its last state message; null when there is none.</summary>
    internal StateMessage? State => _state?.Message;

    internal bool IsEmpty => _state is null && _catalog is null && _screens.Count == 0 && Tags.Count == 0 && Elements.Count == 0;

    /// <summary>When a supervisor forgot it. It is not shown then, until its gateway publishes that it is online.</summary>
    internal DateTimeOffset? Forgotten => _memory.Forgotten;

    internal bool IsOnline => _status == SiteStatus.Online;

    internal bool IsToBeKept => _memory.HasChanges;

    internal bool HasChanges => _summaryChanged || _stateChanged || _catalogChanged || _changedElements.Count > 0 || _changedTags.Count > 0;

    internal ScreenContent? Screen(string name) => _screens.GetValueOrDefault(name);

    internal void SetState(StateMessage? message, bool retained, LinkState link, Moment now)
    {
        _state = message is null ? null : new Received<StateMessage>(message, link.Generation);

        // A retained message was published at an unknown earlier time: its own time is then the better estimate, unless it is in the
        // future.
        Heard(message is null ? null : retained && message.Time < now.At ? message.Time : now.At, now);
        _memory.StateChanged();
        Revision++;
        _stateChanged = true;
        if (message is { Status: GatewayStatus.Online })
        {
            _outages.Links(message, now.At);
            if (message.Journal is not null && !retained)
            {
                _outages.Epoch(message.Epoch, now.At);
            }

            if (!retained)
            {
                _judgement.Take(message, now);
            }
        }

        // The broker repeats a retained message of a gateway that is gone, and sends its will: neither is news.
        if (Forgotten is not null && message is { Status: GatewayStatus.Online } && !retained)
        {
            _memory.Forget(null);
            EverythingChanged();
        }

        UpdateStatus(link, now);
    }

    /// <summary>Whether this is the catalogue that the site has already, by its bytes.</summary>
    internal bool HasCatalog(ReadOnlySpan<byte> hash) => _catalogHash is { } held && hash.SequenceEqual(held);

    internal void SetCatalog(CatalogMessage? message, byte[]? hash)
    {
        (_catalog, _catalogHash) = (message, hash);
        _memory.CatalogChanged();
        foreach (string gone in _memory.TakeOrphans(message))
        {
            _screens.Remove(gone);
            _memory.ScreenChanged(gone);
        }

        CatalogChanged();
    }

    internal void SetScreen(string name, byte[]? svg, IngestLimits limits)
    {
        _memory.ScreenHeard(name);
        if (svg is null)
        {
            _screens.Remove(name);
        }
        else
        {
            if (!_screens.ContainsKey(name) && _screens.Count >= limits.ScreensPerSite)
            {
                throw new RefusedException($"the site has {limits.ScreensPerSite} drawings already");
            }

            string etag = Convert.ToHexStringLower(SHA256.HashData(svg).AsSpan(0, 12));
            if (_screens.GetValueOrDefault(name)?.Etag == etag)
            {
                return;
            }

            _screens[name] = new ScreenContent(svg, etag);
        }

        _memory.ScreenChanged(name);
        CatalogChanged();
    }

    /// <summary>
    /// Takes what was kept of the site before the dashboard restarted. It is of no generation, so the site is not online because of it.
    /// </summary>
    internal void Restore(StateMessage? state, CatalogMessage? catalog, RememberedStation kept, IngestLimits limits, Moment now)
    {
        _state = state is null ? null : new Received<StateMessage>(state, Generation: 0);
        Heard(kept.LastHeard, now);
        _catalog = catalog;
        foreach ((string name, byte[] svg) in kept.Screens)
        {
            SetScreen(name, svg, limits);
        }

        _memory.Restored(kept);
        _outages.Restored(state);
    }

    /// <summary>What the centre found out about the way to the site since the last call.</summary>
    internal IEnumerable<EventRecord> TakeOutages() => _outages.Take().Select(note => new EventRecord(site, note));

    /// <summary>What its gateway says of its clock and its backlog, while it is online.</summary>
    internal IEnumerable<CentreFault> Faults(ILookup<string, Alarm> standing) =>
        IsOnline ? _judgement.Faults(site, standing[site]) : [];

    /// <summary>The alarms whose source is no longer there.</summary>
    internal IEnumerable<CentreFault> Gone(ILookup<string, Alarm> standing) =>
        Forgotten is not null ? GoneSources.Forgotten(standing[site])
            : IsOnline ? GoneSources.Of(standing[site], _state!.Message, _catalog) : [];

    /// <summary>What is to be kept since the last call.</summary>
    internal KeptSite TakeForMemory() => _memory.Take(site, _lastHeard, _state?.Message, _catalog, Screen);

    /// <summary>What was taken could not be kept: all of it is taken again.</summary>
    internal void KeepAgain() => _memory.AllChanged(_screens.Keys);

    internal void SetElement(string name, ElementMessage? message, LinkState link, IngestLimits limits) =>
        Set(Elements, _changedElements, name, message, link, limits);

    internal void SetTag(string name, TagMessage? message, LinkState link, IngestLimits limits) =>
        Set(Tags, _changedTags, name, message, link, limits);

    /// <summary>Updates the status of the site. If it changes, the quality of all its values changes.</summary>
    internal void UpdateStatus(LinkState link, Moment now)
    {
        DateTimeOffset at = now.At;
        (SiteStatus status, SiteReason? reason) = this switch
        {
            _ when !link.Up => (SiteStatus.Unknown, (SiteReason?)SiteReason.BrokerDown),
            { _state: null } => (SiteStatus.Unknown, SiteReason.NoState),
            _ when _state.Generation != link.Generation => IsSilent(now)
                ? (SiteStatus.Lost, SiteReason.Silent)
                : (SiteStatus.Unknown, SiteReason.NoState),
            { _state.Message.Status: GatewayStatus.Offline } => (SiteStatus.Offline, SiteReason.Offline),
            _ when IsSilent(now) => (SiteStatus.Lost, SiteReason.Silent),
            _ => (SiteStatus.Online, null),
        };
        _outages.Status(status, _lastHeard, at);
        if (status == _status && reason == _reason)
        {
            return;
        }

        (_status, _reason) = (status, reason);
        if (!IsOnline)
        {
            _judgement.Forget();
        }

        _since = status switch
        {
            SiteStatus.Online when _state!.Message.Since < at => _state.Message.Since,

            // Only while the dashboard was not connected can it be silent for longer than since now.
            SiteStatus.Lost when _lastHeard < at && _state!.Generation != link.Generation => _lastHeard.Value,
            _ => at,
        };
        SummaryChanged();
        ValuesChanged();
    }

    internal void Forget(DateTimeOffset at) => _memory.Forget(at);

    internal SiteSummary Summary() => new()
    {
        Site = site,
        Name = _catalog?.Name ?? site,
        TimeZone = _catalog?.TimeZone,
        Status = _status,
        Reason = _reason,
        Since = _since,
        LastHeard = _lastHeard,
        HeartbeatSeconds = _state?.Message.HeartbeatSeconds,
        Software = _state?.Message.Software,
        Epoch = _state?.Message.Epoch,
        Profile = _catalog?.Profile,
        Refused = _state?.Message.Profile?.Refused,
        Clock = _state?.Message.Clock,
        Field = _state?.Message.Field ?? [],
        Journal = _state?.Message.Journal,
        Screens = _catalog is null
            ? []
            : [.. _catalog.Screens.Select(s => new ScreenSummary(s.Name, s.Description, s.Parent, s.Prefix, Screen(s.Name)?.Etag))],
        Revision = Revision,
    };

    internal SiteSnapshot Snapshot(LinkState link) => new(
        Summary(),
        Elements.ToDictionary(pair => pair.Key, pair => WithCurrentQuality(pair.Value, link), StringComparer.Ordinal),
        Tags.ToDictionary(pair => pair.Key, pair => WithCurrentQuality(pair.Value, link), StringComparer.Ordinal),
        Revision);

    internal TagMessage? TagNow(string tag, LinkState link) =>
        Tags.TryGetValue(tag, out Received<TagMessage>? received) ? WithCurrentQuality(received, link) : null;

    /// <summary>
    /// Takes what may be passed on now. A new state that changes no status, and a new catalogue, wait where one was passed on a short time
    /// ago: a gateway that sends them without a pause costs the browsers no more than one that does not.
    /// </summary>
    internal SiteChanges TakeChanges(LinkState link, TimeProvider time)
    {
        bool catalog = _catalogChanged && _catalogPace.TryPass(time);
        bool whole = _summaryChanged || catalog;
        bool state = whole || (_stateChanged && _statePace.TryPass(time));
        SiteChanges changes = new(site)
        {
            Elements = _changedElements.Count == 0
                ? null
                : _changedElements.ToDictionary(
                    name => name, name =>
                        Elements.TryGetValue(name, out Received<ElementMessage>? received) ? WithCurrentQuality(received, link) : null,
                        StringComparer.Ordinal),
            Tags = _changedTags.Count == 0
                ? null
                : _changedTags.ToDictionary(
                    name => name, name =>
                        Tags.TryGetValue(name, out Received<TagMessage>? received) ? WithCurrentQuality(received, link) : null,
                        StringComparer.Ordinal),
            Catalog = catalog,
            Summary = state ? Summary() : null,
            OnlyState = !whole,
            Revision = Revision,
        };
        _changedElements.Clear();
        _changedTags.Clear();
        _catalogChanged &= !catalog;
        _stateChanged &= !state;
        _summaryChanged = false;
        return changes;
    }

    private void Set<T>(
        Dictionary<string, Received<T>> all, HashSet<string> changed, string name, T? message, LinkState link, IngestLimits limits)
        where T : class
    {
        if (message is null)
        {
            if (!all.Remove(name))
            {
                return;
            }
        }
        else
        {
            if (!all.ContainsKey(name) && all.Count >= limits.TagsPerSite)
            {
                throw new RefusedException($"the site has {limits.TagsPerSite} of them already");
            }

            all[name] = new Received<T>(message, link.Generation);
        }

        Revision++;
        changed.Add(name);
    }

    private ElementMessage WithCurrentQuality(Received<ElementMessage> received, LinkState link) =>
        ReasonNotGood(received.Message.Quality, received.Generation, link) is { } why
            ? received.Message with { Quality = QualityName.Stale, Reason = why, Detail = null }
            : received.Message;

    private TagMessage WithCurrentQuality(Received<TagMessage> received, LinkState link) =>
        ReasonNotGood(received.Message.Quality, received.Generation, link) is { } why
            ? received.Message with { Quality = QualityName.Stale, Reason = why, Detail = null }
            : received.Message;

    // Bad stays bad, with its own reason; any other value is at best stale while its source is not connected.
    private string? ReasonNotGood(QualityName quality, int generation, LinkState link) => quality == QualityName.Bad
        ? null
        : !link.Up || generation != link.Generation
            ? ValueReasonCode.BrokerDown
            : _status == SiteStatus.Online ? null : ValueReasonCode.GatewayOffline;

    private void Heard(DateTimeOffset? at, Moment now)
    {
        _lastHeard = at;
        _lastHeardRunning = at < now.At ? now.Running - (now.At - at.Value) : now.Running;
    }

    private bool IsSilent(Moment now) => now.Running - _lastHeardRunning > TimeSpan.FromSeconds(3L * _state!.Message.HeartbeatSeconds);

    private void EverythingChanged()
    {
        _catalogPace.Reset();
        CatalogChanged();
        ValuesChanged();
    }

    private void ValuesChanged()
    {
        _changedElements.UnionWith(Elements.Keys);
        _changedTags.UnionWith(Tags.Keys);
    }

    private void CatalogChanged()
    {
        Revision++;
        _catalogChanged = true;
    }

    private void SummaryChanged()
    {
        Revision++;
        _summaryChanged = true;
    }

    private sealed record Received<T>(T Message, int Generation);
}

/// <summary>The dashboard's own connection to the broker.</summary>
/// <param name="Up">Whether it is connected.</param>
/// <param name="Generation">Counts the connections.</param>
internal readonly record struct LinkState(bool Up, int Generation);

/// <summary>Now, by both clocks.</summary>
/// <param name="At">The time of day, as it is shown.</param>
/// <param name="Running">How long the dashboard has been running, as it is measured: no clock that is set changes it.</param>
internal readonly record struct Moment(DateTimeOffset At, TimeSpan Running);
