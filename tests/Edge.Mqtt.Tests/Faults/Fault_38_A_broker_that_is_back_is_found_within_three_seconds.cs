namespace Edge.Mqtt.Tests.Faults;

/// <summary>After an outage of the broker, a gateway must not wait for the rest of a long pause.</summary>
[Trait("Fault", "38")]
public sealed class Fault_38_A_broker_that_is_back_is_found_within_three_seconds
{
    private static readonly MqttOptions Defaults = new() { Host = "127.0.0.1", Port = 1883, ClientId = "edge-la-prueba" };

    [Fact]
    public void The_first_pauses_are_short_and_none_is_longer_than_three_seconds()
    {
        ReconnectDelay delay = new(Defaults, new Random(38));
        TimeSpan[] pauses = [.. Enumerable.Range(0, 1000).Select(_ => delay.Next())];
        Assert.InRange(pauses[0], TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(250));
        Assert.InRange(pauses[1], TimeSpan.FromMilliseconds(400), TimeSpan.FromMilliseconds(500));
        Assert.All(pauses, pause => Assert.InRange(pause, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(2.5)));
    }

    [Fact]
    public void Two_gateways_do_not_come_back_in_the_same_moment()
    {
        ReconnectDelay one = new(Defaults, new Random(1));
        ReconnectDelay other = new(Defaults, new Random(2));
        Assert.NotEqual(Enumerable.Range(0, 5).Select(_ => one.Next()), Enumerable.Range(0, 5).Select(_ => other.Next()));
    }

    [Fact]
    public void A_broker_that_answers_and_refuses_is_asked_ever_less_often()
    {
        ReconnectDelay delay = new(Defaults, new Random(38));
        TimeSpan[] pauses = [.. Enumerable.Range(0, 20).Select(_ => Refused(delay))];
        Assert.InRange(pauses[0], TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(250));
        Assert.InRange(pauses[^1], TimeSpan.FromSeconds(24), TimeSpan.FromSeconds(30));

        // It restarts: from then on it does not answer.
        Assert.InRange(delay.Next(), TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(250));

        delay.Answered();
        delay.Published();
        Assert.InRange(Refused(delay), TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(250));
    }

    private static TimeSpan Refused(ReconnectDelay delay)
    {
        delay.Answered();
        return delay.Next();
    }
}
