using Edge.Field.Mara.Outstation;
using Microsoft.Extensions.Time.Testing;
using TestKit.Field;

namespace Edge.Field.Mara.Tests.Outstation;

/// <summary>A flood of questions is slowed down, in virtual time.</summary>
public sealed class QuestionRateTests
{
    private readonly FakeTimeProvider _clock = new(Station.Noon);

    [Fact]
    public async Task So_many_questions_pass_in_a_second_and_the_next_waits()
    {
        QuestionRate rate = new(3, _clock);
        for (int i = 0; i < 3; i++)
        {
            Assert.True(Wait(rate).IsCompleted);
        }

        _clock.Advance(TimeSpan.FromSeconds(0.4));
        Task fourth = Wait(rate);
        Assert.False(fourth.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.6));
        await fourth;
        Assert.True(Wait(rate).IsCompleted);
    }

    [Fact]
    public void At_an_easy_pace_nothing_waits()
    {
        QuestionRate rate = new(1, _clock);
        for (int i = 0; i < 10; i++)
        {
            Assert.True(Wait(rate).IsCompleted);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private static Task Wait(QuestionRate rate) => rate.WaitAsync(TestContext.Current.CancellationToken).AsTask();
}
