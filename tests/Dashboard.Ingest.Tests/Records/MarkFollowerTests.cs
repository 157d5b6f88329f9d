using Dashboard.Alarms;
using Dashboard.Historian;
using Dashboard.Historian.Alarms;
using Dashboard.Historian.Sql;
using Dashboard.Historian.Sqlite;
using Dashboard.Ingest.Records;
using Dashboard.Ingest.Sites;
using Dashboard.Ingest.Tests.Sites;
using Edge.Contracts;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TestKit;

namespace Dashboard.Ingest.Tests.Records;

/// <summary>What becomes of an acknowledgement with each answer of a gateway.</summary>
public sealed class MarkFollowerTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _directory = new();
    private readonly SqliteEventStore _store;
    private readonly SqlAlarmStore _alarms;
    private readonly FakeTimeProvider _time = new(Now);
    private readonly SiteStore _sites;
    private readonly List<ElementCommand> _asked = [];

    public MarkFollowerTests()
    {
        _store = SqliteEventStore.Open(_directory.At("historian.db"));
        _alarms = new SqlAlarmStore(_store);
        _sites = new SiteStore(new IngestLimits(), _time);
        _sites.LinkUp();
        Acknowledge("T1", 1);
        Acknowledge("T2", 2);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData(CommandOutcome.Done)]
    [InlineData(CommandOutcome.RaisedAgain)]
    [InlineData(CommandOutcome.UnknownElement)]
    [InlineData(CommandOutcome.NothingToAcknowledge)]
    [InlineData(CommandOutcome.NotAllowed)]
    [InlineData(CommandOutcome.Malformed)]
    public async Task An_answer_settles_it(CommandOutcome outcome)
    {
        Online();
        await Follower(new CommandReply { Outcome = outcome }).FollowAsync(Cancelled);
        Assert.Equal(["T1", "T2"], _asked.Select(one => one.Tag));
        Assert.All(_asked, one => Assert.Equal(("ana", ElementActionName.Acknowledge), (one.Who, one.Action)));
        Assert.Empty(_alarms.PendingMarks(10));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(CommandOutcome.NotKept, CommandReasonCode.JournalFailed)]
    [InlineData(CommandOutcome.Expired, CommandReasonCode.TooLate)]
    [InlineData(CommandOutcome.NotAllowed, CommandReasonCode.TooManyRequests)]
    public async Task Without_one_it_is_asked_again_after_a_pause(CommandOutcome? outcome, string? reason)
    {
        Online();
        MarkFollower follower = Follower(outcome is { } word ? new CommandReply { Outcome = word, Reason = reason } : null);
        await follower.FollowAsync(Cancelled);
        await follower.FollowAsync(Cancelled);
        Assert.Equal("T1", Assert.Single(_asked).Tag);
        Assert.Equal(2, _alarms.PendingMarks(10).Length);
        _time.Advance(TimeSpan.FromSeconds(16));
        Online();
        await follower.FollowAsync(Cancelled);
        Assert.Equal(2, _asked.Count);
    }

    [Fact]
    public async Task A_gateway_that_is_away_is_not_asked()
    {
        await Follower(new CommandReply { Outcome = CommandOutcome.Done }).FollowAsync(Cancelled);
        Assert.Empty(_asked);
        Assert.Equal(2, _alarms.PendingMarks(10).Length);
    }

    private void Online() => _sites.Send("state", Payloads.State());

    private MarkFollower Follower(CommandReply? reply) => new(
        _alarms, _sites,
        (_, command, _) =>
        {
            _asked.Add(command);
            return Task.FromResult(reply);
        },
        _time, NullLogger<MarkFollower>.Instance);

    private void Acknowledge(string tag, long seq)
    {
        EventMessage trip = new()
        {
            Epoch = "e1",
            Seq = seq,
            Type = EventType.Digital,
            Tag = tag,
            State = 1,
            AlarmKind = 0,
            Time = Now,
            TimeSource = TimeSource.Device,
            Clock = ClockState.Synchronised,
            Received = Now,
        };
        _store.Store([new EventRecord("los-alamos", trip) { Arrival = seq }]);
        _alarms.Advance(Now, 10);
        Alarm alarm = _alarms.Query(new AlarmQuery { Tag = tag }).Alarms[0];
        _alarms.Acknowledge([new SeenAlarm(alarm.Id, 1)], new AlarmAcknowledgement("ana", Now.AddSeconds(seq), null), null);
    }
}
