using System.Collections.Immutable;
using Edge.Domain;

namespace Edge.Pipeline;

/// <summary>One value that a scan brought, before its scale.</summary>
/// <param name="Point">Which point: an index into the tag table (digitals first, then analogues).</param>
/// <param name="Raw">As the device gave it; the state of a digital input is after the inversion that the profile asks for.</param>
/// <param name="Quality">What the device and the link say of it.</param>
public readonly record struct Reading(int Point, PointValue Raw, QualityState Quality);

/// <summary>
/// Everything that one exchange with the field brought. Applied and journaled as a whole. The memory behind it (<see cref="Readings"/>,
/// <see cref="Events"/>, <see cref="Statistics"/>, <see cref="Checkpoint"/>) belongs to the driver and stays as it is until the driver is
/// asked again: whoever was handed the scan gives it back by <see cref="IFieldDriver.Acknowledge"/> or by the next
/// <see cref="IFieldDriver.PollAsync"/>, and nothing that lives longer may hold on to it.
/// </summary>
public readonly record struct Scan
{
    private static long s_last;

    /// <summary>Makes a scan that is another than all before.</summary>
    public Scan() => Number = Interlocked.Increment(ref s_last);

    /// <summary>
    /// Which scan it is, from 1, unique in this process whichever driver made it: copies of a scan are the same scan, handed over once
    /// more. 0: none.
    /// </summary>
    public long Number { get; }

    /// <summary>Which device of the configuration brought it.</summary>
    public required string Device { get; init; }

    /// <summary>When the answer arrived, UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The values.</summary>
    public required ReadOnlyMemory<Reading> Readings { get; init; }

    /// <summary>The events and energies, oldest first.</summary>
    public FieldEvents Events { get; init; }

    /// <summary>Whether more events wait in the device: ask again at once.</summary>
    public bool MoreWaiting { get; init; }

    /// <summary>Statistics about the devices behind this one, only where one changed.</summary>
    public ReadOnlyMemory<DeviceStatistic> Statistics { get; init; }

    /// <summary>The devices behind this one and how they are, only where something changed since the scan before.</summary>
    public ImmutableArray<FieldDeviceHealth> Devices { get; init; } = [];

    /// <summary>
    /// What the driver must find in the journal after a restart so as to lose and double nothing; opaque to everybody else.
    /// Where it is not empty the scan must be appended, with this as <see cref="JournalEntry.Checkpoint"/>, even when nothing changed
    /// and nothing happened: only then may the driver be told to <see cref="IFieldDriver.Acknowledge"/>.
    /// </summary>
    public ReadOnlyMemory<byte> Checkpoint { get; init; }
}

/// <summary>A number about a device itself rather than about the substation, as the skew of a clock: kept as a series.</summary>
/// <param name="Device">The device that it is about.</param>
/// <param name="Name">What it is: <c>clockSkewMs</c>. A constant: it is no place for data.</param>
/// <param name="Value">How much.</param>
public readonly record struct DeviceStatistic(DeviceId Device, string Name, double Value);

/// <summary>How one device behind a link is.</summary>
/// <param name="Id">Its name in the catalogue.</param>
/// <param name="Answers">Whether it answers its concentrator.</param>
/// <param name="Reason">Why not, in words, or null.</param>
public sealed record FieldDeviceHealth(string Id, bool Answers, string? Reason);
