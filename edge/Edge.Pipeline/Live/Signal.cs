using System.Threading.Channels;

namespace Edge.Pipeline.Live;

/// <summary>Wakes one waiter. It stays set while nothing waits, and does not count: ten sets are one wake-up.</summary>
public sealed class Signal
{
    private readonly Channel<bool> _channel = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Wakes the waiter, or the next one to come.</summary>
    public void Set() => _ = _channel.Writer.TryWrite(true);

    /// <summary>Waits until it is set, and resets it.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask WaitAsync(CancellationToken cancellationToken) =>
        _ = await _channel.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
}
