using System.Collections.Immutable;
using System.Net;
using Edge.Field.Taps;
using Edge.Protocols.Mara;

namespace Edge.Field.Mara.Outstation;

/// <summary>One control centre that is known beforehand: its events wait for it from the gateway's start, also while it is away.</summary>
public sealed record OutstationClientOptions
{
    /// <summary>Its name; the journal keeps under it how far it has been served, so do not change it lightly.</summary>
    public required string Name { get; init; }

    /// <summary>The addresses that it comes from; null: any. An address alone is a network of one.</summary>
    public IPNetwork? Network { get; init; }

    /// <summary>The source in its frames, 64 for most centres (Mara 1.4 §1); null: any.</summary>
    public byte? Source { get; init; }

    /// <summary>Whether a frame comes from this centre.</summary>
    /// <param name="address">Where the connection comes from.</param>
    /// <param name="source">The source in the frame.</param>
    public bool Matches(IPAddress address, byte source) => (Source is null || Source == source) && MayComeFrom(address);

    /// <summary>Whether a connection may be this centre's, before it has sent anything.</summary>
    /// <param name="address">Where the connection comes from.</param>
    public bool MayComeFrom(IPAddress address) => Network is not { } network || network.Contains(address);
}

/// <summary>How one concentrator is served to control centres.</summary>
public sealed record OutstationOptions
{
    /// <summary>Where to listen; 9761 on all addresses by default (Mara 1.4 §1). Port 0 takes a free one.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Any, MaraTcp.DefaultPort);

    /// <summary>The id of the concentrator in the profile; 0 where there is only one.</summary>
    public int Comaster { get; init; }

    /// <summary>The address that is answered to; 1, the concentrator's, by default.</summary>
    public MaraAddress Address { get; init; } = MaraAddress.Concentrator;

    /// <summary>The centres that are known; of several that fit the first counts.</summary>
    public ImmutableArray<OutstationClientOptions> Clients { get; init; } = [];

    /// <summary>
    /// Whether others are served too, by address and source, with the events from their first connection on. Default false.
    /// </summary>
    public bool AllowUnknown { get; init; }

    /// <summary>How many unknown centres are remembered, 1 to 64; 8 by default. One more takes the place of one that is away.</summary>
    public int MaximumUnknown { get; init; } = 8;

    /// <summary>
    /// After how long without a question an unknown centre is forgotten, above zero; 7 days by default: the journal keeps nothing for a
    /// visitor.
    /// </summary>
    public TimeSpan ForgetUnknown { get; init; } = TimeSpan.FromDays(7);

    /// <summary>
    /// Whether the set-time of a centre is passed through to the field. Default false. The gateway's own clock is never set.
    /// </summary>
    public bool SetTime { get; init; }

    /// <summary>Whether the control (13) of a centre is passed through to the field. Default false: refused.</summary>
    public bool Control { get; init; }

    /// <summary>Whether questions for memory are passed through to the field (06, 16, 19, 36). Default false: not answered.</summary>
    public bool Diagnosis { get; init; }

    /// <summary>
    /// How many connections at a time, 1 to 64; 8 by default. When all are taken, a connection that has asked nothing yet gives up its
    /// place, and a guest gives way to an address from which a known centre may come; otherwise the new one is closed at once.
    /// </summary>
    public int MaximumConnections { get; init; } = 8;

    /// <summary>
    /// How long an answer may take to go out, above zero; 10 s by default. A centre that does not read is then hung up on.
    /// </summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection may be without any question, above zero; 10 min by default.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How long a new connection may take to its first question, above zero; 30 s by default: a connection that sends nothing holds no
    /// place.
    /// </summary>
    public TimeSpan FirstQuestionTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the rest of a begun frame is waited for, above zero; 1 s by default.</summary>
    public TimeSpan FrameTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many questions a second a connection is answered, at least 1; 100 by default. More wait in its own socket.</summary>
    public int QuestionsPerSecond { get; init; } = 100;

    /// <summary>Where what centres ask and are answered is seen; null (default): nowhere.</summary>
    public LinkTap? Tap { get; init; }

    /// <summary>How long a question to the field may take in all, above zero; 10 s by default.</summary>
    public TimeSpan PassThroughTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">One of them makes no sense; the message says which and why.</exception>
    public void Validate()
    {
        if (Clients.IsDefaultOrEmpty && !AllowUnknown)
        {
            throw new ArgumentException("The outstation has no clients and allows no unknown ones: nobody could poll it.");
        }

        if (Clients.GroupBy(c => c.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"Two clients of the outstation are called '{twice.Key}': each needs a name of its own.");
        }

        if (MaximumConnections is < 1 or > 64 || MaximumUnknown is < 1 or > 64 || QuestionsPerSecond < 1)
        {
            throw new ArgumentException(
                "The outstation takes 1 to 64 connections, 1 to 64 unknown clients and at least one question a second.");
        }

        TimeSpan[] times = [SendTimeout, IdleTimeout, FirstQuestionTimeout, FrameTimeout, PassThroughTimeout, ForgetUnknown];
        if (times.Any(t => t <= TimeSpan.Zero))
        {
            throw new ArgumentException("The time-outs of the outstation must be above zero.");
        }
    }
}
