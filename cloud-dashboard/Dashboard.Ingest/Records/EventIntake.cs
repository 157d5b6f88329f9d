using System.Buffers;
using Dashboard.Historian;
using Dashboard.Ingest.Sites;
using Edge.Contracts;
using Microsoft.Extensions.Logging;

namespace Dashboard.Ingest.Records;

/// <summary>
/// Accepts all events and energies, whether from the subscription or from the embedded broker. The listener is notified once of each that
/// is stored for the first time. A record whose number its gateway has not announced is kept aside, so that it takes the place of no other
/// one, and gets its place with the announcement. Each is on the disk before it is confirmed.
/// </summary>
public sealed class EventIntake
{
    private readonly EventWriter _writer;
    private readonly IngestLimits _limits;
    private readonly SeqAnnouncements _announcements;
    private readonly ILiveListener _listener;
    private readonly ILogger<EventIntake> _logger;
    private readonly AheadPlacer _placer;
    private readonly LineLimit _besideLines;
    private readonly LineLimit _aheadLines;

    public EventIntake(
        EventWriter writer, IngestLimits limits, SiteStore sites, ILiveListener listener, TimeProvider time, ILogger<EventIntake> logger)
    {
        (_writer, _limits, _announcements, _listener, _logger) = (writer, limits, sites.Announcements, listener, logger);
        (_besideLines, _aheadLines) = (new LineLimit(time), new LineLimit(time));
        _placer = new AheadPlacer(writer, _announcements, listener, time, logger);
        _announcements.Announced += _placer.Announced;
    }

    /// <summary>Reads a message and stores it.</summary>
    /// <returns>Why it was refused, or null: then it is on the disk.</returns>
    /// <exception cref="HistorianException">It could not be stored: it must be sent again.</exception>
    public async Task<string?> AcceptAsync(TopicParts topic, ReadOnlySequence<byte> payload, CancellationToken cancellationToken)
    {
        HistorianRecord record;
        try
        {
            record = Read(topic, payload);
        }
        catch (RefusedException refused)
        {
            return refused.Message;
        }

        if (await _announcements.IsAnnouncedAsync(record.Site, record.Epoch, record.Seq, cancellationToken).ConfigureAwait(false))
        {
            await RecordAsync(record, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await RecordAsync(record.Ahead(), cancellationToken).ConfigureAwait(false);
            _placer.Kept(record.Site);
        }

        return null;
    }

    /// <summary>Stores a record, and notifies of it.</summary>
    /// <exception cref="HistorianException">It could not be stored: it must be recorded again.</exception>
    internal async Task RecordAsync(HistorianRecord record, CancellationToken cancellationToken)
    {
        (Stored became, long arrival) = await _writer.StoreAsync(record, cancellationToken).ConfigureAwait(false);
        Passed(became == Stored.Beside ? record.Beside() : record, became, arrival);
    }

    /// <summary>Notifies of a record that is stored, once: when it was new.</summary>
    internal void Passed(HistorianRecord record, Stored became, long arrival)
    {
        if (became == Stored.Known)
        {
            return;
        }

        if (record.IsAhead)
        {
            Write(_aheadLines, record, Log.StoredAhead);
        }
        else if (became == Stored.Beside)
        {
            Write(_besideLines, record, Log.StoredBeside);
        }

        if (record is EventRecord stored)
        {
            _listener.Event(stored with { Arrival = arrival });
        }
    }

    private void Write(LineLimit lines, HistorianRecord record, Action<ILogger, string, int> line)
    {
        if (lines.Next() is > 0 and int count)
        {
            line(_logger, record.Key, count);
        }
    }

    private HistorianRecord Read(TopicParts topic, ReadOnlySequence<byte> payload)
    {
        if (payload.Length > _limits.MessageBytes)
        {
            throw new RefusedException($"{payload.Length} bytes, {_limits.MessageBytes} are allowed");
        }

        byte[] bytes = payload.ToArray();
        if (topic.Kind == TopicKind.Event)
        {
            (EventMessage message, ReadOnlyMemory<byte>? asItCame) = PayloadReader.Event(bytes);
            return new EventRecord(topic.Site, message) { AsItCame = asItCame };
        }

        (EnergyMessage energy, ReadOnlyMemory<byte>? newer) = PayloadReader.Energy(bytes);
        return new EnergyRecord(topic.Site, energy) { AsItCame = newer };
    }
}
