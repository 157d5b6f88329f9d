using System.Text;
using Edge.Field.Inputs;
using Edge.Field.Mara.Bus;
using Edge.Field.Serial;
using Edge.Gateway.Configuration;
using Edge.Gateway.Devices.Mara;
using TestKit;

namespace Edge.Gateway.Tests.Devices;

public sealed class Buses_are_checked : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public Buses_are_checked() => File.WriteAllText(_folder.At("book.xlsx"), "");

    [Fact]
    public void A_short_one_takes_the_defaults()
    {
        MaraBusDevice device = Assert.IsType<MaraBusDevice>(
            Assert.Single(Load(Bus("bus", "\"serialPort\": \"/dev/ttyS1\"")).Configuration!.Devices));
        MaraBusOptions options = device.OptionsOf(0);
        options.Validate();
        Assert.Equal(
            (TimeSpan.Zero, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1), TimeSpan.FromHours(1)),
            (options.PollPeriod, options.AnswerTimeout, options.SyncPeriod, options.SetTimePeriod));
        Field.Bus.SerialBusOptions port = device.PortOptions();
        Assert.Equal((9600, DirectionMode.Auto, false, 10), (port.Port.BitRate, port.Direction.Mode, port.Echo, port.RealtimePriority));
    }

    [Fact]
    public void A_whole_one_reaches_the_driver_as_it_is_written()
    {
        ConfigurationResult result = Load(Bus("bus", """
            "serialPort": "/dev/ttyAMA0", "baud": 2400, "echo": true, "realtimePriority": 0, "ieds": [3, 2],
            "pollPeriod": "00:00:01", "answerTimeout": "00:00:00.250",
            "direction": { "mode": "gpio", "chip": "gpiochip0", "line": 17, "activeHigh": false,
                "guardBefore": "00:00:00.001", "guardAfter": "00:00:00.002" },
            "syncPeriod": "00:00:30", "setTimePeriod": "00:00:00",
            "mask": { "events": 5, "window": "00:00:01", "duration": "00:00:10" },
            "outputs": [ { "port": 1, "bit": 2, "ied": 3, "physicalPort": 258, "physicalBit": 4 } ]
            """));
        Assert.Empty(result.Errors);
        MaraBusDevice device = Assert.IsType<MaraBusDevice>(result.Configuration!.Devices[0]);
        MaraBusOptions options = device.OptionsOf(7);
        options.Validate();
        Assert.Equal([3, 2], options.Ieds);
        Assert.Equal(
            (7, TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(30), TimeSpan.Zero,
                TimeSpan.FromMilliseconds(100)),
            (options.Comaster, options.PollPeriod, options.AnswerTimeout, options.SyncPeriod, options.SetTimePeriod, options.SkewLimit));
        Assert.Equal(
            new InputMaskOptions { Events = 5, Window = TimeSpan.FromSeconds(1), Duration = TimeSpan.FromSeconds(10) }, options.Mask);
        Assert.Equal(new MaraOutput(3, 258, 4), options.Outputs[(1, 2)]);
        Field.Bus.SerialBusOptions port = device.PortOptions();
        port.Validate();
        Assert.Equal((2400, true, "/dev/ttyAMA0", 0), (port.Port.BitRate, port.Echo, port.Port.Path, port.RealtimePriority));
        Assert.Equal(
            new DirectionOptions
            {
                Mode = DirectionMode.Gpio,
                Chip = "gpiochip0",
                Line = 17,
                ActiveLow = true,
                GuardBefore = TimeSpan.FromMilliseconds(1),
                GuardAfter = TimeSpan.FromMilliseconds(2),
            },
            port.Direction);
    }

    [Theory]
    [InlineData("\"baud\": 9600", "bus.serialPort: is missing: give the device file")]
    [InlineData("\"serialPort\": \"a\", \"baud\": 9601", "bus.baud: 9601 bit/s is no usual speed: give one of 1200")]
    [InlineData("\"serialPort\": \"a\", \"direction\": { \"mode\": \"rts\" }",
        "bus.direction.mode: 'rts' is no way to switch the direction")]
    [InlineData("\"serialPort\": \"a\", \"direction\": { \"mode\": \"gpio\", \"line\": 3 }", "bus.direction.chip: is missing")]
    [InlineData("\"serialPort\": \"a\", \"direction\": { \"mode\": \"gpio\", \"chip\": \"x\" }", "bus.direction.line: is missing")]
    [InlineData("\"serialPort\": \"a\", \"direction\": { \"line\": 3 }", "bus.direction: names a line, which has no effect")]
    [InlineData("\"serialPort\": \"a\", \"direction\": { \"mode\": \"kernel\", \"guardAfter\": \"00:00:00.0005\" }",
        "bus.direction.guardAfter: is no whole number")]
    [InlineData("\"serialPort\": \"a\", \"realtimePriority\": 100", "bus.realtimePriority: 100 is out of range: give 0 to 99")]
    [InlineData("\"serialPort\": \"a\", \"realtimePriority\": -1", "bus.realtimePriority: -1 is out of range: give 0 to 99")]
    [InlineData("\"serialPort\": \"a\", \"ieds\": [2, 1]", "bus.ieds[1]: 1 is out of range: give 2 to 63")]
    [InlineData("\"serialPort\": \"a\", \"ieds\": [2, 2]", "bus.ieds[1]: 2 is on devices[0].bus too")]
    [InlineData("\"serialPort\": \"a\", \"answerTimeout\": \"00:00:00.001\"", "bus.answerTimeout: 00:00:00.0010000 is out of range")]
    [InlineData("\"serialPort\": \"a\", \"syncPeriod\": \"00:00:00.5\"", "bus.syncPeriod: 00:00:00.5000000 is out of range")]
    [InlineData("\"serialPort\": \"a\", \"mask\": { \"events\": 1 }", "bus.mask.events: 1 is out of range: give 2 to 1000")]
    [InlineData("\"serialPort\": \"a\", \"outputs\": [ { \"ied\": 1 } ]", "bus.outputs[0].ied: 1 is out of range")]
    [InlineData("\"serialPort\": \"a\", \"outputs\": [ { \"ied\": 2 }, { \"ied\": 3 } ]", "bus.outputs[1]: port 0, bit 0 is there twice")]
    [InlineData("\"serialPort\": \"a\", \"parity\": 1", "devices[0].bus.parity: there is no such key")]
    public void What_is_wrong_is_said_with_its_line_and_what_to_do(string bus, string words)
    {
        string error = Assert.Single(Load(Bus("bus", bus)).Errors);
        Assert.Contains(words, error, StringComparison.Ordinal);
        Assert.Contains("line 5: ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"serialPort\": \"a\", \"ieds\": [2]", "\"serialPort\": \"a\", \"ieds\": [3]",
        "devices[1].bus.serialPort: a is the port of devices[0].bus too")]
    [InlineData("\"serialPort\": \"a\", \"ieds\": [2]", "\"serialPort\": \"b\", \"ieds\": [2]",
        "devices[1].bus.ieds[0]: 2 is on devices[0].bus too")]
    [InlineData("\"serialPort\": \"a\"", "\"serialPort\": \"b\", \"ieds\": [2]",
        "devices[1].bus.ieds: must be given here and at devices[0].bus")]
    [InlineData("\"serialPort\": \"a\", \"ieds\": [2]", "\"serialPort\": \"b\"",
        "devices[1].bus.ieds: must be given here and at devices[0].bus")]
    [InlineData("\"serialPort\": \"a\"", "\"serialPort\": \"b\"", "devices[1].bus.ieds: must be given here and at devices[0].bus")]
    public void What_two_buses_cannot_share_is_said(string first, string second, string words) =>
        Assert.Contains(words, Assert.Single(Load(Bus("one", first), Bus("two", second)).Errors), StringComparison.Ordinal);

    [Fact]
    public void Two_buses_share_a_concentrator_when_each_names_its_own_IEDs() =>
        Assert.Empty(
            Load(Bus("one", "\"serialPort\": \"a\", \"ieds\": [2, 3]"), Bus("two", "\"serialPort\": \"b\", \"ieds\": [4]")).Errors);

    [Fact]
    public void A_bus_and_a_concentrator_over_TCP_are_not_the_same()
    {
        const string tcp = "{ \"name\": \"c\", \"type\": \"mara-tcp\", \"host\": \"h\" }";
        Assert.Contains("devices[1].comaster: is the concentrator that devices[0] polls over TCP",
            Assert.Single(Load(tcp, Bus("one", "\"serialPort\": \"a\"")).Errors), StringComparison.Ordinal);
        Assert.Contains("devices[0].bus: has no effect on the type 'mara-tcp'",
            Assert.Single(Load(tcp[..^1] + ", \"bus\": { \"serialPort\": \"a\" } }").Errors), StringComparison.Ordinal);
        Assert.Contains("devices[0].bus: is missing: give the bus",
            Assert.Single(Load("{ \"name\": \"c\", \"type\": \"mara-rs485\" }").Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_points_of_its_IEDs_belong_to_a_bus()
    {
        MaraBusDevice device = (MaraBusDevice)Load(Bus("bus", "\"serialPort\": \"a\", \"ieds\": [3, 5]")).Configuration!.Devices[0];
        Assert.Equal([3, 5], Enumerable.Range(0, 64).Where(a => device.Share.Reads(a)));
        device.Bus!.Ieds = [];
        Assert.Equal(Enumerable.Range(2, 62), Enumerable.Range(0, 70).Where(a => device.Share.Reads(a)));
    }

    [Fact]
    public void A_key_of_another_type_has_no_effect_and_is_named_with_its_types()
    {
        string[] errors = [.. Load(
            "{ \"name\": \"bus\", \"type\": \"mara-rs485\", \"host\": \"h\", "
            + "\"pollPeriod\": \"00:00:01\", \"bus\": { \"serialPort\": \"a\" } }").Errors];
        Assert.Equal(2, errors.Length);
        Assert.Contains(
            "line 5: devices[0].host: has no effect on the type 'mara-rs485': remove it, or give the type \"mara-tcp\".", errors[0],
            StringComparison.Ordinal);
        Assert.Contains("devices[0].pollPeriod: has no effect", errors[1], StringComparison.Ordinal);
        Assert.EndsWith("give the type \"mara-tcp\" or \"local-io\".", errors[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"serialPort\": null", "line 5: devices[0].bus.serialPort: ")]
    [InlineData("\"serialPort\": \"a\", \"baud\": \"fast\"", "line 5: devices[0].bus.baud: the value is not of the right kind")]
    [InlineData("\"serialPort\": \"a\", \"outputs\": [ { \"ied\": {} } ]",
        "line 5: devices[0].bus.outputs[0].ied: the value is not of the right kind")]
    public void What_is_not_of_the_right_kind_is_named_with_its_line(string bus, string words) =>
        Assert.Contains(words, Assert.Single(Load(Bus("bus", bus)).Errors), StringComparison.Ordinal);

    [Fact]
    public void The_example_in_the_sample_is_right_without_its_comment_marks()
    {
        ConfigurationResult result = Load(SampleFile.DeviceOf("mara-rs485"));
        Assert.Empty(result.Errors);
        Assert.Equal([2, 3, 4], Assert.IsType<MaraBusDevice>(result.Configuration!.Devices[0]).Bus!.Ieds);
    }

    public void Dispose() => _folder.Dispose();

    private static string Bus(string name, string bus) =>
        $"{{ \"name\": \"{name}\", \"type\": \"mara-rs485\", \"bus\": {{ {bus.ReplaceLineEndings(" ")} }} }}";

    private ConfigurationResult Load(params string[] devices) => ConfigurationLoader.Parse(Encoding.UTF8.GetBytes($$"""
        {
          "site": "a", "name": "b", "timeZone": "UTC", "dataDirectory": "data",
          "profile": { "workbook": "book.xlsx" },
          "devices": [
            {{string.Join(",\n", devices)}}
          ],
          "mqtt": { "host": "localhost" }
        }
        """), _folder.At("edge.json"));
}
