namespace Edge.Gateway.Devices.Common;

/// <summary>What a device reads of a concentrator of the workbook: all of it over a link of its own, or some IEDs in its place.</summary>
internal sealed record ConcentratorShare
{
    /// <summary>The id of the concentrator in the sheet <c>comaster</c>; null: the only one.</summary>
    public required int? Comaster { get; init; }

    /// <summary>Whether the concentrator itself is asked, so that no other device may stand in its place.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Whether the device reads the points of an IED, by its address.</summary>
    public required Func<int, bool> Reads { get; init; }
}
