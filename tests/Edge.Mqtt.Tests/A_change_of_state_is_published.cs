using System.Text.Json;
using Edge.Contracts;
using Edge.Domain;
using Edge.Pipeline;

namespace Edge.Mqtt.Tests;

public sealed class A_change_of_state_is_published
{
    public static TheoryData<StateChange, string> Changes => new()
    {
        { new StateChange(false), "\"state\":0" },
        { new StateChange(true), "\"state\":1" },
        { new StateChange(DoubleBitState.Intermediate), "\"doubleBit\":\"intermediate\"" },
        { new StateChange(DoubleBitState.Off), "\"doubleBit\":\"off\"" },
        { new StateChange(DoubleBitState.On), "\"doubleBit\":\"on\"" },
        { new StateChange(DoubleBitState.Indeterminate), "\"doubleBit\":\"indeterminate\"" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void As_a_bit_or_as_the_position_of_a_double_bit(StateChange change, string field)
    {
        EventMessage sent = Messages.Event("e", new JournalRecord
        {
            Seq = 1,
            Kind = JournalRecordKind.Event,
            Time = Station.Start,
            Event = new FieldEvent { Device = new("4"), Content = change, Time = Station.Start, Received = Station.Start },
        });

        string json = JsonSerializer.Serialize(sent, ContractJson.Default.EventMessage);
        Assert.Contains($"\"type\":\"digital\",\"device\":\"4\",{field},\"time\":", json, StringComparison.Ordinal);
    }
}
