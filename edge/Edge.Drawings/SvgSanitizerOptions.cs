namespace Edge.Drawings;

/// <summary>The bounds for a drawing: the same ones in the gateway and in the dashboard.</summary>
public sealed record SvgSanitizerOptions
{
    /// <summary>The largest drawing, in bytes, as it came and clean.</summary>
    public const int LargestBytes = 4 * 1024 * 1024;

    /// <summary>The largest drawing that is read or written, in bytes.</summary>
    public int MaximumBytes { get; init; } = LargestBytes;

    /// <summary>How deep its elements may be nested.</summary>
    public int MaximumDepth { get; init; } = 256;

    /// <summary>How many elements it may have.</summary>
    public int MaximumElements { get; init; } = 50_000;

    /// <summary>How many shapes it may come to once every repetition (<c>use</c>, pattern, marker, mask) is followed.</summary>
    public int MaximumShapes { get; init; } = 100_000;

    /// <summary>How deep repetitions may be nested in each other.</summary>
    public int MaximumUseDepth { get; init; } = 16;
}
