using Edge.Domain;
using Edge.Formulas.Findings;
using Edge.Profiles.Findings;

namespace Edge.Profiles.Tests;

/// <summary>What makes an alarm of a point: the sheet <c>alarmas</c>, the masks of actions and the limits.</summary>
public sealed class AlarmSheetTests
{
    private static readonly object?[] Headings =
        ["tag", "cuando", "prioridad", "banda", "retardo", "retardo_fin", "retencion", "inhibe"];

    [Fact]
    public void A_row_changes_the_alarm_of_its_point()
    {
        using Station station = With(
            ["XX51_01", null, 2, null, 5, 10, 1, "XX52B01=0"], ["XX52B01", 0, 3, null, null, null, null, null],
            ["XXVV_01", "max", 1, 0.5, 3, null, null, " di.XX52B01.value = 0 "]);

        ProfileImportResult result = station.Import();

        Assert.DoesNotContain(result.Findings, finding => finding.Sheet == "alarmas");
        DigitalPoint protection = result.Profile!.Digitals.Single(point => point.Tag == "XX51_01");
        Assert.Equal(new AlarmSetting { Priority = 2, OnDelay = 5, OffDelay = 10, IsLatched = true }, protection.Alarm);
        Assert.Equal(new PointCondition("XX52B01", 0), protection.SuppressedBy);
        Assert.Equal(
            new AlarmSetting { Priority = 3, Trigger = AlarmTrigger.Off },
            result.Profile.Digitals.Single(point => point.Tag == "XX52B01").Alarm);
        AnalogPoint voltage = result.Profile.Analogs.Single(point => point.Tag == "XXVV_01");
        Assert.Equal(
            (new AlarmSetting { Priority = 1, OnDelay = 3 }, 0.5, new PointCondition("XX52B01", 0)),
            (voltage.HighAlarm, voltage.HighDeadBand, voltage.HighSuppressedBy));
        Assert.Equal((null, null, null), (voltage.LowAlarm, voltage.LowDeadBand, voltage.LowSuppressedBy));
    }

    [Fact]
    public void Without_a_row_an_alarm_has_the_actions_of_its_mask()
    {
        using var station = new Station();
        station.Sheets["accionev"] = [["idaccion", "accion"], [0, "Presentar"], [1, "Llamar"]];
        station.Sheets["di"][0] = [.. station.Sheets["di"][0], "pesoaccionH", "pesoaccionL"];
        station.Sheets["di"][1] = [.. station.Sheets["di"][1], 2, 1];
        station.Sheets["di"][2] = [.. station.Sheets["di"][2], 3, 1];

        Profile profile = station.Import().Profile!;

        Assert.Equal(new AlarmSetting { Actions = 3 }, profile.Digitals.Single(point => point.Tag == "XX51_01").Alarm);
        Assert.Null(profile.Digitals.Single(point => point.Tag == "XX52B01").Alarm);
        Assert.Equal(0.36, profile.Analogs.Single(point => point.Tag == "XXVV_01").UsualDeadBand, 9);
    }

    [Theory]
    [InlineData("tag", "XX99", null, null, null, null, null, null, null)]
    [InlineData("tag", "XXPA_02", null, null, null, null, null, null, null)]
    [InlineData("cuando", "XX52B01", null, null, null, null, null, null, null)]
    [InlineData("cuando", "XX51_01", "max", null, null, null, null, null, null)]
    [InlineData("cuando", "XXVV_01", "1", null, null, null, null, null, null)]
    [InlineData("prioridad", "XX51_01", null, 5, null, null, null, null, null)]
    [InlineData("banda", "XX51_01", null, null, 1, null, null, null, null)]
    [InlineData("banda", "XXVV_01", null, null, 36, null, null, null, null)]
    [InlineData("banda", "XXVV_01", null, null, -1, null, null, null, null)]
    [InlineData("retardo", "XX51_01", null, null, null, 3601, null, null, null)]
    [InlineData("retardo_fin", "XX51_01", null, null, null, null, -1, null, null)]
    [InlineData("retencion", "XX51_01", null, null, null, null, null, "quizás", null)]
    [InlineData("inhibe", "XX51_01", null, null, null, null, null, null, "XX52B01")]
    [InlineData("inhibe", "XX51_01", null, null, null, null, null, null, "XX52B01=2")]
    [InlineData("inhibe", "XX51_01", null, null, null, null, null, null, "XX51_01=1")]
    [InlineData("inhibe", "XX51_01", null, null, null, null, null, null, "XXVV_01=1")]
    public void A_mistake_is_named_and_its_row_left_out(
        string column, string tag, string? when, int? priority, int? band, int? delay, int? offDelay, string? latch, string? rule)
    {
        using Station station = With([tag, when, priority, band, delay, offDelay, latch, rule]);

        ProfileImportResult result = station.Import();

        ProfileFinding finding = Assert.Single(result.Findings, found => found.Sheet == "alarmas");
        Assert.Equal((FindingSeverity.Error, 2, column), (finding.Severity, finding.Row, finding.Column));
        Assert.All(result.Profile!.Digitals, point => Assert.Null(point.Alarm));
    }

