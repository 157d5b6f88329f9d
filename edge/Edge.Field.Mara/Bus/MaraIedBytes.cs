using Edge.Protocols.Mara;

namespace Edge.Field.Mara.Bus;

/// <summary>
/// The unchanged sections of an IED's last answer. The bit for "no answer" is normally set by the concentrator, which the gateway replaces,
/// so the gateway sets it (Mara 1.4 §6).
/// </summary>
internal sealed class MaraIedBytes
{
    private readonly byte[] _variables = new byte[MaraSystemVariables.Length];
    private readonly byte[] _words = new byte[MaraFrame.MaximumData];
    private int _digitalBytes;
    private int _analogBytes;

    public ReadOnlySpan<byte> Variables => _variables;

    public ReadOnlySpan<byte> Digitals => _words.AsSpan(0, _digitalBytes);

    public ReadOnlySpan<byte> Analogs => _words.AsSpan(_digitalBytes, _analogBytes);

    /// <summary>Stores the sections of an answer.</summary>
    public void Keep(in MaraPollAnswer answer)
    {
        ReadOnlySpan<byte> variables = answer.SystemVariableBytes;
        if (variables.Length >= MaraSystemVariables.Length)
        {
            variables[..MaraSystemVariables.Length].CopyTo(_variables);
        }

        answer.DigitalBytes.CopyTo(_words);
        answer.AnalogBytes.CopyTo(_words.AsSpan(answer.DigitalBytes.Length));
        (_digitalBytes, _analogBytes) = (answer.DigitalBytes.Length, answer.AnalogBytes.Length);
        _variables[0] = (byte)(_variables[0] & ~(int)MaraStatusBits.NoAnswer);
    }

    /// <summary>Sets the bit for "no answer".</summary>
    public void MarkSilent() => _variables[0] |= (byte)MaraStatusBits.NoAnswer;
}
