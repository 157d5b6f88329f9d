using System.Collections.Immutable;
using Edge.Domain;
using Edge.Pipeline;

namespace Edge.Journal;

/// <summary>
/// Values that changed together, in encoding 4; those of encoding 1, where every value was a whole number, are still read.
/// samples := count { tagId head type [flags] raw [value:double] }.
/// </summary>
internal static class SampleCodec
{
    // head: bit 0 analogue, bit 1 the value is that of raw itself and is left out, bits 2–3 quality, bits 4–7 reason.
    private const byte Analog = 0x01;
    private const byte ValueIsRaw = 0x02;
    private const int LevelShift = 2;
    private const int ReasonShift = 4;

    // type: bits 0–2 kind, bit 3 there are flags, bits 4–5 the state of a binary or a double-bit, which has no raw behind it.
    private const byte KindMask = 0x07;
    private const byte HasFlags = 0x08;
    private const int StateShift = 4;

    // Encoding 1: tagId head raw [value:double], raw a whole number or the state of a digital input.
    private const byte Version = 4;
    private const int Smallest = 3;

    public static ReadOnlySpan<byte> Write(BodyWriter body, ReadOnlySpan<Sample> samples, TagId tagId)
    {
        body.Begin(Version);
        body.Unsigned((ulong)samples.Length);
        foreach (ref readonly Sample sample in samples)
        {
            bool valueIsRaw = BitConverter.DoubleToInt64Bits(sample.Value) == BitConverter.DoubleToInt64Bits(sample.Raw.AsDouble);
            body.Unsigned((ulong)tagId(sample.Tag));
            body.Byte((byte)((sample.Kind == PointKind.Analog ? Analog : 0) | (valueIsRaw ? ValueIsRaw : 0)
                | (byte)sample.Quality.Level << LevelShift | (byte)sample.Quality.Reason << ReasonShift));
            WriteRaw(body, sample.Raw, sample.Quality.Flags);
            if (!valueIsRaw)
            {
                body.Double(sample.Value);
            }
        }

        return body.End();
    }

    public static ImmutableArray<Sample> Read(ref BodyReader body, TagName tagName)
    {
        ulong count = body.Unsigned();

        // A sample takes three bytes at least: a count that cannot be true must not take memory.
        if (count > (ulong)body.Remaining / Smallest)
        {
            body.Fail($"it claims {count} samples, more than its body can hold");
            return [];
        }

        var samples = ImmutableArray.CreateBuilder<Sample>((int)count);
        for (ulong i = 0; i < count && body.Fault is null; i++)
        {
            long id = (long)body.Unsigned();
            byte head = body.Byte();
            PointKind kind = (head & Analog) != 0 ? PointKind.Analog : PointKind.Digital;
            QualityFlags flags = QualityFlags.None;
            PointValue raw = body.Version >= Version ? ReadRaw(ref body, out flags) : ReadOlder(ref body, kind);
            double value = (head & ValueIsRaw) != 0 ? raw.AsDouble : body.Double();
            var level = (Quality)(head >> LevelShift & 3);
            var reason = (QualityReason)(head >> ReasonShift);
            if (level > Quality.Bad || reason > QualityReason.GatewayOffline)
            {
                body.Fail("a quality in its body is none");
            }
            else if (body.Fault is null && tagName(id) is { } tag)
            {
                samples.Add(new Sample(tag, kind, value, raw, new(level, reason, flags)));
            }
            else
            {
                body.Fail($"it names the tag number {id}, which the file does not have");
            }
        }

        return samples.DrainToImmutable();
    }

    private static void WriteRaw(BodyWriter body, PointValue raw, QualityFlags flags)
    {
        int state = raw.Kind switch
        {
            PointValueKind.Binary => raw.AsWhole,
            PointValueKind.DoubleBit => (int)raw.AsDoubleBit,
            _ => 0,
        };
        body.Byte((byte)((byte)raw.Kind | (flags == QualityFlags.None ? 0 : HasFlags) | state << StateShift));
        if (flags != QualityFlags.None)
        {
            body.Unsigned((ulong)flags);
        }

        switch (raw.Kind)
        {
            case PointValueKind.Whole:
                body.Signed(raw.AsWhole);
                break;
            case PointValueKind.Real:
                body.Double(raw.AsDouble);
                break;
            case PointValueKind.Counter:
                body.Byte((byte)raw.CounterBits);
                body.Unsigned(raw.AsCounter);
                break;
            default:
                break;
        }
    }

    private static PointValue ReadRaw(ref BodyReader body, out QualityFlags flags)
    {
        byte type = body.Byte();
        ulong bits = (type & HasFlags) != 0 ? body.Unsigned() : 0;
        flags = (QualityFlags)bits;
        int state = type >> StateShift;
        var kind = (PointValueKind)(type & KindMask);
        if (bits <= ushort.MaxValue && state <= MostOf(kind))
        {
            return kind switch
            {
                PointValueKind.Whole => PointValue.Whole(body.Int32()),
                PointValueKind.Real => PointValue.Real(body.Double()),
                PointValueKind.Counter => ReadCounter(ref body),
                PointValueKind.Binary => PointValue.Binary(state != 0),
                _ => PointValue.DoubleBit((DoubleBitState)state),
            };
        }

        body.Fail("a value in its body is of no kind");
        return default;
    }

    // The highest state that a kind has; less than any where there is no such kind.
    private static int MostOf(PointValueKind kind) => kind switch
    {
        PointValueKind.Binary => 1,
        PointValueKind.DoubleBit => (int)DoubleBitState.Indeterminate,
        PointValueKind.Whole or PointValueKind.Real or PointValueKind.Counter => 0,
        _ => -1,
    };

    private static PointValue ReadCounter(ref BodyReader body)
    {
        int bits = body.Byte();
        ulong value = body.Unsigned();
        if (bits is >= 1 and <= PointValue.MaximumCounterBits && PointValue.Fits(value, bits))
        {
            return PointValue.Counter(value, bits);
        }

        body.Fail("a counter in its body does not fit its width");
        return default;
    }

    private static PointValue ReadOlder(ref BodyReader body, PointKind kind)
    {
        int raw = body.Int32();
        return kind == PointKind.Digital && raw is 0 or 1 ? PointValue.Binary(raw != 0) : PointValue.Whole(raw);
    }
}
