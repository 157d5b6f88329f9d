using Edge.Field.Mara.Outstation;
using Edge.Gateway.Devices.Common;
using Edge.Pipeline;
using Edge.Pipeline.Loop;
using Microsoft.Extensions.Logging;

namespace Edge.Gateway.Runtime;

/// <summary>Makes the driver of a device; it begins with the checkpoint in the journal.</summary>
/// <param name="device">What the profile makes of the device.</param>
/// <exception cref="GatewayStartException">It cannot be.</exception>
internal delegate IFieldDriver DriverFactory(DevicePlan device);

/// <summary>
/// One device of the configuration: its driver, which may be another one with another profile, and the loop that polls it.
/// </summary>
internal sealed class FieldLink(
    int index, DriverFactory make, TimeProvider time, ILoggerFactory logs) : IFieldPassThrough, ITakesOrders, IAsyncDisposable
{
    private volatile IFieldDriver? _driver;
    private StationPlan? _plan;
    private RunningLoop? _loop;
    private CancellationTokenSource? _end;
    private bool _calm = true;

    /// <summary>Whether control centres can ask the field through it.</summary>
    public bool ReachesField => _driver is IFieldPassThrough or ITakesOrders;

    /// <summary>The concentrator in whose place it stands.</summary>
    public int Comaster => _plan?.Devices[index].Comaster ?? 0;

    /// <summary>
    /// Makes the driver right for a plan, not while it is polled. One that sees the same field, or can go on with other points, is kept
    /// with its connection and all that it holds; otherwise a new one takes its place, and begins where the journal stands (ADR 0002, ADR
    /// 0005).
    /// </summary>
    /// <exception cref="GatewayStartException">The new one cannot be; there is then none.</exception>
    public async Task UseAsync(StationPlan plan)
    {
        DevicePlan device = plan.Devices[index];
        bool kept = _driver is { } driver && _calm && device.Place.Equals(_plan!.Devices[index].Place)
            && (plan.HasFieldOf(_plan) || (driver is ITakesProfiles taker && await taker.TryUseAsync(plan.Profile).ConfigureAwait(false)));
        if (!kept)
        {
            if (_driver is { } old)
            {
                _driver = null;
                await old.DisposeAsync().ConfigureAwait(false);
            }

            _driver = make(device);
            _calm = true;
        }

        _plan = plan;
    }

    /// <summary>Begins to poll.</summary>
    /// <param name="pipeline">Where the scans go.</param>
    /// <param name="ended">Told when the loop fails.</param>
    public void Start(PipelineLoop pipeline, Action<RunningLoop> ended)
    {
        DevicePlan device = _plan!.Devices[index];
        FieldLoop loop = new(_driver!, pipeline, new FieldLoopOptions { Period = device.Period }, time, logs.CreateLogger<FieldLoop>());
        CancellationTokenSource end = new();
        _end = end;
        _loop = new RunningLoop($"field {device.Device}", stop => loop.RunAsync(stop, end.Token), ended);
    }

    /// <summary>Ends the polling between two questions; one that takes too long is cut off, and its driver is not used again.</summary>
    public async Task EndAsync(TimeSpan patience)
    {
        if (_loop is { } loop)
        {
            loop.Expect();
            await _end!.CancelAsync().ConfigureAwait(false);
            if (!await loop.EndsAsync(patience, time).ConfigureAwait(false))
            {
                _calm = false;
            }
        }

        await StopAsync().ConfigureAwait(false);
    }

    /// <summary>Ends the polling at once.</summary>
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
        _driver is null ? "The gateway is taking a new profile." : "This link has no outputs that can be operated.");

    private static PassThroughAnswer Changing() =>
        PassThroughAnswer.Failed(PassThroughOutcome.NotPossible, "The gateway is taking a new profile.");
}
