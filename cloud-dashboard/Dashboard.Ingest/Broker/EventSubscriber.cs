using System.Threading.Channels;
using Dashboard.Historian;
using Dashboard.Ingest.Records;
using Edge.Contracts;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Exceptions;

namespace Dashboard.Ingest.Broker;

/// <summary>
/// Stores events and energies of the broker in the historian. A message is acknowledged only when it is on the disk, in the order of
/// arrival (MQTT 5 §4.6). If it cannot be stored, the connection is closed, so that the broker keeps it and sends it again. The session is
/// durable: the broker keeps messages while the dashboard is not connected.
/// </summary>
internal sealed class EventSubscriber
{
    private const ushort InFlight = 200;

    private readonly EventIntake _intake;
    private readonly RefusalLog _refusals;
    private readonly ILogger _logger;
    private readonly Channel<Pending> _pending = Channel.CreateBounded<Pending>(
        new BoundedChannelOptions(InFlight) { SingleReader = true });

    internal EventSubscriber(
        BrokerEndpoint endpoint, EventIntake intake, RefusalLog refusals, TimeProvider time, ILogger logger)
    {
        (_intake, _refusals, _logger) = (intake, refusals, logger);
        Session = new BrokerSession("events", endpoint, [TopicKind.Event, TopicKind.Energy], time, logger)
        {
            Durable = true,
            ReceiveMaximum = InFlight,
            Received = ReceivedAsync,
            Subscribed = () => Subscribed(),
            Ended = _ => Ended(),
        };
    }

    /// <summary>Called when the subscription is active.</summary>
    internal Action Subscribed { get; init; } = static () => { };

    /// <summary>Called when the connection ended or failed.</summary>
    internal Action Ended { get; init; } = static () => { };

    private BrokerSession Session { get; }

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task acknowledging = AcknowledgeAsync(end.Token);
        Task session = Session.RunAsync(end.Token);
        await Task.WhenAny(acknowledging, session).ConfigureAwait(false);
        await end.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(acknowledging, session).ConfigureAwait(false);
    }

    private async Task ReceivedAsync(MqttApplicationMessageReceivedEventArgs args, CancellationToken connection)
    {
        args.AutoAcknowledge = false;
        string topic = args.ApplicationMessage.Topic;
        Task<string?> stored = Topics.TryParse(topic, out TopicParts parts)
            ? _intake.AcceptAsync(parts, args.ApplicationMessage.Payload, connection)
            : Task.FromResult<string?>("it is not a topic of the contract");
        try
        {
            await _pending.Writer.WriteAsync(new Pending(args, topic, parts.Site ?? "?", stored, connection), connection)
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The connection has ended: unacknowledged messages are sent again.
        }
    }

    private async Task AcknowledgeAsync(CancellationToken cancellationToken)
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

            try
            {
                if (await pending.Stored.ConfigureAwait(false) is { } refused)
                {
                    _refusals.Add(pending.Topic, refused);
                }

                await pending.Args.AcknowledgeAsync(pending.Connection).ConfigureAwait(false);
            }
            catch (HistorianException exception)
            {
                // All following messages of this connection fail or are sent again too: one line is enough.
                if (!pending.Connection.IsCancellationRequested)
                {
                    Log.NotStored(_logger, pending.Site, exception.Message);
                    Session.Reset("the historian does not store.");
                }
            }
            catch (Exception exception) when (
                exception is OperationCanceledException or MqttCommunicationException or ObjectDisposedException
                or InvalidOperationException)
            {
                // The connection has ended: the message is sent again, and recognised if it was stored.
            }
        }
    }

    private sealed record Pending(
        MqttApplicationMessageReceivedEventArgs Args, string Topic, string Site, Task<string?> Stored, CancellationToken Connection);
}
