using Edge.Protocols.Mara;

namespace Edge.Protocols.Tests;

public sealed class MaraMemoryTests
{
    [Fact]
    public void A_paged_read_of_RAM_and_its_answer_stand_as_in_the_table()
    {
        // FE0B + 0501 + 8006 + 0210 + 0300 = 1 8822; the complement of 8822 is 77DD.
        Assert.Equal("FE 0B 05 01 80 06 02 10 03 77 DD", Frame(5, 1, 0x80, new MaraReadRamPaged(2, 0x10, 3)));
        Assert.True(MaraReadRamPaged.TryParse([2, 0x10, 3], out MaraReadRamPaged request));
        Assert.Equal(new MaraReadRamPaged(2, 0x10, 3), request);

        Assert.True(MaraReadRamPagedAnswer.TryParse([2, 0x10, 3, 0xA1, 0xB2, 0xC3], out MaraReadRamPagedAnswer answer));
        Assert.Equal((2, 0x10, "A1 B2 C3"), (answer.Page, answer.Start, Hex.Text(answer.Bytes)));
        Assert.Equal("06 02 10 03 A1 B2 C3", Data(answer));
    }

    [Fact]
    public void A_paged_write_of_RAM_needs_its_key_and_a_count_of_0_refuses_it()
    {
        Assert.True(MaraWriteRamPaged.TryParse([0xAA, 0x55, 1, 0x20, 2, 0x0F, 0xF0], out MaraWriteRamPaged request));
        Assert.Equal((1, 0x20, "0F F0"), (request.Page, request.Start, Hex.Text(request.Bytes)));
        Assert.Equal("04 AA 55 01 20 02 0F F0", Data(request));
        Assert.False(MaraWriteRamPaged.TryParse([0x55, 0xAA, 1, 0x20, 2, 0x0F, 0xF0], out _));
        Assert.False(MaraWriteRamPaged.TryParse([0xAA, 0x55, 1, 0x20, 0], out _));

        Assert.True(MaraWriteRamPagedAnswer.TryParse([0xAA, 0x55, 1, 0x20, 2], out MaraWriteRamPagedAnswer done));
        Assert.Equal((1, 0x20, 2, false), (done.Page, done.Start, done.Count, done.Refused));
        Assert.True(MaraWriteRamPagedAnswer.TryParse([0xAA, 0x55, 1, 0x20, 0], out MaraWriteRamPagedAnswer not));
        Assert.True(not.Refused);
        Assert.Equal("04 AA 55 01 20 00", Data(not));
        Assert.False(MaraWriteRamPagedAnswer.TryParse([0xAA, 0x56, 1, 0x20, 2], out _));
        Assert.False(MaraWriteRamPagedAnswer.TryParse([0xAA, 0x55, 1, 0x20, 11], out _));
    }

    [Fact]
    public void A_write_of_EEPROM_is_answered_with_its_errors()
    {
        Assert.True(MaraWriteEeprom.TryParse([3, 7, 2, 0x11, 0x22], out MaraWriteEeprom request));
        Assert.Equal((3, 7, "11 22"), (request.Zone, request.Page, Hex.Text(request.Bytes)));
        Assert.Equal("08 03 07 02 11 22", Data(request));

        Assert.True(MaraWriteEepromAnswer.TryParse([2, 0], out MaraWriteEepromAnswer good));
        Assert.Equal((2, 0, true), (good.Count, good.Errors, good.Verified));
        Assert.True(MaraWriteEepromAnswer.TryParse([2, 1], out MaraWriteEepromAnswer bad));
        Assert.Equal((1, false), (bad.Errors, bad.Verified));
        Assert.Equal("08 02 01", Data(bad));
    }

    [Fact]
    public void A_read_of_EEPROM_is_answered_with_bytes_that_the_request_counts()
    {
        MaraReadEeprom request = new(7, 0x40, 2);
        Assert.Equal("09 07 40 02", Data(request));
        Assert.True(MaraReadEepromAnswer.TryParse([0x11, 0x22], request, out MaraReadEepromAnswer answer));
        Assert.Equal("11 22", Hex.Text(answer.Bytes));
        Assert.Equal("09 11 22", Data(answer));
        Assert.False(MaraReadEepromAnswer.TryParse([0x11], request, out _));
        Assert.False(MaraReadEepromAnswer.TryParse([0x11, 0x22, 0x33], request, out _));
    }

