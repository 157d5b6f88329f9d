namespace Edge.Contracts;

/// <summary>The epochs of a journal: each run of its gateway has one, and all of them have the same base.</summary>
public static class JournalEpochs
{
    /// <summary>What an epoch begins with, up to its first point: the same for all runs on one journal, or on copies of it.</summary>
    /// <param name="epoch">The epoch. One without a point is its own base.</param>
    public static string BaseOf(string epoch)
    {
        ArgumentNullException.ThrowIfNull(epoch);
        int point = epoch.IndexOf('.', StringComparison.Ordinal);
        return point < 0 ? epoch : epoch[..point];
    }
}
