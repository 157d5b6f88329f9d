namespace Dashboard.Historian;

/// <summary>What is kept of a station, so that it is still known when its gateway is away and the dashboard has restarted.</summary>
public sealed record RememberedStation
{
    /// <summary>As in the topics.</summary>
    public required string Site { get; init; }

    /// <summary>When the first message of it arrived.</summary>
    public required DateTimeOffset FirstSeen { get; init; }

    /// <summary>When its last state arrived; null when none did.</summary>
    public DateTimeOffset? LastHeard { get; init; }

    /// <summary>Its last state, JSON of the contract.</summary>
    public byte[]? State { get; init; }

    /// <summary>Its last catalogue, JSON of the contract.</summary>
    public byte[]? Catalog { get; init; }

    /// <summary>When a supervisor forgot it; null when nobody did, or its gateway has published since.</summary>
    public DateTimeOffset? Forgotten { get; init; }

    /// <summary>Its drawings by name, SVG.</summary>
    public IReadOnlyDictionary<string, byte[]> Screens { get; init; } = new Dictionary<string, byte[]>();
}

/// <summary>What is to be kept of a station from now on. A part that is null stays as it is.</summary>
/// <param name="Site">As in the topics.</param>
public sealed record StationChange(string Site)
{
    /// <summary>Nothing of it is kept any more; the other properties have no effect.</summary>
    public bool Removed { get; init; }

    /// <summary>When the first message of it arrived; kept once.</summary>
    public DateTimeOffset FirstSeen { get; init; }

    /// <summary>When its last state arrived.</summary>
    public DateTimeOffset? LastHeard { get; init; }

    /// <summary>Its name for people.</summary>
    public string? Name { get; init; }

    /// <summary>Its last state; empty: it has none.</summary>
    public byte[]? State { get; init; }

    /// <summary>Its catalogue; empty: it has none.</summary>
    public byte[]? Catalog { get; init; }

    /// <summary>The bays of its points and devices, by tag and id; they replace all that were kept.</summary>
    public IReadOnlyDictionary<string, string>? Bays { get; init; }

    /// <summary>When a supervisor forgot it; null: it is shown.</summary>
    public DateTimeOffset? Forgotten { get; init; }

    /// <summary>The drawings that changed, by name; null in it: removed.</summary>
    public IReadOnlyDictionary<string, byte[]?> Screens { get; init; } = new Dictionary<string, byte[]?>();
}

/// <summary>Keeps what is known of the stations. Their values are not kept: an old value must not look like a present one.</summary>
public interface IStationStore : IDisposable
{
    /// <summary>Everything that is kept.</summary>
    /// <exception cref="HistorianException">It cannot be read.</exception>
    IReadOnlyList<RememberedStation> Load();

    /// <summary>Keeps the changes: all of them or none.</summary>
    /// <exception cref="HistorianException">They could not be written.</exception>
    void Save(IReadOnlyList<StationChange> changes);
}
