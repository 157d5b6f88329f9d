using CsCheck;
using Edge.Pipeline;

namespace Edge.Journal.Tests;

public sealed class BodyTests
{
    [Fact]
    public void The_check_is_crc_32c_as_its_catalogue_gives_it() =>
        Assert.Equal(0xE3069283u, Crc32C.Of("123456789"u8));

    [Fact]
    public void Samples_take_the_bytes_that_the_encoding_says()
    {
        Sample[] samples =
        [
            new("a", PointKind.Digital, 1, 1, new(Domain.Quality.Stale, Domain.QualityReason.NoAnswer)),
            new("b", PointKind.Analog, 2.5, -300, default),
        ];
        byte[] body = RecordCodec.Samples(new BodyWriter(), samples, name => name == "a" ? 1 : 200).ToArray();

        // version, count; tag 1, flags (value is raw, stale, reason 3), zigzag 1; tag 200, flags (analogue), zigzag −300, 2.5 as IEEE 754.
        Assert.Equal("01" + "02" + "01" + "36" + "02" + "C801" + "01" + "D704" + "0000000000000440", Convert.ToHexString(body[..^4]));
    }

    [Fact]
    public void Whatever_stands_in_a_body_reading_it_never_throws() =>
        Gen.Select(Gen.Byte.Array[0, 60], Gen.Byte[0, 5], Gen.Byte[1, 2]).Sample((payload, kind, version) =>
        {
            // A right check, so that the hostile payload is reached.
            var body = new BodyWriter();
            body.Begin(version);
            foreach (byte next in payload)
            {
                body.Byte(next);
            }

            byte[] bytes = body.End().ToArray();
            JournalRecord record = RecordCodec.Read(1, (JournalRecordKind)kind, default, bytes, id => id < 5 ? "T" : null);
            return record.Problem is null || record.Kind == JournalRecordKind.Loss;
        }, iter: 20_000);

    [Fact]
    public void A_flipped_bit_anywhere_is_found()
    {
        byte[] good = RecordCodec.Event(new BodyWriter(), Make.Digital(3, Make.Noon)).ToArray();
        for (int bit = 0; bit < good.Length * 8; bit++)
        {
            byte[] bad = [.. good];
            bad[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotNull(RecordCodec.Read(1, JournalRecordKind.Event, default, bad, static _ => null).Problem);
        }
    }

    [Fact]
    public void A_text_that_is_not_utf_8_is_a_fault()
    {
        var body = new BodyWriter();
        body.Begin();
        foreach (byte next in (ReadOnlySpan<byte>)[0, 0, 2, 0xFF])
        {
            body.Byte(next);
        }

        JournalRecord record = RecordCodec.Read(1, JournalRecordKind.Event, default, body.End(), static _ => null);
        Assert.Contains("not UTF-8", record.Problem, StringComparison.Ordinal);
    }
}
