using System.Collections.Immutable;
using Edge.Domain;
using Edge.Field.Mara.Layout;
using Edge.Field.Time;
using Edge.Pipeline;
using Edge.Protocols.Mara;
using Microsoft.Extensions.Logging;

namespace Edge.Field.Mara.Concentrator;

/// <summary>
/// The state of each IED in an answer of a concentrator: its unchanged sections for the station image, the skew of its clock, and whether
/// its stack of events overflowed. A finding counts as reported only when the scan is journaled (<see cref="OnJournaled"/>). Allocates
/// nothing. Not for several threads.
/// </summary>
internal sealed class MaraIedWatch
{
    private readonly MaraTcpOptions _options;
    private readonly IStationImage? _image;
    private readonly ILogger _logger;
    private readonly ConcentratorLayout _layout;
    private readonly ImmutableArray<IedPlace> _ieds;
    private readonly short?[] _told;
    private readonly short?[] _seen;
    private readonly DeviceStatistic[] _statistics;
    private readonly EventBuffer _found = new();
    private int _statisticCount;
    private MaraReported _journaled;

    // Clocks that were off in the last journaled answer, and that will be so with the answer in hand.
    private ulong _doubted;
    private ulong _doubtedNext;

    public MaraIedWatch(Profile profile, MaraTcpOptions options, IStationImage? image, ILogger logger)
    {
        _options = options;
        _image = image;
        _logger = logger;
        _layout = profile.Concentrator(options.Comaster);
        _ieds = _layout.Places;
        _told = new short?[_ieds.Length];
        _seen = new short?[_ieds.Length];
        _statistics = new DeviceStatistic[_ieds.Length];
    }

    /// <summary>The skews that changed with the last answer.</summary>
    public ReadOnlyMemory<DeviceStatistic> Statistics => _statistics.AsMemory(0, _statisticCount);

    /// <summary>The findings of the last answer: clocks that are off, or right again, and stacks of events that overflowed.</summary>
    public ReadOnlySpan<FieldEvent> Found => _found.Lent.Span;

    /// <summary>What is reported of IEDs with the last answer.</summary>
    public MaraReported Reported { get; private set; }

    /// <summary>
    /// Bit n: the clock of the IED at address n stamped events of the last answer while it was off. A clock that is right again may have
    /// stamped them before, and the concentrator keeps them in a queue: until that is empty they are doubted.
    /// </summary>
    public ulong ClocksDoubted { get; private set; }

    /// <summary>Sets what an earlier run reported.</summary>
    public void Resume(in MaraReported reported) => (_journaled, Reported, _doubted) = (reported, reported, reported.ClocksOff);

    /// <summary>Processes an answer with fresh values.</summary>
    public void Update(in MaraPollAnswer answer, DateTimeOffset now)
    {
        Skip();
        for (int i = 0; i < _ieds.Length; i++)
        {
            (IedDefinition ied, int firstVariable, int firstDigital, int firstAnalog) = _ieds[i];
            bool whole = TrySlice(answer.SystemVariableBytes, firstVariable, ied.SystemVariableBytes, out ReadOnlySpan<byte> variables)
                & TrySlice(answer.DigitalBytes, firstDigital * 2, ied.DigitalWords * 2, out ReadOnlySpan<byte> digitals)
                & TrySlice(answer.AnalogBytes, firstAnalog * 2, ied.AnalogWords * 2, out ReadOnlySpan<byte> analogs);
            if (!whole)
            {
                continue;
            }

            _image?.Update(_options.Comaster, ied.Address, variables, digitals, analogs);
            if (variables.Length >= MaraSystemVariables.Length && ied.Address > MaraAddress.Concentrator.Value)
            {
                CheckClock(i, MaraSystemVariables.Read(variables), now);
            }
        }

        CheckOverflows(answer, now);
        Doubt(answer);
    }

    /// <summary>
    /// Skips an answer whose values may be old. Its events are used: they are of the same time as the skews and the overflows in it.
    /// </summary>
    public void SkipValues(in MaraPollAnswer answer, DateTimeOffset now)
    {
        Skip();
        CheckOverflows(answer, now);
        Doubt(answer);
    }

    /// <summary>There are no system variables now.</summary>
    public void Skip()
    {
        _told.CopyTo(_seen, 0);
        _found.Clear();
        (_statisticCount, Reported) = (0, _journaled);
        (ClocksDoubted, _doubtedNext) = (_doubted, _doubted);
    }

