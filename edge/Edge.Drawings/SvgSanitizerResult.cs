using System.Collections.Immutable;

namespace Edge.Drawings;

/// <summary>A drawing that may be shown in a browser, or why there is none.</summary>
/// <param name="Svg">The clean drawing, or null when it was refused; a finding says why.</param>
/// <param name="Tags">The tags of its shapes, each once, in the order of the drawing.</param>
/// <param name="Findings">What was taken out or refused.</param>
public sealed record SvgSanitizerResult(string? Svg, ImmutableArray<string> Tags, ImmutableArray<DrawingFinding> Findings)
{
    /// <summary>The line of the file on which each tag stands first.</summary>
    public ImmutableDictionary<string, int> TagLines { get; init; } = ImmutableDictionary<string, int>.Empty;
}
