using System.Collections.Immutable;
using Edge.Contracts;

namespace Dashboard.Web.Users;

/// <summary>
/// What a user or token may do: a role for all stations, roles for single ones, or both. At a station the higher of the two counts.
/// </summary>
internal sealed record Grants
{
    /// <summary>Nothing.</summary>
    internal static readonly Grants None = new(all: null);

    private const char Between = '|';

    internal Grants(SessionRole? all, IEnumerable<(string Site, SessionRole Role)>? stations = null) => (All, Stations) = (
        all, (stations ?? []).ToImmutableSortedDictionary(one => one.Site, one => one.Role, StringComparer.Ordinal));

    /// <summary>The role for all stations; null: none.</summary>
    internal SessionRole? All { get; }

    /// <summary>The roles for single stations.</summary>
    internal ImmutableSortedDictionary<string, SessionRole> Stations { get; }

    /// <summary>The highest role, wherever it is; null: none at all.</summary>
    internal SessionRole? Highest => Stations.Values.Select(role => (SessionRole?)role).Append(All).Max();

    /// <summary>What <see cref="ToString"/> wrote; what is no role is left out.</summary>
    internal static Grants Parse(string? text)
    {
        string[] parts = text?.Split(Between) ?? [];
        return parts.Length == 0 ? None : new Grants(
            Known(parts[0]),
            parts.Skip(1).Select(part => part.Split('=')).Where(pair => pair.Length == 2 && Topics.IsName(pair[0]))
                .Select(pair => (pair[0], Role: Known(pair[1]))).Where(pair => pair.Role is not null)
                .DistinctBy(pair => pair.Item1).Select(pair => (pair.Item1, pair.Role!.Value)));
    }

    /// <summary>Whether a right is there: for all stations, or for one at least where it is a right at a station.</summary>
    internal bool Has(Right right) =>
        IsEnough(All, right) || (Rights.IsOfStation(right) && Stations.Values.Any(role => IsEnough(role, right)));

    /// <summary>Whether a right is there at a station.</summary>
    internal bool Has(Right right, string site) =>
        IsEnough(All, right) || (Stations.TryGetValue(site, out SessionRole role) && IsEnough(role, right));

    /// <summary>The stations at which a right is there; null: all.</summary>
    internal ImmutableArray<string>? SitesOf(Right right) =>
        IsEnough(All, right) ? null : [.. Stations.Where(one => IsEnough(one.Value, right)).Select(one => one.Key)];

    /// <inheritdoc />
    public bool Equals(Grants? other) => other is not null && ToString() == other.ToString();

    /// <inheritdoc />
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc />
    public override string ToString() =>
        string.Join(Between, Stations.Select(one => $"{one.Key}={one.Value}").Prepend(All?.ToString() ?? ""));

    private static bool IsEnough(SessionRole? role, Right right) => role is { } one && Rights.Has(one, right);

    private static SessionRole? Known(string text) => Enum.TryParse(text, out SessionRole role) ? role : null;
}
