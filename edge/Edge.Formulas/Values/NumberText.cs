using System.Globalization;

namespace Edge.Formulas.Values;

/// <summary>
/// Numbers as texts: 12 significant digits, as <c>str</c> of Python 2 wrote them. The digits are computed by one multiplication with an
/// exact power of ten and its exact remainder, so that rounding needs no text and is exact.
/// </summary>
internal static class NumberText
{
    /// <summary>The longest text of a number: <c>-1.23456789012e-308</c>.</summary>
    internal const int MaxLength = 24;

    private const int Digits = 12;
    private const double LargestWhole = 9007199254740992;
    private const double LargestRounded = 1e28;

    /// <summary>The powers of ten that are exact in a double.</summary>
    private static ReadOnlySpan<double> PowersOfTen =>
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];

    /// <summary>
    /// A number as Python's <c>float()</c> reads it (spaces around it, a sign, digits, a point, an exponent), but finite.
    /// </summary>
    internal static bool TryParse(ReadOnlySpan<char> text, out double number, out bool whole)
    {
        number = 0;
        text = text.Trim();
        whole = text.IndexOfAny('.', 'e', 'E') < 0;
        bool digit = false;
        foreach (char c in text)
        {
            if (char.IsAsciiDigit(c))
            {
                digit = true;
            }
            else if (c is not ('+' or '-' or '.' or 'e' or 'E'))
            {
                return false;
            }
        }

        if (!digit || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number))
        {
            return false;
        }

        whole = whole && Math.Abs(number) <= LargestWhole;
        return double.IsFinite(number);
    }

    /// <summary>The number that the text of this number reads as: rounded to 12 significant digits.</summary>
    internal static double Round12(double number)
    {
        double size = Math.Abs(number);
        if (size == 0)
        {
            return number;
        }

        double digits = Significant(size, out int exponent);
        int shift = Digits - 1 - exponent;
        double rounded;
        if (shift is >= 0 and <= 22)
        {
            rounded = digits / PowersOfTen[shift];
        }
        else if (shift is < 0 and >= -22)
        {
            rounded = digits * PowersOfTen[-shift];
        }
        else
        {
            rounded = Read(digits, shift);
        }
        // Twelve digits of the very largest number can round beyond it.
        return double.IsFinite(rounded) ? Math.CopySign(rounded, number) : number;
    }

    /// <summary>The text of a number as a new string.</summary>
    internal static string Format(double number, bool whole)
    {
        Span<char> text = stackalloc char[MaxLength];
        return new string(text[..Format(number, whole, text)]);
    }

    /// <summary>Writes the text of a number and returns its length, at most <see cref="MaxLength"/>.</summary>
    internal static int Format(double number, bool whole, Span<char> text)
    {
        if (whole)
        {
            ((long)number).TryFormat(text, out int wholeLength, default, CultureInfo.InvariantCulture);
            return wholeLength;
        }

        int length = 0;
        if (double.IsNegative(number))
        {
            text[length++] = '-';
        }

        double size = Math.Abs(number);
        if (size == 0)
        {
            "0.0".CopyTo(text[length..]);
            return length + 3;
        }

        double value = Significant(size, out int exponent);
        Span<char> digits = stackalloc char[Digits + 1];
        ((long)value).TryFormat(digits, out int count, default, CultureInfo.InvariantCulture);
        // 999 999 999 999.5 and more rounds up to thirteen digits, the last of them zero.
        exponent += count - Digits;
        while (count > 1 && digits[count - 1] == '0')
        {
            count--;
        }

        return length + (exponent is < -4 or >= Digits
            ? WriteExponential(digits[..count], exponent, text[length..])
            : WriteFixed(digits[..count], exponent, text[length..]));
    }

    /// <summary>
    /// Rounds <paramref name="value"/> × <paramref name="power"/> to a whole number, exactly: the rounding error of the multiplication is
    /// considered where it decides. <paramref name="power"/> below 1 is not exact: pass its inverse and <paramref name="divide"/>.
    /// </summary>
    internal static double RoundScaled(double value, double power, bool divide, bool tiesToEven)
    {
        double product = divide ? value / power : value * power;
        double floor = Math.Floor(product);
        double fraction = product - floor;
        if (fraction != 0.5)
        {
            return fraction < 0.5 ? floor : floor + 1;
        }

        double rest = divide
            ? Math.FusedMultiplyAdd(-product, power, value)
            : Math.FusedMultiplyAdd(value, power, -product);
        if (rest != 0)
        {
            return rest < 0 ? floor : floor + 1;
        }

        if (tiesToEven)
        {
            return Math.IEEERemainder(floor, 2) == 0 ? floor : floor + 1;
        }

        return product < 0 ? floor : floor + 1;
    }

    /// <summary>
    /// Rounds as a spreadsheet does: to 15 digits first, and halves away from zero. So 1.005, which is a little less in a double, is 1.01
    /// with two decimals.
    /// </summary>
    /// <param name="value">A finite number.</param>
    /// <param name="decimals">From -15 to 15; below 0 it rounds before the point.</param>
    internal static double RoundDecimal(double value, int decimals)
    {
        // A larger number has no digit at any allowed decimal.
        if (Math.Abs(value) >= LargestRounded)
        {
            return value;
        }

        // The conversion keeps 15 significant digits.
        decimal number = (decimal)value;
        if (decimals >= 0)
        {
            return (double)decimal.Round(number, decimals, MidpointRounding.AwayFromZero);
        }

        decimal power = (decimal)PowersOfTen[-decimals];
        return (double)(decimal.Round(number / power, 0, MidpointRounding.AwayFromZero) * power);
    }

    /// <summary>The twelve digits of a positive number as a whole number, and the exponent of the first of them.</summary>
    private static double Significant(double size, out int exponent)
    {
        exponent = EstimateExponent(size);
        int shift = Digits - 1 - exponent;
        if (shift is > 22 or < -21)
        {
            return SignificantByText(size, out exponent);
        }

        double scaled = shift >= 0 ? size * PowersOfTen[shift] : size / PowersOfTen[-shift];
        if (scaled >= 1e12)
        {
            exponent++;
            shift--;
        }
        else if (scaled < 1e11)
        {
            exponent--;
            shift++;
            if (shift > 22)
            {
                return SignificantByText(size, out exponent);
            }
        }

        return shift >= 0
            ? RoundScaled(size, PowersOfTen[shift], divide: false, tiesToEven: true)
            : RoundScaled(size, PowersOfTen[-shift], divide: true, tiesToEven: true);
    }

    /// <summary>floor(log10) from the binary exponent, right or one off.</summary>
    private static int EstimateExponent(double size)
    {
        int binary = (int)(BitConverter.DoubleToInt64Bits(size) >> 52) - 1023;
        return (int)Math.Floor(binary * 0.30102999566398120);
    }

    /// <summary>Beyond the exact powers of ten, which is rare: by way of a text.</summary>
    private static double SignificantByText(double size, out int exponent)
    {
        Span<char> text = stackalloc char[32];
        size.TryFormat(text, out int length, "E11", CultureInfo.InvariantCulture);
        exponent = int.Parse(text[14..length], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        text[1] = text[0];
        return double.Parse(text[1..13], NumberStyles.None, CultureInfo.InvariantCulture);
    }

    private static double Read(double digits, int shift)
    {
        Span<char> text = stackalloc char[32];
        ((long)digits).TryFormat(text, out int length, default, CultureInfo.InvariantCulture);
        text[length++] = 'E';
        (-shift).TryFormat(text[length..], out int more, default, CultureInfo.InvariantCulture);
        return double.Parse(text[..(length + more)], NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    private static int WriteExponential(ReadOnlySpan<char> digits, int exponent, Span<char> text)
    {
        int length = 0;
        text[length++] = digits[0];
        if (digits.Length > 1)
        {
            text[length++] = '.';
            digits[1..].CopyTo(text[length..]);
            length += digits.Length - 1;
        }

        text[length++] = 'e';
        text[length++] = exponent < 0 ? '-' : '+';
        Math.Abs(exponent).TryFormat(text[length..], out int more, "00", CultureInfo.InvariantCulture);
        return length + more;
    }

    private static int WriteFixed(ReadOnlySpan<char> digits, int exponent, Span<char> text)
    {
        int length = 0;
        if (exponent < 0)
        {
            "0.".CopyTo(text);
            length = 2;
            text.Slice(length, -exponent - 1).Fill('0');
            length += -exponent - 1;
            digits.CopyTo(text[length..]);
            return length + digits.Length;
        }

        for (int i = 0; i <= exponent; i++)
        {
            text[length++] = i < digits.Length ? digits[i] : '0';
        }

        text[length++] = '.';
        if (digits.Length <= exponent + 1)
        {
            text[length++] = '0';
            return length;
        }

        digits[(exponent + 1)..].CopyTo(text[length..]);
        return length + digits.Length - exponent - 1;
    }
}
