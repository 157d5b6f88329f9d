using System.Collections.Immutable;
using System.Text.Json;
using Edge.Contracts;
using Edge.Domain;
using Edge.Pipeline;
using Edge.Pipeline.Live;
using MQTTnet;

namespace Edge.Mqtt;

/// <summary>Converts the gateway's data to messages of the contract.</summary>
internal static class Messages
{
    private const int LongestDetail = 300;

    public static CatalogMessage Catalog(Publication publication)
    {
        SiteDescription site = publication.Site;
        Profile profile = site.Profile;
        int digitals = profile.Digitals.Length;
        Dictionary<DeviceId, string> names = profile.Devices.DistinctBy(d => d.Id).ToDictionary(d => d.Id, d => d.Name);
        return new CatalogMessage
        {
            Site = site.Site,
            Name = CatalogText.Cut(site.Name),
            TimeZone = site.TimeZone,
            Profile = profile.Hash,
            Devices = Devices(profile, site.LocalDevices),
            Tags =
            [
                .. profile.Digitals.Where((_, i) => publication.PointTopics[i] is not null).Select(d => new CatalogTag
                {
                    Tag = d.Tag,
                    Kind = TagKind.Digital,
                    Description = CatalogText.Cut(d.Description),
                    Device = d.Source.Device.ToString(),
                    Bay = BayOf(d.Bay, d.Source.Device),
                    StateTexts = StateTexts(profile, d.StateTextId),
                }),
                .. profile.Analogs.Where((_, i) => publication.PointTopics[digitals + i] is not null).Select(a => new CatalogTag
                {
                    Tag = a.Tag,
                    Kind = TagKind.Analog,
                    Description = CatalogText.Cut(a.Description),
                    Device = a.Source.Device.ToString(),
                    Bay = BayOf(a.Bay, a.Source.Device),
                    Unit = a.Unit.Length == 0 ? null : CatalogText.Cut(a.Unit),
                    Minimum = a.Minimum,
                    Maximum = a.Maximum,
                }),
            ],
            Elements =
            [
                .. profile.Elements.Zip(site.ElementUnits, publication.ElementTopics).Index().Where(e => e.Item.Third is not null)
                    .Select(e => new CatalogElement(
                        e.Item.First.Tag, CatalogText.Cut(e.Item.First.Description), Cut(e.Item.First.Screen), Cut(e.Item.Second))
                    {
                        Settable = Settable(e.Index),
                    }),
            ],
            Colours = [.. profile.Colours.Select(c => new CatalogColour(
                c.Index, CatalogText.Cut(c.Name), c.Colour, CatalogText.Cut(c.Description)))],
            Screens =
            [
                .. profile.Screens.Where((_, i) => publication.ScreenTopics[i] is not null)
                    .Select(s => new CatalogScreen(
                        s.Name, CatalogText.Cut(s.Description), Cut(s.Parent), CatalogText.Cut(s.Prefix))),
            ],
        };

        string? BayOf(string? own, DeviceId device) => Cut(own ?? names.GetValueOrDefault(device)) is { Length: > 0 } bay ? bay : null;

        ImmutableArray<ElementAttributeName>? Settable(int element) =>
            element < site.Settable.Length && !site.Settable[element].IsEmpty
                ? [.. site.Settable[element].Select(one => Words.Attribute(one)!.Value)] : null;

        static string? Cut(string? text) => text is null ? null : CatalogText.Cut(text);
    }

    public static TagMessage Tag(PointInfo info, in PointState state) => new()
    {
        Value = state.Read && double.IsFinite(state.Value) ? state.Value : null,
        Raw = state.Read ? Words.Raw(state.Raw) : null,
        Unit = info.Unit,
        Quality = Words.Quality(state.Quality.Level),
        Reason = Words.Reason(state.Quality.Reason),
        Flags = Words.Flags(state.Quality.Flags),
        Time = state.Time,
    };

    public static ElementMessage Element(ElementDisplay display) => new()
    {
        Text = display.Text,
        Number = display.Number is { } number
            ? new ElementNumber
            {
                Prefix = display.Prefix,
                Value = number,
                Decimals = display.Decimals ?? 0,
                Suffix = display.Suffix,
            }
            : null,
        Fill = display.Fill,
        Stroke = display.Stroke,
        Quality = Words.Quality(display.Quality.Level),
        Reason = Words.Reason(display.Quality.Reason),
        Detail = display.Detail,
        ByHand = display.ByHand is { } hand
            ? [.. hand.All.Select(state => new ElementByHand
            {
                Attribute = Words.Attribute(state.Attribute)!.Value,
                Value = state.Value,
                Who = state.Who ?? "",
                Time = state.Time,
            })]
            : null,
        Time = display.Time,
    };

