using System.Buffers.Binary;
using Edge.Protocols.Mara;

namespace FirmwareSim.Devices.Firmware;

/// <summary>
/// The program of an IED: what it does about each frame that it hears, and what it answers (Mara 1.4 §2 to §7). It knows no line: who has
/// one asks it, whether that is the bus or the bridge of a concentrator.
/// </summary>
/// <remarks>
/// RAM: four pages. Page 0 begins with what the program keeps there: its address, the six system variables, how many events wait, the word
/// of its port, those of its channels, the nine bytes of its time; a write into these is refused. EEPROM: four pages in zone 0, FF when
/// new, kept through every restart; a write begins with the first byte of its page.
/// </remarks>
public sealed class IedFirmware(Ied ied)
{
    private const int Pages = 4;

    /// <summary>How many bytes at the begin of its RAM the program keeps for itself.</summary>
    internal const int OwnRam = 0x20;

    /// <summary>How much RAM it has.</summary>
    internal const int RamLength = Pages * DeviceMemory.Page;


    private readonly RetryBuffer _retry = new();
    private readonly DeviceMemory _ram = new(Pages, 0);
    private readonly DeviceMemory _eeprom = new(Pages, 0xFF);
    private bool _restartDue;

    /// <summary>The device that it runs on.</summary>
    public Ied Ied => ied;

    /// <summary>How many new polls it has answered; repetitions do not count.</summary>
    public long Polls { get; private set; }

    /// <summary>How often it said its last answer again.</summary>
    public long Repeats { get; private set; }

    /// <summary>Takes a frame. Broadcasts and times are obeyed and never answered, and leave the retry buffer alone.</summary>
    /// <param name="request">The frame.</param>
    /// <param name="answer">Room for a whole frame.</param>
    /// <param name="length">How long the answer is.</param>
    /// <returns>Whether there is an answer.</returns>
    public bool Handle(MaraFrame request, Span<byte> answer, out int length)
    {
        length = 0;
        if (request.Destination != MaraFrame.Broadcast && request.Destination != ied.Address)
        {
            return false;
        }

        if (request.Command is MaraCommand.SetTime or MaraCommand.Sync)
        {
            Obey(request);
            return false;
        }

        if (request.Destination == MaraFrame.Broadcast || !Understands(request))
        {
            return false;
        }

        if (_retry.TryRepeat(request.Sequence, answer, out length))
        {
            Repeats++;
            return true;
        }

        ied.Stack.Release();
        Span<byte> data = stackalloc byte[MaraFrame.MaximumData];
        int used = Answer(request, data);
        length = MaraFrame.Write(answer, request.Source, (byte)ied.Address, request.Sequence, request.Command, data[..used]);
        _retry.Keep(request.Sequence, answer[..length]);
        return true;
    }

    /// <summary>The answer has left: what was to come after it comes now.</summary>
    /// <returns>Whether it restarts.</returns>
    public bool AnswerSent()
    {
        bool restart = _restartDue;
        if (restart)
        {
            Restart(RestartCause.Watchdog, uartOnly: false);
        }

        return restart;
    }

    /// <summary>Restarts the device and the program. RAM is lost, the retry buffer too, unless only the UART restarts.</summary>
    public void Restart(RestartCause cause, bool uartOnly)
    {
        _restartDue = false;
        if (!uartOnly)
        {
            _retry.Forget();
            _ram.Clear();
        }

        ied.Restart(cause, uartOnly);
    }

    /// <summary>Bytes of the RAM from a flat address on, as a concentrator reads them for its centre (command 36).</summary>
    public ReadOnlySpan<byte> ReadRam(int address, int count)
    {
        MirrorRam();
        return _ram.At(address, count);
    }

    /// <summary>Writes into the RAM, all or nothing; what the program keeps for itself is not written over.</summary>
    public bool TryWriteRam(int address, ReadOnlySpan<byte> data) => address >= OwnRam && _ram.TryWrite(address, data);

    private static bool Understands(MaraFrame request) => (request.Command, request.Data.Length) switch
    {
        (MaraCommand.Poll, _) or (MaraCommand.Restart, _) => true,
        (MaraCommand.ReadRamPaged, _) => MaraReadRamPaged.TryParse(request.Data, out _),
        (MaraCommand.WriteRamPaged, >= 6) => request.Data.Length == 5 + request.Data[4],
        (MaraCommand.ReadEeprom, _) => MaraReadEeprom.TryParse(request.Data, out _),
        (MaraCommand.WriteEeprom, _) => MaraWriteEeprom.TryParse(request.Data, out _),
        (MaraCommand.ControlPhysicalPort, 4) => true,
        _ => false,
    };

