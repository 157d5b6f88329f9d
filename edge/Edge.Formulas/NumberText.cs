namespace Edge.Formulas;

/// <summary>Numbers as texts, without allocation where the number is all that is needed.</summary>
internal static class NumberText
{
    internal static bool TryParse(ReadOnlySpan<char> text, out double number, out bool whole) => throw new NotSupportedException();

    internal static string Format(double number, bool whole) => throw new NotSupportedException();
}
