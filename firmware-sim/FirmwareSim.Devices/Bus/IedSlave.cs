using Edge.Protocols.Mara;
using FirmwareSim.Devices.Firmware;
using FirmwareSim.Devices.Plant;

namespace FirmwareSim.Devices.Bus;

/// <summary>What an order does to the next answers of an IED on their way; what is kept for a repetition stays right.</summary>
public enum AnswerFault : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The block check is wrong.</summary>
    BadCheck = 1,

    /// <summary>A byte is lost.</summary>
    LostByte = 2,

    /// <summary>A byte comes twice.</summary>
    RepeatedByte = 3,
}

/// <summary>
/// An IED on the bus: listens for frames with resynchronisation, answers after its turn-round, and carries the faults that were ordered.
/// Only a frame that ends with the byte just heard is answered: one that comes out of discarded bytes is over long since.
/// </summary>
public sealed class IedSlave : IBusStation
{
    /// <summary>After such a silence the beginning of a frame is thrown away.</summary>
    public static readonly TimeSpan FrameGap = TimeSpan.FromMilliseconds(10);

    /// <summary>How long it is deaf after a restart.</summary>
    public static readonly TimeSpan Boot = TimeSpan.FromMilliseconds(250);

    private readonly IedFirmware _firmware;
    private readonly Action<TimeSpan> _present;
    private readonly Chance _chance;
    private readonly byte[] _heard = new byte[2 * MaraFrame.MaximumLength];
    private readonly byte[] _answer = new byte[MaraFrame.MaximumLength + 1];
    private TimeSpan _lastHeard;
    private TimeSpan _deafUntil;
    private TimeSpan? _due;
    private bool _speaking;
    private int _filled;
    private int _length;
    private AnswerFault _fault;
    private int _faults;

    /// <param name="firmware">The program.</param>
    /// <param name="turnRound">From the end of a question to the begin of its answer.</param>
    /// <param name="chance">Where in an answer a fault strikes.</param>
    /// <param name="present">Brings the plant to an instant of the line.</param>
    public IedSlave(IedFirmware firmware, TimeSpan turnRound, Chance chance, Action<TimeSpan> present)
    {
        (_firmware, TurnRound, _chance, _present) = (firmware, turnRound, chance, present);
    }

    /// <inheritdoc/>
    public string Name => $"IED {Ied.Address}";

    /// <summary>The device.</summary>
    public Ied Ied => _firmware.Ied;

    /// <summary>Its program.</summary>
    public IedFirmware Firmware => _firmware;

    /// <summary>From the end of a question to the begin of its answer.</summary>
    public TimeSpan TurnRound { get; }

    /// <summary>How much later than that it answers, by order.</summary>
    public TimeSpan Slow { get; set; }

    /// <summary>Whether it speaks without being asked and does not stop.</summary>
    public bool Babbling { get; private set; }

    /// <inheritdoc/>
    public TimeSpan? Speaks => _speaking || !Ied.Connected ? null : Babbling ? TimeSpan.Zero : _due;

    /// <inheritdoc/>
    public bool Answers => !Babbling;

    /// <summary>What is wrong with it by order, one phrase each.</summary>
    public IEnumerable<string> Faults
    {
        get
        {
            if (!Ied.Connected)
            {
                yield return "dead";
            }

            if (Slow > TimeSpan.Zero)
            {
                yield return $"answers {Slow.TotalMilliseconds:0} ms late";
            }

            if (Babbling)
            {
                yield return "babbles";
            }

            if (_faults > 0)
            {
                yield return $"{_fault} in its next {_faults} answers";
            }
        }
    }

    /// <summary>Puts it on the bus or takes it off; what it was about to say is not said later.</summary>
    public void Connect(bool on) => (Ied.Connected, _due, _filled) = (on, null, 0);

    /// <summary>Begins to babble, or stops.</summary>
    public void Babble(bool on) => (Babbling, _due) = (on, null);

    /// <summary>Spoils its next answers.</summary>
    public void Spoil(AnswerFault fault, int answers) => (_fault, _faults) = (fault, answers);

    /// <summary>Restarts it; it is deaf while it boots. A restart of its UART alone only drops what was on its way.</summary>
    public void Restart(RestartCause cause, bool uartOnly, TimeSpan at)
    {
        _firmware.Restart(cause, uartOnly);
        (_filled, _due, _length) = (0, null, 0);
        _deafUntil = uartOnly ? at : at + Boot;
    }

    /// <inheritdoc/>
    public void Hear(byte value, TimeSpan at)
    {
        if (!Ied.Connected || at < _deafUntil)
        {
            _filled = 0;
            return;
        }

        if (at - _lastHeard > FrameGap)
        {
            _filled = 0;
        }

        _lastHeard = at;
        _heard[_filled++] = value;

        // Within a frame there is nothing to look for yet. Looking gives the same, but costs time at each byte and for each IED.
        bool more = _heard[0] != MaraFrame.StartOfFrame
            || (_filled > 1 && (_heard[1] is < MaraFrame.MinimumLength or > MaraFrame.MaximumLength || _filled >= _heard[1]));
        while (more)
        {
            more = MaraFrameScanner.TryRead(_heard.AsSpan(0, _filled), out MaraFrame frame, out int consumed, out _)
                == MaraScanStatus.Frame;
            if (more && consumed == _filled)
            {
                Take(frame, at);
            }

            _heard.AsSpan(consumed, _filled - consumed).CopyTo(_heard);
            _filled -= consumed;
        }
    }

    /// <inheritdoc/>
    public void Begin() => (_speaking, _due) = (true, null);

    /// <inheritdoc/>
    public bool TrySay(int index, out byte value)
    {
        value = Babbling ? (byte)(_chance.Die(256) - 1) : index < _length ? _answer[index] : (byte)0;
        return Ied.Connected && (Babbling || index < _length);
    }

    /// <inheritdoc/>
    public void End(TimeSpan at)
    {
        (_speaking, _length, _filled) = (false, 0, 0);
        _present(at);
        if (_firmware.AnswerSent())
        {
            _deafUntil = at + Boot;
        }
    }

    private void Take(MaraFrame frame, TimeSpan at)
    {
        if (frame.Destination != Ied.Address && frame.Destination != MaraFrame.Broadcast)
        {
            return;
        }

        _present(at);
        if (_firmware.Handle(frame, _answer, out int length))
        {
            _length = Spoiled(length);
            _due = at + TurnRound + Slow;
        }
    }

    /// <summary>Does to the answer what is due; in front of its block check, so that it stays no frame whatever the byte was.</summary>
    private int Spoiled(int length)
    {
        if (_faults == 0)
        {
            return length;
        }

        _faults--;
        int where = 1 + _chance.Die(length - 3);
        switch (_fault)
        {
            case AnswerFault.BadCheck:
                _answer[length - 1] ^= 0x55;
                return length;
            case AnswerFault.LostByte:
                _answer.AsSpan(where + 1, length - where - 1).CopyTo(_answer.AsSpan(where));
                return length - 1;
            case AnswerFault.RepeatedByte:
                _answer.AsSpan(where, length - where).CopyTo(_answer.AsSpan(where + 1));
                return length + 1;
            default:
                return length;
        }
    }
}
