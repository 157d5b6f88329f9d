using Edge.Formulas.Compile;
using Edge.Formulas.Findings;
using Edge.Formulas.Values;

namespace Edge.Formulas.Run;

/// <summary>Functions of one value, and rounding. A failure is recorded in the caller's fault and returned as a value.</summary>
internal static class Functions
{
    private const int MostDecimals = 15;

    internal static FormulaValue OfOne(Op op, FormulaValue value, int node, ref Fault fault)
    {
        if (value.IsFailure)
        {
            return value;
        }

        if (op == Op.Not)
        {
            return FormulaValue.Truth(!Evaluator.IsTrue(value));
        }

        if (!value.IsNumber)
        {
            return FailNoNumber(value, node, ref fault);
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
                return number < 0 ? fault.Note(FormulaCode.NotReal, node, value) : FormulaValue.Real(Math.Sqrt(number));
            default:
                throw new InvalidOperationException($"{op} is not a function of one value.");
        }
    }

    internal static FormulaValue Str(FormulaValue value)
    {
        if (value.IsNumber)
        {
            return FormulaValue.TextOf(value);
        }

        return value.IsNothing ? FormulaValue.FromText("") : value;
    }

    /// <summary>For a text made of a number: the number that the text shows, as if it had been formatted and parsed.</summary>
    internal static FormulaValue Float(FormulaValue value, int node, ref Fault fault)
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
            return fault.Note(FormulaCode.NothingAsValue, node);
        }

        return NumberText.TryParse(value.PlainText, out double number, out _)
            ? FormulaValue.Real(number)
            : fault.Note(FormulaCode.TextIsNoNumber, node, value);
    }

    /// <summary>
    /// A number loses its decimals; a text must be a whole number as written: <c>int("33.0")</c> is an error, as in Python.
    /// </summary>
    internal static FormulaValue Int(FormulaValue value, int node, ref Fault fault)
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
            return fault.Note(FormulaCode.NothingAsValue, node);
        }

        if (value.IsNumberText)
        {
            return value.IsWhole ? FormulaValue.Whole(value.Number) : fault.Note(FormulaCode.TextIsNoWholeNumber, node, value);
        }

        if (!NumberText.TryParse(value.PlainText, out double number, out bool whole))
        {
            return fault.Note(FormulaCode.TextIsNoNumber, node, value);
        }

        return whole ? FormulaValue.Whole(number + 0.0) : fault.Note(FormulaCode.TextIsNoWholeNumber, node, value);
    }

    /// <summary>To a whole number, as a spreadsheet does: see <see cref="NumberText.RoundDecimal"/>.</summary>
    internal static FormulaValue Round(FormulaValue value, int node, ref Fault fault)
    {
        if (value.IsFailure)
        {
            return value;
        }

        return value.IsNumber
            ? FormulaValue.Whole(NumberText.RoundDecimal(value.Number, 0) + 0.0)
            : FailNoNumber(value, node, ref fault);
    }

    /// <summary>To a number of decimals; a negative number rounds before the point.</summary>
    internal static FormulaValue Round(FormulaValue value, FormulaValue decimals, int node, ref Fault fault)
    {
        if (decimals.IsFailure)
        {
            return decimals;
        }

        if (!decimals.IsNumber || decimals.Number != Math.Floor(decimals.Number) || Math.Abs(decimals.Number) > MostDecimals)
        {
            return fault.Note(FormulaCode.WrongDecimals, node, decimals);
        }

        if (value.IsWhole && decimals.Number >= 0)
        {
            return value;
        }

        double rounded = NumberText.RoundDecimal(value.Number, (int)decimals.Number);
        return decimals.Number < 0 ? Operators.Finite(rounded, value.IsWhole, node, ref fault) : FormulaValue.Real(rounded);
    }

    /// <summary>Fails because the value is not a number.</summary>
    internal static FormulaValue FailNoNumber(FormulaValue value, int node, ref Fault fault) =>
        fault.Note(value.IsNothing ? FormulaCode.NothingAsValue : FormulaCode.TextAsNumber, node, value);
}
