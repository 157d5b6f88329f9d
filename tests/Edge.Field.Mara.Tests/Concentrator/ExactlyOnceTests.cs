using CsCheck;
using Edge.Field.Mara.Concentrator;
using Edge.Field.Mara.Outstation;
using Edge.Pipeline;
using Microsoft.Extensions.Time.Testing;
using TestKit;
using TestKit.Field;
using TestKit.Logs;

namespace Edge.Field.Mara.Tests.Concentrator;

/// <summary>
/// Every event of the device reaches the journal once, wherever the line or the gateway fails. The journal here is a list and a mark that
/// change together, as one transaction changes the real one.
/// </summary>
public sealed class ExactlyOnceTests
{
    private enum Act
    {
        Happen,
        HappenMany,
        Poll,
        QuestionLost,
        AnswerLost,
        ClosedBeforeQuestion,
        ClosedBeforeAnswer,
        ClosedInMidAnswer,
        AnswerTwice,
        AnswerWithNoise,
        LineCutWhileIdle,
        JournalFails,
        CrashBeforeCommit,
        CrashAfterCommit,
        CrashWhileIdle,
        CleanRestart,
        PassThrough,
        PassThroughQuestionLost,
        PassThroughAnswerLost,
        PassThroughAnswerTwice,
        PassThroughClosedBeforeAnswer,
        PassThroughThenCrash,
    }

    private sealed class Gateway : IAsyncDisposable
    {
        private readonly FakeTimeProvider _clock = new(Station.Noon);
        private MaraTcpDriver _driver;

        public Gateway(CoMaster device)
        {
            Device = device;
            Link = new MemoryLink(device, _clock);
            _driver = Start();
        }

        public CoMaster Device { get; }

        public MemoryLink Link { get; }

        public Notes<MaraTcpDriver> Notes { get; } = new();

        public List<int> Journal { get; } = [];

        public byte[]? Checkpoint { get; private set; }

        public int GoodReadings { get; private set; }

        /// <summary>Polls once, as the field loop does, and returns the scan that was journaled.</summary>
        public async Task<Scan?> PollAsync(bool fails = false, bool crashBefore = false, bool crashAfter = false)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            PollResult result = await _driver.PollAsync(TestContext.Current.CancellationToken);
            Assert.True(result.Scan is null != result.Failure is null);
            if (result.Scan is { } scan && !fails && !crashBefore)
            {
                Assert.False(scan.Checkpoint.IsEmpty);
                Journal.AddRange(scan.Events.Select(Wire.Number));
                Checkpoint = scan.Checkpoint.ToArray();
                GoodReadings += scan.Readings.IsEmpty ? 0 : 1;
                if (!crashAfter)
                {
                    _driver.Acknowledge();
                }
            }

            if (crashBefore || crashAfter)
            {
                await RestartAsync();
            }

            return result.Scan is { } journaled ? journaled with { Events = journaled.Events.Copy() } : null;
        }

        /// <summary>Asks the time of the concentrator, as a control centre may, and returns whether it was answered.</summary>
        public async Task<PassThroughAnswer> PassThroughAsync()
        {
            byte[] data = [++PassedThrough];
            Task<PassThroughAnswer> asked = _driver.AskAsync(Wire.ReadTime, data, TestContext.Current.CancellationToken).AsTask();
            if (!asked.IsCompleted)
            {
                // It waits for an answer to be journaled, which the test never does.
                _clock.Advance(TimeSpan.FromSeconds(1));
            }

            PassThroughAnswer answer = await asked;
            if (answer.Outcome == PassThroughOutcome.Answered)
            {
                Assert.Equal([PassedThrough], answer.Data.ToArray());
            }

            return answer;
        }

        public byte PassedThrough { get; private set; }

        public async Task RestartAsync()
        {
            await _driver.DisposeAsync();
            _driver = Start();
        }

        public async Task ReadAllAsync()
        {
            Link.Next = Mishap.None;
            for (int i = 0; i < 20 && (Device.Waiting > 0 || GoodReadings == 0 || i < 3); i++)
            {
                _ = await PollAsync();
            }
        }

        public ValueTask DisposeAsync() => _driver.DisposeAsync();