    public static EventMessage Event(string epoch, JournalRecord record)
    {
        if (record.Kind == JournalRecordKind.Loss)
        {
            return new EventMessage
            {
                Epoch = epoch,
                Seq = record.Seq,
                Type = EventType.Loss,
                Text = record.Problem,
                Dropped = record.Dropped,
                DroppedEvents = record.Loss?.Events,
                LossReason = record.Loss is { } loss ? Words.Reason(loss.Cause) : null,
                FirstSeq = record.Loss is { FirstSeq: > 0 and var first } ? first : null,
                LastSeq = record.Loss is { LastSeq: > 0 and var last } ? last : null,
                Time = record.Time,
                TimeSource = TimeSource.Gateway,
                Clock = Words.Clock(record.Clock),
                Received = record.Time,
                GatewayClock = Words.Doubt(record.Clock),
            };
        }

        if (record.Element is { } action)
        {
            return new EventMessage
            {
                Epoch = epoch,
                Seq = record.Seq,
                Type = EventType.Operator,
                Tag = action.Tag,
                Text = action.Value,
                Who = action.Who,
                Action = Words.Action(action.Action),
                Attribute = Words.Attribute(action.Attribute),
                Time = action.Time,
                TimeSource = TimeSource.Gateway,
                Clock = Words.Clock(record.Clock),
                Received = record.Time,
                GatewayClock = Words.Doubt(record.Clock),
            };
        }

        FieldEvent e = record.Event!.Value;
        StateChange? state = e.Content.State;
        DeviceReport? report = e.Content.Device;
        FieldFinding? finding = e.Content.Finding;
        return new EventMessage
        {
            Epoch = epoch,
            Seq = record.Seq,
            Type = Words.Type(e.Kind),
            Device = finding is { Kind: GatewayFinding.GatewayClockSet } ? null : e.Device.ToString(),
            Finding = finding is { } known ? Words.Finding(known.Kind) : null,
            Condition = report is { } changed ? Words.Condition(changed.Condition) : null,
            Causes = report is { } restarted ? Words.Causes(restarted.Causes) : null,
            Tag = e.Tag,
            Description = e.Description.Length == 0 ? null : e.Description,
            State = state is { State.Kind: PointValueKind.Binary } binary ? binary.State.AsWhole : null,
            DoubleBit = state is { State.Kind: PointValueKind.DoubleBit } change ? Words.Position(change.State.AsDoubleBit) : null,
            Text = state?.Text ?? finding?.Text,
            AlarmKind = state?.AlarmKind,
            Alarm = Words.Alarm(e.Alarm),
            Value = finding is { Value: { } measured } && double.IsFinite(measured) ? measured : null,
            Unit = finding?.Unit,
            Flags = Words.Flags(e.Flags),
            Count = finding?.Count,
            Native = Native(e.Native),
            Time = e.Time,
            TimeSource = Words.Source(e.Marks),
            Clock = Words.Clock(e.Marks),
            Received = e.Received,
            GatewayClock = Words.Doubt(record.Clock),
        };
    }

    public static JournalState Journal(in JournalStatus journal, long published, ImmutableArray<HistorianState> historians) => new()
    {
        Historians = historians,
        OldestSeq = journal.OldestSeq,
        LastSeq = journal.LastSeq,
        PublishedSeq = published,
        Bytes = journal.Bytes,
        Dropped = journal.Dropped,
        DroppedEvents = journal.DroppedEvents,
        Salvage = journal.Salvage is not { } salvage ? null : new JournalSalvageState
        {
            Status = Words.Status(salvage.Status),
            Since = salvage.Since,
            Records = salvage.Records,
            Events = salvage.Events,
            FirstSeq = salvage.FirstSeq > 0 ? salvage.FirstSeq : null,
            LastSeq = salvage.LastSeq > 0 ? salvage.LastSeq : null,
            EndLost = !salvage.EndKnown,
            Detail = salvage.Detail is { Length: > LongestDetail } longer ? longer[..LongestDetail] : salvage.Detail,
        },
    };

