using System.Collections.Immutable;
using Edge.Domain;

namespace Edge.Formulas;

/// <summary>
/// The formulas of one profile, compiled, with the values that they read and set. Not thread-safe: one owner, the pipeline's loop.
/// </summary>
public sealed class FormulaEngine
{
    /// <summary>Compiles all formulas. A formula that cannot be compiled is a finding and makes its attribute bad; nothing is thrown for it.</summary>
    /// <param name="profile">The profile.</param>
    public static FormulaEngine Build(Profile profile) => throw new NotSupportedException();

    /// <summary>What was found in the formulas, in the order of the sheet.</summary>
    public ImmutableArray<FormulaFinding> Findings => throw new NotSupportedException();

    /// <summary>How many formulas have been evaluated since the engine was built.</summary>
    public long Evaluations => throw new NotSupportedException();

    /// <summary>The handle of a digital point, or -1 when no digital point has this tag.</summary>
    public int FindDigital(string tag) => throw new NotSupportedException();

    /// <summary>The handle of an analogue point, or -1 when no analogue point has this tag.</summary>
    public int FindAnalog(string tag) => throw new NotSupportedException();

    /// <summary>
    /// Sets what formulas read of a point. A value that is not finite leaves the last one and makes the point bad.
    /// </summary>
    /// <param name="handle">From <see cref="FindDigital"/> or <see cref="FindAnalog"/>.</param>
    /// <param name="value">The state, or the count before the scale.</param>
    /// <param name="q">What formulas read as <c>q</c>: 0 when good.</param>
    /// <param name="quality">How far the value can be trusted.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such handle.</exception>
    public void SetPoint(int handle, double value, int q, QualityState quality) => throw new NotSupportedException();

    /// <summary>Whether a formula sets this attribute.</summary>
    public bool IsSetByFormula(int element, ElementAttribute attribute) => throw new NotSupportedException();

    /// <summary>Sets an attribute that no formula sets: what an operator says of the element.</summary>
    /// <param name="element">Index into the profile's elements.</param>
    /// <param name="attribute">The attribute.</param>
    /// <param name="value">The value: nothing, or for fill and stroke a whole number from 0, for mark a number.</param>
    /// <exception cref="InvalidOperationException">A formula sets this attribute.</exception>
    /// <exception cref="ArgumentException">The attribute cannot hold this value.</exception>
    public void SetElement(int element, ElementAttribute attribute, FormulaValue value) => throw new NotSupportedException();

    /// <summary>
    /// Evaluates what depends on what was set since the last call. Returns the indices of the elements whose look or quality
    /// changed, each once, in no particular order; the first call returns every element that is in use. Valid until the next call.
    /// </summary>
    public ReadOnlySpan<int> Recompute() => throw new NotSupportedException();

    /// <summary>How an element looks.</summary>
    /// <param name="element">Index into the profile's elements.</param>
    public ElementLook ReadElement(int element) => throw new NotSupportedException();

    /// <summary>
    /// The tag of the analogue point when the text of the element is made of this point alone, so that its unit is the
    /// element's unit; otherwise null.
    /// </summary>
    /// <param name="element">Index into the profile's elements.</param>
    public string? FindSoleAnalog(int element) => throw new NotSupportedException();
}
