using Edge.Formulas.Compile;
using Edge.Formulas.Findings;
using Edge.Formulas.Values;

namespace Edge.Formulas.Run;

/// <summary>Functions of one value, and rounding.</summary>
internal sealed partial class Evaluator
{
    private const int MostDecimals = 15;

    private FormulaValue OfOne(Op op, FormulaValue value, int node)
    {
        if (value.IsFailure)
        {
            return value;
        }

        if (op == Op.Not)
        {
            return FormulaValue.Truth(!IsTrue(value));
        }

        if (!value.IsNumber)
        {
            return FailNoNumber(value, node);
        }

        double number = value.Number;
        switch (op)
        {
            case Op.Plus:
                return value;
            case Op.Negate:
                // A whole number has no negative zero.
                return value.IsWhole ? FormulaValue.Whole(number == 0 ? 0 : -number) : FormulaValue.Real(-number);
            case Op.Abs:
                return value.IsWhole ? FormulaValue.Whole(Math.Abs(number)) : FormulaValue.Real(Math.Abs(number));
            case Op.Sqrt:
                return number < 0 ? Fail(FormulaCode.NotReal, node, value) : FormulaValue.Real(Math.Sqrt(number));
            default:
                throw new InvalidOperationException($"{op} is no function of one value.");
        }
    }

    private static FormulaValue Str(FormulaValue value)
    {
        if (value.IsNumber)
        {
            return FormulaValue.TextOf(value);
        }

        return value.IsNothing ? FormulaValue.FromText("") : value;
    }

    /// <summary>Of a text made of a number: the number that the text shows, as if it had been written and read.</summary>
    private FormulaValue Float(FormulaValue value, int node)
    {
        if (value.IsNumber)
        {
            return FormulaValue.Real(value.Number);
        }

        if (value.IsNumberText)
        {
            return FormulaValue.Real(value.IsWhole ? value.Number : NumberText.Round12(value.Number));
        }

        if (value.IsFailure)
        {
            return value;
        }

        if (value.IsNothing)
        {
            return Fail(FormulaCode.NothingAsValue, node);
        }

        return NumberText.TryParse(value.PlainText, out double number, out _)
            ? FormulaValue.Real(number)
            : Fail(FormulaCode.TextIsNoNumber, node, value);
    }

    /// <summary>A number loses its decimals; a text must be a whole number as written: <c>int("33.0")</c> is an error, as in Python.</summary>
    private FormulaValue Int(FormulaValue value, int node)
    {
        if (value.IsNumber)
        {
            return value.IsWhole ? value : FormulaValue.Whole(Math.Truncate(value.Number) + 0.0);
        }

        if (value.IsFailure)
        {
            return value;
        }

        if (value.IsNothing)
        {
            return Fail(FormulaCode.NothingAsValue, node);
        }

        if (value.IsNumberText)
        {
            return value.IsWhole ? FormulaValue.Whole(value.Number) : Fail(FormulaCode.TextIsNoWholeNumber, node, value);
        }

        if (!NumberText.TryParse(value.PlainText, out double number, out bool whole))
        {
            return Fail(FormulaCode.TextIsNoNumber, node, value);
        }

        return whole ? FormulaValue.Whole(number + 0.0) : Fail(FormulaCode.TextIsNoWholeNumber, node, value);
    }

    /// <summary>Halves go away from zero, as engineers and spreadsheets do; without decimals the result is a whole number.</summary>
    private FormulaValue Round(in Node node, int index)
    {
        FormulaValue value = Evaluate(node.A);
        if (value.IsFailure)
        {
            return value;
        }

        if (!value.IsNumber)
        {
            return FailNoNumber(value, index);
        }

        double number = value.Number;
        if (node.B < 0)
        {
            return FormulaValue.Whole(NumberText.RoundScaled(number, 1, divide: false, tiesToEven: false) + 0.0);
        }

        FormulaValue decimals = Evaluate(node.B);
        if (decimals.IsFailure)
        {
            return decimals;
        }

        if (!decimals.IsNumber || decimals.Number != Math.Floor(decimals.Number) || Math.Abs(decimals.Number) > MostDecimals)
        {
            return Fail(FormulaCode.WrongDecimals, index, decimals);
        }

        if (value.IsWhole && decimals.Number >= 0)
        {
            return value;
        }

        double power = NumberText.PowerOfTen((int)Math.Abs(decimals.Number));
        if (decimals.Number < 0)
        {
            return Finite(NumberText.RoundScaled(number, power, divide: true, tiesToEven: false) * power, value.IsWhole, index);
        }

        // From here on a double has no decimals to round.
        if (Math.Abs(number) * power >= 9007199254740992)
        {
            return value;
        }

        return FormulaValue.Real(NumberText.RoundScaled(number, power, divide: false, tiesToEven: false) / power);
    }

    private FormulaValue FailNoNumber(FormulaValue value, int node) =>
        Fail(value.IsNothing ? FormulaCode.NothingAsValue : FormulaCode.TextAsNumber, node, value);
}
