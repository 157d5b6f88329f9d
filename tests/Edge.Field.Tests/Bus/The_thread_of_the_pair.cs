using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Edge.Field.Bus;
using TestKit;
using TestKit.Ptys;

namespace Edge.Field.Tests.Bus;

public sealed partial class The_thread_of_the_pair
{
    private const int Granted = 1280;
    private const int Refused = 1281;

    // Fields 40 and 41 of /proc/PID/stat (proc(5)).
    private static readonly (int Priority, int Policy) s_ordinary = (0, 0);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Runs_in_real_time_and_those_that_it_starts_do_not()
    {
        CommandResult allowed = await Command.RunAsync("chrt", ["--fifo", "10", "true"], Stop);
        Assert.SkipUnless(
            allowed.ExitCode == 0,
            $"This machine allows no real-time priority ({allowed.All.Trim()}): run as root, or with 'ulimit -r' of 10 or more.");
        using SerialBusOnPty bus = new(o => o with { RealtimePriority = 7 });
        ((int, int) before, (int, int) after, (int, int) thread, (int, int) process) = await SerialBusOnPty.Run(() => OnAThread(() =>
        {
            (int, int) first = OwnScheduling();
            bus.Bus.PrepareThread();
            return (first, OwnScheduling(), OnAThread(OwnScheduling), ProcessScheduling());
        }));
        Assert.Equal(s_ordinary, before);
        Assert.Equal((7, 1), after); // SCHED_FIFO
        Assert.Equal(s_ordinary, thread);
        Assert.Equal(s_ordinary, process);
        Assert.Equal((1, 0), (bus.Notes.Count(Granted), bus.Notes.Count(Refused)));
    }

    [Fact]
    public async Task Works_without_it_where_the_system_refuses_and_logs_it_once()
    {
        Assert.SkipUnless(
            Rights.MostRealtime < 99, "This user may take any real-time priority ('ulimit -r' is 99), so nothing is refused.");
        using SerialBusOnPty bus = new(o => o with { RealtimePriority = 99 });
        Task<(BusResult, (int, int))> asked = SerialBusOnPty.Run(() => OnAThread(() =>
        {
            Rights.GiveUpNice();
            bus.Bus.PrepareThread();
            return (bus.Ask(Frames.Poll2), OwnScheduling());
        }));
        Assert.Equal(Frames.Poll2, bus.Pty.Read(8));
        bus.Pty.Write(Frames.Answer2);
        (BusResult result, (int, int) scheduling) = await asked;
        Assert.Equal((BusOutcome.Answered, s_ordinary), (result.Outcome, scheduling));
        string said = Assert.Single(bus.Notes.All, n => n.Id is Refused or Granted).Text;
        Assert.Contains("real-time priority 99 (Operation not permitted)", said, StringComparison.Ordinal);
        Assert.Contains("LimitRTPRIO=99", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_an_ordinary_one_where_none_is_wanted()
    {
        using SerialBusOnPty bus = new(o => o with { RealtimePriority = 0 });
        (int, int) scheduling = await SerialBusOnPty.Run(() => OnAThread(() =>
        {
            bus.Bus.PrepareThread();
            return OwnScheduling();
        }));
        Assert.Equal(s_ordinary, scheduling);
        Assert.DoesNotContain(bus.Notes.All, n => n.Id is Refused or Granted);
    }

    /// <summary>
    /// A line carries a byte in 87 µs. Who brings more (an adapter gone mad) is read at that pace, so that the thread waits in between.
    /// </summary>
    [Fact]
    public async Task Waits_also_while_more_arrives_than_a_line_can_carry()
    {
        using SerialBusOnPty bus = new();
        TimeSpan timeout = TimeSpan.FromMilliseconds(200);
        Task<BusResult> asked = bus.AskAsync(Frames.Poll2, timeout);
        Task flood = SerialBusOnPty.Run(() =>
        {
            while (!asked.IsCompleted)
            {
                _ = bus.Pty.Write(0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55);
            }

            return true;
        });
        BusResult result = await asked;
        await flood;
        Assert.Equal(BusOutcome.Garbled, result.Outcome);

        // The longest that it may listen, in bytes of the line, one look at each; the first 253 bytes are read as they come.
        TimeSpan longest = timeout + (bus.Bus.ByteTime * 253 * 1.05) + (bus.Bus.ByteTime * 32) + TimeSpan.FromMilliseconds(20);
        Assert.InRange(bus.Finder.Calls, 1, 253 + (int)(longest / bus.Bus.ByteTime) + 1024);
    }

    private static T OnAThread<T>(Func<T> work)
    {
        T? result = default;
        Exception? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                result = work();
            }
            catch (Exception e)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        return failure is null ? result! : throw new InvalidOperationException("The thread failed.", failure);
    }

    // The system starts it from the thread that calls, with the scheduling of that one where it is inherited.
    private static (int Priority, int Policy) ProcessScheduling()
    {
        using Process child = Process.Start(new ProcessStartInfo("cat", ["/proc/self/stat"]) { RedirectStandardOutput = true })!;
        string stat = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return SchedulingIn(stat);
    }

    private static (int Priority, int Policy) OwnScheduling() => SchedulingIn(File.ReadAllText("/proc/thread-self/stat"));

    private static (int Priority, int Policy) SchedulingIn(string stat)
    {
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' '); // from field 3 on
        return (int.Parse(fields[40 - 3], CultureInfo.InvariantCulture), int.Parse(fields[41 - 3], CultureInfo.InvariantCulture));
    }

    /// <summary>What the system allows this process and this thread.</summary>
    private static unsafe partial class Rights
    {
        private const int RealtimePriority = 14; // RLIMIT_RTPRIO
        private const uint Version = 0x2008_0522; // _LINUX_CAPABILITY_VERSION_3
        private const int Nice = 23; // CAP_SYS_NICE

        /// <summary>The highest real-time priority of a user without rights of his own.</summary>
        public static ulong MostRealtime
        {
            get
            {
                ulong* limit = stackalloc ulong[2];
                Assert.Equal(0, GetLimit(RealtimePriority, limit));
                return limit[0];
            }
        }

        /// <summary>Takes CAP_SYS_NICE from the thread that calls, and from no other: it should end soon.</summary>
        public static void GiveUpNice()
        {
            uint* header = stackalloc uint[2] { Version, 0 };
            uint* sets = stackalloc uint[6]; // effective, permitted and inheritable, the low words first
            Assert.Equal(0, GetCapabilities(header, sets));
            sets[0] &= ~(1u << Nice);
            Assert.Equal(0, SetCapabilities(header, sets));
        }

        [LibraryImport("libc.so.6", EntryPoint = "getrlimit")]
        private static partial int GetLimit(int resource, ulong* limit);

        [LibraryImport("libc.so.6", EntryPoint = "capget")]
        private static partial int GetCapabilities(uint* header, uint* sets);

        [LibraryImport("libc.so.6", EntryPoint = "capset")]
        private static partial int SetCapabilities(uint* header, uint* sets);
    }
}
