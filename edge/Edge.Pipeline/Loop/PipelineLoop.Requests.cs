using System.Threading.Channels;
using Edge.Domain;

namespace Edge.Pipeline.Loop;

/// <content>What operators ask for.</content>
public sealed partial class PipelineLoop
{
    /// <summary>Sets an attribute of an element by hand, one that no formula sets, and keeps it through restarts.</summary>
    /// <param name="tag">The element.</param>
    /// <param name="attribute">The attribute.</param>
    /// <param name="value">As a cell of the workbook, null for nothing.</param>
    /// <param name="who">Who does it; it is recorded.</param>
    /// <param name="cancellationToken">Ends the waiting; what is under way is still done.</param>
    public Task<ElementAnswer> SetElementAsync(
        string tag, ElementAttribute attribute, string? value, string who, CancellationToken cancellationToken) =>
        RequestAsync(new ElementRequest(ElementAction.Set, tag, attribute, value, who), DateTimeOffset.MaxValue, cancellationToken);

    /// <summary>Acknowledges the mark of a protection or a breaker: its text becomes 0.</summary>
    /// <param name="tag">The element.</param>
    /// <param name="who">Who does it; it is recorded.</param>
    /// <param name="cancellationToken">Ends the waiting; what is under way is still done.</param>
    public Task<ElementAnswer> AcknowledgeAsync(string tag, string who, CancellationToken cancellationToken) =>
        RequestAsync(
            new ElementRequest(ElementAction.Acknowledge, tag, ElementAttribute.Text, null, who), DateTimeOffset.MaxValue, cancellationToken);

    /// <summary>Does what an operator asks for, when its turn comes, or refuses it.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="expires">When it is no longer to be done, by the gateway's clock, UTC.</param>
    /// <param name="cancellationToken">Ends the waiting; what is under way is still done.</param>
    /// <exception cref="ChannelClosedException">Another profile has taken the place of this one: nothing was done, ask its loop.</exception>
    public async Task<ElementAnswer> RequestAsync(ElementRequest request, DateTimeOffset expires, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        OperatorMessage message = new(request, expires, new(TaskCreationOptions.RunContinuationsAsynchronously));
        await _inbox.Writer.WriteAsync(new Message("", null, null, null, message), cancellationToken).ConfigureAwait(false);
        return await message.Answer.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }
}
