using Edge.Contracts;
using Edge.Domain;
using Edge.Pipeline;
using Edge.Pipeline.Live;

namespace Edge.Mqtt.Tests;

/// <summary>Every member of the gateway's own lists has its word in the contract, whatever its place in its list.</summary>
public sealed class Words_of_the_contract
{
    [Fact]
    public void Each_attribute_and_action_of_an_element_is_itself_again_after_there_and_back()
    {
        Assert.All(Enum.GetValues<ElementAttributeName>(), name => Assert.Equal(name, Words.Attribute(Words.Attribute(name))));
        Assert.All(Enum.GetValues<ElementAttribute>(), a => Assert.Equal(a.ToString(), Words.Attribute(a).ToString()));
        Assert.All(Enum.GetValues<ElementActionName>(), name => Assert.Equal(name, Words.Action(Words.Action(name))));
        Assert.Null(Words.Action(ElementAction.Rule));
        Assert.Null(Words.Attribute((ElementAttribute)200));
    }

    [Fact]
    public void Each_member_has_a_word_of_its_own_name()
    {
        Assert.All(Enum.GetValues<Quality>(), q => Assert.Equal(q.ToString(), Words.Quality(q).ToString()));
        Assert.All(Enum.GetValues<ElementOutcome>(), o => Assert.Equal(o.ToString(), Words.Outcome(o).ToString()));
        Assert.All(Enum.GetValues<GatewayFinding>(), f => Assert.Equal(f.ToString(), Words.Finding(f), ignoreCase: true));
        Assert.All(
            Enum.GetValues<QualityReason>().Where(r => r != QualityReason.None),
            r => Assert.Equal(r.ToString(), Words.Reason(r), ignoreCase: true));
        Assert.Null(Words.Reason(QualityReason.None));
        Assert.All(Enum.GetValues<LinkReason>(), r => Assert.Equal(r.ToString(), Words.Reason(r), ignoreCase: true));
        Assert.All(Enum.GetValues<ElementRefusal>(), r => Assert.Equal(r.ToString(), Words.Reason(r), ignoreCase: true));
        Assert.Equal("200", Words.Finding((GatewayFinding)200));
        Assert.Equal(
            [EventType.Digital, EventType.Idle, EventType.Comms, EventType.Gateway],
            Enum.GetValues<FieldEventKind>().Where(k => k != FieldEventKind.Energy).Select(Words.Type));
    }

    // Mara 1.4 §5.2 and §5.1.
    [Theory]
    [InlineData(2, 0, "linkLost")]
    [InlineData(2, 1, "linkRestored")]
    [InlineData(3, 0b1000, "restarted")]
    [InlineData(3, 0b1111, "restarted", "powerOn", "brownOut", "watchdog")]
    [InlineData(3, 0b0010, "uartRestarted", "brownOut")]
    [InlineData(4, 7, "communicationsRestarted")]
    [InlineData(6, 0, "ramReturned")]
    [InlineData(7, 0, "forced")]
    [InlineData(5, 3, "other")]
    public void What_happened_to_an_ied_is_a_word_and_what_caused_it_too(int code, int motive, string condition, params string[] causes)
    {
        Assert.Equal(condition, Words.Condition(code, motive));
        Assert.Equal(causes.Length == 0 ? null : causes, Words.Causes(code, motive)?.ToArray());
    }

    [Theory]
    [InlineData(0, EnergyKind.Period)]
    [InlineData(1, EnergyKind.LastPeriodOfDay)]
    [InlineData(3, EnergyKind.Day)]
    [InlineData(2, EnergyKind.Other)]
    public void What_an_energy_was_counted_over_is_a_word(int code, EnergyKind kind) => Assert.Equal(kind, Words.Energy(code));
}
