using Edge.Pipeline;
using Microsoft.Extensions.Time.Testing;

namespace Edge.Journal.Tests.Faults;

/// <summary>
/// A clock that was set forward by more than the maximum age deleted unread events that were seconds old. Age counts in time that has run.
/// </summary>
public sealed class Fault_66_A_clock_step_makes_nothing_old
{
    private static readonly TimeSpan Age = TimeSpan.FromDays(2);

    [Theory]
    [InlineData(-6 * 365, 0)]
    [InlineData(0, 365)]
    [InlineData(365, 0)]
    public async Task Unread_records_survive_a_clock_that_is_set(int before, int after)
    {
        using var place = new Place();
        var clock = new SetClock { Offset = TimeSpan.FromDays(before) };
        await using SqliteJournal journal = place.Open(clock, maximumAge: Age);
        _ = journal.GetCursor("mqtt");
        for (int i = 0; i < 600; i++)
        {
            clock.Offset = TimeSpan.FromDays(i < 300 ? before : after);
            _ = journal.Append(new JournalEntry(
                clock.GetUtcNow(), new[] { Make.Analog("A", i, i) }, [Make.Digital(i % 16, clock.GetUtcNow())]));
            clock.Inner.Advance(TimeSpan.FromSeconds(2));
        }

        Assert.Equal(0, journal.Status.Dropped);
        Assert.Equal(1200, journal.Everything().Length);
    }

    [Fact]
    public async Task What_was_handled_and_unread_samples_go_after_that_time_of_running()
    {
        using var place = new Place();
        var clock = new SetClock();
        await using (SqliteJournal journal = place.Open(clock, maximumAge: Age))
        {
            _ = journal.GetCursor("mqtt");
            journal.MoveCursor("mqtt", Append(journal, clock, 1));
            _ = Append(journal, clock, 2);
            Run(journal, clock, hours: 30);
        }

        // Switched off: that time does not count, the time of both runs does.
        clock.Inner.Advance(TimeSpan.FromDays(100));
        await using SqliteJournal again = place.Open(clock, maximumAge: Age);
        Run(again, clock, hours: 10);
        Assert.Equal(1, again.Status.OldestSeq);
        Assert.Equal(0, again.Status.Dropped);
        Run(again, clock, hours: 20);

        JournalRecord[] left = [.. again.Everything()];
        Assert.DoesNotContain(left, record => record.Seq is 1 or 2 or 4);
        Assert.Contains(left, record => record.Seq == 3);
        Assert.True(again.Status.Dropped > 0);
        Assert.Equal(0, again.Status.DroppedEvents);
        Assert.Equal(LossCause.TooOld, left.First(record => record.Kind == JournalRecordKind.Loss).Loss!.Value.Cause);
    }

    [Fact]
    public async Task Unread_events_have_no_age()
    {
        using var place = new Place();
        var clock = new SetClock();
        await using SqliteJournal journal = place.Open(clock, maximumAge: Age);
        _ = journal.GetCursor("mqtt");
        _ = Append(journal, clock, 1);
        Run(journal, clock, hours: 24 * 10);

        Assert.NotNull(journal.Read(0, 1)[0].Event);
        Assert.Equal(1, journal.Status.OldestSeq);
        Assert.Equal(0, journal.Status.DroppedEvents);
        Assert.DoesNotContain(journal.Everything(), record => record.Seq == 2);
    }

    // An event and a record of samples.
    private static long Append(SqliteJournal journal, SetClock clock, int bit) => journal.Append(
        new JournalEntry(clock.GetUtcNow(), new[] { Make.Analog("A", bit, bit) }, [Make.Digital(bit, clock.GetUtcNow())]));

    private static void Run(SqliteJournal journal, SetClock clock, int hours)
    {
        for (int quarter = 0; quarter < hours * 4; quarter++)
        {
            clock.Inner.Advance(TimeSpan.FromMinutes(15));
            _ = journal.Append(Make.Samples(clock.GetUtcNow(), Make.Analog("A", quarter, quarter)));
        }
    }

    /// <summary>A clock that can be set: only its dates change, not the time that runs.</summary>
    private sealed class SetClock : TimeProvider
    {
        public FakeTimeProvider Inner { get; } = new(Make.Noon);

        public TimeSpan Offset { get; set; }

        public override long TimestampFrequency => Inner.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => Inner.GetUtcNow() + Offset;

        public override long GetTimestamp() => Inner.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            Inner.CreateTimer(callback, state, dueTime, period);
    }
}
