using Edge.Contracts;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Historian.Tests.Stores;

/// <summary>A clock that is a year off, of a device, of a gateway or of the server, hides no event.</summary>
/// <param name="database">The database of the test.</param>
public abstract class ArrivalOrderTests(StoreUnderTest database) : StoreTests(database)
{
    protected const double Year = 365 * 86_400.0;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_are_in_the_order_of_their_arrival_page_by_page()
    {
        await WriteAsync(Records.Start, Records.Event(1, Year), Records.Event(2, 0), Records.Event(3, -Year));
        List<long> seen = [];
        RecordPage<EventRecord> page = new([], null);
        do
        {
            page = Database.Events.QueryEvents(new RecordQuery { Order = EventOrder.Arrival, Before = page.Next, Limit = 1 });
            seen.Add(Assert.Single(page.Records).Seq);
        }
        while (page.Next is not null);

        Assert.Equal([3, 2, 1], seen);
        Assert.Equal([1, 2, 3], Database.Events.QueryEvents(new RecordQuery()).Records.Select(record => record.Seq));
    }

    [Fact]
    public async Task Filters_hold_in_the_order_of_arrival()
    {
        await WriteAsync(
            Records.Start, Records.Event(1, 9), Records.Event(2, 5, tag: "OTHER"), Records.Event(3, 1),
            Records.Event(4, 0, site: "otra"), Records.Event(5, 0, type: EventType.Comms));
        RecordQuery query = new() { Order = EventOrder.Arrival, Site = "los-alamos", Tag = "LA152B03", Type = EventType.Digital };
        Assert.Equal([3, 1], Database.Events.QueryEvents(query).Records.Select(record => record.Seq));
        RecordQuery until = query with { To = Records.Start.AddSeconds(5) };
        Assert.Equal([3], Database.Events.QueryEvents(until).Records.Select(record => record.Seq));
    }

    [Fact]
    public async Task A_server_clock_that_is_set_back_puts_nothing_behind()
    {
        await WriteAsync(Records.Start.AddYears(1), Records.Event(1, 0));
        Database.Reopen();
        await WriteAsync(Records.Start, Records.Event(2, 0), Records.Event(3, 0));
        EventRecord[] read = [.. Database.Events.QueryEvents(new RecordQuery { Order = EventOrder.Arrival }).Records];
        Assert.Equal([3, 2, 1], read.Select(record => record.Seq));
        Assert.Equal([2, 1], read.SkipLast(1).Select(record => record.Arrival - read[^1].Arrival));
    }

    protected async Task WriteAsync(DateTimeOffset now, params EventRecord[] records)
    {
        await using EventWriter writer = new(Database.Events, new FakeTimeProvider(now), NullLogger<EventWriter>.Instance);
        foreach (EventRecord record in records)
        {
            await writer.StoreAsync(record, Cancelled);
        }
    }
}
