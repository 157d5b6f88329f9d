using System.Collections.Concurrent;
using Edge.Domain;
using Edge.Field.Drivers;
using Edge.Field.Tcp;
using Microsoft.Extensions.Logging;

namespace Edge.Field.Tests;

/// <summary>Keeps what was logged.</summary>
internal sealed class Notes : ILogger<MaraTcpDriver>, ILogger<MaraBusDriver>
{
    private readonly ConcurrentQueue<(LogLevel Level, int Id, string Text)> _entries = [];

    public IReadOnlyCollection<(LogLevel Level, int Id, string Text)> All => _entries;

    public IEnumerable<string> Errors => _entries.Where(e => e.Level >= LogLevel.Error).Select(e => e.Text);

    public int Count(int id) => _entries.Count(e => e.Id == id);

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _entries.Enqueue((logLevel, eventId.Id, formatter(state, exception)));
}

/// <summary>A small station: a concentrator with 3 + 4 words and two IEDs with 1 + 2 words behind it.</summary>
internal static class Station
{
    public static readonly DateTimeOffset Noon = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("America/Argentina/Buenos_Aires");

    public static Profile Profile { get; } = new()
    {
        Hash = "test",
        Ieds = [new(10, 3, 3, 6, 1, 2, "Alimentador 2"), new(11, 1, 1, 6, 3, 4, "COMaster"), new(12, 2, 2, 6, 1, 2, "Alimentador 1")],
        Digitals =
        [
            new("DOOR", "Puerta", 1, 1, 0, 6, false, 1, null),
            new("U27", "Subtensión", 1, 2, 1, 1, true, 0, 1),
            new("B01", "Interruptor 1", 2, 4, 0, 0, false, 2, 1),
            new("B02", "Interruptor 2", 3, 5, 0, 15, false, 2, 1),
        ],
        Analogs =
        [
            new("V33", "Tensión", "kV", 1, 1, 0, 0.0088, null, null, null, 0),
            new("P1", "Potencia 1", "kW", 2, 5, 0, 2.0, 0.5, null, null, 0),
            new("Q1", "Reactiva 1", "kvar", 2, 6, 1, 2.0, null, null, null, 0),
            new("P2", "Potencia 2", "kW", 3, 7, 0, 2.0, 0.5, null, null, 0),
        ],
        Elements = [],
        Formulas = [],
        Colours = [],
        Screens = [],
        StateTexts = [new(1, 0, "ABIERTO"), new(1, 1, "CERRADO")],
    };

    public static MaraTcpOptions Options(int port = 9761) => new()
    {
        Device = "comaster",
        Peer = new TcpPeerOptions { Host = "127.0.0.1", Port = port },
        AnswerTimeout = TimeSpan.FromMilliseconds(250),
        FirstBackoff = TimeSpan.FromMilliseconds(1),
        LongestBackoff = TimeSpan.FromMilliseconds(2),
        SetTime = false,
    };

    /// <summary>SV of three healthy IEDs, five digital words, eight analogue words, and these events: written out, not encoded.</summary>
    public static byte[] Payload(params byte[][] events) => Wire.Answer(
        [0x47, 0, 0, 0, 0, 0, 0x47, 0, 0, 0, 0, 0, 0x47, 0, 0, 0, 0, 0],
        [0x40, 0x00, 0x02, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x80],
        [0xA6, 0x0E, 0, 0, 0, 0, 0, 0, 0x34, 0x12, 0x00, 0x40, 0xFF, 0xBF, 0, 0],
        events);
}

/// <summary>Mara 1.4 §2 and §4, written for these tests alone.</summary>
internal static class Wire
{
    public const byte Poll = 0x10;
    public const byte SetTime = 0x12;
    public const byte ReadTime = 0x1A;
    public const byte ReadIedRam = 0x36;
    public const byte StopScan = 0x3F;

    public static byte[] Frame(int destination, int source, int sequence, int command, params ReadOnlySpan<byte> data)
    {
        byte[] frame = [0xFE, (byte)(data.Length + 8), (byte)destination, (byte)source, (byte)sequence, (byte)command, .. data, 0, 0];
        int sum = 0;
        for (int i = 0; i < frame.Length - 2; i++)
        {
            sum += i % 2 == 0 ? frame[i] << 8 : frame[i];
        }

        int check = ~sum & 0xFFFF;
        frame[^2] = (byte)(check >> 8);
        frame[^1] = (byte)check;
        return frame;
    }

    /// <summary>The concentrator's answer to the centre.</summary>
    public static byte[] ToCentre(int sequence, ReadOnlySpan<byte> payload) => Frame(0x40, 0x01, sequence, Poll, payload);

    public static byte[] Answer(byte[] variables, byte[] digitals, byte[] analogs, params byte[][] events) =>
    [
        (byte)(variables.Length + 1), .. variables,
        (byte)(digitals.Length + 1), .. digitals,
        (byte)(analogs.Length + 1), .. analogs,
        (byte)((events.Length * 10) + 1), .. events.SelectMany(e => e),
    ];

    /// <summary>A digital event of IED 2, port 0, bit 0 at 2026-07-01 08:59:00 local, with a number in its seconds and fraction.</summary>
    public static byte[] Event(int number) => [0x02, (byte)(number % 2 == 0 ? 0x80 : 0x00), 26, 7, 1, 8, 59, (byte)(number / 32 % 60), 0, (byte)(number % 32 * 4)];

    public static int Number(FieldEvent happened)
    {
        int ticks = (int)((happened.Time - new DateTimeOffset(2026, 7, 1, 11, 59, 0, TimeSpan.Zero)).Ticks * 32 / TimeSpan.TicksPerSecond);
        return ticks;
    }
}
