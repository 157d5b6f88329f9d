using Edge.Pipeline.Commands;
using Microsoft.Extensions.Time.Testing;
using TestKit.Logs;

namespace Edge.Pipeline.Tests.Faults;

public sealed class Fault_09_A_flood_of_requests_leaves_the_journal_alone
{
    private const int Refused = 2081;

    private readonly FakeTimeProvider _time = new();
    private readonly Notes _log = new();

    [Fact]
    public void So_many_at_once_and_then_so_many_a_second()
    {
        using RequestLimit limit = new(new RequestLimitOptions { PerSecond = 2, Burst = 5 }, _time, _log);
        Assert.Equal(5, Executed(limit, 600));

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, Executed(limit, 600));

        // A long rest fills the bucket and no more than that.
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(5, Executed(limit, 600));
    }

    [Fact]
    public void A_refused_request_has_its_reason()
    {
        using RequestLimit limit = new(new RequestLimitOptions { Burst = 1 }, _time, _log);
        Assert.Null(limit.Refuse());
        ElementAnswer answer = Assert.NotNull(limit.Refuse());
        Assert.Equal((ElementOutcome.NotAllowed, ElementRefusal.TooManyRequests), (answer.Outcome, answer.Refusal));
    }

    [Fact]
    public void Forty_seconds_at_six_hundred_a_second_write_two_lines()
    {
        using RequestLimit limit = new(new RequestLimitOptions(), _time, _log);
        int executed = 0;
        for (int second = 0; second < 40; second++)
        {
            executed += Executed(limit, 600);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(120 + (2 * 39), executed);
        Assert.StartsWith("1 requests", Assert.Single(_log.Of(Refused)), StringComparison.Ordinal);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, _log.Count(Refused));
        Assert.StartsWith($"{(40 * 600) - executed - 1} requests", _log.Of(Refused).Last(), StringComparison.Ordinal);

        // Nothing more came: no more lines, and the next one is told at once.
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(2, _log.Count(Refused));
        _ = Executed(limit, 600);
        Assert.Equal(3, _log.Count(Refused));
    }

    [Fact]
    public void What_was_counted_is_logged_at_the_end()
    {
        RequestLimit limit = new(new RequestLimitOptions { Burst = 1 }, _time, _log);
        _ = Executed(limit, 4);
        limit.Dispose();
        Assert.Equal(["1", "2"], _log.Of(Refused).Select(line => line.Split(' ')[0]));
    }

    private static int Executed(RequestLimit limit, int requests) => Enumerable.Range(0, requests).Count(_ => limit.Refuse() is null);
}
