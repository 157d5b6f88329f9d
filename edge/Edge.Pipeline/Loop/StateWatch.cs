using System.Collections.Frozen;
using System.Collections.Immutable;
using Edge.Domain;
using Edge.Pipeline.Live;

namespace Edge.Pipeline.Loop;

/// <summary>
/// Finds the inputs of one device of the configuration that have another state than their last event says: the event was lost, or the
/// device records none for this input. Such a change would be seen on the drawing only.
/// </summary>
internal sealed class StateWatch
{
    /// <summary>
    /// How long the state may differ: longer than an event waits behind a device that answers, and than a state that changes back at once.
    /// </summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // An IED that was exchanged differs in all its inputs at once: the others follow with the next scans.
    private const int MostOfAScan = 50;

    private readonly Profile _profile;
    private readonly TimeProvider _time;
    private readonly FrozenDictionary<string, int> _places;
    private readonly Input[] _inputs;
    private readonly List<int> _waiting = [];

    /// <param name="profile">The substation.</param>
    /// <param name="source">The device.</param>
    /// <param name="table">The present states: those that were read already count as known.</param>
    /// <param name="time">The clock.</param>
    public StateWatch(Profile profile, DeviceSource source, TagTable table, TimeProvider time)
    {
        (_profile, _time) = (profile, time);
        _inputs = new Input[profile.Digitals.Length];
        foreach (int point in source.Points.Where(point => point < _inputs.Length))
        {
            _inputs[point].IsOwn = true;
            _inputs[point].Last = StateOf(in table[point]);
        }

        _places = Enumerable.Range(0, _inputs.Length).Where(point => _inputs[point].IsOwn)
            .DistinctBy(point => profile.Digitals[point].Tag).ToFrozenDictionary(point => profile.Digitals[point].Tag);
    }

    /// <summary>Takes notice of a scan of the device.</summary>
    /// <param name="scan">The scan.</param>
    /// <param name="live">The values; the scan is applied to them, and the changes are not written yet.</param>
    /// <returns>The findings.</returns>
    public ImmutableArray<FieldEvent> Add(in Scan scan, LiveState live)
    {
        foreach (ref readonly FieldEvent happened in scan.Events)
        {
            Add(in happened, in scan, live.Table);
        }

        foreach (int point in live.Unwritten)
        {
            if (point < _inputs.Length && _inputs[point].IsOwn)
            {
                Compare(point, scan.Time, live.Table);
            }
        }

        return _waiting.Count == 0 ? [] : Overdue(in scan, live.Table);
    }

    private void Add(in FieldEvent happened, in Scan scan, TagTable table)
    {
        if (happened.Tag is null || !_places.TryGetValue(happened.Tag, out int point))
        {
            return;
        }

        ref Input input = ref _inputs[point];
        if (happened.Content.State is { State.Kind: PointValueKind.Binary } change)
        {
            input.Last = change.State.AsWhole == 0 ? Known.Off : Known.On;
            Compare(point, scan.Time, table);
        }
        else if (happened.Content.Finding is { Kind: GatewayFinding.InputMasked or GatewayFinding.InputUnmasked } finding)
        {
            // The driver leaves its events out, and says so.
            input.IsMasked = finding.Kind == GatewayFinding.InputMasked;
            input.Last = Known.Nothing;
            Compare(point, scan.Time, table);
        }
    }

    // A state that is not good says nothing: it is compared when it is read again.
    private void Compare(int point, DateTimeOffset now, TagTable table)
    {
        ref Input input = ref _inputs[point];
        Known read = StateOf(in table[point]);
        if (read == Known.Nothing)
        {
            return;
        }

        if (input.Last == Known.Nothing || input.IsMasked)
        {
            input.Last = read;
        }

        if (input.Last == read)
        {
            if (input.Waits)
            {
                input.Waits = false;
                _ = _waiting.Remove(point);
            }
        }
        else if (!input.Waits)
        {
            (input.Waits, input.Since, input.Seen) = (true, _time.GetTimestamp(), now);
            _waiting.Add(point);
        }
    }

    private ImmutableArray<FieldEvent> Overdue(in Scan scan, TagTable table)
    {
        ImmutableArray<FieldEvent>.Builder? found = null;
        for (int i = _waiting.Count - 1; i >= 0 && (found?.Count ?? 0) < MostOfAScan; i--)
        {
            int point = _waiting[i];
            ref Input input = ref _inputs[point];
            Known read = StateOf(in table[point]);
            if (scan.MoreWaiting || read == Known.Nothing)
            {
                // The event may be among those that are still to come.
                input.Since = _time.GetTimestamp();
            }
            else if (_time.GetElapsedTime(input.Since) >= Patience)
            {
                (input.Last, input.Waits) = (read, false);
                _waiting.RemoveAt(i);
                found ??= ImmutableArray.CreateBuilder<FieldEvent>();
                found.Add(Finding(_profile.Digitals[point], read == Known.On ? 1 : 0, input.Seen, scan.Time));
            }
        }

        return found?.DrainToImmutable() ?? [];
    }

    private FieldEvent Finding(DigitalPoint point, int state, DateTimeOffset seen, DateTimeOffset now) => new()
    {
        Device = point.Source.Device,
        Content = EventContent.Of(new FieldFinding(
            GatewayFinding.ChangedWithoutEvent, state,
            _profile.StateTexts.FirstOrDefault(text => text.Id == point.StateTextId && text.Value == state)?.Text)),
        Tag = point.Tag,
        Description = point.Description,
        Alarm = point.Alarm,
        Time = seen,
        Marks = TimeMarks.Gateway,
        Received = now,
    };

    private static Known StateOf(in PointState state) =>
        !state.Read || !state.Quality.IsGood || state.Raw.Kind != PointValueKind.Binary ? Known.Nothing
        : state.Raw.AsWhole == 0 ? Known.Off : Known.On;

    private enum Known : byte
    {
        Nothing = 0,
        Off = 1,
        On = 2,
    }

    private struct Input
    {
        public bool IsOwn;
        public bool IsMasked;
        public bool Waits;
        public Known Last;
        public long Since;
        public DateTimeOffset Seen;
    }
}
