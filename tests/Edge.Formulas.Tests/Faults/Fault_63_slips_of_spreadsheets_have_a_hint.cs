using Edge.Formulas.Findings;
using Edge.Formulas.Inspection;

namespace Edge.Formulas.Tests.Faults;

/// <summary>Before: these had no hint, or one that led elsewhere; equal terms under a root were passed over.</summary>
public sealed class Fault_63_slips_of_spreadsheets_have_a_hint
{
    [Theory]
    [InlineData("SI.ERROR(1/0;0)", "there is no SI.ERROR")]
    [InlineData("SUMA.SI(1;2)", "the name of a function has no point in it")]
    [InlineData("50%", "write 50% as 0.5")]
    [InlineData("SUMA(50%;1)", "write 50% as 0.5")]
    [InlineData("(50%)", "write 50% as 0.5")]
    [InlineData("SI(1),2,3)", "the ) before it closes the function already")]
    public void That_says_what_to_write(string formula, string hint)
    {
        FormulaFinding finding = Assert.Single(new Station().Element("E").Text("E", formula).Engine.Findings);
        Assert.Equal(FindingSeverity.Error, finding.Severity);
        Assert.Contains(hint, finding.Hint!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RAIZ(ai.P.value*ai.P.value+ai.P.value * ai.P.value)", "ai.P.value * ai.P.value", 28)]
    [InlineData("RAIZ(ai.P.value**2 + ai.P.value**2)", "ai.P.value**2", 22)]
    [InlineData("str(RAIZ(SUMA(ai.P.value**2, ai.P.value**2)))", "ai.P.value**2", 30)]
    public void Equal_terms_under_a_root_are_seen(string formula, string term, int start) =>
        Assert.Equal(new FormulaTerm(term, start, term.Length), Assert.Single(FormulaInspection.Of(formula).EqualTerms));

    [Theory]
    [InlineData("RAIZ(ai.P.value**2 + ai.Q.value**2)")]
    [InlineData("ai.P.value + ai.P.value")]
    [InlineData("RAIZ(ai.P.value**2 - ai.P.value**2)")]
    public void Others_are_not(string formula) => Assert.Empty(FormulaInspection.Of(formula).EqualTerms);
}
