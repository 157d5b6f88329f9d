using CsCheck;
using Edge.Domain;
using TestKit;
using TestKit.Field;

namespace Edge.Field.Mara.Tests.Bus;

/// <summary>
/// Every event of every IED reaches the journal once and in order, wherever the line, the disk or the gateway fails (ADR 0005).
/// </summary>
public sealed class ExactlyOnceOnTheBusTests
{
    private enum Act
    {
        Happen,
        HappenOften,
        HappenEverywhere,
        RunLong,
        QuestionLost,
        AnswerLost,
        Garbled,
        NoiseBefore,
        LateAnswerOfAnother,
        OnlyAnotherAnswers,
        WrongSequence,
        WrongCommand,
        PortFails,
        GatewayDiesInMidExchange,
        CrashBeforeCommit,
        CrashAfterCommit,
        JournalFails,
        JournalWorks,
        DiskSlow,
        DiskFast,
        UartRestarts,
        CableCut,
        CableMended,
    }

    [Fact]
    public void Whatever_fails_every_event_is_journaled_once_and_in_order() =>
        Gen.Select(Gen.Enum<Act>(), Gen.Int[2, 12], Gen.Int[0, 300]).Array[1, 60].Sample(Live, iter: Seeds.OrUsually(300));

    [Fact]
    public void The_sequence_of_each_IED_alternates_00_and_80_from_the_start()
    {
        var rig = new BusRig();
        rig.Run(TimeSpan.FromSeconds(5));
        Assert.All(rig.Ieds, ied => Assert.Equal(
            Enumerable.Range(0, ied.Sequences.Count).Select(i => (byte)(i % 2 == 0 ? 0x00 : 0x80)), ied.Sequences));
        Assert.All(rig.Ieds, ied => Assert.InRange(ied.Sequences.Count, 5, 200));
    }

    [Theory]
    [InlineData(nameof(Fault.QuestionLost))]
    [InlineData(nameof(Fault.AnswerLost))]
    [InlineData(nameof(Fault.Garbled))]
    [InlineData(nameof(Fault.WrongSequence))]
    [InlineData(nameof(Fault.WrongCommand))]
    public void The_same_sequence_is_asked_again_until_it_is_answered(string fault)
    {
        var rig = new BusRig();
        rig.Run(TimeSpan.FromSeconds(2));
        rig.Ied(5).Happen(2);
        int failures = 0;
        rig.Bus.Next = a => a == 5 && failures++ < 3 ? Enum.Parse<Fault>(fault) : Fault.None;
        rig.Run(TimeSpan.FromSeconds(5));
        byte[] heard = [.. rig.Ied(5).Sequences];
        int longest = Enumerable.Range(0, heard.Length).Max(i => heard.Skip(i).TakeWhile(s => s == heard[i]).Count());
        Assert.Equal(fault == nameof(Fault.QuestionLost) ? 1 : 4, longest);
        Assert.Equal([0, 1], rig.Numbers(5));
        Assert.Equal(0, rig.Notes.Count(1150));
    }

    [Fact]
    public void The_next_sequence_waits_until_the_last_answer_is_in_the_journal()
    {
        var rig = new BusRig { JournalFails = true };
        rig.Run(TimeSpan.FromSeconds(10));
        Assert.All(rig.Ieds, ied => Assert.Equal([0x00], ied.Sequences));
        rig.JournalFails = false;
        rig.Run(TimeSpan.FromSeconds(5));
        Assert.All(rig.Ieds, ied => Assert.InRange(ied.Sequences.Count, 3, 100));
    }

