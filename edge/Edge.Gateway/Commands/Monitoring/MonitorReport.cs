using System.Globalization;
using Edge.Gateway.Commands.Decoding;
using Edge.Gateway.Monitor;
using Edge.Protocols.Mara;

namespace Edge.Gateway.Commands.Monitoring;

/// <summary>Where the lines of a monitor go.</summary>
internal interface IMonitorReport
{
    /// <summary>It begins.</summary>
    /// <param name="text">The line.</param>
    /// <param name="welcome">What it says.</param>
    void Begin(string text, MonitorWelcome welcome);

    /// <summary>One line.</summary>
    /// <param name="text">The line.</param>
    /// <param name="line">What it says.</param>
    void Write(string text, MonitorLine line);
}

/// <summary>The lines as they come.</summary>
/// <param name="output">Where to.</param>
internal sealed class JsonMonitorReport(TextWriter output) : IMonitorReport
{
    /// <inheritdoc/>
    public void Begin(string text, MonitorWelcome welcome) => output.WriteLine(text);

    /// <inheritdoc/>
    public void Write(string text, MonitorLine line) => output.WriteLine(text);
}

/// <summary>
/// The lines for a person: local time, device, an arrow, the bytes; below them each frame in words, as <c>edge decode</c> has it.
/// </summary>
/// <param name="output">Where to.</param>
internal sealed class TextMonitorReport(TextWriter output) : IMonitorReport
{
    private readonly FrameAnalyser _analyser = new(MaraDigitalLayout.Epb);
    private int _width;

    /// <inheritdoc/>
    public void Begin(string text, MonitorWelcome welcome)
    {
        _width = welcome.Devices!.Max(device => device.Length);
        output.WriteLine($"Watching {string.Join(", ", welcome.Devices!)}: → goes out, ← comes in. Stop with Ctrl+C.");
    }

    /// <inheritdoc/>
    public void Write(string text, MonitorLine line)
    {
        if (line.Dropped is { } dropped)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"! {line.Device}: {dropped} lost here: too slow to be shown."));
        }

        DateTime time = DateTime.Parse(line.Time, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind).ToLocalTime();
        string head = string.Create(
            CultureInfo.InvariantCulture,
            $"{time:HH:mm:ss.ffffff}  {line.Device.PadRight(_width)}  {(line.Direction == "out" ? '→' : '←')}");
        string? outcome = line.Outcome switch
        {
            null => null,
            "answered" => line.Question is null ? null : "answered",
            "silent" => "no answer",
            "noise" => line.Peer is null ? "noise, and no answer in it" : "noise",
            _ => "the port or the connection failed",
        };
        string? question = line.Question is null ? null : $"the question was {Spaced(line.Question)}";
        string?[] parts = [line.Peer, outcome, Spaced(line.Hex), question];
        output.WriteLine($"{head}  {string.Join("  ", parts.OfType<string>())}".TrimEnd());

        // A piece of a frame is no frame: only what went out whole, or was found whole, is explained.
        if ((line.Direction == "out" || line.Outcome is not null || line.Whole is true) && (line.Hex ?? line.Question) is { } frame)
        {
            foreach (FoundFrame found in FrameFinder.Find(frame))
            {
                output.WriteLine($"    {TextReport.Summary(_analyser.Decode(1, found))}");
            }
        }
    }

    private static string? Spaced(string? hex) => hex is null ? null : string.Join(' ', hex.Chunk(2).Select(pair => new string(pair)));
}
