using System.Collections.Immutable;
using Edge.Field.Inputs;

namespace Edge.Field.Mara.Bus;

/// <summary>The options of polling the IEDs of one RS-485 bus.</summary>
public sealed record MaraBusOptions
{
    // Ten bits a byte at the slowest speed (Mara 1.4 §1).
    private static readonly TimeSpan s_longestAnswer = TimeSpan.FromSeconds(253 * 10 / 2400.0);

    /// <summary>
    /// The name of the device in the configuration; the journal keeps its checkpoint under this name, so a change loses it.
    /// </summary>
    public required string Device { get; init; }

    /// <summary>The id of the concentrator in the profile that the gateway replaces; 0 where the profile has only one.</summary>
    public int Comaster { get; init; }

    /// <summary>The addresses of the IEDs on this bus, 2 to 63; empty (default): all IEDs behind the concentrator in the profile.</summary>
    public ImmutableArray<int> Ieds { get; init; } = [];

    /// <summary>
    /// The time from one round to the next, 0 to 1 minute; 0 (default): without a pause, because an IED keeps only 5 events (Mara 1.4 §7).
    /// </summary>
    public TimeSpan PollPeriod { get; init; }

    /// <summary>
    /// From the end of a question to the first byte of its answer, 5 ms to 5 s; 100 ms by default. The longer it is, the more time each
    /// lost IED costs. An answer that comes later, up to half a second, is still used (<see cref="MaraLateAnswers"/>), and logged.
    /// </summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How often the time of all IEDs is set, 1 minute to 1 day, or 0: never; one hour by default (Mara 1.4 §7).</summary>
    public TimeSpan SetTimePeriod { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How often the fraction of a second is aligned by Sync, 1 s to 1 hour, or 0: never; one minute by default.</summary>
    public TimeSpan SyncPeriod { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How far a clock may be off before it is reported, 10 ms to 1 minute; 100 ms by default. It is reported as right again below four
    /// fifths of it.
    /// </summary>
    public TimeSpan SkewLimit { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>When an input chatters, and for how long it is masked then.</summary>
    public InputMaskOptions Mask { get; init; } = new();

    /// <summary>
    /// The addresses of old boards, whose digital events are laid out as bit, port, state (Mara 1.4 §5). None by default.
    /// </summary>
    public ImmutableHashSet<int> OldEventLayout { get; init; } = [];

    /// <summary>The outputs for controls by logical port (13), by logical port and bit. None by default: all are refused.</summary>
    public ImmutableDictionary<(byte Port, byte Bit), MaraOutput> Outputs { get; init; } =
        ImmutableDictionary<(byte Port, byte Bit), MaraOutput>.Empty;

    /// <summary>
    /// The time without a scan after which the driver itself must hang: for <see cref="Edge.Pipeline.DeviceSource.MaximumAge"/>.
    /// </summary>
    public TimeSpan MaximumAge =>
        (2 * PollPeriod) + (2 * MaraBusGathering.LongestGathering) + AnswerTimeout + MaraLateAnswers.Longest + s_longestAnswer;

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">An option is not valid; the message says which and why.</exception>
    public void Validate()
    {
        if (string.IsNullOrWhiteSpace(Device))
        {
            throw new ArgumentException("A device of the field needs a name.");
        }

        foreach (int address in Ieds)
        {
            Check(address is >= 2 and <= 63, $"{address} is not an address of an IED on a bus: give 2 to 63.");
        }

        Check(Ieds.Distinct().Count() == Ieds.Length, "an IED is named twice.");
        Within(PollPeriod, TimeSpan.Zero, TimeSpan.FromMinutes(1), "the poll period");
        Within(AnswerTimeout, TimeSpan.FromMilliseconds(5), TimeSpan.FromSeconds(5), "the answer time-out");
        Within(SkewLimit, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1), "the limit of the skew");
        if (SetTimePeriod != TimeSpan.Zero)
        {
            Within(SetTimePeriod, TimeSpan.FromMinutes(1), TimeSpan.FromDays(1), "the set-time period, if not 0,");
        }

        if (SyncPeriod != TimeSpan.Zero)
        {
            Within(SyncPeriod, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), "the Sync period, if not 0,");
        }

        Mask.Validate();
    }

    private void Within(TimeSpan value, TimeSpan least, TimeSpan most, string what) =>
        Check(value >= least && value <= most, $"{what} must be {least:c} to {most:c}, not {value:c}.");

    private void Check(bool holds, string text)
    {
        if (!holds)
        {
            throw new ArgumentException($"{Device}: {text}");
        }
    }
}

/// <summary>An output on the bus, for a control by physical port (0B, Mara 1.4 §3).</summary>
/// <param name="Ied">The address of its IED, 2 to 63.</param>
/// <param name="Port">The physical port.</param>
/// <param name="Bit">The bit in it.</param>
public readonly record struct MaraOutput(int Ied, ushort Port, byte Bit);
