using Edge.Formulas.Compile;
using Edge.Formulas.Findings;
using Edge.Formulas.Language;
using Edge.Formulas.Values;

namespace Edge.Formulas.Run;

/// <summary>Operators of two values.</summary>
internal sealed partial class Evaluator
{
    private FormulaValue Arithmetic(Op op, FormulaValue left, FormulaValue right, int node)
    {
        if (left.IsNumber && right.IsNumber && op != Op.Join)
        {
            return OfNumbers(op, left, right, node);
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
            return Join(left, right, node);
        }

        if (left.IsNothing || right.IsNothing)
        {
            return Fail(FormulaCode.NothingAsValue, node);
        }

        if (op != Op.Add)
        {
            return Fail(FormulaCode.TextAsNumber, node, left.IsText ? left : right);
        }

        return left.IsText && right.IsText ? Join(left, right, node) : Fail(FormulaCode.TextPlusNumber, node, left.IsText ? left : right);
    }

    private FormulaValue OfNumbers(Op op, FormulaValue left, FormulaValue right, int node)
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
                    return Fail(FormulaCode.DivisionByZero, node);
                }

                return Finite(a / b, whole: false, node);
            case Op.Modulo:
                if (b == 0)
                {
                    return Fail(FormulaCode.DivisionByZero, node);
                }

                result = Modulo(a, b);
                break;
            default:
                return Power(left, right, node);
        }

        return Finite(result, left.IsWhole && right.IsWhole, node);
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

    private FormulaValue Power(FormulaValue left, FormulaValue right, int node)
    {
        double a = left.Number;
        double b = right.Number;
        if (a == 0 && b < 0)
        {
            return Fail(FormulaCode.DivisionByZero, node);
        }

        if (a < 0 && b != Math.Floor(b))
        {
            return Fail(FormulaCode.NotReal, node);
        }

        return Finite(Math.Pow(a, b), left.IsWhole && right.IsWhole && b >= 0, node);
    }

    private FormulaValue Finite(double number, bool whole, int node)
    {
        if (!double.IsFinite(number))
        {
            return Fail(FormulaCode.NumberTooLarge, node);
        }

        return whole ? FormulaValue.Whole(number) : FormulaValue.Real(number);
    }

    private FormulaValue Join(FormulaValue left, FormulaValue right, int node)
    {
        Span<char> leftNumber = stackalloc char[NumberText.MaxLength];
        Span<char> rightNumber = stackalloc char[NumberText.MaxLength];
        ReadOnlySpan<char> leftText = Written(left, leftNumber);
        ReadOnlySpan<char> rightText = Written(right, rightNumber);
        return leftText.Length + rightText.Length > Bounds.Text
            ? Fail(FormulaCode.TextTooLong, node)
            : FormulaValue.FromText(string.Concat(leftText, rightText));
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

    private FormulaValue Compare(Op op, FormulaValue left, FormulaValue right, int node)
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
                return Fail(FormulaCode.NothingAsValue, node);
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
            return Fail(FormulaCode.TextComparedWithNumber, node, left.IsNumber ? right : left);
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
