using Edge.Formulas.Inspection;
using Edge.Formulas.Language;

namespace Edge.Formulas.Tests;

/// <summary>What the checks of a profile ask of a formula.</summary>
public sealed class InspectionTests
{
    [Theory]
    [InlineData("str(ai.P.value * ai.P.escala)", "ai.P.value@8 ai.P.escala@21")]
    [InlineData("= SI(DI.D.VALUE = 1, Eg.E.Text, 2)", "di.D.value@9 eg.E.text@25")]
    [InlineData("-ai.P.q + (not di.D.value) ** 2", "ai.P.q@5 di.D.value@19")]
    [InlineData("SUMA(APLICAR(lambda e: e.mark + ai.P.value, eg))", "ai.P.value@36")]
    [InlineData("'eg.E.text' & \"ai.P.value\"", "")]
    [InlineData("eg.A-B.text", "eg.A.@4")]
    [InlineData("O(lambda ai: ai.P.value, di)", "")]
    [InlineData("eg.E.colour", "eg.E.colour@4")]
    [InlineData("xx.E.text", "")]
    public void References_are_found_with_their_place(string formula, string expected) =>
        Assert.Equal(expected, Written(FormulaInspection.Of(formula).References));

    [Theory]
    [InlineData("SI(di.D.value, eg.E.fill, 3", "di.D.value@7 eg.E.fill@19")]
    [InlineData("eg.E.text ^ ai.P.value)", "eg.E.text@4 ai.P.value@16")]
    [InlineData("ai P value + eg.E", "eg.E.@17")]
    [InlineData("'eg.E.text", "")]
    [InlineData("33a + ai.P.value", "ai.P.value@10")]
    [InlineData("ai.P.value) .q", "ai.P.value@4")]
    public void What_looks_like_a_reference_in_a_broken_formula_counts(string formula, string expected)
    {
        var inspection = FormulaInspection.Of(formula);
        Assert.Equal(expected, Written(inspection.References));
        Assert.Empty(inspection.Products);
        Assert.Null(inspection.Choice);
    }

    [Theory]
    [InlineData("ai.P.value * ai.P.escala", "ai.P.value@4 ai.P.escala@17")]
    [InlineData("ai.P.escala * 2 / ai.D.value", "ai.P.escala@4")]
    [InlineData("3 / ai.D.value * -ai.P.escala", "ai.P.escala@22")]
    [InlineData("(ai.P.value * 2) * ai.P.escala", "ai.P.value@5 | ai.P.value@5 ai.P.escala@23")]
    [InlineData("float(eg.E.text) * ai.P.escala", "ai.P.escala@23")]
    [InlineData("(ai.P.value + 1) * ai.P.escala", "ai.P.escala@23")]
    [InlineData("ai.P.value + ai.P.escala", "")]
    [InlineData("ai.P.value / ai.P.escala", "")]
    [InlineData("ai.P.value ** 2", "")]
    public void Factors_of_a_product_are_those_that_it_multiplies(string formula, string expected) =>
        Assert.Equal(expected, string.Join(" | ", FormulaInspection.Of(formula).Products.Select(product => Written(product.Factors))));

    [Fact]
    public void A_product_tells_everything_that_goes_into_it()
    {
        FormulaProduct product = Assert.Single(FormulaInspection.Of("ai.X.value + RAIZ(float(eg.E.text) + 1) * ai.P.escala").Products);
        Assert.Equal("eg.E.text@28 ai.P.escala@46", Written(product.References));
    }

    [Theory]
    [InlineData("SI(di.D.value, 5, 6)", "di.D.value@7", "5", "6")]
    [InlineData("= IF((di.D.value); 5; 6)", "di.D.value@10", "5", "6")]
    [InlineData("SI(di.D.value, SI(di.X.q = 0, 5, 'a'), 6)", "di.D.value@7", "5 a", "6")]
    [InlineData("SI(di.D.value = 1, 5, 6)", "", "5", "6")]
    [InlineData("SI(di.D.value, 5)", "di.D.value@7", "5", "")]
    [InlineData("SI(di.D.value, di.X.value, 1 + 2)", "di.D.value@7", "", "")]
    public void A_choice_has_a_condition_and_the_results_of_its_branches(
        string formula, string condition, string whenTrue, string whenFalse)
    {
        FormulaChoice choice = FormulaInspection.Of(formula).Choice!;
        Assert.Equal(condition, choice.Condition is { } reference ? Written([reference]) : "");
        Assert.Equal((whenTrue, whenFalse), (string.Join(' ', choice.WhenTrue), string.Join(' ', choice.WhenFalse)));
    }

    [Theory]
    [InlineData("SI(di.D.value, 5, 6) + 1")]
    [InlineData("O(di.D.value, 5, 6)")]
    [InlineData("SI(5)")]
    public void Another_formula_is_no_choice(string formula) => Assert.Null(FormulaInspection.Of(formula).Choice);

    private static string Written(IEnumerable<FormulaReference> references) => string.Join(' ', references.Select(reference =>
        $"{TableNames.Of(reference.Table)}.{reference.Tag}.{reference.Attribute}@{reference.Start}"));
}
