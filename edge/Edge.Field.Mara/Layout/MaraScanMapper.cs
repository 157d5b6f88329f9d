using System.Collections.Immutable;
using Edge.Domain;
using Edge.Field.Time;
using Edge.Pipeline;
using Edge.Protocols.Mara;
using Microsoft.Extensions.Logging;

namespace Edge.Field.Mara.Layout;

/// <summary>The parts of an answer for the scan.</summary>
/// <param name="Device">The name of the device in the configuration.</param>
/// <param name="Received">When the answer arrived, UTC.</param>
/// <param name="EventsOnly">
/// Whether the values may be old, because the device may have repeated an earlier answer: they are left out, and the device is polled again
/// at once.
/// </param>
/// <param name="SkipEvents">How many events, from the first, were journaled before.</param>
/// <param name="Checkpoint">The checkpoint of the scan.</param>
public readonly record struct MaraScanContext(
    string Device, DateTimeOffset Received, bool EventsOnly, int SkipEvents, ReadOnlyMemory<byte> Checkpoint)
{
    /// <summary>Bit n: the times that the IED at address n stamped cannot be trusted, by what is known of its clock.</summary>
    public ulong ClocksDoubted { get; init; }

    /// <summary>The statistics of the scan.</summary>
    public ReadOnlyMemory<DeviceStatistic> Statistics { get; init; }
}

/// <summary>
/// Converts the answer of one concentrator to a poll to a scan, by the profile (Mara 1.4 §4–6). Point indices are those of the whole
/// profile: digitals first, in its order, then analogues. Allocates nothing as long as the same IEDs answer. Not for several threads.
/// </summary>
public sealed class MaraScanMapper
{
    private static readonly QualityState s_noAnswer = new(Quality.Stale, QualityReason.NoAnswer);

    private readonly MaraPointMap _map;
    private readonly StationClock _clock;
    private readonly ILogger _logger;
    private readonly int _comaster;
    private readonly Reading[] _readings;
    private readonly EventBuffer _events = new();
    private readonly MaraPlace[] _digitals;
    private readonly MaraPlace[] _analogs;

    private readonly MaraIedStatus[] _status;

    // The quality of the points of each IED; the first is for points without an IED.
    private readonly QualityState[] _sources;
    private bool _isNews;
    private (int Variables, int Digitals, int Analogs) _shape = (-1, -1, -1);

    /// <summary>Creates the mapper.</summary>
    /// <param name="profile">The points and the IEDs.</param>
    /// <param name="clock">The substation's clock.</param>
    /// <param name="logger">Receives each difference between profile and answer once.</param>
    /// <param name="oldLayoutAddresses">The addresses of the IEDs that send events in the old "BPE" layout (Mara 1.4 §5).</param>
    /// <param name="comaster">The id of the concentrator in the profile; 0 where there is only one.</param>
    public MaraScanMapper(
        Profile profile, StationClock clock, ILogger logger, IReadOnlySet<int>? oldLayoutAddresses = null, int comaster = 0)
    {
        ArgumentNullException.ThrowIfNull(profile);
        _map = new MaraPointMap(profile, oldLayoutAddresses ?? ImmutableHashSet<int>.Empty, comaster);
        _comaster = comaster;
        _clock = clock;
        _logger = logger;
        _readings = new Reading[_map.Digitals.Length + _map.Analogs.Length];
        _digitals = [.. _map.Digitals.Select(d => MaraPlace.Of(d, d.Word, d.Ied + 1))];
        _analogs = [.. _map.Analogs.Select(a => MaraPlace.Of(a.Index, a.Word, a.Ied + 1))];
        _status =
        [
            .. _map.Ieds.Select((ied, i) => new MaraIedStatus(
                ied.SystemVariableBytes >= MaraSystemVariables.Length ? _map.SystemVariablesAt[i] : -1, ied.Address is 0 or 1)),
        ];
        _sources = new QualityState[_map.Ieds.Length + 1];
    }

    /// <summary>Maps one answer.</summary>
    /// <param name="answer">The answer, checked.</param>
    /// <param name="context">The parts that are wanted.</param>
    /// <param name="found">The findings of the gateway for this answer; they follow the events of the field.</param>
    /// <returns>The scan; it refers to the memory of the mapper and is valid until the next call.</returns>
    public Scan Map(in MaraPollAnswer answer, in MaraScanContext context, ReadOnlySpan<FieldEvent> found = default)
    {
        CheckShape(answer, context.Device);
        ReadStatus(answer.SystemVariableBytes);
        if (!context.EventsOnly)
        {
            MaraReadings.ReadDigitals(_digitals, answer.DigitalBytes, _sources, _readings);
            MaraReadings.ReadAnalogs(_analogs, answer.AnalogBytes, _sources, _readings.AsSpan(_digitals.Length));
        }

        MapEvents(answer.Events, context);
        _events.Add(found);
        return new Scan
        {
            Device = context.Device,
            Time = context.Received,
            Readings = context.EventsOnly ? default : _readings,
            Events = _events.Lent,
            Statistics = context.Statistics,
            MoreWaiting = answer.MoreWaiting || context.EventsOnly,
            Devices = context.EventsOnly ? [] : ChangedDevices(),
            Checkpoint = context.Checkpoint,
        };
    }

