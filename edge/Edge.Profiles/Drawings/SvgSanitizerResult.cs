using System.Collections.Immutable;
using Edge.Profiles.Findings;

namespace Edge.Profiles.Drawings;

/// <summary>The bounds for a drawing.</summary>
public sealed record SvgSanitizerOptions
{
    /// <summary>The largest drawing that is read, in bytes.</summary>
    public int MaximumBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>How deep its elements may be nested.</summary>
    public int MaximumDepth { get; init; } = 256;

    /// <summary>How many elements it may have.</summary>
    public int MaximumElements { get; init; } = 100_000;
}

/// <summary>A drawing that may be shown in a browser, or why there is none.</summary>
/// <param name="Svg">The clean drawing, or null when it was refused; a finding says why.</param>
/// <param name="Tags">The tags of its shapes, each once, in the order of the drawing.</param>
/// <param name="Findings">What was taken out or refused.</param>
public sealed record SvgSanitizerResult(string? Svg, ImmutableArray<string> Tags, ImmutableArray<ProfileFinding> Findings)
{
    /// <summary>The line of the file on which each tag stands first.</summary>
    public ImmutableDictionary<string, int> TagLines { get; init; } = ImmutableDictionary<string, int>.Empty;
}
