using Edge.Domain;
using Edge.Field.Mara.Layout;
using Edge.Field.Time;
using Edge.Pipeline;
using Edge.Protocols.Mara;
using Microsoft.Extensions.Logging;

namespace Edge.Field.Mara.Concentrator;

/// <summary>
/// Converts the answer to a poll to a scan: points and events by the profile, the state of each IED, and the checkpoint. Allocates nothing
/// for a good answer. Not for several threads.
/// </summary>
internal sealed class MaraAnswerReader
{
    private readonly MaraTcpOptions _options;
    private readonly MaraPollSequence _sequence;
    private readonly StationClock _station;
    private readonly ImageAge _age;
    private readonly ILogger _logger;
    private MaraScanMapper _mapper;
    private MaraIedWatch _watch;
    private EventOrigin _concentrator;

    public MaraAnswerReader(
        MaraTcpOptions options, Profile profile, MaraPollSequence sequence, StationClock station, ImageAge age, ILogger logger)
    {
        _options = options;
        _sequence = sequence;
        _station = station;
        _age = age;
        _logger = logger;
        (_mapper, _watch, _concentrator) = For(profile, sequence.Reported);
    }

    /// <summary>Uses another profile from now on.</summary>
    public void Use(Profile profile) => (_mapper, _watch, _concentrator) = For(profile, _watch.Reported);

    /// <summary>Reads the answer to a poll and offers it to the journal.</summary>
    /// <param name="data">The data of its frame.</param>
    /// <param name="peer">The name of the sender in logs.</param>
    /// <returns>The scan; a failure where the sections are not valid.</returns>
    public PollResult Read(ReadOnlySpan<byte> data, string peer)
    {
        DateTimeOffset now = _station.UtcNow;
        if (!MaraPollAnswer.TryParse(data, out MaraPollAnswer answer, out MaraPollAnswerError error))
        {
            return ReadMalformed(data, error.Describe(MaraFrame.HeaderLength), peer);
        }

        bool old = _sequence.ValuesMayBeOld;
        int repeated = _sequence.CountRepeated(answer.EventBytes);
        if (repeated > 0)
        {
            Log.RepeatedEventsLeftOut(_logger, _options.Device, repeated);
        }

        if (old)
        {
            _watch.SkipValues(answer, now);
        }
        else
        {
            _watch.Update(answer, now);
            _age.Answered();
        }

        ReadOnlyMemory<byte> checkpoint = _sequence.Offer(_watch.Reported, answer.EventBytes);
        MaraScanContext context = new(_options.Device, now, old, repeated, checkpoint)
        {
            Statistics = _watch.Statistics,
            ClocksDoubted = _watch.ClocksDoubted,
        };
        return new PollResult(_mapper.Map(answer, context, _watch.Found));
    }

    /// <summary>A scan without values and events that journals the SEC of a question other than a poll.</summary>
    public PollResult OfferPassed()
    {
        _watch.Skip();
        return WithoutValues(_sequence.OfferPassed(_watch.Reported));
    }

    /// <summary>The answer to a poll is in the journal: the state of the IEDs in it counts as reported.</summary>
    public void OnJournaled() => _watch.OnJournaled();

    private PollResult ReadMalformed(ReadOnlySpan<byte> data, string fault, string peer)
    {
        if (!_sequence.GivesUp(_options.Retries))
        {
            return new PollResult(new FieldFailure(FieldFailureKind.BadFrame, $"The answer of {peer} is not valid: {fault}."));
        }

        Log.AnswerGivenUp(_logger, _options.Device, _sequence.Next, fault, Convert.ToHexString(data));
        _watch.Skip();
        FieldEvent lost = MaraFieldEvents.Finding(GatewayFinding.EventsLost, _concentrator, _station.UtcNow);
        return WithoutValues(_sequence.Offer(_watch.Reported, default), new FieldEvents(new[] { lost }));
    }

    private PollResult WithoutValues(ReadOnlyMemory<byte> checkpoint, FieldEvents events = default) => new(new Scan
    {
        Device = _options.Device,
        Time = _station.UtcNow,
        Readings = default,
        Events = events,
        MoreWaiting = true,
        Checkpoint = checkpoint,
    });

    private (MaraScanMapper Mapper, MaraIedWatch Watch, EventOrigin Concentrator) For(Profile profile, in MaraReported reported)
    {
        MaraIedWatch watch = new(profile, _options, _age.Image, _logger);
        watch.Resume(reported);
        ConcentratorLayout layout = profile.Concentrator(_options.Comaster);
        IedDefinition? itself = layout.Places.Select(place => place.Ied).FirstOrDefault(ied => ied.Address is 0 or 1);
        EventOrigin concentrator = new(layout.Id, _options.Comaster, ConcentratorLayout.OwnAddress, itself?.Description ?? "");
        return (new MaraScanMapper(profile, _station, _logger, _options.OldEventLayout, _options.Comaster), watch, concentrator);
    }
}
