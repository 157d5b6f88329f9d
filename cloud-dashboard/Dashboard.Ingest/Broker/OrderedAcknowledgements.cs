using System.Threading.Channels;
using Dashboard.Historian;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Exceptions;

namespace Dashboard.Ingest.Broker;

/// <summary>
/// Acknowledges messages of a session when they are on the disk, in the order of arrival (MQTT 5 §4.6). If one cannot be stored, the
/// connection is closed, so that it is sent again.
/// </summary>
/// <param name="inFlight">How many may wait.</param>
/// <param name="reset">Closes the connection.</param>
/// <param name="refusals">Counts what was refused.</param>
/// <param name="logger">The log.</param>
internal sealed class OrderedAcknowledgements(int inFlight, Action<string> reset, RefusalLog refusals, ILogger logger)
{
    private readonly Channel<Pending> _pending = Channel.CreateBounded<Pending>(
        new BoundedChannelOptions(inFlight) { SingleReader = true });

    /// <summary>Takes a message that is being stored.</summary>
    /// <param name="args">The message.</param>
    /// <param name="site">Whose it is.</param>
    /// <param name="stored">Ends when it is stored, with the reason when it is refused.</param>
    /// <param name="connection">The end of the connection.</param>
    internal async Task AddAsync(
        MqttApplicationMessageReceivedEventArgs args, string site, Task<string?> stored, CancellationToken connection)
    {
        args.AutoAcknowledge = false;
        try
        {
            await _pending.Writer.WriteAsync(new Pending(args, site, stored, connection), connection).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The connection has ended: unacknowledged messages are sent again.
        }
    }

    /// <summary>Runs until cancelled.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Pending pending;
            try
            {
                pending = await _pending.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await AcknowledgeAsync(pending).ConfigureAwait(false);
        }
    }

    private async Task AcknowledgeAsync(Pending pending)
    {
        try
        {
            if (await pending.Stored.ConfigureAwait(false) is { } refused)
            {
                refusals.Add(pending.Args.ApplicationMessage.Topic, refused);
            }

            await pending.Args.AcknowledgeAsync(pending.Connection).ConfigureAwait(false);
        }
        catch (HistorianException exception)
        {
            // All following messages of this connection fail or are sent again too: one line is enough.
            if (!pending.Connection.IsCancellationRequested)
            {
                Log.NotStored(logger, pending.Site, exception.Message);
                reset("the historian does not store.");
            }
        }
        catch (Exception exception) when (
            exception is OperationCanceledException or MqttCommunicationException or ObjectDisposedException or InvalidOperationException
                or NullReferenceException)
        {
            // The connection has ended: the message is sent again, and recognised if it was stored. MQTTnet itself fails with the last one
            // when the connection ends at that moment.
        }
    }

    private sealed record Pending(
        MqttApplicationMessageReceivedEventArgs Args, string Site, Task<string?> Stored, CancellationToken Connection);
}
