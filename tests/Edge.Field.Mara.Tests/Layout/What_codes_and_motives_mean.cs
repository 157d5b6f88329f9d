using Edge.Domain;
using Edge.Field.Mara.Layout;

namespace Edge.Field.Mara.Tests.Layout;

/// <summary>The tables of Mara 1.4 §5, written out.</summary>
public sealed class What_codes_and_motives_mean
{
    [Theory]
    [InlineData(2, 0, DeviceCondition.LinkLost, RestartCauses.None)]
    [InlineData(2, 1, DeviceCondition.LinkRestored, RestartCauses.None)]
    [InlineData(3, 0b1000, DeviceCondition.Restarted, RestartCauses.None)]
    [InlineData(3, 0b1111, DeviceCondition.Restarted, RestartCauses.PowerOn | RestartCauses.BrownOut | RestartCauses.Watchdog)]
    [InlineData(3, 0b0010, DeviceCondition.UartRestarted, RestartCauses.BrownOut)]
    [InlineData(4, 7, DeviceCondition.CommunicationsRestarted, RestartCauses.None)]
    [InlineData(6, 0, DeviceCondition.RamReturned, RestartCauses.None)]
    [InlineData(7, 0, DeviceCondition.Forced, RestartCauses.None)]
    [InlineData(5, 3, DeviceCondition.Other, RestartCauses.None)]
    public void A_condition_and_its_causes(int code, int motive, DeviceCondition condition, RestartCauses causes)
    {
        Assert.Equal(condition, MaraMeanings.Condition(code, motive));
        Assert.Equal(causes, MaraMeanings.Causes(code, motive));
    }

    [Theory]
    [InlineData(0, EnergyKind.Period)]
    [InlineData(1, EnergyKind.LastPeriodOfDay)]
    [InlineData(3, EnergyKind.Day)]
    [InlineData(2, EnergyKind.Other)]
    public void What_an_energy_was_counted_over(int code, EnergyKind kind) => Assert.Equal(kind, MaraMeanings.Energy(code));
}
