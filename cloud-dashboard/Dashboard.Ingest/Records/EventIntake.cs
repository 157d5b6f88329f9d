using System.Buffers;
using Dashboard.Historian;
using Dashboard.Ingest.Sites;
using Edge.Contracts;
using Microsoft.Extensions.Logging;

namespace Dashboard.Ingest.Records;

/// <summary>
/// Accepts all events and energies, whether from the subscription or from the embedded broker. The listener is notified once of each that
/// is stored for the first time.
/// </summary>
public sealed class EventIntake(EventWriter writer, IngestLimits limits, ILiveListener listener, ILogger<EventIntake> logger)
{
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

        await RecordAsync(record, cancellationToken).ConfigureAwait(false);
        return null;
    }

    /// <summary>Stores a record, and notifies of it.</summary>
    /// <exception cref="HistorianException">It could not be stored: it must be recorded again.</exception>
    internal async Task RecordAsync(HistorianRecord record, CancellationToken cancellationToken)
    {
        (Stored became, long arrival) = await writer.StoreAsync(record, cancellationToken).ConfigureAwait(false);
        if (became == Stored.Beside)
        {
            record = record.Beside();
            Log.StoredBeside(logger, record.Key);
        }

        if (became != Stored.Known && record is EventRecord stored)
        {
            listener.Event(stored with { Arrival = arrival });
        }
    }

    private HistorianRecord Read(TopicParts topic, ReadOnlySequence<byte> payload)
    {
        if (payload.Length > limits.MessageBytes)
        {
            throw new RefusedException($"{payload.Length} bytes, {limits.MessageBytes} are allowed");
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
