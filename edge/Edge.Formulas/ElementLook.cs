using Edge.Domain;
using Edge.Formulas.Findings;
using Edge.Formulas.Values;

namespace Edge.Formulas;

/// <summary>The attributes of an element of a drawing after the last <see cref="FormulaEngine.Recompute"/>.</summary>
/// <param name="Text">The text; nothing keeps that of the drawing.</param>
/// <param name="Fill">The palette index of the fill, or null to keep that of the drawing.</param>
/// <param name="Stroke">The palette index of the stroke, or null to keep that of the drawing.</param>
/// <param name="Mark">The number that formulas filter by, or null.</param>
/// <param name="Quality">
/// The worst of its four attributes: <see cref="QualityReason.FormulaError"/> when a formula of this element failed,
/// <see cref="QualityReason.Source"/> when one used a value that is not good.
/// </param>
/// <param name="Error">What failed and where, in English, or null.</param>
/// <param name="ErrorCode">The stable code of <paramref name="Error"/>, <see cref="FormulaCode.None"/> without one.</param>
public readonly record struct ElementLook(
    FormulaValue Text, int? Fill, int? Stroke, double? Mark, QualityState Quality, string? Error, FormulaCode ErrorCode);
