namespace Edge.Pipeline;

/// <summary>A driver that operates outputs of the field. Any thread may call, also while the field is polled.</summary>
public interface ITakesOrders
{
    /// <summary>
    /// Gives an order to the field, once: nothing is repeated, and what cannot be sent before it expires is never sent. It ends by itself
    /// after the time-out of the link.
    /// </summary>
    /// <param name="order">The order.</param>
    /// <param name="cancellationToken">The stop of the service; what was sent by then is not taken back.</param>
    ValueTask<OrderAnswer> OrderAsync(FieldOrder order, CancellationToken cancellationToken);
}
