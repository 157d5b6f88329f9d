using Edge.Formulas.Compile;
using Edge.Formulas.Findings;
using Edge.Formulas.Language;
using Edge.Formulas.Values;

namespace Edge.Formulas.Run;

/// <summary>Operators of two values. A failure is recorded in the caller's fault and returned as a value.</summary>
internal static class Operators
{
    internal static FormulaValue Arithmetic(Op op, FormulaValue left, FormulaValue right, int node, ref Fault fault)
    {
        if (left.IsNumber && right.IsNumber && op != Op.Join)
        {
            return OfNumbers(op, left, right, node, ref fault);
        }

        if (left.IsFailure)
        {
            return left;
        }

        if (right.IsFailure)
        {
            return right;
        }

        if (op == Op.Join)
        {
            return Join(left, right, node, ref fault);
        }

        if (left.IsNothing || right.IsNothing)
        {
            return fault.Note(FormulaCode.NothingAsValue, node);
        }

        if (op != Op.Add)
        {
            return fault.Note(FormulaCode.TextAsNumber, node, left.IsText ? left : right);
        }

        return left.IsText && right.IsText
            ? Join(left, right, node, ref fault)
            : fault.Note(FormulaCode.TextPlusNumber, node, left.IsText ? left : right);
    }

    private static FormulaValue OfNumbers(Op op, FormulaValue left, FormulaValue right, int node, ref Fault fault)
    {
        double a = left.Number;
        double b = right.Number;
        double result;
        switch (op)
        {
            case Op.Add:
                result = a + b;
                break;
            case Op.Subtract:
                result = a - b;
                break;
            case Op.Multiply:
                result = a * b;
                break;
            case Op.Divide:
                if (b == 0)
                {
                    return fault.Note(FormulaCode.DivisionByZero, node);
                }

                return Finite(a / b, whole: false, node, ref fault);
            case Op.Modulo:
                if (b == 0)
                {
                    return fault.Note(FormulaCode.DivisionByZero, node);
                }

                result = Modulo(a, b);
                break;
            default:
                return Power(left, right, node, ref fault);
        }

        return Finite(result, left.IsWhole && right.IsWhole, node, ref fault);
    }

    /// <summary>The remainder has the sign of the divisor, as in Python.</summary>
    private static double Modulo(double a, double b)
    {
        double rest = a % b;
        if (rest != 0)
        {
            return (rest < 0) != (b < 0) ? rest + b : rest;
        }

        return Math.CopySign(0, b);
    }

    private static FormulaValue Power(FormulaValue left, FormulaValue right, int node, ref Fault fault)
    {
        double a = left.Number;
        double b = right.Number;
        if (a == 0 && b < 0)
        {
            return fault.Note(FormulaCode.DivisionByZero, node);
        }

        if (a < 0 && b != Math.Floor(b))
        {
            return fault.Note(FormulaCode.NotReal, node);
        }

        return Finite(Math.Pow(a, b), left.IsWhole && right.IsWhole && b >= 0, node, ref fault);
    }

    /// <summary>A number, or the failure when it is too large for one.</summary>
    internal static FormulaValue Finite(double number, bool whole, int node, ref Fault fault)
    {
        if (!double.IsFinite(number))
        {
            return fault.Note(FormulaCode.NumberTooLarge, node);
        }

        return whole ? FormulaValue.Whole(number) : FormulaValue.Real(number);
    }

    private static FormulaValue Join(FormulaValue left, FormulaValue right, int node, ref Fault fault)
    {
        Span<char> leftNumber = stackalloc char[NumberText.MaxLength];
        Span<char> rightNumber = stackalloc char[NumberText.MaxLength];
        ReadOnlySpan<char> leftText = Written(left, leftNumber);
        ReadOnlySpan<char> rightText = Written(right, rightNumber);
        return leftText.Length + rightText.Length > Bounds.Text
            ? fault.Note(FormulaCode.TextTooLong, node)
            : FormulaValue.Joined(
                string.Concat(leftText, rightText),
                NumberPlace.Join(PlaceIn(left, leftText), leftText.Length, PlaceIn(right, rightText)));
    }

    /// <summary>Where a number stands in the text of a value.</summary>
    private static NumberPlace PlaceIn(FormulaValue value, ReadOnlySpan<char> written)
    {
        if (value.IsNumber || value.IsNumberText)
        {
            return NumberPlace.OfNumber(written);
        }

        return value.IsNothing ? NumberPlace.None : value.Place;
    }

    /// <summary>The text of a value, written to <paramref name="buffer"/> when it is made of a number.</summary>
    private static ReadOnlySpan<char> Written(FormulaValue value, Span<char> buffer)
    {
        if (value.IsNothing)
        {
            return [];
        }

        return value.IsNumber || value.IsNumberText
            ? buffer[..NumberText.Format(value.Number, value.IsWhole, buffer)]
            : value.PlainText;
    }

    internal static FormulaValue Compare(Op op, FormulaValue left, FormulaValue right, int node, ref Fault fault)
    {
        if (left.IsNumber && right.IsNumber)
        {
            return FormulaValue.Truth(Holds(op, left.Number, right.Number));
        }

        if (left.IsFailure)
        {
            return left;
        }

        if (right.IsFailure)
        {
            return right;
        }

        if (left.IsNothing || right.IsNothing)
        {
            if (op is not (Op.Equal or Op.NotEqual))
            {
                return fault.Note(FormulaCode.NothingAsValue, node);
            }

            return FormulaValue.Truth((left.IsNothing && right.IsNothing) == (op == Op.Equal));
        }

        // A text made of a number is compared as the number that it shows.
        if (TryGetShown(left, out double a) && TryGetShown(right, out double b))
        {
            return FormulaValue.Truth(Holds(op, a, b));
        }

        if (left.IsNumber || right.IsNumber)
        {
            return fault.Note(FormulaCode.TextComparedWithNumber, node, left.IsNumber ? right : left);
        }

        Span<char> leftNumber = stackalloc char[NumberText.MaxLength];
        Span<char> rightNumber = stackalloc char[NumberText.MaxLength];
        int order = Written(left, leftNumber).CompareTo(Written(right, rightNumber), StringComparison.Ordinal);
        return FormulaValue.Truth(Holds(op, order, 0));
    }

    private static bool TryGetShown(FormulaValue value, out double number)
    {
        number = value.IsNumberText && !value.IsWhole ? NumberText.Round12(value.Number) : value.Number;
        return value.IsNumber || value.IsNumberText;
    }

    private static bool Holds(Op op, double a, double b) => op switch
    {
        Op.Equal => a == b,
        Op.NotEqual => a != b,
        Op.Less => a < b,
        Op.LessOrEqual => a <= b,
        Op.Greater => a > b,
        _ => a >= b,
    };
}
