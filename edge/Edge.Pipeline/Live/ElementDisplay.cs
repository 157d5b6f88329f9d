using System.Collections.Frozen;
using System.Globalization;
using Edge.Domain;
using Edge.Formulas;
using Edge.Formulas.Values;

namespace Edge.Pipeline.Live;

/// <summary>How an element of a drawing is shown: colours as colours, numbers as text.</summary>
/// <param name="Text">The text, with a decimal point; null leaves that of the drawing.</param>
/// <param name="Number">The number in the text, unrounded where the text is only the number; null when the text has none.</param>
/// <param name="Decimals">How many decimals the text shows; null when the text has no number.</param>
/// <param name="Fill">As <c>#rrggbb</c>; null leaves that of the drawing.</param>
/// <param name="Stroke">As <c>#rrggbb</c>; null leaves that of the drawing.</param>
/// <param name="Quality">How far it can be trusted.</param>
/// <param name="Detail">What exactly is wrong, for a person; null where the reason of the quality is enough.</param>
/// <param name="Time">When it last changed, UTC.</param>
public sealed record ElementDisplay(
    string? Text, double? Number, int? Decimals, string? Fill, string? Stroke, QualityState Quality, string? Detail,
    DateTimeOffset Time)
{
    /// <summary>The text before the number; null when there is none.</summary>
    public string? Prefix { get; init; }

    /// <summary>The text after the number; null when there is none.</summary>
    public string? Suffix { get; init; }

    /// <summary>What was set by hand; null when nothing.</summary>
    public HandSettings? ByHand { get; init; }

    /// <summary>An element before anything was computed.</summary>
    public static ElementDisplay NotYetKnown(DateTimeOffset now) =>
        new(null, null, null, null, null, QualityState.NotYetRead, null, now);
}

/// <summary>Makes the display of an element from the results of its formulas.</summary>
internal sealed class DisplayRule(Profile profile)
{
    /// <summary>Numbers are shown with two decimals.</summary>
    private const int UsualDecimals = 2;

    private const double LargestDecimal = 1e15;
    private const double Hundred = 100;
    private const string PercentSign = "%";

    private readonly FrozenDictionary<int, string> _palette =
        profile.Colours.GroupBy(c => c.Index).ToFrozenDictionary(g => g.Key, g => g.First().Colour);

    /// <summary>The display of one element.</summary>
    /// <param name="element">The element.</param>
    /// <param name="look">The results of the formulas.</param>
    /// <param name="computed">Whether a formula computes the text; a text of the workbook is shown unchanged.</param>
    /// <param name="now">The time of the display.</param>
    public ElementDisplay Display(Element element, in ElementLook look, bool computed, DateTimeOffset now)
    {
        QualityState quality = look.Quality;
        string? detail = look.Error;
        string? fill = Colour(look.Fill, "fill", ref quality, ref detail);
        string? stroke = Colour(look.Stroke, "stroke", ref quality, ref detail);
        string? text = computed ? null : ConstantText(element, look.Text);
        double? number = null;
        string? prefix = null;
        string? suffix = null;
        int decimals = element.Decimals ?? UsualDecimals;
        if (computed && look.Text.TryGetNumber(out double value))
        {
            number = element.Percent ? Percents(value) : value;
            suffix = element.Percent ? PercentSign : null;
            text = NumberText(number.Value, decimals) + suffix;
        }
        else if (computed && !look.Text.IsNothing)
        {
            // Words of a formula are shown as it wrote them, its number with the decimals that it gave.
            text = look.Text.ToString();
            if (look.Text.TryGetNumberInWords(out NumberInWords shown))
            {
                (number, decimals) = (shown.Value, shown.Decimals);
                prefix = shown.Prefix.Length == 0 ? null : shown.Prefix;
                suffix = shown.Suffix.Length == 0 ? null : shown.Suffix;
            }
        }

        return new ElementDisplay(
            string.IsNullOrEmpty(text) && !computed ? null : text, number, number is null ? null : decimals, fill, stroke, quality, detail,
            now)
        {
            Prefix = prefix,
            Suffix = suffix,
        };
    }

    /// <summary>
    /// A number with a decimal point, rounded as in a spreadsheet: to 15 significant digits first, and halves away from zero. A result of
    /// zero has no sign.
    /// </summary>
    internal static string NumberText(double value, int decimals = UsualDecimals)
    {
        // The conversion to a decimal number keeps 15 digits.
        string format = $"F{decimals}";
        string text = Math.Abs(value) < LargestDecimal
            ? decimal.Round((decimal)value, decimals, MidpointRounding.AwayFromZero).ToString(format, CultureInfo.InvariantCulture)
            : value.ToString(format, CultureInfo.InvariantCulture);
        return text.StartsWith('-') && text.AsSpan().IndexOfAnyInRange('1', '9') < 0 ? text[1..] : text;
    }

    /// <summary>The value in per cent, computed in decimal: 0.0725 is 7.25, not a little less.</summary>
    private static double Percents(double value) =>
        Math.Abs(value) < LargestDecimal ? (double)((decimal)value * (decimal)Hundred) : value * Hundred;

    /// <summary>A text without a formula: from the workbook, or set by an operator or an alarm rule.</summary>
    private static string? ConstantText(Element element, FormulaValue text) =>
        text == FormulaValue.FromCell(element.Text, element.Number) ? element.Text : text.IsNothing ? "" : text.ToString();

    private string? Colour(int? index, string attribute, ref QualityState quality, ref string? detail)
    {
        if (index is not { } known)
        {
            return null;
        }

        if (_palette.TryGetValue(known, out string? colour))
        {
            return colour;
        }

        quality = new QualityState(Quality.Bad, QualityReason.FormulaError);
        detail ??= $"The {attribute} is colour {known.ToString(CultureInfo.InvariantCulture)}, which the palette does not have.";
        return null;
    }
}
