namespace Edge.Field.LocalIo;

/// <content>A thread for each bank of inputs, and a loop over the converters.</content>
public sealed partial class LocalIoDriver
{
    private void Start()
    {
        if (!_runs)
        {
            return;
        }

        foreach (BankUnit bank in _banks)
        {
            Thread thread = new(() => Run(bank)) { IsBackground = true, Name = $"{Device} {bank.Name}" };
            _threads.Add(thread);
            thread.Start();
        }

        _converting = Task.Run(ConvertAsync);
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
                    _ = stop.WaitHandle.WaitOne(_options.RetryAfter);
                }
            }
        }
        catch (Exception bug) when (bug is not OperationCanceledException)
        {
            // Ours: the next poll throws it, where the gateway ends over it.
            _bug = bug;
        }
    }

    private async Task ConvertAsync()
    {
        try
        {
            using PeriodicTimer timer = new(_options.AnalogPeriod, _time);
            while (await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false))
            {
                foreach (ConverterUnit converter in _converters)
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
