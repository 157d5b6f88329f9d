using Edge.Field.Mara.Outstation;
using Microsoft.Extensions.Time.Testing;
using TestKit.Field;

namespace Edge.Field.Mara.Tests.Outstation;

/// <summary>A flood of questions is slowed down, in virtual time.</summary>
public sealed class PaceTests
{
    private readonly FakeTimeProvider _clock = new(Station.Noon);

    [Fact]
    public async Task So_many_questions_pass_in_a_second_and_the_next_waits()
    {
        Pace pace = new(3, _clock);
        for (int i = 0; i < 3; i++)
        {
            Assert.True(Wait(pace).IsCompleted);
        }

        _clock.Advance(TimeSpan.FromSeconds(0.4));
        Task fourth = Wait(pace);
        Assert.False(fourth.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.6));
        await fourth;
        Assert.True(Wait(pace).IsCompleted);
    }

    [Fact]
    public void At_an_easy_pace_nothing_waits()
    {
        Pace pace = new(1, _clock);
        for (int i = 0; i < 10; i++)
        {
            Assert.True(Wait(pace).IsCompleted);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private static Task Wait(Pace pace) => pace.WaitAsync(TestContext.Current.CancellationToken).AsTask();
}
