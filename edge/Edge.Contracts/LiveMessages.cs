using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Edge.Contracts;

/// <summary>How far a value can be trusted.</summary>
[JsonConverter(typeof(CamelCaseEnum<QualityName>))]
public enum QualityName
{
    /// <summary>Fresh from its source and valid.</summary>
    Good,

    /// <summary>The last known value; its source does not answer any more.</summary>
    Stale,

    /// <summary>Never read, invalid, or not computable.</summary>
    Bad,
}

/// <summary>Topic <c>tag/{TAG}</c>, retained: the value of a point.</summary>
public sealed record TagMessage
{
    /// <summary>In engineering units, or the state; absent while never read.</summary>
    public double? Value { get; init; }

    /// <summary>As its device gives it, before the scale; absent while never read, or where it is no finite number.</summary>
    public RawValue? Raw { get; init; }

    /// <summary>The unit of an analogue point.</summary>
    public string? Unit { get; init; }

    /// <summary>How far it can be trusted.</summary>
    public required QualityName Quality { get; init; }

    /// <summary>Why it is not good, one of <see cref="ValueReasonCode"/> or a word of a newer gateway.</summary>
    public string? Reason { get; init; }

    /// <summary>What exactly is wrong, for a person; absent where the reason says it all.</summary>
    public string? Detail { get; init; }

    /// <summary>What the device itself says of the quality, of <see cref="FlagCode"/>; absent when nothing.</summary>
    public ImmutableArray<string>? Flags { get; init; }

    /// <summary>When the value was last read (not: sent); absent while never read.</summary>
    public DateTimeOffset? Time { get; init; }
}

/// <summary>A number with the words around it: <c>Prefix</c>, the value with so many decimals, <c>Suffix</c>.</summary>
public sealed record ElementNumber
{
    /// <summary>The words before it; absent when there are none.</summary>
    public string? Prefix { get; init; }

    /// <summary>The number: unrounded where it stands alone, of the 12 significant digits of the text where words are around it.</summary>
    public required double Value { get; init; }

    /// <summary>How many decimals are shown, 0 to 15.</summary>
    public required int Decimals { get; init; }

    /// <summary>The words after it; absent when there are none.</summary>
    public string? Suffix { get; init; }
}

/// <summary>An attribute of an element that somebody set by hand.</summary>
public sealed record ElementByHand
{
    /// <summary>Which one.</summary>
    public required ElementAttributeName Attribute { get; init; }

    /// <summary>What it was set to, as a cell of the workbook has it: a colour as its index; absent for nothing.</summary>
    public string? Value { get; init; }

    /// <summary>Who set it.</summary>
    public required string Who { get; init; }

    /// <summary>When, by the clock of the gateway.</summary>
    public required DateTimeOffset Time { get; init; }
}

/// <summary>Topic <c>element/{TAG}</c>, retained: how an element of a drawing looks now.</summary>
public sealed record ElementMessage
{
    /// <summary>The words, ready to show with a decimal point; absent: leave those of the drawing.</summary>
    public string? Text { get; init; }

    /// <summary>The number that <see cref="Text"/> shows, for a reader that formats it itself; absent when it shows none.</summary>
    public ElementNumber? Number { get; init; }

    /// <summary>As <c>#rrggbb</c>; absent: leave that of the drawing.</summary>
    public string? Fill { get; init; }

    /// <summary>As <c>#rrggbb</c>; absent: leave that of the drawing.</summary>
    public string? Stroke { get; init; }

    /// <summary>How far it can be trusted: the worst of what its formulas used.</summary>
    public required QualityName Quality { get; init; }

    /// <summary>Why it is not good, one of <see cref="ValueReasonCode"/> or a word of a newer gateway.</summary>
    public string? Reason { get; init; }

    /// <summary>What exactly is wrong, for a person; absent where the reason says it all.</summary>
    public string? Detail { get; init; }

    /// <summary>What somebody set by hand, each attribute once; absent when nothing.</summary>
    public ImmutableArray<ElementByHand>? ByHand { get; init; }

    /// <summary>When it last changed.</summary>
    public required DateTimeOffset Time { get; init; }
}
