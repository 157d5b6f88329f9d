using System.Globalization;

namespace Edge.Protocols.Tests;

/// <summary>
/// The reference (Mara 1.4 §2, §4, §5) once more, on text and binary digits, and on purpose unlike the codec: what the two say
/// of a captured frame must agree.
/// </summary>
internal sealed class HexReference
{
    private readonly Queue<string> _left;

    public HexReference(string line)
    {
        string[] tokens = line.Trim().Split(' ');
        Header = tokens[..6];
        Check = tokens[^2] + tokens[^1];
        ExpectedCheck = OnesComplementOfWords(tokens[..^2]);
        _left = new Queue<string>(tokens[6..^2]);
        SystemVariables = Section();
        Digitals = Section();
        Analogs = Section();
        Events = [.. Section().Chunk(10).Select(Describe)];
        Rest = _left.Count;
    }

    public string[] Header { get; }

    public string Check { get; }

    public string ExpectedCheck { get; }

    public string[] SystemVariables { get; }

    public string[] Digitals { get; }

    public string[] Analogs { get; }

    public IEnumerable<int> DigitalWords => Digitals.Chunk(2).Select(pair => Number(pair[1] + pair[0]));

    /// <summary>As "value/quality".</summary>
    public IEnumerable<string> AnalogTexts => Analogs.Chunk(2).Select(pair =>
    {
        string bits = Bits(pair[1]) + Bits(pair[0]);
        return $"{FromBits(bits[2..])}/{FromBits(bits[..2])}";
    });

    public string[] Events { get; }

    public int Rest { get; }

    private static string Describe(string[] e)
    {
        string head = Bits(e[0]);
        string point = Bits(e[1]);
        int type = FromBits(head[..2]);
        string who = $"{type} q{head[2]} ied{FromBits(head[3..])}";
        DateTime minute = new(2000 + Number(e[2]), Number(e[3]), Number(e[4]), Number(e[5]), Number(e[6]), 0);
        if (type == 1)
        {
            int code = FromBits(point[2..5]);
            bool midnight = e[5] + e[6] == "173B" && code is 1 or 3;
            DateTime when = midnight ? minute.Date.AddDays(1) : minute;
            return $"{who} c{code} ch{FromBits(point[5..])} n{Number(e[7] + e[9] + e[8])} {when:yyyyMMddHHmmss}";
        }

        string what = type switch
        {
            0 => $"p{FromBits(point[1..4])} b{FromBits(point[4..])} s{point[0]}",
            2 => $"c{FromBits(point[2..5])}",
            _ => $"c{FromBits(point[..4])} m{FromBits(point[4..])}",
        };
        return $"{who} {what} {minute.AddSeconds(Number(e[7])):yyyyMMddHHmmss} f{Number(e[9] + e[8])}";
    }

    private static string OnesComplementOfWords(string[] tokens)
    {
        string all = string.Concat(tokens) + (tokens.Length % 2 == 1 ? "00" : "");
        long sum = 0;
        for (string left = all; left.Length > 0; left = left[4..])
        {
            sum = (sum + long.Parse(left[..4], NumberStyles.HexNumber, CultureInfo.InvariantCulture)) % 65_536;
        }

        return (65_535 - sum).ToString("X4", CultureInfo.InvariantCulture);
    }

    private string[] Section()
    {
        int bytes = Number(_left.Dequeue()) - 1;
        return [.. Enumerable.Range(0, bytes).Select(_ => _left.Dequeue())];
    }

    private static int Number(string hex) => Convert.ToInt32(hex, 16);

    private static string Bits(string hex) => Convert.ToString(Number(hex), 2).PadLeft(8, '0');

    private static int FromBits(string bits) => Convert.ToInt32(bits, 2);
}
