using Edge.Field.Mara.Outstation;
using Edge.Gateway.Devices.Common;
using Edge.Pipeline;
using Edge.Pipeline.Loop;
using Microsoft.Extensions.Logging;

namespace Edge.Gateway.Runtime;

/// <summary>Makes the driver of a device; it starts with the checkpoint of the journal.</summary>
/// <param name="device">The plan of the device.</param>
/// <exception cref="GatewayStartException">The driver cannot be made.</exception>
internal delegate IFieldDriver DriverFactory(DevicePlan device);

/// <summary>
/// One device of the configuration: its driver, which another profile may replace, and the loop that polls it.
/// </summary>
internal sealed class FieldLink(
    int index, DriverFactory make, TimeProvider time, ILoggerFactory logs) : IFieldPassThrough, ITakesOrders, IAsyncDisposable
{
    private volatile IFieldDriver? _driver;
    private StationPlan? _plan;
    private RunningLoop? _loop;
    private CancellationTokenSource? _end;
    private bool _endedInTime = true;

    /// <summary>Whether it passes requests of control centres through to the field.</summary>
    public bool ReachesField => _driver is IFieldPassThrough or ITakesOrders;

    /// <summary>The id of the concentrator that it reads or replaces.</summary>
    public int Comaster => _plan?.Devices[index].Comaster ?? 0;

    /// <summary>
    /// Uses another plan; call it only between polls. A driver with the same field, or that can continue with other points, is kept with
    /// its connection and its state. Otherwise a new driver replaces it and starts with the checkpoint of the journal (ADR 0002, ADR 0005).
    /// </summary>
    /// <exception cref="GatewayStartException">The new driver cannot be made; there is then none.</exception>
    public async Task UseAsync(StationPlan plan)
    {
        DevicePlan device = plan.Devices[index];
        bool kept = _driver is { } driver && _endedInTime && device.Place.Equals(_plan!.Devices[index].Place)
            && (plan.HasFieldOf(_plan) || (driver is ITakesProfiles taker && await taker.TryUseAsync(plan.Profile).ConfigureAwait(false)));
        if (!kept)
        {
            if (_driver is { } old)
            {
                _driver = null;
                await old.DisposeAsync().ConfigureAwait(false);
            }

            _driver = make(device);
            _endedInTime = true;
        }

        _plan = plan;
    }

    /// <summary>Starts polling.</summary>
    /// <param name="pipeline">Receives the scans.</param>
    /// <param name="ended">Called when the loop fails.</param>
    public void Start(PipelineLoop pipeline, Action<RunningLoop> ended)
    {
        DevicePlan device = _plan!.Devices[index];
        FieldLoop loop = new(_driver!, pipeline, new FieldLoopOptions { Period = device.Period }, time, logs.CreateLogger<FieldLoop>());
        CancellationTokenSource end = new();
        _end = end;
        _loop = new RunningLoop($"field {device.Device}", stop => loop.RunAsync(stop, end.Token), ended);
    }

    /// <summary>Ends the polling between two polls. A poll that exceeds the limit is cancelled, and its driver is not used again.</summary>
    public async Task EndAsync(TimeSpan limit)
    {
        if (_loop is { } loop)
        {
            loop.ExpectEnd();
            await _end!.CancelAsync().ConfigureAwait(false);
            if (!await loop.WaitForEndAsync(limit, time).ConfigureAwait(false))
            {
                _endedInTime = false;
            }
        }

        await StopAsync().ConfigureAwait(false);
    }

    /// <summary>Ends the polling immediately.</summary>
    public async Task StopAsync()
    {
        if (_loop is { } loop)
        {
            _loop = null;
            await loop.StopAsync().ConfigureAwait(false);
            loop.Dispose();
            _end!.Dispose();
        }
    }

    /// <inheritdoc/>
    public async ValueTask<PassThroughAnswer> AskAsync(byte command, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        try
        {
            return _driver is IFieldPassThrough passThrough
                ? await passThrough.AskAsync(command, data, cancellationToken).ConfigureAwait(false)
                : Changing();
        }
        catch (ObjectDisposedException) when (!cancellationToken.IsCancellationRequested)
        {
            return Changing();
        }
    }

    /// <inheritdoc/>
    public async ValueTask<OrderAnswer> OrderAsync(FieldOrder order, CancellationToken cancellationToken)
    {
        try
        {
            return _driver is ITakesOrders driver ? await driver.OrderAsync(order, cancellationToken).ConfigureAwait(false) : NoDriver();
        }
        catch (ObjectDisposedException) when (!cancellationToken.IsCancellationRequested)
        {
            return NoDriver();
        }
    }

    /// <inheritdoc/>
    public async ValueTask<PassThroughAnswer> SetTimeAsync(DateTime local, CancellationToken cancellationToken)
    {
        try
        {
            return _driver is IFieldPassThrough passThrough
                ? await passThrough.SetTimeAsync(local, cancellationToken).ConfigureAwait(false)
                : Changing();
        }
        catch (ObjectDisposedException) when (!cancellationToken.IsCancellationRequested)
        {
            return Changing();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_driver is { } driver)
        {
            _driver = null;
            await driver.DisposeAsync().ConfigureAwait(false);
        }
    }

    private OrderAnswer NoDriver() => new(
        OrderOutcome.NotPossible,
        _driver is null ? "The gateway is activating a new profile." : "This link has no outputs that can be operated.");

    private static PassThroughAnswer Changing() =>
        PassThroughAnswer.Failed(PassThroughOutcome.NotPossible, "The gateway is activating a new profile.");
}
