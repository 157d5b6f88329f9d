using System.Collections.Immutable;
using Edge.Field.Links;
using Edge.Field.Taps;
using Edge.Protocols.Mara;

namespace Edge.Field.Mara.Concentrator;

/// <summary>The options of polling a COMaster over Mara/TCP.</summary>
public sealed record MaraTcpOptions
{
    /// <summary>
    /// The name of the device in the configuration; the journal keeps its checkpoint under this name, so a change loses it.
    /// </summary>
    public required string Device { get; init; }

    /// <summary>Its address.</summary>
    public required TcpPeerOptions Peer { get; init; }

    /// <summary>The address of the gateway; the control centre, 64, by default (Mara 1.4 §1).</summary>
    public MaraAddress Centre { get; init; } = MaraAddress.Centre;

    /// <summary>The address that is asked; the concentrator, 1, by default.</summary>
    public MaraAddress Concentrator { get; init; } = MaraAddress.Concentrator;

    /// <summary>The id of the concentrator in the profile, where the profile has several; 0 by default.</summary>
    public int Comaster { get; init; }

    /// <summary>
    /// How long an answer may take, above zero; 2 s by default. A shorter one detects a lost link sooner, a longer one is for a slow radio.
    /// </summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How often a question without a valid answer is repeated on the same connection, 0 to 100; 3 by default. Then the connection is
    /// closed and made again. Each repetition counts as a poll, so values become stale before the last retry.
    /// </summary>
    public int Retries { get; init; } = 3;

    /// <summary>
    /// Whether the time is set when a connection was made, at each <see cref="SetTimeInterval"/> and when daylight saving begins
    /// or ends. True by default; false where another master does it.
    /// </summary>
    public bool SetTime { get; init; } = true;

    /// <summary>How often the time is set, at least one minute; one hour by default.</summary>
    public TimeSpan SetTimeInterval { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// The wait after the first failed connection, above zero; 500 ms by default. It doubles up to <see cref="LongestBackoff"/>.
    /// </summary>
    public TimeSpan FirstBackoff { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// The longest wait between two attempts to connect; 30 s by default. A concentrator that works again may stay unread for as long.
    /// </summary>
    public TimeSpan LongestBackoff { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The addresses of old boards, whose digital events are laid out as bit, port, state (Mara 1.4 §5). None by default.
    /// </summary>
    public ImmutableHashSet<int> OldEventLayout { get; init; } = [];

    /// <summary>
    /// How far the clock of an IED may be off its concentrator's before it is reported, 10 ms to 1 minute; 100 ms by default. It is
    /// reported as right again below four fifths of it.
    /// </summary>
    public TimeSpan SkewLimit { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Whether, for the diagnosis of an IED, the scan of a concentrator that does not answer 36 may be stopped for a moment: it is then a
    /// bridge to its bus (3F, Mara 1.4 §3). False by default. With true, a bridge that was left open is also closed at each start.
    /// </summary>
    public bool Bridge { get; init; }

    /// <summary>
    /// The time without a valid answer after which the station image shows the link as lost, as after two failed polls; null (default):
    /// only after those. It applies when the driver is not polled because the journal is full.
    /// </summary>
    public TimeSpan? MaximumAge { get; init; }

    /// <summary>Records the bytes sent and received; null (default): no recording.</summary>
    public LinkTap? Tap { get; init; }

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">An option is not valid; the message says which and why.</exception>
    public void Validate()
    {
        if (string.IsNullOrWhiteSpace(Device))
        {
            throw new ArgumentException("A device of the field needs a name.");
        }

        Peer.Validate();
        if (AnswerTimeout <= TimeSpan.Zero || FirstBackoff <= TimeSpan.Zero || LongestBackoff < FirstBackoff)
        {
            throw new ArgumentException(
                $"{Device}: the answer time-out and the back-off must be above zero, the longest back-off not below the first.");
        }

        if (Retries is < 0 or > 100)
        {
            throw new ArgumentException($"{Device}: {Retries} retries are not possible: give 0 to 100.");
        }

        if (SkewLimit < TimeSpan.FromMilliseconds(10) || SkewLimit > TimeSpan.FromMinutes(1))
        {
            throw new ArgumentException($"{Device}: the limit of the skew is 10 ms to 1 minute, not {SkewLimit:c}.");
        }

        if (MaximumAge <= TimeSpan.Zero)
        {
            throw new ArgumentException($"{Device}: the maximum age must be above zero.");
        }

        if (SetTimeInterval < TimeSpan.FromMinutes(1))
        {
            throw new ArgumentException($"{Device}: the time cannot be set more often than once a minute.");
        }
    }
}
