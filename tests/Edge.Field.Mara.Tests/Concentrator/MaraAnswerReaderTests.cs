using Edge.Domain;
using Edge.Field.Mara.Concentrator;
using Edge.Pipeline;
using TestKit.Field;

namespace Edge.Field.Mara.Tests.Concentrator;

/// <summary>From the answer to a poll to the scan that is journaled.</summary>
public sealed class MaraAnswerReaderTests
{
    private readonly ConcentratorRig _rig = new(options: Station.Options() with { Retries = 1 });
    private readonly MaraAnswerReader _reader;

    public MaraAnswerReaderTests()
    {
        ImageAge age = new(null, _rig.Options, _rig.Clock);
        _reader = new MaraAnswerReader(_rig.Options, Station.Profile, _rig.Sequence, _rig.Wall, age, _rig.Notes);
    }

    [Fact]
    public void A_fresh_answer_has_values_events_and_a_checkpoint()
    {
        Scan scan = _reader.Read(Station.Payload(Wire.Event(0)), "peer").Scan!.Value;
        Assert.Equal((8, 1, "comaster"), (scan.Readings.Length, scan.Events.Length, scan.Device));
        Assert.Equal(0x20, scan.Checkpoint.Span[1]);
        Assert.True(_rig.Sequence.HasOffer);
    }

    [Fact]
    public void An_answer_that_may_be_old_has_events_only()
    {
        _rig.Sequence.OnScanStopped();
        Scan scan = _reader.Read(Station.Payload(Wire.Event(0)), "peer").Scan!.Value;
        Assert.Equal((0, 1, true), (scan.Readings.Length, scan.Events.Length, scan.MoreWaiting));
    }

    [Fact]
    public void Events_that_are_journaled_already_are_left_out_and_logged()
    {
        _ = _reader.Read(Station.Payload(Wire.Event(0)), "peer");
        _ = _rig.Sequence.OnJournaled();
        _rig.Sequence.OnConnected();
        Scan scan = _reader.Read(Station.Payload(Wire.Event(0), Wire.Event(1)), "peer").Scan!.Value;
        Assert.Equal(1, Wire.Number(Assert.Single(scan.Events)));
        Assert.Equal(1, _rig.Notes.Count(1006));
    }

    [Fact]
    public void Wrong_sections_are_a_failure_and_after_the_retries_given_up()
    {
        byte[] wrong = [0x01, 0x01, 0x01, 0x0A, 1, 2];
        PollResult failed = _reader.Read(wrong, "peer");
        Assert.Equal(FieldFailureKind.BadFrame, failed.Failure!.Kind);
        Assert.False(_rig.Sequence.HasOffer);

        Scan empty = _reader.Read(wrong, "peer").Scan!.Value;
        Assert.True(empty.Readings.IsEmpty && empty.MoreWaiting);
        Assert.Equal(GatewayFinding.EventsLost, Assert.Single(empty.Events).Finding);
        Assert.Contains("0101010A0102", Assert.Single(_rig.Notes.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void A_used_up_sequence_is_offered_without_values()
    {
        byte passed = _rig.Sequence.UseUp();
        Scan scan = _reader.OfferPassed().Scan!.Value;
        Assert.True(scan.Readings.IsEmpty && scan.Events.IsEmpty && scan.MoreWaiting);
        Assert.Equal(passed, scan.Checkpoint.Span[1]);
    }

    [Fact]
    public void Another_profile_is_used_from_the_next_answer_on()
    {
        _reader.Use(Station.Profile with { Digitals = Station.Profile.Digitals[..1] });
        Assert.Equal(5, _reader.Read(Station.Payload(), "peer").Scan!.Value.Readings.Length);
    }
}
