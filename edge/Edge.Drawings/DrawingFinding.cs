namespace Edge.Drawings;

/// <summary>What a finding about a drawing means for it.</summary>
public enum DrawingFindingKind : byte
{
    /// <summary>The drawing cannot be shown; there is no clean one.</summary>
    Refused = 0,

    /// <summary>Something that could run was taken out. No gateway publishes such a drawing.</summary>
    CouldRun = 1,

    /// <summary>Something that leads out of the drawing was taken out. No gateway publishes such a drawing.</summary>
    LeadsOut = 2,

    /// <summary>Something that shows was taken out: the picture may differ from that in the drawing program.</summary>
    LooksDifferent = 3,

    /// <summary>Something shows, but hardly as it is meant.</summary>
    Doubtful = 4,

    /// <summary>Worth knowing.</summary>
    Information = 5,
}

/// <summary>One thing about a drawing that an engineer should look at.</summary>
/// <param name="Kind">What it means for the drawing.</param>
/// <param name="Line">The line of the file, from 1; null for the drawing as a whole.</param>
/// <param name="Text">What is wrong.</param>
/// <param name="Hint">What to do about it.</param>
public sealed record DrawingFinding(DrawingFindingKind Kind, int? Line, Phrase Text, Phrase Hint);
