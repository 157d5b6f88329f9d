using Edge.Protocols.Mara;

namespace Edge.Protocols.Tests;

public sealed class MaraControlTests
{
    private readonly byte[] _buffer = new byte[MaraFrame.MaximumLength];

    [Fact]
    public void A_control_is_a_frame_of_eleven_bytes()
    {
        // FE0B + 0140 + 2213 + 0205 + 0100 = 1 2463; the complement of 2463 is DB9C.
        Assert.Equal("FE 0B 01 40 22 13 02 05 01 DB 9C", Frame(0x22, new MaraControl(2, 5, true)));
        Assert.True(MaraControl.TryParse([2, 5, 1], out MaraControl request));
        Assert.Equal(new MaraControl(2, 5, true), request);
    }

    [Theory]
    [InlineData("02 FF 01")] // the mark of a refusal is no output
    [InlineData("02 05 02")] // neither on nor off
    [InlineData("02 05")]
    [InlineData("02 05 01 00")]
    [InlineData("")]
    public void What_is_not_surely_a_control_operates_nothing(string hex) => Assert.False(MaraControl.TryParse(Hex.Bytes(hex), out _));

    [Fact]
    public void A_control_is_confirmed_only_by_an_equal_answer()
    {
        MaraControl request = new(2, 5, true);
        Assert.True(MaraControlAnswer.TryParse([2, 5, 1], out MaraControlAnswer same));
        Assert.Equal((true, false), (same.Confirms(request), same.Refused));

        Assert.True(MaraControlAnswer.TryParse([2, 0xFF, 1], out MaraControlAnswer refused));
        Assert.Equal((false, true), (refused.Confirms(request), refused.Refused));

        foreach (byte[] other in (byte[][])[[3, 5, 1], [2, 6, 1], [2, 5, 0], [2, 5, 7]])
        {
            Assert.True(MaraControlAnswer.TryParse(other, out MaraControlAnswer answer));
            Assert.Equal((false, false), (answer.Confirms(request), answer.Refused));
        }

        Assert.False(MaraControlAnswer.TryParse([2, 5], out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MaraControl(2, 0xFF, true));
    }

    [Fact]
    public void A_refusal_names_the_port_and_FF()
    {
        Assert.Equal("13 02 FF 01", Data(MaraControlAnswer.Refuse(new MaraControl(2, 5, true))));
        Assert.Equal("13 02 05 00", Data(MaraControlAnswer.Accept(new MaraControl(2, 5, false))));
    }

    [Fact]
    public void A_physical_port_stands_high_byte_first()
    {
        Assert.Equal("0B 12 34 05 01", Data(new MaraPhysicalControl(0x1234, 5, true)));
        Assert.True(MaraPhysicalControl.TryParse([0x12, 0x34, 5, 0], out MaraPhysicalControl control));
        Assert.Equal(new MaraPhysicalControl(0x1234, 5, false), control);
        Assert.False(MaraPhysicalControl.TryParse([0x12, 0x34, 5, 2], out _));
        Assert.False(MaraPhysicalControl.TryParse([0x12, 0x34, 5], out _));
    }

    [Fact]
    public void A_restart_needs_its_key_and_zeros_refuse_it()
    {
        Assert.Equal("05 AA 55", Data(default(MaraRestart)));
        Assert.True(MaraRestart.TryParse([0xAA, 0x55], out _));
        Assert.False(MaraRestart.TryParse([0x55, 0xAA], out _));
        Assert.False(MaraRestart.TryParse([0xAA], out _));
        Assert.False(MaraRestart.TryParse([0xAA, 0x55, 0x00], out _));

        Assert.True(MaraRestartAnswer.TryParse([0xAA, 0x55], out MaraRestartAnswer accepted));
        Assert.False(accepted.Refused);
        Assert.True(MaraRestartAnswer.TryParse([0, 0], out MaraRestartAnswer refused));
        Assert.True(refused.Refused);
        Assert.False(MaraRestartAnswer.TryParse([0xAA, 0], out _));
        Assert.Equal("05 00 00", Data(refused));
        Assert.Equal("05 AA 55", Data(accepted));
    }

    [Fact]
    public void The_time_is_asked_for_without_data_and_answered_like_a_set_time()
    {
        // FE08 + 0140 + 211A = 1 2062; the complement of 2062 is DF9D.
        Assert.Equal("FE 08 01 40 21 1A DF 9D", Frame(0x21, default(MaraReadTime)));
        Assert.True(MaraReadTime.TryParse([], out _));
        Assert.False(MaraReadTime.TryParse([0], out _));

        Assert.True(MaraReadTimeAnswer.TryParse(Hex.Bytes("0C 0A 10 00 37 0D 50 3D 02"), out MaraReadTimeAnswer answer));
        Assert.Equal(new MaraTimestamp(12, 10, 16, 0, 55, 13, 15_696), answer.Time.Time);
        Assert.Equal("1A 0C 0A 10 00 37 0D 50 3D 02", Data(answer));
        Assert.False(MaraReadTimeAnswer.TryParse(Hex.Bytes("0C 0A 10 00 37 0D 50 3D"), out _));
    }

    [Fact]
    public void The_settings_of_the_concentrator_are_one_byte()
    {
        Assert.Equal("3A 01", Data(new MaraLocalDisplay(true)));
        Assert.Equal("3B 3C", Data(new MaraSetTimeInterval(60)));
        Assert.Equal("3C 01", Data(new MaraSimulatedValues(true)));
        Assert.Equal("3F 01", Data(new MaraStopScan(true)));
        Assert.Equal("3F 00", Data(new MaraStopScan(false)));

        Assert.True(MaraLocalDisplay.TryParse([1], out MaraLocalDisplay display));
        Assert.True(display.On);
        Assert.True(MaraSetTimeInterval.TryParse([0], out MaraSetTimeInterval interval));
        Assert.True(interval.Stopped);
        Assert.True(MaraSimulatedValues.TryParse([0], out MaraSimulatedValues simulated));
        Assert.False(simulated.On);
        Assert.True(MaraStopScan.TryParse([1], out MaraStopScan scan));
        Assert.True(scan.Stopped);
    }

    [Theory]
    [InlineData("02")]
    [InlineData("01 00")]
    [InlineData("")]
    public void A_switch_is_0_or_1_and_nothing_else(string hex)
    {
        byte[] data = Hex.Bytes(hex);
        Assert.False(MaraLocalDisplay.TryParse(data, out _));
        Assert.False(MaraSimulatedValues.TryParse(data, out _));
        Assert.False(MaraStopScan.TryParse(data, out _));
        Assert.Equal(data.Length == 1, MaraSetTimeInterval.TryParse(data, out _));
    }

    [Fact]
    public void A_buffer_that_is_too_short_for_the_frame_is_refused() =>
        Assert.Throws<ArgumentException>(() => MaraFrame.Write(new byte[10], 1, 64, 0x20, new MaraControl(2, 5, true)));

    private string Frame<T>(byte sequence, in T data)
        where T : IMaraData =>
        Hex.Text(_buffer.AsSpan(0, MaraFrame.Write(_buffer, MaraAddress.Concentrator.Value, MaraAddress.Centre.Value, sequence, data)));

    // COM and data of the frame.
    private string Data<T>(in T data)
        where T : IMaraData => Frame(0x20, data)[15..^6];
}
