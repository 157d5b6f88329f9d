using System.Text;
using Edge.Gateway.Configuration;
using Edge.Gateway.Devices.LocalIo;
using Edge.Gateway.Devices.Mara;
using TestKit;

namespace Edge.Gateway.Tests.Configuration;

public sealed class The_configuration_is_checked : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public The_configuration_is_checked() => File.WriteAllText(_folder.At("book.xlsx"), "");

    private const string Good = """
        {
          "site": "los-alamos", "name": "ET Los Álamos", "timeZone": "America/Argentina/Buenos_Aires",
          "profile": { "workbook": "book.xlsx" }, "dataDirectory": "data",
          "devices": [ { "name": "comaster", "type": "mara-tcp", "host": "127.0.0.1" } ],
          "mqtt": { "host": "localhost" }, // a comment
        }
        """;

    [Fact]
    public void A_short_one_takes_the_defaults_and_paths_from_its_own_folder()
    {
        GatewayConfiguration c = Load(Good).Configuration!;
        Assert.Equal(_folder.At("book.xlsx"), c.Profile.Workbook);
        Assert.Equal(_folder.At("data"), c.DataDirectory);
        MaraTcpDevice device = Assert.IsType<MaraTcpDevice>(Assert.Single(c.Devices));
        Assert.Equal((TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), true), (device.PollPeriod, device.AnswerTimeout, device.SetTime));
        Assert.Equal((TimeSpan.FromSeconds(10), TimeSpan.FromMilliseconds(100)), (c.Mqtt.Heartbeat, c.Mqtt.Gather));
        Assert.Equal((512, 90), (c.Journal.MaximumMegabytes, c.Journal.MaximumDays));
        Assert.Equal(["historian"], c.Mqtt.Historians);
    }

    [Theory]
    [InlineData("[]", null)]
    [InlineData("""["historian", "second"]""", null)]
    [InlineData("""["mqtt"]""", "mqtt.historians[0]: 'mqtt' is the name of a cursor of the gateway itself")]
    [InlineData("""["north/1/x"]""", "mqtt.historians[0]: 'north/1/x' cannot stand in a topic")]
    [InlineData("""["historian", "ack"]""", "mqtt.historians[1]: 'ack' is a level of a topic of its own")]
    [InlineData("""["replay"]""", "mqtt.historians[0]: 'replay' is a level of a topic of its own")]
    [InlineData("""["a", "b", "a"]""", "mqtt.historians[2]: 'a' is there twice")]
    [InlineData("""[""]""", "mqtt.historians[0]: is missing")]
    [InlineData("""[null]""", "mqtt.historians[0]: is missing")]
    [InlineData("""["1", "2", "3", "4", "5", "6", "7", "8", "9"]""", "mqtt.historians: has 9 names")]
    public void A_historian_has_a_name_of_its_own(string names, string? error)
    {
        ConfigurationResult result = Load(
            Good.Replace("\"host\": \"localhost\"", $"\"host\": \"localhost\", \"historians\": {names}", StringComparison.Ordinal));
        if (error is null)
        {
            Assert.Empty(result.Errors);
        }
        else
        {
            Assert.Contains(error, Assert.Single(result.Errors), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_sample_is_right_and_explains_every_key()
    {
        string sample = Repository.PathOf("deploy", "sample", "edge.json");
        string text = File.ReadAllText(sample);

        // Only the service itself may write where a box keeps its journal.
        string here = text.Replace("\"/var/lib/edge\"", $"\"{_folder.At("data")}\"", StringComparison.Ordinal);
        Assert.Empty(ConfigurationLoader.Parse(Encoding.UTF8.GetBytes(here), sample).Errors);
        foreach (Type type in new[]
        {
            typeof(GatewayConfiguration), typeof(ProfileConfiguration), typeof(MaraTcpDevice), typeof(MaraBusDevice), typeof(LocalIoDevice),
            typeof(MqttConfiguration), typeof(JournalConfiguration),
            typeof(BusConfiguration), typeof(DirectionConfiguration), typeof(MaskConfiguration), typeof(OutputConfiguration),
            typeof(OutstationConfiguration), typeof(OutstationClientConfiguration),
            typeof(LocalIoConfiguration), typeof(LocalInputConfiguration), typeof(LineConfiguration), typeof(Mcp23017Configuration),
            typeof(Ads1115Configuration), typeof(LocalChannelConfiguration),
        })
        {
            Assert.All(type.GetProperties(), p => Assert.Contains(
                $"\"{System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(p.Name)}\":", text, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Unknown_keys_are_all_named_with_their_line_and_what_is_known()
    {
        ConfigurationResult result = Load("""
            {
              "site": "a",
              "sitio": "b",
              "devices": [
                { "name": "c",
                  "hosst": "x" }
              ],
              "mqtt": { "password": "secret" }
            }
            """);
        Assert.Null(result.Configuration);
        Assert.Equal(3, result.Errors.Length);
        Assert.Contains("line 3: sitio: there is no such key", result.Errors[0], StringComparison.Ordinal);
        Assert.Contains("line 6: devices[0].hosst: there is no such key", result.Errors[1], StringComparison.Ordinal);
        Assert.Contains("host", result.Errors[1], StringComparison.Ordinal);
        Assert.Contains("line 8: mqtt.password: there is no such key", result.Errors[2], StringComparison.Ordinal);
        Assert.DoesNotContain("secret", string.Concat(result.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once_with_value_and_range()
    {
        ConfigurationResult result = Load("""
            {
              "site": "los álamos",
              "timeZone": "Mars/Olympus",
              "profile": { "workbook": "none.xlsx" },
              "dataDirectory": "data",
              "devices": [ {
                "name": "comaster", "type": "mara-tcp", "port": 70000,
                "pollPeriod": "00:00:00.010" }, { "name": "m", "type": "modbus", "host": "h" } ],
              "mqtt": { "caFile": "ca.pem", "passwordFile": "no.txt" },
              "journal": { "maximumMegabytes": 0, "maximumDays": 9999 }
            }
            """);
        string all = string.Join('\n', result.Errors);
        Assert.All(
            new[]
            {
                "line 2: site: 'los álamos' cannot stand in a topic", "name: is missing", "line 3: timeZone: 'Mars/Olympus'",
                "line 4: profile.workbook",
                "line 8: devices[1].type: 'modbus' is no type of device: give \"mara-tcp\" (a concentrator over TCP), or \"mara-rs485\"",
                "line 7: devices[0].port: 70000 is out of range: give 1 to 65535",
                "line 8: devices[0].pollPeriod: 00:00:00.0100000 is out of range", "mqtt.host: is missing",
                "mqtt.caFile: has no effect without",
                "mqtt.user: is missing", "mqtt.passwordFile", "line 10: journal.maximumMegabytes: 0 is out of range: give 1 to 1000000",
                "journal.maximumDays: 9999",
            },
            words => Assert.Contains(words, all, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{ \"site\": 5 }", "line 1: site: the value is not of the right kind")]
    [InlineData("{\n\"mqtt\": { \"heartbeat\": 10 } }", "line 2: mqtt.heartbeat: the value is not of the right kind")]
    [InlineData("{\n\"site\": \"a\"\n\"name\": \"b\" }", "line 3:")]
    [InlineData("{ \"site\": null }", "line 1: site:")]
    [InlineData("{ \"devices\":\n[ null ] }", "line 2: devices[0]: the value is not of the right kind")]
    [InlineData("{ \"devices\": [ {\n\"type\": 5 } ] }", "line 2: devices[0].type: the value is not of the right kind")]
    [InlineData("{\n\"site\": \"a\",\n\"site\": \"b\" }", "line 3: site: this key is there twice")]
    [InlineData("", "edge.json")]
    [InlineData("[]", "line 1")]
    [InlineData("null", "edge.json")]
    public void What_is_no_configuration_is_refused_with_its_line(string text, string words)
    {
        ConfigurationResult result = Load(text);
        Assert.Null(result.Configuration);
        Assert.Contains(words, Assert.Single(result.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Several_devices_name_their_concentrators()
    {
        ConfigurationResult result = Load(
            WithDevices("\"comaster\": 4, \"host\": \"a\"", "\"comaster\": 5, \"host\": \"a\", \"port\": 9762"));
        Assert.Empty(result.Errors);
        Assert.Equal([4, 5], result.Configuration!.Devices.Cast<MaraTcpDevice>().Select(d => d.Comaster));
    }

    [Theory]
    [InlineData("", "\"comaster\": 5", "line 5: devices[0].comaster: is missing: each of several devices names its concentrator")]
    [InlineData("\"comaster\": 5", "\"comaster\": 5", "line 8: devices[1].comaster: 5 is the concentrator of devices[0] too")]
    [InlineData("\"comaster\": 0", "\"comaster\": 5", "line 6: devices[0].comaster: 0 is out of range: give 1 to")]
    [InlineData("\"comaster\": 4, \"host\": \"a\"", "\"comaster\": 5, \"host\": \"A\"",
        "line 8: devices[1].host: A, port 9761, is where devices[0] connects too")]
    [InlineData("\"comaster\": 4", "\"comaster\": 5, \"name\": \"d0\"", "line 8: devices[1].name: 'd0' is the name of devices[0] too")]
    public void What_two_devices_cannot_share_is_said(string first, string second, string words)
    {
        string text = WithDevices(first, second);
        Assert.Contains(words, Assert.Single(Load(text).Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void The_concentrator_is_named_once()
    {
        string text = WithDevices("\"comaster\": 4", "\"comaster\": 5")
            .Replace("\"book.xlsx\"", "\"book.xlsx\", \"comaster\": 4", StringComparison.Ordinal);
        Assert.Equal(2, Load(text).Errors.Count(e => e.Contains("is given with profile.comaster", StringComparison.Ordinal)));
    }

    [Fact]
    public void Without_a_device_nothing_is_read() =>
        Assert.Contains(
            "devices: there is none",
            Assert.Single(Load(Good.Replace("{ \"name\": \"comaster\", \"type\": \"mara-tcp\", \"host\": \"127.0.0.1\" }", "",
                StringComparison.Ordinal)).Errors),
            StringComparison.Ordinal);

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Contains("/no/such/edge.json: cannot be read", Assert.Single(ConfigurationLoader.Load("/no/such/edge.json").Errors),
            StringComparison.Ordinal);

    public void Dispose() => _folder.Dispose();

    private static string WithDevices(params string[] devices) => Good.Replace(
        "{ \"name\": \"comaster\", \"type\": \"mara-tcp\", \"host\": \"127.0.0.1\" }",
        "\n" + string.Join(",\n", devices.Select((keys, i) => DeviceOf(keys, $"d{i}"))), StringComparison.Ordinal);

    private static string DeviceOf(string keys, string name) =>
        "{ \"type\": \"mara-tcp\""
        + (keys.Contains("name", StringComparison.Ordinal) ? "" : $", \"name\": \"{name}\"")
        + (keys.Length > 0 ? $",\n {keys}" : "") + " }";

    private ConfigurationResult Load(string text) =>
        ConfigurationLoader.Parse(Encoding.UTF8.GetBytes(text), _folder.At("edge.json"));
}
