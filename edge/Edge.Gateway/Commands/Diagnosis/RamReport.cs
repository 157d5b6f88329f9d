using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Edge.Field.Mara.Outstation;

namespace Edge.Gateway.Commands.Diagnosis;

/// <summary>The request.</summary>
internal sealed record RamQuestion(string Host, int Port, int Ied, int Address, int Count, bool Bridge);

/// <summary>What <c>edge ied read-ram --json</c> prints: bytes in hex, or an error.</summary>
internal sealed record RamJson(string Host, int Port, int Ied, int Address, int Count, bool Bridge, string? Bytes, string? Error);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RamJson))]
internal sealed partial class DiagnosisJson : JsonSerializerContext;

/// <summary>Prints the memory: sixteen bytes a line, with their address and as text.</summary>
internal sealed class RamReport(TextWriter output, TextWriter errors)
{
    private const int BytesALine = 16;

    public void Write(RamQuestion question, PassThroughAnswer answer, bool json)
    {
        bool read = answer.Outcome == PassThroughOutcome.Answered;
        if (json)
        {
            var said = new RamJson(
                question.Host, question.Port, question.Ied, question.Address, question.Count, question.Bridge,
                read ? Convert.ToHexString(answer.Data.Span) : null, answer.Detail);
            output.WriteLine(JsonSerializer.Serialize(said, DiagnosisJson.Default.RamJson));
        }
        else if (read)
        {
            Dump(question.Address, answer.Data.Span);
        }
        else
        {
            errors.WriteLine(answer.Detail);
        }
    }

    private void Dump(int address, ReadOnlySpan<byte> bytes)
    {
        var line = new StringBuilder();
        for (int at = 0; at < bytes.Length; at += BytesALine)
        {
            ReadOnlySpan<byte> part = bytes.Slice(at, Math.Min(BytesALine, bytes.Length - at));
            _ = line.Clear().Append(CultureInfo.InvariantCulture, $"{(address + at) & 0xFFFF:X4} ");
            foreach (byte value in part)
            {
                _ = line.Append(CultureInfo.InvariantCulture, $" {value:X2}");
            }

            _ = line.Append(' ', (3 * (BytesALine - part.Length)) + 2).Append('|');
            foreach (byte value in part)
            {
                _ = line.Append(value is >= 0x20 and < 0x7F ? (char)value : '.');
            }

            output.WriteLine(line.Append('|').ToString());
        }
    }
}
