using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Edge.Protocols.Mara;

namespace Edge.Gateway.Commands.Decoding;

/// <summary>Prints one JSON object per frame, each on a line; the order of the keys is part of the format.</summary>
/// <param name="output">The output.</param>
internal sealed class JsonReport(TextWriter output) : IFrameReport
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <inheritdoc />
    public void Write(DecodedFrame frame) => Line(json =>
    {
        json.WriteNumber("line"u8, frame.Line);
        WriteHeader(json, frame);
        if (frame.Poll is { } poll)
        {
            WritePoll(json, poll);
        }
        else if (frame.Data.Length > 0)
        {
            json.WriteString("data"u8, Convert.ToHexString(frame.Data));
        }

        if (frame.Errors.Count > 0)
        {
            json.WriteString("error"u8, string.Join("; ", frame.Errors));
        }

        if (frame.Trailing.Length > 0)
        {
            json.WriteString("trailing"u8, Convert.ToHexString(frame.Trailing));
        }
    });

    /// <inheritdoc />
    public void WriteLineTooLong(int line, int maximum) => Line(json =>
    {
        json.WriteNumber("line"u8, line);
        json.WriteString("error"u8, $"line longer than {maximum} characters: the rest was not read");
    });

    private static void WriteHeader(Utf8JsonWriter json, DecodedFrame frame)
    {
        json.WriteString("bcc"u8, frame.CheckIsRight ? "ok"u8 : "bad"u8);
        if (!frame.CheckIsRight && frame.Check is { } check)
        {
            json.WriteString("bccExpected"u8, check.Expected.ToString("X4", null));
            json.WriteString("bccFound"u8, check.Found.ToString("X4", null));
        }

        WriteByte(json, "dst"u8, frame.Destination);
        WriteByte(json, "src"u8, frame.Source);
        WriteByte(json, "seq"u8, frame.Sequence);
        WriteByte(json, "com"u8, frame.Command);
    }

    private static void WritePoll(Utf8JsonWriter json, DecodedPollAnswer poll)
    {
        WriteArray(json, "sv"u8, poll.SystemVariables, static (json, value) => json.WriteNumberValue(value));
        WriteArray(json, "di"u8, poll.Digitals, static (json, value) => json.WriteNumberValue(value));
        WriteArray(json, "ai"u8, poll.Analogs, static (json, value) =>
        {
            json.WriteStartObject();
            json.WriteNumber("value"u8, value.Value);
            json.WriteNumber("q"u8, value.Quality);
            json.WriteEndObject();
        });
        WriteArray(json, "events"u8, poll.Events, WriteEvent);
    }

    private static void WriteEvent(Utf8JsonWriter json, DecodedEvent decoded)
    {
        MaraEvent item = decoded.Event;
        json.WriteStartObject();
        json.WriteString("type"u8, item.Type switch
        {
            MaraEventType.Digital => "digital"u8,
            MaraEventType.Energy => "energy"u8,
            MaraEventType.Idle => "idle"u8,
            _ => "comms"u8,
        });
        json.WriteNumber("ied"u8, item.Address);
        json.WriteNumber("q"u8, item.QualityBit ? 1 : 0);
        switch (item.Type)
        {
            case MaraEventType.Digital:
                json.WriteNumber("port"u8, item.Port);
                json.WriteNumber("bit"u8, item.Bit);
                json.WriteNumber("state"u8, item.State);
                break;
            case MaraEventType.Energy:
                json.WriteNumber("code"u8, item.Code);
                json.WriteNumber("channel"u8, item.Channel);
                break;
            case MaraEventType.Communications:
                json.WriteNumber("code"u8, item.Code);
                json.WriteNumber("motive"u8, item.Motive);
                break;
            default:
                json.WriteNumber("code"u8, item.Code);
                break;
        }

        json.WriteString("time"u8, decoded.Time);
        if (item.Type == MaraEventType.Energy)
        {
            json.WriteNumber("value"u8, item.Count);
        }

        if (decoded.Error is not null)
        {
            json.WriteString("error"u8, decoded.Error);
        }

        json.WriteEndObject();
    }

    private static void WriteByte(Utf8JsonWriter json, ReadOnlySpan<byte> name, byte? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    private static void WriteArray<T>(Utf8JsonWriter json, ReadOnlySpan<byte> name, T[]? values, Action<Utf8JsonWriter, T> write)
    {
        if (values is null)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (T value in values)
        {
            write(json, value);
        }

        json.WriteEndArray();
    }

    private void Line(Action<Utf8JsonWriter> write)
    {
        _buffer.ResetWrittenCount();
        using (Utf8JsonWriter json = new(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(_buffer.WrittenSpan));
    }
}
