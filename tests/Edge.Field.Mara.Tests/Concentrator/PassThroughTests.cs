using Edge.Field.Mara.Concentrator;
using Edge.Field.Mara.Outstation;
using Edge.Pipeline;
using Microsoft.Extensions.Time.Testing;
using TestKit.Field;
using TestKit.Logs;

namespace Edge.Field.Mara.Tests.Concentrator;

/// <summary>Questions of a control centre between two polls, and the bridge to an IED.</summary>
public sealed class PassThroughTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new(Station.Noon);
    private readonly Notes<MaraTcpDriver> _notes = new();
    private MaraTcpDriver? _driver;
    private byte[]? _checkpoint;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private FieldOrder Order(byte state) => new()
    {
        Output = new MaraOutputAddress(Station.Options().Comaster, 3, 0),
        State = state,
        By = "the test",
        Expires = _clock.GetUtcNow() + TimeSpan.FromSeconds(5),
    };

    [Fact]
    public async Task A_question_takes_a_sequence_that_is_journaled_before_the_next_poll()
    {
        CoMaster device = new();
        device.Happen(2);
        await StartAsync(device);
        PassThroughAnswer answer = await _driver!.AskAsync(Wire.ReadTime, new byte[] { 7 }, Stop);
        Assert.Equal((PassThroughOutcome.Answered, 7), (answer.Outcome, Assert.Single(answer.Data.ToArray())));
        Assert.Equal(0, device.Waiting);

        Scan passed = await KeepAsync();
        Assert.True(passed.Readings.IsEmpty);
        Assert.True(passed.MoreWaiting);
        Assert.Equal([0x20], device.Sequences);
        Assert.Equal(0x21, _checkpoint![1]);
        Assert.Equal(8, (await KeepAsync()).Readings.Length);
        Assert.Equal([0x20, 0x22], device.Sequences);
    }

    [Fact]
    public async Task While_an_answer_is_not_in_the_journal_nothing_is_asked()
    {
        CoMaster device = new();
        await StartAsync(device);
        PollResult offered = await _driver!.PollAsync(Stop);
        Assert.NotNull(offered.Scan);
        Task<PassThroughAnswer> asked = _driver.AskAsync(Wire.ReadTime, new byte[] { 7 }, Stop).AsTask();
        Assert.False(asked.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(1));
        PassThroughAnswer answer = await asked;
        Assert.Equal(PassThroughOutcome.NotPossible, answer.Outcome);
        Assert.Contains("not in the journal", answer.Detail, StringComparison.Ordinal);
        Assert.Empty(device.Done);

        // And a question that waits goes as soon as it is.
        asked = _driver.AskAsync(Wire.ReadTime, new byte[] { 8 }, Stop).AsTask();
        _driver.Acknowledge();
        Assert.Equal(PassThroughOutcome.Answered, (await asked).Outcome);
    }

    [Fact]
    public async Task Before_the_first_answer_nothing_else_is_asked()
    {
        CoMaster device = new();
        MemoryLink link = Start(device);
        Assert.Equal(PassThroughOutcome.LinkDown, (await _driver!.AskAsync(Wire.ReadTime, default, Stop)).Outcome);
        link.Next = Mishap.AnswerLost;
        Assert.NotNull((await _driver.PollAsync(Stop)).Failure);
        Assert.Equal(PassThroughOutcome.NotPossible, (await _driver.AskAsync(Wire.ReadTime, default, Stop)).Outcome);
        Assert.Empty(device.Done);
    }

    [Theory]
    [InlineData(0x10)]
    [InlineData(0x12)]
    [InlineData(0x0C)]
    [InlineData(0x3F)]
    public async Task What_is_the_gateways_own_is_not_passed_on(byte command)
    {
        CoMaster device = new();
        await StartAsync(device);
        PassThroughAnswer answer = await _driver!.AskAsync(command, new byte[] { 1 }, Stop);
        Assert.Equal(PassThroughOutcome.NotPossible, answer.Outcome);
        Assert.False(device.Stopped);
        Assert.Empty(device.TimesSet);
    }

    [Fact]
    public async Task After_a_crash_behind_a_question_its_repeated_answer_is_skipped()
    {
        CoMaster device = new();
        await StartAsync(device);
        Assert.Equal(PassThroughOutcome.Answered, (await _driver!.AskAsync(Wire.ReadTime, new byte[] { 7 }, Stop)).Outcome);
        device.Happen(3);
        await _driver.DisposeAsync();

        _ = Start(device);
        Scan skipped = await KeepAsync();
        Assert.Equal(1, _notes.Count(1022));
        Assert.Empty(skipped.Events);
        Assert.Equal(0x21, _checkpoint![1]);
        Assert.Equal([0, 1, 2], (await KeepAsync()).Events.Select(Wire.Number));
        Assert.Equal([0x20, 0x21, 0x22], device.Sequences);
        Assert.Single(device.Done);
    }

    [Fact]
    public async Task An_order_without_an_answer_is_never_given_again()
    {
        CoMaster device = new();
        MemoryLink link = await StartAsync(device);
        link.Next = Mishap.AnswerLost;
        Assert.Equal(OrderOutcome.Unknown, (await _driver!.OrderAsync(Order(1), Stop)).Outcome);
        _ = await KeepAsync();
        _ = await KeepAsync();
        Assert.Equal((byte)0x13, Assert.Single(device.Done).Command);
        Assert.Equal(new OrderAnswer(OrderOutcome.Done), await _driver.OrderAsync(Order(0), Stop));
        Assert.Equal(2, device.Done.Count);
    }

    [Fact]
    public async Task An_order_that_has_expired_or_is_for_another_link_is_not_sent()
    {
        CoMaster device = new();
        await StartAsync(device);
        FieldOrder late = Order(1) with { Expires = _clock.GetUtcNow() - TimeSpan.FromMilliseconds(1) };
        FieldOrder elsewhere = Order(1) with { Output = new MaraOutputAddress(Station.Options().Comaster + 1, 3, 0) };
        foreach (FieldOrder order in (FieldOrder[])[late, elsewhere, Order(2)])
        {
            OrderAnswer answer = await _driver!.OrderAsync(order, Stop);
            Assert.Equal(OrderOutcome.NotPossible, answer.Outcome);
            Assert.NotEmpty(answer.Detail!);
        }

        Assert.Empty(device.Done);
    }

    [Fact]
    public async Task The_ram_of_an_ied_is_read_through_the_concentrator()
    {
        CoMaster device = new();
        await StartAsync(device, bridge: true);
        PassThroughAnswer answer = await _driver!.AskAsync(Wire.ReadIedRam, new byte[] { 5, 0x40, 0x01, 3 }, Stop);
        Assert.Equal([0x40, 0x41, 0x42], answer.Data.ToArray());
        Assert.DoesNotContain(device.Done, d => d.Command == Wire.StopScan && d.Data[0] == 1);
    }

    [Fact]
    public async Task A_concentrator_without_36_is_a_bridge_and_the_ied_is_asked_itself()
    {
        List<byte[]> asked = [];
        CoMaster device = new()
        {
            Ied = (address, command, data) =>
            {
                Assert.Equal((5, 0x06), (address, command));
                asked.Add(data);
                return [.. data, .. Enumerable.Range(0, data[2]).Select(i => (byte)(data[0] + data[1] + i))];
            },
        };
        device.Unknown.Add(Wire.ReadIedRam);
        await StartAsync(device, bridge: true);

        // From 01F0 on 32 bytes: 16 of page 1 and 16 of page 2.
        PassThroughAnswer answer = await _driver!.AskAsync(Wire.ReadIedRam, new byte[] { 5, 0xF0, 0x01, 32 }, Stop);
        Assert.Equal((PassThroughOutcome.Answered, 32), (answer.Outcome, answer.Data.Length));
        Assert.Equal([[0x01, 0xF0, 16], [0x02, 0x00, 16]], asked);
        Assert.Equal((0xF1, 0x02), (answer.Data.Span[0], answer.Data.Span[16]));
        Assert.False(device.Stopped);
        Assert.Equal((1, 1), (_notes.Count(1023), _notes.Count(1024)));

        // What was read while the scan stood still is not shown as fresh: the sequence, then events, then values.
        Assert.True((await KeepAsync()).Readings.IsEmpty);
        Scan first = await KeepAsync();
        Assert.True(first.Readings.IsEmpty);
        Assert.True(first.MoreWaiting);
        Assert.Equal(8, (await KeepAsync()).Readings.Length);
    }

    [Theory]
    [InlineData("silent")]
    [InlineData("another place")]
    [InlineData("short")]
    public async Task Whatever_the_ied_does_the_scan_goes_on_afterwards(string how)
    {
        CoMaster device = new()
        {
            Ied = (_, _, data) => how switch
            {
                "another place" => [data[0], (byte)(data[1] + 1), data[2], .. new byte[data[2]]],
                "short" => [data[0], data[1], 2, 0, 0],
                _ => null,
            },
        };
        device.Unknown.Add(Wire.ReadIedRam);
        await StartAsync(device, bridge: true);
        Assert.Equal(PassThroughOutcome.TimedOut, (await _driver!.AskAsync(Wire.ReadIedRam, new byte[] { 5, 0, 0, 8 }, Stop)).Outcome);
        Assert.Contains(device.Done, d => d.Command == Wire.StopScan && d.Data[0] == 1);
        Assert.False(device.Stopped);
    }

    [Fact]
    public async Task A_link_that_breaks_with_the_bridge_open_starts_the_scan_first()
    {
        MemoryLink? link = null;
        CoMaster device = new()
        {
            Ied = (_, _, _) =>
            {
                link!.Cut();
                return null;
            },
        };
        device.Unknown.Add(Wire.ReadIedRam);
        link = await StartAsync(device, bridge: true);
        Assert.NotEqual(PassThroughOutcome.Answered, (await _driver!.AskAsync(Wire.ReadIedRam, new byte[] { 5, 0, 0, 8 }, Stop)).Outcome);
        Assert.True(device.Stopped);
        Assert.Equal(1, _notes.Count(1025));
        int polls = device.Sequences.Count;

        link.Refuses = true;
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull((await _driver.PollAsync(Stop)).Failure);
        link.Refuses = false;
        _clock.Advance(TimeSpan.FromSeconds(1));
        _ = await KeepAsync();
        Assert.False(device.Stopped);
        Assert.Equal(polls, device.Sequences.Count);
        Assert.True((await KeepAsync()).Readings.IsEmpty);
        Assert.Equal(8, (await KeepAsync()).Readings.Length);
    }

    [Fact]
    public async Task A_bridge_that_a_crash_left_open_is_closed_at_the_next_start()
    {
        CoMaster device = new();
        await StartAsync(device);
        _ = device.Take(Wire.Frame(0x01, 0x40, 0x21, Wire.StopScan, 1));
        Assert.True(device.Stopped);
        await _driver!.DisposeAsync();

        _ = Start(device, bridge: true);
        for (int i = 0; i < 4; i++)
        {
            _ = await KeepAsync();
        }

        Assert.False(device.Stopped);
        Assert.Equal(8, (await KeepAsync()).Readings.Length);
    }

    [Fact]
    public async Task A_concentrator_without_36_and_3F_is_still_polled()
    {
        CoMaster device = new();
        device.Unknown.UnionWith([Wire.ReadIedRam, Wire.StopScan]);
        await StartAsync(device, bridge: true);
        Assert.Equal(PassThroughOutcome.TimedOut, (await _driver!.AskAsync(Wire.ReadIedRam, new byte[] { 5, 0, 0, 8 }, Stop)).Outcome);
        for (int i = 0; i < 4; i++)
        {
            _ = await KeepAsync();
        }

        Assert.Equal(8, (await KeepAsync()).Readings.Length);
    }

    [Fact]
    public async Task The_time_of_a_centre_goes_out_as_a_broadcast()
    {
        CoMaster device = new();
        await StartAsync(device);
        Assert.Equal(PassThroughOutcome.Answered, (await _driver!.SetTimeAsync(new DateTime(2012, 10, 16, 0, 55, 13), Stop)).Outcome);

        // Mara 1.4 §2, the checked example, less its fraction; Tuesday is 2.
        byte[] sent = Assert.Single(device.TimesSet);
        Assert.Equal([0xFE, 0x11, 0xFF, 0x40, 0xBB, 0x12, 0x0C, 0x0A, 0x10, 0x00, 0x37, 0x0D, 0x00, 0x00, 0x02], sent[..15]);
    }

    public ValueTask DisposeAsync() => _driver?.DisposeAsync() ?? ValueTask.CompletedTask;

    private MemoryLink Start(CoMaster device, bool bridge = false)
    {
        var link = new MemoryLink(device, _clock);
        _driver = new MaraTcpDriver(
            Station.Options() with { Bridge = bridge }, Station.Profile, Station.Zone, _checkpoint, _clock, _notes, link);
        return link;
    }

    /// <summary>Starts, and polls until a question may be passed through.</summary>
    private async Task<MemoryLink> StartAsync(CoMaster device, bool bridge = false)
    {
        MemoryLink link = Start(device, bridge);
        _ = await KeepAsync();
        for (int i = 0; bridge && i < 3; i++)
        {
            _ = await KeepAsync();
        }

        return link;
    }

    private async Task<Scan> KeepAsync()
    {
        PollResult result = await _driver!.PollAsync(Stop);
        Assert.Null(result.Failure);
        Scan scan = result.Scan!.Value with { Events = result.Scan.Value.Events.Copy() };
        _checkpoint = scan.Checkpoint.ToArray();
        _driver.Acknowledge();
        return scan;
    }
}
