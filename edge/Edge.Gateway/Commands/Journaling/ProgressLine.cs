using System.Globalization;

namespace Edge.Gateway.Commands.Journaling;

/// <summary>How far a command is, in one line that is written over and over; only for a terminal.</summary>
/// <param name="errors">The terminal.</param>
/// <param name="shown">Whether it is one.</param>
/// <param name="first">The first seq.</param>
/// <param name="last">The last seq.</param>
internal sealed class ProgressLine(TextWriter errors, bool shown, long first, long last) : IDisposable
{
    private long _percent = -1;
    private int _width;

    /// <summary>Writes how far it is, if that is another percentage than before.</summary>
    /// <param name="seq">The last seq that was read.</param>
    /// <param name="records">How many records were read.</param>
    public void Report(long seq, long records)
    {
        long percent = Math.Clamp((seq - first + 1) * 100 / Math.Max(1, last - first + 1), 0, 100);
        if (shown && percent != _percent)
        {
            _percent = percent;
            string line = Say($"{percent} %, {records} records");
            errors.Write("\r" + line.PadRight(_width));
            _width = line.Length;
        }
    }

    /// <summary>Takes the line away.</summary>
    public void Dispose()
    {
        if (_width > 0)
        {
            errors.Write(string.Create(CultureInfo.InvariantCulture, $"\r{new string(' ', _width)}\r"));
        }
    }
}
