using Edge.Domain;
using Edge.Field.Inputs;
using Edge.Pipeline;
using Edge.Protocols.Mara;
using Microsoft.Extensions.Logging;

namespace Edge.Field.LocalIo;

/// <summary>
/// The digital inputs of IED 1: filters the changes of the banks and creates events. A level that is read at the start or after a failure
/// of the chip becomes a value but no event, since the time of its change is unknown (ADR 0008). Safe for several threads.
/// </summary>
internal sealed class LocalInputs
{
    public const int Bits = 16;

    private static readonly QualityState s_linkDown = new(Quality.Bad, QualityReason.LinkDown);
    private static readonly QualityState s_notWired = new(Quality.Bad, QualityReason.NotInAnswer);

    private readonly Lock _gate = new();
    private readonly Slot?[] _slots = new Slot?[LocalIoOptions.Ports * Bits];
    private readonly LocalIoOptions _options;
    private readonly IBoxState _box;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly LocalEvents _events;
    private readonly InputMask _mask;
    private LocalPoints _points;

    public LocalInputs(LocalIoOptions options, LocalPoints points, IBoxState box, TimeProvider time, ILogger logger)
    {
        (_options, _points, _box, _time, _logger) = (options, points, box, time, logger);
        _events = new LocalEvents(options.MostEvents);
        _mask = new InputMask(options.Mask);
        foreach (LocalDigitalInput input in options.Inputs)
        {
            _slots[NumberOf(input)] = new Slot(input);
        }
    }

    /// <summary>The receiver of the changes of a bank.</summary>
    public IInputSink SinkOf(InputBank bank) => new Sink(this, bank);

    /// <summary>
    /// Continues with the points of another profile. Waiting events keep the point and text of the profile in which they happened.
    /// </summary>
    public void Use(LocalPoints points)
    {
        lock (_gate)
        {
            _points = points;
        }
    }

    /// <summary>Checks which changes were stable long enough.</summary>
    public void Settle()
    {
        DateTimeOffset now = _time.GetUtcNow();
        lock (_gate)
        {
            for (int i = 0; i < _slots.Length; i++)
            {
                if (_slots[i] is { } slot && slot.Filter.Settle(now, out FilteredChange change))
                {
                    Record(i, slot, change);
                }
            }

            while (_mask.TryUnmask(now, out InputId input, out int leftOut))
            {
                Log.LocalInputUnmasked(_logger, _options.Device, Ied, input.Port, input.Bit, leftOut);
                Add(Finding(GatewayFinding.InputUnmasked, now, input.Port, input.Bit, leftOut));
            }
        }
    }

    /// <summary>Marks the inputs of a bank as not readable.</summary>
    public void Fail(InputBank bank)
    {
        lock (_gate)
        {
            foreach (LocalDigitalInput input in bank.Inputs)
            {
                _slots[NumberOf(input)]!.Good = false;
            }
        }
    }

    /// <summary>Adds the readings of the points; one whose input was never read is left out.</summary>
    public void Read(List<Reading> readings)
    {
        lock (_gate)
        {
            for (int i = 0; i < _points.Digitals.Length; i++)
            {
                (int point, int input) = _points.Digitals[i];
                if (input < 0 || _slots[input] is not { } slot)
                {
                    readings.Add(new Reading(point, default, s_notWired));
                }
                else if (slot.Known)
                {
                    bool state = slot.State != _points.Inverted[i];
                    readings.Add(new Reading(point, PointValue.Binary(state), slot.Good ? QualityState.Good : s_linkDown));
                }
            }
        }
    }

    /// <summary>Writes the words of the ports, little-endian.</summary>
    public void Write(Span<byte> words)
    {
        lock (_gate)
        {
            words.Clear();
            for (int i = 0; i < _slots.Length && (i / 8) < words.Length; i++)
            {
                if (_slots[i] is { State: true })
                {
                    words[i / 8] |= (byte)(1 << (i % 8));
                }
            }
        }
    }

    /// <summary>The waiting events; the same ones until they are acknowledged.</summary>
    public FieldEvents Offer(out bool moreWaiting)
    {
        lock (_gate)
        {
            FieldEvents events = _events.Offer(Loss);
            moreWaiting = _events.MoreWaiting;
            return events;
        }
    }

    /// <summary>Removes the offered events: they are in the journal.</summary>
    public void Acknowledge()
    {
        lock (_gate)
        {
            _events.Acknowledge();
        }
    }

    private string Ied => _points.Description.Length > 0 ? _points.Description : "IED 1";

    private static int NumberOf(LocalDigitalInput input) => (input.Port * Bits) + input.Bit;

