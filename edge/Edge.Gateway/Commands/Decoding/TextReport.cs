using System.Globalization;
using System.Text;
using Edge.Protocols.Mara;

namespace Edge.Gateway.Commands.Decoding;

/// <summary>Prints frames as text for a terminal: aligned, in words, errors with a <c>!</c>.</summary>
/// <param name="output">The output.</param>
internal sealed class TextReport(TextWriter output) : IFrameReport
{
    private const int AnalogsPerRow = 8;
    private const int BytesPerRow = 16;

    private bool _any;

    /// <inheritdoc />
    public void Write(DecodedFrame frame)
    {
        StringBuilder text = new();
        if (_any)
        {
            text.AppendLine();
        }

        _any = true;
        Line(text, $"line {frame.Line}  {Summary(frame)}");
        foreach (string error in frame.Errors)
        {
            Line(text, $"  ! {error}");
        }

        if (frame.Poll is { } poll)
        {
            SystemVariables(text, poll.SystemVariables, frame.Source == 1);
            Digitals(text, poll.Digitals);
            Analogs(text, poll.Analogs);
            Events(text, poll);
        }
        else if (frame.Data.Length > 0)
        {
            Phrase? words = MaraWords.OfData(frame.Command ?? 0, frame.Data);
            Phrase data = $"  data, {Bytes(frame.Data.Length)}";
            Line(text, words is null ? data : $"{data}: {words}");
            Hex(text, frame.Data);
        }

        if (frame.Trailing.Length > 0)
        {
            Line(text, $"  behind it, {Bytes(frame.Trailing.Length)} of no frame");
            Hex(text, frame.Trailing);
        }

        output.Write(text.ToString());
    }

    /// <inheritdoc />
    public void WriteLineTooLong(int line, int maximum)
    {
        StringBuilder text = new();
        Line(text, $"line {line}  ! longer than {maximum} characters: the rest was not read");
        output.Write(text.ToString());
    }

    /// <summary>A frame in one line: addresses, sequence, command, length and block check.</summary>
    public static Phrase Summary(DecodedFrame frame)
    {
        Phrase way = frame.Source is { } source && frame.Destination is { } destination
            ? (Phrase)$"{MaraWords.Station(source)} → {MaraWords.Station(destination)}"
            : $"no whole header";
        string sequence = frame.Sequence is { } sec ? $"  SEC {sec:X2}" : "";
        Phrase check = (frame.CheckIsRight, frame.Check) switch
        {
            (true, { } c) => (Phrase)$"BCC {c.Found:X4} ok",
            (false, { } c) => $"! BCC {c.Found:X4} WRONG, the bytes ask for {c.Expected:X4}",
            _ => $"! no BCC",
        };
        return $"{way}{sequence}{CommandOf(frame)}  {Bytes(frame.Bytes.Length)}  {check}";
    }

    private static Phrase CommandOf(DecodedFrame frame)
    {
        if (frame.Command is not { } command)
        {
            return Phrase.None;
        }

        Phrase name = command == MaraCommand.Poll
            ? frame.Poll is null ? (Phrase)$"poll" : $"answer to a poll"
            : MaraCommand.NameOf(command) is { } known ? Phrase.Verbatim(known) : $"unknown command";
        return $"  COM {command:X2} {name}";
    }

