namespace Dashboard.Historian.Series;

/// <summary>
/// Rolls the values of tags up into the steps of <see cref="RollUpStep"/>. What is due is noted in the same transaction as the values, so a
/// late value corrects the steps that it belongs to, whenever it comes and whatever is killed meanwhile.
/// </summary>
public interface IRollUpStore
{
    /// <summary>Rolls up a limited portion of what is due of each site.</summary>
    /// <param name="oldest">What is older is not kept as values any more, and its steps are not touched.</param>
    /// <returns>Whether more may be due.</returns>
    /// <exception cref="HistorianException">It could not be read or written; it stays due.</exception>
    bool RollSome(DateTimeOffset oldest);

    /// <summary>Deletes old steps of one length; a limited number at a time.</summary>
    /// <param name="step">Which.</param>
    /// <param name="before">Everything before this time is old.</param>
    /// <param name="most">How many rows at most.</param>
    /// <returns>How many were deleted.</returns>
    /// <exception cref="HistorianException">Nothing has changed; the message says why.</exception>
    int DropOld(RollUpStep step, DateTimeOffset before, int most);
}

/// <summary>
/// How long values are kept, and the steps into which they are rolled up. Steps of two hours and days are kept indefinitely.
/// </summary>
/// <param name="Samples">The values themselves, and changes of elements.</param>
/// <param name="Minutes">Steps of a minute.</param>
/// <param name="Quarters">Steps of a quarter of an hour.</param>
public sealed record SeriesKeep(TimeSpan Samples, TimeSpan Minutes, TimeSpan Quarters)
{
    /// <summary>400 days, three years and ten years.</summary>
    public static SeriesKeep Default { get; } = new(TimeSpan.FromDays(400), TimeSpan.FromDays(1100), TimeSpan.FromDays(3660));

    /// <summary>How long a step is kept; null: indefinitely.</summary>
    public TimeSpan? Of(RollUpStep step) => step.Index switch { 0 => Minutes, 1 => Quarters, _ => null };
}
