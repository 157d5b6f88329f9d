namespace Edge.Journal.Inspection;

/// <summary>Why a journal cannot be looked into.</summary>
public enum JournalFault
{
    /// <summary>There is no such file.</summary>
    Missing,

    /// <summary>This user may not read one of its files.</summary>
    NoRights,

    /// <summary>The file is no journal.</summary>
    NotAJournal,

    /// <summary>The file is there, and nothing was written into it yet.</summary>
    Empty,

    /// <summary>Its schema is older than any that is read here.</summary>
    TooOld,

    /// <summary>A newer program wrote it.</summary>
    TooNew,

    /// <summary>Its write-ahead log is there without the index of it, as in a copy that left a file out.</summary>
    LogWithoutIndex,

    /// <summary>It is damaged where it says what it holds.</summary>
    Damaged,

    /// <summary>Another process is starting or stopping on it.</summary>
    Busy,

    /// <summary>While it was read another journal was put in its place.</summary>
    Replaced,
}

/// <summary>A journal cannot be looked into. Nothing was changed.</summary>
/// <param name="fault">Why.</param>
/// <param name="file">The file that it is about.</param>
/// <param name="detail">The words of the system, or the number of the schema; empty where there are none.</param>
/// <param name="inner">The cause, or null.</param>
public sealed class JournalUnreadableException(JournalFault fault, string file, string detail = "", Exception? inner = null)
    : IOException($"{file} cannot be read as a journal: {fault} {detail}".TrimEnd(), inner)
{
    /// <summary>Why.</summary>
    public JournalFault Fault => fault;

    /// <summary>The file that it is about: the journal, or one of those beside it.</summary>
    public string File => file;

    /// <summary>The words of the system, or the number of the schema; empty where there are none.</summary>
    public string Detail => detail;
}
