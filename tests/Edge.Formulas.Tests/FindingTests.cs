using CsCheck;
using Edge.Domain;
using Edge.Formulas.Findings;

namespace Edge.Formulas.Tests;

/// <summary>What is said about a formula that cannot be computed, and where.</summary>
public sealed class FindingTests
{
    [Theory]
    [InlineData("", FormulaCode.Empty, 1, 0, null)]
    [InlineData("=", FormulaCode.Empty, 2, 0, null)]
    [InlineData("1 + ", FormulaCode.UnexpectedEnd, 5, 0, "an operand or an argument is missing")]
    [InlineData("1 $ 2", FormulaCode.UnexpectedCharacter, 3, 1, null)]
    [InlineData("“a”", FormulaCode.UnexpectedCharacter, 1, 1, "use straight quotes, \" or '")]
    [InlineData("1 ≤ 2", FormulaCode.UnexpectedCharacter, 3, 1, "write <=")]
    [InlineData("2 ^ 3", FormulaCode.UnexpectedCharacter, 3, 1, "write ** for a power")]
    [InlineData("'abc", FormulaCode.UnclosedText, 1, 4, "close it with '")]
    [InlineData("'\\d'", FormulaCode.UnknownEscape, 2, 2, "write \\\\ for a backslash")]
    [InlineData("1 + 33a", FormulaCode.MalformedNumber, 5, 3, "a name does not begin with a digit; decimals have one point")]
    [InlineData("1.2.3", FormulaCode.MalformedNumber, 1, 5, "a name does not begin with a digit; decimals have one point")]
    [InlineData("1e999", FormulaCode.NumberTooLarge, 1, 5, null)]
    [InlineData("1 2", FormulaCode.UnexpectedToken, 3, 1, "an operator or a comma may be missing before it")]
    [InlineData("1 o 2", FormulaCode.UnexpectedToken, 3, 1, "between two values write or; or O(a, b)")]
    [InlineData("1 = not 2", FormulaCode.UnexpectedToken, 5, 3, "put this part in parentheses")]
    [InlineData("(1", FormulaCode.UnclosedParenthesis, 1, 1, "close it with )")]
    [InlineData("SI(1, 2", FormulaCode.UnclosedParenthesis, 3, 1, "close it with )")]
    [InlineData("1)", FormulaCode.UnexpectedToken, 2, 1, "there is one ) too many, or a ( is missing before it")]
    [InlineData("SUMA(1,,2)", FormulaCode.UnexpectedToken, 8, 1, "an argument is missing before it")]
    [InlineData("SUMA(1;;2)", FormulaCode.UnexpectedToken, 8, 1, "an argument is missing before it")]
    [InlineData("1 = > 2", FormulaCode.UnexpectedToken, 5, 1, "write >=")]
    [InlineData("1 == > 2", FormulaCode.UnexpectedToken, 6, 1, null)]
    [InlineData("3,5", FormulaCode.UnexpectedToken, 2, 1, "decimals have a point")]
    [InlineData(
        "3, 5", FormulaCode.UnexpectedToken, 2, 1,
        "a comma stands between the arguments of a function; points stand in a path as ai.TAG.value")]
    [InlineData("3 x 5", FormulaCode.UnexpectedToken, 3, 1, "the sign for times is *")]
    [InlineData("ai LA2VV_00 value", FormulaCode.UnexpectedToken, 4, 8, "points stand in a path as ai.TAG.value")]
    [InlineData("di.LA152B03.q ai", FormulaCode.UnexpectedToken, 15, 2, "an operator or a comma may be missing before it")]
    [InlineData("eg.ai 5", FormulaCode.UnexpectedToken, 7, 1, "an operator or a comma may be missing before it")]
    [InlineData("LA2VV_00.value", FormulaCode.UnknownName, 1, 8, "write 'ai.' before it")]
    [InlineData("LA152B03.value", FormulaCode.UnknownName, 1, 8, "write 'di.' before it")]
    [InlineData("A", FormulaCode.UnknownName, 1, 1, "write 'eg.' before it")]
    [InlineData("RIAZ(4)", FormulaCode.UnknownFunction, 1, 4, "did you mean RAIZ?")]
    [InlineData("VLOOKUP(4)", FormulaCode.UnknownFunction, 1, 7, null)]
    [InlineData("SI(1)", FormulaCode.WrongArgumentCount, 1, 5, null)]
    [InlineData("RAIZ(1, 2)", FormulaCode.WrongArgumentCount, 1, 10, null)]
    [InlineData("Barra", FormulaCode.UnknownName, 1, 5, "put a text in quotes")]
    [InlineData("e.text", FormulaCode.UnknownName, 1, 1, "did you mean eg?")]
    [InlineData("ai.LA2VV_0.value", FormulaCode.UnknownTag, 4, 7, "did you mean LA2VV_00?")]
    [InlineData("ai.LA152B03.value", FormulaCode.UnknownTag, 4, 8, "di has it: di.LA152B03")]
    [InlineData("di.LA152B04.value", FormulaCode.UnknownTag, 4, 8, "did you mean LA152B03?")]
    [InlineData("ai.la2vv_00.value", FormulaCode.UnknownTag, 4, 8, "did you mean LA2VV_00?")]
    [InlineData("ai.LA2VV_00.valeu", FormulaCode.UnknownAttribute, 13, 5, "did you mean value?")]
    [InlineData("di.LA152B03.escala", FormulaCode.UnknownAttribute, 13, 6, "di has value, q")]
    [InlineData("ai.LA2VV_00", FormulaCode.ElementAsValue, 1, 11, "take one attribute of it: ai.LA2VV_00.value")]
    [InlineData("ai.LA2VV_00.value.q", FormulaCode.UnexpectedToken, 19, 1, null)]
    [InlineData("1 + eg", FormulaCode.ListAsValue, 5, 2, "take one attribute of one tag: eg.TAG.text")]
    [InlineData("FILTRAR(lambda x: 1, eg)", FormulaCode.ListAsValue, 1, 24, "make one value of the list: SUMA(…), MAX(…), O(…)")]
    [InlineData("SUMA(eg)", FormulaCode.ElementAsValue, 6, 2, "take an attribute of each: APLICAR(lambda e: e.text, …)")]
    [InlineData("SUMA(APLICAR(lambda x: x, eg))", FormulaCode.ElementAsValue, 24, 1, "take one attribute of it: x.text")]
    [InlineData("SUMA(APLICAR(1, eg))", FormulaCode.LambdaMisplaced, 14, 1, "write APLICAR(lambda x: …, eg)")]
    [InlineData("SUMA(APLICAR(lambda x: 1, 5))", FormulaCode.ValueAsList, 27, 1, "a list is eg, ai, di, FILTRAR(…) or APLICAR(…)")]
    [InlineData("lambda x: 1", FormulaCode.LambdaMisplaced, 1, 11, "a lambda is the first argument of APLICAR or FILTRAR")]
    [InlineData("lambda 5: 1", FormulaCode.UnexpectedToken, 8, 1, "write lambda x: …")]
    [InlineData(
        "SUMA(APLICAR(lambda v: v.q, APLICAR(lambda p: p.q, di)))", FormulaCode.UnknownAttribute, 24, 3,
        "v is a value that APLICAR made: it has no attributes")]
    public void An_error_has_a_code_a_place_and_a_hint(string expression, FormulaCode code, int column, int length, string? hint)
    {
        Station station = new Station().Analog("LA2VV_00").Digital("LA152B03").Element("A").Text("A", expression);

        FormulaFinding finding = Assert.Single(station.Engine.Findings);

        Assert.Equal((code, column, length, hint), (finding.Code, finding.Column, finding.Length, finding.Hint?.ToString()));
        Assert.Equal(
            (2, "A", ElementAttribute.Text, FindingSeverity.Error), (finding.Row, finding.Tag, finding.Attribute, finding.Severity));
        Assert.NotEmpty(finding.Message.ToString());
    }

