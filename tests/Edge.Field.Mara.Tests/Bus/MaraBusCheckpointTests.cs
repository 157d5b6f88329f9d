using Edge.Field.Mara.Bus;

namespace Edge.Field.Mara.Tests.Bus;

/// <summary>What the journal keeps of a bus.</summary>
public sealed class MaraBusCheckpointTests
{
    [Fact]
    public void The_checkpoint_of_a_bus_with_62_IEDs_fits_into_the_journal() =>
        Assert.InRange(MaraBusCheckpoint.MaximumLength, 62 * 10, Pipeline.DeviceCheckpoint.MaximumLength);

    [Fact]
    public void A_checkpoint_has_the_bytes_that_every_version_reads()
    {
        MaraBusIed[] ieds = [.. new BusParts().Ieds.Take(2)];
        ieds[0].Checkpoint = new MaraIedCheckpoint
        {
            Sequence = 0x80,
            Flags = MaraIedFlags.Known | MaraIedFlags.ClockOff,
            Restarts = 3,
            UartRestarts = 4,
            Events = 5,
            Check = 0x1122334455667788,
        };
        byte[] bytes = new byte[MaraBusCheckpoint.MaximumLength];
        int length = MaraBusCheckpoint.Write(bytes, 0x0102, ieds);

        // Version 1, the count, two IEDs; then address, SEC, flags, restarts, UART restarts, events and check of each.
        Assert.Equal(
            "01" + "0201000000000000" + "02" + "02" + "80" + "05" + "03" + "04" + "05" + "8877665544332211" + "03" + "0000000000"
                + "0000000000000000",
            Convert.ToHexString(bytes.AsSpan(0, length)));
        MaraBusIed[] read = [.. new BusParts().Ieds.Take(2)];
        Assert.True(MaraBusCheckpoint.TryRead(bytes.AsSpan(0, length), out ulong count, read));
        Assert.Equal((0x0102UL, ieds[0].Checkpoint, ieds[1].Checkpoint), (count, read[0].Checkpoint, read[1].Checkpoint));
    }

    [Theory]
    [InlineData("")]
    [InlineData("02010000000000000000")]
    [InlineData("0101000000000000000102800503")]
    public void What_is_no_checkpoint_changes_nothing(string hex)
    {
        MaraBusIed[] ieds = new BusParts().Ieds;
        Assert.False(MaraBusCheckpoint.TryRead(Convert.FromHexString(hex), out ulong count, ieds));
        Assert.Equal(0UL, count);
        Assert.All(ieds, ied => Assert.Equal(default, ied.Checkpoint));
    }
}
