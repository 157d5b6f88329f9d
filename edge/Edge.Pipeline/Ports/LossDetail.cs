namespace Edge.Pipeline;

/// <summary>Why records were lost.</summary>
public enum LossCause : byte
{
    /// <summary>An older program did not write it down.</summary>
    Unknown = 0,

    /// <summary>The journal was full.</summary>
    NoRoom = 1,

    /// <summary>They were older than the maximum age.</summary>
    TooOld = 2,

    /// <summary>The file was damaged.</summary>
    Damaged = 3,
}

/// <summary>What a record of a loss says besides the number of records.</summary>
/// <param name="Cause">Why.</param>
/// <param name="Events">How many of the records were events, energies or what operators did, at most; null: not known.</param>
/// <param name="FirstSeq">Where the lost records begin; 0: not known.</param>
/// <param name="LastSeq">Where they end; 0: not known.</param>
public readonly record struct LossDetail(LossCause Cause, long? Events, long FirstSeq, long LastSeq);
