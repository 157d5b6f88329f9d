namespace Edge.Gateway.Devices.Common;

/// <summary>
/// The part of a concentrator of the workbook that a device reads: all of it from the concentrator, or some IEDs in place of it.
/// </summary>
internal sealed record ConcentratorShare
{
    /// <summary>The id of the concentrator in the sheet <c>comaster</c>; null: the only one.</summary>
    public required int? Comaster { get; init; }

    /// <summary>Whether the concentrator itself is polled, so that no other device may replace it.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Whether the device reads the points of an IED, by its address.</summary>
    public required Func<int, bool> Reads { get; init; }
}
