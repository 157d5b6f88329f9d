using System.Collections.Immutable;

namespace Edge.Formulas.Findings;

/// <summary>
/// The texts for all codes. A user interface may have its own: the codes and the order of the arguments are stable.
/// </summary>
internal static class FormulaMessages
{
    private static readonly Dictionary<FormulaCode, (Func<ImmutableArray<string>, Phrase> Message, Phrase? Hint)> Words = new()
    {
        [FormulaCode.UnexpectedCharacter] = (a => $"'{a[0]}' has no place in a formula", null),
        [FormulaCode.UnclosedText] = (a => $"the text is not closed: {a[0]}", null),
        [FormulaCode.MalformedNumber] = (a => $"{a[0]} is no number", $"a name does not begin with a digit; decimals have one point"),
        [FormulaCode.UnexpectedToken] = (a => $"{a[0]} is not expected here", null),
        [FormulaCode.UnexpectedEnd] = (a => $"the formula ends too early", $"an operand or an argument is missing"),
        [FormulaCode.UnclosedParenthesis] = (a => $"the parenthesis is not closed", null),
        [FormulaCode.TooLong] = (a => $"the formula has {a[0]} characters, {a[1]} are allowed", null),
        [FormulaCode.TooDeep] = (a => $"the formula is nested deeper than {a[0]}", null),
        [FormulaCode.TooManyParts] = (a => $"the formula has more than {a[0]} parts", null),
        [FormulaCode.Empty] = (a => $"the formula is empty", null),
        [FormulaCode.UnknownEscape] = (a => $"{a[0]} means nothing in a text", null),
        [FormulaCode.UnknownFunction] = (a => $"there is no function {a[0]}", null),
        [FormulaCode.WrongArgumentCount] = (ArgumentCount, null),
        [FormulaCode.UnknownName] = (a => $"{a[0]} is neither a table nor a parameter", null),
        [FormulaCode.UnknownTag] = (a => $"{a[0]} has no tag {a[1]}", null),
        [FormulaCode.UnknownAttribute] = (a => $"{a[0]} has no attribute {a[1]}", null),
        [FormulaCode.ListAsValue] = (a => $"{a[0]} is a list: here one value is needed", null),
        [FormulaCode.ValueAsList] = (a => $"this is no list", null),
        [FormulaCode.LambdaMisplaced] = (a => $"a lambda is needed here, or stands where none can", null),
        [FormulaCode.LambdaTooDeep] = (a => $"more than {a[0]} lambdas within each other", null),
        [FormulaCode.ElementAsValue] = (a => $"{a[0]} is a row of a table: here one value is needed", null),
        [FormulaCode.UnknownElement] = (a => $"eg has no tag {a[0]}: nothing to set", null),
        [FormulaCode.DuplicateFormula] = (a => $"{a[0]} already has a formula, in row {a[1]}: this one is ignored", $"keep one of the two"),
        [FormulaCode.Cycle] = (a => $"{a[0]} depends on itself: {a[1]}", $"it is evaluated over and over until it rests; the result can "
            + $"depend on what was before"),
        [FormulaCode.UnknownColour] = (a => $"the palette has no colour {a[0]}", null),
        [FormulaCode.DuplicateTag] = (a => $"{a[0]} has the tag {a[1]} more than once: formulas mean the first", $"give each row a tag "
            + $"of its own"),
        [FormulaCode.DivisionByZero] = (a => $"division by zero", $"guard it: SI(x, a / x, 0)"),
        [FormulaCode.NumberTooLarge] = (a => $"the number is too large", null),
        [FormulaCode.NotReal] = (a => $"the result is no real number", $"the root of a negative number"),
        [FormulaCode.TextIsNoNumber] = (a => $"the text \"{a[0]}\" is no number", $"write decimals with a point"),
        [FormulaCode.TextIsNoWholeNumber] = (a => $"the text \"{a[0]}\" is no whole number", $"write int(float(…))"),
        [FormulaCode.TextAsNumber] = (a => $"the text \"{a[0]}\" stands where a number is needed", $"write float(…)"),
        [FormulaCode.NothingAsValue] = (a => $"there is no value where one is needed", $"the element has no such value at the start, or "
            + $"a function gave none"),
        [FormulaCode.TextComparedWithNumber] = (a => $"the text \"{a[0]}\" is compared with a number", $"write float(…) around the text"),
        [FormulaCode.TextPlusNumber] = (a => $"+ between the text \"{a[0]}\" and a number", $"join texts with &, or write float(…) to add"),
        [FormulaCode.NoValues] = (a => $"the list has no values", null),
        [FormulaCode.TextTooLong] = (a => $"the text is too long", null),
        [FormulaCode.TooMuchWork] = (a => $"the lambdas run too often", null),
        [FormulaCode.NotAPaletteIndex] = (a => $"{a[0]} is no index of the palette", $"fill and stroke are whole numbers from 0"),
        [FormulaCode.NotAMark] = (a => $"{a[0]} is no number for mark", null),
        [FormulaCode.CycleUnsettled] = (a => $"it depends on itself and comes to no rest", $"break the circle that the findings name"),
        [FormulaCode.WrongDecimals] = (a => $"{a[0]} is no number of decimals", $"a whole number from -15 to 15"),
        [FormulaCode.DoubtfulComma] = (
            a => a.Length == 3 ? (Phrase)$"{a[0]} is taken as {a[1]} and {a[2]}" : $"{a[0]} is taken as {a[1]}", null),
        [FormulaCode.Lost] = (a => $"its formula in the workbook cannot be used", $"edge profile check says why"),
    };

    /// <summary>The message of a code with its arguments.</summary>
    internal static Phrase Message(FormulaCode code, ImmutableArray<string> arguments) => Words[code].Message(arguments);

    /// <summary>The hint that always goes with a code, or null.</summary>
    internal static Phrase? Hint(FormulaCode code) => Words[code].Hint;

    /// <summary>The function, its least and its greatest number of arguments (empty: any number), and how many it has.</summary>
    private static Phrase ArgumentCount(ImmutableArray<string> a) =>
        a[2].Length == 0 ? (Phrase)$"{a[0]} takes {a[1]} or more arguments, here it has {a[3]}"
        : a[1] == a[2] ? (Phrase)$"{a[0]} takes {a[1]} arguments, here it has {a[3]}"
        : $"{a[0]} takes {a[1]} to {a[2]} arguments, here it has {a[3]}";
}
