using System.Net.Sockets;
using CsCheck;
using TestKit;
using TestKit.Journals;

namespace Edge.Field.Mara.Tests.Outstation;

/// <summary>
/// Any interleaving of questions, repeats, lost answers, restarts and failing disks delivers each event exactly once and in order.
/// </summary>
[Trait("Category", "Slow")]
public sealed class Any_order_of_misfortunes
{
    private enum Act
    {
        Happen,
        HappenMany,
        Samples,
        Poll,
        Ask,
        AskAndDrop,
        Drop,
        OtherCommand,
        Restart,
        DiskFull,
        DiskDoubtful,
        DiskSound,
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Gives_each_event_exactly_once_to_each_of_two_centres(bool alternates)
    {
        // Two centres take turns as the pairs say: the second number picks who acts.
        Gen<(Act, int)[]> plans = Gen.Select(Gen.Enum<Act>(), Gen.Int[0, 1]).Array[1, 60];
        await plans.SampleAsync(
            async plan =>
            {
                await using Site site = new(new() { Clients = [new() { Name = "a", Source = 0x40 }, new() { Name = "b", Source = 0x41 }] });
                await site.StartAsync();
                using ControlCentre a = site.Centre(0x40, alternates), b = site.Centre(0x41, !alternates);
                ControlCentre[] centres = [a, b];
                foreach ((Act act, int who) in plan)
                {
                    await DoAsync(site, act, centres[who]);
                }

                site.Journal.Disk = Disk.Sound;
                foreach (ControlCentre centre in centres)
                {
                    // One more poll than needed: it brings nothing.
                    while (centre.Events.Count < site.Made.Count)
                    {
                        _ = await centre.PollAsync(Stop);
                    }

                    _ = await centre.PollAsync(Stop);
                    Assert.Equal(site.Made, centre.Events);
                }
            },
            iter: Seeds.OrUsually(150), threads: 1);
    }

    private static async Task DoAsync(Site site, Act act, ControlCentre centre)
    {
        switch (act)
        {
            case Act.Happen:
                site.Happen();
                break;
            case Act.HappenMany:
                site.Happen(23);
                break;
            case Act.Samples:
                site.Journal.Samples();
                site.Journal.Happen(Site.Event(1), comaster: 9);
                break;
            case Act.Poll:
                if (await TryAsync(site, centre, 0x10) is { } answer)
                {
                    _ = centre.Take(answer);
                }

                break;
            case Act.Ask:
                _ = await TryAsync(site, centre, 0x10);
                break;
            case Act.AskAndDrop:
                await Site.SendOnlyAsync(centre);
                break;
            case Act.OtherCommand:
                // Only where no poll waits for its answer: a centre asks one thing at a time.
                if (centre.Settled && await TryAsync(site, centre, 0x1A) is not null)
                {
                    centre.Next();
                }

                break;
            case Act.Drop:
                centre.Drop();
                break;
            case Act.Restart:
                await site.RestartAsync();
                break;
            case Act.DiskFull:
                site.Journal.Disk = Disk.Full;
                break;
            case Act.DiskDoubtful:
                site.Journal.Disk = Disk.Doubtful;
                break;
            case Act.DiskSound:
                site.Journal.Disk = Disk.Sound;
                break;
        }
    }

    /// <summary>Asks; null where the connection broke, or where the journal failed and so no answer comes.</summary>
    private static async Task<byte[]?> TryAsync(Site site, ControlCentre centre, int command)
    {
        int failures = site.Journal.Failures;
        Task<byte[]?> asking = centre.AskAsync(Stop, command);
        bool broken = false;
        while (!asking.IsCompleted)
        {
            if (site.Journal.Failures > failures)
            {
                // Again and again: it may be connecting just now.
                broken = true;
                centre.Break();
            }

            _ = await Task.WhenAny(asking, Task.Delay(1, Stop));
        }

        try
        {
            byte[]? answer = await asking;
            if (!broken)
            {
                return answer;
            }
        }
        catch (Exception e) when (broken && (e is SocketException or ObjectDisposedException))
        {
            // It was broken under the waiting read.
        }

        centre.Drop();
        return null;
    }
}
