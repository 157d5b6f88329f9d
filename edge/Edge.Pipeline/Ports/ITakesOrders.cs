namespace Edge.Pipeline;

/// <summary>A driver that operates outputs of the field. Thread-safe, also during a poll.</summary>
public interface ITakesOrders
{
    /// <summary>
    /// Sends an order to the field once, and never repeats it. An order that cannot be sent before it expires is not sent. It returns
    /// within the time-out of the link.
    /// </summary>
    /// <param name="order">The order.</param>
    /// <param name="cancellationToken">The stop of the service; it does not cancel an order that was sent.</param>
    ValueTask<OrderAnswer> OrderAsync(FieldOrder order, CancellationToken cancellationToken);
}
