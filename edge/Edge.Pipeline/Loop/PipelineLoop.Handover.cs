using System.Threading.Channels;
using Edge.Domain;

namespace Edge.Pipeline.Loop;

/// <content>
/// One profile replaces another: the loop of the former profile is paused, and the loop of the new one starts with its state (ADR 0014).
/// </content>
public sealed partial class PipelineLoop
{
    /// <summary>Whether the journal has everything that was submitted. Valid only while the loop is paused.</summary>
    public bool IsWritten => _writer.IsIdle && _alarms.IsIdle;

    /// <summary>Why the journal cannot be written, or null.</summary>
    public string? JournalFailure => _writer.Failure;

    /// <summary>
    /// Pauses the loop: it handles all messages that were sent before, then <see cref="RunAsync"/> returns. A later message waits until the
    /// loop runs again, or until <see cref="Retire"/>. Stop the field loops first.
    /// </summary>
    /// <param name="cancellationToken">The stop.</param>
    public ValueTask PauseAsync(CancellationToken cancellationToken) =>
        _inbox.Writer.WriteAsync(new Message("", null, null, null, null) { Pauses = true }, cancellationToken);

    /// <summary>
    /// Ends a paused loop permanently. Requests of operators that wait in it, and later ones, end with a
    /// <see cref="ChannelClosedException"/>: nothing of them was executed.
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

    // A link keeps its state, and its values become stale at the same time as without the change.
    private void CopyLinks(PipelineLoop predecessor, Profile profile)
    {
        HashSet<string> devices = profile.Devices.Select(device => device.Id.ToString()).ToHashSet(StringComparer.Ordinal);
        foreach (DeviceState device in _devices.Values)
        {
            if (predecessor._devices.TryGetValue(device.Source.Device, out DeviceState? before))
            {
                device.ContinueFrom(before, devices);
                _board.Update(device.Index, device.Health, notify: true);
            }
        }
    }
}
