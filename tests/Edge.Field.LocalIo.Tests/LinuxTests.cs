using Edge.Field.Linux;
using Edge.Pipeline;
using Edge.Protocols.Mara;

namespace Edge.Field.LocalIo.Tests;

public sealed class LinuxTests
{
    [Theory]
    [InlineData(null, "12.34 5.6", MaraStatusBits.NoBrownOut | MaraStatusBits.NoWatchdog)]
    [InlineData("0", "12.34 5.6", MaraStatusBits.NoBrownOut | MaraStatusBits.NoWatchdog)]
    [InlineData("32", "12.34 5.6", MaraStatusBits.NoBrownOut | MaraStatusBits.NoPowerOn)]
    [InlineData("16", "12.34 5.6", MaraStatusBits.NoPowerOn | MaraStatusBits.NoWatchdog)]
    [InlineData("32", "86400.00 5.6", MaraStatusBits.NoBrownOut | MaraStatusBits.NoPowerOn | MaraStatusBits.NoWatchdog)]
    [InlineData("rubbish", "rubbish", MaraStatusBits.NoBrownOut | MaraStatusBits.NoWatchdog)]
    public void The_cause_of_a_restart_is_that_of_the_kernels_watchdog(string? bootStatus, string uptime, MaraStatusBits cause) =>
        Assert.Equal(cause, new LinuxBox(new TrustedClock(), bootStatus, uptime).RestartCause);

    [Fact]
    public void The_real_box_answers() => Assert.Equal(
        MaraStatusBits.None, new LinuxBox(new KernelClock()).RestartCause & ~(MaraStatusBits)7);

    [Fact]
    public void A_chip_that_does_not_exist_is_named_with_what_to_do()
    {
        LocalIoException lines = Assert.Throws<LocalIoException>(() => GpioEdgeSource.Open("gpiochip77", [1], LinePull.AsIs));
        Assert.Contains("gpiochip77: there is no such GPIO chip", lines.Message, StringComparison.Ordinal);
        LocalIoException bus = Assert.Throws<LocalIoException>(() => new LinuxHardware().OpenI2c(77, 0x20));
        Assert.Contains("/dev/i2c-77: there is no such I²C bus", bus.Message, StringComparison.Ordinal);
    }
}
