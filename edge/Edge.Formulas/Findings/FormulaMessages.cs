using System.Collections.Immutable;
using System.Globalization;

namespace Edge.Formulas.Findings;

/// <summary>
/// The English texts for all codes. A user interface may have its own: the codes and the order of the arguments are stable.
/// </summary>
internal static class FormulaMessages
{
    private static readonly Dictionary<FormulaCode, (string Message, string? Hint)> Words = new()
    {
        [FormulaCode.UnexpectedCharacter] = ("'{0}' has no place in a formula", null),
        [FormulaCode.UnclosedText] = ("the text is not closed: {0}", null),
        [FormulaCode.MalformedNumber] = ("{0} is no number", "a name does not begin with a digit; decimals have one point"),
        [FormulaCode.UnexpectedToken] = ("{0} is not expected here", null),
        [FormulaCode.UnexpectedEnd] = ("the formula ends too early", "an operand or an argument is missing"),
        [FormulaCode.UnclosedParenthesis] = ("the parenthesis is not closed", null),
        [FormulaCode.TooLong] = ("the formula has {0} characters, {1} are allowed", null),
        [FormulaCode.TooDeep] = ("the formula is nested deeper than {0}", null),
        [FormulaCode.TooManyParts] = ("the formula has more than {0} parts", null),
        [FormulaCode.Empty] = ("the formula is empty", null),
        [FormulaCode.UnknownEscape] = ("{0} means nothing in a text", null),
        [FormulaCode.UnknownFunction] = ("there is no function {0}", null),
        [FormulaCode.WrongArgumentCount] = ("{0} takes {1} arguments, here it has {2}", null),
        [FormulaCode.UnknownName] = ("{0} is neither a table nor a parameter", null),
        [FormulaCode.UnknownTag] = ("{0} has no tag {1}", null),
        [FormulaCode.UnknownAttribute] = ("{0} has no attribute {1}", null),
        [FormulaCode.ListAsValue] = ("{0} is a list: here one value is needed", null),
        [FormulaCode.ValueAsList] = ("this is no list", null),
        [FormulaCode.LambdaMisplaced] = ("a lambda is needed here, or stands where none can", null),
        [FormulaCode.LambdaTooDeep] = ("more than {0} lambdas within each other", null),
        [FormulaCode.ElementAsValue] = ("{0} is a row of a table: here one value is needed", null),
        [FormulaCode.UnknownElement] = ("eg has no tag {0}: nothing to set", null),
        [FormulaCode.DuplicateFormula] = ("{0} already has a formula, in row {1}: this one is ignored", "keep one of the two"),
        [FormulaCode.Cycle] = (
            "{0} depends on itself: {1}", "it is evaluated over and over until it rests; the result can depend on what was before"),
        [FormulaCode.UnknownColour] = ("the palette has no colour {0}", null),
        [FormulaCode.DuplicateTag] = ("{0} has the tag {1} more than once: formulas mean the first", "give each row a tag of its own"),
        [FormulaCode.DivisionByZero] = ("division by zero", "guard it: SI(x, a / x, 0)"),
        [FormulaCode.NumberTooLarge] = ("the number is too large", null),
        [FormulaCode.NotReal] = ("the result is no real number", "the root of a negative number"),
        [FormulaCode.TextIsNoNumber] = ("the text \"{0}\" is no number", "write decimals with a point"),
        [FormulaCode.TextIsNoWholeNumber] = ("the text \"{0}\" is no whole number", "write int(float(…))"),
        [FormulaCode.TextAsNumber] = ("the text \"{0}\" stands where a number is needed", "write float(…)"),
        [FormulaCode.NothingAsValue] = (
            "there is no value where one is needed", "the element has no such value at the start, or a function gave none"),
        [FormulaCode.TextComparedWithNumber] = ("the text \"{0}\" is compared with a number", "write float(…) around the text"),
        [FormulaCode.TextPlusNumber] = ("+ between the text \"{0}\" and a number", "join texts with &, or write float(…) to add"),
        [FormulaCode.NoValues] = ("the list has no values", null),
        [FormulaCode.TextTooLong] = ("the text is too long", null),
        [FormulaCode.TooMuchWork] = ("the lambdas run too often", null),
        [FormulaCode.NotAPaletteIndex] = ("{0} is no index of the palette", "fill and stroke are whole numbers from 0"),
        [FormulaCode.NotAMark] = ("{0} is no number for mark", null),
        [FormulaCode.CycleUnsettled] = ("it depends on itself and comes to no rest", "break the circle that the findings name"),
        [FormulaCode.WrongDecimals] = ("{0} is no number of decimals", "a whole number from -15 to 15"),
        [FormulaCode.DoubtfulComma] = ("{0} is taken as {1}", null),
        [FormulaCode.Lost] = ("its formula in the workbook cannot be used", "edge profile check says why"),
    };

    /// <summary>The message of a code with its arguments.</summary>
    internal static string Message(FormulaCode code, ImmutableArray<string> arguments) =>
        string.Format(CultureInfo.InvariantCulture, Words[code].Message, [.. arguments]);

    /// <summary>The hint that always goes with a code, or null.</summary>
    internal static string? Hint(FormulaCode code) => Words[code].Hint;
}
