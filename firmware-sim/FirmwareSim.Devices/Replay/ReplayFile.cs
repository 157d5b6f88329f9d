using System.Globalization;
using Edge.Protocols.Mara;

namespace FirmwareSim.Devices.Replay;

/// <summary>
/// Captured answers to 0x10: one frame a line, in hexadecimal, bytes apart or not. Empty lines and lines that begin with # are
/// passed over. Every frame must be whole and its block check right: a recording with a slip in it is refused, not mended.
/// </summary>
public static class ReplayFile
{
    private const int MostFrames = 100_000;

    /// <summary>Reads a recording.</summary>
    /// <exception cref="SimulatorStartException">It cannot be read, or a line is wrong; the message names file and line.</exception>
    public static IReadOnlyList<byte[]> Load(string path)
    {
        try
        {
            return Parse(File.ReadLines(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SimulatorStartException($"{path}: cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads the lines of a recording.</summary>
    /// <exception cref="SimulatorStartException">A line is wrong; the message names it.</exception>
    public static IReadOnlyList<byte[]> Parse(IEnumerable<string> lines, string name)
    {
        ArgumentNullException.ThrowIfNull(lines);
        List<byte[]> frames = [];
        int number = 0;
        foreach (string line in lines)
        {
            number++;
            string text = line.Trim();
            if (text.Length == 0 || text[0] == '#')
            {
                continue;
            }

            if (frames.Count == MostFrames)
            {
                throw new SimulatorStartException($"{name}:{number}: more than {MostFrames} frames; cut the file");
            }

            (byte[]? frame, string? fault) = ParseFrame(text);
            frames.Add(frame ?? throw new SimulatorStartException($"{name}:{number}: {fault}"));
        }

        return frames.Count > 0
            ? frames
            : throw new SimulatorStartException($"{name}: holds no frame; give one captured answer a line, in hexadecimal");
    }

    private static (byte[]? Frame, string? Fault) ParseFrame(string text)
    {
        string digits = string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
        byte[] bytes = new byte[digits.Length / 2];
        for (int i = 0; i < bytes.Length; i++)
        {
            if (!byte.TryParse(digits.AsSpan(2 * i, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bytes[i]))
            {
                return (null, $"\"{digits.Substring(2 * i, 2)}\" (byte {i}) is not hexadecimal");
            }
        }

        if (digits.Length % 2 != 0)
        {
            return (null, "an odd number of hexadecimal digits");
        }

        if (bytes.Length < MaraFrame.MinimumLength || bytes[0] != MaraFrame.StartOfFrame)
        {
            return (null, $"a frame begins with FE and has at least {MaraFrame.MinimumLength} bytes");
        }

        if (bytes[1] != bytes.Length)
        {
            return (null, $"the frame says that it has {bytes[1]} bytes, the line has {bytes.Length}");
        }

        if (MaraFrameScanner.TryRead(bytes, out MaraFrame frame, out int consumed, out int rejected) != MaraScanStatus.Frame
            || rejected > 0 || consumed != bytes.Length)
        {
            ushort right = MaraChecksum.Compute(bytes.AsSpan(0, bytes.Length - MaraFrame.TrailerLength));
            return (null, $"the block check is {bytes[^2]:X2} {bytes[^1]:X2} and should be {right >> 8:X2} {right & 0xFF:X2}");
        }

        return frame.Command == MaraCommand.Poll
            ? (bytes, null)
            : (null, $"an answer to command {frame.Command:X2}; only answers to 10 can be replayed");
    }
}
