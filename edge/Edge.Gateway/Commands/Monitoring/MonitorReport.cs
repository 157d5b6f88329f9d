using System.Globalization;
using Edge.Gateway.Commands.Decoding;
using Edge.Gateway.Monitor;
using Edge.Protocols.Mara;

namespace Edge.Gateway.Commands.Monitoring;

/// <summary>Prints the lines of a monitor.</summary>
internal interface IMonitorReport
{
    /// <summary>Prints the first line.</summary>
    /// <param name="text">The line as received.</param>
    /// <param name="welcome">The line, parsed.</param>
    void WriteWelcome(string text, MonitorWelcome welcome);

    /// <summary>Prints one of the other lines.</summary>
    /// <param name="text">The line as received.</param>
    /// <param name="line">The line, parsed.</param>
    void WriteLine(string text, MonitorLine line);
}

/// <summary>Prints the lines unchanged.</summary>
/// <param name="output">The output.</param>
internal sealed class JsonMonitorReport(TextWriter output) : IMonitorReport
{
    /// <inheritdoc/>
    public void WriteWelcome(string text, MonitorWelcome welcome) => output.WriteLine(text);

    /// <inheritdoc/>
    public void WriteLine(string text, MonitorLine line) => output.WriteLine(text);
}

/// <summary>
/// Prints the lines for people: local time, device, an arrow, the bytes; below them each frame decoded, as by <c>edge decode</c>.
/// </summary>
/// <param name="output">The output.</param>
internal sealed class TextMonitorReport(TextWriter output) : IMonitorReport
{
    private readonly FrameAnalyser _analyser = new(MaraDigitalLayout.Epb);
    private int _width;

    /// <inheritdoc/>
    public void WriteWelcome(string text, MonitorWelcome welcome)
    {
        _width = welcome.Devices!.Max(device => device.Length);
        output.Say($"Watching {string.Join(", ", welcome.Devices!)}: → sent, ← received. Stop with Ctrl+C.");
    }

    /// <inheritdoc/>
    public void WriteLine(string text, MonitorLine line)
    {
        if (line.Dropped is { } dropped)
        {
            output.Say($"! {line.Device}: {dropped} lines lost here: the output is too slow.");
        }

        DateTime time = DateTime.Parse(line.Time, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind).ToLocalTime();
        string head = string.Create(
            CultureInfo.InvariantCulture,
            $"{time:HH:mm:ss.ffffff}  {line.Device.PadRight(_width)}  {(line.Direction == "out" ? '→' : '←')}");
        Phrase? outcome = line.Outcome switch
        {
            null => null,
            "answered" => line.Question is null ? null : (Phrase)$"answered",
            "silent" => $"no answer",
            "noise" => line.Peer is null ? (Phrase)$"noise, and no answer in it" : $"noise",
            _ => $"the port or the connection failed",
        };
        Phrase? question = line.Question is null ? null : (Phrase)$"the question was {Spaced(line.Question)}";
        string?[] parts = [line.Peer, outcome is null ? null : Say(outcome), Spaced(line.Hex), question is null ? null : Say(question)];
        output.WriteLine($"{head}  {string.Join("  ", parts.OfType<string>())}".TrimEnd());

        // Only complete frames are decoded: those that were sent, and those that were received completely.
        if ((line.Direction == "out" || line.Outcome is not null || line.Whole is true) && (line.Hex ?? line.Question) is { } frame)
        {
            foreach (FoundFrame found in FrameFinder.Find(frame))
            {
                output.Say($"    {TextReport.Summary(_analyser.Decode(1, found))}");
            }
        }
    }

    private static string? Spaced(string? hex) => hex is null ? null : string.Join(' ', hex.Chunk(2).Select(digits => new string(digits)));
}
