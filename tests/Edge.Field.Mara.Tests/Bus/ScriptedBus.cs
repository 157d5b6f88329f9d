using Edge.Field.Bus;
using Microsoft.Extensions.Time.Testing;
using TestKit.Field;

namespace Edge.Field.Mara.Tests.Bus;

/// <summary>What goes wrong with one exchange.</summary>
internal enum Fault
{
    None,
    QuestionLost,
    AnswerLost,
    Garbled,
    NoiseBefore,
    LateAnswerOfAnother,
    OnlyAnotherAnswers,
    WrongSequence,
    WrongCommand,
    GatewayDies,
    PortFails,
}

/// <summary>The gateway is gone in the middle of an exchange.</summary>
internal sealed class GatewayDiedException : Exception;

/// <summary>A bus at 9600 bit/s in virtual time: every byte takes its time, each IED 5 ms to turn round.</summary>
internal sealed class ScriptedBus(FakeTimeProvider clock, params ScriptedIed[] ieds) : IFieldBus
{
    public static readonly TimeSpan TurnRound = TimeSpan.FromMilliseconds(5);

    private static readonly TimeSpan s_gap = TimeSpan.FromMilliseconds(20);

    public string Name => "ttyS1";

    public TimeSpan ByteTime { get; init; } = TimeSpan.FromTicks(10_417);

    /// <summary>What the bus adds before each frame: silence, switching.</summary>
    public TimeSpan Added { get; set; } = TimeSpan.FromMicroseconds(300);

    /// <summary>What goes wrong with the next exchanges with an address; nothing when it is empty.</summary>
    public Func<int, Fault> Next { get; set; } = _ => Fault.None;

    /// <summary>Called whenever time has passed.</summary>
    public Action Passed { get; set; } = () => { };

    /// <summary>Each broadcast and when its last bit had left, UTC.</summary>
    public List<(byte[] Frame, DateTimeOffset End)> Broadcasts { get; } = [];

    /// <summary>Whom it asked.</summary>
    public List<int> Asked { get; } = [];

    /// <summary>How long the bus was used: bytes and turn-rounds.</summary>
    public TimeSpan Busy { get; private set; }

    public bool Disposed { get; private set; }

    public BusResult Ask(ReadOnlySpan<byte> question, Span<byte> answer, IFrameFinder finder, TimeSpan timeout)
    {
        byte[] frame = question.ToArray();
        int address = frame[2];
        Asked.Add(address);
        Fault fault = Next(address);
        if (fault == Fault.PortFails)
        {
            return new BusResult(BusOutcome.PortFailed, 0, 0, "it was unplugged");
        }

        Pass(Added, used: false);
        Pass(ByteTime * frame.Length);
        long stamp = clock.GetTimestamp();
        byte[]? reply = fault == Fault.QuestionLost ? null : Array.Find(ieds, i => i.Address == address && i.Connected)?.Hear(frame);
        if (fault == Fault.GatewayDies)
        {
            throw new GatewayDiedException();
        }

        byte[]? arrived = reply is null ? null : Spoil(reply, fault);
        if (arrived is null)
        {
            Pass(timeout, used: false);
            return new BusResult(BusOutcome.Silent, 0, stamp);
        }

        Pass(TurnRound);
        Pass(ByteTime * arrived.Length);
        if (finder.Find(arrived, out int start, out int length) == FrameProgress.Whole)
        {
            arrived.AsSpan(start, length).CopyTo(answer);
            return new BusResult(BusOutcome.Answered, length, stamp);
        }

        Pass(s_gap, used: false);
        return new BusResult(BusOutcome.Garbled, 0, stamp);
    }

    public BusResult Broadcast(ReadOnlySpan<byte> frame)
    {
        Assert.Equal(0xFF, frame[2]);
        if (Next(0xFF) == Fault.PortFails)
        {
            return new BusResult(BusOutcome.PortFailed, 0, 0, "it was unplugged");
        }

        Pass(Added, used: false);
        Pass(ByteTime * frame.Length);
        Broadcasts.Add((frame.ToArray(), clock.GetUtcNow()));
        return new BusResult(BusOutcome.Silent, 0, clock.GetTimestamp());
    }

    public void Dispose() => Disposed = true;

    private static byte[]? Spoil(byte[] reply, Fault fault)
    {
        byte[] data = reply[6..^2];
        byte[] other = Wire.Frame(0x01, 0x3E, reply[4], Wire.Poll, [1, 1, 1, 1]);
        return fault switch
        {
            Fault.AnswerLost => null,
            Fault.Garbled => [.. reply[..^1], (byte)(reply[^1] ^ 0x04)],
            Fault.NoiseBefore => [0xFE, 0xF0, 0x00, 0xFE, .. reply],
            Fault.LateAnswerOfAnother => [.. other, .. reply],
            Fault.OnlyAnotherAnswers => other,
            Fault.WrongSequence => Wire.Frame(0x01, reply[3], reply[4] ^ 0x40, reply[5], data),
            Fault.WrongCommand => Wire.Frame(0x01, reply[3], reply[4], 0x1A, data),
            _ => reply,
        };
    }

    private void Pass(TimeSpan time, bool used = true)
    {
        clock.Advance(time);
        Busy += used ? time : TimeSpan.Zero;
        Passed();
    }
}