    [Fact]
    public void Every_code_has_words()
    {
        foreach (FormulaCode code in Enum.GetValues<FormulaCode>().Where(code => code != FormulaCode.None))
        {
            Assert.NotEmpty(FormulaMessages.Message(code, ["a", "b", "c", "d"]).ToString());
        }
    }

    [Fact]
    public void The_sheet_itself_is_checked()
    {
        Station station = new Station().Element("LA152B01").Element("LA152B01").Colour(3).Colour(6).Digital("D")
            .Fill("LA152B1", "3")
            .Fill("LA152B01", "SI(di.D.value, 6, SI(1, 99, 3))")
            .Fill("LA152B01", "3");

        Assert.Equal(
            [
                (0, FormulaCode.DuplicateTag, FindingSeverity.Warning, 0),
                (2, FormulaCode.UnknownElement, FindingSeverity.Error, 0),
                (3, FormulaCode.UnknownColour, FindingSeverity.Warning, 25),
                (4, FormulaCode.DuplicateFormula, FindingSeverity.Error, 0),
            ],
            station.Engine.Findings.Select(finding => (finding.Row, finding.Code, finding.Severity, finding.Column)));
        Assert.Equal("did you mean LA152B01?", station.Engine.Findings[1].Hint?.ToString());
        Assert.Equal("LA152B01.fill already has a formula, in row 3: this one is ignored", station.Engine.Findings[3].Message.ToString());
    }

