using Edge.Protocols.Mara;
using FirmwareSim.Devices.Firmware;

namespace FirmwareSim.Devices.Server;

/// <summary>The way from the socket to the slave: one lock over the whole simulation, the present, the faults of the line.</summary>
/// <param name="gate">Guards everything that is simulated.</param>
/// <param name="slave">Who answers.</param>
/// <param name="faults">What is wrong with the line.</param>
/// <param name="advance">Brings the simulation to the present; called within the lock.</param>
internal sealed class SlaveLine(Lock gate, IMaraSlave slave, LineFaults faults, Action advance)
{
    /// <summary>A centre has connected.</summary>
    public void CentreConnected()
    {
        lock (gate)
        {
            slave.CentreConnected();
        }
    }

    /// <summary>Takes the first frame out of what has been received.</summary>
    /// <param name="received">The bytes.</param>
    /// <param name="answer">Room for an answer.</param>
    /// <param name="consumed">How many bytes are done with.</param>
    /// <param name="rejected">How many starts of frame were none.</param>
    /// <param name="length">How long the answer is.</param>
    /// <returns>The reaction, or null when no whole frame is there.</returns>
    public Reaction? Take(ReadOnlySpan<byte> received, Span<byte> answer, out int consumed, out int rejected, out int length)
    {
        length = 0;
        if (MaraFrameScanner.TryRead(received, out MaraFrame request, out consumed, out rejected) != MaraScanStatus.Frame)
        {
            return null;
        }

        lock (gate)
        {
            faults.Heard++;
            if (faults.Mute)
            {
                return Reaction.Silence;
            }

            advance();
            Reaction reaction = slave.Handle(request, answer, out length);
            return reaction != Reaction.Silence && !faults.Pass(answer[..length]) ? Reaction.Silence : reaction;
        }
    }
}
