using System.Text;
using System.Text.RegularExpressions;
using Edge.Field.LocalIo;
using Edge.Gateway.Configuration;
using Edge.Gateway.Devices.LocalIo;
using TestKit;

namespace Edge.Gateway.Tests.Devices;

public sealed partial class Local_inputs_are_checked : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public Local_inputs_are_checked() => File.WriteAllText(_folder.At("book.xlsx"), "");

    [Fact]
    public void A_whole_one_becomes_the_options_of_the_driver()
    {
        ConfigurationResult result = Load("""
            { "name": "local", "type": "local-io", "localIo": {
                "filter": "00:00:00.100", "maskEvents": 0, "analogPeriod": "00:00:02",
                "inputs": [
                  { "port": 2, "bit": 15, "chip": "gpiochip0", "line": 17, "inverted": true, "pull": "up" },
                  { "port": 0, "bit": 1, "chip": "rack", "line": 8, "filter": "00:00:00" } ],
                "mcp23017": [ { "name": "rack", "address": "0x27", "interrupt": { "chip": "gpiochip0", "line": 22 } } ],
                "ads1115": [ { "bus": 3, "address": "0x4B", "channels": [
                    { "channel": 7, "input": 3, "range": 2.048, "rate": 8, "divider": 3 } ] } ] } }
            """);
        Assert.Empty(result.Errors);
        LocalIoOptions options = Assert.IsType<LocalIoDevice>(result.Configuration!.Devices[0]).OptionsOf(4, TimeZoneInfo.Utc);
        Assert.Equal(
            ("local", 4, TimeSpan.FromSeconds(2), 0), (options.Device, options.Comaster, options.AnalogPeriod, options.Mask.Events));
        Assert.Equal(
            [
                new LocalDigitalInput(2, 15, "gpiochip0", 17) { Filter = TimeSpan.FromMilliseconds(100), Inverted = true,
                    Pull = LinePull.Up },
                new LocalDigitalInput(0, 1, "rack", 8) { Filter = TimeSpan.Zero },
            ],
            options.Inputs);
        Assert.Equal(new Mcp23017Options("rack", 1, 0x27) { Interrupt = ("gpiochip0", 22) }, Assert.Single(options.Expanders));
        Ads1115Options converter = Assert.Single(options.Converters);
        Assert.Equal((3, 0x4B), (converter.Bus, converter.Address));
        Assert.Equal(new LocalAnalogInput(7, 3) { Range = 2.048, Rate = 8, Divider = 3 }, Assert.Single(converter.Channels));
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once()
    {
        ConfigurationResult result = Load("""
            { "name": "local", "type": "local-io", "localIo": {
                "filter": "01:00:00", "maskEvents": 1,
                "inputs": [
                  { "port": 3, "bit": 16, "chip": "gpiochip0", "line": 17 },
                  { "port": 0, "bit": 1, "chip": "gpiochip0", "line": 17, "pull": "sideways" },
                  { "port": 0, "bit": 1, "chip": "rack", "line": 16, "pull": "down" },
                  { "port": 0, "bit": 2, "line": 4 } ],
                "mcp23017": [ { "name": "rack", "address": "20" },
                    { "name": "rack", "address": "0x28", "interrupt": { "chip": "gpiochip0", "line": 17 } } ],
                "ads1115": [ { "address": "0x48", "channels": [
                    { "channel": 8, "input": 4, "range": 5, "rate": 100, "continuous": true,
                      "divider": 0, "fullScale": -5, "counts": 20000 },
                    { "channel": 8, "input": 4 } ] }, { "address": "0x48" } ] } }
            """);
        Assert.Null(result.Configuration);
        string[] keys = [.. result.Errors.Select(e => Key().Match(e).Groups[1].Value).Order(StringComparer.Ordinal)];
        const string at = "devices[0].localIo.";
        string[] expected =
        [
            "ads1115[0].channels[0].channel", "ads1115[0].channels[0].continuous", "ads1115[0].channels[0].counts",
            "ads1115[0].channels[0].divider", "ads1115[0].channels[0].fullScale", "ads1115[0].channels[0].input",
            "ads1115[0].channels[0].range",
            "ads1115[0].channels[0].rate", "ads1115[0].channels[1].channel", "ads1115[0].channels[1].channel",
            "ads1115[0].channels[1].input",
            "ads1115[0].channels[1].input", "ads1115[1].address", "ads1115[1].channels", "filter", "inputs[0].bit", "inputs[0]",
            "inputs[0].port",
            "inputs[1]", "inputs[1].pull", "inputs[2]", "inputs[2].line", "inputs[2].pull", "inputs[3].chip", "maskEvents",
            "mcp23017[0].address",
            "mcp23017[1].address", "mcp23017[1].name",
        ];
        Assert.Equal(expected.Select(e => at + e).Order(StringComparer.Ordinal), keys);
        Assert.Contains(
            result.Errors, e => e.Contains("'20' is no address of the chip: give \"0x20\" to \"0x27\"", StringComparison.Ordinal));
        Assert.Contains(result.Errors,
            e => e.Contains("line 17 of gpiochip0 is devices[0].localIo.mcp23017[1].interrupt too", StringComparison.Ordinal));
    }

    [Fact]
    public void They_stand_once_and_not_beside_a_concentrator_with_inputs_of_its_own()
    {
        string[] errors = [.. Load("""
            { "name": "a", "type": "local-io" }, { "name": "b", "type": "local-io", "localIo": {} },
            { "name": "c", "type": "mara-tcp", "host": "h", "localIo": {} }
            """).Errors];
        Assert.Contains(errors, e => e.Contains("devices[0].localIo: is missing", StringComparison.Ordinal));
        Assert.Contains(errors, e => e.Contains("devices[1].type: \"local-io\" is there twice", StringComparison.Ordinal));
        Assert.Contains(errors, e => e.Contains("devices[2].localIo: has no effect on the type 'mara-tcp'", StringComparison.Ordinal));
        Assert.Contains(errors, e => e.Contains("devices[0].type: \"local-io\" replaces the IED 1", StringComparison.Ordinal));
    }

    [Fact]
    public void The_example_in_the_sample_is_right_without_its_comment_marks()
    {
        ConfigurationResult result = Load(SampleFile.DeviceOf("local-io"));
        Assert.Empty(result.Errors);
        Assert.Equal(2, Assert.IsType<LocalIoDevice>(result.Configuration!.Devices[0]).LocalIo!.Inputs.Length);
    }

    public void Dispose() => _folder.Dispose();

    private ConfigurationResult Load(string devices) => ConfigurationLoader.Parse(
        Encoding.UTF8.GetBytes($$"""
            { "site": "s", "name": "n", "timeZone": "America/Argentina/Buenos_Aires",
              "profile": { "workbook": "book.xlsx" }, "dataDirectory": "data",
              "devices": [ {{devices}} ], "mqtt": { "host": "localhost" } }
            """),
        _folder.At("edge.json"));

    [GeneratedRegex(@"line \d+: (\S+): ")]
    private static partial Regex Key();
}
