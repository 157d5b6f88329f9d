using Dashboard.Historian.Audit;
using Dashboard.Ingest.Broker;
using Dashboard.Web.Users;
using Edge.Contracts;

namespace Dashboard.Web.Api;

/// <summary>
/// Asks gateways to set something by hand, a few at a time, and writes into the record what became of it. A request is valid for seconds,
/// so what a gateway did not answer is done now or never.
/// </summary>
internal sealed class HandDesk(IngestService ingest, AuditTrail audit)
{
    /// <summary>How many requests wait for gateways at once.</summary>
    internal const int AtOnce = 16;

    private int _waiting;

    internal async Task<IResult> AskAsync(HttpContext context, HandPlace place, ElementCommand command, string who)
    {
        try
        {
            if (Interlocked.Increment(ref _waiting) > AtOnce)
            {
                return Problems.Of(429, "tooMany", "Too many requests wait for gateways: ask again in a moment. Nothing was changed.");
            }

            // A page that is closed meanwhile changes nothing of it: what the gateway did goes into the record.
            CommandReply? reply = await ingest.AskAsync(place.Site, command, CancellationToken.None);
            string? what = reply is null ? AuditWord.ElementUncertain : reply.Outcome != CommandOutcome.Done ? null
                : command.Action == ElementActionName.Set ? AuditWord.ElementSet : AuditWord.ElementReleased;
            if (what is not null)
            {
                string target = $"{place.Site}/{place.Tag} {place.Attribute.ToString().ToLowerInvariant()}";
                await audit.AppendAsync(context, who, what, target, place.Shown, place.Words(command.Value));
            }

            return Answer(reply);
        }
        finally
        {
            _ = Interlocked.Decrement(ref _waiting);
        }
    }

    private static IResult Answer(CommandReply? reply) => reply switch
    {
        null => Problems.Of(
            504, "noAnswer", "The gateway did not answer in time. The drawing shows whether it was done; it will not be done later."),
        { Outcome: CommandOutcome.Done } => Results.NoContent(),
        { Outcome: CommandOutcome.UnknownElement } => Problems.Of(
            404, "unknownElement", reply.Detail ?? "The gateway has no such element."),
        { Reason: CommandReasonCode.TooManyRequests } => Problems.Of(
            429, "gatewayBusy", reply.Detail ?? "The gateway has too many requests: ask again in a moment."),
        { Reason: CommandReasonCode.ChangedMeanwhile } => Problems.Of(
            409, "changedMeanwhile", reply.Detail ?? "Somebody has changed it since it was seen."),
        { Reason: CommandReasonCode.SetByFormula } => Problems.Of(409, "notSettable", reply.Detail ?? "A formula sets it."),
        { Reason: CommandReasonCode.ValueDoesNotFit } => Problems.Of(400, "badValue", reply.Detail ?? "The value does not fit."),
        { Outcome: CommandOutcome.NotKept } => Problems.Of(
            503, "notKept", reply.Detail ?? "The gateway cannot keep it: nothing was changed."),
        { Outcome: CommandOutcome.Expired } => Problems.Of(
            504, "expired", reply.Detail ?? "The request was too old for the gateway: nothing was changed."),
        _ => Problems.Of(502, "gatewayRefused", reply.Detail ?? "The gateway refused it: nothing was changed."),
    };
}