    private static void SystemVariables(StringBuilder text, byte[]? bytes, bool fromConcentrator)
    {
        if (bytes is null)
        {
            return;
        }

        Line(text, $"  system variables, {Ieds(bytes.Length / MaraSystemVariables.Length)}");
        if (bytes.Length >= MaraSystemVariables.Length)
        {
            Line(text, $"     #  bytes              restarts  UART  skew ms  corr.  state");
        }

        for (int i = 0; i + MaraSystemVariables.Length <= bytes.Length; i += MaraSystemVariables.Length)
        {
            ReadOnlySpan<byte> six = bytes.AsSpan(i, MaraSystemVariables.Length);
            MaraSystemVariables sv = MaraSystemVariables.Read(six);
            bool own = fromConcentrator && i == 0;
            sv = own ? sv.AsConcentrator() : sv;
            string skew = sv.Skew is { } units
                ? (units * 1000.0 / MaraSystemVariables.SkewUnitsPerSecond).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture)
                : "?";
            Phrase state = own ? (Phrase)$"the concentrator: {MaraWords.Of(sv)}" : MaraWords.Of(sv);
            int place = i / MaraSystemVariables.Length + 1;
            string numbers = string.Create(
                CultureInfo.InvariantCulture,
                $"  {place,4}  {Spaced(six)}  {sv.Restarts,8}  {sv.UartRestarts,4}  {skew,7}  {sv.Correction,5}");
            Line(text, $"{numbers}  {state}");
        }
    }

    private static void Digitals(StringBuilder text, ushort[]? words)
    {
        if (words is null)
        {
            return;
        }

        Line(text, $"  digital inputs, {Words(words.Length)}");
        for (int i = 0; i < words.Length; i++)
        {
            string bits = string.Join(' ', Enumerable.Range(0, 16).Where(bit => (words[i] >> bit & 1) != 0));
            Line(text, $"  {Place(i)}  {words[i]:X4}  {(bits.Length == 0 ? (Phrase)$"all 0" : $"set: {bits}")}");
        }
    }

    private static void Analogs(StringBuilder text, MaraAnalog[]? analogs)
    {
        if (analogs is null)
        {
            return;
        }

        bool marks = analogs.Any(analog => analog.Quality != MaraAnalog.Good);
        Phrase legend = marks ? (Phrase)$" (* quality 1: nothing pulsed; 2, 3: undefined)" : Phrase.None;
        Line(text, $"  analogue inputs, {Words(analogs.Length)}{legend}");
        for (int i = 0; i < analogs.Length; i += AnalogsPerRow)
        {
            StringBuilder row = new();
            foreach (MaraAnalog analog in analogs.AsSpan(i, Math.Min(AnalogsPerRow, analogs.Length - i)))
            {
                string mark = analog.Quality == MaraAnalog.Good ? "" : $"*{analog.Quality}";
                row.Append(CultureInfo.InvariantCulture, $"  {analog.Value,5}{mark,-2}");
            }

            Line(text, $"  {Place(i)}{row.ToString()}");
        }
    }

    private static void Events(StringBuilder text, DecodedPollAnswer poll)
    {
        if (poll.Events is not { } events)
        {
            return;
        }

        Phrase count = events.Length == 1 ? (Phrase)$"  1 event" : $"  {events.Length} events";
        Line(text, poll.MoreWaiting ? $"{count}; the answer is full, more may be waiting" : count);
        for (int i = 0; i < events.Length; i++)
        {
            MaraEvent item = events[i].Event;
            string time = events[i].Time?.Replace('T', ' ') ?? "! " + events[i].Error;
            Phrase quality = item.QualityBit ? (Phrase)$"  quality bit set" : Phrase.None;
            string address = string.Create(CultureInfo.InvariantCulture, $"{item.Address,-2}");
            string type = Say(MaraWords.Of(item.Type)).PadRight(7);
            Line(text, $"  {Place(i)}  {time.PadRight(27)}  IED {address}  {type}  {MaraWords.Of(item)}{quality}");
        }
    }

    private static void Hex(StringBuilder text, byte[] bytes)
    {
        for (int i = 0; i < bytes.Length; i += BytesPerRow)
        {
            Line(text, $"  {Place(i - 1)}  {Spaced(bytes.AsSpan(i, Math.Min(BytesPerRow, bytes.Length - i)))}");
        }
    }

    private static string Spaced(ReadOnlySpan<byte> bytes) => BitConverter.ToString(bytes.ToArray()).Replace('-', ' ');

    private static Phrase Bytes(int count) => count == 1 ? (Phrase)$"1 byte" : $"{count} bytes";

    private static Phrase Words(int count) => count == 1 ? (Phrase)$"1 word" : $"{count} words";

    private static Phrase Ieds(int count) => count == 1 ? (Phrase)$"1 IED" : $"{count} IEDs";

    private static string Place(int index) => string.Create(CultureInfo.InvariantCulture, $"{index + 1,4}");

    private static void Line(StringBuilder text, Phrase line) => text.AppendLine(Say(line).TrimEnd());
}