    [Fact]
    public void A_flat_address_stands_low_byte_first()
    {
        Assert.True(MaraWriteRam.TryParse([0x34, 0x12, 2, 0xCA, 0xFE], out MaraWriteRam write));
        Assert.Equal((0x1234, "CA FE"), (write.Start, Hex.Text(write.Bytes)));
        Assert.Equal("14 34 12 02 CA FE", Data(write));
        Assert.True(MaraWriteRamAnswer.TryParse([0x34, 0x12, 2], out MaraWriteRamAnswer written));
        Assert.Equal(new MaraWriteRamAnswer(0x1234, 2), written);
        Assert.Equal("14 34 12 02", Data(written));

        Assert.Equal("16 34 12 02", Data(new MaraReadRam(0x1234, 2)));
        Assert.True(MaraReadRam.TryParse([0x34, 0x12, 2], out MaraReadRam read));
        Assert.Equal(new MaraReadRam(0x1234, 2), read);
        Assert.True(MaraReadRamAnswer.TryParse([0x34, 0x12, 2, 0xCA, 0xFE], out MaraReadRamAnswer answer));
        Assert.Equal((0x1234, "CA FE"), (answer.Start, Hex.Text(answer.Bytes)));
        Assert.Equal("16 34 12 02 CA FE", Data(answer));
    }

    [Fact]
    public void Flash_has_a_page_before_the_address()
    {
        Assert.Equal("19 02 34 12 01", Data(new MaraReadFlash(2, 0x1234, 1)));
        Assert.True(MaraReadFlash.TryParse([2, 0x34, 0x12, 1], out MaraReadFlash request));
        Assert.Equal(new MaraReadFlash(2, 0x1234, 1), request);
        Assert.True(MaraReadFlashAnswer.TryParse([2, 0x34, 0x12, 1, 0x99], out MaraReadFlashAnswer answer));
        Assert.Equal((2, 0x1234, "99"), (answer.Page, answer.Start, Hex.Text(answer.Bytes)));
        Assert.Equal("19 02 34 12 01 99", Data(answer));
    }

    [Fact]
    public void RAM_is_read_only_of_an_IED()
    {
        MaraReadIedRam request = new(new MaraAddress(12), 0x0180, 2);
        Assert.Equal("36 0C 80 01 02", Data(request));
        Assert.True(MaraReadIedRam.TryParse([0x0C, 0x80, 0x01, 2], out MaraReadIedRam read));
        Assert.Equal(request, read);
        Assert.True(MaraReadIedRamAnswer.TryParse([7, 8], request, out MaraReadIedRamAnswer answer));
        Assert.Equal("36 07 08", Data(answer));
        Assert.False(MaraReadIedRamAnswer.TryParse([7], request, out _));

        foreach (byte nobody in (byte[])[0, 1, 64, 0xFF])
        {
            Assert.False(MaraReadIedRam.TryParse([nobody, 0x80, 0x01, 2], out _));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => new MaraReadIedRam(MaraAddress.Concentrator, 0, 1));
    }

