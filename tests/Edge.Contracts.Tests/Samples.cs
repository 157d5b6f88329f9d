namespace Edge.Contracts.Tests;

/// <summary>Messages with every field filled.</summary>
internal static class Samples
{
    private static readonly DateTimeOffset Time = new(2026, 3, 1, 12, 0, 0, 125, TimeSpan.Zero);

    public static StateMessage State { get; } = new()
    {
        Status = GatewayStatus.Online,
        Since = Time,
        Time = Time,
        HeartbeatSeconds = 10,
        Epoch = "e1",
        Software = "edge 0.1.0",
        Field = [new FieldLinkState { Device = "comaster", Up = false, Since = Time, LastAnswer = Time, Reason = "no answer", Silent = ["4"] }],
        Journal = new JournalState { OldestSeq = 1, LastSeq = 2, PublishedSeq = 2, Bytes = 4096, Dropped = 0 },
    };

    public static CatalogMessage Catalog { get; } = new()
    {
        Site = "los-alamos",
        Name = "ET Los Álamos",
        TimeZone = "America/Argentina/Buenos_Aires",
        Profile = "ab12",
        Devices = [new CatalogDevice("2-4", 4, "Feeder 3", 2)],
        Tags =
        [
            new CatalogTag { Tag = "LA152B03", Kind = TagKind.Digital, Description = "d", Device = "4", StateTexts = ["abierto", "cerrado"] },
            new CatalogTag { Tag = "LA1PA_03", Kind = TagKind.Analog, Description = "d", Device = "4", Unit = "kW", Minimum = 0, Maximum = 8000 },
        ],
        Elements = [new CatalogElement("LA1PA_03", "d", "LA", "kW"), new CatalogElement("VSLA", "d", null, null)],
        Colours = [new CatalogColour(0, "negro", "#000000", "d")],
        Screens = [new CatalogScreen("VS", "Valle Sur", null, "VS"), new CatalogScreen("LA", "Los Álamos", "VS", "LA")],
    };

    public static EventMessage Event { get; } = new()
    {
        Epoch = "e1",
        Seq = 7,
        Type = EventType.Digital,
        Device = "4",
        Ied = 4,
        Comaster = 2,
        Finding = "inputUnmasked",
        Channel = 1,
        Count = 12,
        Tag = "LA152B03",
        Description = "d",
        Port = 0,
        Bit = 0,
        State = 1,
        Text = "cerrado",
        AlarmKind = 2,
        Code = 2,
        Motive = 1,
        Dropped = 3,
        Time = Time,
        TimeSource = TimeSource.Device,
        Clock = ClockState.Ambiguous,
        Received = Time,
    };

    public static EnergyMessage Energy { get; } = new()
    {
        Epoch = "e1",
        Seq = 8,
        Device = "4",
        Ied = 4,
        Comaster = 2,
        Channel = 0,
        Tag = "LA1PA_03",
        Code = 3,
        Count = 178707,
        Value = 89353.5,
        Time = Time,
        Clock = ClockState.Unsynchronised,
        Received = Time,
    };
}
