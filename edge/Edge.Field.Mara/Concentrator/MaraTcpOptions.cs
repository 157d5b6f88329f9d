using System.Collections.Immutable;
using Edge.Field.Links;
using Edge.Field.Taps;
using Edge.Protocols.Mara;

namespace Edge.Field.Mara.Concentrator;

/// <summary>How a COMaster is polled over Mara/TCP.</summary>
public sealed record MaraTcpOptions
{
    /// <summary>
    /// The name of the device in the configuration; the journal keeps its checkpoint under this name, so do not change it lightly.
    /// </summary>
    public required string Device { get; init; }

    /// <summary>Where it listens.</summary>
    public required TcpPeerOptions Peer { get; init; }

    /// <summary>The address of the gateway; the control centre, 64, by default (Mara 1.4 §1).</summary>
    public MaraAddress Centre { get; init; } = MaraAddress.Centre;

    /// <summary>The address that is asked; the concentrator, 1, by default.</summary>
    public MaraAddress Concentrator { get; init; } = MaraAddress.Concentrator;

    /// <summary>The id of the concentrator in the profile, where the profile has several; 0 by default.</summary>
    public int Comaster { get; init; }

    /// <summary>
    /// How long an answer may take, above zero; 2 s by default. A shorter one finds a dead link sooner, a longer one suits a slow radio.
    /// </summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How often a question without a good answer is repeated on the same connection, 0 to 100; 3 by default. Then the connection is closed
    /// and made anew. Each repetition is a poll of its own, so values turn stale before the retries are over.
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
    /// The longest wait between two attempts to connect; 30 s by default. It is also how long a concentrator that came back may stay
    /// unread.
    /// </summary>
    public TimeSpan LongestBackoff { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The addresses of old boards, whose digital events are laid out as bit, port, state (Mara 1.4 §5). None by default.
    /// </summary>
    public ImmutableHashSet<int> OldEventLayout { get; init; } = [];

    /// <summary>
    /// How far the clock of an IED may be off its concentrator's before it is reported, 10 ms to 1 minute; 100 ms by default. It is right
    /// again at four fifths of it.
    /// </summary>
    public TimeSpan SkewLimit { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Whether, for the diagnosis of an IED, the scan of the concentrator may be stopped for a moment where it does not answer 36 itself:
    /// it is a bridge to its bus then (3F, Mara 1.4 §3). False by default. True also makes sure at each start that no bridge was left
    /// open.
    /// </summary>
    public bool Bridge { get; init; }

    /// <summary>
    /// After so long without a good answer the station image shows the link as lost, as after two failed polls; null (default): only
    /// after those. For a driver that is not asked, because the journal is full.
    /// </summary>
    public TimeSpan? MaximumAge { get; init; }

    /// <summary>Where what goes out and comes in is seen; null (default): nowhere.</summary>
    public LinkTap? Tap { get; init; }

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">One of them makes no sense; the message says which and why.</exception>
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
            throw new ArgumentException($"{Device}: {Retries} retries make no sense: give 0 to 100.");
        }

        if (SkewLimit < TimeSpan.FromMilliseconds(10) || SkewLimit > TimeSpan.FromMinutes(1))
        {
            throw new ArgumentException($"{Device}: a clock is off beyond 10 ms to 1 minute, not {SkewLimit:c}.");
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
