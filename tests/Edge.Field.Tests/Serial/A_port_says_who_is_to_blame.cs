using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Edge.Field.Linux;
using Edge.Field.Serial;
using TestKit;
using TestKit.Ptys;

namespace Edge.Field.Tests.Serial;

public sealed partial class A_port_says_who_is_to_blame
{
    [Fact]
    public void When_there_is_no_such_file()
    {
        SerialPortException failure = Fails(new SerialPortOptions { Path = "/dev/ttyNobodyHasThis" });
        Assert.Equal(SerialFault.NoSuchPort, failure.Fault);
        Assert.StartsWith("/dev/ttyNobodyHasThis: there is no such port", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void When_it_is_no_serial_port()
    {
        using TemporaryFolder own = new();
        string file = own.At("file");
        File.WriteAllText(file, "");
        Assert.Equal(SerialFault.NotSerial, Fails(new SerialPortOptions { Path = file }).Fault);
    }

    [Fact]
    public void When_another_program_has_it_open()
    {
        using Pty pty = new();
        using (TermiosPort first = TermiosPort.Open(new SerialPortOptions { Path = pty.Path }))
        {
            SerialPortException failure = Fails(new SerialPortOptions { Path = pty.Path });
            Assert.Equal(SerialFault.Busy, failure.Fault);
            Assert.Contains("another program has it open", failure.Message, StringComparison.Ordinal);
        }

        using TermiosPort again = TermiosPort.Open(new SerialPortOptions { Path = pty.Path });
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public void When_the_user_may_not()
    {
        using Pty pty = new();
        File.SetUnixFileMode(pty.Path, UnixFileMode.None);
        SerialPortException? failure = null;

        // Root may everything; without its file-system identity, which belongs to this one thread, it may not.
        Thread nobody = new(() =>
        {
            _ = SetFileSystemUser(65534);
            failure = Fails(new SerialPortOptions { Path = pty.Path });
        });
        nobody.Start();
        nobody.Join();
        Assert.Equal(SerialFault.NoPermission, failure!.Fault);
        Assert.Contains("dialout", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void When_the_adapter_is_pulled_out()
    {
        using Pty pty = new();
        using TermiosPort port = TermiosPort.Open(new SerialPortOptions { Path = pty.Path });
        pty.PullOut();
        Assert.Equal(SerialFault.Unplugged, Assert.Throws<SerialPortException>(() => port.Write([1], TimeSpan.FromSeconds(1))).Fault);
        Assert.True(port.WaitReadable(TimeSpan.FromSeconds(20))); // there is an end to be read
        Assert.Equal(SerialFault.Unplugged, Assert.Throws<SerialPortException>(() => port.Read(new byte[1])).Fault);
    }

    [Fact]
    public void When_the_driver_silently_does_without_parity()
    {
        // A pseudo-terminal accepts every setting but has no parity.
        using Pty pty = new();
        SerialPortException failure = Fails(new SerialPortOptions { Path = pty.Path, Parity = SerialParity.Even });
        Assert.Equal(SerialFault.Unsupported, failure.Fault);
        Assert.EndsWith("does not support this parity.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void When_the_driver_cannot_switch_the_direction()
    {
        using Pty pty = new();
        using TermiosPort port = TermiosPort.Open(new SerialPortOptions { Path = pty.Path });
        SerialPortException failure = Assert.Throws<SerialPortException>(
            () => port.SetRs485(KernelDirection.Of(new DirectionOptions { Mode = DirectionMode.Kernel })));
        Assert.Equal(SerialFault.Unsupported, failure.Fault);
        Assert.Contains("TIOCSRS485", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0u, 0u, 0u, "it is still off")]
    [InlineData(5u, 2u, 3u, "it supports only the other level of RTS")]
    [InlineData(3u, 0u, 3u, "0 ms before sending, not 2")]
    [InlineData(3u, 2u, 0u, "0 ms after sending, not 3")]
    [InlineData(3u, 2u, 3u, null)]
    [InlineData(0x13u, 2u, 3u, null)] // it receives its own frames, which is allowed
    public void When_the_driver_ignores_a_setting_of_the_direction(uint flags, uint before, uint after, string? words)
    {
        Rs485Settings wanted = KernelDirection.Of(new DirectionOptions
        {
            Mode = DirectionMode.Kernel,
            GuardBefore = TimeSpan.FromMilliseconds(2),
            GuardAfter = TimeSpan.FromMilliseconds(3),
        });
        Assert.Equal(words, TermiosPort.Rs485Difference(
            wanted, new Rs485Settings { Flags = flags, MillisecondsBefore = before, MillisecondsAfter = after }));
    }

    [Fact]
    public void When_a_speed_is_far_from_the_asked_one()
    {
        Termios2 wanted = TermiosSettings.Of(new SerialPortOptions { Path = "/dev/ttyS0" });
        Termios2 taken = wanted;
        taken.OutputSpeed = 9615; // what a divider of whole numbers makes of 9600
        Assert.Null(TermiosSettings.Difference(wanted, taken));
        taken.OutputSpeed = 19_200;
        Assert.Equal("9600 bit/s, it set 19200", TermiosSettings.Difference(wanted, taken));
    }

    [Fact]
    public void When_there_is_no_such_chip()
    {
        SerialPortException failure = Assert.Throws<SerialPortException>(() => GpioChips.Open("pinctrl-nobody-has-this"));
        Assert.Equal(SerialFault.Direction, failure.Fault);
        Assert.StartsWith("pinctrl-nobody-has-this: there is no such GPIO chip.", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1200)]
    [InlineData(2400)]
    [InlineData(9600)]
    [InlineData(57_600)]
    [InlineData(115_200)]
    public async Task And_otherwise_every_byte_passes_as_it_is(int bitRate)
    {
        using Pty pty = new();
        using TermiosPort port = TermiosPort.Open(new SerialPortOptions { Path = pty.Path, BitRate = bitRate, StopBits = 2 });
        byte[] all = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        port.Write(all, TimeSpan.FromSeconds(20));
        Assert.Equal(all, pty.Read(256));
        Assert.True(pty.Write(all));
        await Eventually.TrueAsync(() => pty.WaitingForTheBus == 256, "the bytes arrive", TestContext.Current.CancellationToken);
        byte[] got = new byte[300];
        Assert.Equal(256, port.Read(got));
        Assert.Equal(all, got[..256]);
        Assert.Equal(0, port.Read(got));
        CommandResult says = await Command.RunAsync("stty", ["-F", pty.Path, "-a"], TestContext.Current.CancellationToken);
        Assert.Contains($"speed {bitRate} baud", says.Output, StringComparison.Ordinal);
        Assert.Contains(" cs8 ", says.Output, StringComparison.Ordinal);
        Assert.Contains(" cstopb ", says.Output, StringComparison.Ordinal);
        Assert.Contains("-icanon", says.Output, StringComparison.Ordinal);
    }

    private static SerialPortException Fails(SerialPortOptions options) =>
        Assert.Throws<SerialPortException>(() => TermiosPort.Open(options).Dispose());

    [LibraryImport("libc.so.6", EntryPoint = "setfsuid")]
    private static partial int SetFileSystemUser(uint user);
}
