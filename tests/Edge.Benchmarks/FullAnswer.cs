using Edge.Protocols.Mara;
using TestKit.Field;

namespace Edge.Benchmarks;

/// <summary>
/// Answers to a poll after a disturbance, when as many events as fit are waiting; made by our own writer.
/// </summary>
internal static class FullAnswer
{
    /// <summary>Eleven IEDs, 13 digital and 24 analogue words, ten events: 252 bytes in all.</summary>
    public static byte[] OfTenEvents() => Write(0x1235, 700, day: 1);

    /// <summary>The same two days later, with every bit of the digitals turned over and every analogue another.</summary>
    public static byte[] OfTenOtherEvents() => Write(0x1235, 1700, day: 3, turned: 0xFFFF);

    private static byte[] Write(int digital, int analog, int day, int turned = 0)
    {
        const int Systems = 11, Digitals = 13, Analogs = 24, Events = 10, Expected = 252;
        PollAnswerWriter writer = new(stackalloc byte[MaraFrame.MaximumData]);
        for (int i = 0; i < Systems; i++)
        {
            writer.AddSystemVariables(new MaraSystemVariables((MaraStatusBits)0x47, 3, 2, 0, 0));
        }

        for (int i = 0; i < Digitals; i++)
        {
            writer.AddDigital((ushort)((digital * (i + 1)) ^ turned));
        }

        for (int i = 0; i < Analogs; i++)
        {
            writer.AddAnalog(new MaraAnalog(analog + (13 * i), MaraAnalog.Good));
        }

        for (int i = 0; i < Events; i++)
        {
            MaraTimestamp time = new(26, 7, (byte)day, 8, 59, (byte)i, (ushort)(i * 0x400));
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
        return length == Expected
            ? buffer[..length]
            : throw new InvalidOperationException($"The answer has {length} bytes, not {Expected}: the results would not be comparable.");
    }
}