    private void Record(int number, Slot slot, FilteredChange change)
    {
        DateTimeOffset now = _time.GetUtcNow();
        (int port, int bit) = Math.DivRem(number, Bits);
        MaskVerdict verdict = _mask.Evaluate(new InputId(MaraAddress.Concentrator.Value, port, bit), change.Time, now);
        if (verdict != MaskVerdict.Pass)
        {
            if (verdict == MaskVerdict.MaskedNow)
            {
                Log.LocalInputMasked(_logger, _options.Device, Ied, port, bit, _options.Mask.Duration.TotalSeconds);
                Add(Finding(GatewayFinding.InputMasked, now, port, bit));
            }

            return;
        }

        FieldEvent happened = _points.Describe(
            new FieldEvent
            {
                Device = _points.Device,
                Content = new StateChange(change.State),
                Time = change.Time,
                Marks = _box.ClockSynchronised ? TimeMarks.None : TimeMarks.Unsynchronised,
                Received = now,
                Flags = slot.Lost ? QualityFlags.Invalid : QualityFlags.None,
                Native = NativeOf(port, bit) with { Bytes = BytesOf(port, bit, change, slot.Lost) },
            },
            number, change.State);
        slot.Lost = false;
        Add(in happened);
    }

    private void Add(in FieldEvent entry)
    {
        if (!_events.Add(in entry))
        {
            Log.LocalEventsLost(_logger, _options.Device, _options.MostEvents);
        }
    }

    // Mara 1.4 §5: local wall clock, in the present layout. A year before 2000 or after 2099 cannot be encoded.
    private NativeBytes BytesOf(int port, int bit, FilteredChange change, bool lost)
    {
        DateTime local = TimeZoneInfo.ConvertTime(change.Time, _options.Zone).DateTime;
        if (local.Year is < 2000 or > 2099)
        {
            return default;
        }

        Span<byte> bytes = stackalloc byte[MaraEvent.Length];
        MaraTimestamp stamp = MaraTimestamp.FromLocalTime(local);
        MaraEvent.Digital(MaraAddress.Concentrator.Value, port, bit, change.State, stamp, quality: lost).Write(bytes);
        return new NativeBytes(bytes);
    }

    // The inputs of the box have the numbers of the concentrator's own IED, which they replace.
    private MaraNative NativeOf(int port, int bit) =>
        new(_options.Comaster, MaraAddress.Concentrator.Value) { Port = port, Bit = bit };

    private FieldEvent Loss(int count) => Finding(new(GatewayFinding.EventsLost, count), _time.GetUtcNow()) with
    {
        Description = _points.Description,
        Native = new MaraNative(_options.Comaster, MaraAddress.Concentrator.Value),
    };

    private FieldEvent Finding(GatewayFinding finding, DateTimeOffset now, int port, int bit, int? count = null) => _points.Describe(
        Finding(new(finding, count), now) with { Native = NativeOf(port, bit) }, (port * Bits) + bit);

    private FieldEvent Finding(in FieldFinding finding, DateTimeOffset now) => new()
    {
        Device = _points.Device,
        Content = finding,
        Time = now,
        Marks = TimeMarks.Gateway,
        Received = now,
    };

    private sealed class Slot(LocalDigitalInput input)
    {
        public DigitalFilter Filter { get; } = new(input.Filter);

        public bool Inverted { get; } = input.Inverted;

        public bool Known { get; set; }

        public bool Good { get; set; }

        /// <summary>Whether edges were lost since the last event.</summary>
        public bool Lost { get; set; }

        public bool State => Filter.State;
    }

    private sealed class Sink(LocalInputs inputs, InputBank bank) : IInputSink
    {
        private readonly int[] _numbers = [.. bank.Inputs.Select(NumberOf)];

        public void Level(int input, bool high)
        {
            lock (inputs._gate)
            {
                Slot slot = inputs._slots[_numbers[input]]!;
                slot.Filter.Reset(high != slot.Inverted);
                (slot.Known, slot.Good) = (true, true);
            }
        }

        public void Edge(int input, bool high, DateTimeOffset time)
        {
            lock (inputs._gate)
            {
                Slot slot = inputs._slots[_numbers[input]]!;
                if (slot.Filter.Edge(high != slot.Inverted, time, out FilteredChange change))
                {
                    inputs.Record(_numbers[input], slot, change);
                }
            }
        }

        public void Lost(int input, uint count)
        {
            lock (inputs._gate)
            {
                Slot slot = inputs._slots[_numbers[input]]!;
                if (!slot.Lost)
                {
                    (int port, int bit) = Math.DivRem(_numbers[input], Bits);
                    Log.LocalEdgesLost(inputs._logger, inputs._options.Device, bank.Name, count, port, bit);
                }

                slot.Lost = true;
            }
        }

        public void WasReset() => Log.LocalChipWasReset(inputs._logger, inputs._options.Device, bank.Name);
    }
}