        private MaraTcpDriver Start() => new(Station.Options(), Station.Profile, Station.Zone, Checkpoint, _clock, Notes, Link);
    }

    [Fact]
    public void Whatever_fails_in_any_order_each_event_is_journaled_once_in_order() =>
        Gen.Enum<Act>().Array[1, 60].Sample(acts => RunAsync(acts).GetAwaiter().GetResult(), iter: Seeds.OrUsually(400));

    [Fact]
    public async Task After_a_crash_between_commit_and_the_next_question_nothing_comes_twice()
    {
        await using var gateway = new Gateway(new CoMaster());
        gateway.Device.Happen(3);
        _ = await gateway.PollAsync(crashAfter: true);
        _ = await gateway.PollAsync();
        Assert.Equal([0, 1, 2], gateway.Journal);
        Assert.Equal([0x20, 0x21], gateway.Device.Sequences);
        Assert.Equal(0, gateway.Device.Waiting);
    }

    [Fact]
    public async Task After_a_crash_between_answer_and_commit_the_same_answer_comes_again()
    {
        await using var gateway = new Gateway(new CoMaster());
        _ = await gateway.PollAsync();
        gateway.Device.Happen(3);
        _ = await gateway.PollAsync(crashBefore: true);
        _ = await gateway.PollAsync();
        Assert.Equal([0, 1, 2], gateway.Journal);
        Assert.Equal([0x20, 0x21, 0x21], gateway.Device.Sequences);
    }

    [Fact]
    public async Task An_answer_that_may_be_old_brings_its_events_but_no_values()
    {
        await using var gateway = new Gateway(new CoMaster());
        gateway.Device.Happen();
        Scan first = (await gateway.PollAsync())!.Value;
        Scan second = (await gateway.PollAsync())!.Value;
        Assert.True(first.MoreWaiting);
        Assert.True(first.Readings.IsEmpty);
        Assert.Single(first.Events);
        Assert.False(second.MoreWaiting);
        Assert.Equal(8, second.Readings.Length);
    }

    [Fact]
    public async Task A_question_first_asked_after_a_reconnection_brings_fresh_values()
    {
        await using var gateway = new Gateway(new CoMaster());
        _ = await gateway.PollAsync();
        gateway.Link.Cut();
        Assert.Null(await gateway.PollAsync());
        Scan? again = await gateway.PollAsync();
        Assert.True(again!.Value.Readings.IsEmpty);
        Assert.False((await gateway.PollAsync())!.Value.Readings.IsEmpty);
        Assert.Equal(2, gateway.Link.Connections);
    }

    [Fact]
    public async Task Events_that_a_restarted_device_sends_again_are_left_out()
    {
        await using var gateway = new Gateway(new CoMaster { KeepsEvents = true });
        gateway.Device.Happen(3);
        _ = await gateway.PollAsync();
        gateway.Device.Restart();
        gateway.Device.Happen(2);
        gateway.Link.Cut();
        await gateway.ReadAllAsync();
        Assert.Equal([0, 1, 2, 3, 4], gateway.Journal);
        Assert.Equal(1, gateway.Notes.Count(1006));
    }

    [Fact]
    public async Task The_sequence_counts_from_20_to_7F_and_wraps()
    {
        await using var gateway = new Gateway(new CoMaster());
        for (int i = 0; i < 98; i++)
        {
            _ = await gateway.PollAsync();
        }

        Assert.Equal([.. Enumerable.Range(0x20, 96).Select(i => (byte)i), (byte)0x20, (byte)0x21], gateway.Device.Sequences);
    }

    [Fact]
    public async Task A_checkpoint_that_cannot_be_read_is_logged_and_ignored()
    {
        var clock = new FakeTimeProvider(Station.Noon);
        var notes = new Notes<MaraTcpDriver>();
        var device = new CoMaster();
        device.Happen();
        await using var driver = new MaraTcpDriver(
            Station.Options(), Station.Profile, Station.Zone, new byte[] { 9, 9 }, clock, notes, new MemoryLink(device, clock));
        PollResult result = await driver.PollAsync(TestContext.Current.CancellationToken);
        Assert.Single(result.Scan!.Value.Events);
        Assert.Equal(1, notes.Count(1007));
    }

    [Fact]
    public async Task Checkpoints_of_two_exchanges_differ_even_when_nothing_happens()
    {
        await using var gateway = new Gateway(new CoMaster());
        var seen = new HashSet<string>();
        for (int i = 0; i < 200; i++)
        {
            _ = await gateway.PollAsync();
            Assert.True(seen.Add(Convert.ToHexString(gateway.Checkpoint!)));
        }
    }

    private static async Task RunAsync(Act[] acts)
    {
        await using var gateway = new Gateway(new CoMaster());
        foreach (Act act in acts)
        {
            switch (act)
            {
                case Act.Happen:
                    gateway.Device.Happen();
                    break;
                case Act.HappenMany:
                    gateway.Device.Happen(25);
                    break;
                case Act.LineCutWhileIdle:
                    gateway.Link.Cut();
                    break;
                case Act.CrashWhileIdle or Act.CleanRestart:
                    await gateway.RestartAsync();
                    break;
                case Act.JournalFails:
                    _ = await gateway.PollAsync(fails: true);
                    break;
                case Act.CrashBeforeCommit:
                    _ = await gateway.PollAsync(crashBefore: true);
                    break;
                case Act.CrashAfterCommit:
                    _ = await gateway.PollAsync(crashAfter: true);
                    break;
                case Act.PassThrough or Act.PassThroughThenCrash:
                    _ = await gateway.PassThroughAsync();
                    if (act == Act.PassThroughThenCrash)
                    {
                        await gateway.RestartAsync();
                    }

                    break;
                case >= Act.PassThroughQuestionLost and <= Act.PassThroughClosedBeforeAnswer:
                    gateway.Link.Next = Enum.Parse<Mishap>(act.ToString()["PassThrough".Length..]);
                    _ = await gateway.PassThroughAsync();
                    gateway.Link.Next = Mishap.None;
                    break;
                default:
                    gateway.Link.Next = act == Act.Poll ? Mishap.None : Enum.Parse<Mishap>(act.ToString());
                    _ = await gateway.PollAsync();
                    break;
            }
        }

        await gateway.ReadAllAsync();
        Assert.Equal(gateway.Device.Made, gateway.Journal);
        Assert.True(gateway.GoodReadings > 0);
        Assert.Empty(gateway.Notes.Errors);
        Assert.Equal(0, gateway.Notes.Count(1006));
    }
}
