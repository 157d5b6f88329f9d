using System.Security.Cryptography;
using System.Text.Json;
using Edge.Contracts;

namespace Dashboard.Historian;

/// <summary>A record that the historian keeps indefinitely, once for each identity (site, epoch, seq).</summary>
/// <param name="Site">Whose it is.</param>
public abstract record HistorianRecord(string Site)
{
    /// <summary>
    /// Its place in the order of arrival over all sites: microseconds since 1970, but always rising; 0 for what was stored before there was
    /// this order.
    /// </summary>
    public long Arrival { get; init; }

    /// <summary>
    /// The whole message, where it has words that this software does not know: it is stored and passed on so. Null: it has none.
    /// </summary>
    public ReadOnlyMemory<byte>? AsItCame { get; init; }

    /// <summary>The epoch of the gateway's journal.</summary>
    public abstract string Epoch { get; }

    /// <summary>The number within the epoch.</summary>
    public abstract long Seq { get; }

    /// <summary>
    /// The same record under another identity, used if the store already has other content under its own: the epoch followed by <c>~</c>
    /// and a hash of the content. So both are kept, and a repetition is kept once.
    /// </summary>
    public HistorianRecord Beside() => WithEpoch($"{Epoch}{BesideMark}{Hash(Payload.Span)}");

    /// <summary>
    /// The same record under another identity, used while its gateway has not announced its number: the epoch followed by <c>~+</c> and a
    /// hash of the content. So it takes no number that the gateway will use, and is not lost if the announcement is only late.
    /// </summary>
    public HistorianRecord Ahead() => WithEpoch($"{Epoch}{AheadMark}{Hash(Payload.Span)}");

    /// <summary>The same record under its own identity again.</summary>
    internal HistorianRecord AtOwnEpoch() => WithEpoch(Epoch[..Epoch.IndexOf(BesideMark, StringComparison.Ordinal)]);

    /// <summary>The same record with another epoch.</summary>
    internal abstract HistorianRecord WithEpoch(string epoch);

    /// <summary>Whether another record has the same content: what was recorded and when, without the texts of the gateway.</summary>
    public abstract bool HasSameContent(HistorianRecord other);

    /// <summary>The whole message, JSON.</summary>
    public abstract ReadOnlyMemory<byte> Payload { get; }

    /// <summary>
    /// The character in the epoch of a record that is kept beside another one of the same number. No gateway uses it in an epoch.
    /// </summary>
    public const char BesideMark = '~';

    /// <summary>Whether it is kept beside another record of the same number.</summary>
    public bool IsBeside => Epoch.Contains(BesideMark, StringComparison.Ordinal);

    /// <summary>What follows the epoch of a record whose number its gateway has not announced.</summary>
    internal const string AheadMark = "~+";

    /// <summary>Whether its gateway had not announced its number.</summary>
    public bool IsAhead => Epoch.Contains(AheadMark, StringComparison.Ordinal);

    /// <summary>The identity as one text; globally unique.</summary>
    public string Key => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Site}/{Epoch}/{Seq}");

    /// <summary>Whether two records can be the same by this field. One of an older version of the gateway may lack it.</summary>
    private protected static bool Agrees<T>(T? one, T? other) => one is null || other is null || one.Equals(other);

    /// <summary>A time as precisely as every way to the historian tells it: a batch of an older gateway had microseconds.</summary>
    private protected static long Resolved(DateTimeOffset time) => time.UtcTicks / TimeSpan.TicksPerMicrosecond;

    private static string Hash(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 4));
}

/// <summary>One entry of the sequence of events.</summary>
/// <param name="Site">Whose it is.</param>
/// <param name="Event">The message of the gateway.</param>
public sealed record EventRecord(string Site, EventMessage Event) : HistorianRecord(Site)
{
    /// <summary>The key under which it was shown before, where it has another one now. It is not stored.</summary>
    public string? Replaces { get; init; }

    /// <inheritdoc />
    public override string Epoch => Event.Epoch;

    /// <inheritdoc />
    public override long Seq => Event.Seq;

    /// <summary>
    /// What kind of event it is, in the word of the gateway. Where that is unknown, the type of the message says nothing.
    /// </summary>
    public string TypeWord => (AsItCame is { } payload ? NewerWords.Word(payload, "type") : null) ?? TypeName(Event.Type);

    /// <inheritdoc />
    public override ReadOnlyMemory<byte> Payload =>
        AsItCame ?? JsonSerializer.SerializeToUtf8Bytes(Event, ContractJson.Default.EventMessage);

    /// <summary>The word for a type of event.</summary>
    public static string TypeName(EventType type) => JsonNamingPolicy.CamelCase.ConvertName(type.ToString());

    /// <inheritdoc />
    internal override HistorianRecord WithEpoch(string epoch) => this with
    {
        Event = Event with { Epoch = epoch },
        AsItCame = AsItCame is { } payload ? NewerWords.WithEpoch(payload, epoch) : (ReadOnlyMemory<byte>?)null,
    };

    /// <inheritdoc />
    public override bool HasSameContent(HistorianRecord other) => other is EventRecord { Event: var event2 } second
        && (TypeWord, Resolved(Event.Time), Event.Tag, Event.State, Event.DoubleBit, Event.Who, Event.Count)
        == (second.TypeWord, Resolved(event2.Time), event2.Tag, event2.State, event2.DoubleBit, event2.Who, event2.Count)
        && Agrees(Event.Device, event2.Device) && Agrees(Event.Finding, event2.Finding) && Agrees(Event.Condition, event2.Condition)
        && Agrees(Event.Action, event2.Action) && Agrees(Event.Value, event2.Value);
}

/// <summary>One count of energy.</summary>
/// <param name="Site">Whose it is.</param>
/// <param name="Energy">The message of the gateway.</param>
public sealed record EnergyRecord(string Site, EnergyMessage Energy) : HistorianRecord(Site)
{
    /// <inheritdoc />
    public override string Epoch => Energy.Epoch;

    /// <inheritdoc />
    public override long Seq => Energy.Seq;

    /// <inheritdoc />
    public override ReadOnlyMemory<byte> Payload =>
        AsItCame ?? JsonSerializer.SerializeToUtf8Bytes(Energy, ContractJson.Default.EnergyMessage);

    /// <inheritdoc />
    internal override HistorianRecord WithEpoch(string epoch) => this with
    {
        Energy = Energy with { Epoch = epoch },
        AsItCame = AsItCame is { } payload ? NewerWords.WithEpoch(payload, epoch) : (ReadOnlyMemory<byte>?)null,
    };

    /// <inheritdoc />
    public override bool HasSameContent(HistorianRecord other) => other is EnergyRecord { Energy: var energy2 }
        && (Energy.Kind, Resolved(Energy.Time), Energy.Tag, Energy.Channel, Energy.Count)
        == (energy2.Kind, Resolved(energy2.Time), energy2.Tag, energy2.Channel, energy2.Count) && Agrees(Energy.Device, energy2.Device);
}
