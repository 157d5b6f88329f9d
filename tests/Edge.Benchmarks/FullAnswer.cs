using Edge.Protocols.Mara;

namespace Edge.Benchmarks;

/// <summary>
/// Answers to a poll after a disturbance, when as many events as fit are waiting; made by our own writer.
/// </summary>
internal static class FullAnswer
{
    /// <summary>Eleven IEDs, 13 digital and 24 analogue words, ten events: 252 bytes in all.</summary>
    public static byte[] OfTenEvents() => Write(systems: 11, digitals: 13, analogs: 24, events: 10, expected: 252);

    /// <summary>The sample station: 12 IEDs, 14 digital and 26 analogue words, and the eight events that still fit: 244 bytes in all.</summary>
    public static byte[] OfTheSampleStation() => Write(systems: 12, digitals: 14, analogs: 26, events: 8, expected: 244);

    private static byte[] Write(int systems, int digitals, int analogs, int events, int expected)
    {
        MaraPollAnswerWriter writer = new(stackalloc byte[MaraFrame.MaximumData]);
        for (int i = 0; i < systems; i++)
        {
            writer.AddSystemVariables(new MaraSystemVariables((MaraStatusBits)0x47, 3, 2, 0, 0));
        }

        for (int i = 0; i < digitals; i++)
        {
            writer.AddDigital((ushort)(0x1235 * (i + 1)));
        }

        for (int i = 0; i < analogs; i++)
        {
            writer.AddAnalog(new MaraAnalog(700 + 13 * i, MaraAnalog.Good));
        }

        for (int i = 0; i < events; i++)
        {
            MaraTimestamp time = new(26, 7, 1, 8, 59, (byte)i, (ushort)(i * 0x400));
            MaraEvent item = (i % 4) switch
            {
                3 => MaraEvent.Energy(2 + i, MaraEnergyCode.Period, i % 2, 178_707, time),
                _ => MaraEvent.Digital(2 + i, 0, i % 2, i % 2 == 0, time),
            };
            if (!writer.TryAddEvent(item))
            {
                throw new InvalidOperationException($"Event {i} does not fit.");
            }
        }

        byte[] buffer = new byte[MaraFrame.MaximumLength];
        int length = MaraFrame.Write(
            buffer, MaraAddress.Centre.Value, MaraAddress.Concentrator.Value, MaraSequence.CentreFirst, MaraCommand.Poll, writer.Finish());
        return length == expected
            ? buffer[..length]
            : throw new InvalidOperationException($"The answer has {length} bytes, not {expected}: the figures would not be comparable.");
    }
}
