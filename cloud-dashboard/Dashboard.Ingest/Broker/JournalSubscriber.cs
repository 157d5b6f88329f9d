using Dashboard.Historian;
using Dashboard.Ingest.Records;
using Edge.Contracts.Journal;
using Microsoft.Extensions.Logging;
using MQTTnet;

namespace Dashboard.Ingest.Broker;

/// <summary>
/// Stores the batches of journals in the historian, and publishes its answers. The session begins anew each time: the broker may forget
/// everything, because a gateway keeps what is not acknowledged by the historian itself.
/// </summary>
internal sealed class JournalSubscriber
{
    private const ushort InFlight = 64;

    private readonly JournalIntake _intake;
    private readonly int _broker;
    private readonly ILogger _logger;
    private readonly OrderedAcknowledgements _acknowledgements;

    internal JournalSubscriber(
        BrokerEndpoint endpoint, int broker, JournalIntake intake, RefusalLog refusals, TimeProvider time, ILogger logger)
    {
        (_intake, _logger, _broker) = (intake, logger, broker);
        _acknowledgements = new OrderedAcknowledgements(InFlight, reason => Session!.Reset(reason), refusals, logger);
        Session = new BrokerSession("journal", endpoint, [JournalTopics.Everywhere()], time, logger)
        {
            ReceiveMaximum = InFlight,
            Received = ReceivedAsync,
            Subscribed = Answer,
            Ended = _ => Ended(),
        };
    }

    /// <summary>Called when the subscription is active.</summary>
    internal Action Subscribed { get; init; } = static () => { };

    /// <summary>Called when the connection ended or failed.</summary>
    internal Action Ended { get; init; } = static () => { };

    private BrokerSession Session { get; }

    internal Task RunAsync(CancellationToken cancellationToken) => EventSubscriber.TogetherAsync(
        cancellationToken, _acknowledgements.RunAsync, Session.RunAsync,
        stop => _intake.AnswersOver(_broker).RunAsync(Session.PublishAsync, stop));

    private void Answer()
    {
        Subscribed();
        try
        {
            _intake.Connected(_broker);
        }
        catch (HistorianException exception)
        {
            Log.JournalsNotRead(_logger, exception.Message);
            Session.Reset("the historian cannot be read.");
        }
    }

    private Task ReceivedAsync(MqttApplicationMessageReceivedEventArgs args, CancellationToken connection)
    {
        Task<string?> stored = !JournalTopics.TryParse(args.ApplicationMessage.Topic, out JournalTopics? topics, out _)
            ? Task.FromResult<string?>("it is not a topic of the contract")
            : _intake.Refuse(topics.Site, _broker) is { } refused ? Task.FromResult<string?>(refused)
            : args.ApplicationMessage.Retain ? Task.FromResult<string?>("a batch is never retained")
            : _intake.AcceptAsync(topics.Site, args.ApplicationMessage.Payload, connection);
        return _acknowledgements.AddAsync(args, topics?.Site ?? "?", stored, connection);
    }
}
