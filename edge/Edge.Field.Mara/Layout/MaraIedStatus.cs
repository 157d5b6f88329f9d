using Edge.Protocols.Mara;

namespace Edge.Field.Mara.Layout;

/// <summary>What the answers of a concentrator say of one of its IEDs.</summary>
/// <param name="at">Where its status stands among the system variables; −1 where no answer has it.</param>
/// <param name="isConcentrator">Whether it is the concentrator itself, which has fewer of the bits.</param>
internal struct MaraIedStatus(int at, bool isConcentrator)
{
    private static readonly MaraStatusBits s_all = (MaraStatusBits)0xFF;
    private static readonly MaraStatusBits s_ofConcentrator = new MaraSystemVariables(s_all, 0, 0, 0, 0).AsConcentrator().MeaningfulStatus;

    private readonly int _at = at;
    private readonly MaraStatusBits _meaning = isConcentrator ? s_ofConcentrator : s_all;
    private MaraStatusBits _bits;
    private bool _isThere;
    private bool _isReported;
    private bool _reported;

    /// <summary>Whether it is the concentrator itself.</summary>
    public readonly bool IsConcentrator => isConcentrator;

    /// <summary>Whether the concentrator says that it does not answer.</summary>
    public readonly bool IsSilent => (_bits & MaraStatusBits.NoAnswer) != 0;

    /// <summary>Whether <see cref="Report"/> was not called since it began or ceased to answer.</summary>
    public readonly bool IsNews => _isThere & (!_isReported | (_reported == IsSilent));

    /// <summary>Whether it says that its clock is off or was not set.</summary>
    public readonly bool HasClockOff =>
        _isThere && (_bits & (MaraStatusBits.ClockOff | MaraStatusBits.TimeSet)) != MaraStatusBits.TimeSet;

    /// <summary>Reads it from the next answer.</summary>
    /// <param name="variables">The system variables of all.</param>
    /// <param name="end">How many of their bytes may begin a whole set of variables.</param>
    public void Read(ReadOnlySpan<byte> variables, int end)
    {
        _isThere = (uint)_at < (uint)end;
        _bits = _isThere ? (MaraStatusBits)variables[_at] & _meaning : MaraStatusBits.None;
    }

    /// <summary>Whether it answers; what is reported now is no news afterwards.</summary>
    public bool Report()
    {
        _isReported = true;
        return _reported = !IsSilent;
    }
}
