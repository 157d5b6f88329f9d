using System.Threading.Channels;
using Edge.Domain;

namespace Edge.Pipeline.Loop;

/// <content>Requests of operators.</content>
public sealed partial class PipelineLoop
{
    /// <summary>Sets an attribute of an element that no formula sets, and stores it for the next start.</summary>
    /// <param name="tag">The element.</param>
    /// <param name="attribute">The attribute.</param>
    /// <param name="value">As a cell of the workbook, null for nothing.</param>
    /// <param name="who">The operator; it is recorded.</param>
    /// <param name="cancellationToken">Ends the wait; a request that was sent is still executed.</param>
    public Task<ElementAnswer> SetElementAsync(
        string tag, ElementAttribute attribute, string? value, string who, CancellationToken cancellationToken) =>
        RequestAsync(new ElementRequest(ElementAction.Set, tag, attribute, value, who), DateTimeOffset.MaxValue, cancellationToken);

    /// <summary>Acknowledges the mark of a protection or a breaker: its text becomes 0.</summary>
    /// <param name="tag">The element.</param>
    /// <param name="who">The operator; it is recorded.</param>
    /// <param name="cancellationToken">Ends the wait; a request that was sent is still executed.</param>
    public Task<ElementAnswer> AcknowledgeAsync(string tag, string who, CancellationToken cancellationToken) =>
        RequestAsync(
            new ElementRequest(ElementAction.Acknowledge, tag, ElementAttribute.Text, null, who), DateTimeOffset.MaxValue,
            cancellationToken);

    /// <summary>Executes a request of an operator in its order, or refuses it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="expires">When the request becomes invalid, by the gateway's clock, UTC.</param>
    /// <param name="cancellationToken">Ends the wait; a request that was sent is still executed.</param>
    /// <exception cref="ChannelClosedException">
    /// Another profile replaced this one: nothing was executed. Send the request to the new loop.
    /// </exception>
    public async Task<ElementAnswer> RequestAsync(ElementRequest request, DateTimeOffset expires, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        OperatorMessage message = new(request, expires, new(TaskCreationOptions.RunContinuationsAsynchronously));
        await _inbox.Writer.WriteAsync(new Message("", null, null, null, message), cancellationToken).ConfigureAwait(false);
        return await message.Answer.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }
}
