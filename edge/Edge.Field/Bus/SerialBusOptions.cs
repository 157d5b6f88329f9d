using Edge.Field.Linux;
using Edge.Field.Serial;

namespace Edge.Field.Bus;

/// <summary>The options of one RS-485 bus: its port, how the direction is switched, and its times.</summary>
public sealed record SerialBusOptions
{
    /// <summary>The port.</summary>
    public required SerialPortOptions Port { get; init; }

    /// <summary>How the direction is switched; by the hardware by default.</summary>
    public DirectionOptions Direction { get; init; } = new();

    /// <summary>
    /// Whether the adapter receives its own frames, so that each question comes back before its answer; false by default.
    /// </summary>
    public bool Echo { get; init; }

    /// <summary>
    /// The longest frame of the protocol in bytes, 1 to 4096; 253 by default (Mara 1.4 §2). It bounds how long an answer may take.
    /// </summary>
    public int LongestFrame { get; init; } = 253;

    /// <summary>
    /// The silence between the last byte of a frame and the next question, 0 to 1 s; half a byte by default: by then a slave that switches
    /// in its transmit interrupt has released the bus.
    /// </summary>
    public TimeSpan? Silence { get; init; }

    /// <summary>
    /// The longest pause inside an answer, above zero, at most 1 s; by default 32 bytes (what a UART may hold back in its FIFO) and 20 ms
    /// (what an FTDI adapter gathers). After it an incomplete answer is dropped. A whole answer does not wait for it.
    /// </summary>
    public TimeSpan? Gap { get; init; }

    /// <summary>
    /// The back-off after the first failure of the port, above zero; 250 ms by default. Doubles with each failure up to the longest.
    /// </summary>
    public TimeSpan FirstBackoff { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest back-off between two attempts to open the port, not below the first; 5 s by default.</summary>
    public TimeSpan LongestBackoff { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The real-time priority (SCHED_FIFO) that the thread of the bus requests, 1 to 99, or 0: none; 10 by default. From 50 on it precedes
    /// the interrupts of a kernel with PREEMPT_RT, for which it waits itself. Without permission the bus works, but a busy box may release
    /// the transceiver late.
    /// </summary>
    public int RealtimePriority { get; init; } = 10;

    /// <summary>The silence that is kept: as given, or half a byte.</summary>
    public TimeSpan SilenceKept => Silence ?? Port.TimeOf(1) / 2;

    /// <summary>
    /// The silence that is kept after noise and after a late answer: five bytes, or the silence between frames if that is longer. Half a
    /// byte would fall into a pause of a device that still sends.
    /// </summary>
    public TimeSpan QuietKept => SilenceKept > Port.TimeOf(5) ? SilenceKept : Port.TimeOf(5);

    /// <summary>The pause that is allowed: as given, or calculated from the speed.</summary>
    public TimeSpan GapAllowed => Gap ?? Port.TimeOf(32) + TimeSpan.FromMilliseconds(20);

    /// <summary>Checks the options, those of port and direction included.</summary>
    /// <exception cref="ArgumentException">An option is not valid; the message says which and why.</exception>
    public void Validate()
    {
        if (Port is null || Direction is null)
        {
            throw new ArgumentException("The bus needs a port and a direction.");
        }

        Port.Validate();
        Direction.Validate();
        if (LongestFrame is < 1 or > 4096)
        {
            throw new ArgumentException($"The longest frame has {LongestFrame} bytes: give 1 to 4096.");
        }

        if (Silence is { } silence && (silence < TimeSpan.Zero || silence > TimeSpan.FromSeconds(1)))
        {
            throw new ArgumentException($"The silence between frames is {silence.TotalMilliseconds} ms: give 0 to 1000 ms.");
        }

        if (Gap is { } gap && (gap <= TimeSpan.Zero || gap > TimeSpan.FromSeconds(1)))
        {
            throw new ArgumentException($"The pause inside an answer is {gap.TotalMilliseconds} ms: give more than 0 and at most 1000 ms.");
        }

        if (FirstBackoff <= TimeSpan.Zero || LongestBackoff < FirstBackoff)
        {
            throw new ArgumentException("The first back-off after a failure must be above zero, and the longest not below it.");
        }

        if (RealtimePriority is < 0 or > RealtimeThread.Highest)
        {
            throw new ArgumentException(
                $"The real-time priority is {RealtimePriority}: give 1 to {RealtimeThread.Highest}, or 0 for none.");
        }
    }
}
