using System.Net.Sockets;
using CsCheck;
using Edge.Field.Mara.Outstation;
using Microsoft.Extensions.Time.Testing;
using TestKit;
using TestKit.Field;
using TestKit.Journals;
using TestKit.Logs;

namespace Edge.Field.Mara.Tests.Outstation;

/// <summary>Whatever one centre does, the others are answered.</summary>
public sealed class Hostile_centres
{
    private static readonly OutstationOptions Two = new()
    {
        Clients = [new() { Name = "good", Source = 0x40 }, new() { Name = "bad", Source = 0x41 }],
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_question_in_pieces_and_between_noise_is_answered()
    {
        await using Site site = new();
        await site.StartAsync();
        using ControlCentre centre = site.Centre();
        await centre.ConnectAsync(Stop);
        await centre.SendAsync([0x00, 0xFE, 0x07, 0xFE, 0xFE, 0x55], Stop);
        foreach (byte one in centre.Question())
        {
            await centre.SendAsync([one], Stop);
        }

        _ = centre.Take((await centre.ReadFrameAsync(Stop))!);

        byte[] wrong = centre.Question();
        wrong[^1] ^= 0x01;
        await centre.SendAsync([.. wrong, .. centre.Question()], Stop);
        _ = centre.Take((await centre.ReadFrameAsync(Stop))!);
    }

    [Fact]
    public async Task A_begun_frame_that_swallows_a_question_is_given_up_after_its_time()
    {
        await using Site site = new(new() { Clients = [new() { Name = "centre" }], FrameTimeout = TimeSpan.FromMilliseconds(50) });
        await site.StartAsync();
        using ControlCentre centre = site.Centre();
        await centre.ConnectAsync(Stop);
        await centre.SendAsync([0xFE, 0x80, .. centre.Question()], Stop);
        _ = centre.Take((await centre.ReadFrameAsync(Stop))!);
    }

    /// <summary>Noise, cut and changed frames, and right frames of every command, in any order and in any pieces.</summary>
    [Fact]
    public async Task Whatever_bytes_come_the_next_good_question_is_answered()
    {
        await using Site site = new(Two with { Control = true, Diagnosis = true, SetTime = true }) { Field = new() };
        await site.StartAsync();
        site.Happen(100);
        using ControlCentre bad = site.Centre(0x41);
        Gen<byte[]> frames = Gen.Select(
            OneOf(0x01, 0xFF, 0x02), OneOf(0x41, 0x41, 0x42), Gen.Byte, Gen.Byte, Gen.Byte.Array[0, 245],
            (to, from, sequence, command, data) => ControlCentre.Frame(to, from, sequence, command, data));
        Gen<byte[]> cut = Gen.Select(frames, Gen.Int[0, 252], (frame, at) => frame[..(at % frame.Length)]);
        Gen<byte[]> changed = Gen.Select(frames, Gen.Int[0, 252], Gen.Byte, (frame, at, with) => Change(frame, at % frame.Length, with));
        Gen<byte[][]> streams = Gen.OneOf(Gen.Byte.Array[0, 300], frames, cut, changed).Array[1, 12];
        await streams.SampleAsync(
            async pieces =>
            {
                try
                {
                    await bad.ConnectAsync(Stop);
                    foreach (byte[] piece in pieces)
                    {
                        await bad.SendAsync(piece, Stop);
                    }
                }
                catch (SocketException)
                {
                    // It was hung up on: a source that is not served was among them.
                }

                bad.Drop();
            },
            iter: Seeds.OrUsually(300), threads: 1);
        using ControlCentre good = site.Centre();
        while (good.Events.Count < site.Made.Count)
        {
            _ = await good.PollAsync(Stop);
        }

        Assert.Equal(site.Made, good.Events);
        Assert.Equal(0, site.Notes.Count(1207));
        _ = await bad.PollAsync(Stop);

        static Gen<int> OneOf(params int[] these) => Gen.Int[0, these.Length - 1].Select(i => these[i]);

        static byte[] Change(byte[] frame, int at, byte with)
        {
            frame[at] = with;
            return frame;
        }
    }

    [Fact]
    public async Task Endless_garbage_ends_only_its_own_connection()
    {
        await using Site site = new(Two);
        await site.StartAsync();
        using ControlCentre good = site.Centre(), bad = site.Centre(0x41);
        _ = await good.PollAsync(Stop);
        await bad.ConnectAsync(Stop);
        byte[] garbage = new byte[16 * 1024];
        new Random(7).NextBytes(garbage);
        await Assert.ThrowsAsync<SocketException>(async () =>
        {
            while (true)
            {
                await bad.SendAsync(garbage, Stop);
            }
        });
        _ = await good.PollAsync(Stop);
        await Eventually.TrueAsync(() => site.Notes.Count(1206) == 1, "it is said", Stop);
        _ = await bad.PollAsync(Stop);
    }

    [Fact]
    public async Task A_centre_that_does_not_read_its_answers_is_closed_and_hinders_none()
    {
        await using Site site = new(Two with { SendTimeout = TimeSpan.FromMilliseconds(200) });
        await site.StartAsync();
        site.Happen(30);
        using ControlCentre good = site.Centre(), bad = site.Centre(0x41);
        await bad.ConnectAsync(Stop);
        Task flood = Task.Run(
            () => Assert.ThrowsAsync<SocketException>(async () =>
            {
                while (true)
                {
                    await bad.SendAsync(bad.Question(), Stop);
                }
            }),
            Stop);
        do
        {
            _ = await good.PollAsync(Stop);
        }
        while (!flood.IsCompleted || good.Events.Count < site.Made.Count);

        await flood;
        Assert.Equal(site.Made, good.Events);
        await Eventually.TrueAsync(() => site.Notes.Count(1203) == 1, "it is said", Stop);
        Assert.Contains("did not read", site.Notes.TextOf(1203), StringComparison.Ordinal);
        bad.Drop();
        _ = await bad.PollAsync(Stop);
        _ = await bad.PollAsync(Stop);
        Assert.Equal(site.Made, bad.Events);
    }

    [Fact]
    public async Task A_flood_is_answered_at_its_bound_and_the_rest_waits_in_its_own_socket()
    {
        FakeTimeProvider time = new(Station.Noon);
        await using Site site = new(Two, time: time);
        site.Options = site.Options with { QuestionsPerSecond = 5 };
        await site.StartAsync();
        using ControlCentre good = site.Centre(), bad = site.Centre(0x41);
        await bad.ConnectAsync(Stop);
        for (int i = 0; i < 12; i++)
        {
            await bad.SendAsync(bad.Question(), Stop);
        }

        for (int second = 0; second < 2; second++)
        {
            for (int i = 0; i < 5; i++)
            {
                Assert.NotNull(await bad.ReadFrameAsync(Stop));
            }

            // The good one is answered though the other one has to wait.
            _ = await good.PollAsync(Stop);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.NotNull(await bad.ReadFrameAsync(Stop));
        Assert.NotNull(await bad.ReadFrameAsync(Stop));
    }

    [Fact]
    public async Task One_connection_more_than_allowed_is_refused_and_logged_once()
    {
        await using Site site = new(new() { Clients = [.. Enumerable.Range(0x40, 4).Select(s => Client(s))], MaximumConnections = 2 });
        await site.StartAsync();
        using ControlCentre a = site.Centre(0x40), b = site.Centre(0x41), c = site.Centre(0x42);
        _ = await a.PollAsync(Stop);
        _ = await b.PollAsync(Stop);
        for (int i = 0; i < 3; i++)
        {
            Assert.Null(await c.AskAsync(Stop));
        }

        Assert.Equal(1, site.Notes.Count(1205));
        a.Drop();
        _ = await c.PollAsync(Stop);

        static OutstationClientOptions Client(int source) => new() { Name = $"centre-{source}", Source = (byte)source };
    }

    [Fact]
    public async Task A_connection_without_a_question_loses_its_place_to_one_that_asks()
    {
        await using Site site = new(new() { Clients = [new() { Name = "centre" }], MaximumConnections = 2 });
        await site.StartAsync();
        using ControlCentre mute = site.Centre(), mute2 = site.Centre(), centre = site.Centre();
        await mute.ConnectAsync(Stop);
        await mute2.ConnectAsync(Stop);
        _ = await centre.PollAsync(Stop);
        Assert.False(await mute.ReadAsync(1, Stop));
    }

    [Fact]
    public async Task A_connection_without_a_question_is_closed_after_a_while()
    {
        FakeTimeProvider time = new(Station.Noon);
        await using Site site = new(time: time);
        await site.StartAsync();
        using ControlCentre mute = site.Centre(), quiet = site.Centre();
        await mute.ConnectAsync(Stop);
        _ = await quiet.PollAsync(Stop);
        time.Advance(TimeSpan.FromSeconds(32));
        Assert.False(await mute.ReadAsync(1, Stop));
        _ = await quiet.PollAsync(Stop);
        time.Advance(TimeSpan.FromMinutes(11));
        Assert.False(await quiet.ReadAsync(1, Stop));
    }

    [Fact]
    public async Task A_centre_that_connects_again_takes_the_place_of_its_older_connection()
    {
        await using Site site = new();
        await site.StartAsync();
        site.Happen(3);
        using ControlCentre older = site.Centre(), newer = site.Centre();
        byte[] answer = (await older.AskAsync(Stop))!;
        Assert.Equal(answer, await newer.AskAsync(Stop));
        Assert.False(await older.ReadAsync(1, Stop));
        _ = newer.Take(answer);
        Assert.Empty((await newer.PollAsync(Stop)).Events);
    }

    [Fact]
    public async Task A_centre_that_reconnects_all_the_time_is_logged_once_a_minute()
    {
        await using Site site = new();
        await site.StartAsync();
        using ControlCentre centre = site.Centre();
        for (int i = 0; i < 20; i++)
        {
            _ = await centre.PollAsync(Stop);
            centre.Drop();
        }

        Assert.Equal(1, site.Notes.Count(1202));
        Assert.InRange(site.Notes.Count(1203), 0, 1);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_said_once_and_had_as_soon_as_it_is_free()
    {
        using Socket other = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        other.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        other.Listen();
        FakeTimeProvider time = new(Station.Noon);
        Notes<OutstationServer> notes = new();
        OutstationOptions options = new() { Listen = (System.Net.IPEndPoint)other.LocalEndPoint!, Clients = [new() { Name = "centre" }] };
        using OutstationServer server = new(
            options, new StationImage(Site.Ieds, time, TimeSpan.FromHours(1)), new MemoryJournal(), null, Station.Zone, time, notes);
        using CancellationTokenSource stop = new();
        Task running = server.RunAsync(stop.Token);
        await Eventually.TrueAsync(() => notes.Count(1201) == 1, "it is said", Stop);
        time.Advance(TimeSpan.FromSeconds(5));
        other.Dispose();
        await Eventually.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(30));
                return server.Endpoint is not null;
            },
            "it listens", Stop);
        Assert.Equal(1, notes.Count(1201));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }
}
