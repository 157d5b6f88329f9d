using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Edge.Formulas.Values;

/// <summary>
/// A value of a formula: nothing, a number (whole or real; true and false are 1 and 0) or a text. A text that was made of a number keeps
/// the number, so that creating it allocates nothing and a client can format it.
/// </summary>
public readonly struct FormulaValue : IEquatable<FormulaValue>
{
    // The kind is the identity of this reference: 16 bytes in all, which the calling convention returns in two registers.
    private const string RealTag = "\u0001real";
    private const string WholeTag = "\u0001whole";
    private const string RealTextTag = "\u0001text of a real";
    private const string WholeTextTag = "\u0001text of a whole";
    private const string FailureTag = "\u0001failure";

    private readonly string? _tag;

    // Of a text that was not made of a number alone: where its number stands, see NumberPlace.
    private readonly double _number;

    private FormulaValue(string? tag, double number)
    {
        _tag = tag;
        _number = number;
    }

    /// <summary>No value: Python's None.</summary>
    public static FormulaValue Nothing => default;

    /// <summary>Whether there is no value.</summary>
    public bool IsNothing => _tag is null;

    /// <summary>Whether this is a number, whole or real.</summary>
    public bool IsNumber => ReferenceEquals(_tag, RealTag) || ReferenceEquals(_tag, WholeTag);

    /// <summary>Whether this is a whole number, or a text made of one.</summary>
    public bool IsWhole => ReferenceEquals(_tag, WholeTag) || ReferenceEquals(_tag, WholeTextTag);

    /// <summary>Whether this is a text, made of a number or not.</summary>
    public bool IsText => _tag is not null && !IsNumber && !IsFailure;

    /// <summary>Whether this is a text that was made of a number: <see cref="TryGetNumber"/> gives the number unrounded.</summary>
    public bool IsNumberText => ReferenceEquals(_tag, RealTextTag) || ReferenceEquals(_tag, WholeTextTag);

    internal static FormulaValue Failure => new(FailureTag, 0);

    internal bool IsFailure => ReferenceEquals(_tag, FailureTag);

    /// <summary>The number; only of a number or a text made of one.</summary>
    internal double Number => _number;

    /// <summary>A real number. Its text shows a decimal point: <c>100.0</c>.</summary>
    /// <param name="value">The number.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is infinite or not a number.</exception>
    public static FormulaValue FromNumber(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "A formula value is a finite number.");
        }

        return new(RealTag, value);
    }

    /// <summary>A whole number. Its text shows no decimal point: <c>100</c>.</summary>
    /// <param name="value">The number.</param>
    public static FormulaValue FromWhole(int value) => new(WholeTag, value);

    /// <summary>A text; null is nothing.</summary>
    /// <param name="value">The text.</param>
    public static FormulaValue FromText(string? value) => new(value, 0);

    /// <summary>
    /// A cell of the workbook: a text that reads as a number is that number (whole when written without point and exponent),
    /// because a sheet keeps numbers as numbers; any other text is a text; null is nothing.
    /// </summary>
    /// <param name="cell">The text of the cell.</param>
    /// <param name="number">The number of the cell, where the text is how it is shown; null: the text is read.</param>
    public static FormulaValue FromCell(string? cell, double? number = null)
    {
        if (number is { } stored && double.IsFinite(stored))
        {
            return stored == Math.Floor(stored) ? Whole(stored) : Real(stored);
        }

        if (!NumberText.TryParse(cell, out double read, out bool whole))
        {
            return FromText(cell);
        }

        return whole ? Whole(read) : Real(read);
    }

    /// <summary>The number of a number or of a text made of one, unrounded.</summary>
    /// <param name="number">The number, 0 when there is none.</param>
    /// <returns>False for nothing and for a text that was not made of a number.</returns>
    public bool TryGetNumber(out double number)
    {
        bool isNumber = IsNumber || IsNumberText;
        number = isNumber ? _number : 0;
        return isNumber;
    }

    /// <summary>The number of a text that joined one number with words: <c>"P " &amp; 5.5 &amp; " kW"</c>.</summary>
    /// <param name="shown">The number and the words around it.</param>
    /// <returns>
    /// False for a text that is no such join, and where it is unclear which number is meant: of several, or of one with an exponent.
    /// </returns>
    public bool TryGetNumberInWords(out NumberInWords shown)
    {
        shown = default;
        if (!IsText || IsNumberText || !Place.TryGetRange(out Range range))
        {
            return false;
        }

        ReadOnlySpan<char> written = _tag.AsSpan()[range];
        int point = written.IndexOf('.');
        shown = new NumberInWords(
            _tag![..range.Start],
            double.Parse(written, NumberStyles.Float, CultureInfo.InvariantCulture),
            point < 0 ? 0 : written.Length - point - 1,
            _tag[range.End..]);
        return true;
    }

    /// <summary>The text of a text; one made of a number is formatted now (12 significant digits).</summary>
    /// <param name="text">The text, null when there is none.</param>
    /// <returns>False for nothing and for a number.</returns>
    public bool TryGetText([NotNullWhen(true)] out string? text)
    {
        text = IsText ? ToString() : null;
        return text is not null;
    }

    /// <summary>As <c>str()</c> writes it: numbers with 12 significant digits, nothing as the empty text.</summary>
    public override string ToString()
    {
        if (IsNothing || IsFailure)
        {
            return "";
        }

        return IsNumber || IsNumberText ? NumberText.Format(_number, IsWhole) : _tag!;
    }

    /// <summary>Whether both are of one kind and hold the same, to the last bit.</summary>
    /// <param name="other">The other.</param>
    public bool Equals(FormulaValue other) =>
        BitConverter.DoubleToInt64Bits(_number) == BitConverter.DoubleToInt64Bits(other._number)
        && (ReferenceEquals(_tag, other._tag) || SameText(other));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is FormulaValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_tag, _number);

    /// <summary>Whether both are the same.</summary>
    public static bool operator ==(FormulaValue left, FormulaValue right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(FormulaValue left, FormulaValue right) => !left.Equals(right);

    internal static FormulaValue Real(double value) => new(RealTag, value);

    /// <summary>A whole number, or a real one where a double does not hold every whole number any more.</summary>
    internal static FormulaValue Whole(double value) => new(Math.Abs(value) <= 9007199254740992 ? WholeTag : RealTag, value);

    /// <summary>A text, and where in it its one number stands.</summary>
    internal static FormulaValue Joined(string text, NumberPlace place) => new(text, place.Code);

    internal static FormulaValue Truth(bool value) => new(WholeTag, value ? 1 : 0);

    /// <summary>The text of a number, not yet formatted.</summary>
    internal static FormulaValue TextOf(FormulaValue number) => new(number.IsWhole ? WholeTextTag : RealTextTag, number._number);

    /// <summary>The text itself; only where <see cref="IsText"/> and not <see cref="IsNumberText"/>.</summary>
    internal string PlainText => _tag!;

    /// <summary>Where the number of a text stands; only where <see cref="IsText"/> and not <see cref="IsNumberText"/>.</summary>
    internal NumberPlace Place => NumberPlace.FromCode(_number);

    // The tags are compared by identity, never by content: a text "real" is a text.
    private bool SameText(FormulaValue other) =>
        IsText && other.IsText && !IsNumberText && !other.IsNumberText && string.Equals(_tag, other._tag, StringComparison.Ordinal);
}
