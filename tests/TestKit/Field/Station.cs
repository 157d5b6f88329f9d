using Edge.Domain;
using Edge.Field.Links;
using Edge.Field.Mara.Concentrator;

namespace TestKit.Field;

/// <summary>A small station: a concentrator with 3 + 4 words and two IEDs with 1 + 2 words behind it.</summary>
public static class Station
{
    public static readonly DateTimeOffset Noon = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("America/Argentina/Buenos_Aires");

    public static Profile Profile { get; } = new()
    {
        Hash = "test",
        Ieds = [new(10, 3, 3, 6, 1, 2, "Alimentador 2"), new(11, 1, 1, 6, 3, 4, "COMaster"), new(12, 2, 2, 6, 1, 2, "Alimentador 1")],
        Digitals =
        [
            new("DOOR", "Puerta", new MaraInput(0, 1, 1, 0, 6), false, 1, null),
            new("U27", "Subtensión", new MaraInput(0, 1, 2, 1, 1), true, 0, 1),
            new("B01", "Interruptor 1", new MaraInput(0, 2, 4, 0, 0), false, 2, 1),
            new("B02", "Interruptor 2", new MaraInput(0, 3, 5, 0, 15), false, 2, 1),
        ],
        Analogs =
        [
            new("V33", "Tensión", "kV", new MaraChannel(0, 1, 1, 0), 0.0088, null, null, null, 0),
            new("P1", "Potencia 1", "kW", new MaraChannel(0, 2, 5, 0), 2.0, 0.5, null, null, 0) { EnergyUnit = "kWh" },
            new("Q1", "Reactiva 1", "kvar", new MaraChannel(0, 2, 6, 1), 2.0, null, null, null, 0) { EnergyUnit = "kvarh" },
            new("P2", "Potencia 2", "kW", new MaraChannel(0, 3, 7, 0), 2.0, 0.5, null, null, 0),
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