    [Theory]
    [InlineData("(", ")", "1")]
    [InlineData("-", "", "1")]
    [InlineData("not ", "", "1")]
    [InlineData("2**", "", "1")]
    [InlineData("SI(1,", ",2)", "1")]
    [InlineData("1+(", ")", "1")]
    [InlineData("SUMA(APLICAR(lambda x: ", ", eg))", "1")]
    public void Deep_nesting_is_refused_and_never_overflows_the_stack(string open, string close, string inner)
    {
        int times = (8192 - inner.Length) / (open.Length + close.Length);
        string expression = string.Concat(Enumerable.Repeat(open, times)) + inner + string.Concat(Enumerable.Repeat(close, times));

        Station station = new Station().Element("A").Text("A", expression);

        Assert.Equal(FormulaCode.TooDeep, Assert.Single(station.Engine.Findings).Code);
        Assert.Equal(FormulaCode.TooDeep, station.Look("A").ErrorCode);
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("-", "")]
    [InlineData("SI(1,", ",2)")]
    [InlineData("1*(2 or (0 < (not (1 & ", "))))")]
    public void The_deepest_that_is_allowed_runs_on_a_small_stack(string open, string close)
    {
        int perRound = open.Count(c => c is '(' or '-') + (open.Contains("not", StringComparison.Ordinal) ? 1 : 0);
        int times = 62 / Math.Max(1, perRound);
        string expression = string.Concat(Enumerable.Repeat(open, times)) + "1" + string.Concat(Enumerable.Repeat(close, times));
        ElementLook look = default;
        var thread = new Thread(() => look = Station.Evaluate(expression), 256 * 1024);
        thread.Start();
        thread.Join();

        Assert.Null(look.Error);
        Assert.False(look.Text.IsNothing);
    }

    [Fact]
    public void A_long_sum_is_not_deep()
    {
        ElementLook look = Station.Evaluate(string.Join("+", Enumerable.Repeat("1", 2000)));

        Assert.Equal("2000", look.Text.ToString());
    }

    [Theory]
    [InlineData(8193, FormulaCode.TooLong)]
    [InlineData(8192, FormulaCode.TooManyParts)]
    public void Length_and_parts_are_bounded(int length, FormulaCode code)
    {
        string expression = string.Concat(Enumerable.Repeat("1+", length / 2)) + new string('1', length % 2);

        Assert.Equal(code, Station.Evaluate(expression).ErrorCode);
    }