    public static EnergyMessage Energy(string epoch, JournalRecord record)
    {
        FieldEvent e = record.Event!.Value;
        EnergyCount energy = e.Content.Energy!.Value;
        return new EnergyMessage
        {
            Epoch = epoch,
            Seq = record.Seq,
            Device = e.Device.ToString(),
            Channel = energy.Channel,
            Tag = e.Tag,
            Kind = Words.Energy(energy.Kind),
            Count = energy.Count,
            Value = energy.Energy,
            Unit = energy.Unit,
            Flags = Words.Flags(e.Flags),
            Native = Native(e.Native),
            Time = e.Time,
            Clock = Words.Clock(e.Marks),
            Received = e.Received,
            GatewayClock = Words.Doubt(record.Clock),
        };
    }

    /// <summary>Whether the record is published for third parties.</summary>
    public static bool HasTopic(JournalRecord record) => TopicOf(record) is not null;

    /// <summary>The record as it is published for third parties; null: it is not.</summary>
    public static MqttApplicationMessage? OfTopic(Topics topics, string epoch, JournalRecord record) => TopicOf(record) switch
    {
        TopicKind.Event => MqttSession.Message(
            topics.Event, JsonSerializer.SerializeToUtf8Bytes(Event(epoch, record), ContractJson.Default.EventMessage), retain: false),
        TopicKind.Energy => MqttSession.Message(
            topics.Energy, JsonSerializer.SerializeToUtf8Bytes(Energy(epoch, record), ContractJson.Default.EnergyMessage), retain: false),
        _ => null,
    };

    private static TopicKind? TopicOf(JournalRecord record) => record.Kind switch
    {
        JournalRecordKind.Event or JournalRecordKind.Loss or JournalRecordKind.Operator => TopicKind.Event,
        JournalRecordKind.Energy => TopicKind.Energy,
        _ => null,
    };

    public static FieldLinkState Link(LinkHealth link) => new()
    {
        Device = link.Device,
        Up = link.Up,
        Since = link.Since,
        LastAnswer = link.LastAnswer,
        Reason = link.Reason is { } reason ? Words.Reason(reason) : null,
        Detail = link.Detail,
        Silent = link.Silent,
    };

    private static NativeEvent? Native(in NativeRecord native) => native.Mara is { } mara
        ? new NativeEvent
        {
            Protocol = NativeEvent.Mara,
            Concentrator = Concentrator(mara.Concentrator),
            Ied = mara.Ied,
            Port = mara.Port,
            Bit = mara.Bit,
            Code = mara.Code,
            Motive = mara.Motive,
            Channel = mara.Channel,
        }
        : null;

    private static int? Concentrator(int comaster) => comaster == 0 ? null : comaster;

    /// <summary>The tree of the devices: a concentrator of the profile is the parent of its IEDs.</summary>
    private static ImmutableArray<CatalogDevice> Devices(Profile profile, ImmutableArray<string> local)
    {
        Dictionary<DeviceId, IedDefinition> ieds = profile.Ieds.DistinctBy(i => i.Device).ToDictionary(i => i.Device);
        return [.. profile.Devices.Where(d => ieds.ContainsKey(d.Id)).Select(Device).OrderBy(d => d.Parent is not null)];

        // The local inputs have an address of a concentrator, but they are no parent of other devices.
        CatalogDevice Device(Device device)
        {
            string id = device.Id.ToString();
            string? parent = device.Parent?.ToString();
            return new CatalogDevice(
                id,
                CatalogText.Cut(device.Name),
                parent is not null && !local.Contains(parent) ? parent : null,
                local.Contains(id) ? Contracts.DeviceKind.LocalIo : Words.Kind(device.Kind),
                new NativeDevice(NativeEvent.Mara, ieds[device.Id].Address, Concentrator(ieds[device.Id].Comaster)));
        }
    }

    private static ImmutableArray<string>? StateTexts(Profile profile, int? id)
    {
        string? zero = profile.StateTexts.FirstOrDefault(t => t.Id == id && t.Value == 0)?.Text;
        string? one = profile.StateTexts.FirstOrDefault(t => t.Id == id && t.Value == 1)?.Text;
        return zero is not null && one is not null ? [CatalogText.Cut(zero), CatalogText.Cut(one)] : null;
    }
}
