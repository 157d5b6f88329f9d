using System.Collections.Immutable;
using Dashboard.Historian.Alarms;
using Dashboard.Ingest.Sites;
using Edge.Contracts;
using Microsoft.Extensions.Logging;

namespace Dashboard.Ingest.Records;

/// <summary>
/// Tells gateways which alarms were acknowledged, so that the marks on their drawings follow: as soon as a gateway is there, and until it
/// has answered. Each request names what was seen, so it may come late or twice.
/// </summary>
/// <param name="alarms">What is pending.</param>
/// <param name="sites">Which gateways are there.</param>
/// <param name="ask">Asks the gateway of a site; null: it did not answer.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
public sealed class MarkFollower(
    IAlarmStore alarms, SiteStore sites, Func<string, ElementCommand, CancellationToken, Task<CommandReply?>> ask, TimeProvider time,
    ILogger<MarkFollower> logger)
{
    private const int AtOnce = 200;
    private const int LongestWho = 64;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    // A gateway that is there and does not answer, or has had too many requests.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    private readonly Dictionary<string, long> _notBefore = new(StringComparer.Ordinal);
    private bool _failed;

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await FollowAsync(cancellationToken).ConfigureAwait(false);
            await Task.Delay(Every, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Asks the gateways that are there, all of them at once and each one thing after the other.</summary>
    internal async Task FollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            ImmutableArray<PendingMark> pending =
                await Task.Run(() => alarms.PendingMarks(AtOnce), cancellationToken).ConfigureAwait(false);
            long now = time.GetTimestamp();
            await Task.WhenAll(pending.GroupBy(mark => mark.Site)
                .Where(site => IsThere(site.Key) && !(_notBefore.TryGetValue(site.Key, out long until) && now < until))
                .Select(site => FollowAsync(site.Key, [.. site], cancellationToken))).ConfigureAwait(false);
            _failed = false;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // What is pending is in the database.
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            if (!_failed)
            {
                Log.MarksNotRead(logger, exception.Message);
            }

            _failed = true;
        }
    }

    private async Task FollowAsync(string site, PendingMark[] marks, CancellationToken cancellationToken)
    {
        foreach (PendingMark mark in marks)
        {
            ElementCommand command = new()
            {
                Action = ElementActionName.Acknowledge,
                Tag = mark.Tag,
                Seen = mark.Seen,
                Who = mark.Who.Length > LongestWho ? mark.Who[..LongestWho] : mark.Who,
            };
            CommandReply? reply = await ask(site, command, cancellationToken).ConfigureAwait(false);
            if (reply is null || reply.Outcome is CommandOutcome.NotKept or CommandOutcome.Expired
                || reply.Reason == CommandReasonCode.TooManyRequests)
            {
                lock (_notBefore)
                {
                    _notBefore[site] = time.GetTimestamp() + (long)(Pause.TotalSeconds * time.TimestampFrequency);
                }

                return;
            }

            // Also a refusal is an answer: a profile that shows the protection in another way has no mark for it.
            if (reply.Outcome is not (CommandOutcome.Done or CommandOutcome.RaisedAgain))
            {
                Log.MarkRefused(logger, site, mark.Tag, reply.Outcome, reply.Detail ?? "-");
            }

            await Task.Run(() => alarms.Settle(mark), cancellationToken).ConfigureAwait(false);
        }
    }

    private bool IsThere(string site) => sites.Site(site)?.Summary.Status == SiteStatus.Online;
}
