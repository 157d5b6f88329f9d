using System.Collections.Immutable;
using System.Net;
using Edge.Field.Taps;
using Edge.Protocols.Mara;

namespace Edge.Field.Mara.Outstation;

/// <summary>
/// One control centre of the configuration: its events are kept from the gateway's start, also while it is not connected.
/// </summary>
public sealed record OutstationClientOptions
{
    /// <summary>Its name; the journal stores how far it was served under this name, so a change loses it.</summary>
    public required string Name { get; init; }

    /// <summary>The addresses from which it may connect; null: any. A single address is a network of one.</summary>
    public IPNetwork? Network { get; init; }

    /// <summary>The source in its frames, 64 for most centres (Mara 1.4 §1); null: any.</summary>
    public byte? Source { get; init; }

    /// <summary>Whether a frame is from this centre.</summary>
    /// <param name="address">The remote address of the connection.</param>
    /// <param name="source">The source in the frame.</param>
    public bool Matches(IPAddress address, byte source) => (Source is null || Source == source) && MayComeFrom(address);

    /// <summary>Whether a connection may be from this centre, before it has sent a frame.</summary>
    /// <param name="address">The remote address of the connection.</param>
    public bool MayComeFrom(IPAddress address) => Network is not { } network || network.Contains(address);
}

/// <summary>The options of the outstation role for one concentrator.</summary>
public sealed record OutstationOptions
{
    /// <summary>The address to listen on; 9761 on all addresses by default (Mara 1.4 §1). Port 0 selects a free one.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Any, MaraTcp.DefaultPort);

    /// <summary>The id of the concentrator in the profile; 0 where there is only one.</summary>
    public int Comaster { get; init; }

    /// <summary>The own address; 1, the concentrator's, by default.</summary>
    public MaraAddress Address { get; init; } = MaraAddress.Concentrator;

    /// <summary>The known centres; if several match, the first is used.</summary>
    public ImmutableArray<OutstationClientOptions> Clients { get; init; } = [];

    /// <summary>
    /// Whether unknown centres are served too, identified by address and source, with the events from their first connection on. Default
    /// false.
    /// </summary>
    public bool AllowUnknown { get; init; }

    /// <summary>How many unknown centres are kept, 1 to 64; 8 by default. A further one replaces one that is not connected.</summary>
    public int MaximumUnknown { get; init; } = 8;

    /// <summary>
    /// The time without a question after which an unknown centre is removed, above zero; 7 days by default. Then the journal keeps no
    /// records for it any more.
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
    /// How many connections at a time, 1 to 64; 8 by default. When all are in use, a connection without a question is closed for a new one,
    /// and an unknown centre for an address from which a known centre may connect; otherwise the new one is closed at once.
    /// </summary>
    public int MaximumConnections { get; init; } = 8;

    /// <summary>
    /// How long sending an answer may take, above zero; 10 s by default. The connection of a centre that does not read is then closed.
    /// </summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest time of a connection without a question, above zero; 10 min by default.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// The longest time to the first question of a new connection, above zero; 30 s by default: then a connection that sends nothing is
    /// closed.
    /// </summary>
    public TimeSpan FirstQuestionTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The time-out for the rest of an incomplete frame, above zero; 1 s by default.</summary>
    public TimeSpan FrameTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The most questions a second that a connection gets answered, at least 1; 100 by default. More wait in its socket.</summary>
    public int QuestionsPerSecond { get; init; } = 100;

    /// <summary>Records questions and answers; null (default): no recording.</summary>
    public LinkTap? Tap { get; init; }

    /// <summary>The longest total time of a question to the field, above zero; 10 s by default.</summary>
    public TimeSpan PassThroughTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">An option is not valid; the message says which and why.</exception>
    public void Validate()
    {
        if (Clients.IsDefaultOrEmpty && !AllowUnknown)
        {
            throw new ArgumentException("The outstation has no clients and does not allow unknown ones: no centre could poll it.");
        }

        if (Clients.GroupBy(c => c.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"Two clients of the outstation are called '{twice.Key}': each needs a different name.");
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
