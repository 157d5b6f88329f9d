namespace Edge.Profiles.Workbook;

/// <summary>A cell without a usable value: it shows an error, or its formula was never computed.</summary>
/// <param name="Text">What is wrong.</param>
/// <param name="Hint">What to do about it.</param>
/// <param name="Value">The stored value, if it may be usable; else null.</param>
internal sealed record BrokenCell(Phrase Text, Phrase Hint, double? Value = null)
{
    // ECMA-376 part 1, §18.18.11, and what later programs added.
    private static readonly HashSet<string> Codes = new(StringComparer.Ordinal)
    {
        "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!",
        "#CONNECT!", "#BUSY!", "#UNKNOWN!", "#PYTHON!", "#EXTERNAL!", "#TIMEOUT!",
    };

    /// <summary>A formula that has no result stored: a script wrote it, and no spreadsheet program has computed it since.</summary>
    public static readonly BrokenCell NotComputed = new(
        $"The cell holds a formula that was never computed: the file has no result for it.",
        $"Open the workbook in a spreadsheet program and save it: it stores the results.");

    /// <summary>
    /// A formula with the result 0 in a file that asks to be computed when it is opened: some programs write 0 for every formula.
    /// </summary>
    public static readonly BrokenCell Doubtful = new(
        $"The cell holds a formula with the result 0, and the file says that its results must be computed again.",
        $"Open the workbook in a spreadsheet program and save it: it stores the results.", 0);

    /// <summary>A cell that shows an error of the spreadsheet.</summary>
    public static BrokenCell Shows(string error) => new(
        $"The cell shows the error {error}.",
        $"Open the workbook in a spreadsheet program and correct what the cell is computed from.");

    /// <summary>Whether a text is that of an error.</summary>
    public static bool IsCode(string text) => Codes.Contains(text)
        || (text.StartsWith("Err:", StringComparison.Ordinal) && text.Length is > 4 and < 9
            && !text.AsSpan(4).ContainsAnyExceptInRange('0', '9'));
}
