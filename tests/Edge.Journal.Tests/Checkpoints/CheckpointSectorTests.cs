namespace Edge.Journal.Tests.Checkpoints;

/// <summary>A sector of the side file: what is whole is read, and nothing else.</summary>
public sealed class CheckpointSectorTests
{
    private static readonly CheckpointSector s_mark = new("comaster", 3, 2, "ab.cd", [7, 8]);

    // "EDGM", 24 bytes: encoding 1, number 3 and seq 2 (zigzag), "ab.cd" and "comaster" (one more than the length, then the text), 7 8, and
    // the check.
    private const string Whole = "4544474D" + "1800" + "01" + "06" + "04" + "0661622E6364" + "09636F6D6173746572" + "0708";

    [Fact]
    public void It_is_written_as_the_comment_says()
    {
        byte[] sector = new byte[512];
        int length = s_mark.Write(new BodyWriter(), sector);

        Assert.Equal(Whole, Convert.ToHexString(sector.AsSpan(0, length - 4)));
        CheckpointSector read = CheckpointSector.Read(sector)!;
        Assert.Equal(s_mark with { Bytes = read.Bytes }, read);
        Assert.Equal(s_mark.Bytes, read.Bytes);
    }

    [Fact]
    public void Cut_anywhere_or_with_any_bit_turned_it_is_none()
    {
        byte[] sector = new byte[512];
        int length = s_mark.Write(new BodyWriter(), sector);
        for (int cut = 0; cut < length; cut++)
        {
            Assert.Null(CheckpointSector.Read(sector.AsSpan(0, cut)));
        }

        for (int bit = 0; bit < length * 8; bit++)
        {
            sector[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(CheckpointSector.Read(sector));
            sector[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void Half_of_one_and_half_of_the_next_is_none()
    {
        byte[] old = new byte[2048];
        byte[] next = new byte[2048];
        CheckpointSector longer = s_mark with { Bytes = new byte[1000] };
        int length = longer.Write(new BodyWriter(), old);
        _ = (longer with { Number = 4, Bytes = [.. Enumerable.Repeat((byte)1, 1000)] }).Write(new BodyWriter(), next);
        for (int cut = 512; cut < length; cut += 512)
        {
            Assert.Null(CheckpointSector.Read([.. next[..cut], .. old[cut..]]));
        }
    }

    [Fact]
    public void What_has_no_room_is_not_written() =>
        Assert.Equal(0, (s_mark with { Bytes = new byte[500] }).Write(new BodyWriter(), new byte[512]));
}
