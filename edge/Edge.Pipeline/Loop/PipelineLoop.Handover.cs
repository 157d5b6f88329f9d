using System.Threading.Channels;
using Edge.Domain;

namespace Edge.Pipeline.Loop;

/// <content>One profile takes the place of another: the loop of the old one rests, that of the new one begins with what it knew (ADR 0014).</content>
public sealed partial class PipelineLoop
{
    /// <summary>Whether everything that it took is in the journal. Only to be asked while the loop rests.</summary>
    public bool IsWritten => _writer.IsIdle;

    /// <summary>Why the journal cannot be written, or null.</summary>
    public string? JournalFailure => _writer.Failure;

    /// <summary>
    /// Lets the loop rest: it does what was handed over before, then <see cref="RunAsync"/> returns. Who hands over something later waits until it runs
    /// again, or until it <see cref="Retire"/>s. Stop the field first.
    /// </summary>
    /// <param name="cancellationToken">The stop.</param>
    public ValueTask PauseAsync(CancellationToken cancellationToken) =>
        _inbox.Writer.WriteAsync(new Message("", null, null, null, null) { Pauses = true }, cancellationToken);

    /// <summary>
    /// Ends a loop that rests, for good. Requests of operators that it did not get to end with a <see cref="ChannelClosedException"/>, and so do
    /// later ones: nothing of them was done.
    /// </summary>
    public void Retire()
    {
        _ = _inbox.Writer.TryComplete();
        while (_inbox.Reader.TryRead(out Message message))
        {
            _ = message.Operator?.Answer.TrySetException(new ChannelClosedException());
            _ = message.Kept?.TrySetResult(false);
        }
    }

    // A link that answers goes on answering, and its values turn stale when they would have done so without the change.
    private void TakeLinks(PipelineLoop predecessor, Profile profile)
    {
        HashSet<string> devices = profile.Devices.Select(device => device.Id.ToString()).ToHashSet(StringComparer.Ordinal);
        foreach (DeviceState device in _devices.Values)
        {
            if (predecessor._devices.TryGetValue(device.Source.Device, out DeviceState? before))
            {
                device.GoOn(before, devices);
                _board.Update(device.Index, device.Health, tell: true);
            }
        }
    }
}
