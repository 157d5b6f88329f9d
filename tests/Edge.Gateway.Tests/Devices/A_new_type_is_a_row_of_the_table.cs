using System.Text;
using System.Text.Json.Serialization;
using Edge.Field.Taps;
using Edge.Gateway.Configuration;
using Edge.Gateway.Devices;
using Edge.Gateway.Devices.Common;
using Edge.Gateway.Runtime;
using Edge.Journal;
using Edge.Pipeline;
using Edge.Profiles;
using Edge.Profiles.Tests;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Edge.Gateway.Tests.Devices;

/// <summary>A type that the program has never seen, from its row of the table to its first scan: nothing else had to learn of it.</summary>
public sealed class A_new_type_is_a_row_of_the_table : IDisposable
{
    private static readonly DeviceTypes s_types = new([.. DeviceTypes.Known.All, Ramp.Row]);

    private readonly Edge.Profiles.Tests.Station _workbook = new();

    public A_new_type_is_a_row_of_the_table() => XlsxWriter.Write(_workbook.Path, _workbook.Sheets);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_read_checked_planned_and_made()
    {
        ConfigurationResult loaded = Load("""{ "name": "r", "type": "test-ramp", "step": 3 }""");
        Assert.Empty(loaded.Errors);
        ProfileImportResult import = ProfileImporter.Import(_workbook.Path, StationPlan.ImportOptions(loaded.Configuration!));

        FakeTimeProvider time = new();
        StationPlan plan = StationPlan.Of(loaded.Configuration!, ProfileCheck.Of(import), before: null, time);
        DevicePlan device = Assert.Single(plan.Devices);
        Assert.Equal(("r", 3, TimeSpan.FromSeconds(6)), (device.Device, device.Place, device.MaximumAge));
        Assert.Equal([0, 1], Assert.Single(plan.Sources).Points);

        await using SqliteJournal journal = SqliteJournal.Open(
            new JournalOptions { Path = Path.Combine(_workbook.Folder, "journal.db") }, time, NullLogger<SqliteJournal>.Instance);
        await using IFieldDriver driver = device.Create(
            new DriverParts(journal, plan.Image, time, NullLoggerFactory.Instance, new LinkTaps([], time), new TrustedClock()));
        Assert.Equal("r", (await driver.PollAsync(Stop)).Scan?.Device);
    }

    [Fact]
    public void What_is_wrong_with_its_keys_is_found_with_line_and_range()
    {
        string[] errors = [.. Load("""
            { "name": "r", "type": "test-ramp",
              "step": 0, "bus": {} },
            { "name": "r", "type": "mara-tcp", "step": 1 }
            """).Errors];
        Assert.Equal(4, errors.Length);
        Assert.Contains("line 4: devices[0].bus: has no effect on the type 'test-ramp'", errors[0], StringComparison.Ordinal);
        Assert.EndsWith("devices[1].step: has no effect on the type 'mara-tcp': remove it, or give the type \"test-ramp\".", errors[1],
            StringComparison.Ordinal);
        Assert.Contains("line 4: devices[0].step: 0 is out of range: give 1 to 9.", errors[2], StringComparison.Ordinal);
        Assert.Contains("devices[1].name: 'r' is the name of devices[0] too", errors[3], StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_that_is_unknown_is_answered_with_all_that_are_known() => Assert.EndsWith(
        "devices[0].type: 'test-jump' is no type of device: give \"mara-tcp\" (a concentrator over TCP), "
        + "or \"mara-rs485\" (IEDs on a bus), or \"local-io\" (the inputs of the box), or \"test-ramp\" (a value that rises).",
        Assert.Single(Load("""{ "name": "r", "type": "test-jump", "step": 3 }""").Errors), StringComparison.Ordinal);

    [Fact]
    public void A_device_without_a_type_is_told_the_same() => Assert.Contains(
        "devices[0].type: is missing: give \"mara-tcp\"", Assert.Single(Load("""{ "name": "r" }""").Errors), StringComparison.Ordinal);

    public void Dispose() => _workbook.Dispose();

    private ConfigurationResult Load(string devices)
    {
        string text = $$"""
            { "site": "a", "name": "b", "timeZone": "UTC", "dataDirectory": "data", "profile": { "workbook": "station.xlsx" },
              "mqtt": { "host": "h" }, "devices": [
            {{devices}} ] }
            """;
        return ConfigurationLoader.Parse(Encoding.UTF8.GetBytes(text), Path.Combine(_workbook.Folder, "edge.json"), s_types);
    }
}

/// <summary>A device that has no protocol at all.</summary>
internal sealed record Ramp : DeviceConfiguration
{
    public int Step { get; set; } = 1;

    internal static DeviceType Row { get; } = new("test-ramp", $"a value that rises", RampJson.Default.Ramp);

    internal override void Check(DeviceCheck check) => check.Range("step", Step, 1, 9);

    internal override DevicePlan Plan(DevicePlanning planning) => new()
    {
        Device = Name,
        Place = Step,
        Points = [0, 1],
        MaximumAge = 2 * TimeSpan.FromSeconds(Step),
        Create = parts => new Driver(Name, parts.Time),
    };

    private sealed class Driver(string device, TimeProvider time) : IFieldDriver
    {
        public string Device => device;

        public ValueTask<PollResult> PollAsync(CancellationToken cancellationToken) =>
            ValueTask.FromResult(new PollResult(new Scan { Device = device, Time = time.GetUtcNow(), Readings = default }));

        public void Acknowledge()
        {
            // There is nothing to forget.
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

[JsonSerializable(typeof(Ramp))]
internal sealed partial class RampJson : JsonSerializerContext;
