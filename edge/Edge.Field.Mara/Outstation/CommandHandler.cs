using Edge.Field.Time;
using Edge.Pipeline;
using Edge.Protocols.Mara;
using Microsoft.Extensions.Logging;

namespace Edge.Field.Mara.Outstation;

/// <summary>
/// Answers all questions except polls (Mara 1.4 §3). It refuses where the protocol has a refusal (05, 13). Other commands that it does not
/// execute get no answer: the answer to most commands is their echo, which the centre would take as a confirmation (ADR 0006).
/// </summary>
internal sealed class CommandHandler(
    OutstationOptions options, FieldAccess? field, StationClock clock, TimeProvider time, ILogger logger)
{
    /// <summary>The length of the data where there is no answer.</summary>
    public const int NoAnswer = -1;

    private const int FirstWireYear = 2000;
    private const int LastWireYear = 2099;
    private static readonly TimeSpan s_betweenSetTimes = TimeSpan.FromSeconds(10);

    private readonly Lock _settingTime = new();
    private readonly LoggedOnce _logged = new(64);
    private long? _timeSetAt;

    /// <summary>Whether a question is an order to the field: then it must never be sent twice.</summary>
    public bool IsOrder(Question question) =>
        question.Command == MaraCommand.Control && options.Control && field is not null && MaraControl.TryParse(question.Data.Span, out _);

    /// <summary>Answers a question.</summary>
    /// <param name="question">The question; not a poll.</param>
    /// <param name="centre">The name of the centre.</param>
    /// <param name="answer">A buffer for the data of the longest frame.</param>
    /// <param name="stop">The stop of the service.</param>
    /// <returns>The length of the data, or <see cref="NoAnswer"/>.</returns>
    public async ValueTask<int> AnswerAsync(Question question, string centre, byte[] answer, CancellationToken stop)
    {
        switch (question.Command)
        {
            case MaraCommand.ReadTime when MaraReadTime.TryParse(question.Data.Span, out _):
                return ReadTime(answer);
            case MaraCommand.Restart when question.Data.Length == MaraRestart.Length:
                new MaraRestartAnswer(Refused: true).Write(answer);
                return MaraRestartAnswer.Length;
            case MaraCommand.Control when question.Data.Length == MaraControl.Length:
                return await OrderAsync(question, centre, answer, stop).ConfigureAwait(false);
            case MaraCommand.ReadRamPaged or MaraCommand.ReadRam or MaraCommand.ReadFlash or MaraCommand.ReadIedRam
                when options.Diagnosis && field is not null:
                return await AskAsync(question, centre, answer, stop).ConfigureAwait(false);
            default:
                return NoAnswer;
        }
    }

    /// <summary>Refuses an order from before a restart of the gateway: it may have been executed, and is not sent twice.</summary>
    /// <param name="question">The order; anything else is not answered.</param>
    /// <param name="centre">The name of the centre.</param>
    /// <param name="answer">A buffer for the data of the longest frame.</param>
    /// <returns>The length of the data, or <see cref="NoAnswer"/>.</returns>
    public int RefuseAgain(Question question, string centre, byte[] answer)
    {
        int length = Refuse(question, answer);
        if (length != NoAnswer)
        {
            Log.OutstationOrderNotRepeated(logger, centre, answer[0], question.Data.Span[1], answer[2]);
        }

        return length;
    }

    /// <summary>
    /// Handles a set-time, which has no answer: it is passed through if configured. The gateway's own clock is never set.
    /// </summary>
    /// <param name="data">The data of the frame.</param>
    /// <param name="centre">The name of the centre.</param>
    /// <param name="stop">The stop of the service.</param>
    public async ValueTask SetTimeAsync(ReadOnlyMemory<byte> data, string centre, CancellationToken stop)
    {
        if (!options.SetTime || field is null)
        {
            if (_logged.First($"time {centre}"))
            {
                Log.OutstationSetTimeRefused(logger, centre);
            }

            return;
        }

        if (!MaraSetTime.TryRead(data.Span, out MaraSetTime setTime) || !setTime.Time.TryGetLocalTime(out DateTime local) || !MaySetTime())
        {
            return;
        }

        PassThroughAnswer answer = await WithinAsync(token => field.Questions.SetTimeAsync(local, token), Late, stop).ConfigureAwait(false);
        if (answer.Outcome == PassThroughOutcome.Answered)
        {
            Log.OutstationTimeSet(logger, centre, local);
        }
        else
        {
            Log.OutstationPassThroughFailed(logger, centre, MaraCommand.SetTime, answer.Outcome.ToString(), answer.Detail);
        }
    }

    // A flood of set-times must not keep the bus of the field busy.
    private bool MaySetTime()
    {
        lock (_settingTime)
        {
            if (_timeSetAt is { } before && time.GetElapsedTime(before) < s_betweenSetTimes)
            {
                return false;
            }

            _timeSetAt = time.GetTimestamp();
            return true;
        }
    }

    private int ReadTime(Span<byte> answer)
    {
        DateTime local = clock.WallNow.DateTime;
        if (local.Year is < FirstWireYear or > LastWireYear)
        {
            return NoAnswer;
        }

        new MaraReadTimeAnswer(MaraSetTime.FromLocalTime(local)).Write(answer);
        return MaraSetTime.Length;
    }

    private static int Refuse(Question question, byte[] answer)
    {
        if (question.Command != MaraCommand.Control || question.Data.Length != MaraControl.Length)
        {
            return NoAnswer;
        }

        question.Data.Span.CopyTo(answer);
        answer[1] = MaraControl.RefusedBit;
        return MaraControl.Length;
    }

    private async ValueTask<int> OrderAsync(Question question, string centre, byte[] answer, CancellationToken stop)
    {
        if (!IsOrder(question))
        {
            if (_logged.First($"order {centre}"))
            {
                Log.OutstationOrderRefused(logger, centre, question.Data.Span[0], question.Data.Span[1], question.Data.Span[2]);
            }

            return Refuse(question, answer);
        }

        (byte port, byte bit, byte state) = (question.Data.Span[0], question.Data.Span[1], question.Data.Span[2]);
        FieldOrder order = new()
        {
            Output = new MaraOutputAddress(options.Comaster, port, bit),
            State = state,
            By = centre,
            Expires = time.GetUtcNow() + options.PassThroughTimeout,
        };
        OrderAnswer given = await WithinAsync(
            token => field!.Orders.OrderAsync(order, token), static why => new OrderAnswer(OrderOutcome.Unknown, why), stop)
            .ConfigureAwait(false);
        bool done = given.Outcome == OrderOutcome.Done;
        _ = Refuse(question, answer);
        if (done)
        {
            question.Data.CopyTo(answer);
        }
        else if (_logged.First($"{centre} {question.Command} {given.Outcome}"))
        {
            Log.OutstationPassThroughFailed(logger, centre, question.Command, given.Outcome.ToString(), given.Detail);
        }

        Log.OutstationOrder(logger, centre, port, bit, state, done ? "confirmed" : "refused or not confirmed");
        return MaraControl.Length;
    }

    private async ValueTask<int> AskAsync(Question question, string centre, byte[] answer, CancellationToken stop)
    {
        PassThroughAnswer result = await WithinAsync(
            token => field!.Questions.AskAsync(question.Command, question.Data, token), Late, stop).ConfigureAwait(false);
        if (result.Outcome != PassThroughOutcome.Answered || result.Data.Length > answer.Length)
        {
            if (_logged.First($"{centre} {question.Command} {result.Outcome}"))
            {
                Log.OutstationPassThroughFailed(logger, centre, question.Command, result.Outcome.ToString(), result.Detail);
            }

            return NoAnswer;
        }

        result.Data.CopyTo(answer);
        return result.Data.Length;
    }

    private static PassThroughAnswer Late(string why) => PassThroughAnswer.Failed(PassThroughOutcome.TimedOut, why);

    // A link has its own time-out for each question. This one is for a link that hangs.
    private async ValueTask<T> WithinAsync<T>(Func<CancellationToken, ValueTask<T>> ask, Func<string, T> late, CancellationToken stop)
    {
        using CancellationTokenSource timeout = new(options.PassThroughTimeout, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stop, timeout.Token);
        try
        {
            return await ask(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return late($"nothing within {options.PassThroughTimeout.TotalSeconds:0.#} s");
        }
    }
}
