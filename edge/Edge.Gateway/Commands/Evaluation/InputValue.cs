using System.Text.Json;
using Edge.Formulas.Values;

namespace Edge.Gateway.Commands.Evaluation;

/// <summary>The value of an input: a number, a text or nothing. As in a cell, a text in the form of a number is a number.</summary>
internal static class InputValue
{
    /// <summary>The value after the <c>=</c> of <c>--set</c>; empty is nothing.</summary>
    public static FormulaValue Of(string text) => text.Length == 0 ? FormulaValue.Nothing : FormulaValue.FromCell(text);

    /// <summary>The value of a JSON member, or null for an array, an object or a number that is too large.</summary>
    public static FormulaValue? Of(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => FormulaValue.Nothing,
        JsonValueKind.True => FormulaValue.FromWhole(1),
        JsonValueKind.False => FormulaValue.FromWhole(0),
        JsonValueKind.String => Of(json.GetString()!),
        JsonValueKind.Number when FormulaValue.FromCell(json.GetRawText()) is { IsNumber: true } number => number,
        _ => null,
    };

    /// <summary>The number of a value for an input that takes a number.</summary>
    /// <param name="value">The value.</param>
    /// <param name="whole">Whether it must be a whole number from 0.</param>
    /// <param name="most">The largest that it may be.</param>
    /// <param name="mistake">What is wrong with it, or null.</param>
    public static double Number(FormulaValue value, bool whole, double most, out Phrase? mistake)
    {
        mistake = null;
        if (!value.TryGetNumber(out double number))
        {
            mistake = value.IsNothing
                ? (Phrase)$"a number is missing"
                : value.ToString().Contains(',', StringComparison.Ordinal)
                    ? (Phrase)$"'{Shorten(value.ToString())}' is no number: write decimals with a point"
                    : $"'{Shorten(value.ToString())}' is no number";
        }
        else if (whole && (number != Math.Floor(number) || number < 0 || number > most))
        {
            mistake = $"{number} is out of range: a whole number from 0 to {most}";
        }

        return number;
    }

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
