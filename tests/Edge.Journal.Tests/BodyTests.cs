using CsCheck;
using Edge.Domain;
using Edge.Pipeline;

namespace Edge.Journal.Tests;

public sealed class BodyTests
{
    [Fact]
    public void The_check_is_crc_32c_as_its_catalogue_gives_it() =>
        Assert.Equal(0xE3069283u, Crc32C.Of("123456789"u8));

    /// <summary>A test that compares records prints them when they differ.</summary>
    [Fact]
    public void An_event_prints_itself_with_the_record_of_its_protocol()
    {
        string text = Make.Digital(9, Make.Noon).ToString();
        Assert.Contains("LA152B03", text, StringComparison.Ordinal);
        Assert.Contains("Ied = 4", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Samples_take_the_bytes_that_the_encoding_says()
    {
        Sample[] samples =
        [
            new("a", PointKind.Digital, 1, PointValue.Binary(true), new(Quality.Stale, QualityReason.NoAnswer)),
            new("b", PointKind.Analog, 2.5, PointValue.Whole(-300), default),
            new("a", PointKind.Analog, 3e9, PointValue.Counter(3_000_000_000, 32), QualityState.Of(QualityFlags.Rollover)),
            new("a", PointKind.Analog, 2.5, PointValue.Real(2.5), QualityState.Of(QualityFlags.OverRange | QualityFlags.Substituted)),
            new("a", PointKind.Digital, 3, PointValue.DoubleBit(DoubleBitState.Indeterminate), default),
        ];
        byte[] body = SampleCodec.Write(new BodyWriter(), samples, name => name == "a" ? 1 : 200).ToArray();

        // Version, count. Of each the tag, its head, its type, then its flags, its raw, its value.
        string expected = "04" + "05"
            + "01" + "36" + "13" // The value is raw, stale, reason 3; a binary that is 1.
            + "C801" + "01" + "00" + "D704" + "0000000000000440" // Tag 200, analogue; zigzag −300, 2.5 as IEEE 754.
            + "01" + "03" + "0A" + "8008" + "20" + "80BCC1960B" // A counter with flags; 1024; 32 bits, 3 000 000 000 by seven bits.
            + "01" + "5B" + "09" + "8220" + "0000000000000440" // Bad, reason 5; a real with flags; 4098.
            + "01" + "02" + "34"; // A double-bit that is 3.
        Assert.Equal(expected, Convert.ToHexString(body[..^4]));
    }

    [Theory]
    [InlineData("05" + "00")] // There is no kind 5.
    [InlineData("20" + "00")] // A whole number with a state.
    [InlineData("23")] // A binary that is 2.
    [InlineData("44")] // A double-bit that is 4.
    [InlineData("0B" + "808004")] // Flags of 17 bits.
    [InlineData("02" + "08" + "8002")] // A counter of 8 bits that is 256.
    [InlineData("02" + "00" + "00")] // A counter without a bit.
    [InlineData("02" + "41" + "00")] // A counter of 65 bits.
    public void A_value_of_no_kind_is_a_fault(string raw)
    {
        var body = new BodyWriter();
        body.Begin(4);
        foreach (byte next in Convert.FromHexString("01" + "01" + "02" + raw))
        {
            body.Byte(next);
        }

        Assert.NotNull(RecordCodec.Read(1, JournalRecordKind.Samples, default, body.End(), static _ => "T").Problem);
    }

    [Fact]
    public void Whatever_stands_in_a_body_reading_it_never_throws() =>
        Gen.Select(Gen.Byte.Array[0, 60], Gen.Byte[0, 5], Gen.Byte[1, BodyWriter.LastVersion]).Sample((payload, kind, version) =>
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

    [Theory]
    [InlineData("01")] // −1
    [InlineData("80F104")] // 40 000
    [InlineData("FEFFFFFF0F")] // 2 147 483 647
    public void A_number_that_no_record_of_Mara_has_is_a_fault(string number)
    {
        // The record stands at the end: its protocol, concentrator 0, IED 4, port 1, bit 3, no channel, code, motive, no bytes.
        byte[] whole = EventCodec.Write(new BodyWriter(), Make.Digital(3, Make.Noon)).ToArray();
        byte[] good = whole[1..^4];
        byte[] native = Convert.FromHexString("01000801020106" + "000000" + "00");
        Assert.Equal(native, good[^native.Length..]);
        var body = new BodyWriter();
        body.Begin(whole[0]);
        foreach (byte next in (byte[])[.. good[..^native.Length], .. native[..4], .. Convert.FromHexString(number), .. native[5..]])
        {
            body.Byte(next);
        }

        JournalRecord read = RecordCodec.Read(1, JournalRecordKind.Event, default, body.End(), static _ => null);
        Assert.Contains("no record of Mara can", read.Problem);
    }

    [Fact]
    public void A_flipped_bit_anywhere_is_found()
    {
        byte[] good = EventCodec.Write(new BodyWriter(), Make.Digital(3, Make.Noon)).ToArray();
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
