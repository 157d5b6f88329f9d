namespace Edge.Pipeline;

/// <summary>How far the salvage of a damaged journal is.</summary>
public enum JournalSalvageStatus : byte
{
    /// <summary>It runs: nothing is written and nothing is read meanwhile, and the field keeps its events.</summary>
    Running = 0,

    /// <summary>What could be read is in a new file, and the journal works.</summary>
    Done = 1,

    /// <summary>It cannot be done now and is tried again; the field keeps its events.</summary>
    Failed = 2,
}

/// <summary>The last salvage of a damaged journal: what of it could not be read, for the state topic.</summary>
public sealed record JournalSalvage
{
    /// <summary>How far it is.</summary>
    public required JournalSalvageStatus Status { get; init; }

    /// <summary>Since when, UTC.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>How many records that a reader had not handled are lost.</summary>
    public long Records { get; init; }

    /// <summary>How many of them are events, energies or what operators did, at most.</summary>
    public long Events { get; init; }

    /// <summary>The first seq that is lost; 0 when none is.</summary>
    public long FirstSeq { get; init; }

    /// <summary>The last seq that is lost; 0 when none is.</summary>
    public long LastSeq { get; init; }

    /// <summary>Whether the end of the file could be read; if not, more may be lost than the numbers say, and the epoch is new.</summary>
    public bool EndKnown { get; init; } = true;

    /// <summary>Why it failed, for a person; null while it runs and when it is done.</summary>
    public string? Detail { get; init; }
}
