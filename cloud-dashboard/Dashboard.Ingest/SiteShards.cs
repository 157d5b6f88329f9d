using System.Collections.Immutable;

namespace Dashboard.Ingest;

/// <summary>
/// Which broker carries which site. One broker may carry all that is not listed. The list decides and not what arrives: a broker cannot
/// speak for a site of another one, and what it still retains of a site that was moved counts no more.
/// </summary>
public sealed class SiteShards
{
    private readonly Dictionary<string, int> _listed = new(StringComparer.Ordinal);
    private readonly int? _rest;

    /// <summary>One broker that carries all sites.</summary>
    public static SiteShards One { get; } = new([[]]);

    /// <summary>Makes the list.</summary>
    /// <param name="brokers">The sites of each broker; none for the one that carries the rest.</param>
    /// <exception cref="ArgumentException">A site has two brokers, or two brokers carry the rest.</exception>
    public SiteShards(ImmutableArray<ImmutableArray<string>> brokers)
    {
        Brokers = brokers.Length;
        for (int i = 0; i < Brokers; i++)
        {
            if (brokers[i].IsEmpty)
            {
                _rest = _rest is null
                    ? i : throw new ArgumentException("Two brokers carry the sites that are not listed.", nameof(brokers));
            }

            foreach (string site in brokers[i])
            {
                if (!_listed.TryAdd(site, i))
                {
                    throw new ArgumentException($"The site {site} is listed twice.", nameof(brokers));
                }
            }
        }
    }

    /// <summary>How many brokers there are.</summary>
    public int Brokers { get; }

    /// <summary>The number of the broker of a site, from 0; null: none carries it.</summary>
    public int? Of(string site) => _listed.TryGetValue(site, out int broker) ? broker : _rest;

    /// <summary>Why a broker may not speak for a site; null when it may.</summary>
    /// <param name="site">The site.</param>
    /// <param name="broker">The number of the broker.</param>
    internal string? Refuse(string site, int broker) => Of(site) == broker ? null
        : Of(site) is null ? "the site is in the list of no broker (MqttBroker:Shards)"
        : "the site belongs to another broker (MqttBroker:Shards)";
}