    private void ReadStatus(ReadOnlySpan<byte> variables)
    {
        QualityState silent = s_noAnswer;
        QualityState good = QualityState.Good;
        int end = Math.Max(0, variables.Length - MaraSystemVariables.Length + 1);
        bool news = false;
        for (int i = 0; i < _status.Length; i++)
        {
            ref MaraIedStatus ied = ref _status[i];
            ied.Read(variables, end);
            news |= ied.IsNews;

            // The values of an IED that does not answer its concentrator are old.
            _sources[i + 1] = ied.IsSilent ? silent : good;
        }

        _isNews = news;
    }

    private void MapEvents(MaraEventList events, in MaraScanContext context)
    {
        _events.Clear();
        for (int i = context.SkipEvents; i < events.Count; i++)
        {
            MapEvent(events[i], context, out _events.Next());
        }
    }

    private void MapEvent(MaraEvent wire, in MaraScanContext context, out FieldEvent to)
    {
        wire = wire.WithLayout(_map.Layout(wire.Address));
        int ied = _map.Ied(wire.Address);
        (DateTimeOffset at, TimeMarks marks) = _clock.TimeOf(wire, context.Received);
        EventTime time = new(at, marks | ClockMarks(wire, ied, context.ClocksDoubted), context.Received);
        EventOrigin origin = new(
            _map.Concentrator.IdOf(wire.Address), _comaster, wire.Address, ied < 0 ? "" : _map.Ieds[ied].Description);
        switch (wire.Type)
        {
            case MaraEventType.Digital:
                MaraFieldEvents.WriteDigital(out to, wire, origin, time, _map.FindDigital(wire.Address, wire.Port, wire.Bit));
                break;
            case MaraEventType.Energy:
                MaraFieldEvents.WriteEnergy(out to, wire, origin, time, _map.FindAnalog(wire.Address, wire.Channel)?.Point);
                break;
            default:
                MaraFieldEvents.WriteOther(out to, wire, origin, time);
                break;
        }
    }

    // The marks of the clock that stamped the event: the concentrator stamps a lost or regained link, and has no such bits itself.
    private TimeMarks ClockMarks(in MaraEvent wire, int ied, ulong doubted)
    {
        bool stampedByConcentrator = ied < 0 || _status[ied].IsConcentrator
            || (wire.Type == MaraEventType.Communications && wire.Code == MaraCommunicationsCode.Link);
        bool off = !stampedByConcentrator && (((doubted >> (_map.Ieds[ied].Address & 63)) & 1) != 0 || _status[ied].HasClockOff);
        return off ? TimeMarks.Unsynchronised : TimeMarks.None;
    }

    private ImmutableArray<FieldDeviceHealth> ChangedDevices()
    {
        if (!_isNews)
        {
            return [];
        }

        ImmutableArray<FieldDeviceHealth>.Builder changed = ImmutableArray.CreateBuilder<FieldDeviceHealth>();
        for (int i = 0; i < _status.Length; i++)
        {
            if (_status[i].IsNews)
            {
                bool answers = _status[i].Report();
                changed.Add(new FieldDeviceHealth(
                    _map.Ieds[i].Device.ToString(), answers, answers ? null : "it does not answer its concentrator"));
            }
        }

        return changed.DrainToImmutable();
    }

    // Logged again only when the size of the answer changes.
    private void CheckShape(in MaraPollAnswer answer, string device)
    {
        (int, int, int) shape = (answer.SystemVariables.Count, answer.Digitals.Count, answer.Analogs.Count);
        if (shape == _shape)
        {
            return;
        }

        _shape = shape;
        ConcentratorLayout expected = _map.Concentrator;
        int variables = expected.VariableBytes / MaraSystemVariables.Length;
        if (shape != (variables, expected.DigitalWords, expected.AnalogWords))
        {
            Log.AnswerDiffersFromProfile(_logger, device,
                shape.Item1, shape.Item2, shape.Item3, variables, expected.DigitalWords, expected.AnalogWords);
        }
    }
}
