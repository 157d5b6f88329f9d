using System.Collections.Immutable;
using Edge.Domain;
using Edge.Pipeline.Live;

namespace Edge.Pipeline.Loop;

/// <summary>
/// Finds the steps of the measurements of one device of the configuration: a rise or a fall, from one reading to the next, by more than
/// the workbook says. A finding is written with the scan that it is of, so it is there once, also over a restart. The first value after
/// a start, or after one that was not good, is compared with none.
/// </summary>
internal sealed class StepWatch
{
    /// <summary>A point has one finding in this time; the next one says how many steps were between.</summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // 1.1 - 0.9 is no more than 0.2.
    private const double Inexact = 1e-9;

    private readonly Profile _profile;
    private readonly TimeProvider _time;
    private readonly Point?[] _points;

    /// <param name="profile">The substation.</param>
    /// <param name="source">The device.</param>
    /// <param name="table">The present values: those that were read already are compared with the next ones.</param>
    /// <param name="time">The clock.</param>
    public StepWatch(Profile profile, DeviceSource source, TagTable table, TimeProvider time)
    {
        (_profile, _time) = (profile, time);
        _points = new Point?[profile.Analogs.Length];
        foreach (int point in source.Points.Where(point => point >= table.DigitalCount))
        {
            int analog = point - table.DigitalCount;
            if (profile.Analogs[analog] is { DeltaHigh: not null } or { DeltaLow: not null })
            {
                _points[analog] = new Point { Last = ValueOf(in table[point]) };
            }
        }
    }

    /// <summary>Takes notice of a scan of the device.</summary>
    /// <param name="scan">The scan.</param>
    /// <param name="live">The values; the scan is applied to them, and the changes are not written yet.</param>
    /// <returns>The findings.</returns>
    public ImmutableArray<FieldEvent> Add(in Scan scan, LiveState live)
    {
        ImmutableArray<FieldEvent>.Builder? found = null;
        foreach (int point in live.Unwritten)
        {
            if (point >= live.Table.DigitalCount && _points[point - live.Table.DigitalCount] is { } known)
            {
                double value = ValueOf(in live.Table[point]);
                AnalogPoint of = _profile.Analogs[point - live.Table.DigitalCount];
                if (StepOf(of, value - known.Last) is { } kind && Counts(known))
                {
                    found ??= ImmutableArray.CreateBuilder<FieldEvent>();
                    found.Add(Finding(of, kind, value, known.LeftOut, scan.Time));
                    known.LeftOut = 0;
                }

                known.Last = value;
            }
        }

        return found?.DrainToImmutable() ?? [];
    }

    /// <summary>The device did not answer: what it says next is compared with nothing.</summary>
    public void Forget()
    {
        foreach (Point point in _points.OfType<Point>())
        {
            point.Last = double.NaN;
        }
    }

    private static GatewayFinding? StepOf(AnalogPoint point, double change) =>
        change > point.DeltaHigh * (1 + Inexact) ? GatewayFinding.SteppedUp
        : -change > point.DeltaLow * (1 + Inexact) ? GatewayFinding.SteppedDown : null;

    // A delta below the noise must not fill the journal.
    private bool Counts(Point point)
    {
        if (point.Found is { } found && _time.GetElapsedTime(found) < Pause)
        {
            point.LeftOut++;
            return false;
        }

        point.Found = _time.GetTimestamp();
        return true;
    }

    private FieldEvent Finding(AnalogPoint point, GatewayFinding kind, double value, int leftOut, DateTimeOffset now)
    {
        bool up = kind == GatewayFinding.SteppedUp;
        uint actions = up ? point.ActionsHigh : point.ActionsLow;
        FieldFinding finding = new(
            kind, leftOut == 0 ? null : leftOut,
            _profile.StateTexts.FirstOrDefault(text => text.Id == point.DeltaTextId && text.Value == (up ? 1 : 0))?.Text)
        {
            Value = value,
            Unit = point.Unit.Length == 0 ? null : point.Unit,
        };
        return new FieldEvent
        {
            Device = point.Source.Device,
            Content = EventContent.Of(in finding),
            Tag = point.Tag,
            Description = point.Description,
            Time = now,
            Received = now,
            Marks = TimeMarks.Gateway,
            Alarm = actions == 0 ? null : new AlarmSetting { Actions = actions },
        };
    }

    // No number is more than one that is none.
    private static double ValueOf(in PointState state) =>
        state.Read && state.Quality.IsGood && double.IsFinite(state.Value) ? state.Value : double.NaN;

    private sealed class Point
    {
        public double Last { get; set; }

        public int LeftOut { get; set; }

        public long? Found { get; set; }
    }
}
