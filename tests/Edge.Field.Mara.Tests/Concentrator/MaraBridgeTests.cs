using Edge.Field.Mara.Outstation;
using Edge.Protocols.Mara;
using TestKit.Field;

namespace Edge.Field.Mara.Tests.Concentrator;

/// <summary>The bridge to an IED: it is closed whatever happens, before anything is polled.</summary>
public sealed class MaraBridgeTests
{
    private static readonly MaraReadIedRam s_request = new(new MaraAddress(5), 0x10, 4);

    private static CancellationToken Stop => ConcentratorRig.Stop;

    [Fact]
    public async Task It_opens_asks_the_ied_and_closes()
    {
        ConcentratorRig rig = await RigAsync((_, _, data) => [.. data, 1, 2, 3, 4]);
        PassThroughAnswer answer = await rig.Bridge.ReadAsync(s_request, Stop);
        Assert.Equal([1, 2, 3, 4], answer.Data.ToArray());
        Assert.Equal([1, 0], Scans(rig));
        Assert.False(rig.Device.Stopped || rig.Bridge.IsOpen);
        Assert.True(rig.Sequence.ValuesMayBeOld);
        Assert.Equal((byte)0x22, rig.Sequence.Passed);
    }

    [Fact]
    public async Task An_ied_that_is_silent_does_not_keep_it_open()
    {
        ConcentratorRig rig = await RigAsync((_, _, _) => null);
        Assert.Equal(PassThroughOutcome.TimedOut, (await rig.Bridge.ReadAsync(s_request, Stop)).Outcome);
        Assert.False(rig.Device.Stopped || rig.Bridge.IsOpen);
    }

    [Fact]
    public async Task A_caller_that_stops_does_not_keep_it_open()
    {
        using CancellationTokenSource stop = new();
        ConcentratorRig rig = await RigAsync((_, _, _) =>
        {
            stop.Cancel();
            return null;
        });
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await rig.Bridge.ReadAsync(s_request, stop.Token));
        Assert.False(rig.Device.Stopped || rig.Bridge.IsOpen);
    }

    [Fact]
    public async Task A_lost_answer_to_the_closing_is_asked_again_with_another_sequence()
    {
        int closings = 0;
        ConcentratorRig rig = await RigAsync((_, _, data) => [.. data, 1, 2, 3, 4]);
        rig.Way.Loses = request => request is [_, _, 1, _, _, Wire.StopScan, 0, ..] && ++closings == 1;
        Assert.Equal(PassThroughOutcome.Answered, (await rig.Bridge.ReadAsync(s_request, Stop)).Outcome);
        Assert.Equal(2, closings);
        Assert.Equal((byte)0x23, rig.Sequence.Passed);
        Assert.False(rig.Bridge.IsOpen);
    }

    [Fact]
    public async Task A_broken_link_leaves_it_open_until_the_next_connection()
    {
        ConcentratorRig? rig = null;
        rig = await RigAsync((_, _, _) =>
        {
            rig!.Way.Cut();
            return null;
        });
        Assert.NotEqual(PassThroughOutcome.Answered, (await rig.Bridge.ReadAsync(s_request, Stop)).Outcome);
        Assert.True(rig.Bridge.IsOpen && rig.Device.Stopped);
        Assert.Equal(1, rig.Notes.Count(1025));

        rig.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await rig.Link.ConnectAsync(Stop));
        Assert.Null(await rig.Bridge.StartScanIfStoppedAsync(Stop));
        Assert.False(rig.Bridge.IsOpen || rig.Device.Stopped);
    }

    [Fact]
    public async Task While_it_cannot_be_closed_the_start_of_the_scan_is_a_failure()
    {
        ConcentratorRig? rig = null;
        rig = await RigAsync((_, _, data) =>
        {
            _ = rig!.Device.Unknown.Add(Wire.StopScan);
            return [.. data, 1, 2, 3, 4];
        });
        _ = await rig.Bridge.ReadAsync(s_request, Stop);
        Assert.True(rig.Bridge.IsOpen);
        Assert.Contains("cannot be started", (await rig.Bridge.StartScanIfStoppedAsync(Stop))!.Detail, StringComparison.Ordinal);
        rig.Device.Unknown.Clear();
        Assert.Null(await rig.Bridge.StartScanIfStoppedAsync(Stop));
        Assert.False(rig.Bridge.IsOpen || rig.Device.Stopped);
    }

    [Fact]
    public async Task At_a_start_the_scan_is_started_once_because_a_crash_may_have_left_it()
    {
        ConcentratorRig rig = await RigAsync((_, _, _) => null);
        Assert.Null(await rig.Bridge.StartScanIfStoppedAsync(Stop));
        Assert.Null(await rig.Bridge.StartScanIfStoppedAsync(Stop));
        Assert.Equal([0], Scans(rig));
    }

    [Fact]
    public async Task A_concentrator_that_does_not_know_3F_is_polled_on()
    {
        ConcentratorRig rig = await RigAsync((_, _, _) => null);
        _ = rig.Device.Unknown.Add(Wire.StopScan);
        Assert.Null(await rig.Bridge.StartScanIfStoppedAsync(Stop));
        Assert.Equal(1, rig.Notes.Count(1026));
        Assert.Equal(PassThroughOutcome.TimedOut, (await rig.Bridge.ReadAsync(s_request, Stop)).Outcome);
        Assert.False(rig.Bridge.IsOpen);
    }

    [Fact]
    public async Task Where_it_is_not_configured_the_scan_is_never_touched()
    {
        ConcentratorRig rig = new();
        await rig.PollAsync();
        Assert.Null(await rig.Bridge.StartScanIfStoppedAsync(Stop));
        Assert.Empty(rig.Device.Done);
    }

    private static IEnumerable<int> Scans(ConcentratorRig rig) =>
        rig.Device.Done.Where(d => d.Command == Wire.StopScan).Select(d => (int)d.Data[0]);

    private static async Task<ConcentratorRig> RigAsync(Func<byte, byte, byte[], byte[]?> ied)
    {
        ConcentratorRig rig = new(new CoMaster { Ied = ied }, Station.Options() with { Bridge = true });
        await rig.PollAsync();
        return rig;
    }
}
