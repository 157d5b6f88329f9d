namespace Edge.Field.LocalIo;

/// <summary>A thread for each bank of inputs, and a loop over the converters.</summary>
/// <param name="options">The periods.</param>
/// <param name="banks">The banks.</param>
/// <param name="converters">The converters.</param>
/// <param name="time">The clock.</param>
internal sealed class LocalLoops(LocalIoOptions options, BankUnit[] banks, ConverterUnit[] converters, TimeProvider time)
    : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Thread> _threads = [];
    private Task _converting = Task.CompletedTask;
    private volatile Exception? _bug;

    /// <summary>Whether <see cref="DisposeAsync"/> was called.</summary>
    public bool IsStopped => _stop.IsCancellationRequested;

    /// <summary>The bug that ended a loop, or null.</summary>
    public Exception? Bug => _bug;

    /// <summary>Why units cannot be used, or null while all work.</summary>
    public string? Reason
    {
        get
        {
            string[] reasons = [.. banks.Concat<LocalUnit>(converters).Select(unit => unit.Reason).OfType<string>()];
            return reasons.Length == 0 ? null : string.Join(" ", reasons);
        }
    }

    /// <summary>Starts the threads and the loop.</summary>
    public void Start()
    {
        foreach (BankUnit bank in banks)
        {
            Thread thread = new(() => Run(bank)) { IsBackground = true, Name = $"{options.Device} {bank.Name}" };
            _threads.Add(thread);
            thread.Start();
        }

        _converting = Task.Run(ConvertAsync);
    }

    /// <summary>One step of each unit.</summary>
    public async ValueTask StepAsync(CancellationToken cancellationToken)
    {
        foreach (BankUnit bank in banks)
        {
            _ = bank.Step();
        }

        foreach (ConverterUnit converter in converters)
        {
            await converter.StepAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Stops the loops and closes the units.</summary>
    public async ValueTask DisposeAsync()
    {
        if (IsStopped)
        {
            return;
        }

        await _stop.CancelAsync().ConfigureAwait(false);
        foreach (Thread thread in _threads)
        {
            thread.Join();
        }

        await _converting.ConfigureAwait(false);
        foreach (LocalUnit unit in banks.Concat<LocalUnit>(converters))
        {
            unit.Dispose();
        }

        _stop.Dispose();
    }

    private void Run(BankUnit bank)
    {
        CancellationToken stop = _stop.Token;
        try
        {
            while (!stop.IsCancellationRequested)
            {
                if (!bank.Step())
                {
                    _ = stop.WaitHandle.WaitOne(options.RetryAfter);
                }
            }
        }
        catch (Exception bug) when (bug is not OperationCanceledException)
        {
            // A bug of ours: the next poll throws it, and the gateway ends.
            _bug = bug;
        }
    }

    private async Task ConvertAsync()
    {
        try
        {
            using PeriodicTimer timer = new(options.AnalogPeriod, time);
            while (await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false))
            {
                foreach (ConverterUnit converter in converters)
                {
                    await converter.StepAsync(_stop.Token).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The stop.
        }
        catch (Exception bug)
        {
            _bug = bug;
        }
    }
}
