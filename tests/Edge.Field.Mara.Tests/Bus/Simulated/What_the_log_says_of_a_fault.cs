using Edge.Field.Mara.Bus;
using FirmwareSim.Devices.Bus;
using FirmwareSim.Devices.Plant;
using Microsoft.Extensions.Logging;
using TestKit.Logs;

namespace Edge.Field.Mara.Tests.Bus.Simulated;

/// <summary>
/// Each fault of the simulator, alone, for ten minutes of bus time: the log names who it is and why, once when it begins and once when it
/// is over, however many polls went wrong.
/// </summary>
[Trait("Category", "Slow")]
public sealed class What_the_log_says_of_a_fault : IDisposable
{
    private const int Lost = 1150;
    private const int Back = 1151;
    private const int ClockOff = 1153;
    private const int ClockRight = 1154;
    private const int Bad = 1157;
    private const int Well = 1158;
    private const int LineDisturbed = 1159;
    private const int LineQuiet = 1160;
    private const int Late = 1161;
    private const int InTime = 1162;

    private static readonly MaraBusOptions s_options =
        new() { Device = "bus", SyncPeriod = TimeSpan.Zero, SetTimePeriod = TimeSpan.FromMinutes(2) };

    private readonly BusRig _rig;
    private SimulatedBus _bus = null!;
    private SimulatedPort _port = null!;

    // A plant in which nothing happens.
    public What_the_log_says_of_a_fault() => _rig = new BusRig(s_options, port: (clock, passed) =>
    {
        var plant =
            new PlantOptions
            {
                IncidentsEvery = TimeSpan.FromDays(9),
                OperatorLeast = TimeSpan.FromDays(1),
                OperatorMost = TimeSpan.FromDays(2),
            };
        _bus = new SimulatedBus(new BusSetup(), new Substation(clock.GetUtcNow(), plant), plant.TimeZone);
        return _port = new SimulatedPort(_bus, clock, passed);
    });

    [Fact]
    public void Without_any_nothing()
    {
        _rig.Run(TimeSpan.FromMinutes(10));
        Assert.DoesNotContain(_rig.Notes.All, n => n.Level >= LogLevel.Warning);
    }

    [Fact]
    public void One_without_power_is_named_as_not_answering() =>
        Told(
            () => Ied(9).Connect(false), () => Ied(9).Connect(true), (Lost, "IED 9 ", "no answer in time"),
            (Back, "IED 9 ", "answers again"));

    [Fact]
    public void One_that_answers_late_is_named_and_no_other() =>
        Told(
            () => Ied(8).Slow = TimeSpan.FromMilliseconds(140), () => Ied(8).Slow = TimeSpan.Zero,
            (Late, "IED 8 ", "the time-out is 100 ms"), (InTime, "IED 8 ", "answers in time again"));

    [Fact]
    public void One_that_answers_far_too_late_is_lost_alone()
    {
        _rig.Run(TimeSpan.FromSeconds(30));
        Ied(8).Slow = TimeSpan.FromMilliseconds(900);
        _rig.Run(TimeSpan.FromMinutes(5));
        Ied(8).Slow = TimeSpan.Zero;
        _rig.Run(TimeSpan.FromMinutes(5));
        Assert.Contains("IED 8 ", Assert.Single(_rig.Notes.Of(Lost)), StringComparison.Ordinal);
        Assert.Equal(1, _rig.Notes.Count(Back));
    }

    [Theory]
    [InlineData(AnswerFault.BadCheck)]
    [InlineData(AnswerFault.LostByte)]
    [InlineData(AnswerFault.RepeatedByte)]
    public void One_whose_answers_never_come_whole_is_named_and_that_they_come(AnswerFault fault) =>
        Told(
            () => Ied(4).Spoil(fault, int.MaxValue), () => Ied(4).Spoil(fault, 0),
            (Lost, "IED 4 ", "bytes arrived, but no whole frame with a correct block check"), (Back, "IED 4 ", "answers again"));

    [Fact]
    public void One_IED_with_every_third_answer_spoiled_is_named() =>
        Told(
            () => Every(TimeSpan.FromSeconds(1.5), () => Ied(4).Spoil(AnswerFault.BadCheck, 1)), () => { },
            (Bad, "IED 4 ", "no whole frame with a correct block check"), (Well, "IED 4 ", "answers well again"));

