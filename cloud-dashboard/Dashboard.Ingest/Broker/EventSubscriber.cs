using Dashboard.Ingest.Records;
using Edge.Contracts;
using Microsoft.Extensions.Logging;
using MQTTnet;

namespace Dashboard.Ingest.Broker;

/// <summary>
/// Stores events and energies of the broker in the historian. A message is acknowledged only when it is on the disk. The session is
/// durable: the broker keeps messages while the dashboard is not connected.
/// </summary>
internal sealed class EventSubscriber
{
    private const ushort InFlight = 200;

    private readonly EventIntake _intake;
    private readonly Func<string, string?> _refuse;
    private readonly OrderedAcknowledgements _acknowledgements;

    internal EventSubscriber(
        BrokerEndpoint endpoint, Func<string, string?> refuse, EventIntake intake, RefusalLog refusals, TimeProvider time, ILogger logger)
    {
        (_intake, _refuse) = (intake, refuse);
        _acknowledgements = new OrderedAcknowledgements(InFlight, reason => Session!.Reset(reason), refusals, logger);
        Session = new BrokerSession("events", endpoint, [Topics.Filter(TopicKind.Event), Topics.Filter(TopicKind.Energy)], time, logger)
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

    internal Task RunAsync(CancellationToken cancellationToken) =>
        TogetherAsync(cancellationToken, _acknowledgements.RunAsync, Session.RunAsync);

    /// <summary>Runs several parts; when one ends, the others are ended too.</summary>
    internal static async Task TogetherAsync(CancellationToken cancellationToken, params Func<CancellationToken, Task>[] parts)
    {
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] running = [.. parts.Select(part => part(end.Token))];
        await Task.WhenAny(running).ConfigureAwait(false);
        await end.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(running).ConfigureAwait(false);
    }

    private Task ReceivedAsync(MqttApplicationMessageReceivedEventArgs args, CancellationToken connection)
    {
        Task<string?> stored = !Topics.TryParse(args.ApplicationMessage.Topic, out TopicParts parts)
            ? Task.FromResult<string?>("it is not a topic of the contract")
            : _refuse(parts.Site) is { } refused ? Task.FromResult<string?>(refused)
            : _intake.AcceptAsync(parts, args.ApplicationMessage.Payload, connection);
        return _acknowledgements.AddAsync(args, parts.Site ?? "?", stored, connection);
    }
}