    [Fact]
    public void The_same_alarm_twice_is_an_error_and_another_concentrators_is_none()
    {
        using Station station = With(["XX51_01", null, 2], ["XX51_01", null, 3], ["YY52B01", 1, 3]);

        ProfileFinding finding = Assert.Single(station.Import().Findings, found => found.Sheet == "alarmas");

        Assert.Equal((3, "tag"), (finding.Row, finding.Column));
    }

    [Theory]
    [InlineData("XX51_01", "1", "XX51_01", "0", "tag")]
    [InlineData("XX51_01", null, "XX51_01", "1", "tag")]
    [InlineData("XXVV_01", null, "XXVV_01", "max", "tag")]
    [InlineData("XXVV_01", "min", "XXVV_01", null, "tag")]
    public void Two_rows_of_one_alarm_are_an_error(string tag, string? when, string other, string? otherWhen, string column)
    {
        using Station station = With([tag, when, 2], [other, otherWhen, 3]);

        ProfileFinding finding = Assert.Single(station.Import().Findings, found => found is { Sheet: "alarmas", Row: 3 });

        Assert.Equal((FindingSeverity.Error, column), (finding.Severity, finding.Column));
    }

    [Theory]
    [InlineData(0.2, "XX52B01=0", 0.9, null)]
    [InlineData(null, null, 0.2, "XX52B01=1")]
    [InlineData(0.2, "XX52B01=0", 0.9, "XX52B01=1")]
    public void Each_limit_has_its_own_band_and_rule(double? low, string? lowRule, double? high, string? highRule)
    {
        using Station station = With(
            ["XXVV_01", "min", null, low, null, null, null, lowRule], ["XXVV_01", "max", 1, high, null, null, null, highRule]);

        ProfileImportResult result = station.Import();

        Assert.DoesNotContain(result.Findings, found => found.Sheet == "alarmas");
        AnalogPoint point = result.Profile!.Analogs.Single(one => one.Tag == "XXVV_01");
        Assert.Equal(
            (low, Rule(lowRule), high, Rule(highRule)),
            (point.LowDeadBand, point.LowSuppressedBy, point.HighDeadBand, point.HighSuppressedBy));

        static PointCondition? Rule(string? text) => text is null ? null : new PointCondition("XX52B01", text[^1] - '0');
    }

    [Fact]
    public void A_row_of_both_limits_is_of_both()
    {
        using Station station = With(["XXVV_01", null, null, 0.3, null, null, null, "XX52B01=0"]);

        AnalogPoint point = station.Import().Profile!.Analogs.Single(one => one.Tag == "XXVV_01");

        Assert.Equal((0.3, 0.3), (point.LowDeadBand, point.HighDeadBand));
        Assert.Equal(new PointCondition("XX52B01", 0), point.LowSuppressedBy);
        Assert.Equal(point.LowSuppressedBy, point.HighSuppressedBy);
    }

    [Fact]
    public void A_circle_of_rules_and_a_protection_at_rest_are_warned_of()
    {
        using Station station = With(
            ["XX51_01", "0", 1, null, null, null, null, "XX52B01=1"], ["XX52B01", "0", 3, null, null, null, null, "XX51_01=1"]);

        Assert.Equal(
            [(FindingSeverity.Warning, "cuando"), (FindingSeverity.Warning, "inhibe")],
            station.Import().Findings.Where(found => found.Sheet == "alarmas").Select(found => (found.Severity, found.Column)));
    }

    [Fact]
    public void A_profile_file_keeps_it_and_an_older_one_gets_its_masks()
    {
        using Station station = With(["XX51_01", null, 2, null, 5, 10, 1, "XX52B01=0"]);
        ProfileImportResult import = station.Import();
        string path = Path.Combine(station.Folder, "station.profile");
        File.WriteAllBytes(path, ProfileFile.Write(import, "station.xlsx"));

        Assert.Equal(import.Profile!.Digitals, ProfileImporter.Import(path, new ProfileImportOptions()).Profile!.Digitals);
    }

    private static Station With(params object?[][] rows)
    {
        var station = new Station();
        station.Sheets["alarmas"] = [Headings, .. rows];
        return station;
    }
}
