using System.Net.Sockets;
using Edge.Field.Mara.Outstation;
using Microsoft.Extensions.Time.Testing;
using TestKit;
using TestKit.Field;

namespace Edge.Field.Mara.Tests.Outstation;

/// <summary>Many connections, good and bad, at a time: nothing is left of them, and who was there goes on as before.</summary>
public sealed class Storms_of_centres
{
    private const byte ReadRam = 0x06;

    private static readonly OutstationOptions Two = new()
    {
        Clients = [new() { Name = "good", Source = 0x40 }, new() { Name = "bad", Source = 0x41 }],
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_ninth_centre_is_refused_until_one_of_the_eight_leaves()
    {
        await using Site site = new(new()
        {
            Clients = [.. Enumerable.Range(0x40, 9).Select(s => new OutstationClientOptions { Name = $"c{s}", Source = (byte)s })],
        });
        await site.StartAsync();
        ControlCentre[] centres = [.. Enumerable.Range(0x40, 9).Select(s => site.Centre((byte)s))];
        try
        {
            for (int round = 0; round < 20; round++)
            {
                site.Happen();
                foreach (ControlCentre centre in centres[..8])
                {
                    // One question, one answer: no connection was closed for the ninth.
                    _ = centre.Take((await centre.AskAsync(Stop))!);
                }

                Assert.Null(await centres[8].AskAsync(Stop));
            }

            Assert.All(centres[..8], c => Assert.Equal(site.Made, c.Events));
            Assert.Equal(8, site.Connections);
            centres[3].Drop();
            do
            {
                _ = await centres[8].PollAsync(Stop);
            }
            while (centres[8].Events.Count < site.Made.Count);
            Assert.Equal(site.Made, centres[8].Events);
        }
        finally
        {
            Array.ForEach(centres, c => c.Dispose());
        }
    }

    /// <summary>
    /// Each connection ends in its own way: at once, after half a question, after a whole one, closed properly or broken, or not at all.
    /// </summary>
    [Fact]
    public async Task Hundreds_that_come_and_go_leave_nothing_and_hinder_no_good_centre()
    {
        await using Site site = new(Two);
        await site.StartAsync();
        using ControlCentre good = site.Centre();
        _ = await good.PollAsync(Stop);
        List<Socket> halfOpen = [];
        Task storm = Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(
            async () =>
            {
                for (int i = 0; i < 100; i++)
                {
                    await VisitAsync(site, (i + thread) % 6, halfOpen);
                }
            },
            Stop)));
        int asked = 0;
        do
        {
            site.Happen();
            _ = good.Take((await good.AskAsync(Stop))!);
            asked++;
        }
        while (!storm.IsCompleted || asked < 50);

        await storm;
        while (good.Events.Count < site.Made.Count)
        {
            _ = good.Take((await good.AskAsync(Stop))!);
        }

        Assert.Equal(site.Made, good.Events);
        halfOpen.ForEach(s => s.Dispose());
        await Eventually.TrueAsync(() => site.Connections == 1, "only the good centre is left", Stop);
        Assert.Equal(2, site.Journal.Readers);
        Assert.Equal(0, site.Notes.Count(1207));

        // The bad one lost nothing by it.
        using ControlCentre bad = site.Centre(0x41);
        while (bad.Events.Count < site.Made.Count)
        {
            _ = await bad.PollAsync(Stop);
        }

