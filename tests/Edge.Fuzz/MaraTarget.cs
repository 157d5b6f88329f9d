using System.Buffers.Binary;
using Edge.Protocols.Mara;

namespace Edge.Fuzz;

/// <summary>A stream of noise, damaged frames and good ones, given to the scanner in pieces; the last frame is always good.</summary>
internal sealed class MaraTarget : FuzzTarget
{
    private readonly byte[][] _golden = Corpus.Frames();
    private readonly byte[] _stream = new byte[1024];
    private int _length;

    public override string Name => "mara";

    protected override void Check()
    {
        _length = 0;
        for (int pieces = Dice.Next(4); pieces > 0; pieces--)
        {
            Add(damaged: true);
        }

        int good = _length;
        Add(damaged: false);
        int goodLength = _length - good;

        // The reader sees a buffer that ends where the bytes end: reading past it would throw.
        byte[] bytes = _stream.AsSpan(0, _length).ToArray();
        InPieces(bytes, good, goodLength);
        Payloads(bytes.AsSpan(good));
        if (good > 0)
        {
            ReadOnlySpan<byte> noise = bytes.AsSpan(0, good);
            _ = MaraFrame.TryParse(noise, out _, out MaraFrameError error);
            Holds(error.ToString().Length > 0, "an error has words");
            Payloads(noise);
        }
    }

    protected override string Describe() => Convert.ToHexString(_stream.AsSpan(0, _length));

    private void Add(bool damaged)
    {
        Span<byte> rest = _stream.AsSpan(_length);
        if (damaged && Dice.OneIn(3))
        {
            int noise = Dice.Next(40);
            Dice.Fill(rest[..noise]);
            _length += noise;
            return;
        }

        int length;
        if (Dice.OneIn(2))
        {
            Span<byte> data = stackalloc byte[Dice.Next(MaraFrame.MaximumData + 1) >> Dice.Next(5)];
            Dice.Fill(data);
            if (data.Length >= 4 && Dice.OneIn(2))
            {
                Sections(data);
            }

            byte command = Dice.OneIn(2) ? (byte)0x10 : (byte)Dice.Raw();
            length = MaraFrame.Write(rest, (byte)Dice.Raw(), (byte)Dice.Raw(), (byte)Dice.Raw(), command, data);
        }
        else
        {
            byte[] golden = Dice.Of(_golden);
            golden.CopyTo(rest);
            length = golden.Length;
            if (!damaged && !IsFrame(rest[..length]))
            {
                length = MaraFrame.Write(rest, 1, 0x40, 0x80, 0x10, default);
            }
        }

        _length += damaged ? Dice.Mutate(rest[..Math.Min(rest.Length, length + 8)], length) : length;
    }

    /// <summary>Lengths that make sense more often than chance would.</summary>
    private void Sections(Span<byte> data)
    {
        int at = 0;
        for (int section = 0; section < 4 && at < data.Length; section++)
        {
            int most = data.Length - at - (4 - section);
            int bytes = section == 3 ? most : Math.Max(0, Dice.Next(Math.Max(1, most)));
            data[at] = (byte)(bytes + 1);
            at += bytes + 1;
        }
    }

    private void InPieces(byte[] bytes, int good, int goodLength)
    {
        int position = 0;
        int end = 0;
        int frames = 0;
        bool covered = false;
        while (true)
        {
            bool last = end == bytes.Length;
            ReadOnlySpan<byte> window = bytes.AsSpan(position..end);
            MaraScanStatus status = last
                ? MaraFrameScanner.TryReadFinal(window, out MaraFrame frame, out int consumed, out int rejected)
                : MaraFrameScanner.TryRead(window, out frame, out consumed, out rejected);
            Holds(consumed >= 0 && consumed <= window.Length && rejected >= 0, "what is consumed lies within what was given");
            if (status == MaraScanStatus.Frame)
            {
                int start = position + consumed - frame.Bytes.Length;
                Holds(bytes.AsSpan(start, frame.Bytes.Length).SequenceEqual(frame.Bytes), "the frame is the bytes before what is consumed");
                OneFrame(frame);
                frames++;
                covered |= start <= good && start + frame.Bytes.Length > good;
                Holds(start != good || frame.Bytes.Length == goodLength, "the good frame is found whole");
            }

            position += consumed;
            if (status == MaraScanStatus.NeedMore)
            {
                if (last)
                {
                    break;
                }

                end = Math.Min(bytes.Length, end + 1 + Dice.Next(64));
            }
        }

        // Noise can contain a frame by chance that reaches into the good one; nothing could tell.
        Holds(frames > 0 && covered, "the good frame behind the noise is found");
    }

    private void OneFrame(MaraFrame frame)
    {
        Holds(IsFrame(frame.Bytes), "a frame that is found has the right check");
        Span<byte> again = stackalloc byte[MaraFrame.MaximumLength];
        int length = MaraFrame.Write(again, frame.Destination, frame.Source, frame.Sequence, frame.Command, frame.Data);
        Holds(again[..length].SequenceEqual(frame.Bytes), "written again it is the same");
        Payloads(frame.Data);
    }

    private void Payloads(ReadOnlySpan<byte> data)
    {
        bool whole = MaraPollAnswer.TryParse(data, out MaraPollAnswer answer, out MaraPollAnswerError error);
        MaraPollAnswer lenient = MaraPollAnswer.ParseLenient(data, out _);
        Holds(error.ToString().Length > 0, "an error has words");
        Visit(lenient);
        int sections =
            answer.SystemVariableBytes.Length + answer.DigitalBytes.Length + answer.AnalogBytes.Length + answer.EventBytes.Length;
        Holds(!whole || sections + 4 == data.Length, "the sections of a whole answer are all of it");
        _ = MaraSetTime.TryRead(data, out _);
    }

    private void Visit(MaraPollAnswer answer)
    {
        for (int i = 0; i < answer.SystemVariables.Count; i++)
        {
            _ = answer.SystemVariables[i].Skew;
        }

        for (int i = 0; i < answer.Analogs.Count; i++)
        {
            _ = answer.Analogs[i];
        }

        Span<byte> again = stackalloc byte[MaraEvent.Length];
        for (int i = 0; i < answer.Events.Count; i++)
        {
            MaraEvent item = answer.Events[i];
            _ = item.TryGetLocalTime(out _);
            _ = item.WithLayout(MaraDigitalLayout.Bpe).Port + item.Count + item.Motive;
            item.Write(again);
            Holds(
                again.SequenceEqual(answer.EventBytes.Slice(i * MaraEvent.Length, MaraEvent.Length)), "an event written again is the same");
        }
    }

    /// <summary>Mara 1.4 §2, written down here a second time.</summary>
    private static bool IsFrame(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length is < 8 or > 253 || bytes[0] != 0xFE || bytes[1] != bytes.Length)
        {
            return false;
        }

        uint sum = 0;
        for (int i = 0; i < bytes.Length - 2; i++)
        {
            sum += i % 2 == 0 ? (uint)bytes[i] << 8 : bytes[i];
        }

        return (ushort)~sum == BinaryPrimitives.ReadUInt16BigEndian(bytes[^2..]);
    }
}
