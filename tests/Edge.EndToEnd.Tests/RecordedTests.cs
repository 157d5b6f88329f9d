using System.Text.Json;

namespace Edge.EndToEnd.Tests;

public sealed class RecordedTests
{
    // Mara 1.4 §5: type 1 and IED 4; code and channel; 2026-03-10 and the end; the count 0x01021E as high, low, middle.
    private const string Period = "4401" + "1A030A080F" + "011E02";
    private const string LastPeriod = "4409" + "1A030A173B" + "011E02";
    private const string Day = "4419" + "1A030A173B" + "011E02";
    private const string Opened = "0400" + "1A030A08001E0080";

    [Theory]
    [InlineData(Period, "period", "2026-03-10T11:15:00Z")]
    [InlineData(LastPeriod, "lastPeriodOfDay", "2026-03-11T03:00:00Z")]
    [InlineData(Day, "day", "2026-03-11T03:00:00Z")]
    public void An_energy_of_the_field_is_that_of_the_contract(string wire, string kind, string time)
    {
        using JsonDocument sent = JsonDocument.Parse(
            $$$"""{"kind":"{{{kind}}}","channel":1,"count":66078,"time":"{{{time}}}","native":{"protocol":"mara","ied":4}}""");

        Assert.Equal(Recorded.OfEnergy(sent.RootElement), Assert.Single(Recorded.EnergiesOf([Opened, wire])));
        Assert.Equal("digital 0.0=0", Assert.Single(Recorded.Of([Opened, wire])).What);
    }

    [Fact]
    public void What_is_lacking_is_lacking_as_often_as_it_is()
    {
        IReadOnlyList<Recorded> twice = Recorded.EnergiesOf([Period, Day, Period]);

        Assert.Equal([twice[2]], Recorded.Lacking(twice, twice.Take(2)));
        Assert.Empty(Recorded.Lacking(twice.Take(2), twice));
        Assert.Empty(Recorded.Lacking(twice, twice.Reverse()));
    }
}
