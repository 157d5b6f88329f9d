using System.Globalization;
using Edge.Gateway.Devices.Mara;
using TestKit;

namespace Edge.Gateway.Tests.Configuration;

public sealed class The_service_unit_allows_what_the_defaults_ask
{
    private readonly ILookup<string, string> _unit = File.ReadAllLines(Repository.PathOf("deploy", "systemd", "edge.service"))
        .Where(line => line.Contains('=', StringComparison.Ordinal) && line[0] != '#')
        .ToLookup(line => line[..line.IndexOf('=', StringComparison.Ordinal)],
            line => line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..]);

    /// <summary>systemd.exec(5): the limit lets a user without rights ask, and RestrictRealtime would refuse it all the same.</summary>
    [Fact]
    public void Real_time_priority_for_the_thread_of_a_bus()
    {
        int wanted = new BusConfiguration().RealtimePriority;
        Assert.Equal(wanted, int.Parse(Assert.Single(_unit["LimitRTPRIO"]), CultureInfo.InvariantCulture));
        Assert.Equal("no", Assert.Single(_unit["RestrictRealtime"]));
    }

    /// <summary>
    /// @system-service holds @resources, in which sched_setscheduler is (systemd-analyze syscall-filter); nothing may take it out again.
    /// </summary>
    [Fact]
    public void The_call_that_asks_for_it()
    {
        Assert.Contains("@system-service", _unit["SystemCallFilter"]);
        Assert.DoesNotContain(_unit["SystemCallFilter"], filter => filter.StartsWith('~'));
    }

    /// <summary>A thread that never waits would let nobody else run on a box with one core.</summary>
    [Fact]
    public void But_no_computing_without_end() => Assert.Single(_unit["LimitRTTIME"]);
}
