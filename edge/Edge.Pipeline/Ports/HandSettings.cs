namespace Edge.Pipeline;

/// <summary>What operators set by hand at an element, by attribute; null where it is not set.</summary>
/// <param name="Text">The text.</param>
/// <param name="Fill">The fill.</param>
/// <param name="Stroke">The stroke.</param>
/// <param name="Mark">The number that formulas filter by.</param>
public sealed record HandSettings(ElementState? Text, ElementState? Fill, ElementState? Stroke, ElementState? Mark)
{
    /// <summary>Those that there are.</summary>
    public IEnumerable<ElementState> All => new[] { Text, Fill, Stroke, Mark }.OfType<ElementState>();
}
