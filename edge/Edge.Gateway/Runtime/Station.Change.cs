using Edge.Contracts;
using Edge.Pipeline.Loop;

namespace Edge.Gateway.Runtime;

/// <content>The activation of another profile.</content>
internal sealed partial class Station
{
    // How long a poll in progress may last before it is cancelled: half of the time that the values of the other devices stay fresh, and
    // not longer than a bus needs to return the results that it has collected.
    private static readonly TimeSpan s_longestPollLimit = TimeSpan.FromSeconds(1.5);

    private PipelineLoop? _next;

    /// <summary>Activates another plan in place of the present one. The station must run.</summary>
    /// <param name="plan">The plan, made with <see cref="StationPlan.Image"/> of the active one.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Null: it is active. Otherwise why it is not; the former one then stays active.</returns>
    public Task<Refusal?> ActivateAsync(StationPlan plan, CancellationToken cancellationToken)
    {
        Change change = new(plan, new TaskCompletionSource<Refusal?>(TaskCreationOptions.RunContinuationsAsynchronously));
        _ = _inbox.Writer.TryWrite(new Message(null, change));
        return change.Result.Task.WaitAsync(cancellationToken);
    }

    private async Task ActivateAsync(Change change, CancellationToken stop)
    {
        Refusal? refusal = NotWritten(_pipeline.JournalFailure);
        if (refusal is null)
        {
            await PauseAsync(stop).ConfigureAwait(false);
            refusal = _pipeline.IsWritten ? await TryAsync(change.Plan).ConfigureAwait(false)
                : NotWritten(_pipeline.JournalFailure ?? "it is behind");
            if (refusal is null)
            {
                Commit(change.Plan);
            }
            else
            {
                // A driver whose poll was cancelled is replaced here too. If the former plan cannot be used either, the program ends and
                // is started again.
                await UseAsync(_plan).ConfigureAwait(false);
            }

            Start();
        }

        _ = change.Result.TrySetResult(refusal);
    }

    // Only the pipeline has values that are not in the journal yet: it must not be replaced before they are written.
    private static Refusal? NotWritten(string? failure) => failure is null
        ? null
        : new Refusal(ProfileReasonCode.JournalFailed, $"The journal cannot be written ({failure}). Reload again when it can.");

    /// <summary>
    /// Ends the polling between two polls, then lets the pipeline handle what was submitted. Control centres are still served, from image
    /// and journal.
    /// </summary>
    private async Task PauseAsync(CancellationToken stop)
    {
        await Task.WhenAll(_links.Select(l => l.EndAsync(_pollLimit))).ConfigureAwait(false);
        RunningLoop running = _running!;
        running.ExpectEnd();
        await _pipeline.PauseAsync(stop).ConfigureAwait(false);
        _ = await running.WaitForEndAsync(Timeout.InfiniteTimeSpan, _time).ConfigureAwait(false);
        running.Dispose();
        _running = null;
    }

    private async Task<Refusal?> TryAsync(StationPlan plan)
    {
        try
        {
            _next = NewPipeline(plan, _pipeline);
            await UseAsync(plan).ConfigureAwait(false);
            return null;
        }
        catch (Exception failure) when (failure is GatewayStartException or IOException or ArgumentException)
        {
            return new Refusal(ProfileReasonCode.DoesNotFit, failure.Message);
        }
    }

    private void Commit(StationPlan plan)
    {
        PipelineLoop former = _pipeline;
        _ = Interlocked.Add(ref _iterationsBefore, former.Iterations);
        (_pipeline, _plan) = (_next!, plan);
        _next = null;
        former.Retire();
        Activated?.Invoke(plan, _pipeline.Board);
    }
}
