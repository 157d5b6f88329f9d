using Edge.Field.Mara.Bus;
using Edge.Field.Time;
using Edge.Pipeline;
using Edge.Protocols.Mara;
using Microsoft.Extensions.Time.Testing;
using TestKit.Field;
using TestKit.Logs;

namespace Edge.Field.Mara.Tests.Bus;

/// <summary>The parts of the master of a bus with the eleven IEDs of <see cref="BusRig.Profile"/>, each alone and without a line.</summary>
internal sealed class BusParts
{
    public BusParts()
    {
        Ieds = MaraBusIeds.Of(BusRig.Options, BusRig.Profile, new StationClock(Station.Zone, Clock));
        Gathering = new MaraBusGathering("bus", Ieds, Clock);
        Values = new MaraBusValues(Gathering, Image, 0);
        Quality = new MaraLineQuality("bus", Ieds.Length, Notes);
        Health = new MaraBusHealth(Gathering, Values, Quality, Clock, Notes);
        Late = new MaraLateAnswers("bus", Ieds, TimeSpan.FromMilliseconds(100), Clock, Notes);
        Failures = new MaraBusFailures("ttyTest", Gathering, Values, Clock);
        Events = new MaraEventIntake(Gathering, BusRig.Options.Mask, Clock, Notes);
        var variables = new MaraVariablesIntake(Gathering, TimeSpan.FromMilliseconds(100), () => TimesWanted++, Clock, Notes);
        Intake = new MaraAnswerIntake(Gathering, Values, Health, Events, variables, Notes);
    }

    public FakeTimeProvider Clock { get; } = new(BusRig.Begin);

    public Notes<MaraBusDriver> Notes { get; } = new();

    public BusRig.ImageNotes Image { get; } = new();

    public MaraBusIed[] Ieds { get; }

    public MaraBusGathering Gathering { get; }

    public MaraBusValues Values { get; }

    public MaraLineQuality Quality { get; }

    public MaraBusHealth Health { get; }

    public MaraLateAnswers Late { get; }

    public MaraBusFailures Failures { get; }

    public MaraEventIntake Events { get; }

    public MaraAnswerIntake Intake { get; }

    public int TimesWanted { get; private set; }

    public MaraBusIed Ied(int address) => Ieds[address - 2];

    /// <summary>What an IED answers: healthy, one digital word, two analogue words, and these events.</summary>
    public static byte[] Sections(byte uartRestarts, params byte[][] events) =>
        Wire.Answer([0x47, 1, 0, 0, 0, uartRestarts], [1, 0], [100, 0, 0x00, 0x40], events);

    /// <summary>The intake processes an answer to a poll.</summary>
    public IntakeResult Process(int address, byte sequence, byte[] sections, bool mayBeOld = false) =>
        TakeFrame(address, Wire.Frame(0x01, address, sequence, Wire.Poll, sections), mayBeOld);

    /// <summary>The intake processes a frame in answer to a poll.</summary>
    public IntakeResult TakeFrame(int address, byte[] bytes, bool mayBeOld = false)
    {
        Assert.True(MaraFrame.TryParse(bytes, out MaraFrame frame, out _));
        return Intake.Process(Ied(address), frame, mayBeOld, Clock.GetTimestamp(), Clock.GetUtcNow());
    }

    /// <summary>What was gathered, handed over and journaled.</summary>
    public Scan Journal()
    {
        Gathering.Offer();
        Assert.True(Gathering.TryTake(out PollResult result));
        Gathering.Acknowledge();
        return result.Scan!.Value;
    }
}