    [Fact]
    public void Lambdas_within_each_other_are_bounded_in_depth_and_in_work()
    {
        string deep = "1";
        for (int i = 0; i < 5; i++)
        {
            deep = $"SUMA(APLICAR(lambda x{i}: {deep}, eg))";
        }

        Assert.Equal(FormulaCode.LambdaTooDeep, Station.Evaluate(deep).ErrorCode);

        var station = new Station();
        for (int i = 0; i < 1200; i++)
        {
            station.Element($"E{i}");
        }

        station.Text("E0", "SUMA(APLICAR(lambda a: SUMA(APLICAR(lambda b: 1, eg)), eg))");
        station.Changed();
        Assert.Equal(FormulaCode.TooMuchWork, station.Look("E0").ErrorCode);
    }

    [Fact]
    public void Comparisons_in_a_row_cost_no_more_when_nested()
    {
        string expression = "1";
        for (int i = 0; i < 60; i++)
        {
            expression = $"(0 < {expression} < 2)";
        }

        // Were each operand evaluated twice, this would never come back.
        Assert.Equal("1", Station.Evaluate(expression).Text.ToString());
    }

    [Fact]
    public void Whatever_the_text_building_and_computing_never_throw()
    {
        string[] pieces =
        [
            "SI(", "O(", "Y(", "NO(", "NOT(", "SUMA(", "APLICAR(", "FILTRAR(", "RAIZ(", "float(", "str(", "int(", "ROUND(", "MIN(",
            "lambda x:",
            " or ", " and ", "not ", "=", "==", "<>", "<", ">=", "+", "-", "*", "/", "%", "**", "&", ",", ";", ")", ")", ")", "(", "'a'",
            "\"\"",
            "1", "0", "2.5", "1e300", "ai.V.value", "ai.V.escala", "di.ON.value", "di.ON.q", "eg.NUMERIC.text", "eg.EMPTY.fill", "eg", "di",
            "x", "x.text", "x.value", ".", ":", "None", "ñ", "\0", "\\", "'", "7a",
        ];
        Gen<string> formula = Gen.OneOf<string>(pieces).Array[0, 24].Select(parts => string.Concat(parts));
        Gen.OneOf(formula, Gen.String[0, 60]).Sample(text => _ = Station.Evaluate(text).Error, iter: 2_000);
    }

    [Fact]
    public void Whatever_is_well_formed_gives_a_value_or_an_error()
    {
        var leaf = Gen.OneOf(
            "0", "1", "3", "2.5", "1e300", "'a'", "''", "'7'", "None", "ai.V.value", "ai.ZERO.q", "di.ON.value", "eg.NUMERIC.text",
            "eg.SHOWN.text", "eg.EMPTY.mark", "SUMA(APLICAR(lambda x: float(x.mark or 0), eg))");
        var expression = Gen.Recursive<string>((depth, inner) => depth > 4
            ? leaf
            : Gen.OneOf(
                leaf,
                Gen.Select(
                    inner, Gen.OneOf("+", "-", "*", "/", "%", "**", "&", "=", "<>", "<", ">=", " or ", " and "), inner,
                    (a, op, b) => $"({a}{op}{b})"),
                Gen.Select(Gen.OneOf("str", "int", "float", "RAIZ", "ABS", "NO", "-", "ROUND"), inner, (name, a) => $"{name}({a})"),
                Gen.Select(
                    Gen.OneOf("SI", "O", "Y", "SUMA", "MAX", "PROMEDIO"), inner, inner, inner, (name, a, b, c) => $"{name}({a};{b};{c})")));
        expression.Sample(
            text =>
            {
                ElementLook look = Station.Evaluate(text);
                return look.Error is not null ? (int)look.ErrorCode >= 400
                    : !look.Text.TryGetNumber(out double number) || double.IsFinite(number);
            },
            iter: 2_000);
    }
}
