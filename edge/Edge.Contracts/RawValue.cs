using System.Text.Json;
using System.Text.Json.Serialization;

namespace Edge.Contracts;

/// <summary>
/// A value as its device gives it, before any scale: a number, or the word of a double-bit (<see cref="DoubleBitCode"/>). Whole numbers
/// of up to 64 bits are written and read exactly. The default is the number 0.
/// </summary>
[JsonConverter(typeof(RawValueJson))]
public readonly record struct RawValue
{
    // Beyond it a double has no halves, and two whole numbers may be one.
    private const double LargestExact = 9_007_199_254_740_992;

    private readonly Int128 _whole;
    private readonly double? _real;

    private RawValue(Int128 whole, double? real, string? word) => (_whole, _real, Word) = (whole, real, word);

    /// <summary>The word of a double-bit; null for a number.</summary>
    public string? Word { get; }

    /// <summary>The number, or null for a word.</summary>
    public double? Number => Word is null ? _real ?? (double)_whole : null;

    /// <summary>A whole number.</summary>
    public static RawValue Of(long value) => new(value, null, null);

    /// <summary>A whole number that is not below 0.</summary>
    public static RawValue Of(ulong value) => new(value, null, null);

    /// <summary>A real number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is infinite or no number: JSON cannot say it.</exception>
    public static RawValue Of(double value) =>
        !double.IsFinite(value) ? throw new ArgumentOutOfRangeException(nameof(value), value, "JSON has only finite numbers.")
        : double.IsInteger(value) && Math.Abs(value) < LargestExact ? new((Int128)value, null, null)
        : new(0, value, null);

    /// <summary>A word.</summary>
    public static RawValue Of(string word) => new(0, null, word ?? throw new ArgumentNullException(nameof(word)));

    internal static RawValue Read(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return Of(reader.GetString()!);
            case JsonTokenType.Number when reader.TryGetInt64(out long whole):
                return Of(whole);
            case JsonTokenType.Number when reader.TryGetUInt64(out ulong large):
                return Of(large);
            case JsonTokenType.Number when reader.TryGetDouble(out double real) && double.IsFinite(real):
                return Of(real);
            default:
                throw new JsonException("A raw value is a number or a word.");
        }
    }

    internal void Write(Utf8JsonWriter writer)
    {
        if (Word is not null)
        {
            writer.WriteStringValue(Word);
        }
        else if (_real is { } real)
        {
            writer.WriteNumberValue(real);
        }
        else if (_whole > long.MaxValue)
        {
            writer.WriteNumberValue((ulong)_whole);
        }
        else
        {
            writer.WriteNumberValue((long)_whole);
        }
    }
}

/// <summary>Writes a <see cref="RawValue"/> as a number or as a word.</summary>
public sealed class RawValueJson : JsonConverter<RawValue>
{
    /// <inheritdoc/>
    public override RawValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        RawValue.Read(ref reader);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, RawValue value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        value.Write(writer);
    }
}
