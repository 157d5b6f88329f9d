namespace FirmwareSim.Devices.Server;

/// <summary>
/// The line, and what is wrong with it on purpose. The slave behind it does not know: a repeated SEC gets the true answer.
/// </summary>
public sealed class LineFaults
{
    private int _corrupt;
    private int _lose;

    /// <summary>The link is up, but nobody listens to it.</summary>
    public bool Mute { get; set; }

    /// <summary>How many whole frames have come in, those not listened to included.</summary>
    public long Heard { get; internal set; }

    /// <summary>How many answers will still be corrupted.</summary>
    public int ToCorrupt => _corrupt;

    /// <summary>How many answers will still be lost.</summary>
    public int ToLose => _lose;

    /// <summary>Spoils the block check of the next answers.</summary>
    public void CorruptNext(int count) => _corrupt = count;

    /// <summary>Lets the next answers get lost on the way.</summary>
    public void LoseNext(int count) => _lose = count;

    /// <summary>Does to an answer on its way what is due.</summary>
    /// <returns>False when it gets lost.</returns>
    internal bool Pass(Span<byte> answer)
    {
        if (_lose > 0)
        {
            _lose--;
            return false;
        }

        if (_corrupt > 0)
        {
            _corrupt--;
            answer[^1] ^= 0x55;
        }

        return true;
    }
}
