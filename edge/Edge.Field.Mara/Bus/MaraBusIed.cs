using Edge.Domain;
using Edge.Field.Mara.Layout;
using Edge.Pipeline;
using Edge.Protocols.Mara;

namespace Edge.Field.Mara.Bus;

/// <summary>Where the last answer of an IED is on its way to the journal.</summary>
internal enum AnswerPlace : byte
{
    /// <summary>In the journal: the IED may be asked its next sequence.</summary>
    Journaled = 0,

    /// <summary>In the scan that is being gathered.</summary>
    Gathered = 1,

    /// <summary>In the scan that was handed over.</summary>
    Offered = 2,
}

/// <summary>
/// What the master knows of one IED. <see cref="Checkpoint"/>, <see cref="Place"/> and <see cref="AskedBefore"/> belong to the gate of the gathering, the
/// rest to the thread of the bus.
/// </summary>
internal sealed class MaraBusIed(int index, MaraIedMap map)
{
    private readonly byte[] _variables = new byte[MaraSystemVariables.Length];
    private readonly byte[] _words = new byte[MaraFrame.MaximumData];
    private int _digitalBytes;
    private int _analogBytes;

    /// <summary>Its place among the IEDs of the pair.</summary>
    public int Index { get; } = index;

    /// <summary>Its points.</summary>
    public MaraIedMap Map { get; } = map;

    /// <summary>Its address.</summary>
    public MaraAddress Address { get; } = new(map.Ied.Address);

    /// <summary>Its id in the catalogue. Addresses repeat behind different concentrators.</summary>
    public string DeviceId { get; } = DeviceName.Of(map.Ied.Comaster, map.Ied.Address);

    /// <summary>How far it has been read, the gathered answers included.</summary>
    public MaraIedCheckpoint Checkpoint;

    /// <summary>Where its last answer is.</summary>
    public AnswerPlace Place { get; set; }

    /// <summary>
    /// Whether its next sequence may have been asked already – always so at the start, before which we know nothing: the answer may then be an old
    /// one, made when it was asked first.
    /// </summary>
    public bool AskedBefore { get; set; } = true;

    /// <summary>Its last readings; without meaning before <see cref="EverRead"/>.</summary>
    public Reading[] Last { get; } = new Reading[map.Count];

    public bool EverRead { get; set; }

    /// <summary>Whether its last readings count as fresh.</summary>
    public bool Fresh { get; set; }

    /// <summary>Polls without any answer, on end.</summary>
    public int Misses { get; set; }

    /// <summary>Polls without an answer since its values were fresh.</summary>
    public int MissesSinceFresh { get; set; }

    /// <summary>How its last polls went.</summary>
    public PollRecord Polls;

    /// <summary>Whether it was told that it answers badly.</summary>
    public bool ToldBad { get; set; }

    /// <summary>Answers that broke the rules, on end.</summary>
    public int Malformed { get; set; }

    /// <summary>When it had its last turn: a number that grows with each question.</summary>
    public long Turn { get; set; }

    /// <summary>In which round it had it.</summary>
    public long Round { get; set; } = -1;

    /// <summary>Whether it is to be asked again before its turn, and how often it was since its turn.</summary>
    public bool WantsMore { get; set; }

    public int Extras { get; set; }

    /// <summary>How long its last transaction took, in units of the clock's timestamps; 0: not known.</summary>
    public long Duration { get; set; }

    /// <summary>What was told of it last: null nothing yet.</summary>
    public bool? ToldAnswers { get; set; }

    /// <summary>Its skew in 1/128 s as told last.</summary>
    public short? ToldSkew { get; set; }

    /// <summary>Whether its answer was told to differ from the profile.</summary>
    public (int, int, int) Shape { get; set; }

    /// <summary>When the time was set because of it.</summary>
    public long? TimeWantedAt { get; set; }

    public bool Dead => (Checkpoint.Flags & MaraIedFlags.Dead) != 0;

    /// <summary>The sequence of its next question: the successor of the journaled one (ADR 0005).</summary>
    public byte NextSequence => (Checkpoint.Flags & MaraIedFlags.Known) == 0 ? MaraSequence.BusFirst : MaraSequence.NextOnBus(Checkpoint.Sequence);

    /// <summary>Its name in logs.</summary>
    public string Name => Map.Ied.Description.Length == 0 ? $"IED {Address}" : $"IED {Address} ({Map.Ied.Description})";

    public ReadOnlySpan<byte> Variables => _variables;

    public ReadOnlySpan<byte> DigitalBytes => _words.AsSpan(0, _digitalBytes);

    public ReadOnlySpan<byte> AnalogBytes => _words.AsSpan(_digitalBytes, _analogBytes);

    public void SetFlag(MaraIedFlags flag, bool on) => Checkpoint.Flags = on ? Checkpoint.Flags | flag : Checkpoint.Flags & ~flag;

    /// <summary>Keeps the sections as they stood on the wire. The bit for "no answer" is the concentrator's, so ours to write (Mara 1.4 §6).</summary>
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
        ShowAnswers(true);
    }

    public void ShowAnswers(bool answers) =>
        _variables[0] = (byte)(answers ? _variables[0] & ~(int)MaraStatusBits.NoAnswer : _variables[0] | (int)MaraStatusBits.NoAnswer);
}