    private int Answer(MaraFrame request, Span<byte> data) => request.Command switch
    {
        MaraCommand.Poll => WriteState(data),
        MaraCommand.Restart => TakeRestart(request.Data, data),
        MaraCommand.ReadRamPaged => ReadRamPaged(request.Data, data),
        MaraCommand.WriteRamPaged => WriteRamPaged(request.Data, data),
        MaraCommand.ReadEeprom => ReadEeprom(request.Data, data),
        MaraCommand.WriteEeprom => WriteEeprom(request.Data, data),
        _ => Control(request.Data, data),
    };

    private void Obey(MaraFrame request)
    {
        if (request.Command == MaraCommand.Sync)
        {
            ied.HearSync();
        }
        else if (TimeBytes.TryRead(request.Data, out DateTime local))
        {
            ied.HearTime(local);
        }
    }

    /// <summary><c>nSV sv… nDI di… nAI ai… nEV events…</c>, each n counting itself (Mara 1.4 §4).</summary>
    private int WriteState(Span<byte> data)
    {
        Polls++;
        SectionWriter sections = new(data);
        sections.Begin();
        ied.WriteSystemVariables(sections.Take(SystemVariables.Length));
        sections.End();
        sections.Begin();
        sections.Word(ied.Digitals);
        sections.End();
        sections.Begin();
        sections.Word(ied.Analog(0));
        sections.Word(ied.Analog(1));
        sections.End();
        sections.Begin();
        sections.Take(ied.Stack.Peek(sections.Rest) * EventRecord.Length);
        sections.End();
        return sections.Length;
    }

    private int TakeRestart(ReadOnlySpan<byte> request, Span<byte> data)
    {
        _restartDue = MaraRestart.TryParse(request, out _);
        return data.Put(new MaraRestartAnswer(Refused: !_restartDue));
    }

    private int ReadRamPaged(ReadOnlySpan<byte> request, Span<byte> data)
    {
        MirrorRam();
        _ = MaraReadRamPaged.TryParse(request, out MaraReadRamPaged read);
        return data.Put(new MaraReadRamPagedAnswer(read.Page, read.Start, _ram.InPage(read.Page, read.Start, read.Count)));
    }

    /// <summary>A wrong key or too many bytes are answered too, with a count of 0.</summary>
    private int WriteRamPaged(ReadOnlySpan<byte> request, Span<byte> data)
    {
        bool written = MaraWriteRamPaged.TryParse(request, out MaraWriteRamPaged write)
            && write.Start + write.Bytes.Length <= DeviceMemory.Page && (write.Page > 0 || write.Start >= OwnRam)
            && _ram.TryWrite((write.Page * DeviceMemory.Page) + write.Start, write.Bytes);
        return data.Put(new MaraWriteRamPagedAnswer(request[2], request[3], (byte)(written ? write.Bytes.Length : 0)));
    }

    /// <summary>Bytes and nothing else; where there is no EEPROM the bus of the chip floats, which reads as FF.</summary>
    private int ReadEeprom(ReadOnlySpan<byte> request, Span<byte> data)
    {
        _ = MaraReadEeprom.TryParse(request, out MaraReadEeprom read);
        Span<byte> bytes = data[..read.Count];
        bytes.Fill(0xFF);
        _eeprom.InPage(read.Page, read.Start, read.Count).CopyTo(bytes);
        return data.Put(new MaraReadEepromAnswer(bytes));
    }

    private int WriteEeprom(ReadOnlySpan<byte> request, Span<byte> data)
    {
        _ = MaraWriteEeprom.TryParse(request, out MaraWriteEeprom write);
        bool written = write.Zone == 0 && _eeprom.TryWrite(write.Page * DeviceMemory.Page, write.Bytes);
        byte count = (byte)write.Bytes.Length;
        return data.Put(new MaraWriteEepromAnswer(count, written ? (byte)0 : count));
    }

    /// <summary>
    /// The inputs of an IED are the contacts of its breakers, so port and bit of the contact operate the breaker. The table gives no
    /// refusal for this command; as in command 13 a bit of FF says that nothing was operated.
    /// </summary>
    private int Control(ReadOnlySpan<byte> request, Span<byte> data)
    {
        request.CopyTo(data);
        if (!MaraPhysicalControl.TryParse(request, out MaraPhysicalControl order)
            || !ied.Operate(order.Port, order.Bit, order.State).Done)
        {
            data[2] = MaraControl.RefusedBit;
        }

        return MaraPhysicalControl.Length;
    }

    private void MirrorRam()
    {
        Span<byte> own = _ram.Bytes[..OwnRam];
        own[0] = (byte)ied.Address;
        ied.WriteSystemVariables(own.Slice(1, SystemVariables.Length));
        own[7] = (byte)ied.Waiting;
        BinaryPrimitives.WriteUInt16LittleEndian(own[8..], ied.Digitals);
        BinaryPrimitives.WriteUInt16LittleEndian(own[10..], ied.Analog(0));
        BinaryPrimitives.WriteUInt16LittleEndian(own[12..], ied.Analog(1));
        TimeBytes.Write(own.Slice(14, TimeBytes.Length), ied.Shown);
    }
}
