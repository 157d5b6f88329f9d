using System.Collections.Immutable;
using Edge.Formulas.Language;

namespace Edge.Formulas.Inspection;

/// <summary>
/// What the checks of a profile may ask of one formula. Asked of the parsed formula, without the profile that it belongs to.
/// </summary>
public sealed class FormulaInspection
{
    private FormulaInspection(ImmutableArray<FormulaReference> references, ImmutableArray<FormulaProduct> products, FormulaChoice? choice)
    {
        References = references;
        Products = products;
        Choice = choice;
    }

    /// <summary>
    /// Every place where the formula names a row of a table, from left to right. Of a formula that cannot be parsed: what has the form of a
    /// reference, so that what it was meant to read counts as read.
    /// </summary>
    public ImmutableArray<FormulaReference> References { get; }

    /// <summary>What the formula multiplies; a product within a product is listed of its own too. Empty when it cannot be parsed.</summary>
    public ImmutableArray<FormulaProduct> Products { get; }

    /// <summary>The formula as a choice between two branches; null when it is another, or cannot be parsed.</summary>
    public FormulaChoice? Choice { get; }

    /// <summary>Terms under a root that stand in its sum already, from left to right.</summary>
    public ImmutableArray<FormulaTerm> EqualTerms { get; private init; } = [];

    /// <summary>Parses a formula and looks through it. Never throws for what stands in it.</summary>
    /// <param name="formula">The formula as the workbook has it.</param>
    public static FormulaInspection Of(string formula)
    {
        ArgumentNullException.ThrowIfNull(formula);
        if (Parser.Parse(formula, out _) is not { } expression)
        {
            return new FormulaInspection(TokenReferences.In(formula), [], null);
        }

        var walk = new ReferenceWalk();
        walk.Visit(expression);
        return new FormulaInspection(walk.References, walk.Products, ChoiceOf(expression))
        {
            EqualTerms = [.. Inspection.EqualTerms.In(expression, formula)],
        };
    }

    private static FormulaChoice? ChoiceOf(Expression expression)
    {
        if (expression is not CallExpression { Arguments: [var condition, var whenTrue, .. var rest] }
            || !Shapes.IsCallOf(expression, Function.If))
        {
            return null;
        }

        var walk = new ReferenceWalk();
        walk.Visit(condition);
        return new FormulaChoice(
            condition is NameExpression && walk.References is [var only] ? only : null,
            [.. Shapes.Results(whenTrue).Select(constant => constant.Value)],
            [.. rest.SelectMany(Shapes.Results).Select(constant => constant.Value)]);
    }
}