        Assert.Equal(site.Made, bad.Events);
    }

    [Fact]
    public async Task A_centre_that_connects_again_and_again_holds_no_place_of_others()
    {
        TaskCompletionSource<PassThroughAnswer> field = new(TaskCreationOptions.RunContinuationsAsynchronously);
        FakeField silent = new() { Answer = (_, _) => field.Task };
        FakeTimeProvider time = new(Station.Noon); // nobody's patience ends
        await using Site site = new(Two with { Diagnosis = true }, time: time) { Field = silent };
        await site.StartAsync();
        byte[] question = ControlCentre.Frame(0x01, 0x41, 0x20, ReadRam, 0x02, 0x00, 0x00, 0x10);
        List<ControlCentre> bad = [];
        try
        {
            for (int i = 0; i < 12; i++)
            {
                ControlCentre next = site.Centre(0x41);
                bad.Add(next);
                await next.ConnectAsync(Stop);
                await next.SendAsync(question, Stop);
                if (i == 0)
                {
                    await Eventually.TrueAsync(() => silent.Asked.Count == 1, "the field has the question", Stop);
                }
                else
                {
                    // It is closed when the next one asks, and not only when the field has answered.
                    Assert.False(await bad[i - 1].ReadAsync(1, Stop));
                }
            }

            using ControlCentre good = site.Centre();
            Assert.NotNull(await good.AskAsync(Stop));
            await Eventually.TrueAsync(() => site.Connections <= 3, "one is answered, one waits, and the good one", Stop);
            _ = Assert.Single(silent.Asked);

            // The late answer of the field goes to the connection that is left.
            field.SetResult(PassThroughAnswer.Of(new byte[] { 0xAB }));
            byte[] answer = (await bad[^1].ReadFrameAsync(Stop))!;
            Assert.Equal((ReadRam, 0xAB), (answer[5], answer[^3]));
            _ = Assert.Single(silent.Asked);
        }
        finally
        {
            bad.ForEach(c => c.Dispose());
        }
    }

    /// <summary>The first connection has ended, and its task still waits for the field: it is counted, but has no place.</summary>
    [Fact]
    public async Task A_connection_that_has_ended_holds_no_place()
    {
        TaskCompletionSource<PassThroughAnswer> field = new(TaskCreationOptions.RunContinuationsAsynchronously);
        FakeField silent = new() { Answer = (_, _) => field.Task };
        FakeTimeProvider time = new(Station.Noon); // nobody's patience ends
        await using Site site = new(Two with { Diagnosis = true, MaximumConnections = 2 }, time: time) { Field = silent };
        await site.StartAsync();
        byte[] question = ControlCentre.Frame(0x01, 0x41, 0x20, ReadRam, 0x02, 0x00, 0x00, 0x10);
        using ControlCentre first = site.Centre(0x41), again = site.Centre(0x41), good = site.Centre();
        await first.ConnectAsync(Stop);
        await first.SendAsync(question, Stop);
        await Eventually.TrueAsync(() => silent.Asked.Count == 1, "the field has the question", Stop);
        await again.ConnectAsync(Stop);
        await again.SendAsync(question, Stop);
        Assert.False(await first.ReadAsync(1, Stop));

        Assert.Equal(2, site.Connections);
        Assert.NotNull(await good.AskAsync(Stop));
        field.SetResult(PassThroughAnswer.Of(new byte[] { 0xAB }));
        Assert.NotNull(await again.ReadFrameAsync(Stop));
    }

    [Fact]
    public async Task A_known_centre_replaces_the_unknown_one_that_asked_longest_ago()
    {
        await using Site site = new(new()
        {
            Clients = [new() { Name = "good", Source = 0x40 }],
            AllowUnknown = true,
            MaximumConnections = 3,
        });
        await site.StartAsync();
        using ControlCentre first = site.Centre(0x50), second = site.Centre(0x51), third = site.Centre(0x52), good = site.Centre();
        foreach (ControlCentre unknown in (ControlCentre[])[first, second, third, first])
        {
            _ = await unknown.PollAsync(Stop);
        }

        Assert.NotNull(await good.AskAsync(Stop));
        Assert.False(await second.ReadAsync(1, Stop));
        _ = await first.PollAsync(Stop);
        _ = await third.PollAsync(Stop);
    }

    [Fact]
    public async Task Three_hundred_unknown_centres_use_no_more_queues_than_allowed()
    {
        await using Site site = new(new() { Clients = [new() { Name = "good", Source = 0x40 }], AllowUnknown = true });
        await site.StartAsync();
        using ControlCentre good = site.Centre();
        for (int i = 0; i < 300; i++)
        {
            site.Happen();
            using ControlCentre unknown = site.Centre((byte)(0x41 + (i % 150)));
            _ = await unknown.AskAsync(Stop);
            _ = await good.PollAsync(Stop);
        }

        while (good.Events.Count < site.Made.Count)
        {
            _ = await good.PollAsync(Stop);
        }

        Assert.Equal(site.Made, good.Events);
        Assert.InRange(site.Journal.Readers, 2, 1 + 8);
        await Eventually.TrueAsync(() => site.Connections == 1, "only the good centre is left", Stop);
    }

    private static async Task VisitAsync(Site site, int way, List<Socket> halfOpen)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(System.Net.IPAddress.Loopback, site.Port, Stop);
            byte[] question = ControlCentre.Frame(0x01, 0x41, 0x20, 0x10);
            switch (way)
            {
                case 0:
                    break;
                case 1:
                    _ = await socket.SendAsync(question.AsMemory(0, 5), Stop);
                    break;
                case 2:
                    _ = await socket.SendAsync(question, Stop);
                    break;
                case 3:
                    _ = await socket.SendAsync(question, Stop);
                    socket.Shutdown(SocketShutdown.Send);
                    break;
                case 4:
                    // Reads nothing of what it asks for.
                    for (int i = 0; i < 20; i++)
                    {
                        _ = await socket.SendAsync(question, Stop);
                    }

                    break;
                default:
                    lock (halfOpen)
                    {
                        halfOpen.Add(socket);
                    }

                    return;
            }

            if (way % 2 == 0)
            {
                socket.LingerState = new LingerOption(true, 0); // a reset
            }
        }
        catch (SocketException)
        {
            // Turned away, or hung up on: that is how it should be.
        }

        socket.Dispose();
    }
}
