using Edge.Domain;
using Edge.Pipeline;

namespace Edge.Field.LocalIo.Tests;

public sealed class Ads1115Tests
{
    // The points of the small station: V33 is the first word of IED 1.
    private const int V33 = 4;

    [Theory]
    // 0–5 V through a divider by two into the range of 4.096 V: 2.5 V of the transducer are 1.25 V at the chip, half of 4095 counts.
    [InlineData(1.25, 4.096, 2.0, 5.0, 4095, 2048)]
    [InlineData(0.0, 4.096, 2.0, 5.0, 4095, 0)]
    [InlineData(2.5, 4.096, 2.0, 5.0, 4095, 4095)]
    // A little above full scale stays in the low 12 bits; a little below zero is zero.
    [InlineData(2.6, 4.096, 2.0, 5.0, 4095, 4095)]
    [InlineData(-0.01, 4.096, 2.0, 5.0, 4095, 0)]
    [InlineData(1.0, 6.144, 1.0, 5.0, 4095, 819)]
    [InlineData(0.1, 0.256, 1.0, 0.2, 10000, 5000)]
    public async Task Volts_become_the_counts_that_the_workbook_expects(
        double volts, double range, double divider, double fullScale, int counts, int expected)
    {
        await using TestBox box = Box(out SimulatedAds1115 chip);
        chip.Volts[2] = volts;
        _ = box.Make(Options(new LocalAnalogInput(0, 2) { Range = range, Divider = divider, FullScale = fullScale, Counts = counts }));
        Scan scan = await box.PollAsync();
        Assert.Equal(QualityState.Good, LocalIoDriverTests.Quality(scan, V33));
        Assert.InRange(LocalIoDriverTests.Raw(scan, V33), expected - 1, expected + 1);
        Assert.Equal((byte)LocalIoDriverTests.Raw(scan, V33), box.Analogs[0]);
        Assert.Equal(LocalIoDriverTests.Raw(scan, V33) >> 8, box.Analogs[1]);

        // The words without an input are not good (Mara 1.4 §4, bits 15–14).
        Assert.Equal(0x80, box.Analogs[3]);
    }

    [Fact]
    public async Task An_input_beyond_the_range_of_the_amplifier_is_bad()
    {
        await using TestBox box = Box(out SimulatedAds1115 chip);
        chip.Volts[0] = 3.3;
        _ = box.Make(Options(new LocalAnalogInput(0, 0) { Range = 2.048 }));
        QualityState clipped = LocalIoDriverTests.Quality(await box.PollAsync(), V33);
        Assert.Equal(new QualityState(Quality.Bad, QualityReason.MarkedByDevice, QualityFlags.OverRange), clipped);
    }

    [Fact]
    public async Task Four_inputs_are_converted_in_turn_each_started_anew()
    {
        await using TestBox box = Box(out SimulatedAds1115 chip);
        (chip.Volts[0], chip.Volts[1], chip.Volts[2], chip.Volts[3]) = (1, 2, 3, 4);
        _ = box.Make(
            Options([.. Enumerable.Range(0, 4).Select(i => new LocalAnalogInput(i, i) { Counts = 5000, Rate = i == 3 ? 8 : 860 })]));
        _ = await box.PollAsync();
        int[] words = [.. Enumerable.Range(0, 4).Select(i => box.Analogs[2 * i] | box.Analogs[(2 * i) + 1] << 8)];
        Assert.All(words.Zip([1000, 2000, 3000, 4000]), pair => Assert.InRange(pair.First, pair.Second - 1, pair.Second + 1));
        Assert.Equal(8, chip.Starts);
    }

    [Fact]
    public async Task A_sole_input_is_converted_unasked_and_a_loss_of_power_is_noticed()
    {
        await using TestBox box = Box(out SimulatedAds1115 chip);
        chip.Volts[1] = 1;
        _ = box.Make(Options(new LocalAnalogInput(0, 1) { Continuous = true, Counts = 5000 }));
        Assert.InRange(LocalIoDriverTests.Raw(await box.PollAsync(), V33), 999, 1001);
        chip.Volts[1] = 2;
        Assert.InRange(LocalIoDriverTests.Raw(await box.PollAsync(TimeSpan.FromSeconds(1)), V33), 1999, 2001);
        Assert.Equal(1, chip.Starts);
        chip.PowerOn();
        Assert.InRange(LocalIoDriverTests.Raw(await box.PollAsync(TimeSpan.FromSeconds(1)), V33), 1999, 2001);
        Assert.Equal(2, chip.Starts);
    }

    [Fact]
    public async Task With_the_alert_line_the_chip_announces_the_end_of_a_conversion()
    {
        await using TestBox box = Box(out SimulatedAds1115 chip);
        chip.Volts[0] = 1;
        // The test's line says nothing, so the end is found by asking: as if the wire were broken.
        _ = box.Lines("gpiochip0");
        _ = box.Make(TestBox.Options() with
        {
            Converters = [new(1, 0x48) { Alert = ("gpiochip0", 5), Channels = [new(0, 0) { Rate = 860 }] }],
        });
        _ = await box.PollAsync();
        Assert.True(chip.ReadyPin);
    }

    [Fact]
    public async Task A_conversion_that_never_ends_is_bad_with_its_reason()
    {
        await using TestBox box = Box(out SimulatedAds1115 chip);
        chip.Stuck = true;
        _ = box.Make(Options(new LocalAnalogInput(0, 0)));
        Scan scan = await box.PollAsync();
        Assert.Contains("does not end", scan.Devices[0].Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(scan.Readings.ToArray(), r => r.Point == V33);
    }

    [Fact]
    public async Task A_chip_that_is_silent_is_logged_once_and_read_again_when_back()
    {
        await using TestBox box = Box(out SimulatedAds1115 chip);
        chip.Volts[0] = 1;
        _ = box.Make(Options(new LocalAnalogInput(0, 0) { Counts = 5000 }));
        _ = await box.PollAsync();
        chip.Powered = false;
        for (int i = 0; i < 4; i++)
        {
            Scan scan = await box.PollAsync(TimeSpan.FromSeconds(2));
            Assert.Equal(new QualityState(Quality.Bad, QualityReason.LinkDown), LocalIoDriverTests.Quality(scan, V33));
            Assert.Equal(0x80, box.Analogs[1] & 0xC0);
        }

        Assert.Contains("ADS1115 (I²C bus 1, address 0x48) does not answer", Assert.Single(box.Said(1251)), StringComparison.Ordinal);
        chip.PowerOn();
        Assert.Equal(QualityState.Good, LocalIoDriverTests.Quality(await box.PollAsync(TimeSpan.FromSeconds(2)), V33));
        Assert.Single(box.Said(1250));
    }

    private static TestBox Box(out SimulatedAds1115 chip)
    {
        TestBox box = new();
        chip = new SimulatedAds1115(box.Time);
        box.Bus.Add(0x48, chip);
        return box;
    }

    private static LocalIoOptions Options(params LocalAnalogInput[] channels) =>
        TestBox.Options() with { Converters = [new Ads1115Options(1, 0x48) { Channels = [.. channels] }] };
}
