using System.Collections.Immutable;
using Edge.Domain;
using Edge.Field.Time;
using Edge.Pipeline;
using Edge.Protocols.Mara;
using Microsoft.Extensions.Logging;

namespace Edge.Field.Mara.Concentrator;

/// <summary>
/// The state of each IED in an answer of a concentrator: its unchanged sections for the station image, and the skew of its clock. A finding
/// counts as reported only when the scan is journaled (<see cref="OnJournaled"/>). Allocates nothing. Not for several threads.
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
    private ulong _reportedOff;

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

    /// <summary>The findings of the last answer: clocks that are off, or right again.</summary>
    public ReadOnlySpan<FieldEvent> Found => _found.Lent.Span;

    /// <summary>Bit n: the clock of the IED at address n is off, as of the last answer.</summary>
    public ulong ClocksOff { get; private set; }

    /// <summary>Sets the clocks that an earlier run reported as off.</summary>
    public void Resume(ulong clocksOff) => (_reportedOff, ClocksOff) = (clocksOff, clocksOff);

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
    }

    /// <summary>Skips an answer whose values may be old.</summary>
    public void Skip()
    {
        _told.CopyTo(_seen, 0);
        _found.Clear();
        (_statisticCount, ClocksOff) = (0, _reportedOff);
    }

    /// <summary>The last answer is in the journal.</summary>
    public void OnJournaled()
    {
        _seen.CopyTo(_told, 0);
        _reportedOff = ClocksOff;
    }

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

        ulong bit = 1UL << (ied.Address & 63);
        if (ClockLimit.Evaluate((_reportedOff & bit) != 0, milliseconds, _options.SkewLimit) is not { } finding)
        {
            return;
        }

        ClocksOff ^= bit;
        _found.Add(new FieldEvent
        {
            Device = _layout.IdOf(ied.Address),
            Content = new FieldFinding(finding),
            Description = ied.Description,
            Time = now,
            Received = now,
            Marks = TimeMarks.Gateway,
            Native = new MaraNative(ied.Comaster, ied.Address),
        });
        string name = ied.Description.Length == 0 ? $"IED {ied.Address}" : $"IED {ied.Address} ({ied.Description})";
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