    [Fact]
    public void Two_with_one_address_are_named_by_it() =>
        Told(
            () => _bus.Twin(10, true), () => _bus.Twin(10, false), (Lost, "IED 10 ", "no whole frame with a correct block check"),
            (Back, "IED 10 ", "answers again"));

    [Fact]
    public void A_clock_that_jumps_is_named() =>
        Told(
            () => Ied(12).Ied.JumpClock(TimeSpan.FromSeconds(40)), () => { }, (ClockOff, "IED 12 ", "limit is 100 ms"),
            (ClockRight, "IED 12 ", "right again"));

    [Fact]
    public void A_line_that_garbles_is_reported_as_the_line()
    {
        _rig.Run(TimeSpan.FromSeconds(30));
        _bus.Line.GarbleShare = 0.004;
        _rig.Run(TimeSpan.FromMinutes(5));
        _bus.Line.GarbleShare = 0;
        _rig.Run(TimeSpan.FromMinutes(5));
        Assert.Equal(1, _rig.Notes.Count(LineDisturbed));
        Assert.Equal(1, _rig.Notes.Count(LineQuiet));
        Assert.Equal(_rig.Notes.Count(Bad), _rig.Notes.Count(Well));
        Assert.InRange(_rig.Notes.All.Count(n => n.Level >= LogLevel.Warning), 1, 1 + _bus.Ieds.Count);
    }

    [Fact]
    public void One_that_sends_without_end_makes_each_of_the_others_lost_once()
    {
        _rig.Run(TimeSpan.FromSeconds(30));
        Ied(11).Babble(true);
        _rig.Run(TimeSpan.FromMinutes(5));
        Ied(11).Babble(false);
        Assert.True(_rig.RunUntil(() => Enumerable.Range(2, 11).All(a => _rig.Quality($"B{a}").IsGood), TimeSpan.FromSeconds(30)));
        _rig.Run(TimeSpan.FromMinutes(5));
        Assert.Equal(1, _rig.Notes.Count(LineDisturbed));
        Assert.Equal(1, _rig.Notes.Count(LineQuiet));
        foreach (int address in Enumerable.Range(2, 11))
        {
            Assert.Single(_rig.Notes.All, n => n.Id == Lost && n.Text.Contains($"IED {address} ", StringComparison.Ordinal));
            Assert.Single(_rig.Notes.All, n => n.Id == Back && n.Text.Contains($"IED {address} ", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void An_adapter_that_is_pulled_out_is_a_failure_of_the_port_and_of_no_IED()
    {
        _rig.Run(TimeSpan.FromSeconds(30));
        _port.Unplugged = true;
        _rig.Run(TimeSpan.FromMinutes(5));
        _port.Unplugged = false;
        _rig.Run(TimeSpan.FromMinutes(5));
        Assert.NotEmpty(_rig.Failures);
        Assert.All(_rig.Failures, f => Assert.Equal("it was unplugged", f.Detail));
        Assert.DoesNotContain(_rig.Notes.All, n => n.Level >= LogLevel.Warning);
    }

    public void Dispose() => _port.Dispose();

    private IedSlave Ied(int address) => _bus.Find(address)!;

    private void Every(TimeSpan period, Action act)
    {
        for (int i = 0; i < 100; i++)
        {
            act();
            _rig.Run(period);
        }
    }

    // What is said from the beginning of a fault on: exactly these two, in this order.
    private void Told(Action begin, Action end, (int Id, string Who, string Why) first, (int Id, string Who, string Why) last)
    {
        _rig.Run(TimeSpan.FromSeconds(30));
        int before = _rig.Notes.All.Count;
        begin();
        _rig.Run(TimeSpan.FromMinutes(5));
        end();
        _rig.Run(TimeSpan.FromMinutes(5));
        Note[] notes = [.. _rig.Notes.All.Skip(before).Where(n => n.Id is >= Lost and <= InTime)];
        Assert.Equal([first.Id, last.Id], notes.Select(n => n.Id));
        Assert.Equal((LogLevel.Warning, LogLevel.Information), (notes[0].Level, notes[1].Level));
        Assert.Contains(first.Who, notes[0].Text, StringComparison.Ordinal);
        Assert.Contains(first.Why, notes[0].Text, StringComparison.Ordinal);
        Assert.Contains(last.Who, notes[1].Text, StringComparison.Ordinal);
        Assert.Contains(last.Why, notes[1].Text, StringComparison.Ordinal);
    }
}
