using TestKit;

namespace Edge.EndToEnd.Tests.Field;

/// <summary>
/// The independent control centre at work: polls on and on, throws an answer away now and then with its connection, and asks for it again.
/// What goes wrong with it comes out of <see cref="DisposeAsync"/>, or of whoever waits for it.
/// </summary>
internal sealed class PollingCentre : IAsyncDisposable
{
    private const int VariablesLength = 6;
    private const byte NoAnswer = 0x10;
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(50);

    private readonly ControlCentre _centre;
    private readonly CancellationTokenSource _stop;
    private readonly Random? _drops;
    private readonly Lock _lock = new();
    private readonly List<PollAnswer> _answers = [];
    private readonly Task _polling;

    /// <param name="port">Where it polls.</param>
    /// <param name="stop">The stop of the test.</param>
    /// <param name="source">Its address in its frames.</param>
    /// <param name="drops">The chance by which it loses answers; null: it loses none.</param>
    public PollingCentre(int port, CancellationToken stop, byte source = 0x40, Random? drops = null)
    {
        _centre = new ControlCentre(() => port, source);
        _drops = drops;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _polling = PollAsync();
    }

    /// <summary>How often it threw an answer away and connected anew.</summary>
    public int Drops { get; private set; }

    /// <summary>The events that it took, in their order, each as its ten bytes in hex.</summary>
    public IReadOnlyList<string> Events
    {
        get
        {
            lock (_lock)
            {
                return [.. _centre.Events];
            }
        }
    }

    /// <summary>How many answers it has received: a start for <see cref="SilentSince"/>.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _answers.Count;
            }
        }
    }

    /// <summary>The last answer that it took; null before the first.</summary>
    public PollAnswer? Last
    {
        get
        {
            lock (_lock)
            {
                return _answers.LastOrDefault();
            }
        }
    }

    /// <summary>Of each answer since a start, the places of the IEDs whose bit 4 is set (Mara 1.4 §6), as text: "1 5".</summary>
    public IReadOnlyList<string> SilentSince(int count)
    {
        lock (_lock)
        {
            return [.. _answers.Skip(count).Select(Silent)];
        }
    }

    /// <summary>Waits for an answer, asked from now on, with bit 4 set at exactly these places.</summary>
    public Task SilentAsync(string places, string what, CancellationToken stop)
    {
        // The answer that is on its way now may have been asked before.
        int start = Count + 1;
        return UntilAsync(() => SilentSince(start).Contains(places), what, stop);
    }

    /// <summary>Waits for a condition as long as the centre is well.</summary>
    public Task UntilAsync(Func<bool> condition, string what, CancellationToken stop) => Eventually.TrueAsync(
        async () =>
        {
            if (_polling.IsCompleted)
            {
                await _polling;
            }

            return condition();
        },
        what, stop);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _polling;
        }
        finally
        {
            _centre.Dispose();
            _stop.Dispose();
        }
    }

    // Byte 0 of each IED's six; places count from 1, as the offsets of the workbook.
    private static string Silent(PollAnswer answer) => string.Join(
        ' ', answer.Variables.Chunk(VariablesLength).Select((sv, i) => (sv[0] & NoAnswer) != 0 ? i + 1 : 0).Where(place => place > 0));

    private async Task PollAsync()
    {
        using PeriodicTimer timer = new(Period);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                if (await _centre.AskAsync(_stop.Token) is not { } answer)
                {
                    continue;
                }

                if (_drops?.Next(8) == 0)
                {
                    _centre.Drop();
                    Drops++;
                    continue;
                }

                lock (_lock)
                {
                    _answers.Add(_centre.Take(answer));
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The test has seen enough.
        }
    }
}
