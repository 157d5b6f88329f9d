using Edge.Pipeline;
using Microsoft.Extensions.Time.Testing;
using TestKit;

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
        var time = new FakeTimeProvider(Make.Noon);
        var clock = new PlayedClock(time) { Offset = TimeSpan.FromDays(before) };
        await using SqliteJournal journal = place.Open(clock, maximumAge: Age);
        _ = journal.GetCursor("mqtt");
        for (int i = 0; i < 600; i++)
        {
            clock.Offset = TimeSpan.FromDays(i < 300 ? before : after);
            _ = journal.Append(new JournalEntry(
                clock.GetUtcNow(), new[] { Make.Analog("A", i, i) }, [Make.Digital(i % 16, clock.GetUtcNow())]));
            time.Advance(TimeSpan.FromSeconds(2));
        }

        Assert.Equal(0, journal.Status.Dropped);
        Assert.Equal(1200, journal.Everything().Length);
    }

    [Theory]
    [InlineData(-240)]
    [InlineData(240)]
    [InlineData(-56 * 365)]
    public async Task Unread_records_survive_a_clock_that_is_set_while_the_box_restarts(int before)
    {
        using var place = new Place();
        var time = new FakeTimeProvider(Make.Noon);
        var clock = new PlayedClock(time) { Offset = TimeSpan.FromDays(before) };
        await using (SqliteJournal journal = place.Open(clock, maximumAge: Age))
        {
            _ = journal.GetCursor("historian");
            _ = Append(journal, clock, 1);
            Run(journal, time, clock, hours: 20);
        }

        // The first run after the restart is a boot without a clock too, and the network time arrives within it.
        await using SqliteJournal again = place.Open(clock, maximumAge: Age);
        Run(again, time, clock, hours: 10);
        clock.Offset = TimeSpan.Zero;
        Run(again, time, clock, hours: 10);

        Assert.Equal(0, again.Status.Dropped);
        Assert.Equal(2 + (40 * 4), again.Everything().Length);
        Assert.Equal(1, again.Status.OldestSeq);
    }

    [Fact]
    public async Task What_was_handled_and_unread_samples_go_after_that_time_of_running()
    {
        using var place = new Place();
        var time = new FakeTimeProvider(Make.Noon);
        var clock = new PlayedClock(time);
        await using (SqliteJournal journal = place.Open(clock, maximumAge: Age))
        {
            _ = journal.GetCursor("mqtt");
            journal.MoveCursor("mqtt", Append(journal, clock, 1));
            _ = Append(journal, clock, 2);
            Run(journal, time, clock, hours: 30);
        }

        // Switched off: that time does not count, the time of both runs does.
        time.Advance(TimeSpan.FromDays(100));
        await using SqliteJournal again = place.Open(clock, maximumAge: Age);
        Run(again, time, clock, hours: 10);
        Assert.Equal(1, again.Status.OldestSeq);
        Assert.Equal(0, again.Status.Dropped);
        Run(again, time, clock, hours: 20);

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
        var time = new FakeTimeProvider(Make.Noon);
        var clock = new PlayedClock(time);
        await using SqliteJournal journal = place.Open(clock, maximumAge: Age);
        _ = journal.GetCursor("mqtt");
        _ = Append(journal, clock, 1);
        Run(journal, time, clock, hours: 24 * 10);

        Assert.NotNull(journal.Read(0, 1)[0].Event);
        Assert.Equal(1, journal.Status.OldestSeq);
        Assert.Equal(0, journal.Status.DroppedEvents);
        Assert.DoesNotContain(journal.Everything(), record => record.Seq == 2);
    }

    // An event and a record of samples.
    private static long Append(SqliteJournal journal, PlayedClock clock, int bit) => journal.Append(
        new JournalEntry(clock.GetUtcNow(), new[] { Make.Analog("A", bit, bit) }, [Make.Digital(bit, clock.GetUtcNow())]));

    private static void Run(SqliteJournal journal, FakeTimeProvider time, PlayedClock clock, int hours)
    {
        for (int quarter = 0; quarter < hours * 4; quarter++)
        {
            time.Advance(TimeSpan.FromMinutes(15));
            _ = journal.Append(Make.Samples(clock.GetUtcNow(), Make.Analog("A", quarter, quarter)));
        }
    }
}
