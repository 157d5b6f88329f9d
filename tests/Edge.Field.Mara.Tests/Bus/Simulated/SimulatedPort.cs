using Edge.Field.Bus;
using FirmwareSim.Devices.Bus;
using Microsoft.Extensions.Time.Testing;

namespace Edge.Field.Mara.Tests.Bus.Simulated;

/// <summary>
/// The simulator's bus in virtual time, behind the interface that the master uses. It does as the serial bus does: the same silence, the
/// same deadlines, the driver on for the frame and a tenth of a byte more. Every byte passes the simulated wire, so every collision is seen
/// there.
/// </summary>
internal sealed class SimulatedPort : IFieldBus
{
    private const int LongestFrame = 253;

    private readonly FakeTimeProvider _clock;
    private readonly Action _passed;
    private readonly byte[] _received = new byte[4 * LongestFrame];
    private readonly TimeSpan _silence;
    private readonly TimeSpan _gap;
    private readonly TimeSpan _longest;

    public SimulatedPort(SimulatedBus bus, FakeTimeProvider clock, Action passed)
    {
        (Simulated, _clock, _passed) = (bus, clock, passed);
        _silence = ByteTime / 2;
        _gap = (32 * ByteTime) + TimeSpan.FromMilliseconds(20);
        _longest = LongestFrame * ByteTime;
    }

    public SimulatedBus Simulated { get; }

    public string Name => "ttyS1";

    public TimeSpan ByteTime { get; } = BusLine.Bytes(1, 9600);

    /// <summary>Whether the port is unplugged.</summary>
    public bool Unplugged { get; set; }

    public BusResult Ask(ReadOnlySpan<byte> question, Span<byte> answer, IFrameFinder finder, TimeSpan timeout)
    {
        if (Unplugged)
        {
            return new BusResult(BusOutcome.PortFailed, 0, _clock.GetTimestamp(), "it was unplugged");
        }

        TimeSpan end = Send(question);
        long stamp = _clock.GetTimestamp();
        TimeSpan firstBy = end + timeout;
        TimeSpan allBy = firstBy + _longest + (_longest / 20) + _gap;
        TimeSpan until = firstBy;
        int filled = 0;
        long began = 0;
        while (Simulated.Now < until && filled < _received.Length)
        {
            if (!Simulated.AdvanceToArrival(until))
            {
                break;
            }

            filled += Simulated.TryReadArrived(Simulated.Now, _received.AsSpan(filled, 1));
            began = began == 0 ? stamp + (Simulated.Now - end).Ticks : began;
            until = Min(Simulated.Now + _gap, allBy);
            if (finder.Find(_received.AsSpan(0, filled), out int start, out int length) == FrameProgress.Whole)
            {
                _received.AsSpan(start, length).CopyTo(answer);
                Pass();
                return new BusResult(BusOutcome.Answered, length, stamp) { Began = began };
            }
        }

        Pass();
        return new BusResult(filled > 0 ? BusOutcome.Garbled : BusOutcome.Silent, 0, stamp);
    }

    public BusResult Broadcast(ReadOnlySpan<byte> frame)
    {
        if (Unplugged)
        {
            return new BusResult(BusOutcome.PortFailed, 0, _clock.GetTimestamp(), "it was unplugged");
        }

        _ = Send(frame);
        Pass();
        return new BusResult(BusOutcome.Silent, 0, _clock.GetTimestamp());
    }

    public void Dispose()
    {
        // The simulated bus belongs to the test.
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    // The virtual clock may have gone on without the bus, as while the master rested.
    private TimeSpan Send(ReadOnlySpan<byte> frame)
    {
        Simulated.AdvanceTo(_clock.GetUtcNow() - Simulated.Origin);
        WaitForSilence();
        TimeSpan begin = Simulated.Now;
        Simulated.DriverOn(begin);
        Simulated.MasterSends(frame, begin);
        TimeSpan end = Simulated.Line.MasterSilentAt;
        Simulated.AdvanceTo(end);
        Simulated.DriverOff(end + (ByteTime / 10));
        Pass();
        return end;
    }

    private void WaitForSilence()
    {
        TimeSpan patience = Simulated.Now + _longest;
        while (Simulated.Now < patience)
        {
            TimeSpan quiet = Simulated.Now + _silence;
            bool any = Simulated.TryReadArrived(Simulated.Now, _received) > 0 || Simulated.AdvanceToArrival(quiet);
            if (!any && Simulated.Now >= quiet)
            {
                return;
            }
        }
    }

    private void Pass()
    {
        TimeSpan gone = Simulated.Origin + Simulated.Now - _clock.GetUtcNow();
        if (gone > TimeSpan.Zero)
        {
            _clock.Advance(gone);
        }

        _passed();
    }
}
