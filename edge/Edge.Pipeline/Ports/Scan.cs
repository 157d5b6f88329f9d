using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Edge.Domain;

namespace Edge.Pipeline;

/// <summary>One value of a scan, before the scale.</summary>
/// <param name="Point">The point: an index into the tag table (digitals first, then analogues).</param>
/// <param name="Raw">The value of the device; a digital input has the inversion of the profile applied.</param>
/// <param name="Quality">Its quality, by the device and by the link.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Reading(int Point, PointValue Raw, QualityState Quality);

/// <summary>
/// The result of one exchange with the field. It is applied and written to the journal as a whole. Its memory (<see cref="Readings"/>,
/// <see cref="Events"/>, <see cref="Statistics"/>, <see cref="Checkpoint"/>) belongs to the driver, and is valid until
/// <see cref="IFieldDriver.Acknowledge"/> or the next <see cref="IFieldDriver.PollAsync"/>: hold no reference to it after that.
/// </summary>
public readonly record struct Scan
{
    private static long s_last;

    /// <summary>Makes a scan with a new number.</summary>
    public Scan() => Number = Interlocked.Increment(ref s_last);

    /// <summary>
    /// The number of the scan, from 1, unique in this process over all drivers. A copy has the same number: it is the same scan, submitted
    /// again. 0: the default value, which is no scan.
    /// </summary>
    public long Number { get; }

    /// <summary>The device of the configuration that was polled.</summary>
    public required string Device { get; init; }

    /// <summary>When the answer arrived, UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The values.</summary>
    public required ReadOnlyMemory<Reading> Readings { get; init; }

    /// <summary>The events and energies, oldest first.</summary>
    public FieldEvents Events { get; init; }

    /// <summary>Whether the device has more events: poll it again immediately.</summary>
    public bool MoreWaiting { get; init; }

    /// <summary>Statistics of the devices behind this one, only those that changed.</summary>
    public ReadOnlyMemory<DeviceStatistic> Statistics { get; init; }

    /// <summary>The states of the devices behind this one, only those that changed since the previous scan.</summary>
    public ImmutableArray<FieldDeviceHealth> Devices { get; init; } = [];

    /// <summary>
    /// The bytes that the driver needs after a restart to lose and to repeat no event; only the driver understands them. A scan where they
    /// are not empty must be written, with them as <see cref="JournalEntry.Checkpoint"/>, before
    /// <see cref="IFieldDriver.Acknowledge"/>, even when nothing else changed.
    /// </summary>
    public ReadOnlyMemory<byte> Checkpoint { get; init; }
}

/// <summary>A measurement of a device itself, such as the skew of its clock: stored as a series.</summary>
/// <param name="Device">The device.</param>
/// <param name="Name">Its name, such as <c>clockSkewMs</c>: one of a few constants.</param>
/// <param name="Value">Its value.</param>
public readonly record struct DeviceStatistic(DeviceId Device, string Name, double Value);

/// <summary>The state of one device behind a link.</summary>
/// <param name="Id">Its name in the catalogue.</param>
/// <param name="Answers">Whether it answers its concentrator.</param>
/// <param name="Reason">Why not, in words, or null.</param>
public sealed record FieldDeviceHealth(string Id, bool Answers, string? Reason);
