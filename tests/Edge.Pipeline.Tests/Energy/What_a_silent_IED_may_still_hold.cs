using Edge.Domain;
using Edge.Pipeline.Energy;
using TestKit.Field;

namespace Edge.Pipeline.Tests.Energy;

/// <summary>
/// An IED that does not answer keeps its last records (Mara 1.4 §7): none of them is missing before the IED was polled again.
/// </summary>
public sealed class What_a_silent_IED_may_still_hold
{
    private static readonly DateTimeOffset s_begin = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly EnergyBook _book = new(new EnergyBookOptions { Zone = TimeZoneInfo.Utc });
    private readonly List<FieldEvent> _found = [];

    [Fact]
    public void Is_not_overdue_before_its_link_is_back()
    {
        Add(Period(1));
        Add(Link(At(1).AddMinutes(5), motive: 0));
        Check(At(20));
        Add(Link(At(20), motive: 1));
        Check(At(20).AddMinutes(9));
        Assert.Empty(_found);
        Add(Period(2) with { Received = At(20).AddMinutes(9) });
        Add(Period(3) with { Received = At(20).AddMinutes(9) });
        Check(At(20).AddMinutes(11));
        Assert.Equal((At(4), 1), (Assert.Single(_found).Time, _found[0].Count));
        Add(Period(21));
        Assert.Equal((At(5), 16), (_found[1].Time, _found[1].Count));
        Assert.Equal(2, _found.Count);
    }

    [Fact]
    public void Does_not_delay_other_devices_and_ends_with_the_next_energy()
    {
        Add(Period(1));
        Add(Link(At(1), motive: 0) with { Device = new("3-8") });
        Add(Link(At(1), motive: 0) with { Device = new("4-7") });
        Check(At(2).AddMinutes(11));
        Assert.Equal(At(2), Assert.Single(_found).Time);

        // An energy after the loss: the IED answers.
        Add(Link(At(3), motive: 0));
        Add(Period(4));
        Check(At(5).AddMinutes(11));
        Assert.Equal([At(2), At(3), At(5)], _found.Select(f => f.Time));
    }

    [Fact]
    public void Is_known_after_a_restart()
    {
        EnergyBook again = new(new EnergyBookOptions { Zone = TimeZoneInfo.Utc });
        again.Restore([Period(1), Link(At(1).AddMinutes(1), motive: 0)], At(9));
        again.CheckOverdue(At(9).AddMinutes(11), _ => null, _found);
        Assert.Empty(_found);
    }

    private static DateTimeOffset At(int period) => s_begin + (period * TimeSpan.FromMinutes(15));

    private static FieldEvent Period(int number) => new()
    {
        Device = new("3-7"),
        Content = new EnergyCount(EnergyKind.Period, Channel: 2, Count: 100 + number),
        Time = At(number),
        Received = At(number).AddSeconds(2),
    };

    // The link to an IED: 0 lost, 1 back.
    private static FieldEvent Link(DateTimeOffset at, int motive) => new()
    {
        Device = new("3-7"),
        Content = new DeviceReport(motive == 0 ? DeviceCondition.LinkLost : DeviceCondition.LinkRestored),
        Time = at,
        Received = at,
    };

    private void Add(FieldEvent entry) => _book.Add("comaster", entry, entry.Received, _found);

    private void Check(DateTimeOffset now) => _book.CheckOverdue(now, _ => s_begin, _found);
}