    [Fact]
    public void A_request_asks_for_no_more_than_an_answer_holds()
    {
        Assert.True(MaraReadRamPaged.TryParse([0, 0, 242], out _));
        Assert.False(MaraReadRamPaged.TryParse([0, 0, 243], out _));
        Assert.True(MaraReadEeprom.TryParse([0, 0, 245], out _));
        Assert.False(MaraReadEeprom.TryParse([0, 0, 246], out _));
        Assert.True(MaraReadRam.TryParse([0, 0, 240], out _));
        Assert.False(MaraReadRam.TryParse([0, 0, 241], out _));
        Assert.True(MaraReadFlash.TryParse([0, 0, 0, 241], out _));
        Assert.False(MaraReadFlash.TryParse([0, 0, 0, 242], out _));
        Assert.True(MaraReadIedRam.TryParse([2, 0, 0, 245], out _));
        Assert.False(MaraReadIedRam.TryParse([2, 0, 0, 246], out _));
        Assert.False(MaraWriteRamAnswer.TryParse([0, 0, 241], out _));

        Assert.Throws<ArgumentOutOfRangeException>(() => new MaraReadRamPaged(0, 0, 243));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MaraReadEeprom(0, 0, 246));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MaraReadRam(0, 241));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MaraReadFlash(0, 0, 242));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MaraReadIedRam(new MaraAddress(2), 0, 246));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MaraWriteRamPagedAnswer(0, 0, 11));
    }

    [Fact]
    public void The_bound_itself_passes_and_one_byte_more_does_not()
    {
        Assert.True(MaraReadRamPagedAnswer.TryParse([0, 0, 242, .. new byte[242]], out MaraReadRamPagedAnswer paged));
        Assert.Equal((245, 242), (paged.DataLength, paged.Bytes.Length));
        Assert.False(MaraReadRamPagedAnswer.TryParse([0, 0, 243, .. new byte[243]], out _));
        Assert.True(MaraWriteRamPaged.TryParse([0xAA, 0x55, 0, 0, 10, .. new byte[10]], out _));
        Assert.False(MaraWriteRamPaged.TryParse([0xAA, 0x55, 0, 0, 11, .. new byte[11]], out _));
        Assert.True(MaraReadRamAnswer.TryParse([0, 0, 240, .. new byte[240]], out _));
        Assert.False(MaraReadRamAnswer.TryParse([0, 0, 241, .. new byte[241]], out _));
        Assert.True(MaraWriteRam.TryParse([0, 0, 240, .. new byte[240]], out _));
        Assert.False(MaraWriteRam.TryParse([0, 0, 241, .. new byte[241]], out _));
        Assert.True(MaraWriteEeprom.TryParse([0, 0, 242, .. new byte[242]], out _));
        Assert.False(MaraWriteEeprom.TryParse([0, 0, 243, .. new byte[243]], out _));
        Assert.True(MaraReadFlashAnswer.TryParse([0, 0, 0, 241, .. new byte[241]], out _));
        Assert.False(MaraReadFlashAnswer.TryParse([0, 0, 0, 242, .. new byte[242]], out _));

        Assert.Throws<ArgumentException>(() => new MaraReadRamPagedAnswer(0, 0, new byte[243]).DataLength);
        Assert.Throws<ArgumentException>(() => new MaraWriteRamPaged(0, 0, new byte[11]).DataLength);
        Assert.Throws<ArgumentException>(() => new MaraWriteRamPaged(0, 0, []).DataLength);
        Assert.Throws<ArgumentException>(() => new MaraReadRamAnswer(0, new byte[241]).DataLength);
        Assert.Throws<ArgumentException>(() => new MaraReadFlashAnswer(0, 0, new byte[242]).DataLength);
        Assert.Throws<ArgumentException>(() => new MaraReadEepromAnswer(new byte[246]).DataLength);
    }

    [Theory]
    [InlineData("00 00 FF 01 02")] // claims 255 bytes, two are here
    [InlineData("00 00 03 01 02")] // one byte is missing
    [InlineData("00 00 01 01 02")] // one byte too many
    [InlineData("00 00")] // the count is missing
    [InlineData("")]
    public void A_count_that_is_not_the_number_of_bytes_is_refused(string hex)
    {
        byte[] data = Hex.Bytes(hex);
        Assert.False(MaraReadRamPagedAnswer.TryParse(data, out _));
        Assert.False(MaraReadRamAnswer.TryParse(data, out _));
        Assert.False(MaraWriteRam.TryParse(data, out _));
        Assert.False(MaraWriteEeprom.TryParse(data, out _));
        Assert.False(MaraWriteRamPaged.TryParse([0xAA, 0x55, .. data], out _));
        Assert.False(MaraReadFlashAnswer.TryParse([0x00, .. data], out _));
    }

    private static string Frame<T>(int destination, int source, int sequence, scoped in T data)
        where T : IMaraData, allows ref struct
    {
        byte[] buffer = new byte[MaraFrame.MaximumLength];
        return Hex.Text(buffer.AsSpan(0, MaraFrame.Write(buffer, (byte)destination, (byte)source, (byte)sequence, data)));
    }

    // COM and data of the frame.
    private static string Data<T>(scoped in T data)
        where T : IMaraData, allows ref struct => Frame(1, 64, 0x20, data)[15..^6];
}
