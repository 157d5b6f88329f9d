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
        Clock = GatewayClockCode.NotSet,
        Field =
        [
            new FieldLinkState
            {
                Device = "comaster", Up = false, Since = Time, LastAnswer = Time, Silent = ["4"],
                Reason = LinkReasonCode.TimedOut, Detail = "no answer",
            },
        ],
        Journal = new JournalState
        {
            OldestSeq = 1,
            LastSeq = 2,
            PublishedSeq = 2,
            Bytes = 4096,
            Dropped = 9,
            DroppedEvents = 4,
            Salvage = new JournalSalvageState
            {
                Status = SalvageStatusCode.Failed,
                Since = Time,
                Records = 9,
                Events = 4,
                FirstSeq = 11,
                LastSeq = 20,
                EndLost = true,
                Detail = "the disk is full",
            },
            Historians =
            [
                new HistorianState { Name = "historian", AckedSeq = 1, Backlog = 1, Rate = 2.5, DoneAt = Time },
                new HistorianState { Name = "second", AckedSeq = 0, Backlog = 2, Rate = 0, Clash = 9 },
            ],
        },
        Profile = new ProfileState
        {
            Hash = "ab12",
            Since = Time,
            Refused = new ProfileRefusal { Time = Time, Reason = ProfileReasonCode.Worse, Detail = "di row 7" },
        },
    };

    public static CatalogMessage Catalog { get; } = new()
    {
        Site = "los-alamos",
        Name = "ET Los Álamos",
        TimeZone = "America/Argentina/Buenos_Aires",
        Profile = "ab12",
        Devices =
        [
            new CatalogDevice("2-1", "COMaster 2", null, DeviceKind.Concentrator, new NativeDevice(NativeEvent.Mara, 1, 2)),
            new CatalogDevice("2-4", "Feeder 3", "2-1", DeviceKind.Ied, new NativeDevice(NativeEvent.Mara, 4, 2)),
            new CatalogDevice("inputs", "", null, DeviceKind.LocalIo, null),
        ],
        Tags =
        [
            new CatalogTag
            {
                Tag = "LA152B03", Kind = TagKind.Digital, Description = "d", Device = "4", Bay = "b", StateTexts = ["abierto", "cerrado"],
            },
            new CatalogTag
            {
                Tag = "LA1PA_03", Kind = TagKind.Analog, Description = "d", Device = "4", Unit = "kW", Minimum = 0, Maximum = 8000,
            },
        ],
        Elements =
        [
            new CatalogElement("LA1PA_03", "d", "LA", "kW") { Settable = [ElementAttributeName.Stroke] },
            new CatalogElement("VSLA", "d", null, null),
        ],
        Colours = [new CatalogColour(0, "negro", "#000000", "d")],
        Screens = [new CatalogScreen("VS", "Valle Sur", null, "VS"), new CatalogScreen("LA", "Los Álamos", "VS", "LA")],
    };

    public static EventMessage Event { get; } = new()
    {
        Epoch = "e1",
        Seq = 7,
        Type = EventType.Digital,
        Device = "4",
        Finding = FindingCode.InputUnmasked,
        Condition = ConditionCode.Restarted,
        Causes = [CauseCode.PowerOn, CauseCode.Watchdog],
        Count = 12,
        Tag = "LA152B03",
        Description = "d",
        State = 1,
        DoubleBit = DoubleBitCode.Intermediate,
        Text = "cerrado",
        AlarmKind = 2,
        Alarm = new EventAlarm
        {
            Priority = 2,
            OnDelay = 5,
            OffDelay = 10,
            Latched = true,
            Actions = 3,
            Trigger = AlarmTriggerCode.Off,
        },
        Value = 13.4,
        Unit = "kV",
        Flags = [FlagCode.Invalid],
        Dropped = 3,
        DroppedEvents = 2,
        LossReason = LossReasonCode.Damaged,
        FirstSeq = 4,
        LastSeq = 6,
        Who = "op",
        Action = ElementActionName.Acknowledge,
        Attribute = ElementAttributeName.Text,
        Native = new NativeEvent
        {
            Protocol = NativeEvent.Mara,
            Concentrator = 2,
            Ied = 4,
            Port = 0,
            Bit = 0,
            Code = 2,
            Motive = 1,
            Channel = 1,
        },
        Time = Time,
        TimeSource = TimeSource.Device,
        Clock = ClockState.Ambiguous,
        Received = Time,
        GatewayClock = GatewayClockCode.NotSet,
    };

    public static EnergyMessage Energy { get; } = new()
    {
        Epoch = "e1",
        Seq = 8,
        Device = "4",
        Channel = 0,
        Tag = "LA1PA_03",
        Kind = EnergyKind.Day,
        Count = 178707,
        Value = 89353.5,
        Unit = "kWh",
        Flags = [FlagCode.Rollover],
        Native = new NativeEvent { Protocol = NativeEvent.Mara, Concentrator = 2, Ied = 4, Code = 3, Channel = 0 },
        Time = Time,
        Clock = ClockState.Unsynchronised,
        Received = Time,
        GatewayClock = GatewayClockCode.NotSet,
    };
}
