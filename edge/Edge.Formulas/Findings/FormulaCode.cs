namespace Edge.Formulas.Findings;

/// <summary>The faults of formulas. Numbers and names are stable: 1xx text, 2xx meaning, 3xx the sheet, 4xx while computing.</summary>
public enum FormulaCode : short
{
    /// <summary>No fault.</summary>
    None = 0,

    /// <summary>A character that belongs to no part of the language.</summary>
    UnexpectedCharacter = 101,

    /// <summary>A text that is not closed.</summary>
    UnclosedText = 102,

    /// <summary>A malformed number.</summary>
    MalformedNumber = 103,

    /// <summary>An unexpected part.</summary>
    UnexpectedToken = 104,

    /// <summary>The formula ends too early.</summary>
    UnexpectedEnd = 105,

    /// <summary>A parenthesis that is not closed.</summary>
    UnclosedParenthesis = 106,

    /// <summary>The formula is too long.</summary>
    TooLong = 107,

    /// <summary>The formula is nested too deeply.</summary>
    TooDeep = 108,

    /// <summary>The formula has too many parts.</summary>
    TooManyParts = 109,

    /// <summary>The formula is empty.</summary>
    Empty = 110,

    /// <summary>A backslash before a character with which it has no meaning.</summary>
    UnknownEscape = 111,

    /// <summary>A function that does not exist.</summary>
    UnknownFunction = 201,

    /// <summary>A function with too few or too many arguments.</summary>
    WrongArgumentCount = 202,

    /// <summary>A name that is neither a table nor a parameter.</summary>
    UnknownName = 203,

    /// <summary>A tag that its table does not have.</summary>
    UnknownTag = 204,

    /// <summary>An attribute that its table does not have.</summary>
    UnknownAttribute = 205,

    /// <summary>A list where a value is needed.</summary>
    ListAsValue = 206,

    /// <summary>A value where a list is needed.</summary>
    ValueAsList = 207,

    /// <summary>A lambda where it cannot stand, or no lambda where one is needed.</summary>
    LambdaMisplaced = 208,

    /// <summary>Lambdas nested deeper than they may be.</summary>
    LambdaTooDeep = 209,

    /// <summary>An element of a table where one of its attributes is needed.</summary>
    ElementAsValue = 210,

    /// <summary>The formula sets an element that does not exist.</summary>
    UnknownElement = 301,

    /// <summary>A second formula for the same attribute: the first is kept.</summary>
    DuplicateFormula = 302,

    /// <summary>Attributes that depend on each other.</summary>
    Cycle = 303,

    /// <summary>A palette index that the palette does not have.</summary>
    UnknownColour = 304,

    /// <summary>A tag that stands twice in a table: formulas mean the first.</summary>
    DuplicateTag = 305,

    /// <summary>A division or remainder by zero.</summary>
    DivisionByZero = 401,

    /// <summary>A result beyond the largest number.</summary>
    NumberTooLarge = 402,

    /// <summary>A root of a negative number, or a negative number to a fraction.</summary>
    NotReal = 403,

    /// <summary>A text that is not a number.</summary>
    TextIsNoNumber = 404,

    /// <summary>A text that is a number, but not a whole one.</summary>
    TextIsNoWholeNumber = 405,

    /// <summary>A text where a number is needed.</summary>
    TextAsNumber = 406,

    /// <summary>No value where one is needed.</summary>
    NothingAsValue = 407,

    /// <summary>A text compared with a number.</summary>
    TextComparedWithNumber = 408,

    /// <summary>A plus between a text and a number.</summary>
    TextPlusNumber = 409,

    /// <summary>The least, greatest or mean of no values.</summary>
    NoValues = 410,

    /// <summary>A text that is too long.</summary>
    TextTooLong = 411,

    /// <summary>Lambdas that ran too often.</summary>
    TooMuchWork = 412,

    /// <summary>The result is not a palette index.</summary>
    NotAPaletteIndex = 413,

    /// <summary>The result for mark is not a number.</summary>
    NotAMark = 414,

    /// <summary>Attributes that depend on each other and do not settle.</summary>
    CycleUnsettled = 415,

    /// <summary>A number of decimals that is not a whole number from -15 to 15.</summary>
    WrongDecimals = 416,

    /// <summary>A comma that may separate two arguments or be a decimal comma; a warning.</summary>
    DoubtfulComma = 306,

    /// <summary>The formula of the workbook could not be used: its row, or its sheet, has a fault that is reported there.</summary>
    Lost = 417,
}
