using Edge.Domain;

namespace Edge.Pipeline;

/// <summary>What an element of a drawing shows since a time.</summary>
/// <param name="Element">Its tag.</param>
/// <param name="Text">Its text, with a decimal point; null: that of the drawing.</param>
/// <param name="Fill">As <c>#rrggbb</c>; null: that of the drawing.</param>
/// <param name="Stroke">As <c>#rrggbb</c>; null: that of the drawing.</param>
/// <param name="Quality">How far it can be trusted.</param>
public readonly record struct ElementShown(string Element, string? Text, string? Fill, string? Stroke, QualityState Quality);
