using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Edge.Contracts;

namespace Dashboard.Web.Users;

/// <summary>What a token is for.</summary>
[JsonConverter(typeof(CamelCaseEnum<TokenKind>))]
public enum TokenKind
{
    /// <summary>For a program: it comes with each request as <c>Authorization: Bearer</c>.</summary>
    Program,

    /// <summary>For a wall display: it is opened once in its browser, which then only watches.</summary>
    Wall,
}

/// <summary>A token, without its secret: only the hash of that is kept.</summary>
/// <param name="Id">Which.</param>
/// <param name="Name">What it is called; unique.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="Role">What it may do.</param>
/// <param name="Created">When it was made.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="Expires">From then on it is worth nothing.</param>
/// <param name="Used">When it was used last, to a minute.</param>
/// <param name="UsedFrom">From where.</param>
/// <remarks>Nine parameters: a row of the database.</remarks>
internal sealed record AccessToken(
    string Id, string Name, TokenKind Kind, SessionRole Role, DateTimeOffset Created, string CreatedBy, DateTimeOffset Expires,
    DateTimeOffset? Used, string? UsedFrom)
{
    /// <summary>Its stations; empty: all.</summary>
    internal ImmutableArray<string> Stations { get; init; } = [];

    /// <summary>What it may do.</summary>
    internal Grants Grants => Stations.IsEmpty ? new Grants(Role) : new Grants(null, Stations.Select(site => (site, Role)));

    /// <summary>The most that a token may do: it never manages users, so that it cannot outlive itself.</summary>
    internal const SessionRole Most = SessionRole.Supervisor;

    /// <summary>Who it is in logs and in the record of what users did; no user has such a name.</summary>
    internal string User => (Kind == TokenKind.Wall ? "wall:" : "token:") + Name;
}
