using Edge.Formulas.Findings;

namespace Edge.Formulas.Tests.Faults;

/// <summary>Before: <c>SUMA(1,5;2)</c> gave 8 and <c>MIN(0,95;1,05)</c> 0, without a word.</summary>
public sealed class Fault_57_a_decimal_comma_is_a_decimal_where_semicolons_separate
{
    // As a spreadsheet in Spanish computes them.
    [Theory]
    [InlineData("SUMA(1,5;2)", "3.5")]
    [InlineData("MIN(0,95;1,05)", "0.95")]
    [InlineData("MAX(33,5;20)", "33.5")]
    [InlineData("SI(34>33,5;1;2)", "1")]
    [InlineData("SI(33>33,5;1;2)", "2")]
    [InlineData("REDONDEAR(2,675;2)", "2.68")]
    [InlineData("PROMEDIO(0,5;1,5)", "1.0")]
    [InlineData("SUMA(1,5e1;0)", "15.0")]
    [InlineData("SUMA(1;2) * 1,5", "4.5")]
    [InlineData("SUMA(1,2)", "3")]
    [InlineData("SUMA(1, 2;3)", "6")]
    [InlineData("';' & SUMA(1,2)", ";3")]
    [InlineData("';\"' & SUMA(1,2) & \"it's; so\"", ";\"3it's; so")]
    public void And_a_separator_elsewhere(string formula, string expected)
    {
        ElementLook look = Station.Evaluate(formula);
        Assert.Equal((FormulaCode.None, expected), (look.ErrorCode, look.Text.ToString()));
    }

    [Theory]
    [InlineData("SI(di.D.value;6,5)", 15, 3, "6,5 is taken as 6.5", "write 6.5, or 6;5 if these are two arguments")]
    [InlineData("REDONDEAR(1,5; 0) + REDONDEAR(2,5)", 11, 3, null, null)]
    [InlineData("SUMA(1,5)", 6, 3, "1,5 is taken as 1 and 5", "write 1.5 for a decimal, or a blank behind the comma")]
    [InlineData("MIN(ai.P.value,0,95)", 16, 4, "0,95 is taken as 0 and 95", "write 0.95 for a decimal, or a blank behind the comma")]
    public void What_cannot_be_known_is_a_finding(string formula, int column, int length, string? message, string? hint)
    {
        FormulaFinding[] findings = Findings(formula);
        if (message is null)
        {
            // The first has both arguments; of the second one reading needs one argument and the other two.
            FormulaFinding second = Assert.Single(findings);
            Assert.Equal((31, 3), (second.Column, second.Length));
            return;
        }

        FormulaFinding finding = Assert.Single(findings);
        Assert.Equal((FindingSeverity.Warning, FormulaCode.DoubtfulComma), (finding.Severity, finding.Code));
        Assert.Equal(
            (column, length, message, hint), (finding.Column, finding.Length, finding.Message.ToString(), finding.Hint?.ToString()));
    }

    [Theory]
    [InlineData("SI(di.D.value,6,5)")]
    [InlineData("SUMA(1, 5)")]
    [InlineData("SUMA(1.5,2)")]
    [InlineData("REDONDEAR(ai.P.value,1)")]
    [InlineData("SI(di.D.value;6;5)")]
    [InlineData("MAX(0,95;1)")]
    public void What_can_be_known_is_none(string formula) => Assert.Empty(Findings(formula));

    [Theory]
    [InlineData("SI(ai.P.value>33,5,1,2)")]
    [InlineData("RAIZ(1,5)")]
    public void Too_many_arguments_may_be_a_decimal_comma(string formula)
    {
        FormulaFinding finding = Assert.Single(Findings(formula));
        Assert.Equal((FormulaCode.WrongArgumentCount, "decimals have a point"), (finding.Code, finding.Hint?.ToString()));
    }

    private static FormulaFinding[] Findings(string formula) =>
        [.. new Station().Element("E").Digital("D").Analog("P").Text("E", formula).Engine.Findings];
}
