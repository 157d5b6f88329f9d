using Dashboard.Alarms;
using Dashboard.Historian;
using Dashboard.Ingest.Sites;
using Microsoft.Extensions.Logging;

namespace Dashboard.Ingest.Records;

/// <summary>
/// Records the outages of gateways and of their devices as events of their stations, so that the sequence of events shows why nothing came
/// for an hour.
/// </summary>
public sealed class OutageRecorder(SiteStore sites, EventIntake intake, TimeProvider time, ILogger<OutageRecorder> logger)
{
    private const int MaximumWaiting = 10_000;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly Queue<EventRecord> _waiting = new();

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using PeriodicTimer timer = new(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
            {
                await RecordAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // What is not recorded is an outage of the dashboard's own last second.
        }
    }

    /// <summary>Records what was noted since the last time; what cannot be stored waits for the next.</summary>
    internal async Task RecordAsync(CancellationToken cancellationToken)
    {
        foreach (EventRecord note in sites.OfEach(state => state.TakeOutages()))
        {
            if (note.Event.Finding == CentreFinding.TwoGateways)
            {
                Log.TwoGateways(logger, note.Site, note.Event.Text);
            }

            if (_waiting.Count < MaximumWaiting)
            {
                _waiting.Enqueue(note);
            }
        }

        try
        {
            while (_waiting.TryPeek(out EventRecord? record))
            {
                await intake.RecordAsync(record, cancellationToken).ConfigureAwait(false);
                _ = _waiting.Dequeue();
            }
        }
        catch (HistorianException)
        {
            // The writer has logged it.
        }
    }
}
