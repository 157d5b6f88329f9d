using System.Buffers.Binary;
using Edge.Protocols.Mara;

namespace Edge.Gateway.Commands.Decoding;

/// <summary>Decodes a frame that was found, valid or not.</summary>
/// <param name="layout">The layout of a digital event.</param>
internal sealed class FrameAnalyser(MaraDigitalLayout layout)
{
    /// <summary>Decodes a frame as far as possible.</summary>
    /// <param name="line">The number of its line.</param>
    /// <param name="found">The frame.</param>
    public DecodedFrame Decode(int line, FoundFrame found)
    {
        ReadOnlySpan<byte> bytes = found.Bytes;
        List<string> errors = [];
        AddFrameError(found, errors);

        bool cut = found.Error.Fault == MaraFrameFault.CutOff;
        (ushort Expected, ushort Found)? check = cut || bytes.Length < MaraFrame.MinimumLength ? null : CheckOf(bytes);
        ReadOnlySpan<byte> data = DataOf(bytes, cut);
        DecodedPollAnswer? poll = bytes.Length > 5 && bytes[5] == MaraCommand.Poll && !data.IsEmpty ? DecodePoll(data, errors) : null;
        return new DecodedFrame
        {
            Line = line,
            Bytes = found.Bytes,
            CheckIsRight = check is { } c && c.Expected == c.Found,
            Check = check,
            Data = data.ToArray(),
            Poll = poll,
            Errors = errors,
            Trailing = found.Trailing,
        };
    }

    private static void AddFrameError(FoundFrame found, List<string> errors)
    {
        switch (found.Error.Fault)
        {
            case MaraFrameFault.None:
                break;
            case MaraFrameFault.BadCheck when found.Trailing.Length > 0:
                int here = found.Bytes.Length + found.Trailing.Length;
                errors.Add(new MaraFrameError(MaraFrameFault.TooLong, found.Bytes.Length, here).ToString());
                break;
            case MaraFrameFault.BadCheck:
                break;
            default:
                errors.Add(found.Error.ToString());
                break;
        }
    }

    private static (ushort Expected, ushort Found) CheckOf(ReadOnlySpan<byte> bytes) => (
        MaraChecksum.Compute(bytes[..^MaraFrame.TrailerLength]),
        BinaryPrimitives.ReadUInt16BigEndian(bytes[^MaraFrame.TrailerLength..]));

    private static ReadOnlySpan<byte> DataOf(ReadOnlySpan<byte> bytes, bool cut)
    {
        if (!cut)
        {
            return bytes.Length < MaraFrame.MinimumLength ? [] : bytes[MaraFrame.HeaderLength..^MaraFrame.TrailerLength];
        }

        // Of a frame that lost its last byte, one byte of the block check is still there.
        int end = bytes.Length < 2 ? 0 : Math.Min(bytes.Length, bytes[1] - MaraFrame.TrailerLength);
        return end <= MaraFrame.HeaderLength ? [] : bytes[MaraFrame.HeaderLength..end];
    }

    private DecodedPollAnswer DecodePoll(ReadOnlySpan<byte> data, List<string> errors)
    {
        MaraPollAnswer answer = MaraPollAnswer.ParseLenient(data, out MaraPollAnswerError error);
        if (error.Fault != MaraPollAnswerFault.None)
        {
            errors.Add(error.Describe(MaraFrame.HeaderLength));
        }

        bool Reached(MaraSection section) => error.Fault switch
        {
            MaraPollAnswerFault.Missing or MaraPollAnswerFault.ZeroLength => section < error.Section,
            MaraPollAnswerFault.PastEnd => section <= error.Section,
            _ => true,
        };

        return new DecodedPollAnswer(
            Reached(MaraSection.SystemVariables) ? answer.SystemVariableBytes.ToArray() : null,
            Reached(MaraSection.Digitals) ? Words(answer.Digitals) : null,
            Reached(MaraSection.Analogs) ? Analogs(answer.Analogs) : null,
            Reached(MaraSection.Events) ? Events(answer, errors) : null,
            answer.MoreWaiting);
    }

    private static ushort[] Words(MaraDigitalList list)
    {
        ushort[] words = new ushort[list.Count];
        for (int i = 0; i < words.Length; i++)
        {
            words[i] = list[i];
        }

        return words;
    }

    private static MaraAnalog[] Analogs(MaraAnalogList list)
    {
        MaraAnalog[] analogs = new MaraAnalog[list.Count];
        for (int i = 0; i < analogs.Length; i++)
        {
            analogs[i] = list[i];
        }

        return analogs;
    }

    private DecodedEvent[] Events(in MaraPollAnswer answer, List<string> errors)
    {
        // Four length bytes and three sections stand before the first event.
        int offset = MaraFrame.HeaderLength + 4
            + answer.SystemVariableBytes.Length + answer.DigitalBytes.Length + answer.AnalogBytes.Length;
        DecodedEvent[] events = new DecodedEvent[answer.Events.Count];
        for (int i = 0; i < events.Length; i++)
        {
            MaraEvent item = answer.Events[i].WithLayout(layout);
            string? time = LocalTimeText.Of(item);
            string? wrong = time is null ? LocalTimeText.WhatIsWrong(item.Timestamp) : null;
            events[i] = new DecodedEvent(item, time, wrong);
            if (wrong is not null)
            {
                errors.Add($"event {i + 1} at byte {offset + i * MaraEvent.Length} has no possible time: {wrong}");
            }
        }

        return events;
    }
}