    /// <summary>The last answer is in the journal.</summary>
    public void OnJournaled()
    {
        _seen.CopyTo(_told, 0);
        (_journaled, _doubted) = (Reported, _doubtedNext);
    }

    // By what the IED says of its clock, by its skew in this answer, and by what was reported.
    private void Doubt(in MaraPollAnswer answer)
    {
        ulong off = Reported.ClocksOff;
        foreach ((IedDefinition ied, int firstVariable, _, _) in _ieds)
        {
            if (ied.Address > MaraAddress.Concentrator.Value && ied.SystemVariableBytes >= MaraSystemVariables.Length
                && TrySlice(answer.SystemVariableBytes, firstVariable, MaraSystemVariables.Length, out ReadOnlySpan<byte> variables)
                && MaraSystemVariables.Read(variables).ClockIsDoubted(_options.SkewLimit))
            {
                off |= BitOf(ied);
            }
        }

        ClocksDoubted |= off;
        _doubtedNext = answer.MoreWaiting ? ClocksDoubted : off;
    }

    // Once for each time that the bit comes: the IED holds it until an answer with it was acknowledged.
    private void CheckOverflows(in MaraPollAnswer answer, DateTimeOffset now)
    {
        foreach ((IedDefinition ied, int firstVariable, _, _) in _ieds)
        {
            // The concentrator repeats old values of an IED that does not answer it.
            if (ied.Address <= MaraAddress.Concentrator.Value || ied.SystemVariableBytes < MaraSystemVariables.Length
                || !TrySlice(answer.SystemVariableBytes, firstVariable, MaraSystemVariables.Length, out ReadOnlySpan<byte> bytes)
                || MaraSystemVariables.Read(bytes) is not { NoAnswer: false } variables
                || variables.EventsOverflowed == ((Reported.Overflowed & BitOf(ied)) != 0))
            {
                continue;
            }

            Reported = Reported with { Overflowed = Reported.Overflowed ^ BitOf(ied) };
            if (variables.EventsOverflowed)
            {
                _found.Add(MaraFieldEvents.Finding(GatewayFinding.EventsLost, OriginOf(ied), now));
                Log.EventsOverflowed(_logger, _options.Device, NameOf(ied));
            }
        }
    }

    private EventOrigin OriginOf(IedDefinition ied) => new(_layout.IdOf(ied.Address), ied.Comaster, ied.Address, ied.Description);

    private static string NameOf(IedDefinition ied) =>
        ied.Description.Length == 0 ? $"IED {ied.Address}" : $"IED {ied.Address} ({ied.Description})";

    private static ulong BitOf(IedDefinition ied) => 1UL << (ied.Address & 63);

    private static bool TrySlice(ReadOnlySpan<byte> section, int at, int length, out ReadOnlySpan<byte> slice)
    {
        bool there = at + length <= section.Length;
        slice = there ? section.Slice(at, length) : default;
        return there;
    }

    private void CheckClock(int place, in MaraSystemVariables variables, DateTimeOffset now)
    {
        // The concentrator repeats old values of an IED that does not answer it.
        if (variables.NoAnswer || variables.Skew is not { } skew)
        {
            return;
        }

        IedDefinition ied = _ieds[place].Ied;
        double milliseconds = skew * 1000.0 / MaraSystemVariables.SkewUnitsPerSecond;
        if (_told[place] != skew)
        {
            _seen[place] = skew;
            _statistics[_statisticCount++] = new DeviceStatistic(_layout.IdOf(ied.Address), ClockLimit.Statistic, milliseconds);
        }

        ulong bit = BitOf(ied);
        if (ClockLimit.Evaluate((_journaled.ClocksOff & bit) != 0, milliseconds, _options.SkewLimit) is not { } finding)
        {
            return;
        }

        Reported = Reported with { ClocksOff = Reported.ClocksOff ^ bit };
        _found.Add(MaraFieldEvents.Finding(finding, OriginOf(ied), now));
        string name = NameOf(ied);
        if (finding == GatewayFinding.ClockOff)
        {
            Log.IedClockOff(_logger, _options.Device, name, milliseconds, _options.SkewLimit.TotalMilliseconds);
        }
        else
        {
            Log.IedClockRight(_logger, _options.Device, name, milliseconds);
        }
    }
}
