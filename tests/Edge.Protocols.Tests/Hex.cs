using System.Globalization;

namespace Edge.Protocols.Tests;

/// <summary>Bytes as the reference writes them.</summary>
internal static class Hex
{
    public static byte[] Bytes(string hex) =>
        [.. hex.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(b => byte.Parse(b, NumberStyles.HexNumber, CultureInfo.InvariantCulture))];

    public static string Text(ReadOnlySpan<byte> bytes) => BitConverter.ToString(bytes.ToArray()).Replace('-', ' ');
}
