using FirmwareSim.Devices.Replay;
using FirmwareSim.Devices.Simulation;
using TestKit;

namespace FirmwareSim.Devices.Tests;

public sealed class ReplayTests : IDisposable
{
    // Two answers of one IED without events: 52 closed with P = 0x0123, then 52 open with the zero of no pulses.
    private static readonly byte[] First =
        RawCentre.Frame([0x40, 0x01, 0x0D, 0x10, 0x07, 0x44, 1, 0, 0, 0, 0, 0x03, 0x01, 0x00, 0x03, 0x23, 0x01, 0x01]);

    private static readonly byte[] Second =
        RawCentre.Frame([0x40, 0x01, 0x0E, 0x10, 0x07, 0x44, 1, 0, 0, 0, 0, 0x03, 0x00, 0x00, 0x03, 0x00, 0x40, 0x01]);

    private readonly TemporaryFolder _folder = new();

    private string Recording => _folder.At("recording.txt");

    public void Dispose() => _folder.Dispose();

    private Task<SimulatedStation> StartAsync(params string[] lines)
    {
        File.WriteAllLines(Recording, lines);
        return SimulatedStation.StartAsync(new() { ReplayFile = Recording });
    }

    private static string Spaced(byte[] bytes) => string.Join(' ', bytes.Select(b => b.ToString("x2", null)));

    [Fact]
    public async Task Each_new_poll_gets_the_next_frame_with_its_own_SEC_round_and_round()
    {
        await using SimulatedStation station =
            await StartAsync("# a recording", "", Spaced(First), "  " + Convert.ToHexString(Second) + " ");
        await using RawCentre centre = await RawCentre.ConnectAsync(station.EndPoint);

        byte[] one = await centre.PollAsync(0x20);
        byte[] again = await centre.PollAsync(0x20);
        byte[] two = await centre.PollAsync(0x21);
        byte[] three = await centre.PollAsync(0x22);

        Assert.Equal(RawCentre.Frame([0x40, 0x01, 0x20, .. First[5..^2]]), one);
        Assert.Equal(one, again);
        Assert.Equal(RawCentre.Frame([0x40, 0x01, 0x21, .. Second[5..^2]]), two);
        Assert.Equal(RawCentre.Frame([0x40, 0x01, 0x22, .. First[5..^2]]), three);
        Assert.Equal(3, station.Status.Polls);
    }

    [Fact]
    public async Task The_events_of_a_frame_come_once_and_its_values_in_every_round()
    {
        // The first answer again, with one event: 52 of IED 1 opened on 2026-01-02 at 03:04:05.5.
        byte[] values = First[5..^3];
        byte[] happened = [0x01, 0x00, 0x1A, 0x01, 0x02, 0x03, 0x04, 0x05, 0x00, 0x40];
        await using SimulatedStation station = await StartAsync(Spaced(RawCentre.Frame([0x40, 0x01, 0x0D, .. values, 0x0B, .. happened])));
        await using RawCentre centre = await RawCentre.ConnectAsync(station.EndPoint);

        Assert.Equal(RawCentre.Frame([0x40, 0x01, 0x20, .. values, 0x0B, .. happened]), await centre.PollAsync(0x20));
        Assert.Equal(RawCentre.Frame([0x40, 0x01, 0x21, .. values, 0x01]), await centre.PollAsync(0x21));
        Assert.Equal(RawCentre.Frame([0x40, 0x01, 0x22, .. values, 0x01]), await centre.PollAsync(0x22));
    }

    [Fact]
    public async Task Whoever_asks_is_answered_under_his_own_address()
    {
        await using SimulatedStation station = await StartAsync(Spaced(First));
        await using RawCentre centre = await RawCentre.ConnectAsync(station.EndPoint);

        await centre.SendAsync(RawCentre.Frame([0x01, 0x3F, 0x20, 0x10]));

        Assert.Equal(RawCentre.Frame([0x3F, 0x01, 0x20, .. First[5..^2]]), await centre.ReceiveAsync());
    }

    [Theory]
    [InlineData("FE 0", "odd number")]
    [InlineData("FE 08 ZZ 40 80 10 80 A7", "\"ZZ\" (byte 2) is not hexadecimal")]
    [InlineData("FD 08 01 40 80 10 80 A7", "begins with FE")]
    [InlineData("FE 09 01 40 80 10 80 A7", "says that it has 9 bytes, the line has 8")]
    [InlineData("FE 08 01 40 80 10 80 A8", "block check is 80 A8 and should be 80 A7")]
    [InlineData("FE 08 01 40 80 1A 80 9D", "answer to command 1A")]
    public async Task A_wrong_line_is_named_with_its_number_and_its_fault(string line, string fault)
    {
        SimulatorStartException e = await Assert.ThrowsAsync<SimulatorStartException>(() => StartAsync("# head", Spaced(First), line));

        Assert.StartsWith($"{Recording}:3: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(fault, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ARecording_without_a_frame_is_refused_and_so_is_one_that_is_not_there()
    {
        Assert.Contains("holds no frame", (await Assert.ThrowsAsync<SimulatorStartException>(() => StartAsync("# nothing"))).Message,
            StringComparison.Ordinal);
        SimulatedStationOptions options = new() { ReplayFile = Recording + ".absent" };
        Assert.Contains(
            "cannot be read", (await Assert.ThrowsAsync<SimulatorStartException>(() => SimulatedStation.StartAsync(options))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replay_has_no_bays_and_says_so()
    {
        await using SimulatedStation station = await StartAsync(Spaced(First));

        Assert.Equal("replay", station.Status.Mode);
        Assert.Contains(
            "a recording is playing", Assert.Throws<InvalidOperationException>(() => station.Open("F3")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_captured_answers_of_a_real_station_can_be_replayed()
    {
        string? root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(Path.Combine(root, "Edge.sln")))
        {
            root = Path.GetDirectoryName(root);
        }

        string file = Path.Combine(root ?? ".", "..", "shared", "data", "poll-answers-2014-01-13.txt");
        Assert.SkipUnless(File.Exists(file), "the captured answers are not on this machine (../shared/data beside the repository)");

        Assert.Equal(100, ReplayFile.Load(file).Count);
    }
}
