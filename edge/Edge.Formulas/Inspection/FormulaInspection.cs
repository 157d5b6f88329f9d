using System.Collections.Immutable;
using Edge.Formulas.Language;

namespace Edge.Formulas.Inspection;

/// <summary>The structure of one formula for the checks of a profile. It depends only on the parsed formula, not on the profile.</summary>
public sealed class FormulaInspection
{
    private FormulaInspection(ImmutableArray<FormulaReference> references, ImmutableArray<FormulaProduct> products, FormulaChoice? choice)
    {
        References = references;
        Products = products;
        Choice = choice;
    }

    /// <summary>
    /// Every place where the formula names a row of a table, from left to right. For a formula that cannot be parsed: all words in the form
    /// of a reference, so that the points that it was meant to read count as read.
    /// </summary>
    public ImmutableArray<FormulaReference> References { get; }

    /// <summary>The products in the formula; a product within a product is also listed itself. Empty when it cannot be parsed.</summary>
    public ImmutableArray<FormulaProduct> Products { get; }

    /// <summary>The formula as a choice between two branches; null when it is another, or cannot be parsed.</summary>
    public FormulaChoice? Choice { get; }

    /// <summary>Repeated terms of a sum under a root, from left to right.</summary>
    public ImmutableArray<FormulaTerm> EqualTerms { get; private init; } = [];

    /// <summary>Parses and inspects a formula. Never throws because of its content.</summary>
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
