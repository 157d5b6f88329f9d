using System.Collections.Immutable;
using System.Security.Cryptography;
using Edge.Contracts;

namespace Dashboard.Ingest.Sites;

/// <summary>
/// One site as it arrived. Not thread-safe: <see cref="SiteStore"/> holds its lock. A generation is one connection to the broker: what
/// has not been heard in this generation may have changed while the dashboard was deaf, so it is not handed out as good.
/// </summary>
internal sealed class SiteState(string site, long revision, DateTimeOffset now)
{
    private readonly Dictionary<string, ScreenContent> _screens = new(StringComparer.Ordinal);
    private readonly HashSet<string> _changedElements = new(StringComparer.Ordinal);
    private readonly HashSet<string> _changedTags = new(StringComparer.Ordinal);

    private Dictionary<string, Heard<ElementMessage>> Elements { get; } = new(StringComparer.Ordinal);

    private Dictionary<string, Heard<TagMessage>> Tags { get; } = new(StringComparer.Ordinal);

    private CatalogMessage? _catalog;
    private Heard<StateMessage>? _state;
    private DateTimeOffset? _lastHeard;
    private SiteStatus _status = SiteStatus.Unknown;
    private SiteReason? _reason = SiteReason.NoState;
    private DateTimeOffset _since = now;
    private bool _catalogChanged;
    private bool _summaryChanged = true;

    internal long Revision { get; private set; } = revision;

    internal CatalogMessage? Catalog => _catalog;

    internal bool IsEmpty => _state is null && _catalog is null && _screens.Count == 0 && Tags.Count == 0 && Elements.Count == 0;

    internal bool HasChanges => _summaryChanged || _catalogChanged || _changedElements.Count > 0 || _changedTags.Count > 0;

    internal ScreenContent? Screen(string name) => _screens.GetValueOrDefault(name);

    internal void SetState(StateMessage? message, bool retained, LinkState link, DateTimeOffset at)
    {
        _state = message is null ? null : new Heard<StateMessage>(message, link.Generation);

        // A retained message was written at some time before: what it says itself is then the better guess, as long as it is not in the
        // future.
        _lastHeard = message is null ? null : retained && message.Time < at ? message.Time : at;
        SummaryChanged();
        Judge(link, at);
    }

    internal void SetCatalog(CatalogMessage? message)
    {
        _catalog = message;
        CatalogChanged();
    }

    internal void SetScreen(string name, byte[]? svg, IngestLimits limits)
    {
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

        CatalogChanged();
    }

    internal void SetElement(string name, ElementMessage? message, LinkState link, IngestLimits limits) =>
        Set(Elements, _changedElements, name, message, link, limits);

    internal void SetTag(string name, TagMessage? message, LinkState link, IngestLimits limits) =>
        Set(Tags, _changedTags, name, message, link, limits);

    /// <summary>Decides anew how the site is; when that changes, everything of it looks different.</summary>
    internal void Judge(LinkState link, DateTimeOffset at)
    {
        (SiteStatus status, SiteReason? reason) = this switch
        {
            _ when !link.Up => (SiteStatus.Unknown, (SiteReason?)SiteReason.BrokerDown),
            { _state: null } => (SiteStatus.Unknown, SiteReason.NoState),
            _ when _state.Generation != link.Generation => (SiteStatus.Unknown, SiteReason.NoState),
            { _state.Message.Status: GatewayStatus.Offline } => (SiteStatus.Offline, SiteReason.Offline),
            _ when at - _lastHeard > TimeSpan.FromSeconds(3L * _state.Message.HeartbeatSeconds) => (SiteStatus.Lost, SiteReason.Silent),
            _ => (SiteStatus.Online, null),
        };
        if (status == _status && reason == _reason)
        {
            return;
        }

        (_status, _reason) = (status, reason);
        _since = status == SiteStatus.Online && _state!.Message.Since < at ? _state.Message.Since : at;
        SummaryChanged();
        _changedElements.UnionWith(Elements.Keys);
        _changedTags.UnionWith(Tags.Keys);
    }

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
        Field = _state?.Message.Field ?? [],
        Journal = _state?.Message.Journal,
        Screens = _catalog is null
            ? []
            : [.. _catalog.Screens.Select(s => new ScreenSummary(s.Name, s.Description, s.Parent, s.Prefix, Screen(s.Name)?.Etag))],
        Revision = Revision,
    };

    internal SiteSnapshot Snapshot(LinkState link) => new(
        Summary(),
        Elements.ToDictionary(pair => pair.Key, pair => Honest(pair.Value, link), StringComparer.Ordinal),
        Tags.ToDictionary(pair => pair.Key, pair => Honest(pair.Value, link), StringComparer.Ordinal),
        Revision);

    internal SiteChanges TakeChanges(LinkState link)
    {
        SiteChanges changes = new(site)
        {
            Elements = _changedElements.Count == 0
                ? null
                : _changedElements.ToDictionary(
                    name => name, name =>
                        Elements.TryGetValue(name, out Heard<ElementMessage>? heard) ? Honest(heard, link) : null, StringComparer.Ordinal),
            Tags = _changedTags.Count == 0
                ? null
                : _changedTags.ToDictionary(
                    name => name, name =>
                        Tags.TryGetValue(name, out Heard<TagMessage>? heard) ? Honest(heard, link) : null, StringComparer.Ordinal),
            Catalog = _catalogChanged,
            Summary = _summaryChanged ? Summary() : null,
            Revision = Revision,
        };
        _changedElements.Clear();
        _changedTags.Clear();
        _catalogChanged = _summaryChanged = false;
        return changes;
    }

    private void Set<T>(
        Dictionary<string, Heard<T>> all, HashSet<string> changed, string name, T? message, LinkState link, IngestLimits limits)
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

            all[name] = new Heard<T>(message, link.Generation);
        }

        Revision++;
        changed.Add(name);
    }

    private ElementMessage Honest(Heard<ElementMessage> heard, LinkState link) =>
        Doubt(heard.Message.Quality, heard.Generation, link) is { } why
            ? heard.Message with { Quality = QualityName.Stale, Reason = why, Detail = null }
            : heard.Message;

    private TagMessage Honest(Heard<TagMessage> heard, LinkState link) =>
        Doubt(heard.Message.Quality, heard.Generation, link) is { } why
            ? heard.Message with { Quality = QualityName.Stale, Reason = why, Detail = null }
            : heard.Message;

    // Bad stays bad, with its own reason; anything else cannot be better than stale while its source is not heard.
    private string? Doubt(QualityName quality, int generation, LinkState link) => quality == QualityName.Bad
        ? null
        : !link.Up || generation != link.Generation
            ? ValueReasonCode.BrokerDown
            : _status == SiteStatus.Online ? null : ValueReasonCode.GatewayOffline;

    private void CatalogChanged()
    {
        _catalogChanged = true;
        SummaryChanged();
    }

    private void SummaryChanged()
    {
        Revision++;
        _summaryChanged = true;
    }

    private sealed record Heard<T>(T Message, int Generation);
}

/// <summary>The dashboard's own connection to the broker.</summary>
/// <param name="Up">Whether it is there.</param>
/// <param name="Generation">Counts the connections.</param>
internal readonly record struct LinkState(bool Up, int Generation);
