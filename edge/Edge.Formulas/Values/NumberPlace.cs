namespace Edge.Formulas.Values;

/// <summary>
/// Where in a text its one number stands, in the eight bytes that a text does not need for a number. So a joined text is no larger than
/// another value, and joining allocates nothing but the text.
/// </summary>
internal readonly record struct NumberPlace
{
    private const int Step = 64;
    private const double UnclearCode = -1;

    private NumberPlace(double code) => Code = code;

    /// <summary>The place as the number that a text keeps; 0: there is none.</summary>
    internal double Code { get; }

    /// <summary>The text was made of no number.</summary>
    internal static NumberPlace None => default;

    /// <summary>The text was made of several numbers, or of one with an exponent: none of them is the one that it shows.</summary>
    internal static NumberPlace Unclear => new(UnclearCode);

    private bool IsOne => Code > 0;

    /// <summary>The place that a text keeps.</summary>
    internal static NumberPlace FromCode(double code) => new(code);

    /// <summary>The place of a number that is written as this text.</summary>
    internal static NumberPlace OfNumber(ReadOnlySpan<char> written) => written.Contains('e') ? Unclear : At(0, written.Length);

    /// <summary>The place in the text that two others make.</summary>
    /// <param name="left">The place in the first.</param>
    /// <param name="length">The length of the first.</param>
    /// <param name="right">The place in the second.</param>
    internal static NumberPlace Join(NumberPlace left, int length, NumberPlace right)
    {
        if (right == None)
        {
            return left;
        }

        if (left != None)
        {
            return Unclear;
        }

        return right.IsOne ? At(right.Start + length, right.Length) : right;
    }

    /// <summary>The part of the text that is the number.</summary>
    internal bool TryGetRange(out Range range)
    {
        range = IsOne ? Start..(Start + Length) : default;
        return IsOne;
    }

    private int Start => (int)Code / Step;

    private int Length => (int)Code % Step;

    private static NumberPlace At(int start, int length) => new((start * Step) + length);
}
