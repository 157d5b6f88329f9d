using System.Globalization;
using System.Text;
using Edge.Domain;
using Edge.Pipeline;
using Microsoft.Extensions.Time.Testing;

namespace Edge.EndToEnd.Tests.Steps;

/// <summary>A device that keeps what it has until it is in the journal: its place there is the checkpoint.</summary>
internal sealed class FieldPart
{
    internal static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>So many scans are in the journal before the gateway runs: the last drops the first, with a record of the loss.</summary>
    internal const int Before = 4;

    /// <summary>So many are under way when the trap is set.</summary>
    internal const int Armed = 9;

    private const string Device = "4";

    private static readonly QualityState s_stale = new(Quality.Stale, QualityReason.LinkDown);

    // How long the journal has been running at each scan. The last drops what was handled a good hour before.
    private readonly (TimeSpan Later, JournalEntry Entry)[] _scans =
    [
        (TimeSpan.Zero, Values(0, 1.5)),
        (TimeSpan.FromMinutes(5), Values(1, 2.5)),
        (TimeSpan.Zero, Values(2, 3.5)),
        (TimeSpan.FromMinutes(58), Everything(3)),
        (TimeSpan.Zero, Everything(4)),
        (TimeSpan.Zero, Values(5, 4.25)),
        (TimeSpan.Zero, Everything(6)),
        (TimeSpan.Zero, Values(7, 5.5)),
        (TimeSpan.FromMinutes(5), Happened(8)),
        (TimeSpan.FromMinutes(61), Happened(9)),
    ];

    private readonly FakeTimeProvider _clock = new(Start);

    /// <summary>The clock of the journal.</summary>
    internal TimeProvider Clock => _clock;

    internal int Count => _scans.Length;

    /// <summary>How many scans are in the journal.</summary>
    internal static int Done(IJournal journal) =>
        journal.GetCheckpoint(Device) is { } place ? int.Parse(place.Span, NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    /// <summary>Hands the next scan to the journal.</summary>
    internal void Append(IJournal journal)
    {
        int done = Done(journal);
        (TimeSpan later, JournalEntry entry) = _scans[done];
        _clock.Advance(later);
        _ = journal.Append(entry with
        {
            Checkpoint = new DeviceCheckpoint(Device, Encoding.ASCII.GetBytes((done + 1).ToString(CultureInfo.InvariantCulture))),
        });
    }

    private static JournalEntry Values(int second, double value) => new(
        Start.AddSeconds(second),
        new[] { Sample("LA1VV_00", value, QualityState.Good), Sample("LA1PA_03", value, s_stale) }, default);

    private static JournalEntry Happened(int second) =>
        new(Start.AddSeconds(second), default, new FieldEvents(new[] { Event(second, new StateChange(second % 2 != 0)) }));

    private static JournalEntry Everything(int second) => Values(second, second + 0.5) with
    {
        Events = new FieldEvents(new[]
        {
            Event(second, new StateChange(second % 2 != 0)),
            Event(second, new EnergyCount(EnergyKind.Day, 0, 178_707, second + 0.25, "kWh")),
        }),
        Statistics = new[] { new DeviceStatistic(new(Device), "clockSkewMs", second - 0.5) },
        Shown = new[] { new ElementShown("LA152B03", $"{second} kW", "#ff0000", null, QualityState.Good) },
        Elements = new[]
        {
            new ElementState("LA2TEC01", ElementAttribute.Text, $"FS {second}", ElementAction.Set, "ana", Start.AddSeconds(second)),
        },
    };

    private static Sample Sample(string tag, double value, QualityState quality) =>
        new(tag, PointKind.Analog, value, PointValue.Whole((int)(value * 4)), quality);

    private static FieldEvent Event(int second, EventContent content) => new()
    {
        Device = new(Device),
        Content = content,
        Tag = "LA152B03",
        Time = Start.AddSeconds(second),
        Received = Start.AddSeconds(second),
    };
}
