using System.Device.I2c;
using Microsoft.Extensions.Logging;

namespace Edge.Field.LocalIo;

/// <summary>
/// One chip or group of lines and its state. A failure and its end are reported once each; a failed unit is tried again at intervals.
/// </summary>
internal abstract class LocalUnit(string name, LocalIoOptions options, TimeProvider time, ILogger logger) : IDisposable
{
    private long _failedAt;
    private volatile string? _reason;

    /// <summary>The name of the unit in logs.</summary>
    public string Name { get; } = name;

    /// <summary>Why it cannot be used, or null.</summary>
    public string? Reason => _reason;

    /// <summary>Whether it is open.</summary>
    protected bool IsOpen { get; private set; }

    /// <summary>Whether it is time to open it.</summary>
    public bool IsDue => IsOpen || _reason is null || time.GetElapsedTime(_failedAt) >= options.RetryAfter;

    public abstract void Dispose();

    /// <summary>Records that it works.</summary>
    protected void Opened()
    {
        IsOpen = true;
        if (_reason is not null)
        {
            Log.LocalUnitWorks(logger, options.Device, Name);
            _reason = null;
        }
    }

    /// <summary>Records a failure.</summary>
    protected void Failed(IOException failure)
    {
        IsOpen = false;
        _failedAt = time.GetTimestamp();
        string reason = failure is LocalIoException
            ? failure.Message
            : $"{Name} does not answer ({failure.Message.TrimEnd('.')}): check its power, its wiring and its address.";
        if (reason != _reason)
        {
            Log.LocalUnitFails(logger, options.Device, Name, reason);
            _reason = reason;
        }
    }
}

/// <summary>A bank of digital inputs with its state.</summary>
internal sealed class BankUnit(InputBank bank, LocalInputs inputs, LocalIoOptions options, TimeProvider time, ILogger logger)
    : LocalUnit(bank.Name, options, time, logger)
{
    // How late a stable change may be noticed; the time of the event does not depend on it.
    private static readonly TimeSpan s_wait = TimeSpan.FromMilliseconds(20);

    private readonly IInputSink _sink = inputs.SinkOf(bank);

    /// <summary>Opens the bank if that is due, or waits for the next change.</summary>
    /// <returns>False while it cannot be used.</returns>
    public bool Step()
    {
        try
        {
            if (IsOpen)
            {
                bank.WaitForChanges(_sink, s_wait);
            }
            else if (IsDue)
            {
                bank.Open(_sink);
                Opened();
            }
        }
        catch (IOException failure)
        {
            bank.Close();
            inputs.Fail(bank);
            Failed(failure);
        }

        inputs.Settle();
        return IsOpen;
    }

    public override void Dispose() => bank.Dispose();
}

/// <summary>A converter with its state.</summary>
internal sealed class ConverterUnit(
    Ads1115Options converter, ILocalHardware hardware, LocalAnalogs analogs, LocalIoOptions options, TimeProvider time, ILogger logger)
    : LocalUnit($"ADS1115 (I²C bus {converter.Bus}, address 0x{converter.Address:X2})", options, time, logger)
{
    private I2cDevice? _device;
    private IEdgeSource? _alert;
    private Ads1115? _chip;

    /// <summary>Converts each of its inputs once.</summary>
    public async ValueTask StepAsync(CancellationToken cancellationToken)
    {
        if (!IsDue)
        {
            return;
        }

        try
        {
            Ads1115 chip = _chip ?? Open();
            foreach (LocalAnalogInput input in converter.Channels)
            {
                short result = await chip.ConvertAsync(
                    new Ads1115Input(input.Input, input.Range, input.Rate, input.Continuous), cancellationToken).ConfigureAwait(false);
                analogs.Set(input, result);
            }

            Opened();
        }
        catch (IOException failure)
        {
            Dispose();
            analogs.Fail(converter);
            Failed(failure is LocalIoException ? new LocalIoException($"{Name}: {failure.Message}", failure) : failure);
        }
    }

    public override void Dispose()
    {
        _device?.Dispose();
        _alert?.Dispose();
        (_device, _alert, _chip) = (null, null, null);
    }

    private Ads1115 Open()
    {
        _alert = converter.Alert is { } line ? hardware.OpenLines(line.Chip, [line.Line], LinePull.Up) : null;
        _device = hardware.OpenI2c(converter.Bus, converter.Address);
        _chip = new Ads1115(_device, _alert, Clock);
        _chip.SetUp();
        return _chip;
    }

    private TimeProvider Clock { get; } = time;
}
