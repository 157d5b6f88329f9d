using System.Collections.Immutable;
using Edge.Domain;
using Edge.Formulas;

namespace Edge.Gateway.Commands.Evaluation;

/// <summary>The results of the formulas of one element.</summary>
/// <param name="Tag">The element.</param>
/// <param name="Text">The text, a number with 12 significant digits; null when there is none.</param>
/// <param name="Fill">The palette's index, or null.</param>
/// <param name="Stroke">The palette's index, or null.</param>
/// <param name="Errors">Why a formula failed, by its attribute; the attribute then keeps its former value.</param>
/// <param name="IsComputed">Whether any formula sets it.</param>
internal sealed record EvaluatedElement(
    string Tag, string? Text, int? Fill, int? Stroke, ImmutableArray<(string Attribute, Phrase Message)> Errors, bool IsComputed);

/// <summary>One evaluation of a workbook.</summary>
internal static class WorkbookEvaluation
{
    private static readonly (ElementAttribute Attribute, string Name)[] Attributes =
    [
        (ElementAttribute.Text, "text"), (ElementAttribute.Fill, "fill"), (ElementAttribute.Stroke, "stroke"),
        (ElementAttribute.Mark, "mark"),
    ];

    /// <summary>Evaluates every formula once, from the first values and the inputs, until nothing changes any more.</summary>
    public static ImmutableArray<EvaluatedElement> Run(ResolvedInputs inputs)
    {
        Profile profile = inputs.Profile;
        FormulaEngine engine = FormulaEngine.Build(profile);
        inputs.Apply(engine);
        _ = engine.Recompute();
        return [.. profile.Elements.Select((element, index) => Element(engine, element.Tag, index))];
    }

    private static EvaluatedElement Element(FormulaEngine engine, string tag, int index)
    {
        ElementLook look = engine.ReadElement(index);
        bool computed = false;
        ImmutableArray<(string, Phrase)>.Builder errors = ImmutableArray.CreateBuilder<(string, Phrase)>();
        foreach ((ElementAttribute attribute, string name) in Attributes)
        {
            computed |= engine.IsSetByFormula(index, attribute);
            if (engine.ReadError(index, attribute) is { } message)
            {
                errors.Add((name, message));
            }
        }

        return new EvaluatedElement(
            tag, look.Text.IsNothing ? null : look.Text.ToString(), look.Fill, look.Stroke, errors.ToImmutable(), computed);
    }
}
