using Edge.Contracts;
using Edge.Domain;
using Edge.Pipeline;
using Edge.Pipeline.Live;

namespace Edge.Mqtt.Tests;

/// <summary>Each member of the gateway's enumerations has a word in the contract, independent of its position.</summary>
public sealed class Words_of_the_contract
{
    [Fact]
    public void Each_attribute_and_action_of_an_element_survives_there_and_back()
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
        Assert.All(
            Enum.GetValues<GatewayFinding>().Where(f => f != GatewayFinding.None),
            f => Assert.Equal(f.ToString(), Words.Finding(f), ignoreCase: true));
        Assert.All(
            Enum.GetValues<QualityReason>().Where(r => r != QualityReason.None),
            r => Assert.Equal(r.ToString(), Words.Reason(r), ignoreCase: true));
        Assert.Null(Words.Reason(QualityReason.None));
        Assert.All(Enum.GetValues<LinkReason>(), r => Assert.Equal(r.ToString(), Words.Reason(r), ignoreCase: true));
        Assert.All(Enum.GetValues<ElementRefusal>(), r => Assert.Equal(r.ToString(), Words.Reason(r), ignoreCase: true));
        Assert.Equal("200", Words.Finding((GatewayFinding)200));
        Assert.Equal(
            [EventType.Idle, EventType.Digital, EventType.Comms, EventType.Gateway],
            Enum.GetValues<FieldEventKind>().Where(k => k != FieldEventKind.Energy).Select(Words.Type));
    }

    [Fact]
    public void Conditions_of_a_device_and_their_causes_are_words()
    {
        Assert.All(Enum.GetValues<DeviceCondition>(), c => Assert.Equal(c.ToString(), Words.Condition(c), ignoreCase: true));
        Assert.Equal("other", Words.Condition((DeviceCondition)200));
        Assert.Null(Words.Causes(RestartCauses.None));
        const RestartCauses All = RestartCauses.PowerOn | RestartCauses.BrownOut | RestartCauses.Watchdog;
        Assert.Equal(["powerOn", "brownOut", "watchdog"], Words.Causes(All)!.Value);
        Assert.Equal(["brownOut"], Words.Causes(RestartCauses.BrownOut)!.Value);
    }

    [Fact]
    public void The_kind_of_an_energy_is_a_word() =>
        Assert.All(Enum.GetValues<Domain.EnergyKind>(), kind => Assert.Equal(kind.ToString(), Words.Energy(kind).ToString()));

    [Fact]
    public void The_flags_of_a_value_are_a_list_of_words_in_one_order()
    {
        QualityFlags[] each = [.. Enum.GetValues<QualityFlags>().Where(f => f != QualityFlags.None)];
        Assert.All(each, f => Assert.Equal(f.ToString(), Assert.Single(Words.Flags(f)!.Value), ignoreCase: true));
        Assert.Equal(each.Length, Words.Flags((QualityFlags)ushort.MaxValue)!.Value.Length);
        Assert.Null(Words.Flags(QualityFlags.None));
        Assert.Null(Words.Flags((QualityFlags)0x8000));
        Assert.All(Enum.GetValues<DoubleBitState>(), s => Assert.Equal(s.ToString(), Words.Position(s), ignoreCase: true));
    }
}
