using Edge.Domain;
using Edge.Formulas.Values;

namespace Edge.Formulas.Compile;

/// <summary>The initial values of a profile for formulas.</summary>
internal static class InitialValues
{
    /// <summary>A scale is a real number; one that is not finite is replaced by 0, since it would make every result an error.</summary>
    internal static FormulaValue Scale(AnalogPoint point) => Finite(point.Scale);

    /// <summary>The first value of an analogue point.</summary>
    internal static FormulaValue Initial(AnalogPoint point) => Finite(point.InitialRaw);

    /// <summary>The first value of a digital point.</summary>
    internal static FormulaValue Initial(DigitalPoint point) => FormulaValue.FromWhole(point.InitialState);

    /// <summary>The initial value of an attribute of an element.</summary>
    internal static FormulaValue Initial(Element element, ElementAttribute attribute) => attribute switch
    {
        ElementAttribute.Text => FormulaValue.FromCell(element.Text, element.Number),
        ElementAttribute.Fill => Index(element.Fill),
        ElementAttribute.Stroke => Index(element.Stroke),
        _ => element.Mark is { } mark ? Finite(mark) : FormulaValue.Nothing,
    };

    private static FormulaValue Index(int? index) => index is { } value ? FormulaValue.FromWhole(value) : FormulaValue.Nothing;

    private static FormulaValue Finite(double number) => FormulaValue.Real(double.IsFinite(number) ? number : 0);
}