    [Fact]
    public void After_a_crash_the_successor_of_the_journaled_sequence_is_asked()
    {
        var rig = new BusRig { Disk = TimeSpan.FromSeconds(1) };
        rig.Ied(2).Happen(3);
        rig.Run(TimeSpan.FromMilliseconds(500));
        rig.Crash();
        Assert.Empty(rig.Journal);
        rig.Run(TimeSpan.FromMilliseconds(500));
        Assert.Equal([0x00, 0x00], rig.Ied(2).Sequences);
        rig.Crash(afterCommit: true);
        Assert.Equal([0, 1, 2], rig.Numbers(2));
        rig.Disk = TimeSpan.FromMilliseconds(1);
        rig.Run(TimeSpan.FromSeconds(1));
        Assert.Equal([0x00, 0x00, 0x80], rig.Ied(2).Sequences.Take(3));
        Assert.Equal([0, 1, 2], rig.Numbers(2));
        Assert.Equal(0, rig.Ied(2).Waiting);
    }

    private static void Live((Act Act, int Ied, int Milliseconds)[] acts)
    {
        var rig = new BusRig();
        foreach ((Act act, int address, int milliseconds) in acts)
        {
            Do(rig, act, address);
            try
            {
                rig.Run(TimeSpan.FromMilliseconds(act == Act.RunLong ? 5_000 : milliseconds));
            }
            catch (GatewayDiedException)
            {
                rig.Crash();
            }
        }

        rig.Bus.Next = _ => Fault.None;
        (rig.JournalFails, rig.Disk) = (false, TimeSpan.FromMilliseconds(5));
        foreach (ScriptedIed ied in rig.Ieds)
        {
            ied.Connected = true;
        }

        rig.Run(TimeSpan.FromSeconds(120));
        Assert.All(rig.Ieds, ied =>
        {
            Assert.Equal(ied.Kept, rig.Numbers(ied.Address));
            Assert.Equal(0, ied.Waiting);
            Assert.True(rig.Quality($"P{ied.Address}").IsGood);
        });
        Assert.All(
            Links(rig.Journal),
            link => Assert.Equal(Enumerable.Range(0, link.Count()).Select(i => (int?)(i % 2)), link.Select(e => e.Motive)));
        Assert.Empty(rig.Notes.Errors);
    }

    // Lost, back, lost, back: never two of a kind.
    private static IEnumerable<IGrouping<int, FieldEvent>> Links(IEnumerable<FieldEvent> events) =>
        events.Where(e => e.Kind == FieldEventKind.Device).GroupBy(e => e.IedAddress);

    private static void Do(BusRig rig, Act act, int address)
    {
        switch (act)
        {
            case Act.Happen:
                rig.Ied(address).Happen();
                break;
            case Act.HappenOften:
                rig.Ied(address).Happen(7);
                break;
            case Act.HappenEverywhere:
                Array.ForEach(rig.Ieds, i => i.Happen(2));
                break;
            case Act.CrashBeforeCommit or Act.CrashAfterCommit:
                rig.Crash(act == Act.CrashAfterCommit);
                break;
            case Act.JournalFails or Act.JournalWorks:
                rig.JournalFails = act == Act.JournalFails;
                break;
            case Act.DiskSlow or Act.DiskFast:
                rig.Disk = TimeSpan.FromMilliseconds(act == Act.DiskSlow ? 900 : 2);
                break;
            case Act.UartRestarts:
                rig.Ied(address).RestartUart();
                break;
            case Act.CableCut or Act.CableMended:
                rig.Ied(address).Connected = act == Act.CableMended;
                break;
            case Act.GatewayDiesInMidExchange:
                rig.Bus.Next = Once(address, Fault.GatewayDies);
                break;
            case Act.PortFails:
                rig.Bus.Next = Once(null, Fault.PortFails);
                break;
            case Act.RunLong:
                break;
            default:
                rig.Bus.Next = Once(address, Enum.Parse<Fault>(act.ToString()));
                break;
        }
    }

    private static Func<int, Fault> Once(int? address, Fault fault)
    {
        bool done = false;
        return a =>
        {
            bool now = !done && (address is null || a == address);
            done |= now;
            return now ? fault : Fault.None;
        };
    }
}
