using Edge.Contracts;
using Edge.Pipeline.Loop;

namespace Edge.Gateway.Runtime;

/// <content>Putting another profile to work.</content>
internal sealed partial class Station
{
    // How long a question to the field may be under way before it is cut off: half of the time that the values of the others stay fresh,
    // and not longer than a bus takes to hand over what it has gathered.
    private static readonly TimeSpan s_longestPatience = TimeSpan.FromSeconds(1.5);

    private PipelineLoop? _next;

    /// <summary>Puts another plan to work in the place of the one that is. The station must run.</summary>
    /// <param name="plan">The plan, made of <see cref="StationPlan.Image"/> of the one that is at work.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Null: it is at work. Else why it is not, and the former one goes on.</returns>
    public Task<Refusal?> TakeAsync(StationPlan plan, CancellationToken cancellationToken)
    {
        Change change = new(plan, new TaskCompletionSource<Refusal?>(TaskCreationOptions.RunContinuationsAsynchronously));
        _ = _inbox.Writer.TryWrite(new Message(null, change));
        return change.Result.Task.WaitAsync(cancellationToken);
    }

    private async Task TakeAsync(Change change, CancellationToken stop)
    {
        Refusal? why = NotWritten(_pipeline.JournalFailure);
        if (why is null)
        {
            await RestAsync(stop).ConfigureAwait(false);
            why = _pipeline.IsWritten ? await TryAsync(change.Plan).ConfigureAwait(false)
                : NotWritten(_pipeline.JournalFailure ?? "it is behind");
            if (why is null)
            {
                Commit(change.Plan);
            }
            else
            {
                // A driver that was cut off is made anew here too; if the former plan cannot be put to work either, the program ends and is
                // started again.
                await UseAsync(_plan).ConfigureAwait(false);
            }

            Start();
        }

        _ = change.Result.TrySetResult(why);
    }

    // Values that are not in the journal yet live in the pipeline only: it must not be given up.
    private static Refusal? NotWritten(string? failure) => failure is null
        ? null
        : new Refusal(ProfileReasonCode.JournalFailed, $"The journal cannot be written ({failure}). Reload again when it can.");

    /// <summary>
    /// Ends the polling in peace, then lets the pipeline do what was handed over. Control centres are served on, from image and journal.
    /// </summary>
    private async Task RestAsync(CancellationToken stop)
    {
        await Task.WhenAll(_links.Select(l => l.EndAsync(_patience))).ConfigureAwait(false);
        RunningLoop running = _running!;
        running.Expect();
        await _pipeline.PauseAsync(stop).ConfigureAwait(false);
        _ = await running.EndsAsync(Timeout.InfiniteTimeSpan, _time).ConfigureAwait(false);
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
        Taken?.Invoke(plan, _pipeline.Board);
    }
}
